"""Notebook files as students have them, read without trusting anything in them.

A file may be cut short, of another format, or hold values of the wrong type anywhere:
what cannot be a cell is left out, and what cannot be a notebook is a NotebookError.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 20_000_000  # a lesson's notebook with its plots has less than 1 MB
# 02_magnitude_pruning.ipynb, and what downloading or copying it twice makes of the name.
LESSON_FILE = re.compile(r"(\d\d_\w+?)(?: ?\(\d+\)|-Copy\d+|-\d+)?\.ipynb")
# What a release puts in the place of an answer; nbgrader_config.py has the whole of it.
STUB_WORDS, TEXT_STUB = "still to be written", "*Your answer here.*"
STUB = re.compile(rf"^\s*raise NotImplementedError\(.*{STUB_WORDS}", re.MULTILINE)
CHECK = "_check"  # the visible check of count_macs is count_macs_check


class NotebookError(Exception):
    """A file cannot be read as a notebook; the text says why, in words for a student."""


@dataclass(frozen=True)
class SavedCell:
    """One cell of a saved notebook.

    Attributes
    ----------
    kind : str
        "code", "markdown" or "raw".
    source : str
        What of it is text, with lone surrogates as escapes.
    grade_id : str or None
        nbgrader's name of the cell.
    is_answer, is_graded : bool
        Whether the student writes it, and whether it earns points.
    points : float
        0 where it earns none.
    count : int or None
        The number in brackets beside a cell that was run.
    failed : bool
        Whether an error is among its saved outputs.
    is_show : bool
        Whether it is tagged as one that only shows something: a training, a plot.
    """

    kind: str
    source: str
    grade_id: str | None
    is_answer: bool
    is_graded: bool
    points: float
    count: int | None
    failed: bool
    is_show: bool

    @property
    def is_test(self) -> bool:
        """Whether a machine judges by it: graded code that is no answer."""
        return self.kind == "code" and self.is_graded and not self.is_answer

    @property
    def is_empty(self) -> bool:
        """Whether an answer is still what the release put there."""
        if self.kind == "code":
            return not self.source.strip() or bool(STUB.search(self.source))
        return not self.source.strip() or self.source.rstrip().endswith(TEXT_STUB)


def read_notebook(path: Path) -> list[SavedCell]:
    """Read the cells of a notebook file.

    Parameters
    ----------
    path : path-like

    Returns
    -------
    list of SavedCell
        At least one.

    Raises
    ------
    NotebookError
        If the file cannot be read or is no notebook.
    """
    raw = _list(_dict(_document(Path(path))).get("cells"))
    cells = [_cell(each) for each in raw if isinstance(each, dict)]
    if not cells:
        raise NotebookError("it holds no cells, so it is no notebook")
    return cells


def lesson_of(path: Path) -> str | None:
    """Return the lesson a file name stands for, such as ``"01_model_size"``, or None."""
    found = LESSON_FILE.fullmatch(Path(path).name)
    return found[1] if found else None


def saved_at(path: Path) -> float:
    """Return when a file was saved, in seconds since 1970; 0 if it is there no more."""
    try:
        return Path(path).stat().st_mtime
    except OSError:  # gone meanwhile, or a link to nowhere
        return 0.0


def writable(text: str) -> str:
    """Return text with lone surrogates as escapes: no file or screen can take them."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _document(path):
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise NotebookError(
                f"it has {size / 1e6:.0f} MB, more than the {MAX_BYTES / 1e6:.0f} MB that "
                "are read: clear the outputs and save it again"
            )
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise NotebookError("there is no such file") from None
    except OSError as error:
        raise NotebookError(f"it cannot be opened ({error.strerror})") from None
    except (ValueError, RecursionError) as error:
        raise NotebookError(f"its JSON is broken ({error})") from None


def _cell(raw):
    metadata = _dict(raw.get("metadata"))
    marks = _dict(metadata.get("nbgrader"))
    grade_id, points = marks.get("grade_id"), marks.get("points")
    kind, count = raw.get("cell_type"), raw.get("execution_count")
    return SavedCell(
        kind=kind if kind in ("markdown", "raw") else "code",
        source=_text(raw.get("source")),
        grade_id=grade_id if isinstance(grade_id, str) else None,
        is_answer=marks.get("solution") is True,
        is_graded=marks.get("grade") is True,
        points=points if _is_number(points) and 0 <= points <= 1000 else 0,
        count=count if _is_number(count) else None,
        failed=any(
            _dict(output).get("output_type") == "error" for output in _list(raw.get("outputs"))
        ),
        is_show="show" in _list(metadata.get("tags")),
    )


def _text(value):
    """A cell's source is a string, or a list of its lines."""
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str):
        return ""
    return writable(value).replace("\r\n", "\n").replace("\r", "\n")  # as Python reads it


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _dict(value):
    return value if isinstance(value, dict) else {}


def _list(value):
    return value if isinstance(value, list) else []
