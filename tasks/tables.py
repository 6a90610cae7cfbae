"""Every text that follows from the facts of the lessons, and the files that hold it.

A file keeps such a text between two marks, ``<!-- NAME: made by course.py sync -->`` and
``<!-- end of NAME -->``; what stands around it is written by hand.
"""

import json
import re
from pathlib import Path

from tasks import facts, lessons
from tasks.variants import read_variants

HANDBOOK = "docs/handbook"
SCORES = "tests/lessons/scores.json"
CLAIMS = "benchmarks/claims"


def made_files(course=lessons.COURSE):
    """Each file with its text as it has to be: pairs of a path and a text.

    Raises
    ------
    ValueError
        If a header is not of its form, or a file lacks its marks; the text says where.
    """
    course = Path(course)
    every = facts.all_facts(course)
    refused = refused_in_words(every, course)
    yield _filled(course / "README.md", lessons=lesson_table(every), refused=refused)
    yield _filled(course / HANDBOOK / "README.md", lessons=handbook_index(every))
    yield _filled(course / "CONTRIBUTING.md", scores=score_table(every, course))
    yield _start_page(course / "binder/START.ipynb", every)
    for each in every:
        yield _filled(
            page(each.name, course),
            facts=fact_table(each),
            claims=table_of_claims(each.name, course),
            ideas=table_of_ideas(each.name, course),
        )


def page(name, course=lessons.COURSE):
    """The handbook's page on a lesson."""
    return Path(course) / HANDBOOK / "lessons" / f"{name}.md"


def measured(name, course=lessons.COURSE):
    """The file with what a lesson printed when it was run for its page."""
    return Path(course) / HANDBOOK / "measured" / f"{name}.txt"


def claims_module(name, course=lessons.COURSE):
    """The file with what a lesson claims, and how each claim is measured."""
    return Path(course) / CLAIMS / f"{name}.py"


def claims_file(name, course=lessons.COURSE):
    """The file with what was measured of a lesson's claims."""
    return Path(course) / CLAIMS / "measured" / f"{name}.json"


def lesson_table(every):
    """Of the README: each lesson, its question and what students write."""
    rows = [
        f"| [{each.number}. {each.title}]({HANDBOOK}/lessons/{each.name}.md) | {each.question} | "
        f"{', '.join(f'`{name}`' for name in each.written)} |"
        for each in every
    ]
    return _table("| Lesson | Question | You write |", "| --- | --- | --- |", rows)


def handbook_index(every):
    """Of the handbook: a link to the page of each lesson."""
    rows = [
        f"| [{each.number}. {each.title}](lessons/{each.name}.md) | {each.question} |"
        for each in every
    ]
    return _table("| Lesson | Question |", "| --- | --- |", rows)


def start_table(every):
    """Of the students' start page: a link to each notebook."""
    rows = [
        f"| [{each.number}. {each.question}](release/{each.name}/{each.name}.ipynb) | "
        f"{each.minutes} | {each.points} |"
        for each in every
    ]
    return _table("| Lesson | Minutes | Points |", "| --- | ---: | ---: |", rows)


def score_table(every, course=lessons.COURSE):
    """How many wrong answers each lesson's tests refused when they were last measured."""
    scores, rows = _scores(course), []
    for each in every:
        fallen, written, caught, automatic = scores.get(each.name, [0] * 4)
        shown = [
            f"{fallen} of {written}",
            _part_of_all(*_told_at_once(each.name, course)),
            _part_of_all(caught, automatic),
        ]
        rows.append(f"| {each.name} | {' | '.join(shown if written else ['-', '-', '-'])} |")
    heads = "| Lesson | Written mutants refused | Told at once | Automatic mutants refused |"
    return _table(heads, "| --- | --- | --- | --- |", rows)


def refused_in_words(every, course=lessons.COURSE):
    """Of the README: what the tests of all lessons refuse, and when a student is told."""
    kept = _scores(course).values()
    fallen, written, caught, automatic = map(sum, zip(*kept, strict=True))
    counts = [_told_at_once(each.name, course) for each in every]
    at_once, there = map(sum, zip(*counts, strict=True))
    return (
        f"Of {written} written wrong answers, each a mistake with a name, the tests refuse "
        f"{fallen}. A visible check tells\na student of {_part_of_all(at_once, there)} at once, "
        f"the feedback of the others. Of the automatic changes to a solution, the tests\nrefuse "
        f"{_part_of_all(caught, automatic)}."
    )


def fact_table(each):
    """The head of a lesson's page in the handbook."""
    rows = [
        f"| Question | {each.question} |",
        f"| Students learn to | {each.aims} |",
        f"| They need | {each.needs} |",
        f"| Time | about {each.minutes} minutes |",
        f"| Points | {each.points}, {_of_which(each)} |",
    ]
    return _table("| | |", "| --- | --- |", rows)


def table_of_ideas(name, course=lessons.COURSE):
    """The wrong ideas on a lesson, by exercise, in the order of the lesson."""
    mutants = read_variants("mutants", name, course)
    parts = []
    for cell in lessons.reference_answers(name, course):
        rows = [
            f"| {_field(each.idea)} | {_code(each.expect[1])} | {_seen(each, cell)} |"
            for each in mutants
            if each.cell == cell
        ]
        heads = "| The wrong idea | Words of the message | Shown |"
        if rows:
            parts.append(f"### {cell}\n\n{_table(heads, '| --- | --- | --- |', rows)}\n")
    return "\n".join(parts).rstrip("\n")


def table_of_claims(name, course=lessons.COURSE):
    """What a lesson claims, and what could have refuted it, as it was last measured."""
    path = claims_file(name, course)
    if not path.is_file():
        return "Nothing has been measured yet."
    kept = json.loads(path.read_text(encoding="utf-8"))
    rows = [
        f"| {_field(each['says'])} | {_field(each['experiment'])} | {_field(each['control'])} | "
        f"{', '.join(map(str, each['seeds'])) or 'none drawn'} | {_field(each['result'])} | "
        f"{each['verdict']} |"
        for each in kept["claims"]
    ]
    heads = "| The lesson says | Experiment | Control | Seeds | Result | Verdict |"
    measured_on = f"Measured on {kept['date']}: {kept['machine']}."
    return f"{measured_on}\n\n{_table(heads, '| --- | --- | --- | --- | --- | --- |', rows)}"


def with_part(text, name, made, where):
    """A text with what stands between the marks of a name replaced.

    Raises
    ------
    ValueError
        If the text does not hold the two marks once.
    """
    begin, end = f"<!-- {name}: made by course.py sync -->", f"<!-- end of {name} -->"
    pattern = re.compile(f"{re.escape(begin)}\n.*?{re.escape(end)}", re.DOTALL)
    if len(pattern.findall(text)) != 1:
        raise ValueError(f"{where} needs once the two lines {begin} and {end}")
    return pattern.sub(lambda found: f"{begin}\n\n{made}\n\n{end}", text)


def _filled(path, **made):
    if not path.is_file():
        raise ValueError(f"{path} is missing")
    text = path.read_text(encoding="utf-8")
    for name, part in made.items():
        text = with_part(text, name, part, path)
    return path, text


def _start_page(path, every):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    (cell,) = (cell for cell in notebook["cells"] if cell["id"] == "lessons")
    text = with_part("".join(cell["source"]), "lessons", start_table(every), path)
    cell["source"] = text.splitlines(keepends=True)
    return path, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _table(heads, rule, rows):
    return "\n".join([heads, rule, *rows])


def _part_of_all(part, whole):
    return f"{part} of {whole:,} ({100 * part / max(whole, 1):.0f}%)"


def _of_which(each):
    count = each.reflections
    if not count:
        return "all of them scored by tests"
    return (
        f"of which {each.read_points} for {count} reflection{'s' * (count > 1)} that a person reads"
    )


def _scores(course):
    return json.loads((Path(course) / SCORES).read_text(encoding="utf-8"))


def _told_at_once(name, course):
    """How many of a lesson's written wrong answers a visible check tells, and all of them."""
    mutants = read_variants("mutants", name, course)
    return sum(map(_is_visible, mutants)), len(mutants)


def _is_visible(mutant):
    return mutant.expect[0].endswith("_check")


def _seen(mutant, cell):
    """When a student meets the message: a visible check at once, a hidden one when graded."""
    shown = "at once" if _is_visible(mutant) else "graded"
    own = mutant.expect[0].startswith(cell)
    return shown if own else f"{shown}, in `{mutant.expect[0]}`"


def _field(text):
    """Text as one field of a table."""
    return " ".join(text.split()).replace("|", r"\|")


def _code(text):
    """Text in the type of code; twice as many marks where it has marks of its own."""
    return f"`` {_field(text)} ``" if "`" in text else f"`{_field(text)}`"
