"""Rebuild a submission from the instructor's notebook.

The frame is the instructor's: its cells, order, metadata, points and tests. From the
student come the answers, by grade id, and the cells the student added, in their place.
So a changed tag, a deleted test or a duplicated cell cannot matter.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from splitgrade.submission import StudentCell, Submission

_NEW_CELL = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


def rebuild(frame: NotebookNode, submission: Submission) -> tuple[NotebookNode, list[str]]:
    """Put a student's answers and own cells into the instructor's notebook.

    Parameters
    ----------
    frame : NotebookNode
        The instructor's notebook with stubs for answers and with its hidden tests.
        Left unchanged.
    submission : Submission
        What was read of the student's file.

    Returns
    -------
    notebook : NotebookNode
    repairs : list of str
        What was not as released, in sentences for student and instructor.
    """
    places = _Places(frame)
    answers: dict[int, list[str]] = {}
    extras: dict[int | None, list[StudentCell]] = {None: []}
    repairs = list(submission.problems)
    anchor = None
    for cell in submission.cells:
        index = places.find(cell)
        if index is None:
            extras.setdefault(anchor, []).append(cell)
            continue
        anchor = index
        released = frame.cells[index]
        if _is_answer(released):
            answers.setdefault(index, []).append(cell.source)
        elif not _is_locked(released) and not _same(cell.source, released.source):
            # A given cell that was changed: the instructor's runs, then the student's.
            extras.setdefault(anchor, []).append(cell)
    repairs += _describe(frame, submission, answers, places.found)
    return _assemble(frame, answers, extras), repairs


class _Places:
    """Where in the frame a student's cell belongs."""

    def __init__(self, frame):
        self.found = set()
        self._by_grade_id = {}
        self._by_cell_id = {}
        self._by_source: dict[str, int] = {}
        for index, cell in enumerate(frame.cells):
            name = _grade_id(cell)
            if name:
                self._by_grade_id[name] = index
            self._by_cell_id[cell.id] = index
            if cell.source.strip():
                self._by_source.setdefault(cell.source.strip(), index)

    def find(self, cell):
        """The frame cell that this one is, or None for a cell the student added."""
        index = self._by_grade_id.get(cell.grade_id)
        if index is None:
            index = self._by_cell_id.get(cell.cell_id)
        if index is None:
            index = self._by_source.get(cell.source.strip())
            if index in self.found:  # a copy of a given cell is the student's own
                return None
        if index is not None:
            self.found.add(index)
        return index


def _describe(frame, submission, answers, present):
    """Say what differs from the release; nothing when no cell could be read."""
    if not submission.cells:
        return
    for index, cell in enumerate(frame.cells):
        name = _grade_id(cell)
        if not name:
            continue
        if index not in present:
            kind = "answer" if _is_answer(cell) else "test"
            yield f"The {kind} cell {name} was missing; it was put back."
        elif len(answers.get(index, ())) > 1:
            yield f"The answer cell {name} was there {len(answers[index])} times."


def _assemble(frame, answers, extras):
    notebook = deepcopy(frame)
    cells = [_added(cell) for cell in extras[None]]
    for index, cell in enumerate(notebook.cells):
        if index in answers:
            cell.source = _first_written(answers[index], cell.source)
        cells.append(cell)
        cells += [_added(extra) for extra in extras.get(index, ())]
    for position, cell in enumerate(cells):
        if "id" not in cell:
            cell.id = f"added-{position}"
    notebook.cells = cells
    return notebook


def _first_written(sources, stub):
    """Of several copies of an answer, the first that is not the empty stub."""
    written = [source for source in sources if not _same(source, stub)]
    return written[0] if written else stub


def _added(cell):
    new = _NEW_CELL[cell.cell_type](cell.source, metadata={"splitgrade": {"added": True}})
    del new["id"]  # numbered later, so that a rebuilt notebook is the same every time
    return new


def _same(one, other):
    return one.strip() == other.strip()


def _grade_id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def _is_answer(cell):
    return cell.metadata.get("nbgrader", {}).get("solution", False)


def _is_locked(cell):
    return bool(_grade_id(cell)) and not _is_answer(cell)
