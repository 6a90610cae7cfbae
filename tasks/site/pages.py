"""The pages of the site as Sphinx reads them: Markdown, and a notebook for each lesson.

A lesson's page is its release with the outputs of given cells; an exercise, a check and a hidden
test have none.
"""

import base64
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat

from tasks import facts, lessons, tables
from tasks.site.outputs import is_given

BUNDLE = "small-nets.zip"
DOWNLOADS = "notebooks"
FRONT = ("02_magnitude_pruning", '"sparsity (fraction of weights that are zero)"')
FRONT_SAYS = (
    "How many of 5,000 images a trained network still reads as its weights are cut: the smallest "
    "of the whole network, the smallest of each layer, or some at random."
)
LONGEST_ALT = 300  # characters
CHECK, HIDDEN = "Show the check", "Show what else is tested"  # what folded cells say
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)")
FRONT_TEXT = """# Small Nets

{sentence}

```{{image}} plot.png
:alt: {alt}
:width: 560px
:align: center
```

{caption}

## {count} ways to start

{ways}

## The lessons

{table}

## For instructors

The course is graded by nbgrader, with hidden tests, in a sandbox: the
[handbook](handbook/index.md) has a page for each task of a term.
What the lessons claim about networks, and how fast the course's code is,
[was measured](measured/index.md). [How to cite it](about.md).
"""
HANDBOOK_TEXT = """# Handbook for instructors

One page for each task of a term. The commands are given in the folder of the course.

{table}

A page for each lesson, with the numbers to expect and the usual wrong ideas, is in that folder
too, under `docs/handbook/lessons`: it holds answers, so it is not here.
"""
MEASURED_TEXT = """# What was measured

## What the lessons claim

A sentence of a lesson that gives a cause or compares was measured, beside a control that could
have refuted it.

{claims}

## How fast the course's code is

{benchmarks}
"""
ABOUT_TEXT = """# About

Version {version}, {date}, by {authors}.

## How to cite

> {authors} ({year}). *{title}* (version {version}).

The same for programs: <a href="CITATION.cff" download>CITATION.cff</a>.

## Sources and licence

{licence}
"""


@dataclass(frozen=True)
class Course:
    """What pages are made of: a course, some of its lessons, and what these lessons showed.

    Attributes
    ----------
    root : Path
    outputs : dict of str to dict
        Of each lesson on the site, in order, the outputs of its given cells by cell id.
    binder : str or None
        The beginning of links to Binder; None where no repository is known.
    about : dict of str to str
        Version, date, authors, title and license.
    """

    root: Path
    outputs: dict
    binder: str | None
    about: dict


def write(course, folder, extra):
    """Write the sources of all pages, and beside them the files that are served as they are."""
    made = dict(_pages(course))
    for where, text in made.items():
        path = folder / where
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "plot.png").write_bytes(base64.b64decode(_front_plot(course)))
    (extra / DOWNLOADS).mkdir(parents=True)
    for name in course.outputs:
        released = lessons.release_notebook(name, course.root)
        (extra / DOWNLOADS / released.name).write_bytes(released.read_bytes())
    (extra / "CITATION.cff").write_bytes((course.root / "CITATION.cff").read_bytes())


def _pages(course):
    every = [facts.facts_of(name, course.root) for name in course.outputs]
    handbook, measured = _handbook(course), _measured(course, every)
    trees = {
        "Lessons": [f"lessons/{each.name}" for each in every],
        "Measured": [where.removesuffix(".md") for where in measured],
        "For instructors": [where.removesuffix(".md") for where in handbook],
        "About": ["about"],
    }
    yield "index.md", _front(course, every) + "".join(map(_tree, trees, trees.values()))
    for each in every:
        yield f"lessons/{each.name}.ipynb", lessons.notebook_text(lesson(course, each))
    yield from {**handbook, **measured}.items()
    year, licence = course.about["date"][:4], _section(course.root / "README.md", "Sources and")
    yield "about.md", ABOUT_TEXT.format(**course.about, year=year, licence=licence)


def _tree(caption, pages):
    rows = "\n".join(pages)
    return f"\n```{{toctree}}\n:caption: {caption}\n:hidden:\n\n{rows}\n```\n"


# The front page


def _front(course, every):
    sentence = _text(course.root / "README.md").split("\n\n")[1].partition("\n")[0]
    ways = list(_ways(course))
    rows = [
        f"| [{each.number}. {each.question}](lessons/{each.name}.ipynb) | {each.minutes} | "
        f"{each.points} |"
        for each in every
    ]
    return FRONT_TEXT.format(
        sentence=sentence,
        alt=FRONT_SAYS,
        caption=f"{FRONT_SAYS} From [lesson {int(FRONT[0][:2])}](lessons/{FRONT[0]}.ipynb).",
        count=("One", "Two", "Three")[len(ways) - 1],
        ways="\n\n".join(ways),
        table="\n".join(["| Lesson | Minutes | Points |", "| --- | ---: | ---: |", *rows]),
    )


def _ways(course):
    """How to start, the quickest first; only what is there."""
    if course.binder:
        yield (
            f"### On Binder\n\n[Open the course on Binder]({course.binder}START.ipynb): JupyterLab "
            "in the browser, without an account or an installation. Starting takes a minute or "
            "two, and nothing is kept: download your notebook before you leave."
        )
    own = _section(lessons.COURSE / "tasks/student/README.md", "On your own computer")
    download = f'<a href="{BUNDLE}" download>Download the lessons</a> and unpack them'
    asked, _, rest = own.partition("Download or clone this folder")
    yield f"### On your own computer\n\n{asked}{download}{rest}"


def _front_plot(course):
    """The plot of the front page, base64-encoded."""
    name, words = FRONT
    cells = nbformat.read(lessons.release_notebook(name, course.root), 4).cells
    (found,) = (cell for cell in cells if words in cell.source and cell.id in course.outputs[name])
    shown = course.outputs[name][found.id]
    (plot,) = (each["data"]["image/png"] for each in shown if "image/png" in each.get("data", {}))
    return plot


# Lessons


def lesson(course, about):
    """A released lesson with the outputs of its given cells, as a notebook."""
    notebook = nbformat.read(lessons.release_notebook(about.name, course.root), 4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            _dress(cell, course.outputs[about.name])
        cell.metadata.pop("nbgrader", None)
    links = nbformat.v4.new_markdown_cell(_links(course, about), id="links")
    notebook.cells.insert(1, links)
    return notebook


def _dress(cell, outputs):
    """Give a code cell its outputs, if it is a given one, and the look of its kind."""
    cell.execution_count, cell.outputs = None, []
    if is_given(cell):
        cell.outputs = [nbformat.from_dict(each) for each in outputs.get(cell.id, [])]
        cell.metadata["mystnb"] = {"image": {"alt": _said(cell.outputs) or "A plot."}}
    elif lessons.is_test(cell):
        prompt = CHECK if lessons.grade_id(cell).endswith("_check") else HIDDEN
        cell.metadata["tags"] = ["hide-input"]
        cell.metadata["mystnb"] = {"code_prompt_show": prompt}
    else:
        cell.metadata["tags"] = ["exercise"]


def _said(outputs):
    """What a cell printed, as one line: its plots are described by it."""
    text = " ".join(each["text"] for each in outputs if each["output_type"] == "stream")
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_ALT else line[:LONGEST_ALT].rsplit(" ", 1)[0] + " ..."


def _links(course, about):
    notebook = f"{about.name}.ipynb"
    row = [
        f"**{about.points} points**, about {about.minutes} minutes",
        f'<a href="../{DOWNLOADS}/{notebook}" download>Download the notebook</a>',
    ]
    if course.binder:
        row.append(f"[Open it on Binder]({course.binder}release/{about.name}/{notebook})")
    return (
        f"{' · '.join(row)}\n\nBelow is the lesson as students get it. What given cells print and "
        "draw here is from a run with the exercises solved."
    )


# The handbook, and what was measured


def _handbook(course):
    """The pages for tasks: those on lessons hold answers."""
    folder = course.root / tables.HANDBOOK
    names = re.findall(
        r"^\| \[.+?\]\((\w[\w-]*\.md)\) \|", _text(folder / "README.md"), re.MULTILINE
    )
    table = re.search(r"^\| Page .*?\n\n", _text(folder / "README.md"), re.MULTILINE | re.DOTALL)
    made = {"handbook/index.md": HANDBOOK_TEXT.format(table=table[0])}
    return made | {f"handbook/{name}": _linked(_text(folder / name), names) for name in names}


def _measured(course, every):
    claims = {f"claims-{each.number:02}.md": each for each in every}
    benchmarks = {path.name.lower(): path for path in sorted(course.root.glob("benchmarks/*.md"))}
    made = {
        "index.md": MEASURED_TEXT.format(
            claims="\n".join(
                f"- [Lesson {each.number}]({name}): {each.question}"
                for name, each in claims.items()
            ),
            benchmarks="\n".join(
                f"- [{_title(path)}]({name})" for name, path in benchmarks.items()
            ),
        )
    }
    for name, each in claims.items():
        table = tables.table_of_claims(each.name, course.root)
        link = f"[{each.title}](../lessons/{each.name}.ipynb)"
        made[name] = f"# Claims of lesson {each.number}\n\n{link}. {table}\n"
    for name, path in benchmarks.items():
        made[name] = _linked(_text(path), [each.name for each in benchmarks.values()], str.lower)
    return {f"measured/{name}": text for name, text in made.items()}


def _linked(text, names, renamed=str):
    """A text whose links to files that are not on the site are plain words."""

    def on_site(found):
        said, target = found[1], found[2]
        file, hash_sign, place = target.partition("#")
        if "://" in target or not file:
            return found[0]
        return f"[{said}]({renamed(file)}{hash_sign}{place})" if file in names else said

    return LINK.sub(on_site, text)


def _title(path):
    return _text(path).split("\n")[0].removeprefix("# ")


def _section(path, begins):
    """The text of a section of a Markdown file, by how its heading begins."""
    return re.search(
        rf"^## {begins}.*?\n\n(.*?)(?=^## |\Z)", _text(path), re.MULTILINE | re.DOTALL
    )[1]


def _text(path):
    return path.read_text(encoding="utf-8")
