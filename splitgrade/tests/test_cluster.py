"""Grading on other machines: here processes of their own, in folders of their own."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from grading import RUN
from splitgrade import sandbox

dask = pytest.importorskip("distributed")
pytestmark = pytest.mark.slow


class Machine:
    """A Dask worker in a folder of its own, to whom a course's folder is empty.

    It runs without assertions, as somebody's settings may have it: a wrong answer gains nothing.
    """

    def __init__(self, folder, address, hidden):
        folder.mkdir()
        self._said = (folder / "said.txt").open("w")
        self.process = subprocess.Popen(
            [
                *without(hidden),
                sys.executable,
                "-m",
                "dask",
                "worker",
                address,
                "--no-nanny",
                "--nthreads",
                "1",
                "--no-dashboard",
                "--local-directory",
                str(folder),
            ],
            cwd=folder,
            stdout=self._said,
            stderr=self._said,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONOPTIMIZE": "1"},
        )

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        self.process.wait()
        self._said.close()


def without(hidden):
    """The start of a command line that runs a program for which a folder is empty."""
    return (
        [
            sandbox.find().bwrap,
            "--dev-bind",
            "/",
            "/",
            "--tmpfs",
            str(hidden),
            "--cap-add",
            "ALL",
            "--die-with-parent",
        ]
        if os.getuid() == 0
        else []
    )


@pytest.fixture
def scheduler(tmp_path_factory):
    """The address of a running scheduler."""
    folder = tmp_path_factory.mktemp("scheduler")
    said = folder / "said.txt"
    with said.open("w") as file:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "dask",
                "scheduler",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--no-dashboard",
                "--no-show",
            ],
            cwd=folder,
            stdout=file,
            stderr=file,
        )
    found = None
    while not found and process.poll() is None:
        found = re.search(r"Scheduler at:\s+(tcp://\S+)", said.read_text())
        time.sleep(0.1)
    yield found[1]
    process.terminate()
    process.wait()


@pytest.fixture
def machines(scheduler, course, tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    made = [Machine(folder / name, scheduler, course.root) for name in ("first", "second")]
    yield made
    for machine in made:
        if machine.process.poll() is None:
            machine.end()


def grade(course, *more):
    return subprocess.run([*RUN, str(course.root), *more], capture_output=True, text=True)


def test_a_machine_that_dies_loses_nothing(course, scheduler, machines):
    for number in range(5):
        answer = f"import time\ntime.sleep(2)\ndef half(x):\n    return x / 2  # {number}"
        course.hand_in(f"s{number}", course.solved(half=answer))
    course.hand_in("wrong", course.solved(half="def half(x):\n    return x"))
    (course.root / "submitted" / "s0" / "sums" / "data.csv").write_text("1,2")
    running = subprocess.Popen(
        [*RUN, str(course.root), "--scheduler", scheduler],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    folder = machines[0].process
    while (
        not subprocess.run(["pgrep", "-P", str(folder.pid)], capture_output=True).stdout
        and running.poll() is None
    ):
        time.sleep(0.1)
    machines[0].end(signal.SIGKILL)
    said, _ = running.communicate()
    assert running.returncode == 0, said
    assert "6 graded, 0 unchanged, 0 not graded" in said
    for number in range(5):
        assert course.scores(f"s{number}") == {
            "double_check": 1,
            "double_hidden": 2,
            "half_check": 1,
            "why": None,
        }
    assert course.scores("wrong")["half_check"] == 0
    assert "0 graded, 6 unchanged" in grade(course).stdout


def test_no_scheduler_is_said_in_words(course):
    course.hand_in("ada", course.solved())
    done = grade(course, "--scheduler", "tcp://127.0.0.1:9")
    assert done.returncode == 2
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in done.stderr
    assert "Traceback" not in done.stderr
