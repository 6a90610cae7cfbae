"""Write the instructor's pages and tables of grades into the course's folder report/."""

import argparse
import os
import sys
from pathlib import Path

from tasks.lessons import COURSE
from tasks.sync import course_config


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="course.py report", description=__doc__)
    parser.add_argument(
        "lessons",
        metavar="LESSON",
        nargs="*",
        help="write the pages of these lessons only; the tables hold all",
    )
    parser.add_argument(
        "--course",
        type=Path,
        default=COURSE,
        metavar="FOLDER",
        help="the course folder; by default this one",
    )
    chosen = parser.parse_args(arguments)
    # Imported here: --help must not cost the import of nbgrader.
    from sqlalchemy.exc import SQLAlchemyError

    from splitgrade.classroom import first_line
    from splitgrade.report import ReportError, read_course, write_files

    folder = chosen.course.resolve()
    try:
        coursedir, config = open_course(folder)
        course = read_course(coursedir, config)
        written = write_files(course, coursedir, chosen.lessons)
    except (ReportError, OSError, SQLAlchemyError) as error:
        print(f"course.py report: {first_line(error)}", file=sys.stderr)
        return 2
    for path in written:
        print(os.path.relpath(path))
    print(what_needs_a_person(course))
    return 0


def open_course(folder):
    """nbgrader's view of a course folder, and its configuration."""
    from nbgrader.coursedir import CourseDirectory

    if not (folder / "nbgrader_config.py").is_file():
        raise FileNotFoundError(f"{folder} is no course folder: it has no nbgrader_config.py.")
    config = course_config(folder)
    return CourseDirectory(config=config), config


def what_needs_a_person(course):
    """The last line: what is not final, and what has no grade."""
    waiting = sum(len(lesson.unread) for lesson in course.lessons)
    ungraded = sum(len(lesson.ungraded) for lesson in course.lessons)
    said = "Every grade is final."
    if waiting:
        said = (
            f"Submissions with points that a person has still to give: {waiting}. canvas.csv "
            "and moodle/ leave them out; grades.csv counts those points as 0."
        )
    if ungraded:
        said += f" Handed in without a grade: {ungraded}. Grade them again."
    return said


if __name__ == "__main__":
    sys.exit(main())
