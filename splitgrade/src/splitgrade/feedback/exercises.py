"""The exercises of a graded notebook: what they are called, what they gave, what went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from splitgrade.feedback.marks import Mark, Marks
from splitgrade.messages import Idea, failure, ideas_behind

if TYPE_CHECKING:
    from nbformat import NotebookNode

_FENCED = re.compile(r"^ {0,3}(```+|~~~+).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$", re.MULTILINE)
MOST_IDEAS = 3  # that can be behind one message; of more, none is likely
_POINTS = re.compile(r"\s*\([^()]*\bpoints?\b[^()]*\)\s*$")  # the table says them


@dataclass(frozen=True)
class Verdict:
    """What became of one graded cell.

    Parameters
    ----------
    name : str
        Its grade id.
    mark : Mark
    words : str
        What a test failed with; empty where it did not, and where a person gives the points.
    ideas : tuple of str
        The wrong ideas known to the course that meet these words.
    is_test : bool
    """

    name: str
    mark: Mark
    words: str = ""
    ideas: tuple[str, ...] = ()
    is_test: bool = True

    @property
    def failed(self) -> bool:
        return bool(self.words) and self.mark.points < max(self.mark.out_of, 1e-9)


@dataclass
class Exercise:
    """An answer, and the graded cells that judge it.

    Parameters
    ----------
    answer : str
        The answer's grade id; of tests that have none before them, the first one's.
    title : str
        Markdown: the heading above it, or its grade id where an earlier exercise has that.
    first, last : int
        The notebook's cells that belong to it, from its heading on.
    verdicts : list of Verdict
    comment : str
        What a person said of it, in Markdown.
    blank : bool
        Whether nothing was written into the answer.
    """

    answer: str
    title: str
    first: int
    last: int
    verdicts: list[Verdict] = field(default_factory=list)
    comment: str = ""
    blank: bool = False

    @property
    def points(self) -> float:
        return sum(verdict.mark.points for verdict in self.verdicts)

    @property
    def out_of(self) -> float:
        return sum(verdict.mark.out_of for verdict in self.verdicts)

    @property
    def extra(self) -> float:
        return sum(verdict.mark.extra for verdict in self.verdicts)

    @property
    def waiting(self) -> float:
        """The points that a person has still to give."""
        return sum(verdict.mark.out_of for verdict in self.verdicts if verdict.mark.waits)

    @property
    def only_waits(self) -> bool:
        return all(verdict.mark.waits for verdict in self.verdicts)

    @property
    def tests(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.is_test]

    @property
    def failed(self) -> list[Verdict]:
        return [verdict for verdict in self.tests if verdict.failed]

    @property
    def read(self) -> bool:
        """Whether a person gave points for it, and has none still to give."""
        return not self.waiting and any(verdict.mark.by_hand for verdict in self.verdicts)

    @property
    def reasons(self) -> list[Verdict]:
        """The tests that failed, one for each thing that was said."""
        return list({verdict.words: verdict for verdict in reversed(self.failed)}.values())[::-1]


def is_marked(cell: NotebookNode, *marks: str) -> bool:
    """Whether nbgrader's metadata of a cell say one of these: grade, solution, task, locked."""
    found = cell.metadata.get("nbgrader", {})
    return any(found.get(mark) for mark in marks)


def is_own(cell: NotebookNode) -> bool:
    """Whether the student added the cell, or changed one that was given."""
    return bool(cell.metadata.get("splitgrade", {}).get("added"))


def is_test(cell: NotebookNode) -> bool:
    """Whether a cell judges an answer; of a hidden test without points only this is left."""
    if is_own(cell) or is_marked(cell, "solution", "task"):
        return False
    hidden = cell.metadata.get("splitgrade", {}).get("hidden")
    return bool(cell.cell_type == "code" and (is_marked(cell, "grade") or hidden))


def headings(source: str) -> list[tuple[int, str]]:
    """The headings in a text, each with its level."""
    return [(len(marks), text) for marks, text in _HEADING.findall(_FENCED.sub("", source))]


def page_title(cells: Iterable[NotebookNode]) -> str:
    """The heading that stands for the whole notebook; empty where no one does."""
    given = [cell for cell in cells if cell.cell_type == "markdown" and _is_given(cell)]
    found = [text for cell in given for level, text in headings(cell.source) if level == 1]
    return found[0] if len(found) == 1 else ""


def exercises_of(
    cells: Sequence[NotebookNode], marks: Marks, known: Sequence[Idea] = ()
) -> list[Exercise]:
    """The exercises of a notebook in its order.

    Parameters
    ----------
    cells : sequence of NotebookNode
        Of the graded notebook, with the tests' inputs removed.
    marks : Marks
    known : list of (str, str, str)
        The lesson's known wrong ideas, as :class:`splitgrade.messages.SplitReport` has them.
    """
    title, errors = page_title(cells), _errors_in_answers(cells)
    found: list[Exercise] = []
    heading: tuple[int, str] | None = None  # the last one, until an exercise is called so
    answer, at = "", -1
    for index, cell in enumerate(cells):
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if cell.cell_type == "markdown" and not is_own(cell):
            # Of an answer only its first line is sure to be the instructor's.
            text = cell.source if _is_given(cell) else cell.source.split("\n")[0]
            texts = [text for _, text in headings(text) if text != title]
            heading = (index, texts[-1]) if texts else heading
        if is_marked(cell, "solution", "task"):
            answer, at = name, index
        if name not in marks.cells:
            continue
        key = answer or name
        if not found or found[-1].answer != key:
            begins = at if answer else index
            where, words = heading if heading and heading[0] <= begins else (begins, "")
            called = _POINTS.sub("", words) or _spelt(key, cells[begins].cell_type == "code")
            found.append(Exercise(key, called, where, index))
            found[-1].comment = marks.comments.get(key, "")
            found[-1].blank = key in marks.blank
            heading = None
        found[-1].last = index
        words = _words(cell, errors.get(answer, "")) if is_test(cell) else ""
        ideas = tuple(ideas_behind(name, words, known)) if words else ()
        ideas = ideas if len(ideas) <= MOST_IDEAS else ()
        found[-1].verdicts.append(Verdict(name, marks.cells[name], words, ideas, is_test(cell)))
    return found


def _is_given(cell: NotebookNode) -> bool:
    return not is_own(cell) and not is_marked(cell, "solution", "grade", "task")


def _errors_in_answers(cells: Iterable[NotebookNode]) -> dict[str, str]:
    """What the cells of an answer failed with, by its grade id."""
    found: dict[str, str] = {}
    for cell in cells:
        error = failure(cell)
        names = list(cell.metadata.get("splitgrade", {}).get("answers", ()))
        if is_marked(cell, "solution"):
            names.append(cell.metadata.nbgrader.grade_id)
        if error:
            found |= {name: found.get(name) or error for name in names}
    return found


def _words(test: NotebookNode, in_answer: str) -> str:
    """Why a test failed: an answer that does not even run explains it."""
    words = failure(test)
    if words and in_answer:
        return f"In your answer: {in_answer}"
    if words and test.metadata.get("splitgrade", {}).get("by_student"):
        errors = [output for output in test.outputs if output.output_type == "error"]
        return "\n".join([words, *errors[-1].traceback[1:]])  # the line that raised it
    return words


def _spelt(name: str, is_code: bool) -> str:
    """A grade id as a name: in words for a text, as it stands for code."""
    if is_code:
        return f"`{name}`"
    return re.sub("[_-]+", " ", name).strip().capitalize()
