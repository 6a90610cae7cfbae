"""A browser, and a course of one lesson for it."""

import shutil

import pytest

from splitgrade import sandbox
from splitgrade.folder import nbgrader_api
from tasks import lessons
from tests.browser import lab

LESSON = "02_magnitude_pruning"


@pytest.fixture
def page(request):
    if not lab.CHROMIUM:
        pytest.skip("needs Chromium")
    with lab.chromium() as page:
        yield page
        lab.look(page, f"{request.node.name}-end")


@pytest.fixture(scope="session")
def released_course(tmp_path_factory):
    """A course folder with lesson 2 released; never change it."""
    try:
        sandbox.find()
    except sandbox.SandboxError as error:
        pytest.skip(f"needs a sandbox: {error}")
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(lessons.COURSE / "source" / LESSON, root / "source" / LESSON)
    shutil.copy(lessons.COURSE / "nbgrader_config.py", root)
    api = nbgrader_api(root)
    api.config.CheckRelease.try_reference = False  # tests/delivery grades the reference
    made = api.generate_assignment(LESSON)
    assert made["success"], made["log"]
    return root


@pytest.fixture
def course(released_course, tmp_path):
    """A course folder of one's own, with lesson 2 released and nothing handed in."""
    return shutil.copytree(released_course, tmp_path / "course")
