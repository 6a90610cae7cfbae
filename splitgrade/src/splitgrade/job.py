"""What is to be run of one notebook, as a value: it can run anywhere and be remembered.

Running a notebook depends on the cells, the files, the course's settings and the versions of
what is installed, and on nothing else. All of that is in a Job; its key names the result.
"""

import hashlib
import json
import platform
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

from splitgrade.execute import Cell, Course, Executed, GradingError, execute
from splitgrade.probe import proven_sandbox
from splitgrade.sandbox import package_folders


@dataclass(frozen=True)
class Job:
    """One notebook to run.

    Parameters
    ----------
    cells : tuple of splitgrade.execute.Cell
    course : splitgrade.execute.Course
        The settings, without a sandbox: each machine finds its own.
    sandboxed : bool
        Whether to run the student's code in a sandbox.
    submitted, instructors : dict of str to bytes
        Files that the student's code, and that the tests, may read.
    """

    cells: tuple[Cell, ...]
    course: Course
    sandboxed: bool
    submitted: dict[str, bytes] = field(default_factory=dict)
    instructors: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def key(self) -> str:
        """A digest of all that decides the result, as 64 hexadecimal digits; made once."""
        files = [
            {name: hashlib.sha256(content).hexdigest() for name, content in each.items()}
            for each in (self.submitted, self.instructors)
        ]
        parts = [
            [asdict(cell) for cell in self.cells],
            asdict(self.course),
            self.sandboxed,
            files,
            versions(self.course),
        ]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def run(job: Job, root: str, db_url: str, expected: dict[str, str] | None = None) -> Executed:
    """Run a job on this machine.

    Parameters
    ----------
    job : Job
    root, db_url : str
        The course's folder and gradebook: the sandbox has to hide them where they are.
    expected : dict of str to str, optional
        What :func:`versions` gave where the job was made, if that was elsewhere.

    Returns
    -------
    splitgrade.execute.Executed

    Raises
    ------
    splitgrade.execute.GradingError
        If this machine could give another result than the one that asks.
    splitgrade.sandbox.SandboxError
        If this machine has no sandbox that holds.
    """
    if expected is not None:
        _compare(expected, versions(job.course))
    course = job.course
    if job.sandboxed:
        course = course.with_sandbox(proven_sandbox(course, root, db_url))
    return execute(list(job.cells), course, job.submitted, job.instructors)


def versions(course: Course) -> dict[str, str]:
    """What is installed that could decide a result: name and version, or digest of its code.

    Parameters
    ----------
    course : splitgrade.execute.Course

    Returns
    -------
    dict of str to str
    """
    return dict(_installed()) | {
        name: _digest(name) for name in ("splitgrade", *course.types, *course.packages)
    }


@cache
def _installed() -> tuple[tuple[str, str], ...]:
    found = {}
    for folder in package_folders():  # sys.path may hold more: what setuptools brings along
        for path in Path(folder).glob("*.dist-info"):  # NAME-VERSION, by the packaging standards
            name, _, version = path.stem.lower().partition("-")
            found[name] = version
    found |= {"Python": platform.python_version(), "machine": platform.machine()}
    return tuple(sorted(found.items()))


@cache
def _digest(module: str) -> str:
    """A digest of a module's file, or of all files of a package."""
    spec = find_spec(module)
    if spec is None:
        return "missing"
    places = spec.submodule_search_locations
    paths = (
        [Path(spec.origin or "")]
        if not places
        else sorted(
            path
            for place in places
            for path in Path(place).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        )
    )
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _compare(expected: dict[str, str], found: dict[str, str]) -> None:
    names = sorted(
        name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)
    )
    if names:
        said = ", ".join(
            f"{name} {found.get(name, 'none')[:12]} instead of {expected.get(name, 'none')[:12]}"
            for name in names[:5]
        )
        raise GradingError(
            f"{platform.node()} would not grade as the machine of the gradebook does: it has "
            f"{said}{' and more' if len(names) > 5 else ''}. Install the same versions there."
        )
