"""Read what grading left behind: scores from the gradebook, messages from the notebooks."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from splitgrade import files
from splitgrade.frame import load_frame
from splitgrade.messages import Idea, SplitReport, failure
from splitgrade.rebuild import ELSEWHERE
from splitgrade.report.text import visible
from splitgrade.work import WITHOUT_SANDBOX

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

MAX_ANSWER = 20_000  # characters of one answer that are compared
MAX_FIGURE = 2**63  # no run takes so many seconds or bytes; a student can write any number
IN_ANSWER = "In the answer itself: "
PARTICIPANTS = ["Identifier", "student", "name"]
UNWRITTEN = "NotImplementedError"  # what an untouched stub raises


Key = tuple[str, str]  # a cell: the notebook it is in, and its grade id


class ReportError(Exception):
    """There is nothing to report on; the text says why and what to do."""


@dataclass(frozen=True)
class Student:
    """Someone in the gradebook; ``lms_id`` is the number of the user in Canvas."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.first_name, self.last_name) if part)

    @property
    def label(self) -> str:
        """How the pages call the student."""
        return visible(f"{self.name} ({self.id})" if self.name else self.id, 80)


@dataclass(frozen=True)
class Item:
    """A graded cell. ``answer`` is the grade id of the answer before it; without one, its own."""

    notebook: str
    name: str
    points: float
    is_test: bool
    answer: str

    @property
    def key(self) -> Key:
        return self.notebook, self.name

    @property
    def exercise(self) -> Key:
        """The answer that this cell and others with it judge."""
        return self.notebook, self.answer


@dataclass
class Result:
    """One graded submission. Cells are named by notebook and grade id.

    Parameters
    ----------
    score : float
        As in the gradebook, with the penalty for lateness taken off.
    scores : dict of (str, str) to float
        Points of each graded cell.
    unread : set of (str, str)
        Cells that a person has still to grade.
    messages : dict of (str, str) to str
        Why a test failed: the error of the answer before it, else its own.
    answers : dict of (str, str) to str
        Code answers that are no longer the stub.
    repairs : list of str
        What was not as released.
    unplaced : list of str
        Those of them that a person has to look at.
    written : int
        Answers, code and text, that are no longer the stub.
    seconds, memory : float or None
        What running it took, in seconds and bytes; None where that is not known.
    """

    student: Student
    score: float = 0.0
    penalty: float = 0.0
    scores: dict[Key, float] = field(default_factory=dict)
    unread: set[Key] = field(default_factory=set)
    messages: dict[Key, str] = field(default_factory=dict)
    answers: dict[Key, str] = field(default_factory=dict)
    written: int = 0
    repairs: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    without_sandbox: bool = False
    seconds: float | None = None
    memory: int | None = None


def is_unwritten(message: str) -> bool:
    """Whether a failed test only says that its answer is still the stub."""
    return message.removeprefix(IN_ANSWER).startswith(UNWRITTEN)


@dataclass
class Lesson:
    """An assignment with everything that was handed in for it."""

    name: str
    items: list[Item]
    stubs: dict[Key, str]  # of every code answer, by notebook and grade id
    text_stubs: dict[Key, str]  # of every text answer
    results: list[Result] = field(default_factory=list)
    ungraded: list[Student] = field(default_factory=list)  # handed in, and without a grade
    missing: list[Student] = field(default_factory=list)  # of the gradebook, nothing handed in
    participants: dict[str, str] = field(default_factory=dict)  # student ids by Moodle's identifier
    misconceptions: list[Idea] = field(
        default_factory=list
    )  # that the course knows, see SplitReport

    @property
    def tests(self) -> list[Item]:
        return [item for item in self.items if item.is_test and item.points]

    def label(self, key: Key) -> str:
        """How the pages call a cell: by its grade id, and its notebook if there are several."""
        notebooks = {notebook for notebook, _ in self.stubs.keys() | self.text_stubs.keys()}
        return "/".join(key) if len(notebooks) > 1 else key[1]

    @property
    def points(self) -> float:
        return sum(item.points for item in self.items)

    @property
    def test_points(self) -> float:
        return sum(item.points for item in self.tests)

    @property
    def unread(self) -> list[Result]:
        """Submissions with points that a person has still to give."""
        return [result for result in self.results if result.unread]

    @cached_property
    def from_tests(self) -> dict[str, float]:
        """The points that tests gave, by student id."""
        return {
            result.student.id: sum(result.scores[test.key] for test in self.tests)
            for result in self.results
        }


@dataclass
class Overview:
    """Every lesson of which something was graded."""

    lessons: list[Lesson]
    students: list[Student]

    def lesson(self, name: str) -> Lesson:
        """A lesson by its name; raises ReportError for a name that has no report."""
        for lesson in self.lessons:
            if lesson.name == name:
                return lesson
        graded = ", ".join(lesson.name for lesson in self.lessons)
        raise ReportError(f"no graded lesson is named {name!r}. Graded are: {graded}.")


def read_course(coursedir: CourseDirectory, config: Config) -> Overview:
    """Read all graded lessons of a course.

    Raises
    ------
    ReportError
        If there is no gradebook, or no submission was graded.
    """
    url = make_url(coursedir.db_url)
    # Opening a database that is not there would make an empty one.
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise ReportError(f"there is no gradebook at {url.database}: grade the class first.")
    try:
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            course = _read(gradebook, coursedir, config)
    except SQLAlchemyError as error:
        reason = visible(str(error).splitlines()[0])
        raise ReportError(f"the gradebook could not be read: {reason}") from error
    if not course.lessons:
        raise ReportError("the gradebook holds no graded submission: grade the class first.")
    return course


def participants_file(root: str | Path, lesson: str) -> Path:
    """Where a course folder keeps who is who in an assignment of Moodle.

    Moodle numbers a student anew in each assignment, so that no gradebook can hold the
    number. Each line of this table is a student: Identifier, such as "Participant 12345",
    the student's id, and optionally the name that Moodle gave.
    """
    return Path(root) / "downloaded" / lesson / "moodle.csv"


def read_participants(path: Path) -> list[dict[str, str]]:
    """Read the table of `participants_file`; a person may have changed it.

    Returns
    -------
    list of dict
        With keys Identifier, student and name; empty if there is no such file.

    Raises
    ------
    ReportError
        If it is no such table.
    """
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, restval="", skipinitialspace=True))
    except (OSError, ValueError, csv.Error) as error:
        raise ReportError(f"{path} could not be read: {error}") from error
    for row in rows:
        if not (
            re.fullmatch("Participant [0-9]{1,20}", row.get("Identifier", ""))
            and re.fullmatch(r"[^./\\][^/\\]*", row.get("student", ""))
        ):
            raise ReportError(
                f"{path} needs in each line an Identifier, such as Participant 12345, and a "
                f"student's id, with a comma between. One line is {list(row.values())}."
            )
    return [{key: row.get(key, "") for key in PARTICIPANTS} for row in rows]


def _read(gradebook, coursedir, config):
    students = {s.id: _student(s) for s in gradebook.students}
    lessons = []
    # By due date, and by name; SQLite has those without a date first, PostgreSQL has them last.
    for assignment in sorted(gradebook.assignments, key=lambda each: each.duedate is None):
        results = _results(gradebook, assignment.name, students)
        if results:
            lessons.append(_lesson(gradebook, assignment, results, students, coursedir, config))
    graded = [lesson for lesson in lessons if lesson.results]
    return Overview(graded, list(students.values()))


def _student(row):
    lms_id = row.lms_user_id or row.id
    return Student(
        row.id,
        row.first_name or "",
        row.last_name or "",
        row.email or "",
        lms_id if re.fullmatch("[0-9]+", lms_id) else "",
    )


def _results(gradebook, assignment, students):
    """The submissions in the gradebook, by student id."""
    rows = gradebook.db.execute(
        select(
            SubmittedAssignment.student_id,
            SubmittedAssignment.score,
            SubmittedAssignment.late_submission_penalty,
        )
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .where(Assignment.name == assignment)
    )
    return {
        student: Result(students[student], max(0.0, score - (late or 0.0)), late or 0.0)
        for student, score, late in rows
    }


def _lesson(gradebook, assignment, results, students, coursedir, config):
    lesson = Lesson(assignment.name, [], {}, {})
    lesson.misconceptions = _misconceptions(config, lesson.name)
    frames = {}
    for book in sorted(assignment.notebooks, key=lambda book: book.name):
        frames[book.name] = _frame(coursedir, lesson.name, book.name, config)
        points = {cell.name: cell.max_score for cell in [*book.grade_cells, *book.task_cells]}
        lesson.items += _items(book.name, frames[book.name], points)
        for name, cell in _answer_cells(frames[book.name]):
            stubs = lesson.stubs if cell.cell_type == "code" else lesson.text_stubs
            stubs[book.name, name] = cell.source
    unscored = _add_scores(gradebook, lesson, results)
    for result in results.values():
        _add_notebooks(result, lesson, coursedir, frames)
    graded = {name: result for name, result in results.items() if name not in unscored}
    lesson.results = sorted(graded.values(), key=lambda result: result.student.id)
    handed_in = _handed_in(coursedir, lesson.name) | results.keys()
    without = sorted(handed_in - graded.keys())
    lesson.ungraded = [students.get(name, Student(name)) for name in without]
    lesson.missing = [students[name] for name in sorted(students.keys() - handed_in)]
    rows = read_participants(participants_file(coursedir.root, lesson.name))
    lesson.participants = {row["Identifier"]: row["student"] for row in rows}
    return lesson


def _misconceptions(config, lesson):
    settings = SplitReport(config=config)
    try:
        return settings.of(lesson)
    except Exception as error:  # it is the course's own function
        raise ReportError(
            f"c.SplitReport.misconceptions = {settings.misconceptions!r} in "
            f"nbgrader_config.py failed: {type(error).__name__}: {error}"
        ) from error


def _frame(coursedir, lesson, notebook, config):
    path = files.source_folder(coursedir, lesson) / f"{notebook}.ipynb"
    if not path.is_file():
        raise ReportError(f"{path} is missing: the report reads which cells are answers there.")
    return load_frame(coursedir, config, lesson, notebook)


def _items(notebook, frame, points):
    """The graded cells of a notebook, in its order."""
    answer, items = "", []
    for cell in frame.cells:
        marks = cell.metadata.get("nbgrader", {})
        name = marks.get("grade_id")
        if marks.get("solution"):
            answer = name
        if name in points:
            is_test = cell.cell_type == "code" and not marks.get("solution")
            items.append(Item(notebook, name, points[name], is_test, answer or name))
    return items


def _answer_cells(notebook):
    """The answer cells of a notebook with their grade ids."""
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("solution"):
            yield marks["grade_id"], cell


def _add_scores(gradebook, lesson, results):
    """Put the points into the results; return the students of whom a test has none."""
    rows = gradebook.db.execute(
        select(
            SubmittedAssignment.student_id,
            Notebook.name,
            BaseCell.name,
            Grade.score,
            Grade.auto_score,
            Grade.manual_score,
            Grade.needs_manual_grade,
        )
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .join(Notebook, BaseCell.notebook_id == Notebook.id)
        .where(Assignment.name == lesson.name)
    )
    scored = set()
    for student, notebook, cell, score, auto, manual, by_hand in rows:
        results[student].scores[notebook, cell] = score
        if by_hand:
            results[student].unread.add((notebook, cell))
        if auto is not None or manual is not None:
            scored.add((student, notebook, cell))
    return {
        student
        for student in results
        for test in lesson.tests
        if (student, *test.key) not in scored
    }


def _handed_in(coursedir, lesson):
    """The students with a folder for this lesson among the submitted."""
    return {
        student for assignment, student, _ in files.submissions(coursedir) if assignment == lesson
    }


def _add_notebooks(result, lesson, coursedir, frames):
    folder = Path(
        coursedir.format_path(coursedir.autograded_directory, result.student.id, lesson.name)
    )
    for name in frames:
        try:
            notebook = nbformat.v4.reads((folder / f"{name}.ipynb").read_text("utf-8"))
            _add_marks(result, notebook.metadata.get("splitgrade", {}))
            _add_answers(result, name, notebook, lesson.stubs | lesson.text_stubs)
            _add_messages(result, name, notebook, lesson.tests)
        except (OSError, ValueError, TypeError, AttributeError, KeyError):
            # Half written, or graded before splitgrade was on: then any value is a student's.
            result.repairs.append(
                f"The graded notebook {name}.ipynb is missing or not readable: "
                "its scores are here, its messages are not."
            )


def _add_marks(result, marks):
    repairs = marks.get("repairs", [])
    result.repairs += [visible(said) for said in repairs if said != WITHOUT_SANDBOX]
    result.unplaced += [visible(said) for said in marks.get("unplaced", [])]
    result.without_sandbox |= WITHOUT_SANDBOX in repairs
    seconds, memory = marks.get("seconds"), marks.get("memory")
    if isinstance(seconds, int | float) and 0 <= seconds < MAX_FIGURE:
        result.seconds = (result.seconds or 0.0) + seconds
    if isinstance(memory, int) and 0 < memory < MAX_FIGURE:  # 0 stands for unknown
        result.memory = max(result.memory or 0, memory)


def _add_answers(result, name, notebook, stubs):
    texts = defaultdict(list)
    for grade_id, cell in _answers_of(notebook):
        stub = stubs.get((name, grade_id))
        if stub is not None and cell.source.strip() not in (stub.strip(), ELSEWHERE):
            texts[grade_id, cell.cell_type].append(cell.source)
    result.written += len(texts)
    for (grade_id, cell_type), sources in texts.items():
        if cell_type == "code":
            result.answers[name, grade_id] = "\n".join(sources)[:MAX_ANSWER]


def _answers_of(notebook):
    """The cells that hold an answer, or a part of one, with its grade id."""
    yield from _answer_cells(notebook)
    for cell in notebook.cells:
        for grade_id in cell.metadata.get("splitgrade", {}).get("answers", ()):
            yield grade_id, cell


def _add_messages(result, name, notebook, tests):
    errors = {}
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id:
            errors[grade_id] = visible(failure(cell))
        for part_of in cell.metadata.get("splitgrade", {}).get("answers", ()):
            errors[part_of] = errors.get(part_of) or visible(failure(cell))
    for test in tests:
        if test.notebook != name or result.scores.get(test.key, 0) >= test.points:
            continue
        # An answer that does not even run explains the test that fails.
        in_answer = test.answer != test.name and errors.get(test.answer)
        result.messages[test.key] = (
            IN_ANSWER + in_answer if in_answer else errors.get(test.name, "")
        )
