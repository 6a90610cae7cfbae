"""Which cell of the instructor's notebook each cell of a student's is, or counts as.

Editors drop and copy what names a cell: nbgrader's metadata, the cell's id. So a cell is known
by its grade id, else by its id, else by its text; and what stands in the place of a missing
answer, and binds what that answer has to bind, counts as the answer.
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

from splitgrade.names import bound_names

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from splitgrade.submission import StudentCell

START, END = -1, sys.maxsize  # of a notebook, where an index of the frame is wanted
_MAX_ALIGNED = 2000  # cells; the time to align grows with the square
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
    _find_by_text(frame, cells, homes)
    return homes


def _find_by_text(frame: NotebookNode, cells: list[StudentCell], homes: list[int | None]) -> None:
    """Fill in the homes of cells without a name that hold what was released.

    Some texts are there many times: so those in the order of the frame come first.
    """
    free = [i for i in range(len(frame.cells)) if i not in set(homes)]
    nameless = [i for i, home in enumerate(homes) if home is None and cells[i].source.strip()]
    released = [frame.cells[i].source.strip() for i in free]
    if len(nameless) < _MAX_ALIGNED:
        texts = [cells[i].source.strip() for i in nameless]
        for start, first, size in SequenceMatcher(
            None, texts, released, autojunk=False
        ).get_matching_blocks():
            for step in range(size):
                homes[nameless[start + step]] = free[first + step]
    taken = set(homes)
    by_text: dict[str, list[int]] = {}
    for index, cell in enumerate(frame.cells):
        # A copy of a given cell is the student's own; one of a stub is the stub.
        if index not in taken or is_answer(cell):
            by_text.setdefault(cell.source.strip(), []).append(index)
    for position in nameless:
        alike = by_text.get(cells[position].source.strip())
        if homes[position] is None and alike:
            homes[position] = alike[0]
            if not is_answer(frame.cells[alike[0]]):
                alike.pop(0)


def _adopt(frame: NotebookNode, placed: list[Placed]) -> None:
    """Let what stands in the place of a missing answer count as that answer.

    Its place is between those of the frame's cells next to it that the student still has.
    A neighbour that was changed may hold it as well: two cells were merged. Where that is a
    later answer, both run in the place of the earlier one.
    """
    present = sorted({each.home for each in placed if each.home is not None})
    missing = [i for i, cell in enumerate(frame.cells) if is_answer(cell) and i not in present]
    if not placed or not missing:
        return
    found: set[int] = set()
    for each, above, below in _neighbours(placed):
        if not each.changed:
            continue
        fitting = [
            i
            for i in missing
            if {_last_before(present, i), _first_after(present, i)} & {above, below, each.home}
            if each.answer is None or i < each.answer
            if _fits(frame.cells[i], each)
        ]
        if fitting:
            each.answer = next((i for i in fitting if i not in found), fitting[-1])
            found.add(each.answer)


def _neighbours(placed: list[Placed]) -> Iterator[tuple[Placed, int, int]]:
    """Each cell with the frame's cells above and below it that the student has; else the ends."""
    below = [END]
    for each in reversed(placed[1:]):
        below.append(below[-1] if each.home is None else each.home)
    above = START
    for each, after in zip(placed, reversed(below), strict=True):
        yield each, above, after
        above = above if each.home is None else each.home


def _last_before(present: list[int], index: int) -> int:
    place = bisect(present, index)
    return present[place - 1] if place else START


def _first_after(present: list[int], index: int) -> int:
    place = bisect(present, index)
    return present[place] if place < len(present) else END


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
