"""The page on grading, from what was measured."""

import statistics
from dataclasses import dataclass

from benchmarks.graders import GRADERS, SPLITGRADE
from benchmarks.page import listed, shown
from benchmarks.pairing import STEADY, Spread, Target, spread_of
from benchmarks.process import Usage

INTRODUCTION = f"""# Grading, side by side

`python -m benchmarks.grading` measured every number here in one run and wrote this page.

Every student answers every exercise right: with the reference or with another right answer, signed
by a comment, so that no two submissions are the same. The graders are

{{graders}}

Each command is held to one core. In every lesson the graders take turns: one half of the class is
graded by the first of them, the second and so on, the other half by the last of them first. The
halves answer alike, and each command finds a fresh course folder. Seconds are for one submission:
those of a half, start-up included, by its number, and the mean of both turns. A ratio is the mean
of both turns, and in brackets the lower and the higher. CPU time and memory are summed over all
processes of a command; memory that they share counts once, and the peak is shown. *Control* is
the later turn by the earlier one, its median and quartiles over lessons and graders: 1 on a
quiet machine. Targets are held against the ratio of wall times, only where the quartiles
of the control lie within {STEADY[0]} and {STEADY[1]}, and only if all graders gave full marks.

Most of a lesson's time goes into given cells that only show something, which splitgrade skips.
*nbgrader-skipping* tells how much of the difference that makes. *python* is what the students'
code and the tests take by themselves: a ratio below 1 is what guarding and reporting costs.
"""
CLASS_HEADER = """| lesson | grader | wall time (s) | CPU time (s) | peak memory (MB) \
| ratio to splitgrade, wall time | CPU time | full marks |
| --- | --- | --- | --- | --- | --- | --- | --- |"""
WHOLE_HEADER = """| all lessons of | submissions | ratio to splitgrade, wall time | CPU time \
| control | target |
| --- | --- | --- | --- | --- | --- |"""
THROUGHPUT = {"nbgrader": Target(5.0, "at least")}
MEMORY = Target(500.0, "at most")


@dataclass(frozen=True)
class Graded:
    """What came of one lesson with one grader.

    Attributes
    ----------
    lesson, grader : str
    runs : list of two Usage
        Of one half of the class and of the other; the earlier one first.
    right : set of str
        The students who got full marks on each test cell.
    """

    lesson: str
    grader: str
    runs: list[Usage]
    right: set[str]


@dataclass(frozen=True)
class Results:
    """Everything that was measured.

    Attributes
    ----------
    students : int
        In the class that all graders met.
    graded : list of Graded
    """

    students: int
    graded: list[Graded]

    def of(self, grader):
        """Return what came of a grader's lessons, by lesson."""
        return {each.lesson: each for each in self.graded if each.grader == grader}

    def all_right(self):
        """Return whether every grader gave every student full marks."""
        return all(len(each.right) == self.students for each in self.graded)


def page(facts, results):
    """Build the page.

    Parameters
    ----------
    facts : dict of str to str
        About the run: date, machine, load, versions.
    results : Results

    Returns
    -------
    str
        Markdown.
    """
    texts = "\n".join(f"- *{each.name}*, {each.text}." for each in graders_in(results))
    return "\n".join(
        [
            INTRODUCTION.format(graders=texts),
            listed(facts),
            "",
            *class_lines(results),
            "",
            memory_line(results),
            "",
        ]
    )


def graders_in(results):
    """Return the graders that graded, in their order."""
    names = {each.grader for each in results.graded}
    return [grader for grader in GRADERS if grader.name in names]


def class_lines(results):
    """Return the section on the class, with the target on throughput."""
    ours = results.of(SPLITGRADE.name)
    peers = [each.name for each in graders_in(results) if each is not SPLITGRADE]
    total = results.students * len(ours)
    return [
        f"## A class of {results.students}, {len(ours)} lessons, {total} submissions",
        "",
        CLASS_HEADER,
        *(class_row(each, ours[each.lesson], results.students) for each in results.graded),
        "",
        WHOLE_HEADER,
        *(whole_row(results, peer) for peer in peers),
    ]


def class_row(graded, ours, students):
    """Return a lesson and its grader as a row of the table."""
    wall, cpu = (
        sum(getattr(run, clock) for run in graded.runs) / students for clock in ("wall", "cpu")
    )
    ratios = ["", ""]
    if graded is not ours:
        ratios = [shown(ratio([graded], [ours], clock)) for clock in ("wall", "cpu")]
    cells = [
        graded.lesson,
        graded.grader,
        f"{wall:.2f}",
        f"{cpu:.2f}",
        megabytes(max(run.memory for run in graded.runs)),
        *ratios,
        f"{len(graded.right)} of {students}",
    ]
    return f"| {' | '.join(cells)} |"


def whole_row(results, peer):
    """Return a peer's time over all its lessons, by ours over the same, as a row."""
    theirs, ours = results.of(peer), results.of(SPLITGRADE.name)
    same = [ours[name] for name in theirs]
    wall, cpu = (ratio(list(theirs.values()), same, clock) for clock in ("wall", "cpu"))
    noise, target, wanted = control(results), THROUGHPUT.get(peer), "none"
    if target:
        verdict = (
            target.verdict(wall, noise)
            if results.all_right()
            else "not judged: right answers lost points"
        )
        wanted = f"{target}: {verdict}"
    return (
        f"| {peer} | {results.students * len(theirs)} | {shown(wall)} | {shown(cpu)} "
        f"| {shown(noise)} | {wanted} |"
    )


def ratio(theirs, ours, clock):
    """Return the time of some lessons by that of others: both turns' mean, lower and higher.

    Parameters
    ----------
    theirs, ours : list of Graded
    clock : {"wall", "cpu"}

    Returns
    -------
    Spread
    """
    turns = [
        sum(getattr(each.runs[turn], clock) for each in theirs)
        / sum(getattr(each.runs[turn], clock) for each in ours)
        for turn in (0, 1)
    ]
    return Spread(statistics.mean(turns), min(turns), max(turns))


def control(results):
    """Return the later turn's wall time by the earlier one's, over all lessons and graders."""
    return spread_of([each.runs[1].wall / each.runs[0].wall for each in results.graded])


def memory_line(results):
    """Return what splitgrade's memory comes to, held against the target."""
    used = [run.memory for each in results.of(SPLITGRADE.name).values() for run in each.runs]
    most = max(used)
    return (
        f"Largest peak memory of splitgrade, one worker with all that serves it: "
        f"{megabytes(most)} MB. Target, {MEMORY} MB for each worker: "
        f"{'met' if MEMORY.holds(most / 1e6) else 'missed'}."
    )


def megabytes(value):
    """Return bytes as megabytes, in whole ones."""
    return f"{value / 1e6:.0f}"
