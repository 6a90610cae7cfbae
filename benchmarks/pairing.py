"""Pairs of runs, and what they say: a ratio, its spread, and a control.

Two sides run in turns, in blocks of first, second, second, first. A block gives one
ratio, from which a steady drift of the machine's speed drops out, and for either side the
ratio of its later run to its earlier one: the control, 1 but for noise.
"""

import statistics
import time
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from benchmarks.worker import Worker

PAUSE = 0.1  # seconds for the other side's threads to go to sleep
STEADY = (0.9, 1.1)  # a control whose quartiles lie outside says that only noise was measured


class Spread(NamedTuple):
    """A median with its quartiles."""

    median: float
    low: float
    high: float


@dataclass(frozen=True)
class Target:
    """A bound on a number: ``at most`` or ``at least`` the limit.

    Attributes
    ----------
    limit : float
    kind : {"at most", "at least"}
    """

    limit: float
    kind: str

    def __str__(self):
        return f"{self.kind} {self.limit:g}"

    def verdict(self, spread, control):
        """Return "met" or "missed", and whether the limit lies within the quartiles.

        Parameters
        ----------
        spread : Spread
            Of what the limit bounds.
        control : Spread
            Of each side by itself: where its quartiles are wider than ``STEADY``, there is
            no verdict.

        Returns
        -------
        str
        """
        if control.low < STEADY[0] or control.high > STEADY[1]:
            return "not judged: too noisy"
        close = spread.low < self.limit < spread.high
        met = self.holds(spread.median)
        return ("met" if met else "missed") + (", within the spread" if close else "")

    def holds(self, value):
        """Return whether a value keeps to the bound."""
        return value <= self.limit if self.kind == "at most" else value >= self.limit


@dataclass(frozen=True)
class Comparison:
    """Two sides to be timed against each other.

    Attributes
    ----------
    topic : str
        Module of this package that has both sides in ``SIDES``.
    label : str
        What the page calls this row.
    sides : tuple of two str
        The ratio is the first one's time by the second one's.
    setting : dict
        Arguments of both sides.
    threads : int
    tolerance : float
        Largest difference of the two answers, as a fraction of the first's largest number.
    target : Target or None
    quick : bool
        Belongs to the short version of the benchmarks, too.
    """

    topic: str
    label: str
    sides: tuple[str, str]
    setting: dict
    threads: int
    tolerance: float
    target: Target | None = None
    quick: bool = False


@dataclass(frozen=True)
class Measured:
    """What came of a comparison.

    Attributes
    ----------
    comparison : Comparison
    difference : float
        Of the two answers, as a fraction of the first's largest number.
    seconds : tuple of two float
        Median wall time of each side, per unit of work.
    wall, cpu : Spread
        Ratios, first side by second, one for each block.
    control : Spread
        A side by itself, wall time, two for each block.
    """

    comparison: Comparison
    difference: float
    seconds: tuple[float, float]
    wall: Spread
    cpu: Spread
    control: Spread


class Disagreement(Exception):
    """The two sides of a comparison do not compute the same thing."""


def measure(comparison, blocks, seconds):
    """Check that both sides agree, then time them against each other.

    Parameters
    ----------
    comparison : Comparison
    blocks : int
        At least 2; each holds two pairs.
    seconds : float
        About what one run of one side takes.

    Returns
    -------
    Measured

    Raises
    ------
    Disagreement
        If the answers differ by more than the comparison's tolerance.
    """
    first, second = (
        Worker(comparison.topic, side, comparison.setting, comparison.threads)
        for side in comparison.sides
    )
    with first, second:
        difference = answers_differ_by(first.answer(), second.answer())
        if not difference <= comparison.tolerance:
            raise Disagreement(
                f"{comparison.topic}, {comparison.label}: {' and '.join(comparison.sides)} "
                f"differ by {difference:.2g}, more than {comparison.tolerance:.2g}"
            )
        runs = [_runner(worker, worker.repeats_for(seconds)) for worker in (first, second)]
        timed = [run_block(*runs) for _ in range(blocks)]
    return Measured(comparison, difference, *summarise(timed))


def answers_differ_by(first, second):
    """Return the largest difference, as a fraction of the first answer's largest number.

    Parameters
    ----------
    first, second : list of float

    Returns
    -------
    float
        Infinite if one is longer than the other, NaN if one holds NaN.
    """
    if len(first) != len(second):
        return float("inf")
    first, second = np.array(first, float), np.array(second, float)
    return float(np.abs(first - second).max() / np.abs(first).max())


def run_block(first, second):
    """Run first, second, second, first.

    Parameters
    ----------
    first, second : callable
        Returns a Slice.

    Returns
    -------
    list of four Slice
        In the order in which they ran.
    """
    return [first(), second(), second(), first()]


def summarise(blocks):
    """Turn timed blocks into medians, ratios and the control.

    Parameters
    ----------
    blocks : list of lists of four Slice
        At least 2.

    Returns
    -------
    seconds : tuple of two float
    wall, cpu, control : Spread
    """
    outer = [block[i].wall for block in blocks for i in (0, 3)]
    inner = [block[i].wall for block in blocks for i in (1, 2)]
    control = [
        later.wall / earlier.wall for a, b, c, d in blocks for earlier, later in ((a, d), (b, c))
    ]
    seconds = statistics.median(outer), statistics.median(inner)
    return (seconds, _ratios(blocks, "wall"), _ratios(blocks, "cpu"), spread_of(control))


def spread_of(values):
    """Return the Spread of at least two numbers."""
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(median, low, high)


def _ratios(blocks, clock):
    times = [[getattr(part, clock) for part in block] for block in blocks]
    return spread_of([(a + d) / (b + c) for a, b, c, d in times])


def _runner(worker, repeats):
    def run():
        time.sleep(PAUSE)
        return worker.run_slice(repeats)

    return run
