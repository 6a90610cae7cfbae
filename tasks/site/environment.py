"""The tools that make the site, in an environment of their own, .venv-site.

It sees the packages of the course's environment and holds what the site needs beyond them,
pinned with hashes in requirements.txt. It is made when it is first needed.
"""

import hashlib
import shutil
import sys
import sysconfig
import venv
from pathlib import Path

from course import LOCK, Refused, environment_python, install
from tasks.lessons import COURSE

ENVIRONMENT = COURSE / ".venv-site"
PINS = Path(__file__).with_name("requirements.txt")
READY = ENVIRONMENT / "ready-for-site"


def set_up():
    """Make the environment, unless the one there was finished from the same pins.

    Raises
    ------
    Refused
        If Python cannot make it or pip cannot fill it; the text says why.
    """
    fingerprint = _wanted()
    if READY.is_file() and READY.read_text() == fingerprint:
        return
    print(f"Making the environment of the site in {ENVIRONMENT.name} ...", flush=True)
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    try:
        venv.create(ENVIRONMENT, with_pip=True)
    except OSError as error:
        raise Refused(f"Python could not make {ENVIRONMENT} ({error}).") from error
    # A .pth file adds a folder and reads no .pth files in it.
    (site_packages() / "course.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pins = ["--require-hashes", "--requirement", str(PINS)]
    install(pins, _count_new(), ENVIRONMENT)
    READY.write_text(fingerprint)


def python():
    return environment_python(ENVIRONMENT)


def site_packages():
    """Where the tools of the site lie."""
    place = {"base": str(ENVIRONMENT), "platbase": str(ENVIRONMENT)}
    return Path(sysconfig.get_path("purelib", "venv", place))


def _wanted():
    """Changes with Python, with the course's environment and with the pins."""
    digest = hashlib.sha256(f"{sys.version} {sys.prefix}".encode())
    for path in (LOCK, PINS):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _count_new():
    """Pins that the course's environment does not have."""
    there = _pins(LOCK)
    return len(_pins(PINS) - there)


def _pins(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line.split()[0] for line in lines if "==" in line and line[0].isalnum()}
