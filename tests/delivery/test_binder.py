"""binder/ is what the real repo2docker accepts, and gives students what the lock gives."""

import json
import re
import subprocess
import sys

from tasks.lessons import COURSE

BINDER = COURSE / "binder"
NEEDED_BY_STUDENTS = {"numpy", "matplotlib", "tqdm", "jupyterlab", "nbgrader", "ipywidgets",
                      "ipykernel"}


def pins():
    lines = (BINDER / "requirements.txt").read_text().splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


def test_repo2docker_accepts_it_with_our_python():
    done = subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."],
        cwd=COURSE, capture_output=True, text=True,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-2000:]
    assert "binder/requirements.txt" in said
    assert "conda environment for python=3.12" in said, "another Python would be installed"


def test_pins_are_those_of_the_lock():
    lock = (COURSE / "requirements.lock").read_text()
    assert pins().keys() == NEEDED_BY_STUDENTS
    for name, version in pins().items():
        rows = re.findall(rf"^{name}==(\S+)(.*)$", lock, re.MULTILINE)
        fitting = [locked for locked, marker in rows if "< '3.12'" not in marker]
        assert fitting == [version], name


def test_scripts_are_valid_and_can_run():
    for name in ("postBuild", "start"):
        path = BINDER / name
        assert path.stat().st_mode & 0o111, f"{name} is not executable"
        assert subprocess.run(["bash", "-n", str(path)]).returncode == 0
    assert (BINDER / "start").read_text().rstrip().endswith('exec "$@"')


def test_every_instructor_part_is_removed_from_the_image():
    """Whatever lies at the top of this repository is kept for students or removed."""
    kept = {"README.md", "LICENSE", "release", "binder", ".gitignore"}
    listed = subprocess.run(["git", "ls-files"], cwd=COURSE, capture_output=True, text=True)
    tracked = {path.split("/")[0] for path in listed.stdout.splitlines()}
    removed = set(re.findall(r"[\w.]+", re.search(
        r"^rm -rf (.*?)\n(?!\s)", (BINDER / "postBuild").read_text(), re.M | re.S)[1]))
    assert tracked - kept <= removed
    assert not kept & removed


def test_students_get_validate_and_no_instructor_pages():
    page = json.loads((BINDER / "etc/jupyter/labconfig/page_config.json").read_text())
    assert "@jupyter/nbgrader:formgrader" in page["disabledExtensions"]
    assert not any("validate" in name for name in page["disabledExtensions"])
    server = (BINDER / "etc/jupyter/jupyter_server_config.d/small-nets-student.json").read_text()
    assert "formgrader" in server and "validate" not in server
