"""The gradebook on a PostgreSQL server, through nbgrader's own db_url."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from grading import RUN

pytest.importorskip("psycopg")
pytestmark = pytest.mark.slow


def program(name):
    """The path of one of PostgreSQL's programs; Debian keeps them out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name)


@pytest.fixture
def server(tmp_path_factory):
    """The db_url of an empty database on a server of our own."""
    if not program("postgres") or not program("initdb"):
        pytest.skip("needs a PostgreSQL server")
    folder = tmp_path_factory.mktemp("postgres")
    as_user = []
    if os.getuid() == 0:  # the server refuses to run as root
        as_user = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
        os.chown(folder, 65534, 65534)
        for parent in folder.parents:
            if parent.stat().st_uid == 0 and parent.is_relative_to(tempfile.gettempdir()):
                parent.chmod(parent.stat().st_mode | 0o711)
    subprocess.run(
        [
            *as_user,
            program("initdb"),
            "--no-sync",
            "-A",
            "trust",
            "-U",
            "grader",
            "-D",
            str(folder / "data"),
        ],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    process = subprocess.Popen(
        [
            *as_user,
            program("postgres"),
            "-D",
            str(folder / "data"),
            "-F",
            "-c",
            "listen_addresses=",
            "-c",
            f"unix_socket_directories={folder}",
        ],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    place = folder / ".s.PGSQL.5432"  # a socket in a folder of its own: no port to run into
    while not place.exists() and process.poll() is None:
        time.sleep(0.1)
    yield f"postgresql+psycopg://grader@/postgres?host={folder}"
    process.terminate()
    process.wait()


def test_a_class_is_graded_into_postgresql(course, server):
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + f"\nc.CourseDirectory.db_url = {server!r}\n")
    (course.root / "gradebook.db").unlink()
    course.hand_in("ada", course.solved())
    course.hand_in("bao", course.solved(half="def half(x):\n    return x"))
    first = subprocess.run([*RUN, str(course.root)], capture_output=True, text=True)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "2 graded, 0 unchanged, 0 not graded" in first.stdout
    again = subprocess.run([*RUN, str(course.root)], capture_output=True, text=True)
    assert "0 graded, 2 unchanged" in again.stdout
    assert not (course.root / "gradebook.db").exists()
    read = type(course)(course.root)
    assert read.scores("ada")["half_check"] == 1 and read.scores("bao")["half_check"] == 0
    stock = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", "sums", "--student", "bao", "--force"],
        cwd=course.root,
        capture_output=True,
        text=True,
    )
    assert stock.returncode == 0, stock.stderr
