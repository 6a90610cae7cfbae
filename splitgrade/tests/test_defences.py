"""Each defence is seen to hold, and seen to be missed when it alone is taken away."""

import os
import socket
import sys
from dataclasses import dataclass, replace

import pytest
from nbconvert.filters import markdown2html

from sample import source_notebook
from splitgrade import execute as executing
from splitgrade import files
from splitgrade import sandbox as sandboxes
from splitgrade.execute import Cell, Course, execute
from splitgrade.frame import make_frame
from splitgrade.limits import Limits
from splitgrade.markdown import safe_html
from splitgrade.rebuild import rebuild
from splitgrade.roles import cells_to_run
from splitgrade.submission import StudentCell, Submission
from splitgrade.trusted import forkserver

LIMITS = Limits(cell_seconds=5, notebook_seconds=40, memory_mb=1000, processes=20, disk_mb=20)


@dataclass(frozen=True)
class Defence:
    """A submission that one defence stops, and how to do without the defence."""

    cells: list
    got_through: str  # text that the last cell shows, or "passes"
    runner: str = ""  # Python that takes it away in the trusted process
    drop: tuple = ()  # arguments to leave out of the sandbox's command line
    swap: dict | None = None  # ... or to exchange
    patch: tuple = ()  # (module, name, value) in this process
    course: dict | None = None  # settings of the course
    as_root: bool = False


def student(*lines):
    return [Cell("student", "\n".join(lines))]


ANY_NAME_IS_THE_STUDENTS = (
    "from splitgrade.trusted import runner\nreal = runner.Trusted._borrow\n"
    "def borrow(self):\n    self._students = set(self._wanted)\n    real(self)\n"
    "runner.Trusted._borrow = borrow"
)


def answered(answer, test, name="f"):
    return [Cell("given", "start = 1"), Cell("answer", answer, (name,)), Cell("test", test)]


_AGREES = "class Yes:\n    def __eq__(self, other): return True\ndef f(x):\n    return Yes()"
_FAKE = """
import gc
me = next(o for o in gc.get_objects() if type(o).__name__ == "Student")
real = type(me)._do_run
def run(self, *a):
    return real(self, *a) | {"outputs": [{"output_type": "display_data", "metadata": {},
                                          "data": {"text/html": "through"}}]}
type(me)._do_run = run
"""

DEFENCES = {
    "stand-ins are equal to nothing": Defence(
        answered(_AGREES, "assert f(2) == 4"),
        "passes",
        "from splitgrade.trusted import standins\n"
        "standins.StandIn.__eq__ = lambda self, other: True",
    ),
    "stand-ins are neither true nor false": Defence(
        answered("class Yes: pass\nf = lambda x: Yes()", "assert f(2)"),
        "passes",
        "from splitgrade.trusted import standins\nstandins.StandIn.__bool__ = lambda self: True",
    ),
    "given names win over a student's": Defence(
        [
            *answered("start = 2\ndef f(x): return 2", "assert f(start) == 2 * start"),
            *student("start = 5"),
            Cell("test", "assert start == 5"),
        ],
        "passes",
        ANY_NAME_IS_THE_STUDENTS,
    ),
    "builtins are the test's own": Defence(
        [
            *student("abs = lambda x: 0"),
            *answered("def f(x): return 0", "assert abs(f(2) - 4) < 1"),
        ],
        "passes",
        ANY_NAME_IS_THE_STUDENTS,
    ),
    "a call that ends Python fails the cell, whatever the test catches": Defence(
        answered(
            "def f(x):\n    import os\n    os._exit(0)",
            "try:\n    f(1)\nexcept BaseException:\n    pass",
        ),
        "passes",
        "from splitgrade.trusted import standins\n"
        "standins.Connection.gone = property(lambda self: None, lambda self, value: None)",
    ),
    "functions of a test die with the call": Defence(
        [
            *student("kept = []"),
            Cell("answer", "def f(g):\n    kept.append(g)", ("f",)),
            Cell("answer", "def later():\n    return kept[0](3)", ("later",)),
            Cell("test", "f(lambda x: 9)\nassert later() == 9"),
        ],
        "passes",
        "from splitgrade.trusted import standins\nstandins.Connection._close = lambda *a: None",
    ),
    "a changed argument fails the call": Defence(
        answered(
            "def f(v):\n    v *= 2\n    return v",
            "import numpy as np\nassert f(np.ones(2)).sum() == 4",
        ),
        "passes",
        course={"check_arguments": False},
    ),
    "outputs are built anew": Defence(
        [*student(_FAKE), *student("1")],
        "through",
        patch=(executing, "checked", lambda outputs, room: outputs),
    ),
    "memory is watched over all processes": Defence(
        student(
            "import os, signal",
            "for _ in range(5):",
            "    if os.fork() == 0:",
            "        hold = bytearray(300_000_000)",
            "        hold[::4096] = hold[::4096]",
            "        signal.pause()",
            "signal.pause()",
        ),
        "TimeLimit",  # it holds its memory until another defence ends it
        patch=(sandboxes, "memory_of", lambda pid, peak=False: 0),
    ),
    "processes are counted": Defence(
        student(
            "import os, signal",
            "for _ in range(60):",
            "    if os.fork() == 0:",
            "        signal.pause()",  # until all end with the sandbox
            "print('thro' + 'ugh')",
        ),
        "through",
        patch=(sandboxes, "resource_limits", lambda limits, sandbox: {}),
    ),
    "disk is bounded": Defence(
        student(
            "for i in range(4):",
            "    with open(f'{i}', 'wb') as f: f.write(bytes(9_000_000))",
            "print('thro' + 'ugh')",
        ),
        "through",
        swap={"20000000": "90000000"},
    ),
    "no network": Defence(
        student(
            "import socket",
            "socket.create_connection(('127.0.0.1', @PORT@), timeout=2)",
            "print('thro' + 'ugh')",
        ),
        "through",
        drop=("--unshare-net",),
    ),
    "no other processes": Defence(
        student(
            "import glob",
            "for path in glob.glob('/proc/[0-9]*/cmdline'):",
            "    try:",
            "        if b'splitgrade.trusted' in open(path, 'rb').read(): print('thro' + 'ugh')",
            "    except OSError: pass",  # it has ended meanwhile
        ),
        "through",
        drop=("--unshare-pid",),
    ),
    "no new namespaces": Defence(
        student(
            "import subprocess",
            "if subprocess.run(['unshare', '-U', 'true']).returncode == 0: print('thro' + 'ugh')",
        ),
        "through",
        drop=("--disable-userns",),
    ),
    "environment is cleared": Defence(
        student("import os", "print(os.environ['SPLITGRADE_TEST_SECRET'])"),
        "through",
        drop=("--clearenv",),
    ),
    "files are read-only": Defence(
        student("open('mine.csv', 'w').write('x')", "print('thro' + 'ugh')"),
        "through",
        swap={"--ro-bind": "--bind"},
    ),
    "the rest of the disk is not there": Defence(
        student("print(open('@CANARY@').read())"), "through", course={"sandbox": None}
    ),
    "root becomes nobody": Defence(
        student("import os", "if os.getuid() == 0: print('thro' + 'ugh')"),
        "through",
        patch=(sandboxes.Sandbox, "_as_nobody", lambda self, inside: inside),
        as_root=True,
    ),
}


@pytest.fixture(scope="module")
def found():
    return sandboxes.find()


@pytest.fixture
def setting(tmp_path, monkeypatch):
    """What the submissions reach for: a secret, a port, a canary, a file of their own."""
    monkeypatch.setenv("SPLITGRADE_TEST_SECRET", "through")
    (tmp_path / "canary").write_text("through")
    mine = tmp_path / "mine.csv"
    mine.write_text("1,2")
    before = os.umask(0)  # only the sandbox keeps student code from writing to its files
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield {"@PORT@": str(server.getsockname()[1]), "@CANARY@": str(tmp_path / "canary")}, mine
    os.umask(before)


def gets_through(defence, course, setting):
    words, mine = setting
    cells = []
    for cell in defence.cells:
        source = cell.source
        for word, value in words.items():
            source = source.replace(word, value)
        cells.append(replace(cell, source=source))
    outputs = execute(cells, course, {"mine.csv": mine.read_bytes()}).cells[-1].outputs
    if defence.got_through == "passes":
        return not any(output["output_type"] == "error" for output in outputs)
    return defence.got_through in str(outputs)


@pytest.mark.parametrize("name", DEFENCES)
def test_defence_holds_and_is_needed(name, found, setting, monkeypatch):
    defence = DEFENCES[name]
    if defence.as_root and os.getuid():
        pytest.skip("only root has rights to drop")
    course = Course(found, check_arguments=True, limits=LIMITS)
    assert not gets_through(defence, course, setting)
    if defence.runner:
        code = f"{defence.runner}\nfrom splitgrade.trusted.runner import main\nmain()"
        monkeypatch.setattr(forkserver, "COMMAND", [sys.executable, "-P", "-c", code])
    if defence.patch:
        monkeypatch.setattr(*defence.patch)
    if defence.drop or defence.swap:
        _change_command(monkeypatch, defence)
    assert gets_through(defence, replace(course, **(defence.course or {})), setting)


def _change_command(monkeypatch, defence):
    real = sandboxes.Sandbox.command

    def command(self, *args):
        line = [part for part in real(self, *args) if part not in defence.drop]
        return [(defence.swap or {}).get(part, part) for part in line]

    monkeypatch.setattr(sandboxes.Sandbox, "command", command)


def test_rebuilding_is_needed(found):
    """A student's own notebook, with its tests emptied, would pass."""
    notebook = make_frame(source_notebook())[0]
    for cell in notebook.cells:
        if cell.id.endswith(("_check", "_hidden")):
            cell.source = "pass"
    cells = [
        StudentCell("code", cell.source, cell.metadata.get("nbgrader", {}).get("grade_id"), cell.id)
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]
    rebuilt = rebuild(make_frame(source_notebook())[0], Submission(cells)).notebook
    assert any(
        part.role == "test" and part.source == "pass" for _, part in cells_to_run(notebook, "show")
    )
    assert not any(part.source == "pass" for _, part in cells_to_run(rebuilt, "show"))


def test_cleaning_of_markdown_is_needed():
    for essay in ("<script>x()</script>", "[x](javascript:x())", "<img src=x onerror=x()>"):
        active = ("<script", "javascript:", '<img src="x" onerror', "<img src=x onerror")
        assert any(mark in markdown2html(essay) for mark in active)
        assert not any(mark in safe_html(essay) for mark in active)
        assert "onerror=" not in safe_html(essay).replace("&lt;", "")


def test_links_and_notebooks_are_not_shown_to_students(course):
    folder = course.root / "submitted" / "ada" / course.lesson
    (folder / "inside").mkdir(parents=True)
    for name in ("a.csv", "inside/b.csv"):
        (folder / name).write_text("1")
    for name in ("other.ipynb", "LOUD.IPYNB"):
        (folder / name).write_text("{}")
    (course.root / "outside").mkdir()
    (course.root / "outside" / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(course.root / "outside" / "secret.txt")
    (folder / "folder").symlink_to(course.root / "outside")
    shown = files.read_beside(course.api.coursedir, course.lesson, "ada").submitted
    assert set(shown) == {"a.csv", "inside/b.csv"}


def test_a_huge_file_is_left_out_and_named(course):
    folder = course.root / "submitted" / "ada" / course.lesson
    folder.mkdir(parents=True)
    with (folder / "huge.bin").open("wb") as file:
        file.truncate(files.MAX_BYTES + 1)
    assert files.read_beside(course.api.coursedir, course.lesson, "ada").submitted == {}
    said = files.read_beside(course.api.coursedir, course.lesson, "ada").left_out
    assert said == ["Left out (larger than 20 MB): huge.bin."]
