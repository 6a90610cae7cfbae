"""A look at a notebook before it is handed in: is it whole, does it run, which file is it.

In a terminal: ``python -m smallnets.receipt 02_magnitude_pruning.ipynb``. The file is
only read; the run happens in a kernel of its own, and nothing is saved.
"""

import ast
import hashlib
import json
import os
import time
from collections import Counter
from dataclasses import dataclass, field, replace
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
            return "ready. Nothing is missing, and every answer is written."
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
    saved, hashed = _size_and_time(path), answer_hash(cells)
    cells, notes = _as_graded(cells)
    problems = [*_missing(path, cells), *_unwritten(cells)]
    if not run or INSIDE in os.environ:
        notes.append("It was not run.")
    else:
        try:
            problems += _run_problems(cells, path)
            notes.append("It was run in a fresh kernel.")
        except RunError as error:
            notes.append(f"It was not run: {error}.")
    problems += _name_problems(path)
    return Receipt(path, hashed, saved, problems, notes)


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


def _as_graded(cells):
    """Return the cells as the grading runs them, and what is worth knowing of that.

    All parts of an answer count, in their order; a stub that nobody wrote into is left out
    where another cell defines what it asks for.
    """
    defined = {name for cell in cells if not _is_stub(cell) for name in _defined(cell)}
    written = {cell.grade_id for cell in _answers(cells) if not cell.is_empty}
    counts = Counter(cell.grade_id for cell in cells if cell.grade_id is not None)
    elsewhere = [
        name for name in _exercises(cells) - written if name in defined and not name.endswith(CHECK)
    ]
    notes = [
        f"{name} is not in its cell; the code elsewhere in the notebook that defines it counts."
        for name in sorted(elsewhere)
    ]
    for name in sorted(name for name, count in counts.items() if count > 1):
        notes.append(
            f"The cell {name} is there {counts[name]} times: all that you wrote in them counts, in "
            "its order, so that of two versions the lower one does."
            if name in written
            else f"The cell {name} is there {counts[name]} times: it counts once, as released."
        )
    kept = [
        replace(cell, source="", is_answer=False)
        if _is_stub(cell) and cell.grade_id in defined | written
        else cell
        for cell in cells
    ]
    return kept, notes


def _is_stub(cell):
    return cell.kind == "code" and cell.is_answer and cell.is_empty


def _exercises(cells):
    """Names of the answers in code, of those that are gone as well."""
    there = {cell.grade_id for cell in cells if cell.grade_id is not None}
    checked = {name.removesuffix(CHECK) for name in there if name.endswith(CHECK)}
    return checked | {cell.grade_id for cell in _answers(cells) if cell.kind == "code"}


def _defined(cell):
    """The functions, classes and values that a code cell defines."""
    if cell.kind != "code":
        return
    try:
        tree = ast.parse(cell.source)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return  # such as a cell with a magic
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _missing(path, cells):
    """Say which cells are gone, by their partners, by the release and by the points."""
    there = {cell.grade_id for cell in cells if cell.grade_id is not None}
    defined = {name for cell in cells for name in _defined(cell)}
    checked = {name.removesuffix(CHECK) for name in there if name.endswith(CHECK)}
    answers = {cell.grade_id for cell in _answers(cells) if cell.kind == "code"}
    answers |= checked & defined
    if not answers:
        yield (
            "There is no exercise in it: is it the notebook of a lesson? If another editor dropped "
            f"the names of its cells, your answers are looked for where they stand. {REMEDY}"
        )
        return
    gone = (checked - answers) | {f"{name}{CHECK}" for name in answers - checked}
    gone |= _ids_of_release(path) - there
    for name in sorted(gone - defined):
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


def _unwritten(cells):
    written = {cell.grade_id for cell in _answers(cells) if not cell.is_empty}
    empty = {cell.grade_id: cell for cell in _answers(cells) if cell.grade_id not in written}
    for name, cell in empty.items():
        if cell.kind == "code":
            yield f"{name} is still to be written."
        else:
            yield (
                f"The reflection {name} is still to be written: it is empty, or "
                'ends in "Your answer here." A text in a cell of your own is read as well.'
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
