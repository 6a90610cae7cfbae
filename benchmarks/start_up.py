"""Time how long grading takes to start, beside nbgrader, and write the page; two minutes.

Linux only; it needs the environment that course.py bench makes.
"""

import argparse
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks import graders, honest
from benchmarks.classes import write_page
from benchmarks.page import listed, shown
from benchmarks.pairing import STEADY, Target, spread_of
from benchmarks.process import Usage
from tasks import lessons

RESULTS = Path(__file__).parent / "START-UP.md"
BLOCKS = 10
TARGET = Target(2.0, "at most")
NBGRADER = "`nbgrader --version`"  # which loads nbgrader, and does nothing
INTRODUCTION = f"""# How fast grading starts

`python -m benchmarks.start_up` measured every number here in one run and wrote this page.

- `grade --help` is what an instructor waits for who looks something up.
- `grade --dry-run` is what a grading run does before its first submission: it loads nbgrader and
  all else, starts both processes that a submission gets, proves the sandbox in them, reads one
  submission and asks the gradebook.
- {NBGRADER} loads nbgrader, and does nothing.

Each command is held to one core. They run in turns, in {{blocks}} blocks of first to last and last
to first; a time is the mean of the two in a block. A number is the median over the blocks, with
the quartiles in brackets. A ratio is taken within a block. *Control* is a command's later run by
its own earlier one. Targets are held against wall time, only where the quartiles of the control
lie within {STEADY[0]} and {STEADY[1]}. One block more comes first and does not count: it fills the
system's file cache.
"""
HEADER = """| what starts | wall time (s) | CPU time (s) | ratio to nbgrader, wall time | control \
| target |
| --- | --- | --- | --- | --- | --- |"""


@dataclass(frozen=True)
class Start:
    """How long a command took to start.

    Attributes
    ----------
    name : str
    blocks : list of two Usage
        The earlier run and the later one of each block.
    """

    name: str
    blocks: list[tuple[Usage, Usage]]

    def times(self, clock):
        """Return the mean time of each block in seconds."""
        return [statistics.mean(getattr(run, clock) for run in block) for block in self.blocks]

    def control(self):
        """Return the Spread of the later run's wall time by the earlier one's."""
        return spread_of([later.wall / earlier.wall for earlier, later in self.blocks])


def measure(classes, blocks):
    """Start each command twice in each block; return a list of Start."""
    lesson = lessons.lesson_names()[0]
    course = classes.course("start-up", [lesson], 1)
    one = [lesson, "--student", honest.student_name(0), "--dry-run"]
    commands = {
        "`grade --help`": graders.grade_command(course, "--help"),
        "`grade --dry-run`": graders.grade_command(course, *one),
        NBGRADER: [sys.executable, "-m", "nbgrader", "--version"],
    }
    runs = {name: [] for name in commands}
    for _ in range(blocks + 1):
        for name in [*commands, *reversed(commands)]:
            runs[name].append(classes.run([commands[name]], course, name))
        classes.bar.update()
    return [
        Start(name, list(zip(used[2::2], used[3::2], strict=True))) for name, used in runs.items()
    ]


def page(facts, starts):
    """Build the page.

    Parameters
    ----------
    facts : dict of str to str
        About the run: date, machine, load, versions.
    starts : list of Start
        The last one is nbgrader's.

    Returns
    -------
    str
        Markdown.
    """
    introduction = INTRODUCTION.format(blocks=len(starts[0].blocks))
    rows = [row(start, starts[-1]) for start in starts]
    return "\n".join([introduction, listed(facts), "", HEADER, *rows, ""])


def row(start, nbgraders):
    """Return one command as a row of the table."""
    wall, noise = spread_of(start.times("wall")), start.control()
    ratio, wanted = "", "none"
    if start is not nbgraders:
        both = zip(start.times("wall"), nbgraders.times("wall"), strict=True)
        ratio = shown(spread_of([ours / theirs for ours, theirs in both]))
        wanted = f"{TARGET} s: {TARGET.verdict(wall, noise)}"
    cells = [
        start.name,
        shown(wall),
        shown(spread_of(start.times("cpu"))),
        ratio,
        shown(noise),
        wanted,
    ]
    return f"| {' | '.join(cells)} |"


def main(arguments=None):
    """Measure and write the page."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.start_up",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--blocks", type=int, default=BLOCKS, metavar="N")
    parser.add_argument("--output", type=Path, default=RESULTS, metavar="PAGE")
    options = parser.parse_args(arguments)
    if options.blocks < 2:
        parser.error(f"--blocks {options.blocks}: at least two are needed for a spread")
    starts = write_page(
        options.output,
        options.blocks + 1,
        lambda classes: measure(classes, options.blocks),
        page,
        unit="block",
    )
    return 2 if starts is None else 0


if __name__ == "__main__":
    sys.exit(main())
