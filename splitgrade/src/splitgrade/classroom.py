"""A class in nbgrader's folders and gradebook: what was handed in, what is graded, and how."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import nbformat
import nbgrader
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import SaveCells
from nbgrader.utils import capture_log, temp_attrs
from traitlets import Instance, List

from splitgrade import files, hooks, release, times
from splitgrade.frame import load_frame, settings_text
from splitgrade.messages import failure
from splitgrade.paths import as_pattern, is_name, visible_name
from splitgrade.plugin import SplitExecute
from splitgrade.results import Results
from splitgrade.work import Work, take_up

if TYPE_CHECKING:
    from traitlets.config import Config

# What reading a notebook raises that is none, or half of one.
_DAMAGED = (ValueError, KeyError, AttributeError, nbformat.ValidationError)

# The gradebook tells every failure here with its traceback; we say it in words.
logging.getLogger("tornado.application").addHandler(logging.NullHandler())


Outcome = Literal["graded", "unchanged", "failed"]
Cells = dict[str, tuple[str, float | None]]  # text, and points, by grade id


class ClassroomError(Exception):
    """Nothing can be graded before somebody acts; the text says what to do."""


class NotGraded(Exception):
    """One submission could not be graded; the text says why."""


@dataclass(frozen=True)
class Grade:
    """What one student got for one lesson.

    Parameters
    ----------
    student, lesson : str
    score, max_score : float
        Both 0 where the submission could not be graded.
    to_read : float
        Points that a person has still to give.
    reason : str
        In one line, why the grade is what it is.
    receipt : str
        The digest of the answers that the student's own receipt shows.
    outcome : {"graded", "unchanged", "failed"}
        Whether it was graded now, or before, or could not be.
    unplaced : list of str
        Sentences on answers that a person has to look for, as they are not in their cells.
    """

    student: str
    lesson: str
    score: float
    max_score: float
    to_read: float
    reason: str
    receipt: str
    outcome: Outcome
    unplaced: list[str] = field(default_factory=list)


class Classroom:
    """The submissions of a course, and their grades.

    Parameters
    ----------
    config : traitlets.config.Config
        The course's; with ``CourseDirectory.root``, where that is not the working folder.
    """

    def __init__(self, config: Config) -> None:
        self.config, self.coursedir = config, CourseDirectory(config=config)
        self.results = Results(self.coursedir.root)
        self._rules = SplitExecute(config=config).rules()

    def submissions(
        self, lessons: list[str] | None = None, students: list[str] | None = None
    ) -> list[tuple[str, str]]:
        """What was handed in, as (lesson, student) in order.

        Parameters
        ----------
        lessons, students : list of str, optional
            Only these.

        Returns
        -------
        list of tuple of str

        Raises
        ------
        ClassroomError
            If one of them is not there, or nothing is.
        """
        found = [
            (lesson, student)
            for lesson, student, _ in files.submissions(self.coursedir)
            if self._notebooks(lesson)
        ]
        if not found:
            raise ClassroomError(
                f"There is no submission {self.place} of any lesson in the source folder: "
                "collect what was downloaded, or put each notebook there."
            )
        for wanted, kind, known in (
            (lessons, "lesson", {lesson for lesson, _ in found}),
            (students, "student", {student for _, student in found}),
        ):
            for name in wanted or ():
                if name not in known:
                    near = sorted(get_close_matches(name, known, 10, cutoff=0))
                    more = " and others" if len(known) > len(near) else ""
                    raise ClassroomError(
                        f"There is no submission of the {kind} {name!r}; there are those of "
                        f"{', '.join(near)}{more}."
                    )
        return [
            (lesson, student)
            for lesson, student in found
            if (not lessons or lesson in lessons) and (not students or student in students)
        ]

    def strays(self) -> list[tuple[str, str]]:
        """What lies among the submissions and is none: its paths in the course, and why.

        Folders that have the name of no lesson, notebooks outside of such a folder, and what
        cannot be entered.
        """
        found = [
            (path.relative_to(self.coursedir.root).as_posix(), why)
            for path, names in files.walk_submitted(self.coursedir)
            if (why := self._why_stray(path, names))
        ]
        return [(visible_name(name), why) for name, why in sorted(found)]

    def _why_stray(self, path: Path, names: dict[str, str]) -> str:
        """Why something is no submission; empty where it is one, or is nobody's work."""
        is_folder = files.is_folder(path)
        if is_folder and not is_name(path.name):
            return "its name holds a line break, or bytes that are no text: rename it"
        if is_folder and not names:  # where others lead further
            return "it cannot be read here"
        if path.suffix == ".ipynb" or (is_folder and not self._notebooks(names["assignment"])):
            return f"a submission is a folder {self.place} with a LESSON of the source folder"
        return ""

    def update_gradebook(self, lesson: str) -> None:
        """Make the gradebook know a lesson as it is in the source folder.

        Raises
        ------
        ClassroomError
            If :meth:`changed_notebooks` does. Nothing has been changed then.
        splitgrade.frame.NotGradable
            If it could not be graded fairly, as when its release is refused.
        """
        release.refuse_unfair(self.coursedir, self.config, lesson)
        changed = self.changed_notebooks(lesson)
        with self._gradebook() as gradebook:
            gradebook.update_or_create_assignment(lesson)
        for name, frame in changed.items():
            names = {"notebook": name, "assignment": lesson, "db_url": self.coursedir.db_url}
            SaveCells(config=self.config).preprocess(frame, {"nbgrader": names})

    def changed_notebooks(self, lesson: str) -> dict[str, NotebookNode]:
        """The instructor's notebooks of a lesson that the gradebook does not know as they are.

        Returns
        -------
        dict of str to NotebookNode
            Frames by name.

        Raises
        ------
        ClassroomError
            If cells were added or removed after submissions were graded, which nbgrader
            refuses.
        splitgrade.frame.NotGradable
            If the course's settings, or nbgrader's making of the release, stand against it.
        """
        release.refuse_settings(self.config)
        changed = {}
        with self._gradebook() as gradebook:
            for path in self._notebooks(lesson):
                frame = load_frame(self.coursedir, self.config, lesson, path.stem)
                known, submitted = _known_cells(gradebook, lesson, path.stem)
                if _cells_of(frame) != known:
                    changed[path.stem] = frame
                if submitted:
                    _refuse_other_cells(path.stem, _cells_of(frame), known)
        return changed

    def plan(
        self, submissions: Iterable[tuple[str, str]], anew: bool = False
    ) -> list[tuple[str, str, str, str]]:
        """Say what grading these would do, and do nothing.

        Returns
        -------
        list of tuple
            Lesson, student, step and reason. The step is "run" if its code is run; "write" if
            only its grades are written, since the same code was run before; "unchanged"; or
            "fail", which alone has a reason.
        """
        return [
            (lesson, student, *self._step(lesson, student, anew)) for lesson, student in submissions
        ]

    def _step(self, lesson: str, student: str, anew: bool) -> tuple[str, str]:
        try:
            work = self.prepare(lesson, student)
        except Exception as error:  # as when grading: it concerns this one alone
            return "fail", first_line(error)
        if anew or not all(book.job.key in self.results for book in work.books.values()):
            return "run", ""
        return "unchanged" if self.is_done(work) else "write", ""

    def prepare(self, lesson: str, student: str) -> Work:
        """Take up a submission, with everything else that decides its grade.

        Returns
        -------
        splitgrade.work.Work

        Raises
        ------
        NotGraded
            If its timestamp.txt gives no time.
        """
        work = take_up(self.coursedir, self.config, self._rules, lesson, student)
        time = self._time_of(lesson, student)
        due, by_hand, work.recorded = self._known_to_gradebook(lesson, student)
        settings = settings_text(self.config)
        books = work.books.values()
        parts = [json.dumps(book.rebuilt, sort_keys=True) for book in books]
        parts += [book.job.key for book in books]
        parts += [due, str(time), settings, by_hand, nbgrader.__version__]
        work.state = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        return work

    def _time_of(self, lesson: str, student: str) -> datetime | None:
        """When a submission came in, as far as a timestamp.txt says so."""
        folder = files.submitted_folder(self.coursedir, lesson, student)
        try:
            return self.coursedir.get_existing_timestamp(str(folder))
        except times.NoTime as error:
            raise NotGraded(f"timestamp.txt: {error}, or remove the file.") from error

    def _known_to_gradebook(self, lesson: str, student: str) -> tuple[str, str, bool]:
        """When the lesson is due, what a person gave for it, whether it was ever graded."""
        due = "None"
        with self._gradebook() as gradebook:
            try:
                due = str(gradebook.find_assignment(lesson).duedate)
                notebooks = gradebook.find_submission(lesson, student).notebooks
            except MissingEntry:
                return due, "", False
            points = [
                [grade.name, grade.manual_score, grade.extra_credit]
                for notebook in notebooks
                for grade in notebook.grades
                if grade.manual_score is not None or grade.extra_credit
            ]
            comments = [
                [comment.name, comment.manual_comment]
                for notebook in notebooks
                for comment in notebook.comments
                if comment.manual_comment
            ]
        # The feedback page shows these.
        by_hand = json.dumps([sorted(points), sorted(comments)]) if points or comments else ""
        return due, by_hand, True

    def is_done(self, work: Work) -> bool:
        """Whether a submission was graded to the end, just as it is now."""
        lesson, student = work.lesson, work.student
        if not work.recorded or self.results.state(lesson, student) != work.state:
            return False
        graded, feedback = (
            Path(self.coursedir.format_path(folder, student, lesson))
            for folder in (self.coursedir.autograded_directory, self.coursedir.feedback_directory)
        )
        return all(
            (graded / path.name).is_file() and (feedback / f"{path.stem}.html").is_file()
            for path in self._notebooks(lesson)
        )

    def kept_grade(self, work: Work) -> Grade | None:
        """The grade of a submission that :meth:`is_done`, else None.

        None as well where the graded notebook was damaged since.
        """
        if not self.is_done(work):
            return None
        try:
            return self.grade_of(work.lesson, work.student, "unchanged")
        except _DAMAGED:
            return None

    def write_grades(self, work: Work) -> None:
        """Let nbgrader autograde a submission whose code was run, and hand over what came of it.

        Raises
        ------
        NotGraded
        """
        lesson, student = work.lesson, work.student
        reviewed = self._reviewed(lesson, student)
        self._convert(_Write, lesson, student, work=work)
        if reviewed:
            self._keep_reviewed(lesson, student, reviewed)

    def write_feedback(self, lesson: str, student: str) -> None:
        """Let nbgrader make the page that the student reads.

        Raises
        ------
        NotGraded
        """
        self._convert(GenerateFeedback, lesson, student)

    def _convert(self, kind: type, lesson: str, student: str, **more: Any) -> None:
        """Run one of nbgrader's converters on one submission."""
        chosen = {"assignment_id": lesson, "student_id": student}
        patterns = {kind: as_pattern(name) for kind, name in chosen.items()}
        with temp_attrs(self.coursedir, **patterns):
            converter = kind(coursedir=self.coursedir, config=self.config, **more)
            converter.force = True
            done = capture_log(converter)
        if (done.get("error") or "").rstrip().endswith("KeyboardInterrupt"):
            raise KeyboardInterrupt  # which nbgrader takes for an error like others
        if not done["success"]:
            raise NotGraded(_why(done))

    def _reviewed(self, lesson: str, student: str) -> dict[tuple[str, str], str]:
        """The answers that a person has graded, and what they said then."""
        with self._gradebook() as gradebook:
            try:
                submission = gradebook.find_submission(lesson, student)
            except MissingEntry:
                return {}
            graded = {
                (notebook.name, grade.name)
                for notebook in submission.notebooks
                for grade in notebook.grades
                if grade.manual_score is not None and not grade.needs_manual_grade
            }
        if not graded:
            return {}
        return {
            place: text for place, text in self._essays(lesson, student).items() if place in graded
        }

    def _keep_reviewed(
        self, lesson: str, student: str, reviewed: dict[tuple[str, str], str]
    ) -> None:
        """What a person has graded stays graded, where the answer is the same as then.

        nbgrader keeps such points, and asks for another look at every one of them.
        """
        now = self._essays(lesson, student)
        same = {place for place, text in reviewed.items() if now.get(place) == text}
        if not same:
            return
        with self._gradebook() as gradebook:
            for notebook in gradebook.find_submission(lesson, student).notebooks:
                for grade in notebook.grades:
                    if (notebook.name, grade.name) in same:
                        grade.needs_manual_grade = False
            gradebook.db.commit()

    def _essays(self, lesson: str, student: str) -> dict[tuple[str, str], str]:
        """Answers that a person grades, by notebook and grade id, as last graded."""
        found: dict[tuple[str, str], str] = {}
        for path in self._graded_notebooks(lesson, student):
            with contextlib.suppress(*_DAMAGED):  # then a person has to read them again
                found |= {
                    (path.stem, cell.metadata.nbgrader.grade_id): cell.source
                    for cell in nbformat.read(path, as_version=4).cells
                    if cell.metadata.get("nbgrader", {}).get("grade")
                    and cell.metadata.nbgrader.solution
                }
        return found

    def grade_of(self, lesson: str, student: str, outcome: Outcome) -> Grade:
        """What the gradebook holds for a graded submission, with its reason.

        Returns
        -------
        Grade
        """
        notebooks = [
            nbformat.read(path, as_version=4) for path in self._graded_notebooks(lesson, student)
        ]
        marks = [notebook.metadata.get("splitgrade", {}) for notebook in notebooks]
        with self._gradebook() as gradebook:
            submission = gradebook.find_submission(lesson, student)
            unread = [
                grade.max_score
                for notebook in submission.notebooks
                for grade in notebook.grades
                if grade.needs_manual_grade
            ]
            penalty = submission.late_submission_penalty or 0.0
            said = [f"Points taken off for lateness: {penalty:g}."] if penalty else []
            said += [words for words in map(reason, notebooks) if words] or ["all tests pass"]
            return Grade(
                student,
                lesson,
                max(0.0, submission.score - penalty),
                submission.max_score,
                sum(unread),
                " ".join(said),
                " ".join(mark.get("receipt", "") for mark in marks),
                outcome,
                [said for mark in marks for said in mark.get("unplaced", [])],
            )

    def _graded_notebooks(self, lesson: str, student: str) -> list[Path]:
        folder = Path(
            self.coursedir.format_path(self.coursedir.autograded_directory, student, lesson)
        )
        paths = [folder / path.name for path in self._notebooks(lesson)]
        return [path for path in paths if path.is_file()]

    def _notebooks(self, lesson: str) -> list[Path]:
        return files.notebooks(self.coursedir, lesson)

    @property
    def place(self) -> str:
        """Where in the course a submission belongs, as its structure of folders has it."""
        return self.coursedir.directory_structure.format(
            nbgrader_step=self.coursedir.submitted_directory,
            student_id="STUDENT",
            assignment_id="LESSON",
        )

    def _gradebook(self) -> Gradebook:
        return Gradebook(self.coursedir.db_url, self.coursedir.course_id)


class _Write(Autograde):
    """nbgrader's autograde of a Work whose code was run already, maybe elsewhere."""

    init_notebooks = hooks.list_notebooks
    work = Instance(Work)  # which the exporter asks for
    # These mend what a student changed; a rebuilt notebook is the instructor's already, and
    # the gradebook was brought in step with it.
    sanitize_preprocessors: List[Any] = List([]).tag(config=True)


def first_line(error: BaseException) -> str:
    """What an error says, without the SQL that some bring along."""
    return (str(error) or type(error).__name__).splitlines()[0]


def reason(notebook: NotebookNode) -> str:
    """In one line, why a graded notebook earned what it did; empty where all tests pass."""
    said = list(notebook.metadata.get("splitgrade", {}).get("repairs", []))
    answers: list[NotebookNode] = []
    tests: list[NotebookNode] = []
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and (marks.get("solution") or marks.get("grade")):
            (answers if marks.get("solution") else tests).append(cell)
    failed = [cell for cell in answers + tests if failure(cell)]
    if failed:  # an answer that does not even run explains the test that fails
        said.append(f"{failed[0].metadata.nbgrader.grade_id}: {failure(failed[0])}")
    return " ".join(said)


def _cells_of(frame: NotebookNode) -> Cells:
    """What the gradebook keeps of a notebook: text, and points, by grade id."""
    kept = {}
    for cell in frame.cells:
        marks = cell.metadata.get("nbgrader", {})
        graded = marks.get("grade") or marks.get("task")
        if graded or marks.get("solution") or marks.get("locked"):
            points = float(marks["points"]) if graded else None
            kept[marks["grade_id"]] = (cell.source, points)
    return kept


def _known_cells(gradebook: Gradebook, lesson: str, name: str) -> tuple[Cells, bool]:
    """What the gradebook has of :func:`_cells_of`, and whether anybody's is graded."""
    try:
        notebook = gradebook.find_notebook(name, lesson)
    except MissingEntry:
        return {}, False
    graded = [*notebook.grade_cells, *notebook.task_cells]
    points = {cell.name: cell.max_score for cell in graded}
    known = {cell.name: (cell.source, points.get(cell.name)) for cell in notebook.source_cells}
    return known, bool(notebook.submissions)


def _refuse_other_cells(name: str, cells: Cells, known: Cells) -> None:
    added, removed = sorted(cells.keys() - known.keys()), sorted(known.keys() - cells.keys())
    if added or removed:
        said = [
            f"{words} {', '.join(names)}"
            for words, names in (("added are", added), ("removed are", removed))
            if names
        ]
        raise ClassroomError(
            f"{name}: after submissions were graded, cells that nbgrader keeps were changed: "
            f"{'; '.join(said)}. Undo that in the source (their text and points may change), "
            "or start a new gradebook. Nothing was changed."
        )


def _why(done: dict[str, Any]) -> str:
    """In one line, what nbgrader said of a failure."""
    said = f"{done.get('log') or ''}\n{done.get('error') or ''}"
    if "database is locked" in said:
        return (
            "the gradebook was locked by another program for a minute; close it, then grade again."
        )
    lines = [line for line in said.splitlines() if line.strip()]
    telling = [
        line
        for line in lines
        if ("Error" in line or "Exception: " in line)
        and not line.startswith("[")
        and "Please see the the above traceback" not in line  # nor is there one
    ]
    return (telling or lines or ["nbgrader did not say why"])[-1].strip()
