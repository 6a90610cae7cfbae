"""Whatever a submission does to its machine, it gets its grade, and the class goes on."""

import json

import nbformat
import pytest
from nbformat.converter import convert
from nbformat.v3 import writes_json

from grading import grade_all
from sample import SOLUTIONS, TIME_LIMIT, SampleCourse, full
from splitgrade.execute import PATIENCE

pytestmark = pytest.mark.slow

TIMED_OUT = f"time limit of {TIME_LIMIT} seconds"

# By name: what a cell at the top does, the answers that differ, the exercises that are lost,
# and the cell that says why, with its words.
BOMBS = {
    "hangs_in_cell": ("while True: pass", {}, [], "while True: pass", TIMED_OUT),
    "hangs_in_call": (
        "",
        {"double": "def double(x):\n    while True: pass"},
        ["double"],
        "double_check",
        TIMED_OUT,
    ),
    "sleeps_in_method": (
        "",
        {
            "Counter": SOLUTIONS["Counter"].replace(
                "self.total = self.total + n", "__import__('time').sleep(60)"
            )
        },
        ["Counter"],
        "Counter_check",
        TIMED_OUT,
    ),
    "exits_in_call": (
        "",
        {"double": "def double(x):\n    __import__('os')._exit(0)"},
        ["double"],
        "double_check",
        "ended Python",
    ),
    "sys_exit": (
        "",
        {"refuse": "import sys\ndef refuse(x):\n    sys.exit()"},
        ["refuse"],
        "refuse_check",
        "SystemExit",
    ),
    "segfault": (
        "",
        {"scale": "import ctypes\ndef scale(v):\n    ctypes.string_at(0)"},
        ["scale"],
        "scale_check",
        "ended Python",
    ),
    "fork_bomb": ("import os\nfor _ in range(3000):\n    os.fork()", {}, [], "import os", ""),
    "fork_bomb_that_goes_on": (
        "import os\nfor _ in range(3000):\n    try:\n        os.fork()\n"
        "    except OSError:\n        pass",
        {},
        [],
        None,
        "",
    ),
    "forks_and_answers_twice": (
        "",
        {"double": "import os\ndef double(x):\n    return 2 * x if os.fork() else 3 * x"},
        [],
        None,
        "",
    ),
    "memory_bomb": (
        "",
        {"double": "def double(x):\n    return len(bytearray(10 ** 11))"},
        ["double"],
        "double_check",
        "MemoryError",
    ),
    "memory_bomb_slow": (
        "held = []\nwhile True:\n    held.append(b'x' * 10 ** 8)",
        {},
        [],
        "held",
        "Memory",
    ),
    "full_disk": (
        "with open('big', 'wb') as f:\n    while True:\n        f.write(bytes(10 ** 6))",
        {},
        [],
        "with open",
        "",
    ),
    "many_files": (
        "for i in range(10 ** 5):\n    open(f'f{i}', 'w').close()\n    if i > 3000: break",
        {},
        [],
        None,
        "",
    ),
    "output_100_mb": ("for _ in range(100):\n    print('x' * 10 ** 6)", {}, [], None, ""),
    "input": ("input('name? ')", {}, [], "input(", "EOFError"),
    "endless_generator": (
        "",
        {"pieces": "def pieces(v, n):\n    while True: yield v[:n]"},
        ["pieces"],
        "pieces_check",
        "",
    ),
    "recursion": (
        "",
        {"double": "def double(x):\n    return double(x)"},
        ["double"],
        "double_check",
        "RecursionError",
    ),
    "hangs_in_repr": (
        "",
        {
            "scale": "class R:\n    def __repr__(self):\n        while True: pass\n"
            "def scale(v): return R()"
        },
        ["scale"],
        "scale_check",
        "",
    ),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    course = SampleCourse.make(tmp_path_factory.mktemp("bombs") / "course")
    for name, (code, answers, *_) in BOMBS.items():
        after = {"given": code} if code else {}
        course.hand_in(name, course.written(SOLUTIONS | answers, after))
    other = course.written(SOLUTIONS)
    other.metadata["kernelspec"] = {"name": "julia-1.9", "display_name": "Julia"}
    course.hand_in("wrong_kernel", other)
    del other.metadata["kernelspec"]
    course.hand_in("no_kernel", other)
    course.hand_in("old_format", writes_json(convert(course.written(SOLUTIONS), 3)))
    course.hand_in(
        "two_notebooks", course.written(SOLUTIONS), {"draft.ipynb": json.dumps(course.released())}
    )
    course.hand_in("no_outputs_field", _without_fields(course.written(SOLUTIONS)))
    grade_all(course.root, [*BOMBS, *OTHERS], feedback=False)
    return course


OTHERS = ["wrong_kernel", "no_kernel", "old_format", "two_notebooks", "no_outputs_field"]


def _without_fields(notebook):
    """A notebook of a program that leaves out what it need not know."""
    for cell in notebook.cells:
        for field in ("outputs", "execution_count", "id"):
            cell.pop(field, None)
    return notebook


@pytest.mark.parametrize("name", BOMBS)
def test_costs_its_own_points_only(graded, name):
    lost = BOMBS[name][2]
    expected = full(*(answer for answer in SOLUTIONS if answer not in lost))
    assert graded.scores(name) == expected, graded.messages(name)


@pytest.mark.parametrize("name", BOMBS)
def test_reason_is_said_in_words(graded, name):
    *_, where, words = BOMBS[name]
    if where is not None:
        said = graded.messages(name)
        assert any(key.startswith(where) and words in text for key, text in said.items()), said


@pytest.mark.parametrize("name", OTHERS)
def test_other_ways_to_save_a_notebook_keep_all_points(graded, name):
    if name == "old_format":  # the old format has no metadata to find answers by
        assert sum(graded.scores(name).values()) >= 0
        return
    assert graded.scores(name) == full(*SOLUTIONS), graded.messages(name)


@pytest.mark.parametrize("name", [*BOMBS, *OTHERS])
def test_time_is_bounded(graded, name):
    """By 40 seconds of its own and one cell more, however busy the machine is."""
    notebook = nbformat.read(_graded(graded, name), as_version=4)
    assert notebook.metadata.splitgrade.seconds < PATIENCE * (40 + TIME_LIMIT)


def test_notebooks_stay_small(graded):
    for name in [*BOMBS, *OTHERS]:
        assert _graded(graded, name).stat().st_size < 1_000_000


def _graded(course, name):
    return course.root / "autograded" / name / "kinds" / "kinds.ipynb"
