"""Rebuild a submission from the instructor's notebook.

The frame is the instructor's: its cells, order, metadata, points and tests. So a changed tag, a
deleted test or a duplicated cell cannot matter. From the student comes everything else, by one
rule: whatever the student wrote is there once, where the student's notebook has it, and a stub
that nobody wrote into is left out where the student's code binds what it asks for.

So two halves of an answer, or an old version and a mended one below, run as in the notebook:
one after the other, with what lies between them. The parts of a text are joined.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect
from collections import Counter, defaultdict
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from splitgrade.pictures import joined
from splitgrade.places import (
    Placed,
    asked_names,
    binds,
    grade_id,
    is_answer,
    is_locked,
    is_manual,
    place,
    tree_of,
)

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from splitgrade.submission import Submission

ELSEWHERE = "# Written in another cell of the student's."
TO_READ = "This answer is not in its cell. The student wrote elsewhere in the notebook:"
WORDS = 3  # a comment or a text of so many can be an answer that a person grades
MOST_SHOWN, MAX_SHOWN = 50, 5000  # texts, and characters of one, that are shown a second time
# What is said of answers that are not as they were released.
_SAID = {
    "elsewhere": "Not in its own cell, but the student's code that defines it counts: {}.",
    "in place": "The cell was missing; what was written in its place counts as the answer: {}.",
    "parts": "The cell was there more than once; all that was written counts, in its order: {}.",
    "copied stub": "A copy of the cell that nobody wrote into was left out: {}.",
    "to read": "Not in its own cell; a person has to read what was written elsewhere: {}.",
    "lost": "The cell was missing, and nothing was found that could be the answer: {}.",
}
_NEW_CELL = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


class Rebuilt(NamedTuple):
    """A student's notebook as it is graded.

    Parameters
    ----------
    notebook : NotebookNode
    repairs : list of str
        What was not as released, in sentences for student and instructor.
    unplaced : list of str
        Those of them that a person has to look at: an answer that is nowhere, or not in its cell.
    """

    notebook: NotebookNode
    repairs: list[str]
    unplaced: list[str]


def rebuild(frame: NotebookNode, submission: Submission) -> Rebuilt:
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
    Rebuilt
    """
    placed = place(frame, submission.cells)
    answers = {i: _Answer(i, cell, placed) for i, cell in enumerate(frame.cells) if is_answer(cell)}
    own = _own_cells(frame, placed, answers)
    _look_elsewhere(frame, answers, own)
    notebook = _assemble(frame, answers, own)
    repairs, unplaced = list(submission.problems), []
    if submission.cells:
        repairs += _said(answers, "elsewhere", "in place", "parts", "copied stub")
        repairs += _missing_tests(frame, placed)
        unplaced = _said(answers, "to read", "lost")
    return Rebuilt(notebook, repairs + unplaced, unplaced)


@dataclass
class _Own:
    """A cell that stays the student's own, below one of the frame's cells.

    ``holds`` has the grade ids of the answers that it is a part of.
    """

    placed: Placed
    below: int
    holds: list[str]

    @property
    def is_code(self) -> bool:
        return self.placed.cell.cell_type == "code"


class _Answer:
    """What a student wrote for one answer of the frame."""

    def __init__(self, index: int, released: NotebookNode, placed: list[Placed]) -> None:
        self.index, self.released = index, released
        self.name: str = grade_id(released) or ""
        self.there = [each for each in placed if each.answer == index]
        self.written = [each for each in self.there if each.changed]
        if released.cell_type == "code":  # a text beside code is no part of what runs
            code = [each for each in self.written if each.cell.cell_type == "code"]
            self.written = code or self.written
        self.holds: list[str] = []  # other answers that were written into its cell
        self.in_own_cells = False
        self.texts: list[str] = []  # written elsewhere, to be read for this answer

    @property
    def lead(self) -> Placed | None:
        """The cell of the student's that stands in the answer's place."""
        return next(iter(self.written or self.there), None)

    @property
    def is_text(self) -> bool:
        return bool(self.released.cell_type != "code")

    def fill(self, cell: NotebookNode) -> None:
        """Put the answer into its cell of the rebuilt notebook."""
        if self.is_text and self.written:
            parts = [(each.cell.source, each.cell.pictures) for each in self.written]
            cell.source, pictures = joined(parts, cell.get("attachments", {}))
            if pictures:
                cell.attachments = pictures
        elif self.written:
            cell.source = self.written[0].cell.source
        elif self.in_own_cells:
            cell.source = ELSEWHERE
        elif self.texts:
            cell.source = _with_texts(cell, self.texts)
        if self.holds:
            cell.metadata["splitgrade"]["answers"] = self.holds

    @property
    def state(self) -> str:
        """What of the answer is not as released, as a key of :data:`_SAID`; else empty."""
        if self.in_own_cells:
            return "elsewhere"
        if self.texts:
            return "to read"
        if not self.written:
            return "" if self.there else "lost"
        if not any(each.home == self.index for each in self.there):
            return "in place"
        if len(self.written) > 1:
            return "parts"
        return "copied stub" if len(self.there) > 1 else ""


def _own_cells(
    frame: NotebookNode, placed: list[Placed], answers: dict[int, _Answer]
) -> list[_Own]:
    """The student's own cells in their order, each below a cell of the frame.

    That is the one that it stands below in the student's notebook, less those that the student
    moved; right above an answer that was moved down, it stays above that answer.
    """
    leads = {id(answer.lead): answer for answer in answers.values()}
    spots = [_spot(frame, each, leads.get(id(each))) for each in placed]
    unmoved = _unmoved(frame, spots)
    own: list[_Own] = []
    above, loose = -1, 0  # loose: where those begin that no cell of the frame has come after
    for position, (each, spot) in enumerate(zip(placed, spots, strict=True)):
        lead = leads.get(id(each))
        answer = None if each.answer is None else answers[each.answer]
        if spot is not None and position in unmoved:
            above = spot
        elif lead and lead.index <= above:
            for one in own[loose:]:
                one.below = lead.index - 1
        if _is_kept(frame, each, answer):
            holds = [answer.name] if answer and each in answer.written else []
            below = max(above, answer.index) if answer else above
            if spot is not None:  # what stands in a test comes before the test
                below = spot - _is_test(frame.cells[spot])
            own.append(_Own(each, below, holds))
        if spot is not None:
            loose = len(own)
    return own


def _spot(frame: NotebookNode, each: Placed, lead: _Answer | None) -> int | None:
    """The frame's cell that stands where a student's cell is, None where that is its own."""
    given = None if each.home is None or is_answer(frame.cells[each.home]) else each.home
    return given if lead is None else max(lead.index, given or 0)


def _unmoved(frame: NotebookNode, spots: list[int | None]) -> set[int]:
    """Where those stand that are in the order of the frame; texts only give way to code."""
    code = [spot is not None and _matters(frame.cells[spot]) for spot in spots]
    found = _longest_rise([spot if runs else None for spot, runs in zip(spots, code, strict=True)])
    below = [len(frame.cells)]
    for where, spot in zip(reversed(range(len(spots))), reversed(spots), strict=True):
        below.append(spot if spot is not None and where in found else below[-1])
    above = -1
    for where, (spot, next_) in enumerate(zip(spots, below[-2::-1], strict=True)):
        if spot is not None and (where in found or not code[where] and above <= spot < next_):
            found.add(where)
            above = spot
    return found


def _matters(cell: NotebookNode) -> bool:
    return bool(cell.cell_type == "code" or is_answer(cell))


def _longest_rise(numbers: list[int | None]) -> set[int]:
    """Where those stand that are in order, as many as can be."""
    ends: list[int] = []  # where the lowest end of a rise of each length stands
    before: dict[int, int | None] = {}
    for where, number in enumerate(numbers):
        if number is not None:
            length = bisect(ends, number, key=lambda end: numbers[end] or 0)
            before[where] = ends[length - 1] if length else None
            ends[length : length + 1] = [where]
    found, last = set(), ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found


def _is_kept(frame: NotebookNode, each: Placed, answer: _Answer | None) -> bool:
    """Whether a cell stays in the notebook as the student's own, or as a further part."""
    if answer and (answer.is_text or each is answer.lead):
        return False  # the parts of a text are joined
    if not each.changed or each.home is None:
        return each.changed
    released = frame.cells[each.home]
    if released.cell_type == "code" and is_locked(released):
        return bool(binds(each.cell) - binds(released))
    return True


def _look_elsewhere(frame: NotebookNode, answers: dict[int, _Answer], own: list[_Own]) -> None:
    """Find answers that are not in their cell in what else the student wrote.

    A name that several answers ask for tells nothing: an earlier answer binds it.
    """
    if all(answer.written for answer in answers.values()):
        return
    asked = {i: asked_names(answer.released) for i, answer in answers.items() if not answer.is_text}
    counts = Counter(name for names in asked.values() for name in names)
    for index, answer in answers.items():
        if answer.written:
            continue
        wanted = {name for name in asked.get(index, ()) if counts[name] == 1}
        holders: list[_Own | _Answer] = [each for each in own if wanted & binds(each.placed.cell)]
        holders += [
            other
            for other in answers.values()
            if other.written and wanted & binds(other.written[0].cell)
        ]
        for each in holders:
            each.holds.append(answer.name)
        answer.in_own_cells = bool(holders)
        if is_manual(answer.released) and not holders:
            first, last = _surroundings(frame, index)
            answer.texts = [
                each.placed.cell.source[:MAX_SHOWN]
                for each in own
                if _may_answer(answer, each, frame, first <= each.below < last)
            ][:MOST_SHOWN]


def _assemble(frame: NotebookNode, answers: dict[int, _Answer], own: list[_Own]) -> NotebookNode:
    notebook = deepcopy(frame)
    below = defaultdict(list)
    for each in own:
        below[each.below].append(_added(each))
    cells = below[-1]
    for index, cell in enumerate(notebook.cells):
        if index in answers:
            answers[index].fill(cell)
        cells += [cell, *below[index]]
    for position, cell in enumerate(cells):
        if "id" not in cell:
            cell.id = f"added-{position}"
    notebook.cells = cells
    return notebook


def _added(own: _Own) -> NotebookNode:
    cell = own.placed.cell
    marks = {"added": True} | ({"answers": own.holds} if own.holds else {})
    new = _NEW_CELL[cell.cell_type](cell.source, metadata={"splitgrade": marks})
    if cell.pictures and cell.cell_type != "code":
        new.attachments = cell.pictures
    del new["id"]  # numbered later, so that a rebuilt notebook is the same every time
    return new


def _surroundings(frame: NotebookNode, index: int) -> tuple[int, int]:
    """The answers and tests around a cell of the frame: what stands between is near it."""
    marked = [
        i
        for i, cell in enumerate(frame.cells)
        if i != index and (is_answer(cell) or _is_test(cell))
    ]
    before = [i for i in marked if i < index]
    after = [i for i in marked if i > index]
    return (before[-1] if before else -1), (after[0] if after else len(frame.cells))


def _is_test(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade")) and not is_answer(cell)


def _may_answer(answer: _Answer, own: _Own, frame: NotebookNode, near: bool) -> bool:
    """Whether a person has to see an own cell before an answer that was not written gets 0.

    A text may stand anywhere. Code says something in its comments and texts; for an answer in
    code, all code near it may be the answer.
    """
    cell, home = own.placed.cell, own.placed.home
    known = set() if home is None else set(frame.cells[home].source.splitlines())
    new = "\n".join(line for line in cell.source.splitlines() if line not in known)
    if not own.is_code:
        return bool(re.search(r"\w|!\[|<img", new))
    if not near or not new.strip():
        return False
    return not answer.is_text or _says_something(new)


def _says_something(source: str) -> bool:
    """Whether code holds a sentence: in a comment or a text, or because it is no code."""
    tree = tree_of(source)
    said = re.findall(r"#(.*)", source)
    if tree is None:
        said.append(source)
    else:
        said += [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
    return any(len(re.findall(r"[^\W\d_]+", text)) >= WORDS for text in said)


def _with_texts(cell: NotebookNode, texts: list[str]) -> str:
    """A stub with what a person has to read for it."""
    if cell.cell_type == "code":
        shown = "\n\n".join([TO_READ, *texts])
        return "\n".join(f"# {line}".rstrip() for line in shown.splitlines()) + f"\n{cell.source}"
    longest = max((len(found) for text in texts for found in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    quoted = [f"{fence}text\n{text}\n{fence}" for text in texts]
    return "\n\n".join([cell.source, f"*{TO_READ}*", *quoted])


def _said(answers: dict[int, _Answer], *states: str) -> list[str]:
    """A sentence for each of the states that an answer is in."""
    named = {state: [a.name for a in answers.values() if a.state == state] for state in states}
    return [_SAID[state].format(", ".join(names)) for state, names in named.items() if names]


def _missing_tests(frame: NotebookNode, placed: list[Placed]) -> list[str]:
    present = {each.home for each in placed}
    missing = [
        grade_id(cell) or ""
        for index, cell in enumerate(frame.cells)
        if is_locked(cell) and index not in present
    ]
    return [f"Test cells were missing and were put back: {', '.join(missing)}."] if missing else []
