"""course.py on machines where something is missing: one clear line each."""

import ast
import os
import re
import shutil
import subprocess
import sys

import pytest

from tasks.lessons import COURSE

SCRIPT = COURSE / "course.py"


@pytest.fixture
def course(tmp_path):
    """A course folder of its own: its one locked package is the build backend."""
    shutil.copy(SCRIPT, tmp_path)
    (tmp_path / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        '[project]\nname = "tiny"\nversion = "1"\n'
        '[tool.hatch.build.targets.wheel]\npackages = ["tasks"]\n'
    )
    (tmp_path / "requirements.lock").write_text(
        _locked(
            "hatchling",
            "editables",
            "packaging",
            "pathspec",
            "pluggy",
            "tomlkit",
            "trove-classifiers",
        )
    )
    (tmp_path / "tasks").mkdir()
    (tmp_path / "tasks/__init__.py").touch()
    (tmp_path / "tasks/check.py").write_text("import sys\nprint('ran', sys.argv[1:])")
    return tmp_path


def _locked(*names):
    blocks = (COURSE / "requirements.lock").read_text().replace("\\\n", "\\\r").split("\n")
    return "\n".join(b.replace("\r", "\n") for b in blocks if b.split("==")[0] in names) + "\n"


def run(course, *arguments, python=(), **environment):
    return subprocess.run(
        [sys.executable, *(python or [str(course / "course.py")]), *arguments],
        cwd=course,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )


def test_no_argument_lists_the_tasks():
    said = run(COURSE).stdout
    for task in ("demo", "test", "lab", "sync", "check"):
        assert f"course.py {task}" in said


def test_unknown_task_is_named_with_the_known_ones():
    done = run(COURSE, "dmeo")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "'dmeo'" in done.stderr and "demo" in done.stderr


@pytest.mark.parametrize("task", ["demo", "sync", "check"])
def test_tasks_explain_themselves(task):
    done = run(COURSE, task, "--help")
    assert done.returncode == 0 and f"course.py {task}" in done.stdout


def test_old_python_can_parse_the_file_and_is_told():
    ast.parse(SCRIPT.read_text(), feature_version=(3, 6))
    pretend = (
        "import sys, runpy\nsys.version_info = (3, 8, 1)\nsys.version = '3.8.1 (x)'\n"
        f"runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    )
    done = run(COURSE, python=["-c", pretend])
    assert done.returncode == 1
    assert "3.11 or newer is needed, this is 3.8.1" in done.stderr
    assert done.stderr.count("\n") == 1


def test_missing_venv_module_names_the_package(course):
    pretend = (
        "import sys, runpy\nsys.modules['venv'] = None\nsys.argv = ['course.py', 'check']\n"
        f"runpy.run_path({str(course / 'course.py')!r}, run_name='__main__')"
    )
    done = run(course, python=["-c", pretend])
    assert done.returncode == 2
    assert f"sudo apt install python3.{sys.version_info[1]}-venv" in done.stderr


def test_no_network_is_said_and_the_next_run_goes_on(course):
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/",
        "PIP_EXTRA_INDEX_URL": "",
        "PIP_RETRIES": "0",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_FIND_LINKS": "",
        "PIP_NO_CACHE_DIR": "1",
    }
    done = run(course, "check", **nowhere)
    assert done.returncode == 2
    assert "is this machine online?" in done.stderr
    assert done.stderr.count("\n") <= 2

    done = run(course, "check", "--quick")  # the half-made environment is made anew
    assert "unfinished or out of date" in done.stdout
    assert "ran ['--quick']" in done.stdout

    done = run(course, "check")  # and a finished one is left alone
    assert done.stdout == "ran []\n"


def test_wrong_hash_is_refused(course):
    lock = course / "requirements.lock"
    lock.write_text(re.sub("sha256:[0-9a-f]+", "sha256:" + "0" * 64, lock.read_text()))
    done = run(course, "check")
    assert done.returncode == 2
    assert "DO NOT MATCH THE HASHES" in done.stderr


def test_missing_lock_file_is_said(course):
    (course / "requirements.lock").unlink()
    done = run(course, "check")
    assert done.returncode == 2 and "requirements.lock is missing" in done.stderr
