"""Trusted processes are copies of one that has seen nothing, and as good as new ones."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grading import processes
from splitgrade.execute import Cell, Course, GradingError, execute
from splitgrade.trusted import forkserver

linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every process is new")


def shown(*sources, course=None, instructors=None):
    """What the last of these test cells prints."""
    cells = [Cell("test", source) for source in sources]
    outputs = execute(cells, course or Course(), instructors=instructors).cells[-1].outputs
    assert all(output["output_type"] == "stream" for output in outputs), outputs
    return "".join(output["text"] for output in outputs).strip()


def exists(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(holds):
    until = time.monotonic() + 120
    while not holds() and time.monotonic() < until:
        time.sleep(0.05)
    return holds()


@linux
def test_all_are_copies_of_one_and_each_is_a_process_of_its_own():
    ask = "import os\nprint(os.getppid(), os.getpid(), os.getsid(0))"
    (server, one, session), (same_server, other, _) = shown(ask).split(), shown(ask).split()
    assert server == same_server and one != other and session == one
    assert int(server) != os.getpid()


@linux
def test_what_a_submission_changes_is_gone_with_its_copy():
    shown("import numpy as np\nnp.square = None\n__builtins__.changed = 1\nprint(1)")
    assert (
        shown(
            "import numpy as np\nprint(np.square(3), hasattr(__builtins__, 'changed'),"
            " 'changed' in globals())"
        )
        == "9 False False"
    )


@linux
def test_random_numbers_differ_from_copy_to_copy():
    draw = "import random\nimport numpy as np\nprint({})"
    for numbers in ("np.random.random()", "random.random()"):
        assert shown(draw.format(numbers)) != shown(draw.format(numbers))


@linux
def test_the_server_has_one_thread_so_that_a_copy_holds_no_foreign_lock():
    assert shown("import os\nprint(len(os.listdir(f'/proc/{os.getppid()}/task')))") == "1"


@linux
def test_a_copy_has_no_open_file_of_the_server_or_of_another_copy():
    """Its socket would let it ask for copies; a pipe of another would keep that one alive."""
    listing = """
import os
links = [f"/proc/self/fd/{number}" for number in os.listdir("/proc/self/fd")]
names = [os.readlink(link) for link in links if os.path.lexists(link)]
print(sorted(name.partition(":")[0] if ":" in name else "file" for name in names
             if not name.startswith("/proc/")))
"""
    open_files = shown(listing)
    assert "socket" not in open_files
    assert open_files == shown(listing)


@pytest.mark.parametrize("forks", [pytest.param(True, marks=linux), False])
def test_a_copy_is_as_good_as_a_new_process(monkeypatch, forks):
    monkeypatch.setattr(forkserver, "_CAN_FORK", forks)
    said = shown(
        "import os\nprint(open('a.csv').read(), __name__, os.environ['MPLBACKEND'],"
        " os.environ['OPENBLAS_NUM_THREADS'], os.read(0, 1))",
        instructors={"a.csv": b"1,2"},
    )
    assert said == "1,2 __main__ agg 1 b''"
    ended = execute([Cell("test", "pass"), Cell("test", "import os\nos._exit(3)")], Course())
    assert not ended.cells[0].outputs and "ended the process" in str(ended.cells[1].outputs)


@linux
def test_a_server_that_was_killed_is_replaced():
    ask = "import os\nprint(os.getppid())"
    first = int(shown(ask))
    os.kill(first, signal.SIGKILL)
    second = int(shown(ask))
    assert second != first and int(shown(ask)) == second


_RUN = """
import sys
from splitgrade.execute import Cell, Course, execute
cells = [Cell("test", "import os\\nprint(os.getppid())")]
print(execute(cells, Course()).cells[0].outputs[0]["text"], flush=True)
sys.stdin.read()
"""


@linux
@pytest.mark.parametrize("kill", [True, False])
def test_a_server_ends_with_the_process_that_grades(kill):
    grading = subprocess.Popen(
        [sys.executable, "-c", _RUN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    server = int(grading.stdout.readline())
    assert exists(server)
    if kill:
        grading.kill()
    grading.communicate()
    assert wait_until(lambda: not exists(server))


@linux
def test_copies_that_run_end_with_the_process_that_grades():
    endless = _RUN.replace("import os\\nprint(os.getppid())", "while True: pass")
    grading = subprocess.Popen([sys.executable, "-c", endless], stdin=subprocess.PIPE)
    assert wait_until(lambda: len(processes("splitgrade", grading.pid)) == 3)
    started = processes("splitgrade", grading.pid)  # the server, a copy, the student's process
    grading.kill()
    grading.communicate()
    assert wait_until(lambda: not any(map(exists, started)))


@pytest.mark.parametrize("forks", [pytest.param(True, marks=linux), False])
def test_a_module_that_is_missing_is_named(monkeypatch, forks):
    monkeypatch.setattr(forkserver, "_CAN_FORK", forks)
    with pytest.raises(GradingError, match="No module named 'nowhere'"):
        execute([Cell("test", "1")], Course(types=("nowhere",)))
