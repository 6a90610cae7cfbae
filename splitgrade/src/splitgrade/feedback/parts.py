"""The notebook below the table: what the student did stands open, what was given is folded."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup
from nbconvert.filters import Highlight2HTML, strip_ansi

from splitgrade.feedback.exercises import Exercise, Verdict, headings, is_marked, is_own, is_test
from splitgrade.markdown import safe_html, safe_line
from splitgrade.outputs import PICTURES, SVG
from splitgrade.work import NOTES_ID

if TYPE_CHECKING:
    from nbformat import NotebookNode

Kind = Literal["given", "own", "answer", "test"]
LONG = 40  # lines of an output; more are folded
_KEPT = 4000  # cells: the given ones of a dozen lessons, and a class's commonest answers


@dataclass(frozen=True)
class Output:
    """One thing that a cell showed.

    Parameters
    ----------
    text : str
        Without the codes that colour a terminal.
    picture : str
        A picture, as an address that holds it; the text is then what it shows.
    is_error : bool
    """

    text: str
    picture: str = ""
    width: int | None = None
    is_error: bool = False

    @property
    def lines(self) -> int:
        return self.text.count("\n") + 1

    @property
    def is_long(self) -> bool:
        return self.lines > LONG and not self.is_error and not self.picture


@dataclass(frozen=True)
class Part:
    """A cell as it is shown.

    Parameters
    ----------
    kind : {"given", "own", "answer", "test"}
    name : str
        Its grade id, where it has one.
    html : Markup
        Its text or its code; nothing of a test.
    outputs : list of Output
    exercise : Exercise or None
        That begins with this answer.
    verdict : Verdict or None
        Of a graded cell.
    """

    kind: Kind
    name: str
    html: Markup
    outputs: list[Output]
    exercise: Exercise | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Stretch:
    """Parts that follow each other, all folded or all open.

    Parameters
    ----------
    parts : list of Part
    folded : bool
    called : Markup
        The first heading in them.
    """

    parts: list[Part]
    folded: bool
    called: Markup


def stretches_of(notebook: NotebookNode, exercises: Sequence[Exercise]) -> list[Stretch]:
    """What a page shows of a notebook, in its order.

    Given cells that showed nothing are folded, but for the text of an exercise.
    """
    texts = _texts_of(exercises, notebook.cells)
    language = notebook.metadata.get("language_info", {}).get("name")
    shown = [
        (cell, _part(cell, language, exercises), index in texts)
        for index, cell in enumerate(notebook.cells)
        if cell.get("id") != NOTES_ID
    ]
    found = []
    for folded, group in groupby(shown, key=lambda each: _is_folded(each[1], each[2])):
        cells = list(group)
        said = [text for cell, _, _ in cells if _is_text(cell) for _, text in headings(cell.source)]
        called = safe_line(said[0]) if folded and said else ""
        found.append(Stretch([part for _, part, _ in cells], folded, Markup(called)))
    return found


def _is_folded(part: Part, is_open_text: bool) -> bool:
    return part.kind == "given" and not part.outputs and not is_open_text


def _is_text(cell: NotebookNode) -> bool:
    return bool(cell.cell_type == "markdown")


def _texts_of(exercises: Sequence[Exercise], cells: Sequence[NotebookNode]) -> set[int]:
    """The places of the texts that tell what an exercise asks for, and what its tests do."""
    found = set()
    for exercise in exercises:
        # Without a heading of its own, its answer comes first: what is asked stands above.
        first = exercise.first - (exercise.first > 0 and not _is_text(cells[exercise.first]))
        found |= {i for i in range(first, exercise.last + 1) if _is_text(cells[i])}
    return found


def _part(cell: NotebookNode, language: str | None, exercises: Sequence[Exercise]) -> Part:
    name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    kind = _kind(cell)
    if kind == "test":
        html, outputs = "", _outputs_of_test(cell)
    else:
        html = _html(cell, language)
        outputs = [_output(output) for output in cell.get("outputs", ())]
    verdicts = [v for exercise in exercises for v in exercise.verdicts if v.name == name]
    begun = [exercise for exercise in exercises if exercise.answer == name]
    return Part(
        kind,
        name,
        Markup(html),
        outputs,
        begun[0] if begun and kind == "answer" else None,
        verdicts[0] if verdicts else None,
    )


def _kind(cell: NotebookNode) -> Kind:
    if is_own(cell):
        return "own"
    if is_test(cell):
        return "test"
    return "answer" if is_marked(cell, "solution", "task") else "given"


def _outputs_of_test(cell: NotebookNode) -> list[Output]:
    """What it printed; its error is told with its points."""
    return [_output(output) for output in cell.outputs if output.output_type != "error"]


def _html(cell: NotebookNode, language: str | None) -> str:
    if cell.cell_type == "code":
        return _highlighted(cell.source, language or "python")
    if cell.cell_type == "raw":
        return f"<pre>{Markup.escape(cell.source)}</pre>"
    if cell.get("attachments"):
        return _below_ours(safe_html(cell.source, cell.attachments))
    return _text(cell.source)


@lru_cache(_KEPT)  # most cells are given: the same on all pages
def _text(source: str) -> str:
    return _below_ours(safe_html(source))


@lru_cache(_KEPT)
def _highlighted(source: str, language: str) -> str:
    return str(Highlight2HTML(language)(source))


def _below_ours(html: str) -> str:
    """A text's headings, two levels deeper: the page's own stand above them."""
    return re.sub(r"(</?h)([1-6])\b", lambda m: f"{m[1]}{min(6, int(m[2]) + 2)}", html)


def _output(output: NotebookNode) -> Output:
    if output.output_type == "stream":
        return Output(strip_ansi(output.text).rstrip("\n"))
    if output.output_type == "error":
        lines = output.traceback or [f"{output.ename}: {output.evalue}"]
        return Output(strip_ansi("\n".join(lines)), is_error=True)
    text = strip_ansi(output.data.get("text/plain", ""))
    for kind in PICTURES:
        if kind in output.data:
            width = output.get("metadata", {}).get(kind, {}).get("width")
            return Output(text, f"data:{kind};base64,{_base64(kind, output.data[kind])}", width)
    return Output(text)


def _base64(kind: str, picture: str) -> str:
    if kind == SVG:  # as a picture, in which no script runs
        return base64.b64encode(picture.encode()).decode()
    return "".join(picture.split())
