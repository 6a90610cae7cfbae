"""Grade a demo class over all lessons, from source to feedback.

Everything happens in demo_course/, which is made anew each time: the releases are built
from source with nbgrader, fourteen students hand in what real students hand in, nbgrader
grades them and writes a feedback page for each.
"""

import argparse
import contextlib
import io
import shutil
import sys
import textwrap
import time

from splitgrade import sandbox
from splitgrade.commands import grade as grade_command
from tasks import demo_class, lessons, sync

DEMO = lessons.COURSE / "demo_course"
MARK = DEMO / "made-by-demo.txt"


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="course.py demo",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.parse_args(arguments)
    started = time.perf_counter()
    try:
        empty_folder()
        print(f"Building {len(lessons.lesson_names())} releases from source with nbgrader ...")
        build_course()
        use_sandbox_if_there_is_one()
    except (OSError, sync.ReleaseError) as error:
        print(f"course.py demo: {error}", file=sys.stderr)
        return 2
    demo_class.hand_in(DEMO, lessons.lesson_names())
    grades = grade()
    print_table(grades)
    print_what_to_open(grades, time.perf_counter() - started)
    return 1 if any(grade.outcome == "failed" for grade in grades) else 0


def empty_folder():
    """Make an empty demo_course/; never remove one that the demo did not make."""
    if DEMO.exists() and not MARK.is_file():
        raise FileExistsError(f"{DEMO.name}/ was not made by the demo: move it away first.")
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir()
    MARK.write_text("Made by course.py demo, which removes this folder when it runs again.\n")


def build_course():
    """Make the demo's course folder, with its releases and an empty gradebook."""
    with contextlib.redirect_stderr(io.StringIO()):  # nbgrader's log; errors are raised
        sync.make_releases(lessons.COURSE, DEMO)
    with (DEMO / "nbgrader_config.py").open("a") as config:
        # One of this class loops for ever in every lesson, and each loop is tried twice.
        config.write("c.SplitExecute.timeout = 3  # seconds a cell: enough for this class\n")


def use_sandbox_if_there_is_one():
    """Grading refuses to start without a sandbox; the demo's own class is harmless."""
    try:
        sandbox.find()
    except sandbox.SandboxError as error:
        print(f"Grading this made-up class without a sandbox. For a real one: {error}")
        with (DEMO / "nbgrader_config.py").open("a") as config:
            config.write("c.SplitExecute.sandbox = False  # this class is made up\n")


def grade():
    """Grade the class as course.py grade does; returns its grades."""
    run = grade_command.graded_course(grade_command.parse(["--course", str(DEMO)]))
    grade_command.write_report(run)
    return sorted(run.grades, key=lambda grade: (grade.student, grade.lesson))


def print_table(grades):
    names = lessons.lesson_names()
    width = max(60, shutil.get_terminal_size((120, 20)).columns)
    heads = "".join(f"{name[:2]:>12}" for name in names)
    print(f"\n{'student':8}{heads}   handed in, and what grading said")
    for student, make_files in demo_class.STUDENTS.items():
        mine = [grade for grade in grades if grade.student == student]
        scores = "".join(f"{_score(grade):>12}" for grade in mine)
        print(f"{student:8}{scores}   {make_files.__doc__}")
        for reason in _reasons(mine):
            print(" " * 8 + textwrap.shorten(reason, width - 8, placeholder=" ..."))
    print("\n+4 stands for four points of reflections that a person has still to read.")


def _score(grade):
    unread = f" +{grade.to_read:g}" if grade.to_read else ""
    return f"{grade.score:g}/{grade.max_score:g}{unread}"


def _reasons(grades):
    return [f"{grade.lesson[:2]}: {grade.reason}" for grade in grades]


def print_what_to_open(grades, seconds):
    last = lessons.lesson_names()[-1]
    page = DEMO / "feedback" / "dana" / last / f"{last}.html"
    print(f"""
{len(grades)} notebooks graded in {seconds:.0f} s. Open next:
  {page.relative_to(lessons.COURSE)}
      what a student reads
  demo_course/report/index.html
      how the class did, and where it went wrong
  demo_course/report/grades.csv
      nbgrader's export; beside it those for Canvas and Moodle
  python3 course.py lab demo_course
      the class in nbgrader's own pages: menu Nbgrader, then Formgrader""")


if __name__ == "__main__":
    sys.exit(main())
