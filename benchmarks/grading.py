"""Grade a class of right submissions with several graders, and write the page.

Each command is held to one core and the graders take turns, so the whole class takes hours.
Linux only; it needs the environment that course.py bench makes.
"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tqdm import tqdm

from benchmarks import graders, honest, machine
from benchmarks.grading_page import Graded, Growth, Results, page
from benchmarks.process import CommandFailed, Usage, run
from tasks import lessons

RESULTS = Path(__file__).parent / "GRADING.md"
PACKAGES = ("numpy", "nbgrader", "nbconvert", "nbclient", "ipykernel", "otter-grader")
OTTER_LESSONS = 2  # the first ones
STARTS = 7


class Bench:
    """Course folders, and the progress of what is run in them.

    Parameters
    ----------
    scratch : Path
        An empty folder.
    names : list of str
        Of lessons.
    students : int
    sizes : list of int
        Of the classes by which growth is measured.
    bar : tqdm
        Counts submissions.
    """

    def __init__(self, scratch, names, students, sizes, bar):
        self.scratch, self.names, self.students = scratch, names, students
        self.sizes, self.bar = sizes, bar

    def measure(self):
        """Return Results."""
        honest.make_course(self.scratch / "empty")
        folders = self.class_folders()
        graded = [each for name in self.names for each in self.lesson(name, folders)]
        course = folders["splitgrade"][0]
        again = self.run([graders.grade_command(course)], course, "all lessons, unchanged")
        starts = [self.run([graders.grade_command(course) + ["--help"]], course, "start-up")
                  for _ in range(STARTS)]
        return Results(self.students, graded, again, starts, list(map(self.growth, self.sizes)))

    def class_folders(self):
        """Return two course folders for each grader, by its name."""
        course = self.course("class", self.names, self.students)
        folders = {}
        for grader in graders.GRADERS:
            folders[grader.name] = [self.scratch / f"{grader.name}-{turn}" for turn in (1, 2)]
            for folder in folders[grader.name]:
                shutil.copytree(course, folder)
                grader.prepare(folder)
        return folders

    def course(self, name, names, students):
        """Return a new course folder in which so many students handed these lessons in."""
        folder = self.scratch / name
        shutil.copytree(self.scratch / "empty", folder)
        honest.hand_in(folder, names, students)
        return folder

    def lesson(self, name, folders):
        """Grade a lesson with each grader in turn, and then once more in the opposite order.

        Returns
        -------
        list of Graded
        """
        runs = {grader: [] for grader in graders_of(name, self.names)}
        for turn, order in enumerate([list(runs), list(runs)[::-1]]):
            for grader in order:
                folder = folders[grader.name][turn]
                what = f"{name}, {grader.name}"
                usage = self.run(grader.commands(folder, name), folder, what, self.students)
                runs[grader].append(usage)
        return [
            Graded(name, grader.name, found,
                   self.right_students(grader, name, folders[grader.name]))
            for grader, found in runs.items()
        ]

    def right_students(self, grader, name, folders):
        """Return who has full marks on each test cell in all the folders."""
        full = honest.full_marks(name)
        students = map(honest.student_name, range(self.students))
        return {student for student in students
                if all(full.items() <= grader.scores(folder, name, student).items()
                       for folder in folders)}

    def growth(self, students):
        """Grade a class of some size twice."""
        name = self.names[0]
        course = self.course(f"growth-{students}", [name], students)
        command = graders.grade_command(course, name)
        first = self.run([command], course, f"{students} of {name}", students)
        again = self.run([command], course, f"{students} of {name}, unchanged")
        return Growth(students, first, again)

    def run(self, commands, folder, what, submissions=0):
        """Run commands one after another; return what they used together.

        Parameters
        ----------
        commands : list of lists of str
        folder : Path
        what : str
            For the progress bar.
        submissions : int, optional
            How many of them are thereby graded.

        Returns
        -------
        Usage
        """
        self.bar.set_description(what)
        used = [run(command, folder, lambda: self.bar.update(0)) for command in commands]
        self.bar.update(submissions)
        wall, cpu, memory = zip(*used, strict=True)
        return Usage(sum(wall), sum(cpu), max(memory))


def graders_of(name, names):
    """Return the graders that a lesson is graded with."""
    otter = [graders.OTTER] if name in names[:OTTER_LESSONS] else []
    return [graders.SPLITGRADE, graders.NBGRADER, *otter]


def count_submissions(names, students, sizes):
    """Return how many submissions a whole run grades."""
    return sum(2 * students * len(graders_of(name, names)) for name in names) + sum(sizes)


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.grading", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    known = lessons.lesson_names()
    parser.add_argument("--students", type=int, default=10, metavar="N")
    parser.add_argument("--lessons", nargs="+", default=known, choices=known, metavar="LESSON")
    parser.add_argument("--growth", nargs="*", type=int, default=[1, 10, 100], metavar="N",
                        help="sizes of classes, for how cost grows (default: 1 10 100)")
    parser.add_argument("--output", type=Path, default=RESULTS, metavar="PAGE")
    return parser.parse_args(arguments)


def main(arguments=None):
    """Measure and write the page; return 1 if a right submission lost points."""
    options = parse(arguments)
    started, load = time.perf_counter(), machine.load()
    total = count_submissions(options.lessons, options.students, options.growth)
    with tempfile.TemporaryDirectory(prefix="grading-") as scratch, \
            tqdm(total=total, unit="submission", miniters=0, mininterval=5) as bar:
        try:
            results = Bench(Path(scratch), options.lessons, options.students, options.growth,
                            bar).measure()
        except CommandFailed as error:
            bar.close()
            print(f"benchmarks.grading: {error}", file=sys.stderr)
            return 2
    facts = machine.facts(f"{machine.processor()}, of which one is used", load, PACKAGES,
                          f"{(time.perf_counter() - started) / 60:.0f} minutes")
    options.output.write_text(page(facts, results), encoding="utf-8", newline="\n")
    print(f"written: {options.output}")
    return 0 if results.all_right() else 1


if __name__ == "__main__":
    sys.exit(main())
