"""Time as a student's code is charged for it: waiting for a processor costs nothing.

A right answer must not run out of time because the machine that grades is busy; one that sleeps
or waits for ever must. So where the code could run, the processor time that it got is counted,
and where it could not, the time on the wall.
"""

import os
import time

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
        self._processor, _ = self._read()
        self.start()

    def start(self) -> None:
        """A cell begins."""
        self.charged = 0.0
        self._looked = time.monotonic()

    def look(self) -> None:
        """Charge the time since the last look, or since the cell began."""
        processor, could_run = self._read()
        now = time.monotonic()
        passed, ran = now - self._looked, max(0.0, processor - self._processor)
        self.charged += min(passed, ran) if could_run else passed
        self._looked, self._processor = now, processor

    def _read(self) -> tuple[float, bool]:
        """Seconds of processor time so far, and whether one of the processes could run now.

        Where there is no /proc nothing is known to run: all time is counted on the wall.
        """
        stats = stats_of(self._pid).values()
        ticks = sum(int(ticks) for fields in stats for ticks in fields[_TIMES])
        return _seconds(ticks), any(fields[0] in _COULD_RUN for fields in stats)


def _seconds(ticks: int) -> float:
    return ticks / os.sysconf("SC_CLK_TCK") if ticks else 0.0
