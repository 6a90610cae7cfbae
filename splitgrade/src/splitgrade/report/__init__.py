"""What an instructor reads after grading: a page for each lesson, and tables of grades.

The pages and tables are made of nbgrader's gradebook, the graded notebooks and the
instructor's own. They hold whatever students wrote, and none of it can act: text is
escaped, cut and made visible, the pages run no script and fetch nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from splitgrade.report.exports import write_exports
from splitgrade.report.page import write_index, write_page
from splitgrade.report.read import Lesson, Overview, ReportError, read_course

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

__all__ = ["Overview", "Lesson", "ReportError", "read_course", "write_files", "write_report"]


def write_report(
    coursedir: CourseDirectory, config: Config, lessons: list[str] | None = None
) -> list[Path]:
    """Write the pages and the tables of a course into its folder ``report/``.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
    config : traitlets.config.Config
        The course's configuration, for its stubs and markers.
    lessons : list of str, optional
        Write the pages of these lessons only. The index and the tables are always of all.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    ReportError
        If there is no gradebook, nothing graded, or no such lesson.
    """
    return write_files(read_course(coursedir, config), coursedir, lessons)


def write_files(
    course: Overview, coursedir: CourseDirectory, lessons: list[str] | None = None
) -> list[Path]:
    """Write the report of a course that was read; see `write_report`."""
    chosen = [course.lesson(name) for name in lessons] if lessons else course.lessons
    folder = Path(coursedir.root) / "report"
    folder.mkdir(exist_ok=True)
    pages = [write_page(lesson, coursedir, folder) for lesson in chosen]
    exports = write_exports(course, coursedir, folder)
    return [write_index(course, folder), *pages, *exports]
