"""A submission on its way from its folder to its grades: read, rebuilt and hashed once.

Whoever grades takes a submission up here and hands the Work on: a run from preparing it to
writing its grades, nbgrader's own autograde from its first pass to its second. What is kept in
``splitgrade.db`` is for the next run.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nbformat.v4 import new_markdown_cell

from splitgrade import files
from splitgrade.execute import Course, Executed
from splitgrade.frame import load_frame
from splitgrade.job import Job
from splitgrade.rebuild import rebuild
from splitgrade.roles import code_cells
from splitgrade.slicing import needed_cells
from splitgrade.submission import Submission, read_submission

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    from splitgrade.execute import Cell

NOTE_TITLE = "**Notes from grading**"
NOTES_ID = "notes-from-grading"  # of a cell; those that a student adds have other names
WITHOUT_SANDBOX = "Graded without a sandbox: the student's code ran with the grader's rights."


@dataclass(frozen=True)
class Rules:
    """How a course has its submissions run.

    Parameters
    ----------
    course : splitgrade.execute.Course
        Without a sandbox: each machine finds its own.
    sandboxed : bool
    skip_tag : str
        The tag of given cells that only show something.
    """

    course: Course
    sandboxed: bool
    skip_tag: str


@dataclass(eq=False)
class Book:
    """One notebook of a submission.

    Parameters
    ----------
    rebuilt : NotebookNode
        As it is graded; whoever gets it leaves it unchanged.
    code : tuple of splitgrade.execute.Cell
        Its code cells.
    needed : list of splitgrade.execute.Cell or None
        What is run of each; None where nothing is.
    job : splitgrade.job.Job
        Those, with the files that they may read.
    executed : splitgrade.execute.Executed or None
        What came of the job, once that is known.
    """

    rebuilt: NotebookNode
    code: tuple[Cell, ...]
    needed: list[Cell | None]
    job: Job
    executed: Executed | None = None

    def with_code(self, code: tuple[Cell, ...]) -> Book:
        """This, or a book of other cells, where a step of the course's own changed them."""
        if code == self.code:
            return self
        needed = needed_cells(code)
        return Book(self.rebuilt, code, needed, replace(self.job, cells=_left(needed)))


@dataclass(eq=False)
class Work:
    """One submission on its way.

    Parameters
    ----------
    lesson, student : str
    books : dict of str to Book
        By the notebook's name.
    seen : str
        The stamp of the student's folder, taken before it was read.
    state : str
        A digest that changes with anything that the grade depends on; empty without a run.
    recorded : bool
        Whether the gradebook has the submission already.
    """

    lesson: str
    student: str
    books: dict[str, Book]
    seen: str
    state: str = ""
    recorded: bool = False

    @property
    def is_run(self) -> bool:
        """Whether it is known what came of each of its jobs."""
        return all(book.executed for book in self.books.values())

    def is_of(self, coursedir: CourseDirectory, lesson: str, student: str) -> bool:
        """Whether this is the submission that lies in a student's folder now."""
        return (self.lesson, self.student) == (lesson, student) and self.seen == files.stamp(
            coursedir, lesson, student
        )


def take_up(
    coursedir: CourseDirectory, config: Config, rules: Rules, lesson: str, student: str
) -> Work:
    """Read a submission, rebuild its notebooks, and say what is to be run of them.

    Returns
    -------
    Work

    Raises
    ------
    splitgrade.frame.NotGradable
        If the instructor's notebook cannot be made ready.
    """
    seen = files.stamp(coursedir, lesson, student)  # first: what is changed from here on is seen
    beside = files.read_beside(coursedir, lesson, student)
    books = {}
    for path in files.notebooks(coursedir, lesson):
        frame = load_frame(coursedir, config, lesson, path.stem)
        submission = _read(coursedir, lesson, student, path.name)
        books[path.stem] = _book(frame, submission, beside, rules)
    return Work(lesson, student, books, seen)


def _read(coursedir: CourseDirectory, lesson: str, student: str, name: str) -> Submission:
    if files.is_linked(coursedir, lesson, student):
        return Submission()
    return read_submission(files.submitted_folder(coursedir, lesson, student) / name)


def _book(frame: NotebookNode, submission: Submission, beside: files.Beside, rules: Rules) -> Book:
    notebook = _rebuilt(frame, submission, beside, rules)
    code = tuple(cell for _, cell in code_cells(notebook, rules.skip_tag))
    needed = needed_cells(code)
    job = Job(_left(needed), rules.course, rules.sandboxed, beside.submitted, beside.instructors)
    return Book(notebook, code, needed, job)


def _rebuilt(
    frame: NotebookNode, submission: Submission, beside: files.Beside, rules: Rules
) -> NotebookNode:
    """A student's notebook as it is graded: rebuilt, with its receipt and what was repaired."""
    notebook, repairs, unplaced = rebuild(frame, submission)
    repairs += beside.left_out
    if not rules.sandboxed:
        repairs.insert(0, WITHOUT_SANDBOX)
    notebook.metadata["splitgrade"] = {
        "repairs": repairs,
        "unplaced": unplaced,
        "receipt": submission.receipt,
    }
    told = [f"Receipt of the answers graded here: {submission.receipt}"]
    notes = repairs + told * bool(submission.receipt)
    if notes:
        notebook.cells.insert(0, _note(notes))
    return notebook


def _left(needed: list[Cell | None]) -> tuple[Cell, ...]:
    return tuple(cell for cell in needed if cell)


def _note(sentences: list[str]) -> NotebookNode:
    lines = "".join(f"\n- {_plain(sentence)}" for sentence in sentences)
    cell = new_markdown_cell(f"{NOTE_TITLE}\n{lines}")
    cell.id = NOTES_ID
    return cell


def _plain(text: str) -> str:
    """File names come from students: no markdown or HTML of theirs in our note."""
    return "".join("\\" + char if char in "\\`*_{}[]<>#!|&" else char for char in text)
