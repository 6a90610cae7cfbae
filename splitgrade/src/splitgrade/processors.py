"""How many processors there are to use, which may be fewer than the machine has."""

import os
from collections.abc import Iterator
from pathlib import Path


def usable_processors(
    groups: Path = Path("/sys/fs/cgroup"), own: Path = Path("/proc/self/cgroup")
) -> int:
    """Processors that this process may use: by its affinity, and by its container's quota.

    Parameters
    ----------
    groups, own : pathlib.Path
        Where Linux shows control groups, and which of them this process is in.

    Returns
    -------
    int
        At least 1; of a quota, whole processors.
    """
    if hasattr(os, "process_cpu_count"):  # Python 3.13; it heeds PYTHON_CPU_COUNT too
        count = os.process_cpu_count() or 1
    elif hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    else:
        count = os.cpu_count() or 1
    return max(1, int(min([count, *_quotas(groups, own)])))


def _quotas(groups: Path, own: Path) -> Iterator[float]:
    """Processors that each group allows which this process is in, where one says so."""
    for line in own.read_text().splitlines() if own.exists() else ():
        _, controllers, path = line.split(":", 2)
        if not controllers:  # version 2
            for folder in _up(groups, path):
                yield from _quotient(*_words(folder / "cpu.max"))
        elif "cpu" in controllers.split(","):
            for folder in _up(groups / "cpu", path):
                both = [folder / f"cpu.cfs_{name}_us" for name in ("quota", "period")]
                yield from _quotient(*(word for each in both for word in _words(each)))


def _up(root: Path, path: str) -> Iterator[Path]:
    """A group's folder and those around it, up to the one of all: in a container, its own."""
    folder = root / path.strip("/")
    yield folder
    while folder != root:
        folder = folder.parent
        yield folder


def _words(path: Path) -> list[str]:
    try:
        return path.read_text().split()
    except OSError:  # in a container, the outer groups are not there
        return []


def _quotient(quota: str = "max", period: str = "") -> Iterator[float]:
    if quota not in ("max", "-1") and period:
        yield int(quota) / int(period)
