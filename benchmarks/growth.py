"""Grade ever larger classes with splitgrade, and write the page; it takes half an hour.

Linux only; it needs the environment that course.py bench makes.
"""

import argparse
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks import graders
from benchmarks.classes import write_page
from benchmarks.grading_page import megabytes
from benchmarks.page import listed, ranged
from benchmarks.process import Usage
from tasks import lessons

RESULTS = Path(__file__).parent / "GROWTH.md"
REPEATED = 200  # larger classes are graded once: they take long, and an average by themselves
REPEATS = 3
INTRODUCTION = f"""# How grading grows with the class

`python -m benchmarks.growth` measured every number here in one run and wrote this page.

Every student answers every exercise of lesson {{lesson}} right, no two with the same code. Each
command is held to one core; CPU time and memory are summed over all its processes. A class is
graded in a fresh course folder, and then again with nothing changed. Classes of up to {REPEATED}
are graded {REPEATS} times, in turns: the middle is shown, and in brackets the lowest and the
highest. *Growth* is the CPU time for each submission by that in the class before, the middle of
the turns: 1 where the cost grows as the class does. A class of one is the time to the first grade.
"""
HEADER = """| submissions | wall time (s) | CPU time (s) | CPU time for each (s) | growth \
| peak memory (MB) | again, unchanged: wall time (s) | CPU time (s) |
| --- | --- | --- | --- | --- | --- | --- | --- |"""


@dataclass(frozen=True)
class Growth:
    """What a class of some size took: graded for the first time, and again unchanged.

    Attributes
    ----------
    students : int
    first, again : list of Usage
        Of each turn.
    """

    students: int
    first: list[Usage]
    again: list[Usage]


def measure(classes, lesson, sizes):
    """Grade classes of these sizes, and each again; return a list of Growth."""
    growth = [Growth(students, [], []) for students in sizes]
    for turn in range(REPEATS):
        for each in growth:
            if turn < runs_of(each.students):
                first, again = grade_twice(classes, lesson, each.students, turn)
                each.first.append(first)
                each.again.append(again)
    return growth


def grade_twice(classes, lesson, students, turn):
    """Grade a class in a new course folder, and again; return both Usages."""
    course = classes.course(f"growth-{students}-{turn}", [lesson], students)
    command = graders.grade_command(course, lesson)
    first = classes.run([command], course, f"{students} of {lesson}", students)
    return first, classes.run([command], course, f"{students} of {lesson}, unchanged")


def runs_of(size):
    """Return how often a class of this size is graded."""
    return REPEATS if size <= REPEATED else 1


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
    rows = [row(each, before) for each, before in zip(growth, [None, *growth], strict=False)]
    return "\n".join([INTRODUCTION.format(lesson=lesson), listed(facts), "", HEADER, *rows, ""])


def row(growth, before):
    """Return one size of class as a row of the table; ``before`` is the smaller one."""
    n, first, again = growth.students, growth.first, growth.again
    grown = ""
    if before is not None:
        grown = f"{middle(first, 'cpu') / n / (middle(before.first, 'cpu') / before.students):.2f}"
    each = [usage._replace(cpu=usage.cpu / n) for usage in first]
    cells = [
        str(n),
        spread(first, "wall", 1),
        spread(first, "cpu", 1),
        spread(each, "cpu"),
        grown,
        megabytes(max(usage.memory for usage in first)),
        spread(again, "wall", 1),
        spread(again, "cpu", 1),
    ]
    return f"| {' | '.join(cells)} |"


def middle(runs, clock):
    """Return the median of the runs' times."""
    return statistics.median(getattr(run, clock) for run in runs)


def spread(runs, clock, digits=2):
    """Return the middle of the runs' times, the lowest and the highest, as text."""
    times = [getattr(run, clock) for run in runs]
    return ranged(times, digits) if len(times) > 1 else f"{times[0]:.{digits}f}"


def main(arguments=None):
    """Measure and write the page."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.growth",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sizes", nargs="+", type=int, default=[1, 10, 100, 1000], metavar="N")
    parser.add_argument("--output", type=Path, default=RESULTS, metavar="PAGE")
    options = parser.parse_args(arguments)
    lesson = lessons.lesson_names()[0]
    growth = write_page(
        options.output,
        sum(size * runs_of(size) for size in options.sizes),
        lambda classes: measure(classes, lesson, sorted(options.sizes)),
        lambda facts, growth: page(facts, lesson, growth),
    )
    return 2 if growth is None else 0


if __name__ == "__main__":
    sys.exit(main())
