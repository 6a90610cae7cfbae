"""Grade a class of right submissions with several graders, and write the page.

Each command is held to one core and the graders take turns, so a class takes an hour.
Linux only; it needs the environment that course.py bench makes.
"""

import argparse
import shutil
import sys
from pathlib import Path

from benchmarks import graders, honest
from benchmarks.classes import write_page
from benchmarks.grading_page import Graded, Results, page
from tasks import lessons

RESULTS = Path(__file__).parent / "GRADING.md"
OTTER_LESSONS = 2  # the first ones
TURNS = (0, 1)


class Bench:
    """A class that all graders meet.

    Parameters
    ----------
    classes : Classes
    names : list of str
        Of lessons.
    students : int
        Even: one half of them is graded in each turn.
    peers : list of str
        Names of the graders beside splitgrade.
    """

    def __init__(self, classes, names, students, peers):
        self.classes, self.names, self.students, self.peers = classes, names, students, peers
        self.half = students // 2

    def measure(self):
        """Return Results."""
        folders = self.class_folders()
        graded = [each for name in self.names for each in self.lesson(name, folders)]
        return Results(self.students, graded)

    def class_folders(self):
        """Return two course folders for each grader, by its name: one for each half."""
        halves = [
            self.classes.course(f"half-{turn}", self.names, self.half, turn * self.half)
            for turn in TURNS
        ]
        folders = {}
        for grader in graders_of(self.names[0], self.names, self.peers):
            folders[grader.name] = [
                self.classes.scratch / f"{grader.name}-{turn}" for turn in TURNS
            ]
            for half, folder in zip(halves, folders[grader.name], strict=True):
                shutil.copytree(half, folder)
                grader.prepare(folder)
        return folders

    def lesson(self, name, folders):
        """Grade one half with each grader in turn, and the other half in the opposite order.

        Returns
        -------
        list of Graded
        """
        runs = {grader: [] for grader in graders_of(name, self.names, self.peers)}
        for turn, order in zip(TURNS, [list(runs), list(runs)[::-1]], strict=True):
            for grader in order:
                folder = folders[grader.name][turn]
                what = f"{name}, {grader.name}"
                runs[grader].append(
                    self.classes.run(grader.commands(folder, name), folder, what, self.half)
                )
        return [
            Graded(
                name, grader.name, found, self.right_students(grader, name, folders[grader.name])
            )
            for grader, found in runs.items()
        ]

    def right_students(self, grader, name, folders):
        """Return who has full marks on each test cell."""
        full, right = honest.full_marks(name), set()
        for number in range(self.students):
            student, folder = honest.student_name(number), folders[number // self.half]
            if full.items() <= grader.scores(folder, name, student).items():
                right.add(student)
        return right


def graders_of(name, names, peers):
    """Return the graders that a lesson is graded with: splitgrade, and the peers named."""
    there = [each for each in graders.GRADERS if each.name in peers or each is graders.SPLITGRADE]
    return [each for each in there if each is not graders.OTTER or name in names[:OTTER_LESSONS]]


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.grading",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    known = lessons.lesson_names()
    parser.add_argument(
        "--students", type=int, default=10, metavar="N", help="an even number (default: 10)"
    )
    parser.add_argument("--lessons", nargs="+", default=known, choices=known, metavar="LESSON")
    peers = [each.name for each in graders.GRADERS if each is not graders.SPLITGRADE]
    parser.add_argument("--peers", nargs="+", default=peers, choices=peers, metavar="GRADER")
    parser.add_argument("--output", type=Path, default=RESULTS, metavar="PAGE")
    options = parser.parse_args(arguments)
    if options.students < 2 or options.students % 2:
        parser.error(
            f"--students {options.students}: an even number is needed, one half for each turn"
        )
    return options


def main(arguments=None):
    """Measure and write the page; return 1 if a right submission lost points."""
    options = parse(arguments)
    names, students = options.lessons, options.students
    peers = options.peers
    submissions = sum(students * len(graders_of(name, names, peers)) for name in names)
    results = write_page(
        options.output,
        submissions,
        lambda classes: Bench(classes, names, students, peers).measure(),
        page,
    )
    if results is None:
        return 2
    return 0 if results.all_right() else 1


if __name__ == "__main__":
    sys.exit(main())
