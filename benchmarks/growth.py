"""Grade ever larger classes with splitgrade, and write the page; it takes an hour.

Linux only; it needs the environment that course.py bench makes.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks import graders
from benchmarks.classes import write_page
from benchmarks.grading_page import megabytes
from benchmarks.page import listed
from benchmarks.process import Usage
from tasks import lessons

RESULTS = Path(__file__).parent / "GROWTH.md"
INTRODUCTION = """# How grading grows with the class

`python -m benchmarks.growth` measured every number here in one run and wrote this page.

Every student answers every exercise of lesson {lesson} right, no two with the same code. Each
command is held to one core; CPU time and memory are summed over all its processes. Each size is
graded once, in a fresh course folder, and then again with nothing changed. A class of one is the
time to the first grade.
"""
HEADER = """| submissions | wall time (s) | CPU time (s) | CPU time for each (s) \
| peak memory (MB) | again, unchanged: wall time (s) | CPU time (s) |
| --- | --- | --- | --- | --- | --- | --- |"""


@dataclass(frozen=True)
class Growth:
    """What a class of some size took: graded for the first time, and again unchanged."""

    students: int
    first: Usage
    again: Usage


def measure(classes, lesson, students):
    """Grade a lesson for a class of some size, and again; return Growth."""
    course = classes.course(f"growth-{students}", [lesson], students)
    command = graders.grade_command(course, lesson)
    first = classes.run([command], course, f"{students} of {lesson}", students)
    again = classes.run([command], course, f"{students} of {lesson}, unchanged")
    return Growth(students, first, again)


def page(facts, lesson, growth):
    """Build the page.

    Parameters
    ----------
    facts : dict of str to str
        About the run: date, machine, load, versions.
    lesson : str
    growth : list of Growth

    Returns
    -------
    str
        Markdown.
    """
    return "\n".join([INTRODUCTION.format(lesson=lesson), listed(facts), "",
                      HEADER, *map(row, growth), ""])


def row(growth):
    """Return one size of class as a row of the table."""
    first, again, n = growth.first, growth.again, growth.students
    return (f"| {n} | {first.wall:.1f} | {first.cpu:.1f} | {first.cpu / n:.2f} "
            f"| {megabytes(first.memory)} | {again.wall:.1f} | {again.cpu:.1f} |")


def main(arguments=None):
    """Measure and write the page."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.growth", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1, 10, 100, 1000], metavar="N")
    parser.add_argument("--output", type=Path, default=RESULTS, metavar="PAGE")
    options = parser.parse_args(arguments)
    lesson = lessons.lesson_names()[0]
    growth = write_page(
        options.output, sum(options.sizes),
        lambda classes: [measure(classes, lesson, students) for students in options.sizes],
        lambda facts, growth: page(facts, lesson, growth))
    return 2 if growth is None else 0


if __name__ == "__main__":
    sys.exit(main())
