"""What a failed test said, and what a course knows of the wrong idea behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from traitlets import Unicode
from traitlets.config import Configurable
from traitlets.utils.importstring import import_item

if TYPE_CHECKING:
    from nbformat import NotebookNode

Idea = tuple[str, str, str]  # grade id of a test, words of its message, the idea


# Of a student who hands in more than once: `collect` goes by it, and the report says it.
AGAIN = (
    "the same answers again make nobody late, and a notebook in which nothing is written replaces "
    "none"
)


def failure(cell: NotebookNode) -> str:
    """What a cell of a graded notebook failed with, in words; empty where it did not."""
    errors = [output for output in cell.get("outputs", ()) if output.output_type == "error"]
    if not errors:
        return ""
    kind, words = errors[-1].ename, errors[-1].evalue  # last comes why it was interrupted
    if kind == "AssertionError" and words:
        return words
    return f"{kind}: {words}" if words else kind


class SplitReport(Configurable):
    """Settings of the report."""

    misconceptions = Unicode(
        help=(
            "Function, as module.name, that takes a lesson's name and returns its known wrong "
            "ideas: each the grade id of a test, words of the message that the idea meets there, "
            "and the idea in a sentence."
        )
    ).tag(config=True)

    def of(self, lesson: str) -> list[Idea]:
        """The known wrong ideas of a lesson, as a list of (grade id, words, idea)."""
        if not self.misconceptions:
            return []
        return list(import_item(self.misconceptions)(lesson))


def ideas_behind(test: str, message: str, known: Iterable[Idea]) -> list[str]:
    """The known ideas that meet this message, in order; several can meet the same one.

    Parameters
    ----------
    test : str
        The grade id of the test that failed.
    message : str
    known : list of (str, str, str)

    Returns
    -------
    list of str
    """
    found = [idea for where, words, idea in known if where == test and words in message]
    return list(dict.fromkeys(found))
