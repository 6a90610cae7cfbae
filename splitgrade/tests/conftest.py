"""The small course as a fixture, and the sandbox proved once for all tests."""

import shutil

import pytest

from splitgrade import plugin, sandbox
from splitgrade.probe import proven_sandbox
from sums import Course


@pytest.fixture(scope="session")
def made_course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    Course.make(root)
    return root


@pytest.fixture(autouse=True)
def one_probe(monkeypatch, tmp_path_factory, request):
    """Prove the sandbox once for all courses of a test run; it takes two seconds."""
    if "real_probe" in request.keywords:
        return

    def proven(settings, root, db_url):
        home = str(tmp_path_factory.getbasetemp())
        found = proven_sandbox(settings, home, f"sqlite:///{home}/gradebook.db")
        return sandbox.Sandbox(found.bwrap, (str(root),))

    monkeypatch.setattr(plugin, "proven_sandbox", proven)


@pytest.fixture
def course(made_course, tmp_path):
    shutil.copytree(made_course, tmp_path, dirs_exist_ok=True)
    return Course(tmp_path)
