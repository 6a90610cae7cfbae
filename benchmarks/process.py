"""Run a command on one core, and measure what it and all its children used."""

import os
import re
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psutil

from benchmarks.worker import ROOT, environment_for

INTERVAL = 0.05  # seconds between two looks at the processes
LIMIT = 3600  # seconds; otter-grader was seen to wait for ever for a kernel that had nothing to do
STOPPED = "stopped"


class Usage(NamedTuple):
    """What a command used, all its processes together.

    Attributes
    ----------
    wall, cpu : float
        Seconds.
    memory : int
        Bytes, the largest sum seen; memory that processes share counts once.
    """

    wall: float
    cpu: float
    memory: int


class CommandFailed(Exception):
    """A command ended with an error; the text says which, and what it said last."""


def run(command, folder, tick=lambda: None, limit=LIMIT):
    """Run a command on the last core that this process may use.

    Parameters
    ----------
    command : list of str
    folder : Path
        Where it runs; what it prints is added to ``bench.log`` there.
    tick : callable, optional
        Called now and then while the command runs.
    limit : float, optional
        Seconds after which it is stopped, with all its processes.

    Returns
    -------
    Usage
        The system tells the CPU time of all processes that ended and were waited for. Those
        in a sandbox that is killed are not: they count as far as they were last seen, which
        is at most ``INTERVAL`` too little, and too much if they were waited for after all.

    Raises
    ------
    CommandFailed
        If it ended with an error, or not within the limit.
    """
    core = max(os.sched_getaffinity(0))
    environment = environment_for(threads=1) | {"PYTHONPATH": str(ROOT)}
    log, ended = folder / "bench.log", threading.Event()
    with open(log, "ab") as said, ThreadPoolExecutor(max_workers=1) as pool:
        used, started = _children_cpu(), time.perf_counter()
        process = subprocess.Popen(
            ["taskset", "--cpu-list", str(core), *command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        watched = pool.submit(_watch, psutil.Process(process.pid), ended, tick)
        try:
            code = _wait(process, limit)
            wall, cpu = time.perf_counter() - started, _children_cpu() - used
        finally:
            ended.set()
    if code:
        last = log.read_text(errors="replace").splitlines()[-20:]
        what = f"did not end within {limit:g} s" if code == STOPPED else f"ended with {code}"
        raise CommandFailed("\n".join([f"{' '.join(command)} {what}:", *last]))
    memory, cpu_in_sandbox = watched.result()
    return Usage(wall, cpu + cpu_in_sandbox, memory)


def _wait(process, limit):
    try:
        return process.wait(limit)
    except subprocess.TimeoutExpired:
        for each in [*psutil.Process(process.pid).children(recursive=True), process]:
            with suppress(psutil.NoSuchProcess):
                each.kill()
        process.wait()
        return STOPPED


def _children_cpu():
    import resource  # not on Windows

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(process, ended, tick):
    """Watch a process and its descendants until they ended.

    Returns
    -------
    memory : int
        The most that they used together, in bytes.
    cpu : float
        Seconds that those of them used that were in a sandbox.
    """
    most, sandboxed = 0, {}
    while not ended.is_set():
        seen = _tree(process)
        most = max(most, sum(memory for memory, _ in seen.values()))
        sandboxed |= {each: cpu for each, (_, cpu) in seen.items() if _in_sandbox(each)}
        tick()
        ended.wait(INTERVAL)
    return most, sum(sandboxed.values())


def _tree(process):
    """Return the memory and the CPU seconds of each process that is there, by process."""
    found = {}
    with suppress(psutil.NoSuchProcess):
        for each in [process, *process.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                found[each] = _memory(each), sum(each.cpu_times()[:2])
    return found


def _memory(process):
    try:
        return process.memory_full_info().pss
    except psutil.AccessDenied:  # another user's: count what it shares, too
        return process.memory_info().rss


def _in_sandbox(process):
    """Return whether a process has a number in a namespace of its own, beside the one here."""
    with suppress(OSError):  # it just ended
        status = Path(f"/proc/{process.pid}/status").read_text()
        return len(re.search(r"^NSpid:(.*)", status, re.MULTILINE)[1].split()) > 1
    return False
