"""Build what Binder would build, without Docker, and take a student's first steps in it.

A copy of the repository is built in a fresh environment by an ordinary user on one
processor: the requirements, then binder/postBuild, everything later through binder/start.
Then nothing of the instructor's may be left, the start page and the first lesson have to
run to their end, and JupyterLab has to offer Validate and no instructor's page.
It needs Linux.
"""

import argparse
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

import psutil

from smallnets.notebooks import STUB_WORDS
from tasks import lessons
from tasks.student import leaks

NOBODY = 65534  # the ordinary user that every Linux has
MEMORY = 2_000_000_000  # bytes; mybinder.org ends a session above that
KEPT = {"README.md", "LICENSE", "START.ipynb", "release", "binder", ".gitignore", ".gitattributes"}
EXTENSIONS_OFF = ("formgrader", "assignment_list", "course_list")
PAGES_OFF = ("formgrader", "assignment-list", "course-list", "create-assignment")

EXECUTE = """
import json, sys
from pathlib import Path
import nbformat
from nbclient import NotebookClient

path = Path(sys.argv[1])
notebook = nbformat.read(path, 4)
resources = {"metadata": {"path": str(path.parent)}}
NotebookClient(notebook, allow_errors=True, timeout=600, resources=resources).execute()
ran = [cell for cell in notebook.cells if cell.cell_type == "code"]
errors = [[output.ename, output.evalue] for cell in ran for output in cell.outputs
          if output.output_type == "error"]
print(json.dumps([sum(cell.execution_count is not None for cell in ran), len(ran), errors]))
"""
FIND_MODULES = """
import importlib.util, json, sys
print(json.dumps([name for name in sys.argv[1:] if importlib.util.find_spec(name)]))
"""


class Failed(Exception):
    """The image is not what a student needs; the text says why."""


class Image:
    """An environment and a copy of a repository, used as Binder's ordinary user.

    Parameters
    ----------
    place : Path
        An empty folder that the user may write to.
    python : str
        The interpreter to build the environment from.
    user : int or None
        Who runs everything; None for the caller.
    """

    def __init__(self, place, python, user):
        self.tree, self.prefix, self.user = place / "home", place / "notebook", user
        self.python, self.base = str(self.prefix / "bin/python"), python
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if name.startswith(("PIP_", "SSL_", "http", "HTTP", "no_proxy", "NO_PROXY"))
            },
            "HOME": str(self.tree),
            "USER": "jovyan",
            "LANG": "C.UTF-8",
            "PATH": f"{self.prefix / 'bin'}:/usr/local/bin:/usr/bin:/bin",
            "NB_PYTHON_PREFIX": str(self.prefix),
        }

    def run(self, what, *command):
        """Run a command in the tree, print time and peak memory, return what it said."""
        started = time.perf_counter()
        with tempfile.TemporaryFile("w+") as output:
            process = psutil.Popen(
                command,
                cwd=self.tree,
                env=self.environment,
                user=self.user,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            peak = _watch(process)
            output.seek(0)
            said = output.read()
        seconds = time.perf_counter() - started
        print(f"{what:32}{seconds:7.1f} s {peak / 1e6:7.0f} MB", flush=True)
        if peak > MEMORY:
            raise Failed(f"{what}: took {peak / 1e6:.0f} MB, and was ended")
        if process.returncode:
            raise Failed(f"{what}: ended with {process.returncode}\n{said[-3000:]}")
        return said

    def start(self, what, *command):
        """Run a command of a session: Binder starts every one of them so."""
        return self.run(what, str(self.tree / "binder/start"), self.python, *command)

    def site_packages(self):
        (folder,) = self.prefix.glob("lib/python3.*/site-packages")
        return folder


def build(image, repository, borrow=False):
    """Do what repo2docker does with a repository.

    ``borrow`` takes the packages of this environment instead of installing any: quick,
    and without a network, but the pinned versions are not tried.
    """
    copy_repository(repository, image.tree)
    if image.user is not None:
        for path in (image.tree.parent, image.tree, *image.tree.rglob("*")):
            os.chown(path, image.user, -1, follow_symlinks=False)
    image.run("Fresh environment", image.base, "-m", "venv", str(image.prefix))
    if borrow:
        _borrow_packages(image)
    else:
        image.run(
            "Requirements",
            image.python,
            "-m",
            "pip",
            "install",
            "--no-cache-dir",
            "-q",
            "-r",
            "binder/requirements.txt",
        )
    image.run("binder/postBuild", "./binder/postBuild")


def copy_repository(repository, target):
    """Copy what a clone would hold, history included; of a mere folder, everything."""
    if not (repository / ".git").exists():
        shutil.copytree(repository, target)
        return
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for where in filter(None, listed.split("\0")):
        if (repository / where).is_file():
            (target / where).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(repository / where, target / where)
    subprocess.run(
        ["git", "clone", "-q", "--bare", str(repository), str(target / ".git")], check=True
    )


def faults(image):
    """Sentences on what is wrong with an image after its build; none when all is well."""
    yield from left_over(image.tree, image.site_packages() / "smallnets")
    there = json.loads(image.start("Modules", "-c", FIND_MODULES, *leaks.INSTRUCTOR_MODULES))
    yield from (f"{name} can be imported" for name in there)
    yield from _faults_of_run(image, "START.ipynb", stubs=False)
    first = lessons.lesson_names()[0]
    yield from _faults_of_run(image, f"release/{first}/{first}.ipynb", stubs=True)
    pages = image.start("Pages of JupyterLab", "-m", "jupyterlab.labextensions", "list")
    servers = image.start(
        "Extensions of the server", "-m", "jupyter_server.extension.serverextension", "list"
    )
    yield from extension_faults(pages, servers)


def left_over(tree, installed):
    """Sentences on what a student's tree and installed package hold that they must not."""
    for path in sorted(tree.iterdir()):
        if path.name not in KEPT:
            yield f"{path.name} is left in the tree"
    secrets = leaks.secrets_of()
    yield from leaks.prove(tree, secrets).leaks
    with tempfile.TemporaryDirectory() as scratch:  # its place tells what is of the library
        shutil.copytree(
            installed, Path(scratch) / "smallnets", ignore=shutil.ignore_patterns("__pycache__")
        )
        yield from leaks.prove(scratch, secrets).leaks


def extension_faults(pages, servers):
    """Sentences on what JupyterLab offers and a student must not see, or does not offer."""
    pages, servers = (re.sub(r"\x1b\[\d+m", "", said) for said in (pages, servers))
    if not re.search(r"@jupyter/nbgrader v\S+ enabled", pages):
        yield "the page with the Validate button is not enabled"
    disabled = pages.partition("Disabled extensions:")[2]
    for name in PAGES_OFF:
        if f"@jupyter/nbgrader:{name}" not in disabled:
            yield f"the page {name} is not disabled"
    if "validate" in disabled:
        yield "the Validate button is disabled"
    states = dict(re.findall(r"nbgrader\.server_extensions\.(\w+) (enabled|disabled)", servers))
    if states.get("validate_assignment") != "enabled":
        yield "the server extension validate_assignment is not enabled"
    for name in EXTENSIONS_OFF:
        if states.get(name, "disabled") != "disabled":
            yield f"the server extension {name} is not disabled"


def _faults_of_run(image, where, stubs):
    said = image.start(where.split("/")[-1], "-c", EXECUTE, where)
    ran, cells, errors = json.loads(said.splitlines()[-1])
    if ran < cells:
        yield f"{where}: {ran} of {cells} cells ran"
    if not stubs:
        yield from (f"{where}: {' '.join(error)}" for error in errors)
    elif not errors or STUB_WORDS not in errors[0][1]:
        yield f"{where}: the first error is {errors[:1]}, not an exercise to be written"


def _borrow_packages(image):
    """Let the fresh environment see this one's packages, but not this repository.

    A .pth file adds a folder and reads no .pth files in it: what is installed here
    for editing stays out.
    """
    packages = sysconfig.get_path("purelib")
    (image.site_packages() / "borrowed.pth").write_text(packages + "\n")
    shutil.copytree(Path(sys.prefix) / "etc/jupyter", image.prefix / "etc/jupyter")
    (image.prefix / "share").mkdir()
    (image.prefix / "share/jupyter").symlink_to(Path(sys.prefix) / "share/jupyter")
    # pip takes the first as an answer to "isolate the build?": 0 is no.
    image.environment |= {"PIP_NO_BUILD_ISOLATION": "0", "PIP_NO_INDEX": "1"}


def _watch(process):
    """Wait for a process; the peak of what it and its children hold, which has a limit."""
    peak = 0
    while process.poll() is None:
        peak = max(peak, _memory(process))
        if peak > MEMORY:
            for each in _tree(process):
                with contextlib.suppress(psutil.Error):  # it has ended meanwhile
                    each.kill()
        time.sleep(0.05)
    return peak


def _memory(process):
    total = 0
    for each in _tree(process):
        with contextlib.suppress(psutil.Error):  # it has ended meanwhile
            total += each.memory_info().rss
    return total


def _tree(process):
    """A process and all that it started, as far as they are still there."""
    try:
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return [process]


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="python -m tasks.student.image",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "repository",
        nargs="?",
        type=Path,
        default=lessons.COURSE,
        help="what to build (default: this course); or a published bundle",
    )
    parser.add_argument(
        "--python",
        default=sys.executable,
        help="interpreter of the image; Binder takes that of runtime.txt",
    )
    parser.add_argument(
        "--borrow",
        action="store_true",
        help="take this environment's packages instead of installing any",
    )
    options = parser.parse_args(arguments)
    if sys.platform != "linux":
        parser.error("this needs Linux, as Binder's images do")
    if not (options.repository / "binder").is_dir():
        parser.error(f"{options.repository} holds no binder/")
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one processor, as on Binder
    user = NOBODY if os.geteuid() == 0 and not options.borrow else None
    with tempfile.TemporaryDirectory() as scratch:
        os.chmod(scratch, 0o755)  # an ordinary user has to get in
        place = Path(scratch) / "image"
        place.mkdir()
        image = Image(place, options.python, user)
        try:
            build(image, options.repository.resolve(), options.borrow)
            found = list(faults(image))
        except Failed as failure:
            found = [str(failure)]
    for fault in found:
        print(f"FAIL  {fault}")
    if not found:
        print("A student's first steps work, and nothing of the instructor's is left.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
