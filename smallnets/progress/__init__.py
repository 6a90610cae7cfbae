"""How far a student is: what the saved notebooks say about checks and reflections.

In a notebook: ``from smallnets import show_progress; show_progress()``. In a terminal:
``python -m smallnets.progress``. Files are only read; nothing is run.
"""

from dataclasses import dataclass
from pathlib import Path

from smallnets.notebooks import (
    CHECK,
    NotebookError,
    lesson_of,
    read_notebook,
    saved_at,
    writable,
)
from smallnets.tables import html_table, text_table

HEAD = ["lesson", "checks passed", "points by checks", "reflections written", "left to do"]
NOTE = (
    "As last run and saved: save the notebooks first. Points by the checks you can see; "
    "each lesson has 20, and the others come when it is graded."
)
NEAR = 3  # folders above the one given


@dataclass(frozen=True)
class LessonProgress:
    """What the saved notebook of one lesson says.

    Attributes
    ----------
    lesson : str
        Such as ``"01_model_size"``.
    checks : dict of str to str
        For each exercise "passed", or what is left to do, in words.
    points, possible : float
        By the visible checks: earned, and all.
    reflections : dict of str to bool
        Whether each is written.
    problem : str or None
        Why the file could not be read; the rest is empty then.
    """

    lesson: str
    checks: dict[str, str]
    points: float
    possible: float
    reflections: dict[str, bool]
    problem: str | None = None

    def row(self) -> list[str]:
        """Return the lesson's row of the table."""
        counts = ["", "", ""]
        if not self.problem:
            passed = sum(state == "passed" for state in self.checks.values())
            counts = [
                f"{passed} of {len(self.checks)}",
                f"{self.points:g} of {self.possible:g}",
                f"{sum(self.reflections.values())} of {len(self.reflections)}",
            ]
        return [self.lesson, *counts, "; ".join(self.left())]

    def left(self) -> list[str]:
        """List what is left to do, in words; at least one entry."""
        if self.problem:
            return [f"the file cannot be read: {self.problem}"]
        left = [f"{name}: {state}" for name, state in self.checks.items() if state != "passed"]
        left += [f"{name}: to be written" for name, done in self.reflections.items() if not done]
        return left or ["nothing"]


@dataclass(frozen=True)
class Progress:
    """All lessons found; a table in a notebook, lines of text elsewhere."""

    lessons: list[LessonProgress]

    def __str__(self):
        if not self.lessons:
            return "No notebook of a lesson, such as 01_model_size.ipynb, is near this folder."
        lines = [text_table(HEAD[:-1], [each.row()[:-1] for each in self.lessons]), ""]
        for each in self.lessons:
            lines += [f"{each.lesson}, left to do:", *(f"  {task}" for task in each.left())]
        return writable("\n".join([*lines, "", NOTE]))

    __repr__ = __str__

    def _repr_html_(self):
        if not self.lessons:
            return f"<p>{self}</p>"
        rows = [each.row() for each in self.lessons]
        return writable(f"{html_table('Your progress', HEAD, rows)}\n<p>{NOTE}</p>")


def show_progress(folder: str | Path = ".") -> Progress:
    """Tell what is done in the lessons of this folder, by their saved notebooks.

    Parameters
    ----------
    folder : path-like
        The folder of the lessons, or any in it.

    Returns
    -------
    Progress
        Shown as a table by a notebook or ``print``. An exercise has passed if its
        answer was run, and then its visible check without an error, when the file was
        saved. Of two copies of a lesson the one saved last counts.

    Raises
    ------
    NotADirectoryError
        If there is no such folder.
    """
    folder = Path(folder).resolve()
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is no folder")
    found = _notebooks(folder)
    return Progress([_lesson(lesson, path) for lesson, path in sorted(found.items())])


def _notebooks(folder):
    """Find the notebook of each lesson where most of them lie, here or just above."""
    places = [_newest(each) for each in [folder, *list(folder.parents)[:NEAR]]]
    return max(places, key=len)


def _newest(folder):
    found: dict[str, list[Path]] = {}
    for pattern in ("*.ipynb", "*/*.ipynb", "release/*/*.ipynb"):
        for path in sorted(folder.glob(pattern)):
            lesson = lesson_of(path)
            if lesson and path.parent.name in (lesson, folder.name):
                found.setdefault(lesson, []).append(path)
    return {lesson: max(paths, key=saved_at) for lesson, paths in found.items()}


def _lesson(lesson, path):
    try:
        cells = read_notebook(path)
    except NotebookError as error:
        return LessonProgress(lesson, {}, 0, 0, {}, str(error))
    named = {cell.grade_id: cell for cell in cells if cell.grade_id is not None}
    answers = {name: cell for name, cell in named.items() if cell.is_answer}
    states, points, possible = {}, 0.0, 0.0
    for name, answer in answers.items():
        check = named.get(f"{name}{CHECK}")
        if answer.kind != "code" or check is None or not check.is_test:
            continue
        states[name] = _state(answer, check)
        possible += check.points
        points += check.points if states[name] == "passed" else 0
    reflections = {
        name: not cell.is_empty
        for name, cell in answers.items()
        if cell.kind == "markdown" and cell.is_graded
    }
    return LessonProgress(lesson, states, points, possible, reflections)


def _state(answer, check):
    """Say where an exercise stands, by what was saved of its last run."""
    if answer.is_empty:
        return "to be written"
    if answer.count is None:
        return "run your answer, then its check"
    if answer.failed:
        return "your answer stops with an error"
    if check.count is None or check.count < answer.count:
        return "run its check again"
    return "its check fails" if check.failed else "passed"
