"""Every distribution that the code imports is named in the extra for that part."""

import ast
import itertools
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
BOXES = {"boxes"}  # a library that tests of splitgrade write
# Which distribution and extra is there where a part runs; the longest path that fits says so.
THERE = {
    "smallnets": ("small-nets", None),
    "source": ("small-nets", None),
    "splitgrade/src": ("splitgrade", "cluster"),
    "splitgrade/src/splitgrade/adapters": ("splitgrade", "test"),  # a course that names one has it
    "splitgrade/tests": ("splitgrade", "test"),
    "tasks": ("small-nets", "instructor"),
    "tasks/test.py": ("small-nets", "test"),
    "docs": ("small-nets", "instructor"),
    "benchmarks": ("small-nets", "instructor"),
    "benchmarks/claims": ("small-nets", "test"),
    "tests": ("small-nets", "test"),
}
IN_A_BROWSER = {"js", "pyodide"}  # what Pyodide itself brings; asked for only there
PEERS = COURSE / "benchmarks/requirements.txt"  # what `course.py bench` installs beside the lock
NAMES_OF_PEERS = {"otter": "otter-grader"}  # the others are named as they are imported
PROJECTS = {
    project["name"]: project
    for folder in ("", "splitgrade")
    for project in [tomllib.loads((COURSE / folder / "pyproject.toml").read_text())["project"]]
}


def declared(name, extra=None):
    """Names of the distributions that one of ours asks for, itself or through our other one."""
    project = PROJECTS[name]
    rows = [*project["dependencies"]]
    if extra:
        rows += project["optional-dependencies"][extra]
    names = set()
    for requirement in map(Requirement, rows):
        if requirement.name in PROJECTS:
            names |= declared(requirement.name) if requirement.name != name else set()
            names = names.union(*(declared(requirement.name, each) for each in requirement.extras))
        else:
            names.add(canonicalize_name(requirement.name))
    return names


def imported(path):
    """Top-level names that a file imports from elsewhere."""
    ours = OURS | BOXES | {beside.stem for beside in path.parent.glob("*.py")}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module]
        yield from (
            {name.split(".")[0] for name in names} - sys.stdlib_module_names - ours - IN_A_BROWSER
        )


def there(where):
    return THERE[max((part for part in THERE if where.startswith(part)), key=len)]


def undeclared(course):
    """What is imported in a course's folders without being declared for that part."""
    found = metadata.packages_distributions()
    peers = {row.split("==")[0] for row in PEERS.read_text().split() if "==" in row}
    for part in sorted({part.split("/")[0] for part in THERE}):
        for path in sorted((course / part).rglob("*.py")):
            where = path.relative_to(course).as_posix()
            known = declared(*there(where))
            if part in ("benchmarks", "tests"):
                known = known | peers
            for name in sorted(imported(path)):
                owners = found.get(name, [NAMES_OF_PEERS.get(name, name)])
                if not known & set(map(canonicalize_name, owners)):
                    yield f"{where} imports {name} of {owners}"


def test_every_import_is_of_a_declared_distribution():
    assert list(undeclared(COURSE)) == []


@pytest.mark.parametrize(
    "where, name, owner",
    [
        ("smallnets/layers.py", "scipy", "scipy"),
        ("tasks/demo.py", "distributed", "distributed"),
        ("splitgrade/src/splitgrade/deep/er.py", "zmq", "pyzmq"),
        ("splitgrade/src/splitgrade/x.py", "pytest", "pytest"),
        ("splitgrade/tests/x.py", "jupytext", "jupytext"),
        ("tests/test_x.py", "no_such_module", "no_such_module"),
    ],
)
def test_an_import_that_only_another_package_brings_is_seen(tmp_path, where, name, owner):
    path = tmp_path / where
    path.parent.mkdir(parents=True)
    path.write_text(f"def later():\n    import {name}.part\n")
    assert list(undeclared(tmp_path)) == [f"{where} imports {name} of {[owner]}"]


def test_extras_rest_on_one_another():
    ours = [declared("small-nets", e) for e in (None, "student", "instructor", "cluster", "test")]
    assert all(less < more for less, more in itertools.pairwise(ours))
    student, instructor = ours[1:3]
    assert "psutil" in instructor and "psutil" not in student
    assert declared("splitgrade") < instructor and not declared("splitgrade") <= student
    assert declared("splitgrade", "test") < declared("small-nets", "test")


def test_what_is_declared_is_locked():
    locked = re.findall(r"^([\w.-]+)==", (COURSE / "requirements.lock").read_text(), re.MULTILINE)
    assert declared("small-nets", "test") <= set(locked)
    assert not PROJECTS.keys() & set(locked)  # ours lie in folders beside it, without a hash


def test_the_environment_holds_together():
    done = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
