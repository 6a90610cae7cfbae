"""Time as a student's code is charged for it: waiting for a processor costs nothing.

A right answer must not run out of time because the machine that grades is busy; one that sleeps
or waits for ever must. So the time on the wall is charged, less the time in which the code had
to wait for a processor, as Linux counts it for each thread. Where that is not known for certain,
the processor time that it got is charged: for a thread that waits just now, since its waiting is
counted when it ends, and where one has ended, since its count went with it.
"""

import os
import time
from collections.abc import Iterable
from pathlib import Path

from splitgrade.sandbox import stats_of

_COULD_RUN = ("R", "D")  # it runs, waits for a processor, or for a disk
_TIMES = slice(11, 15)  # user and system time, of the process and of its ended children


class Clock:
    """Charges cells, one after the other.

    Parameters
    ----------
    pid : int
        The process whose time counts, with all its descendants.

    Attributes
    ----------
    charged : float
        Seconds of the present cell, as of the last look.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._ran, self._waited, _ = self._read()
        self.start()

    def start(self) -> None:
        """A cell begins."""
        self.charged = 0.0
        self._looked = time.monotonic()

    def look(self) -> None:
        """Charge the time since the last look, or since the cell began."""
        # Before what is read: who reads may have to wait as well, and nobody is charged for that.
        before, now = self._waited, time.monotonic()
        ran_until_now, waited_until_now, could_run = self._read()
        passed, ran = now - self._looked, max(0.0, ran_until_now - self._ran)
        waited = sum(waited_until_now.values()) - sum(before.values())
        unknown = could_run or not before.keys() <= waited_until_now.keys()
        self.charged += min(passed, ran if unknown else max(ran, passed - waited))
        self._looked, self._ran, self._waited = now, ran_until_now, waited_until_now

    def _read(self) -> tuple[float, dict[str, float], bool]:
        """Seconds of processor time so far, those of waiting for it, whether one could run now.

        Where there is no /proc nothing is known to run: all time is counted on the wall.
        """
        stats = stats_of(self._pid)
        ticks = sum(int(ticks) for fields in stats.values() for ticks in fields[_TIMES])
        could_run = any(fields[0] in _COULD_RUN for fields in stats.values())
        return _seconds(ticks), waits_of(stats), could_run


def waits_of(pids: Iterable[int]) -> dict[str, float]:
    """Seconds for which each thread of some processes has waited for a processor so far."""
    found = {}
    for path in (path for pid in pids for path in Path(f"/proc/{pid}/task").glob("*/schedstat")):
        try:
            found[str(path)] = int(path.read_text().split()[1]) / 1e9
        except OSError:  # it has ended meanwhile
            continue
    return found


def _seconds(ticks: int) -> float:
    return ticks / os.sysconf("SC_CLK_TCK") if ticks else 0.0
