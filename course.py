#!/usr/bin/env python3
"""Small Nets: one command for every task of the course.

This file needs only Python. It makes an environment in .venv from requirements.lock,
whose hashes pip checks, and runs the task in it.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)
COURSE = Path(__file__).resolve().parent
ENVIRONMENT = COURSE / ".venv"
OURS = (COURSE / "splitgrade", COURSE)  # the folders of our distributions
LOCK = COURSE / "requirements.lock"
# The mark of an environment that this file made: empty until it is finished.
READY = ENVIRONMENT / "ready-for-course"
# What of pyproject.toml's [project] ends up in the environment.
INSTALLED = ("name", "version", "dependencies", "optional-dependencies", "scripts", "entry-points")

TASKS = {
    "demo": ("tasks.demo", "grade a demo class over all lessons; shows its grades and pages"),
    "students": ("tasks.commands students", "take in the list of the class from a spreadsheet"),
    "collect": ("tasks.commands collect", "take in zips downloaded from Canvas or Moodle"),
    "grade": (
        "tasks.commands grade",
        "grade what is in submitted/: grades, feedback pages, report",
    ),
    "report": ("tasks.commands report", "write the report on a graded class anew"),
    "publish": ("tasks.publish", "make the students' bundle, and prove that it holds no answer"),
    "site": ("tasks.site.make", "make the course's web site, and prove that it holds no answer"),
    "pages": ("tasks.pages", "write each lesson as one page to print"),
    "test": ("tasks.test", "run the test suite"),
    "lab": ("tasks.lab", "open the released lessons in JupyterLab"),
    "new": ("tasks.new", "make a lesson from a template, and say what it still lacks"),
    "sync": ("tasks.sync", "after an edit of a lesson's .py: renew what follows from it"),
    "check": ("tasks.check", "the quick checks for authors, of the course or of a lesson"),
    "bench": ("tasks.bench", "time the course's code against torch and onnxruntime"),
}


class Refused(Exception):
    """Something the user has to change; its text says what."""


def main(arguments):
    if not arguments or arguments[0] in ("-h", "--help"):
        print(overview())
        return 0
    task, *rest = arguments
    try:
        if task not in TASKS:
            raise Refused(f"no task is named {task!r}. The tasks are: {', '.join(TASKS)}.")
        set_up()
    except Refused as refusal:
        print(f"course.py: {refusal}", file=sys.stderr)
        return 2
    return run_in_environment("-m", *TASKS[task][0].split(), *rest)


def overview():
    width = max(map(len, TASKS))
    rows = [f"  python3 course.py {name:{width}}  {what}" for name, (_, what) in TASKS.items()]
    return "\n".join([__doc__.strip(), "", *rows, "", "TASK --help tells a task's options."])


def set_up():
    """Make the environment, unless the one there was finished from the same lock file."""
    fingerprint = wanted_fingerprint()
    if READY.is_file() and READY.read_text() == fingerprint and environment_python().exists():
        return
    if os.path.lexists(ENVIRONMENT):
        refuse_a_foreign_environment()
        print("The environment in .venv is unfinished or out of date: making it anew.")
        remove_environment()
    make_environment()
    install(["--require-hashes", "--requirement", str(LOCK)], count_pins())
    install(editable(), len(OURS))
    READY.write_text(fingerprint)


def editable():
    """What pip is told to install our own distributions from their folders, as they are edited."""
    folders = [part for folder in OURS for part in ("--editable", str(folder))]
    return ["--no-deps", "--no-build-isolation", *folders]


def wanted_fingerprint():
    """Changes with Python, the lock file, the place, and what installing our own reads."""
    if not LOCK.is_file():
        raise Refused("requirements.lock is missing: clone the repository again.")
    digest = hashlib.sha256(f"{sys.version_info[:2]} {COURSE}".encode())
    digest.update(LOCK.read_bytes())
    digest.update(
        json.dumps([installed_settings(folder) for folder in OURS], sort_keys=True).encode()
    )
    return digest.hexdigest()


def installed_settings(folder):
    """What installing a package takes from its pyproject.toml: a ruff rule is not among it."""
    import tomllib  # new in the oldest Python served

    try:
        settings = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise Refused(f"{folder / 'pyproject.toml'} cannot be read: {error}.") from error
    project = settings.get("project", {})
    hatch = settings.get("tool", {}).get("hatch")
    return [settings.get("build-system"), hatch, [project.get(key) for key in INSTALLED]]


def refuse_a_foreign_environment():
    """Nothing is removed but what this file made."""
    if READY.is_file():
        return
    what = "an environment" if (ENVIRONMENT / "pyvenv.cfg").is_file() else "something"
    raise Refused(
        f"{ENVIRONMENT} is {what} that course.py did not make (it holds no {READY.name}), "
        "so it stays as it is. Move it away, or delete it if nobody needs "
        "it; then run the same command again."
    )


def remove_environment():
    try:
        shutil.rmtree(ENVIRONMENT)
    except OSError as error:
        raise Refused(f"could not remove the old .venv ({error}): delete it by hand.") from error


def make_environment():
    print("Making the environment in .venv ...", flush=True)
    try:
        import venv  # its parts are a package of their own on some systems

        ENVIRONMENT.mkdir()
        READY.touch()
        venv.create(ENVIRONMENT, with_pip=True)
    except (subprocess.CalledProcessError, ImportError, OSError) as error:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise Refused(
            f"Python could not make an environment ({error}). On Debian and Ubuntu the module is "
            f"a package of its own: sudo apt install {package}"
        ) from error


def install(what, expected, environment=ENVIRONMENT):
    """Run pip with one progress line; on failure show what it said last."""
    command = [
        str(environment_python(environment)),
        "-m",
        "pip",
        "install",
        "--progress-bar",
        "off",
        *what,
    ]
    said, collected = [], 0
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=COURSE
    ) as process:
        for line in process.stdout:
            said.append(line)
            if line.startswith(("Collecting", "Obtaining")):
                collected += 1
                show_progress(f"fetching package {collected} of {expected}")
            elif line.startswith("Installing collected"):
                show_progress(f"installing {collected} packages")
    show_progress("")
    if process.returncode:
        raise Refused(why_pip_failed("".join(said)))


def show_progress(text):
    if sys.stdout.isatty():
        print(f"\r{text:60}", end="\n" if not text else "", flush=True)


def why_pip_failed(said):
    errors = [line for line in said.splitlines() if line.startswith("ERROR")]
    last = errors[-1] if errors else said[-300:]
    if re.search(r"NewConnectionError|name resolution|No matching distribution|timed out", said):
        return (
            "the packages could not be fetched: is this machine online? Run the same command "
            f"again when it is. pip said: {last}"
        )
    return f"pip could not install the packages. It said: {last}"


def count_pins():
    return sum("==" in line and line[0].isalnum() for line in LOCK.open(encoding="utf-8"))


def environment_python(environment=ENVIRONMENT):
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return environment / folder / name


def run_in_environment(*arguments):
    python = environment_python()
    path = os.pathsep.join([str(python.parent), os.environ.get("PATH", "")])
    try:
        environment = {**os.environ, "PATH": path}
        return subprocess.call([str(python), *arguments], cwd=COURSE, env=environment)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    # This file is also read by an older Python: keep its syntax to what that can parse.
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            f"course.py: Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer is needed, this is "
            f"{sys.version.split()[0]}. Install one and run: python3.12 course.py"
        )
    sys.exit(main(sys.argv[1:]))
