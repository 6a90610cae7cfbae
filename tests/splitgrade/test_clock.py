"""A cell is charged for what it runs and sleeps, and not for waiting for a processor."""

import subprocess
import sys
import time

import pytest

from splitgrade import clock as clocks
from splitgrade import execute as executing
from splitgrade.clock import Clock
from splitgrade.execute import Cell, Course, execute
from splitgrade.limits import Limits

# Fields of proc_pid_stat(5) from the third on.
PARENT, USER, OF_CHILDREN = 1, 11, 13


class Machine:
    """What /proc and the clock on the wall would say, told by hand."""

    def __init__(self, monkeypatch):
        self.now, self.stats = 100.0, {}
        monkeypatch.setattr(clocks, "stats_of", lambda pid: self.stats)
        monkeypatch.setattr(clocks.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(clocks.os, "sysconf", lambda name: 100)

    def tell(self, passed, *processes):
        """Some seconds later these processes are there: a state, and seconds so far."""
        self.now += passed
        self.stats = {
            number: [state, *["0"] * 10, str(int(100 * seconds)), "0", "0", "0"]
            for number, (state, seconds) in enumerate(processes)
        }


@pytest.fixture
def machine(monkeypatch):
    machine = Machine(monkeypatch)
    machine.tell(0, ("S", 5))
    return machine


@pytest.mark.parametrize(
    "looks, charged",
    [
        ([(1, ("R", 6)), (1, ("R", 7))], 2),  # a processor of its own
        ([(1, ("R", 5.25)), (1, ("R", 5.5))], 0.5),  # a quarter of one
        ([(1, ("D", 5.25))], 0.25),  # a busy disk
        ([(1, ("S", 5)), (2, ("S", 5))], 3),  # asleep
        ([(1, ("T", 5))], 1),  # stopped by itself
        ([(1, ("S", 5), ("R", 0.5))], 0.5),  # waits for a child, which could run
        ([(1, ("R", 6), ("R", 1), ("R", 1))], 1),  # several processors: never more than the wall
        ([(1, ("S", 2))], 1),  # a child's time went with it, and nobody asked for it
        ([(1,)], 1),  # nothing is known
    ],
)
def test_charge(machine, looks, charged):
    clock = Clock(1)
    for passed, *processes in looks:
        machine.tell(passed, *processes)
        clock.look()
    assert clock.charged == pytest.approx(charged)


def test_the_next_cell_is_not_charged_for_the_one_before(machine):
    clock = Clock(1)
    machine.tell(3, ("R", 8))
    clock.look()
    machine.tell(2, ("S", 8))
    clock.start()
    machine.tell(1, ("R", 8.5))
    clock.look()
    assert clock.charged == pytest.approx(0.5)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_real_process_is_charged_for_what_it_ran():
    burn = (
        "import time\n"
        "print(flush=True)\n"
        "started = time.process_time()\n"
        "while time.process_time() < started + 1: pass\n"
        "print(flush=True)\n"
        "while True: pass"
    )
    with subprocess.Popen([sys.executable, "-c", burn], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        clock, started = Clock(process.pid), time.monotonic()
        process.stdout.readline()
        clock.look()
        passed = time.monotonic() - started
        process.kill()
    assert 0.95 < clock.charged <= passed


SLOW = "import time\nfor _ in range(5):\n    time.sleep(0.4)"


def test_a_cell_that_waits_for_a_processor_is_not_stopped(monkeypatch):
    """Its two seconds count for two where it sleeps, and for less where it could run."""
    course = Course(limits=Limits(cell_seconds=1, notebook_seconds=20))
    (ran,) = execute([Cell("student", SLOW)], course).cells
    assert ran.outputs[0]["ename"] == "TimeLimit"
    monkeypatch.setattr(clocks, "_COULD_RUN", ("R", "D", "S"))
    (ran,) = execute([Cell("student", SLOW)], course).cells
    assert ran.outputs == [] and ran.seconds > 1


def test_patience_with_a_busy_machine_has_an_end(monkeypatch):
    monkeypatch.setattr(clocks, "_COULD_RUN", ("R", "D", "S"))
    monkeypatch.setattr(executing, "PATIENCE", 2)
    course = Course(limits=Limits(cell_seconds=1, notebook_seconds=20))
    cells = [Cell("student", "import time\nwhile True: time.sleep(0.1)"), Cell("test", "pass")]
    stopped, after = execute(cells, course).cells
    assert stopped.outputs[0]["ename"] == "TimeLimit" and after.outputs == []


def test_many_quick_cells_do_not_outlast_the_notebook(monkeypatch):
    monkeypatch.setattr(executing, "PATIENCE", 1)
    cells = [Cell("student", "import time\ntime.sleep(0.25)")] * 40
    ran = execute(cells, Course(limits=Limits(cell_seconds=2, notebook_seconds=2)))
    assert ran.cells[0].outputs == []
    assert "ran for more than 2 seconds" in str(ran.cells[-1].outputs)
