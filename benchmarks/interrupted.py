"""Grade a messy class, kill the run half-way, go on, change a test, and write the page.

It takes a quarter of an hour. Linux only; it needs the environment that course.py bench makes.
"""

import argparse
import csv
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import nbformat

from benchmarks.classes import write_page
from benchmarks.graders import gradebook_scores
from benchmarks.page import listed, ranged
from splitgrade.results import FILE
from tasks import demo_class, lessons

RESULTS = Path(__file__).parent / "INTERRUPTED.md"
STUDENTS = ("bao", "dana", "farah", "goran", "hana", "ilya", "kofi", "lena", "mika", "noor")
CHANGED = "02_magnitude_pruning"  # the lesson whose test is changed
STEPS = {
    "whole": "without an interruption",
    "killed": "killed half-way by `kill -9`",
    "resumed": "the same command again",
    "both": "the killed and the second run together",
    "unchanged": "again, with nothing changed",
    "changed": f"again, one test of {CHANGED} changed",
}
INTRODUCTION = """# A messy class, killed and resumed

`python -m benchmarks.interrupted` measured every number here in one run and wrote this page.

{submissions} submissions: {students} students hand in each of {lessons} lessons.

{who}

`splitgrade grade` grades them with a worker for each core. In each of {turns} turns one course
folder is graded without an interruption, and another one next to it in time; there the run is
killed after half of that time and started again. A number is the median of the turns, in brackets
the lowest and the highest; a ratio is by the time without an interruption in the same turn. Kofi's
loops run until their time limit of 20 seconds, which is most of the time.
"""
HEADER = """| step | wall time (s) | ratio | what the last line said |
| --- | --- | --- | --- |"""


@dataclass(frozen=True)
class Turn:
    """What one turn took, and how it ended.

    Attributes
    ----------
    seconds : dict of str to float
        Wall time by step.
    said : dict of str to str
        The last line of each step that ran to its end.
    recorded : int
        Submissions that were graded to the end when the run was killed.
    same_grades : bool
        Whether every grade is the same with and without the interruption.
    tables : dict of str to int
        Rows of each table that was exported, without its header.
    """

    seconds: dict
    said: dict
    recorded: int
    same_grades: bool
    tables: dict


def measure(classes, names, turns):
    """Return a list of Turn."""
    course = classes.scratch / "messy"
    shutil.copytree(classes.scratch / "empty", course)
    demo_class.hand_in(course, names, STUDENTS)
    return [one_turn(classes, course, turn) for turn in range(turns)]


def one_turn(classes, course, turn):
    """Grade one copy of the course without an interruption, and one with; return Turn."""
    whole, killed = (classes.scratch / f"{kind}-{turn}" for kind in ("whole", "killed"))
    for folder in (whole, killed):
        shutil.copytree(course, folder)
    seconds, said = {}, {}

    def grade(step, folder, limit=None):
        classes.bar.set_description(f"turn {turn + 1}: {step}")
        seconds[step], said[step] = run_grade(folder, limit)

    grade("whole", whole)
    grade("killed", killed, seconds["whole"] / 2)
    recorded = graded_to_the_end(killed)
    grade("resumed", killed)
    seconds["both"] = seconds["killed"] + seconds["resumed"]
    same = scores(killed) == scores(whole)
    grade("unchanged", killed)
    change_a_test(killed)
    grade("changed", killed)
    classes.bar.update(1)
    return Turn(seconds, said, recorded, same, exported(killed))


def run_grade(folder, limit=None):
    """Grade a course, killing the run after so many seconds.

    Returns
    -------
    seconds : float
    said : str
        Its last line; empty where it was killed.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "splitgrade", "grade", "--course", str(folder)],
        cwd=lessons.COURSE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        output, _ = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        output = ""
    return time.perf_counter() - started, (output.splitlines() or [""])[-1]


def graded_to_the_end(folder):
    """Return how many submissions have all their grades and their page."""
    with closing(sqlite3.connect(folder / FILE)) as database:
        return database.execute("select count(*) from graded").fetchone()[0]


def scores(folder):
    """Return the points of each test cell of each submission, by lesson and student."""
    return {
        (path.name, path.parent.name): gradebook_scores(folder, path.name, path.parent.name)
        for path in (folder / "submitted").glob("*/*")
    }


def change_a_test(folder):
    """Add a line to the last visible check of a lesson, as an author would."""
    path = lessons.source_notebook(CHANGED, folder)
    notebook = nbformat.read(path, as_version=4)
    test = [cell for cell in notebook.cells if lessons.is_test(cell)][-1]
    test.source += "\nassert True  # one more check"
    nbformat.write(notebook, path)


def exported(folder):
    """Return how many rows each exported table has, by its name in ``report/``."""
    found = {}
    for path in sorted((folder / "report").rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.relative_to(folder / "report").as_posix()] = len(list(csv.reader(file))) - 1
    return found


def page(facts, names, turns):
    """Build the page.

    Parameters
    ----------
    facts : dict of str to str
        About the run: date, machine, load, versions.
    names : list of str
        Of lessons.
    turns : list of Turn

    Returns
    -------
    str
        Markdown.
    """
    who = "\n".join(f"- *{name}*: {demo_class.STUDENTS[name].__doc__}" for name in STUDENTS)
    total = len(STUDENTS) * len(names)
    introduction = INTRODUCTION.format(
        submissions=total, students=len(STUDENTS), lessons=len(names), who=who, turns=len(turns)
    )
    same = sum(turn.same_grades for turn in turns)
    recorded = ", ".join(str(turn.recorded) for turn in turns)
    tables = ", ".join(f"`{name}` {rows} rows" for name, rows in turns[-1].tables.items())
    return "\n".join(
        [
            introduction,
            listed(facts),
            "",
            HEADER,
            *(row(step, turns) for step in STEPS),
            "",
            f"- Submissions graded to the end when the run was killed: {recorded} of {total}.",
            f"- Turns in which all points were the same with and without the interruption: {same} "
            f"of {len(turns)}.",
            f"- Tables exported at the end of the last turn: {tables}.",
            "",
        ]
    )


def row(step, turns):
    """Return one step as a row of the table."""
    seconds = [turn.seconds[step] for turn in turns]
    ratios = [turn.seconds[step] / turn.seconds["whole"] for turn in turns]
    said = defaultdict(int)
    for turn in turns:
        said[turn.said.get(step, "")] += 1
    lines = "; ".join(
        f"{line}" + (f" ({count} of {len(turns)})" if len(said) > 1 else "")
        for line, count in said.items()
    )
    return f"| {STEPS[step]} | {ranged(seconds, 1)} | {ranged(ratios)} | {lines} |"


def all_as_expected(turns, total):
    """Return whether nothing was lost, and nothing was graded twice."""
    wanted = {
        "whole": rf"^{total} graded, 0 unchanged, 0 not",
        "resumed": r"^\d+ graded.* 0 not",
        "unchanged": rf"^0 graded, {total} unchanged, 0 not",
        "changed": rf"^{len(STUDENTS)} graded, {total - len(STUDENTS)} unchanged, 0 not",
    }
    return all(
        turn.same_grades
        and all(re.search(pattern, turn.said[step]) for step, pattern in wanted.items())
        for turn in turns
    )


def main(arguments=None):
    """Measure and write the page; return 1 if a grade was lost or given twice."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.interrupted",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--turns", type=int, default=3, metavar="N")
    parser.add_argument("--output", type=Path, default=RESULTS, metavar="PAGE")
    options = parser.parse_args(arguments)
    names = lessons.lesson_names()
    turns = write_page(
        options.output,
        options.turns,
        lambda classes: measure(classes, names, options.turns),
        lambda facts, turns: page(facts, names, turns),
        "turn",
        "all are used",
    )
    if turns is None:
        return 2
    return 0 if all_as_expected(turns, len(names) * len(STUDENTS)) else 1


if __name__ == "__main__":
    sys.exit(main())
