"""A stranger's course, about words, is graded by the wheel alone: honest work and cheats."""

import subprocess
from pathlib import Path

import pytest
from environment import build_wheel, make_environment, variables
from graded import ASSIGNMENT, Graded
from students import ALL, POINTS, STUDENTS

pytestmark = pytest.mark.slow  # it grades a class


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    return make_environment(folder / "environment", build_wheel(folder), also=["pandas"])


@pytest.fixture(scope="module")
def graded(tmp_path_factory, python):
    return Graded(tmp_path_factory.mktemp("words"), python)


def test_the_environment_is_apart(python):
    """It has what is declared and nothing else, and its splitgrade is the wheel's."""
    asked = "import importlib.util, splitgrade; print(splitgrade.__file__)\n" + "".join(
        f"assert not importlib.util.find_spec({name!r})\n"
        for name in ("pytest", "smallnets", "tasks", "jupytext", "hypothesis")
    )
    done = subprocess.run(
        [python, "-P", "-c", asked], env=variables(), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).is_relative_to(python.parents[1])


def test_the_release_holds_no_answer(graded):
    folder = graded.root / "release" / ASSIGNMENT
    text = (folder / "words.ipynb").read_text(encoding="utf-8")
    assert "canary" not in text and "SOLUTION" not in text and "HIDDEN" not in text
    assert (folder / "jabberwocky.txt").is_file()


@pytest.mark.parametrize("name", STUDENTS)
def test_everybody_gets_what_was_earned(graded, name):
    assert graded.scores[name] == STUDENTS[name].scores()


@pytest.mark.parametrize("name", STUDENTS)
def test_nobody_is_shown_a_hidden_test(graded, name):
    pages = list((graded.root / "feedback" / name / ASSIGNMENT).rglob("*"))
    assert pages
    for page in pages:
        assert b"canary" not in page.read_bytes(), page.name


def test_the_course_has_something_to_lose():
    assert sum(POINTS.values()) == 14
    assert {name for name, student in STUDENTS.items() if student.earns == ALL} == {
        "honest-loops",
        "honest-methods",
        "honest-helpers",
    }
