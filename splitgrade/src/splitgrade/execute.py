"""Grade one submission: start the trusted process, watch it, and start it again.

Whatever ends or hangs, in the student's process or in the trusted one, is handled by one
rule: both are killed, the cell in which it happened is marked, and the notebook is run
again without the student's code in that cell. So every other cell keeps its result.
"""

from __future__ import annotations

import contextlib
import json
import queue
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from splitgrade import sandbox as sandboxes
from splitgrade.clock import Clock
from splitgrade.limits import Limits
from splitgrade.outputs import Output, Room, checked
from splitgrade.trusted import forkserver

ENDED = "The cell ended the process that runs the tests."
START_SECONDS = 60  # for both processes to be ready; not counted as the student's time
LOOK_SECONDS = 0.3  # between two looks at a cell that runs; one that ends earlier costs no time
_TIME = "TimeLimit"  # the error of a cell that took too long
PATIENCE = 10  # on the wall a cell and a notebook may take so many times what is charged

stopping = threading.Event()  # set to end all executions of this process, without a result


Role = Literal["given", "shown", "answer", "student", "test"]


class GradingError(Exception):
    """The grading itself failed, whatever the student wrote: there is no grade."""


class Stopped(GradingError):
    """Somebody asked to stop."""


@dataclass(frozen=True)
class Course:
    """What all submissions of a course have in common.

    Parameters
    ----------
    sandbox : splitgrade.sandbox.Sandbox or None
        None runs the student's code with the rights of whoever grades.
    types : tuple of str
        Modules to import on both sides, which register the course's types.
    packages : tuple of str
        The course's own modules that student code imports.
    check_arguments : bool
        Fail a call that changes its arguments.
    """

    sandbox: sandboxes.Sandbox | None = None
    types: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    check_arguments: bool = False
    limits: Limits = Limits()

    def with_sandbox(self, sandbox: sandboxes.Sandbox) -> Course:
        """The same settings with a sandbox."""
        return replace(self, sandbox=sandbox)


@dataclass(frozen=True)
class Cell:
    """One code cell to run.

    Parameters
    ----------
    role : {"given", "shown", "answer", "student", "test"}
        Shown is what the student's code needs of a given cell that is else skipped.
    source : str
    binds, imports
        Of an answer: the names the instructor's solution binds, and its import lines.
    """

    role: Role
    source: str
    binds: tuple[str, ...] = ()
    imports: str = ""


@dataclass
class Ran:
    """What became of a cell.

    Parameters
    ----------
    outputs : list of dict
    by_student : bool
        Whether the error of a test cell is the student's own.
    seconds : float
        On the wall.
    failed : str
        How a given cell failed where the tests run; empty where it did not.
    """

    outputs: list[Output]
    by_student: bool = False
    seconds: float = 0.0
    failed: str = ""


@dataclass
class Executed:
    """What became of a submission.

    Parameters
    ----------
    cells : list of Ran
        One for each cell; a cell that did not run to its end holds an error.
    seconds : float
        Time of the cells on the wall, without the start of the processes.
    memory : int
        Bytes that the two processes held at most, each at its peak; 0 where unknown.
    timed_out : bool
        Whether a limit of time ended anything: the machine could have a part in that.
    """

    cells: list[Ran]
    seconds: float
    memory: int
    timed_out: bool


def execute(
    cells: Sequence[Cell],
    course: Course,
    submitted: dict[str, bytes] | None = None,
    instructors: dict[str, bytes] | None = None,
) -> Executed:
    """Run the cells of one submission.

    Parameters
    ----------
    cells : list of Cell
    course : Course
    submitted, instructors : dict of str to bytes, optional
        Files that the student's code, and that the tests, may read: the path that is used
        in the code, and what is in the file.

    Returns
    -------
    Executed

    Raises
    ------
    GradingError
        If the processes could not be started, or :data:`stopping` was set.
    """
    with tempfile.TemporaryDirectory(prefix="splitgrade-") as scratch:
        return _Execution(cells, course, submitted or {}, instructors or {}, Path(scratch)).run()


class _Execution:
    def __init__(self, cells, course, submitted, instructors, scratch):
        self.cells, self.course, self.limits = cells, course, course.limits
        self.scratch = scratch
        self.done: list[Ran | None] = [None] * len(cells)
        self.blocked: list[str | None] = [None] * len(cells)
        self.suspected, self.started_again, self.timed_out = set(), False, False
        self._begin_anew()
        self.memory = 0
        self.room = Room(self.limits.max_output, self.limits.max_pictures)
        self.why = f"The notebook ran for more than {self.left:g} seconds."
        self.folder = scratch / "tests"
        _write_files(instructors, self.folder)
        self.submitted = _write_files(submitted, scratch / "submitted")

    def _begin_anew(self):
        """Nothing is charged yet, and no time has passed."""
        self.left, self.seconds = self.limits.notebook_seconds, 0.0

    def run(self):
        self._try_on()
        if None in self.done and self._skip_shown():  # they cost a student nothing
            self._try_on()
        cells = [ran or Ran([error_output("NotRun", self.why)]) for ran in self.done]
        timed_out = self.timed_out or None in self.done and not self._may_go_on()
        return Executed(cells, self.seconds, self.memory, timed_out)

    def _try_on(self):
        while self._may_go_on() and None in self.done:
            if not self._try():
                break

    def _skip_shown(self):
        """Begin anew without the shown cells; False where that was done, or there are none."""
        shown = self._shown()
        for index in shown:
            self.blocked[index] = self.why
        if shown:
            self._begin_anew()
        return bool(shown)

    def _shown(self):
        each = range(len(self.cells))
        return [i for i in each if self.cells[i].role == "shown" and not self.blocked[i]]

    def _may_go_on(self):
        return self.left > 0 and self.seconds < PATIENCE * self.limits.notebook_seconds

    def _try(self):
        """Run the notebook once; False when there is nothing left to try."""
        with _Trusted(self._job(), self.course.types, self.folder) as trusted:
            line = trusted.next(START_SECONDS)
            if line is None and not self.started_again:  # ended from outside, as in _ended
                self.started_again = True
                return True
            if line is None or "broken" in line:
                raise GradingError((line or {}).get("broken") or trusted.last_words())
            current, seconds, clock = 0, 0.0, Clock(trusted.pid)
            while "end" not in line:
                if "cell" in line:
                    self._keep(line, seconds)
                    line = trusted.next(START_SECONDS) or {"gone": current, "why": ENDED}
                elif "gone" in line:
                    return self._ended(line["gone"], line["why"])
                elif not self._may_go_on():
                    return False
                else:
                    current = line["begin"]
                    started = time.monotonic()
                    line = self._wait(trusted, current, clock)
                    seconds = time.monotonic() - started
                    self.seconds += seconds
                    self.left -= clock.charged
                    if isinstance(line, tuple):
                        return self._stop(current, *line)
        self.memory = max(self.memory, line["memory"])
        return False

    def _wait(self, trusted, current, clock):
        """The next line, or the name and words of why the cell was stopped."""
        allowed = min(self.limits.cell_seconds, self.left)
        deadline = time.monotonic() + PATIENCE * allowed
        clock.start()
        while clock.charged < allowed and time.monotonic() < deadline:
            line = trusted.next(min(allowed - clock.charged, LOOK_SECONDS))
            if line is not None:
                return line
            if stopping.is_set():
                raise Stopped("Grading was stopped.")
            if trusted.ended():
                return {"gone": current, "why": ENDED}
            used = sandboxes.memory_of(trusted.pid)
            self.memory = max(self.memory, used)
            if used > self.limits.memory_mb * 1e6:
                return "TooMuchMemory", f"It used more than {self.limits.memory_mb} MB."
            clock.look()
        return _TIME, (
            f"The cell ran longer than its time limit of {allowed:.0f} seconds and was stopped."
        )

    def _keep(self, line, seconds):
        index = line["cell"]
        if self.done[index] is None:
            outputs = checked(line["outputs"], self.room)
            by_student, failed = bool(line.get("by_student")), line.get("failed", "")
            self.done[index] = Ran(outputs, by_student, seconds, failed)

    def _ended(self, index, why):
        """A process ended in a cell: believe that the cell did it when it does it again.

        Somebody could have ended the process, or the system for lack of memory.
        """
        if index in self.suspected:
            return self._stop(index, "PythonEnded", why)
        if not self.suspected:
            self._begin_anew()
        self.suspected.add(index)
        return True

    def _stop(self, index, name, why):
        if self.left <= 0 and self._shown():
            return False  # they used the time up, too
        self.timed_out |= name == _TIME
        if self.blocked[index]:  # it was stopped once more, without the student's code
            self.why = f"An earlier cell could not be got past: {why}"
            return False
        self.blocked[index] = why
        if self.done[index] is None:
            self.done[index] = Ran([error_output(name, why)])
        return True

    def _job(self):
        course, limits = self.course, self.limits
        command, environment, folder = sandboxes.student_command(
            course.sandbox, course.types, course.packages, self.submitted, limits, self.scratch
        )
        return {
            "cells": [
                asdict(cell) | {"blocked": why}
                for cell, why in zip(self.cells, self.blocked, strict=True)
            ],
            "student": command,
            "student_environment": environment,
            "student_folder": folder,
            "student_start": {
                "path": [str(Path(entry).absolute()) for entry in sys.path if entry],
                "types": course.types,
                "check_arguments": course.check_arguments,
                "limits": sandboxes.resource_limits(limits, course.sandbox),
            },
        }


class _Trusted:
    """The trusted process and its lines, with a time limit on each."""

    def __init__(self, job, types, folder):
        self._words = tempfile.TemporaryFile()  # noqa: SIM115  (closed in __exit__)
        self._lines: queue.Queue[dict[str, Any]] = queue.Queue()
        try:
            self._process = forkserver.start(types, folder, self._words)
        except (forkserver.NotStarted, OSError) as error:
            self._words.close()
            raise GradingError(str(error)) from error
        self.pid = self._process.pid
        with contextlib.suppress(BrokenPipeError):
            # It stays open: when this process ends, however, the other one sees it.
            self._process.stdin.write(json.dumps(job).encode() + b"\n")
            self._process.stdin.flush()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.end()
        self._reader.join()
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.stdout.close()
        self._words.close()

    def _read(self):
        with contextlib.suppress(ValueError):
            for line in self._process.stdout:
                self._lines.put(json.loads(line))

    def next(self, seconds):
        """The next line, or None when there was none in time."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                return self._lines.get(timeout=max(0.0, min(0.2, deadline - time.monotonic())))
            except queue.Empty:
                if self.ended() and self._lines.empty() or time.monotonic() >= deadline:
                    return None

    def ended(self):
        return not self._reader.is_alive()  # it reads to the end

    def last_words(self):
        said = forkserver.last_words(self._words)
        return f"the process that runs the tests did not start: {said}"


def error_output(name: str, why: str) -> Output:
    return {"output_type": "error", "ename": name, "evalue": why, "traceback": [f"{name}: {why}"]}


def _write_files(files: dict[str, bytes], folder: Path) -> dict[str, str]:
    """Write files into a new folder; returns where each is, by its path in it."""
    folder.mkdir()
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return {name: str(folder / name) for name in files}
