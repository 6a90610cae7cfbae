"""The page of results, from what was measured."""

import statistics
from dataclasses import dataclass

from benchmarks.pairing import STEADY, Measured, Spread

INTRODUCTION = f"""# Benchmarks

`python3 course.py bench` measured every number here in one run and wrote this page.

The two sides of a row run in turns, each in a process of its own, in blocks of first, second,
second, first; a number is the median over the blocks, with the quartiles in brackets.
*Control* is a side's later run by its own earlier one, over the same blocks: 1 on a quiet
machine, and its quartiles are the noise against which to read the ratio. Before it is timed, each
row is checked to compute the same on both sides, to the *difference* shown. Targets are held
against the ratio of wall times, and only where the quartiles of the control lie within
{STEADY[0]} and {STEADY[1]}: a wider control leaves a row *not judged*.
"""
HEADER = (
    "| | threads | {first} (ms) | {second} (ms) | ratio, wall time | ratio, CPU time "
    "| control | difference | target |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


@dataclass(frozen=True)
class Section:
    """One topic of the page: its title and text, what was measured, further lines."""

    title: str
    text: str
    measured: list[Measured]
    notes: list[str]


def page(facts, sections):
    """Build the page.

    Parameters
    ----------
    facts : dict of str to str
        About the run: date, machine, load, versions.
    sections : list of Section

    Returns
    -------
    str
        Markdown.
    """
    return "\n".join([INTRODUCTION, listed(facts), *map(section_text, sections)])


def listed(facts):
    """Return facts, a dict of str to str, as a list in Markdown."""
    return "\n".join(f"- {name}: {value}" for name, value in facts.items())


def section_text(section):
    """Return one topic: its text, its table, and what else was found.

    Parameters
    ----------
    section : Section

    Returns
    -------
    str
    """
    sides = {measured.comparison.sides for measured in section.measured}
    first, second = (one_name(names) for names in zip(*sides, strict=True))
    table = [HEADER.format(first=first, second=second), *map(row, section.measured)]
    notes = [f"\n{note}" for note in section.notes]
    return "\n".join(["", f"## {section.title}", "", section.text, "", *table, *notes, ""])


def one_name(names):
    """Return the name that all rows share, or "other"."""
    return names[0] if len(set(names)) == 1 else "other"


def row(measured):
    """Return a comparison as a row of the table.

    Parameters
    ----------
    measured : Measured

    Returns
    -------
    str
    """
    comparison, target = measured.comparison, measured.comparison.target
    wanted = "none"
    if target:
        wanted = f"{target}: {target.verdict(measured.wall, measured.control)}"
    cells = [
        comparison.label,
        str(comparison.threads),
        *(f"{1000 * seconds:.3g}" for seconds in measured.seconds),
        shown(measured.wall),
        shown(measured.cpu),
        shown(measured.control),
        f"{measured.difference:.1g}",
        wanted,
    ]
    return f"| {' | '.join(cells)} |"


def shown(spread, digits=2):
    """Return a Spread as ``median [low, high]``."""
    return f"{spread.median:.{digits}f} [{spread.low:.{digits}f}, {spread.high:.{digits}f}]"


def ranged(values, digits=2):
    """Return numbers as ``median [lowest, highest]``."""
    return shown(Spread(statistics.median(values), min(values), max(values)), digits)
