"""Write the instructor's pages and tables of grades into the course's folder report/."""

import argparse
import os
import sys
from pathlib import Path

from splitgrade.folder import add_course, course_config


def main(arguments=None, program="splitgrade", course=Path()):
    parser = argparse.ArgumentParser(prog=f"{program} report", description=__doc__)
    parser.add_argument(
        "lessons",
        metavar="LESSON",
        nargs="*",
        help="write the pages of these lessons only; the tables hold all",
    )
    add_course(parser, course)
    chosen = parser.parse_args(arguments)
    # Imported here: --help must not cost the import of nbgrader.
    from sqlalchemy.exc import SQLAlchemyError

    from splitgrade.classroom import first_line
    from splitgrade.report import ReportError, read_course, write_files

    folder = chosen.course.resolve()
    try:
        coursedir, config = open_course(folder)
        found = read_course(coursedir, config)
        written = write_files(found, coursedir, chosen.lessons)
    except (ReportError, OSError, SQLAlchemyError) as error:
        print(f"{program} report: {first_line(error)}", file=sys.stderr)
        return 2
    for path in written:
        print(os.path.relpath(path))
    print(what_needs_a_person(found))
    return 0


def open_course(folder):
    """nbgrader's view of a course folder, and its configuration."""
    from nbgrader.coursedir import CourseDirectory

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
