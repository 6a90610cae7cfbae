"""splitgrade as a stranger gets it: its wheel, in an environment that holds nothing else.

Such an environment gets only what the wheel declares, what that declares in turn, and what
the course itself asks for. So an import of anything else fails there.
"""

import os
import re
import shutil
import subprocess
import sys
import venv
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[2]


def build_wheel(folder):
    """Build splitgrade's wheel from a copy of what git would hand out, and return its path."""
    copy = folder / "project"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns("__pycache__", "tests"))
    built = "from hatchling.build import build_wheel; print(build_wheel('.'))"
    done = subprocess.run([sys.executable, "-c", built], cwd=copy, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return copy / done.stdout.split()[-1]


def make_environment(folder, wheel, also=()):
    """Make an environment with a wheel and what it declares; returns its Python.

    Parameters
    ----------
    folder : Path
        Is made.
    wheel : Path
    also : sequence of str
        Names of distributions that the course asks for.

    Returns
    -------
    Path
    """
    venv.create(folder, with_pip=False)
    python = folder / "bin/python"
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
        + ["--no-deps", "--no-index", "--no-compile", wheel],
        check=True,
    )
    (site,) = folder.glob("lib/*/site-packages")
    needed = metadata.Distribution.at(next(site.glob("splitgrade-*.dist-info")))
    for distribution in closure([*(needed.requires or ()), *also]).values():
        lend(distribution, folder, site)
    return python


def closure(requirements):
    """The installed distributions that requirements lead to, by name."""
    found = {}
    waiting = [(Requirement(text), frozenset([""])) for text in requirements]
    while waiting:
        requirement, extras = waiting.pop()
        if requirement.marker and not any(
            requirement.marker.evaluate({"extra": e}) for e in extras
        ):
            continue
        distribution = metadata.distribution(requirement.name)
        wanted = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        assert requirement.specifier.contains(distribution.version, prereleases=True), requirement
        if wanted not in found:
            found[wanted] = distribution
            inner = map(Requirement, distribution.requires or ())
            waiting += [(each, frozenset(["", *requirement.extras])) for each in inner]
    return {name: distribution for (name, _), distribution in found.items()}


def lend(distribution, folder, site):
    """Put the files of an installed distribution into an environment, without copying them."""
    for file in distribution.files or ():
        here = Path(os.path.normpath(distribution.locate_file(file)))
        if not here.is_file():
            continue
        # Above its packages are scripts, and what Jupyter keeps under share/.
        there = Path(os.path.normpath(site / file))
        there.parent.mkdir(parents=True, exist_ok=True)
        if there.exists():
            continue
        if there.parent == folder / "bin":
            text = here.read_bytes()
            there.write_bytes(re.sub(rb"\A#!.*", b"#!" + bytes(folder / "bin/python"), text))
            there.chmod(0o755)
        else:
            _link(here, there)


def _link(here, there):
    try:
        os.link(here, there)
    except OSError:  # on another file system
        shutil.copy(here, there)


def variables():
    """The environment's variables, less those that would lead Python elsewhere."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON") and name != "VIRTUAL_ENV"
    }
