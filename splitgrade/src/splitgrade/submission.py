"""Read whatever a student handed in.

Nothing here trusts the file: it may be cut short, empty, of an old format, or hold
values of the wrong type anywhere. Only what grading needs is taken from it.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from splitgrade.files import find_notebook
from splitgrade.pictures import Pictures, cleaned

MAX_BYTES = 20_000_000  # a lesson's notebook with plots is below 1 MB


@dataclass(frozen=True)
class StudentCell:
    """One cell of a submission, reduced to what grading takes from it."""

    cell_type: str
    source: str
    grade_id: str | None
    cell_id: str | None
    is_answer: bool = False
    pictures: Pictures = field(default_factory=dict)


@dataclass(frozen=True)
class Submission:
    """The cells that could be read, and what was wrong with the file, in words."""

    cells: list[StudentCell] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def receipt(self) -> str:
        """A short digest of the answers, for a student and a grader to compare.

        It does not change when the notebook is saved again with other outputs: the first 12
        hexadecimal digits of SHA-256 over the JSON of [grade id, source] for each answer cell,
        in the file's order. Empty where there is no answer cell.
        """
        answers = [[cell.grade_id, cell.source] for cell in self.cells if cell.is_answer]
        if not answers:
            return ""
        digits = hashlib.sha256(json.dumps(answers).encode()).hexdigest()
        return "-".join(digits[start : start + 4] for start in (0, 4, 8))


def read_submission(path: str | Path) -> Submission:
    """Read a submitted notebook; a file that cannot be read yields no cells.

    Parameters
    ----------
    path : path-like
        Where the notebook should lie, see :func:`splitgrade.files.find_notebook`.

    Returns
    -------
    Submission
        With a sentence in ``problems`` for everything that was not as it should be.
    """
    path = Path(path)
    found, said = find_notebook(path.parent, path.name)
    problems = [said] if said else []
    return _read_file(found, problems) if found else Submission(problems=problems)


def _read_file(path: Path, problems: list[str]) -> Submission:
    try:
        cells = _cells(_document(path))
    except _Unreadable as error:
        return Submission(problems=[*problems, str(error)])
    return Submission(cells, problems)


class _Unreadable(Exception):
    """The file is no notebook; the text says why."""


def _document(path: Path) -> object:
    size = path.stat().st_size
    if size == 0:
        raise _Unreadable(f"{path.name} is empty.")
    if size > MAX_BYTES:
        raise _Unreadable(
            f"{path.name} has {size / 1e6:.0f} MB, more than the {MAX_BYTES / 1e6:.0f} MB "
            "that are read: clear the outputs and hand it in again."
        )
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _Unreadable(f"{path.name} is not text in UTF-8: {error.reason}.") from error
    except json.JSONDecodeError as error:
        raise _Unreadable(
            f"{path.name} is not a whole notebook: its JSON breaks at line {error.lineno} "
            f"({error.msg})."
        ) from error
    except RecursionError as error:
        raise _Unreadable(f"{path.name} is nested too deeply to be a notebook.") from error


def _cells(document: object) -> list[StudentCell]:
    if not isinstance(document, dict):
        raise _Unreadable("The file is JSON, but no notebook.")
    raw = document.get("cells")
    if raw is None:  # notebook format 3 kept its cells in worksheets
        sheets = _list(document.get("worksheets"))
        raw = [
            cell
            for sheet in sheets
            if isinstance(sheet, dict)
            for cell in _list(sheet.get("cells"))
        ]
    if not isinstance(raw, list) or not raw:
        raise _Unreadable("The file is JSON, but a notebook without cells.")
    return [_cell(cell) for cell in raw if isinstance(cell, dict)]


def _cell(raw: dict[str, Any]) -> StudentCell:
    metadata = raw.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    nbgrader = metadata.get("nbgrader")
    name = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return StudentCell(
        cell_type=raw["cell_type"] if raw.get("cell_type") in ("markdown", "raw") else "code",
        source=_text(raw.get("source", raw.get("input"))),
        grade_id=_string(name),
        cell_id=_string(raw.get("id")) or _string(metadata.get("id")),  # where Colab keeps it
        is_answer=isinstance(nbgrader, dict)
        and nbgrader.get("solution") is True
        and isinstance(name, str),
        pictures=cleaned(raw.get("attachments")),
    )


def _text(value: object) -> str:
    """A cell's source is a string, or a list of its lines."""
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str):
        return ""
    # A lone surrogate cannot be written to a file: show it as its escape.
    text = value.encode("utf-8", "backslashreplace").decode("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")  # as Python reads it


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
