"""Time the course's code against torch and onnxruntime, in an environment of their own.

The environment, .venv-bench, is made from requirements.lock and benchmarks/requirements.txt
when it is first needed; that takes some minutes and up to several GB. The page goes to
benchmarks/RESULTS.md; --grading, --growth, --interrupted and --start-up write GRADING.md,
GROWTH.md, INTERRUPTED.md and START-UP.md beside it.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import venv

from course import LOCK, editable, why_pip_failed
from tasks.lessons import COURSE

ENVIRONMENT = COURSE / ".venv-bench"
PEERS = COURSE / "benchmarks" / "requirements.txt"
READY = ENVIRONMENT / "ready-for-bench"


class NotInstalled(Exception):
    """pip could not install the peers; the text says why."""


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="course.py bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--quick", action="store_true", help="about a minute; prints the page instead of writing it"
    )
    which.add_argument(
        "--grading",
        action="store_true",
        help="grade a class beside nbgrader and otter-grader instead; an hour",
    )
    which.add_argument(
        "--growth",
        action="store_true",
        help="grade classes of 1 to 1,000 students instead; half an hour",
    )
    which.add_argument(
        "--interrupted",
        action="store_true",
        help="kill and resume the grading of a messy class instead; a quarter of an hour",
    )
    which.add_argument(
        "--start-up", action="store_true", help="time how fast grading starts instead; two minutes"
    )
    chosen = parser.parse_args(arguments)
    try:
        set_up()
    except NotInstalled as error:
        print(f"course.py bench: {error}", file=sys.stderr)
        return 2
    module = next(
        (
            name
            for name in ("grading", "growth", "interrupted", "start_up")
            if getattr(chosen, name)
        ),
        "run",
    )
    command = [str(environment_python()), "-m", f"benchmarks.{module}", *["--quick"] * chosen.quick]
    return subprocess.call(command, cwd=COURSE)


def set_up():
    """Make the environment, unless the one there was finished from the same files."""
    fingerprint = wanted_fingerprint()
    if READY.is_file() and READY.read_text() == fingerprint:
        return
    print(f"Making the environment in {ENVIRONMENT.name} ...", flush=True)
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    venv.create(ENVIRONMENT, with_pip=True)
    install("--require-hashes", "--requirement", str(LOCK))
    install("--requirement", str(PEERS))
    install(*editable())
    READY.write_text(fingerprint)


def wanted_fingerprint():
    """Changes with Python and with what is to be installed."""
    digest = hashlib.sha256(f"{sys.version} {editable()}".encode())
    for path in (LOCK, PEERS):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def install(*what):
    """Run pip; on failure raise with what it said last."""
    command = [str(environment_python()), "-m", "pip", "install", "--quiet", *what]
    done = subprocess.run(command, capture_output=True, text=True, cwd=COURSE)
    if done.returncode:
        raise NotInstalled(why_pip_failed(done.stdout + done.stderr))


def environment_python():
    folder, name = ("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")
    return ENVIRONMENT / folder / name


if __name__ == "__main__":
    sys.exit(main())
