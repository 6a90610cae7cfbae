"""Lessons as files: find them, read the ``.py``, write the paired notebook.

The ``.py`` of a lesson is the truth. The notebook beside it is derived from it here,
with fixed cell ids, so that two builds of the same text are the same bytes.
"""

import hashlib
import re
from pathlib import Path

import nbformat

COURSE = Path(__file__).resolve().parent.parent
BEGIN_SOLUTION, END_SOLUTION = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


def lesson_names(course=COURSE):
    """Names of the lessons in ``source/``, in order, such as ``01_model_size``.

    A folder is a lesson if it holds a ``.py`` of its own name; any other ``.py`` in it is
    a helper of its author.
    """
    found = Path(course).glob("source/*/*.py")
    return sorted(path.stem for path in found if path.stem == path.parent.name)


def source_py(name, course=COURSE):
    return Path(course) / "source" / name / f"{name}.py"


def source_notebook(name, course=COURSE):
    return source_py(name, course).with_suffix(".ipynb")


def release_notebook(name, course=COURSE):
    return Path(course) / "release" / name / f"{name}.ipynb"


def read_py(path):
    """Read a lesson's ``.py`` as a notebook whose cells have fixed ids."""
    import jupytext  # here, since it loads JupyterLab, and grading reads no .py

    notebook = jupytext.read(path, fmt="py:percent")
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


def is_test(cell):
    """A graded cell that a machine scores: code that is no answer."""
    return cell.cell_type == "code" and is_graded(cell) and not is_solution(cell)


def reference_answers(name, course=COURSE):
    """The reference solution of each answer cell, with its markers, by grade id."""
    cells = read_py(source_py(name, course)).cells
    return {grade_id(cell): cell.source for cell in cells if is_solution(cell)}


def regions(text, begin, end):
    """The lines between each pair of markers, as one list of lines a region."""
    found, inside = [], None
    for line in text.splitlines():
        if begin in line:
            inside = []
        elif end in line and inside is not None:
            found.append(inside)
            inside = None
        elif inside is not None:
            inside.append(line)
    return found


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
