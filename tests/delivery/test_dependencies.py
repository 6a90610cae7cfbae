"""Every distribution that the code imports is named in the extra for that part."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tasks.lessons import COURSE

OURS = {"smallnets", "splitgrade", "tasks", "docs", "benchmarks", "tests", "course"}
# Which extra is there where a part runs; the longest path that fits says so.
EXTRA_FOR = {
    "smallnets": None,
    "source": None,
    "splitgrade": "instructor",
    "splitgrade/adapters": "test",  # a course that names one has its library
    "tasks": "instructor",
    "tasks/grade.py": "cluster",
    "tasks/test.py": "test",
    "docs": "instructor",
    "benchmarks": "instructor",
    "tests": "test",
}
IN_A_BROWSER = {"js", "pyodide"}  # what Pyodide itself brings; asked for only there
PEERS = COURSE / "benchmarks/requirements.txt"  # what `course.py bench` installs beside the lock
NAMES_OF_PEERS = {"otter": "otter-grader"}  # the others are named as they are imported
PROJECT = tomllib.loads((COURSE / "pyproject.toml").read_text())["project"]


def declared(extra):
    """Names of the distributions of an extra, those of the extras it rests on among them."""
    rows = [*PROJECT["dependencies"]]
    if extra:
        rows += PROJECT["optional-dependencies"][extra]
    names = set()
    for requirement in map(Requirement, rows):
        if requirement.name == PROJECT["name"]:
            names |= set().union(*map(declared, requirement.extras))
        else:
            names.add(canonicalize_name(requirement.name))
    return names


def imported(path):
    """Top-level names that a file imports from elsewhere."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module]
        yield from (
            {name.split(".")[0] for name in names} - sys.stdlib_module_names - OURS - IN_A_BROWSER
        )


def extra_for(where):
    return EXTRA_FOR[max((part for part in EXTRA_FOR if where.startswith(part)), key=len)]


def undeclared(course):
    """What is imported in a course's folders without being declared for that part."""
    found = metadata.packages_distributions()
    peers = {row.split("==")[0] for row in PEERS.read_text().split() if "==" in row}
    for part in sorted({part.split("/")[0] for part in EXTRA_FOR}):
        for path in sorted((course / part).rglob("*.py")):
            where = path.relative_to(course).as_posix()
            there = declared(extra_for(where))
            if part in ("benchmarks", "tests"):
                there = there | peers
            for name in sorted(imported(path)):
                owners = found.get(name, [NAMES_OF_PEERS.get(name, name)])
                if not there & set(map(canonicalize_name, owners)):
                    yield f"{where} imports {name} of {owners}"


def test_every_import_is_of_a_declared_distribution():
    assert list(undeclared(COURSE)) == []


@pytest.mark.parametrize(
    "where, name, owner",
    [
        ("smallnets/layers.py", "scipy", "scipy"),
        ("tasks/demo.py", "distributed", "distributed"),
        ("splitgrade/deep/er.py", "zmq", "pyzmq"),
        ("tests/test_x.py", "no_such_module", "no_such_module"),
    ],
)
def test_an_import_that_only_another_package_brings_is_seen(tmp_path, where, name, owner):
    path = tmp_path / where
    path.parent.mkdir(parents=True)
    path.write_text(f"def later():\n    import {name}.part\n")
    assert list(undeclared(tmp_path)) == [f"{where} imports {name} of {[owner]}"]


def test_extras_rest_on_one_another():
    assert declared(None) < declared("student") < declared("instructor")
    assert declared("instructor") < declared("cluster") < declared("test")
    assert "psutil" in declared("instructor") and "psutil" not in declared("student")


def test_what_is_declared_is_locked():
    locked = re.findall(r"^([\w.-]+)==", (COURSE / "requirements.lock").read_text(), re.MULTILINE)
    assert declared("test") <= set(locked)


def test_the_environment_holds_together():
    done = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
