"""Lessons as files: find them, read the ``.py``, write the paired notebook.

The ``.py`` of a lesson is the truth. The notebook beside it is derived from it here,
with fixed cell ids, so that two builds of the same text are the same bytes.
"""

import hashlib
import re
from copy import deepcopy
from functools import lru_cache
from pathlib import Path

import nbformat

COURSE = Path(__file__).resolve().parent.parent
BEGIN_SOLUTION, END_SOLUTION = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
BEGINS = {BEGIN_SOLUTION: "solution", BEGIN_HIDDEN: "hidden test"}
ENDS = (END_SOLUTION, END_HIDDEN)


def lesson_names(course=COURSE):
    """Names of the lessons in ``source/``, in order, such as ``01_model_size``.

    A folder is a lesson if it holds a ``.py`` of its own name; any other ``.py`` in it is
    a helper of its author.
    """
    found = Path(course).glob("source/*/*.py")
    return sorted(path.stem for path in found if path.stem == path.parent.name)


def chosen(parser, arguments):
    """Let a task's parser take names of lessons, and return those given; none means all."""
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="all, if none is named")
    names, there = parser.parse_args(arguments).lessons, lesson_names()
    for name in names:
        if name not in there:
            parser.error(f"no lesson is named {name!r}; there are {', '.join(there)}")
    return names


def source_py(name, course=COURSE):
    return Path(course) / "source" / name / f"{name}.py"


def source_notebook(name, course=COURSE):
    return source_py(name, course).with_suffix(".ipynb")


def release_notebook(name, course=COURSE):
    return Path(course) / "release" / name / f"{name}.ipynb"


def read_py(path):
    """Read a lesson's ``.py`` as a notebook whose cells have fixed ids.

    The same text is read once in a process; every caller gets a notebook of its own.
    """
    return deepcopy(_notebook_of(Path(path).read_text(encoding="utf-8")))


@lru_cache(maxsize=32)
def _notebook_of(text):
    import jupytext  # here, since grading reads no .py

    notebook = jupytext.reads(text, fmt="py:percent")
    notebook.metadata.pop("jupytext", None)  # pairing is sync's business, not the reader's
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    taken = set()
    for cell in notebook.cells:
        cell["id"] = _free_id(_cell_id(cell), taken)
        taken.add(cell["id"])
    return notebook


def notebook_text(notebook):
    """The one way this project writes a notebook file."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def grade_id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def is_solution(cell):
    return cell.metadata.get("nbgrader", {}).get("solution", False)


def is_graded(cell):
    return cell.metadata.get("nbgrader", {}).get("grade", False)


def is_reflection(cell):
    """An answer that a person reads and scores."""
    return is_solution(cell) and is_graded(cell)


def is_test(cell):
    """A graded cell that a machine scores: code that is no answer."""
    return cell.cell_type == "code" and is_graded(cell) and not is_solution(cell)


def reference_answers(name, course=COURSE):
    """The reference solution of each answer cell, with its markers, by grade id."""
    cells = read_py(source_py(name, course)).cells
    return {grade_id(cell): cell.source for cell in cells if is_solution(cell)}


def parts(text):
    """A cell's text as stretches of lines between its markers, in order.

    Returns
    -------
    list of (str, list of str)
        Kind (``"shown"``, ``"solution"``, ``"hidden test"``) and lines of each stretch; the
        markers themselves are left out.
    """
    found = [("shown", [])]
    for line in text.splitlines():
        begun = next((kind for marker, kind in BEGINS.items() if marker in line), None)
        if begun or any(marker in line for marker in ENDS):
            found.append((begun or "shown", []))
        else:
            found[-1][1].append(line)
    return found


def regions(text, kind):
    """The stretches of one kind, each as a list of lines."""
    return [lines for each, lines in parts(text) if each == kind]


def lines_of(text, kind):
    """All lines of one kind in a text."""
    return [line for region in regions(text, kind) for line in region]


def _cell_id(cell):
    """The grade id where there is one; else a digest, so one edit changes one id."""
    if grade_id(cell):
        return re.sub(r"[^A-Za-z0-9_-]", "-", grade_id(cell))[:60]
    return hashlib.sha256(cell.source.encode()).hexdigest()[:12]


def _free_id(wanted, taken):
    candidate, copy = wanted, 1
    while candidate in taken:
        copy += 1
        candidate = f"{wanted}-{copy}"
    return candidate
