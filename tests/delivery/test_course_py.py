"""course.py on machines where something is missing: one clear line each."""

import ast
import os
import re
import shutil
import subprocess
import sys

import pytest

from course import TASKS, overview
from tasks.lessons import COURSE

SCRIPT = COURSE / "course.py"


@pytest.fixture
def course(tmp_path):
    """A course folder of its own: its one locked package is the build backend."""
    shutil.copy(SCRIPT, tmp_path)
    (tmp_path / "pyproject.toml").write_text(_project("tiny", "tasks"))
    plugin = tmp_path / "splitgrade"
    (plugin / "src/splitgrade").mkdir(parents=True)
    (plugin / "src/splitgrade/__init__.py").write_text("said = 'the plug-in'")
    dev_mode = '[tool.hatch.build]\ndev-mode-dirs = ["src"]\n'
    (plugin / "pyproject.toml").write_text(_project("plugin", "src/splitgrade") + dev_mode)
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


def _project(name, package):
    return (
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        f'[project]\nname = "{name}"\nversion = "1"\n'
        f'[tool.hatch.build.targets.wheel]\npackages = ["{package}"]\n'
    )


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


def test_the_list_of_tasks_has_a_column_of_names_and_one_of_what_they_do():
    shown = [line for line in overview().splitlines() if line.startswith("  python3 ")]
    places = set()
    for line, (name, (_, what)) in zip(shown, TASKS.items(), strict=True):
        assert line.split("  ")[1] == f"python3 course.py {name}" and line.endswith(f"  {what}")
        places.add(len(line) - len(what))
    assert len(places) == 1


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
    ask = [course / ".venv/bin/python", "-c", "import splitgrade; print(splitgrade.said)"]
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    said = subprocess.run(ask, cwd=course, env=alone, capture_output=True, text=True)
    assert said.stdout == "the plug-in\n", said.stderr  # and not the folder of its name


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


# The environment


@pytest.fixture
def made(course):
    """A course whose environment passes for a finished one: this one's Python, nothing else."""
    python = course / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    finish = "import course; course.READY.write_text(course.wanted_fingerprint())"
    subprocess.run([sys.executable, "-c", finish], cwd=course, check=True)
    assert run(course, "check").stdout == "ran []\n"
    return course


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def would_make_anew(course):
    """Whether the next task finds the environment out of date; nothing is made."""
    ask = "import course; print(course.READY.read_text() != course.wanted_fingerprint())"
    said = subprocess.run(
        [sys.executable, "-c", ask], cwd=course, capture_output=True, text=True, check=True
    )
    return said.stdout == "True\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[tool.", "[tool.ruff]\nline-length = 90\n[tool."),
        ('name = "tiny"\n', 'name = "tiny"\ndescription = "Small, but growing."\n'),
        ("[project]", "# What it is called.\n[project]"),
    ],
    ids=["a ruff rule", "the description", "a comment"],
)
def test_the_environment_stays_when_nothing_of_it_changed(made, old, new):
    edit(made / "pyproject.toml", old, new)
    assert run(made, "check").stdout == "ran []\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('version = "1"\n', 'version = "2"\n'),
        ('version = "1"\n', 'version = "1"\ndependencies = ["numpy"]\n'),
        ('version = "1"\n', 'version = "1"\noptional-dependencies = {test = ["pytest"]}\n'),
        ('requires = ["hatchling"]', 'requires = ["hatchling>=1"]'),
        ('packages = ["tasks"]', 'packages = ["tasks", "more"]'),
    ],
    ids=["version", "dependencies", "an extra", "build backend", "packages"],
)
def test_the_environment_is_out_of_date_when_what_it_holds_changed(made, old, new):
    edit(made / "pyproject.toml", old, new)
    assert would_make_anew(made)


def test_the_environment_is_out_of_date_with_the_lock_and_the_place(made, tmp_path_factory):
    moved = tmp_path_factory.mktemp("moved") / "course"
    shutil.copytree(made, moved)
    assert would_make_anew(moved)
    edit(made / "requirements.lock", "hatchling==", "hatchling===")
    assert would_make_anew(made)


def test_the_environment_is_out_of_date_when_the_plug_in_changed(made):
    edit(made / "splitgrade/pyproject.toml", 'version = "1"', 'version = "2"')
    assert would_make_anew(made)


def test_an_environment_of_somebody_else_is_left_alone(course):
    theirs = course / ".venv/lib/precious.txt"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("weeks of work")
    (course / ".venv/pyvenv.cfg").write_text("home = /usr/bin\n")
    done = run(course, "check")
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.count("\n") == 1
    for words in (str(course / ".venv"), "an environment", "ready-for-course", "Move it away"):
        assert words in done.stderr
    assert theirs.read_text() == "weeks of work"


@pytest.mark.parametrize("kind", ["a file", "an empty folder", "a link to a folder"])
def test_anything_else_of_that_name_is_left_alone(course, tmp_path_factory, kind):
    there = course / ".venv"
    if kind == "a file":
        there.write_text("name-of-an-environment")
    elif kind == "an empty folder":
        there.mkdir()
    else:
        there.symlink_to(tmp_path_factory.mktemp("theirs"))
    done = run(course, "check")
    assert done.returncode == 2 and f"{there} is something" in done.stderr
    assert there.is_file() or list(there.iterdir()) == []


def test_an_environment_of_an_earlier_course_py_is_taken_over(course):
    """Its mark was written at the end, with a fingerprint of the whole pyproject.toml."""
    (course / ".venv").mkdir()
    (course / ".venv/ready-for-course").write_text("0" * 64)
    done = run(course, "check")
    assert "unfinished or out of date" in done.stdout and "ran []" in done.stdout, done.stderr


def test_a_broken_pyproject_is_said_in_one_line(course):
    (course / "pyproject.toml").write_text("[project\n")
    done = run(course, "check")
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert "pyproject.toml cannot be read" in done.stderr
