"""What of a rebuilt notebook is run, by marks that only the instructor's notebook sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from splitgrade.execute import Cell, Role
from splitgrade.slicing import needed_cells

if TYPE_CHECKING:
    from nbformat import NotebookNode

NBCONVERTS_SKIP_TAG = "skip-execution"  # nbconvert passes over such a cell


def role_of(cell: NotebookNode, skip_tag: str) -> Role | None:
    """What kind of cell this is.

    Returns
    -------
    {"given", "shown", "answer", "student", "test"} or None
        None for a cell that is no code.
    """
    if cell.cell_type != "code":
        return None
    marks = cell.metadata.get("splitgrade", {})
    nbgrader = cell.metadata.get("nbgrader", {})
    if marks.get("added"):
        return "student"
    if nbgrader.get("solution"):
        return "answer"
    if nbgrader.get("grade") or marks.get("hidden"):
        return "test"
    skipped = {skip_tag, NBCONVERTS_SKIP_TAG} & set(cell.metadata.get("tags", []))
    return "shown" if skipped else "given"


def code_cells(notebook: NotebookNode, skip_tag: str) -> list[tuple[NotebookNode, Cell]]:
    """All code cells of a rebuilt notebook, each with its role."""
    return [
        (cell, _as_cell(cell, role)) for cell in notebook.cells if (role := role_of(cell, skip_tag))
    ]


def cells_to_run(notebook: NotebookNode, skip_tag: str) -> list[tuple[NotebookNode, Cell]]:
    """The cells of a rebuilt notebook that are run, each with what is run of it."""
    code = code_cells(notebook, skip_tag)
    parts = needed_cells(tuple(cell for _, cell in code))
    return [(node, part) for (node, _), part in zip(code, parts, strict=True) if part]


def _as_cell(cell: NotebookNode, role: Role) -> Cell:
    marks = cell.metadata.get("splitgrade", {})
    return Cell(role, cell.source, tuple(marks.get("binds", ())), marks.get("imports", ""))
