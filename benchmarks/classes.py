"""Classes of right submissions that graders grade, and the page on what it took."""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from tqdm import tqdm

from benchmarks import honest, machine
from benchmarks.process import CommandFailed, Usage, run

PACKAGES = ("numpy", "nbgrader", "nbconvert", "nbclient", "ipykernel", "otter-grader")


class Classes:
    """Course folders, and the progress of what is run in them.

    Parameters
    ----------
    scratch : Path
        An empty folder.
    bar : tqdm
        Counts submissions, or turns.
    """

    def __init__(self, scratch, bar):
        self.scratch, self.bar = scratch, bar
        honest.make_course(scratch / "empty")

    def course(self, name, names, students, first=0):
        """Return a new course folder in which so many students handed these lessons in."""
        folder = self.scratch / name
        shutil.copytree(self.scratch / "empty", folder)
        honest.hand_in(folder, names, students, first)
        return folder

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


def write_page(output, total, measure, page, unit="submission", used="one is used"):
    """Measure, and write the page; return what was measured, or None if a command failed.

    Parameters
    ----------
    output : Path
    total : int
        How many submissions are graded in all, for the progress bar.
    measure : callable
        From Classes to what was measured.
    page : callable
        From facts about the run and what was measured to Markdown.
    unit : str, optional
        What the progress bar counts.
    used : str, optional
        How many of the cores the commands are given, in words.
    """
    started, load = time.perf_counter(), machine.load()
    with (
        tempfile.TemporaryDirectory(prefix="grading-") as scratch,
        tqdm(total=total, unit=unit, miniters=0, mininterval=5) as bar,
    ):
        try:
            measured = measure(Classes(Path(scratch), bar))
        except CommandFailed as error:
            bar.close()
            print(f"course.py bench: {error}", file=sys.stderr)
            return None
    facts = machine.facts(
        f"{machine.processor()}, of which {used}",
        load,
        PACKAGES,
        f"{(time.perf_counter() - started) / 60:.0f} minutes",
    )
    output.write_text(page(facts, measured), encoding="utf-8", newline="\n")
    print(f"written: {output}")
    return measured
