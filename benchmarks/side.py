"""One side of a comparison: how to set it up, run it once, and check what it computes."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

WARM_UP = 2


class Slice(NamedTuple):
    """Seconds per unit of work, over a number of units in a row.

    Attributes
    ----------
    wall : float
        By the clock on the wall.
    cpu : float
        Of all the process's threads together.
    """

    wall: float
    cpu: float


@dataclass(frozen=True)
class Side:
    """What a worker runs.

    Attributes
    ----------
    fresh : callable
        Sets up, untimed, and returns the unit of work: a callable without arguments.
    answer : callable
        Returns the numbers that the side computes, as a list; the two sides of a
        comparison must agree on them.
    """

    fresh: Callable
    answer: Callable


def run_slice(side, repeats):
    """Time ``repeats`` units of work in a row, freshly set up and warmed up.

    Parameters
    ----------
    side : Side
    repeats : int

    Returns
    -------
    Slice
    """
    work = side.fresh()
    for _ in range(WARM_UP):
        work()
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(repeats):
        work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return Slice(wall / repeats, cpu / repeats)


def repeats_for(side, seconds):
    """Return how many units of work take about so many seconds, at least 1.

    Parameters
    ----------
    side : Side
    seconds : float

    Returns
    -------
    int
    """
    repeats = 1
    while (wall := run_slice(side, repeats).wall) * repeats < seconds / 4:
        repeats *= 2
    return math.ceil(seconds / wall)
