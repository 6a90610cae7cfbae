"""Grades as tables for Canvas, Moodle and spreadsheets, and answers as files to compare.

Grades that a person has still to complete are left out of the tables for Canvas and
Moodle: what those import is final.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin

from splitgrade.report.text import visible

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory

    from splitgrade.report.read import Key, Lesson, Overview, Result, Student

# As Canvas's gradebook import reads them: the student by ID, else by login, else by name.
CANVAS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
# As Moodle's offline grading worksheet has them. Moodle reads the first, the grade and the
# last; without the last it refuses the file. There is no column of feedback comments: an
# empty one would delete the comments that are there.
MOODLE = [
    "Identifier",
    "Full name",
    "Email address",
    "Status",
    "Grade",
    "Maximum Grade",
    "Grade can be changed",
    "Last modified (submission)",
    "Last modified (grade)",
]
_NAMES = ("id", "last_name", "first_name", "email")
EXERCISES = ["student", "lesson", "cell", "score", "max_score", "needs_reading", "message"]


def write_exports(course: Overview, coursedir: CourseDirectory, folder: Path) -> list[Path]:
    """Write every table and the answers; return the paths."""
    tables = [
        _write_grades(coursedir, folder / "grades.csv"),
        _write_table(folder / "exercises.csv", EXERCISES, exercise_rows(course)),
        _write_table(folder / "canvas.csv", *canvas_table(course)),
    ]
    for lesson in course.lessons:
        rows = list(moodle_rows(lesson))
        path = folder / "moodle" / f"{lesson.name}.csv"
        path.unlink(missing_ok=True)  # an older one would hold grades of then
        if rows:
            tables.append(_write_table(path, MOODLE, rows))
    return [*tables, *(_write_answers(lesson, folder / "answers") for lesson in course.lessons)]


def final_results(lesson: Lesson) -> dict[str, Result]:
    """The submissions whose grade is complete, by student id."""
    return {result.student.id: result for result in lesson.results if not result.unread}


def exercise_rows(course: Overview) -> Iterator[list[Any]]:
    """One row for each graded cell of each submission."""
    for lesson in course.lessons:
        for result in lesson.results:
            for item in lesson.items:
                yield [
                    result.student.id,
                    lesson.name,
                    lesson.label(item.key),
                    result.scores.get(item.key, 0.0),
                    item.points,
                    "yes" if item.key in result.unread else "no",
                    result.messages.get(item.key, ""),
                ]


def canvas_table(course: Overview) -> tuple[list[str], list[list[Any]]]:
    """The header and the rows that Canvas imports; only lessons and students with a grade.

    Canvas takes an empty field for "no grade", so nobody is listed who has none at all.
    """
    final = {lesson.name: final_results(lesson) for lesson in course.lessons}
    lessons = [lesson for lesson in course.lessons if final[lesson.name]]
    rows = [["Points Possible", "", "", "", "", *(lesson.points for lesson in lessons)]]
    for student in course.students:
        results = [final[lesson.name].get(student.id) for lesson in lessons]
        if any(results):
            scores = [result.score if result else "" for result in results]
            rows.append([*_canvas_student(student), *scores])
    return [*CANVAS, *(lesson.name for lesson in lessons)], rows


def _canvas_student(student: Student) -> list[str]:
    name = ", ".join(part for part in (student.last_name, student.first_name) if part)
    if not name or "Points Possible" in name:  # those words would make it the row of points
        name = student.id
    login = "" if student.lms_id else student.id
    return [name, student.lms_id, "", login, ""]


def moodle_rows(lesson: Lesson) -> Iterator[list[Any]]:
    """The rows of one assignment's grading worksheet, of those who handed in in Moodle."""
    final = final_results(lesson)
    for identifier, student_id in lesson.participants.items():
        result = final.get(student_id)
        if result:
            yield [
                identifier,
                result.student.name,
                result.student.email,
                "Submitted for grading - Graded",
                result.score,
                lesson.points,
                "Yes",
                "",
                "",
            ]


def harmless(value: Any) -> Any:
    """A field that no spreadsheet takes for a formula; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = visible(value, 1000)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def _write_table(path: Path, header: list[str], rows: Iterable[list[Any]]) -> Path:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow([harmless(title) for title in header])
        writer.writerows([harmless(value) for value in row] for row in rows)
    return path


def _write_grades(coursedir: CourseDirectory, path: Path) -> Path:
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        CsvExportPlugin(to=str(path)).export(_QuotedGradebook(gradebook))
    return path


class _QuotedGradebook:
    """A gradebook for nbgrader's own export, which writes names as they are.

    A comma in a name would shift the columns, and a formula would be one.
    """

    def __init__(self, gradebook):
        self.assignments = gradebook.assignments
        self.students = [
            SimpleNamespace(**{name: _Field(getattr(student, name) or "") for name in _NAMES})
            for student in gradebook.students
        ]
        self._gradebook = gradebook

    def find_submission(self, assignment, student):
        return self._gradebook.find_submission(assignment, student.original)


class _Field(str):
    """A text as a CSV file has it, which remembers what it stands for."""

    original: str

    def __new__(cls, original):
        text = harmless(original)
        if re.search('[,"]', text):
            text = '"' + text.replace('"', '""') + '"'
        field = super().__new__(cls, text)
        field.original = original
        return field


def _write_answers(lesson: Lesson, folder: Path) -> Path:
    """Write each student's code answers as one file, and the stubs as the one to ignore."""
    own = folder / lesson.name
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir(parents=True)
    for result in lesson.results:
        if result.answers:
            name = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", result.student.id)[:200]
            _write_code(own / f"{name}.py", result.answers)
    _write_code(folder / f"{lesson.name}-template.py", lesson.stubs)
    return own


def _write_code(path: Path, answers: dict[Key, str]) -> None:
    text = "\n\n".join(f"# {'/'.join(key)}\n{source}" for key, source in answers.items())
    path.write_text(text + "\n", encoding="utf-8", errors="backslashreplace", newline="\n")
