"""A cell is charged for what it runs and sleeps, and not for waiting for a processor."""

import json
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
        self.now, self.stats, self.waits = 100.0, {}, {}
        monkeypatch.setattr(clocks, "stats_of", lambda pid: self.stats)
        monkeypatch.setattr(clocks, "waits_of", lambda pids: self.waits)
        monkeypatch.setattr(clocks.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(clocks.os, "sysconf", lambda name: 100)

    def tell(self, passed, *processes):
        """Some seconds later these processes are there.

        Each with its state and the seconds that it ran so far, and maybe those it waited.
        """
        self.now += passed
        self.stats = {
            number: [state, *["0"] * 10, str(int(100 * seconds)), "0", "0", "0"]
            for number, (state, seconds, *_) in enumerate(processes)
        }
        self.waits = {number: sum(waited) for number, (_, _, *waited) in enumerate(processes)}


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
        ([(1, ("S", 5.25, 0.5))], 0.5),  # asleep just now, after waiting for half of the time
        ([(1, ("S", 5.25, 0.75)), (1, ("S", 5.25, 0.75))], 1.25),  # ... and from then on asleep
        ([(1, ("S", 5.25, 3))], 0.25),  # it waited before the cell began
        ([(1, ("S", 5), ("S", 0.75, 9))], 0.75),  # several waited: never less than they ran
        ([(1, ("S", 5), ("R", 0.25)), (1, ("S", 5.5))], 0.5),  # what ended may have waited
        ([(1, ("S", 5), ("S", 0)), (1, ("S", 5), ("S", 0))], 2),  # all sleep
        ([(1,)], 0),  # all have ended
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


def test_where_linux_does_not_say_how_long_it_waited_it_may_wait_or_sleep(machine, monkeypatch):
    monkeypatch.setattr(clocks, "waits_of", lambda pids: {})
    clock = Clock(1)
    for state, ran in (("R", 5.25), ("S", 5.25)):
        machine.tell(1, (state, ran))
        clock.look()
    assert clock.charged == pytest.approx(1.25)


# Runs at low priority on one processor, beside six loops that begin with the first cell.
CROWDED = """
import json, os, subprocess, sys
from splitgrade import execute as executing
from splitgrade.limits import Limits
os.nice(10)
os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
executing.PATIENCE = 1000
begun, *sources = json.load(sys.stdin)
cells = [executing.Cell("student", source) for source in sources]
loop = f"import os, time\\nwhile not os.path.exists({begun!r}): time.sleep(0.1)\\n"
loop += "end = time.monotonic() + 300\\nwhile time.monotonic() < end: pass"
loops = [subprocess.Popen([sys.executable, "-c", loop], start_new_session=True) for _ in range(6)]
try:
    limits = Limits(cell_seconds=1, notebook_seconds=8)
    ran = executing.execute(cells, executing.Course(limits=limits))
finally:
    for each in loops:
        each.kill()
print(json.dumps([[str(cell.outputs), cell.seconds] for cell in ran.cells]))
"""
BURN = """
import os, threading, time
def burn(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end: pass
"""
# A quarter of a second of a processor, without a break, with naps, in threads, in processes.
QUARTERS = [
    "burn(0.25)",
    "for _ in range(100):\n    burn(0.0025)\n    time.sleep(0.001)",
    "threads = [threading.Thread(target=burn, args=[0.05]) for _ in range(5)]\n"
    "for thread in threads: thread.start()\nfor thread in threads: thread.join()",
    "for _ in range(5):\n    if os.fork() == 0:\n        burn(0.05)\n        os._exit(0)\n"
    "    os.wait()",
]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux says who waits")
def test_a_right_answer_keeps_its_points_on_a_crowded_machine(tmp_path):
    """Each cell gets a quarter of its limit, and is on the wall for longer than all of it."""
    begun = str(tmp_path / "begun")
    first = f"{BURN}\nopen({begun!r}, 'w').close()"
    done = subprocess.run(
        [sys.executable, "-c", CROWDED],
        input=json.dumps([begun, first, *QUARTERS]),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    outputs, seconds = zip(*json.loads(done.stdout), strict=True)
    assert outputs == ("[]",) * 5
    assert max(seconds) > 1, "the machine was not crowded: this shows nothing"


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
