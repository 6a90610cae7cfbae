"""Which cell of the instructor's notebook each cell of a student's is, or counts as.

Editors drop and copy what names a cell: nbgrader's metadata, the cell's id. So a cell is known
by its grade id, else by its id, else by its text; and what stands in the place of a missing
answer, and binds what that answer has to bind, counts as the answer.
"""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from splitgrade.names import bound_names

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from splitgrade.submission import StudentCell

_MAX_PARSED = 100_000  # characters of one cell
_TOO_DEEP = (MemoryError, RecursionError)
_MAGIC_LINE = re.compile(r"^([ \t]*)(?:[%!?].*|.*\?)$", re.MULTILINE)
_MAGIC_VALUE = re.compile(r"=[ \t]*[%!].*")


@dataclass(eq=False)
class Placed:
    """A student's cell and its place.

    Parameters
    ----------
    cell : StudentCell
    home : int or None
        The frame's cell that it is; None for one that the student added.
    changed : bool
        Whether it says anything that the release did not.
    answer : int or None
        The frame's answer that it is, or counts as.
    """

    cell: StudentCell
    home: int | None
    changed: bool
    answer: int | None = None


def place(frame: NotebookNode, cells: list[StudentCell]) -> list[Placed]:
    """Find the place of each of a student's cells, in their order."""
    placed = []
    for cell, home in zip(cells, _homes(frame, cells), strict=True):
        released = None if home is None else frame.cells[home]
        each = Placed(cell, home, released is None or not same(cell.source, released.source))
        if released is not None and is_answer(released):
            each.answer = home
        placed.append(each)
    _adopt(frame, placed)
    return placed


def _homes(frame: NotebookNode, cells: list[StudentCell]) -> list[int | None]:
    """The frame's cell that each cell is, by what names it; else by its text, in order."""
    by_grade_id = {grade_id(cell): index for index, cell in enumerate(frame.cells)}
    by_cell_id = {cell.id: index for index, cell in enumerate(frame.cells)}
    counts = Counter(cell.cell_id for cell in cells)  # an id that several have names none
    homes: list[int | None] = []
    for cell in cells:
        home = by_grade_id.get(cell.grade_id) if cell.grade_id else None
        if home is None and counts[cell.cell_id] == 1:
            home = by_cell_id.get(cell.cell_id)
        homes.append(home)
    by_text: dict[str, list[int]] = {}
    for index, cell in enumerate(frame.cells):
        if cell.source.strip():
            by_text.setdefault(cell.source.strip(), []).append(index)
    taken, above = set(homes), -1
    for position, cell in enumerate(cells):
        if homes[position] is None:
            alike = by_text.get(cell.source.strip(), [])
            # A copy of a given cell is the student's own; one of a stub is the stub.
            free = [i for i in alike if i not in taken or is_answer(frame.cells[i])]
            homes[position] = next((i for i in free if i > above), free[0] if free else None)
            taken.add(homes[position])
        above = above if homes[position] is None else homes[position]
    return homes


def _adopt(frame: NotebookNode, placed: list[Placed]) -> None:
    """Let what stands in the place of a missing answer count as that answer.

    Its place is between those of the frame's cells next to it that the student still has.
    A neighbour that was changed may hold it as well: two cells were merged.
    """
    present = sorted({each.home for each in placed} - {None})
    missing = [i for i, cell in enumerate(frame.cells) if is_answer(cell) and i not in present]
    if not missing:
        return
    found: set[int] = set()
    for each, above, below in _neighbours(placed):
        if not each.changed or each.answer is not None:
            continue
        fitting = [
            i
            for i in missing
            if (above == _last_before(present, i) or below == _first_after(present, i))
            and _fits(frame.cells[i], each)
        ]
        if fitting:
            each.answer = next((i for i in fitting if i not in found), fitting[-1])
            found.add(each.answer)


def _neighbours(placed: list[Placed]) -> Iterator[tuple[Placed, int | None, int | None]]:
    """Each cell with the frame's cells next to it, or that it is, above and below."""
    below: list[int | None] = []
    last = None
    for each in reversed(placed):
        last = last if each.home is None else each.home
        below.append(last)
    last = None
    for each, after in zip(placed, reversed(below), strict=True):
        last = last if each.home is None else each.home
        yield each, last, after


def _last_before(present: list[int], index: int) -> int | None:
    place = bisect(present, index)
    return present[place - 1] if place else None


def _first_after(present: list[int], index: int) -> int | None:
    place = bisect(present, index)
    return present[place] if place < len(present) else None


def _fits(answer: NotebookNode, each: Placed) -> bool:
    """Whether a cell in the place of an answer can be it."""
    if (answer.cell_type == "code") != (each.cell.cell_type == "code"):
        return False
    if answer.cell_type != "code":
        return bool(each.cell.source.strip())
    asked = asked_names(answer)
    return bool(asked & binds(each.cell)) if asked else each.home is None


def asked_names(answer: NotebookNode) -> set[str]:
    """The names that an answer has to bind: those of its stub, else of its solution."""
    marks = answer.metadata.get("splitgrade", {})
    imported = _bound(marks.get("imports", ""))
    return set((_bound(answer.source) or set(marks.get("binds", ()))) - imported)


def binds(cell: StudentCell) -> frozenset[str]:
    """The names that a student's cell binds, as far as syntax tells."""
    return _bound(cell.source) if cell.cell_type == "code" else frozenset()


@lru_cache(2000)
def _bound(source: str) -> frozenset[str]:
    tree = tree_of(source)
    return frozenset(bound_names(tree)) if tree else frozenset()


def tree_of(source: str) -> ast.Module | None:
    """The syntax of a student's cell, its magics left out; None where there is none.

    IPython's own reading takes time that grows with the square of what a student writes.
    """
    if len(source) > _MAX_PARSED:
        return None
    for text in (source, _MAGIC_VALUE.sub("= None", _MAGIC_LINE.sub(r"\1pass", source))):
        # It may warn, and a deep expression ends in one of Python's own limits.
        with warnings.catch_warnings(), suppress(SyntaxError, ValueError, *_TOO_DEEP):
            warnings.simplefilter("ignore")
            return ast.parse(text)
    return None


def same(one: str, other: str) -> bool:
    """Whether two texts differ only by blanks around them."""
    return one.strip() == other.strip()


def grade_id(cell: NotebookNode) -> str | None:
    """nbgrader's name of a frame's cell."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def is_answer(cell: NotebookNode) -> bool:
    """Whether the student writes this cell of the frame."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def is_locked(cell: NotebookNode) -> bool:
    """Whether nobody may change this cell of the frame."""
    return bool(grade_id(cell)) and not is_answer(cell)


def is_manual(cell: NotebookNode) -> bool:
    """Whether a person grades this cell of the frame."""
    return is_answer(cell) and bool(cell.metadata.nbgrader.get("grade"))
