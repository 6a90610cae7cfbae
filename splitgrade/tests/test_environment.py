"""What is set where grading runs decides nothing: not on this machine, not on a worker's."""

import sys

import pytest

from splitgrade import sandbox
from splitgrade.execute import Cell, Course, GradingError, execute
from splitgrade.trusted import forkserver

# What people have set, and each of them changes what Python or a library does.
SET = {
    "PYTHONOPTIMIZE": "2",
    "PYTHONWARNINGS": "error",
    "PYTHONHASHSEED": "7",
    "PYTHONDEVMODE": "1",
    "PYTHONUTF8": "0",
    "PYTHONASYNCIODEBUG": "1",
    "PYTHONNODEBUGRANGES": "1",
    "PYTHONINTMAXSTRDIGITS": "640",
    "PYTHONINSPECT": "1",
    "PYTHONSTARTUP": "/nowhere.py",
    "PYTHONHOME": "/nowhere",
    "PYTHONPATH": "/nowhere",
    "PYTHONIOENCODING": "ascii",
    "PYTHONBREAKPOINT": "os.abort",
    "PYTHONTRACEMALLOC": "5",
    "IPYTHONDIR": "/nowhere",
    "MPLBACKEND": "TkAgg",
    "MATPLOTLIBRC": "/nowhere",
    "OMP_NUM_THREADS": "3",
    "OPENBLAS_CORETYPE": "Prescott",
    "NPY_DISABLE_CPU_FEATURES": "AVX2",
    "LC_ALL": "de_DE.ISO-8859-1",
    "LANGUAGE": "de",
    "TZ": "Asia/Tokyo",
}

LOOK = """
import asyncio, locale, os, sys, time, traceback, warnings
print(sys.flags, locale.getpreferredencoding(), time.tzname, list({"a", "b", "c", "d", "e"}))
print([each for each in warnings.filters if each[0] == "error"])
print(asyncio.new_event_loop().get_debug())
print(sorted(each for each in os.environ.items() if each[0] in %r))
"""


def outcome(course):
    """What both processes show, and what becomes of a right and a wrong answer."""
    look = LOOK % sorted(SET.keys() - {"IPYTHONDIR"})  # in a folder of each submission
    cells = [
        Cell("student", look),
        Cell("test", look),
        Cell("answer", "def f(x):\n    assert x\n    return 2 * x", ("f",)),
        Cell("test", "assert f(2) == 4"),
        Cell("test", "assert f(2) == 5"),
        Cell(
            "test", "try:\n    f(0)\nexcept AssertionError:\n    pass\nelse:\n    raise ValueError"
        ),
        Cell("test", "import warnings\nwarnings.warn('old')"),
    ]
    return [ran.outputs for ran in execute(cells, course).cells]


@pytest.mark.parametrize("sandboxed", [True, False])
def test_nothing_that_is_set_changes_an_outcome(monkeypatch, sandboxed):
    course = Course(sandbox.find() if sandboxed else None)
    monkeypatch.setattr(forkserver, "_CAN_FORK", sandboxed and forkserver._CAN_FORK)
    for name in SET:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(forkserver, "_servers", {})  # a server keeps what it was started with
    usual = outcome(course)
    assert ["error" in str(outputs) for outputs in usual[3:]] == [False, True, False, False]
    for name, value in SET.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(forkserver, "_servers", {})
    assert outcome(course) == usual


def test_an_instructors_own_variable_reaches_the_tests(monkeypatch):
    monkeypatch.setenv("COURSE_DATA", "/somewhere")
    monkeypatch.setattr(forkserver, "_servers", {})
    test = Cell("test", "import os\nassert os.environ['COURSE_DATA'] == '/somewhere'")
    assert execute([test], Course()).cells[0].outputs == []


def test_without_assertions_nothing_is_graded(monkeypatch):
    command = [*forkserver.COMMAND[:1], "-O", *forkserver.COMMAND[1:]]
    monkeypatch.setattr(forkserver, "COMMAND", command)
    with pytest.raises(GradingError, match="without assertions"):
        execute([Cell("test", "assert False")], Course())
    assert command[0] == sys.executable
