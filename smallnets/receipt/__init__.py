"""A look at a notebook before it is handed in: is it whole, does it run, which file is it.

In a terminal: ``python -m smallnets.receipt 02_magnitude_pruning.ipynb``. The file is
only read; the run happens in a kernel of its own, and nothing is saved.
"""

import hashlib
import json
import os
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from smallnets.notebooks import (
    CHECK,
    NotebookError,
    SavedCell,
    lesson_of,
    read_notebook,
    saved_at,
    writable,
)
from smallnets.receipt.run import RunError, errors_of_a_run

LESSON_POINTS = 20
REMEDY = "Copy your answers into a fresh copy of the lesson."
INSIDE = "SMALLNETS_RECEIPT"  # set in the kernel, so that no receipt starts another run
SHOWN = 5


@dataclass(frozen=True)
class Receipt:
    """What was found; shown as its text.

    Attributes
    ----------
    path : Path
        The file to hand in.
    hash : str or None
        Of the answers, as ``xxxx-xxxx-xxxx``: the grading shows the same one. None for
        a file that cannot be read.
    saved : str
        Size of the file, and when it was saved.
    problems : list of str
        Sentences. With none, everything is there, and no cell stopped with an error.
    notes : list of str
        What else is worth knowing.
    """

    path: Path
    hash: str | None
    saved: str = ""
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __str__(self):
        lines = [
            f"Receipt for {self.path.name}: {self._verdict()}",
            *(f"  - {each}" for each in self.problems),
            *self.notes,
        ]
        if self.hash:
            lines += [
                f"Hand in {self.path}",
                f"  {self.saved}",
                f"Hash of your answers: {self.hash}",
                "  The grading shows the same hash if it got the same answers.",
            ]
        return writable("\n".join(lines))

    __repr__ = __str__

    def _verdict(self):
        if not self.problems:
            return "ready. No cell is missing, and every answer is written."
        if self.hash is None:
            return "nothing to hand in."
        return "not ready. It will be graded if you hand it in like this, but:"


def make_receipt(path: str | Path, run: bool = True) -> Receipt:
    """Look at a saved notebook before handing it in.

    Parameters
    ----------
    path : path-like
        The notebook file. Save it first: what is only on the screen is not looked at.
    run : bool
        Run all cells in a fresh kernel, in the order of the file. Takes up to a minute
        and needs no network; the file is left as it is.

    Returns
    -------
    Receipt
        Shown as text by a notebook or ``print``.
    """
    path = Path(os.path.abspath(path))
    try:
        cells = read_notebook(path)
    except NotebookError as error:
        return Receipt(path, None, problems=[f"The file cannot be read: {error}."])
    saved = _size_and_time(path)
    problems, notes = [*_missing(path, cells), *_twice(cells), *_unwritten(cells)], []
    if not run or INSIDE in os.environ:
        notes.append("It was not run.")
    else:
        try:
            problems += _run_problems(cells, path)
            notes.append("It was run in a fresh kernel.")
        except RunError as error:
            notes.append(f"It was not run: {error}.")
    problems += _name_problems(path)
    return Receipt(path, answer_hash(cells), saved, problems, notes)


def answer_hash(cells: list[SavedCell]) -> str:
    """Return 12 hex digits that change with the answers, and with nothing else.

    Parameters
    ----------
    cells : list of SavedCell

    Returns
    -------
    str
        ``xxxx-xxxx-xxxx``: the start of the SHA-256 of the JSON list of
        ``[grade_id, source]`` of all answers, in the order of the file.
    """
    answers = [[cell.grade_id, cell.source] for cell in _answers(cells)]
    digits = hashlib.sha256(json.dumps(answers).encode()).hexdigest()
    return "-".join(digits[start : start + 4] for start in (0, 4, 8))


def _answers(cells):
    return [cell for cell in cells if cell.is_answer and cell.grade_id is not None]


def _missing(path, cells):
    """Say which cells are gone, by their partners, by the release and by the points."""
    there = {cell.grade_id for cell in cells if cell.grade_id is not None}
    exercises = {cell.grade_id for cell in _answers(cells) if cell.kind == "code"}
    if not exercises:
        yield "There is no exercise in it: is it the notebook of a lesson?"
        return
    checked = {name.removesuffix(CHECK) for name in there if name.endswith(CHECK)}
    gone = (checked - exercises) | {f"{name}{CHECK}" for name in exercises - checked}
    gone |= _ids_of_release(path) - there
    for name in sorted(gone):
        yield f"The cell {name} is missing. {REMEDY}"
    points = sum({cell.grade_id: cell.points for cell in cells if cell.is_graded}.values())
    if not gone and points != LESSON_POINTS:
        yield (
            f"Its cells are worth {points:g} points instead of {LESSON_POINTS}: one that "
            f"earns points was deleted or changed. {REMEDY}"
        )


def _ids_of_release(path):
    """Names of the cells as handed out, where the student works on another file."""
    lesson = lesson_of(path)
    for folder in list(path.parents)[:4] if lesson else []:
        copy = folder / "release" / lesson / f"{lesson}.ipynb"
        try:
            if copy.is_file() and not copy.samefile(path):
                return {cell.grade_id for cell in read_notebook(copy) if cell.grade_id is not None}
        except (OSError, NotebookError):  # of no use to compare with
            continue
    return set()


def _twice(cells):
    counts = Counter(cell.grade_id for cell in cells if cell.grade_id is not None)
    for name in sorted(name for name, count in counts.items() if count > 1):
        yield (
            f"The cell {name} is there {counts[name]} times: only one is graded. Delete the copies."
        )


def _unwritten(cells):
    for cell in _answers(cells):
        if cell.is_empty and cell.kind == "code":
            yield f"{cell.grade_id} is still to be written."
        elif cell.is_empty:
            yield (
                f"The reflection {cell.grade_id} is still to be written: it is empty, or "
                'ends in "Your answer here."'
            )


def _name_problems(path):
    lesson = lesson_of(path)
    if lesson is None:
        yield (
            "The name of the file is none of a lesson's, such as 01_model_size.ipynb. "
            "Give it back the name it had."
        )
        return
    if path.name != f"{lesson}.ipynb":
        yield f"It is a copy: hand it in under the name {lesson}.ipynb."
    for other in sorted(path.parent.glob(f"{lesson[:2]}_*.ipynb")):
        if lesson_of(other) == lesson and saved_at(other) > saved_at(path):
            yield f"{other.name}, beside it, was saved later. Is that the one you mean?"


def _run_problems(cells, path):
    """Run the notebook; say which cells raise an error."""
    errors = errors_of_a_run(cells, path.parent, {**os.environ, INSIDE: "1"})
    empty = any(cell.is_empty for cell in _answers(cells))
    for number, cell, words in errors[:SHOWN]:
        title = f"{cell.grade_id} (cell {number})" if cell.grade_id else f"Cell {number}"
        yield f"{title} stops with {words}"
    if len(errors) > SHOWN:
        yield f"{len(errors) - SHOWN} cells more stop with an error" + (
            ", perhaps because of what is still to be written." if empty else "."
        )


def _size_and_time(path):
    status = path.stat()
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(status.st_mtime))
    return f"{status.st_size:,} bytes, saved {when}. Save it first if you changed it since."
