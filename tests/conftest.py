"""What several folders of tests share: one run of the demo, and what may be left out."""

import csv
import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

from splitgrade.folder import nbgrader_api
from tasks import lessons, tables
from tasks.lessons import COURSE

WHOLE_LESSONS = "tests/lessons/test_budgets.py"  # each of its tests takes long and shares nothing
# In two processes one would wait until the other has run the demo.
OF_THE_DEMO = ("tests/delivery/test_demo.py", "tests/lessons/test_agreement.py")


def seconds_of_lessons():
    """How long each lesson took when it was last run whole and measured."""
    texts = [tables.measured(name).read_text(encoding="utf-8") for name in lessons.lesson_names()]
    return [int(re.search(r"^took: (\d+) s$", text, re.MULTILINE)[1]) for text in texts]


def pytest_collection_modifyitems(items):
    """Slow files first: one that began last would leave all processes but one without work."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_xdist_make_scheduler(config, log):
    return ByFile(config, log)


class ByFile(LoadFileScheduling):
    """Hands out the tests of a file together, as they share what its fixtures made.

    pytest-xdist's own groups of tests do nothing with pytest 9: ``nodeid`` does not follow.
    """

    def _split_scope(self, nodeid):
        file = super()._split_scope(nodeid)
        if file in OF_THE_DEMO:
            return "demo"
        return nodeid if file == WHOLE_LESSONS else file


def pytest_configure(config):
    config.pluginmanager.register(NothingLeftOut())  # here it would not see splitgrade/tests


class NothingLeftOut:
    """Fails a test that skips for want of a program, where SMALL_NETS_REQUIRE_ALL is set.

    The reason of such a skip starts with "needs"; continuous integration has all programs.
    """

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        missing = call.excinfo and call.excinfo.errisinstance(pytest.skip.Exception)
        if missing and str(call.excinfo.value).startswith("needs ") and _everything_required():
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} must run here, but {call.excinfo.value}"
        return report


def _everything_required():
    return os.environ.get("SMALL_NETS_REQUIRE_ALL") == "1"


@dataclass(frozen=True)
class DemoRun:
    """The demo's course folder after it ran, and what it printed."""

    folder: Path
    output: str
    changed: set  # at the top of the course: where the demo added or changed a file

    def scores(self, student, lesson):
        """Points of each graded cell in the demo's gradebook; None where unread."""
        return cell_scores(self.folder, student, lesson)

    def csv_rows(self):
        with (self.folder / "report" / "grades.csv").open() as file:
            return list(csv.DictReader(file))


def cell_scores(folder, student, lesson):
    with nbgrader_api(folder).gradebook as gradebook:
        submission = gradebook.find_submission_notebook(lesson, lesson, student)
        return {
            grade.name: None if grade.needs_manual_grade else grade.score
            for grade in submission.grades
        }


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory, worker_id):
    """One run of the demo for all processes that run tests: the first one makes it."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    with closing(sqlite3.connect(shared / "demo-lock.db", timeout=900)) as lock:
        lock.execute("begin exclusive")
        known = shared / "demo-run.json"
        if not known.is_file():
            known.write_text(json.dumps(_run_demo()))
        output, changed = json.loads(known.read_text())
    return DemoRun(COURSE / "demo_course", output, set(changed))


def _run_demo():
    before = _times(COURSE)
    done = subprocess.run(
        [sys.executable, "-m", "tasks.demo"],
        cwd=COURSE,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "300"},  # so that no reason is cut short
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout, sorted({top for top, *_ in before ^ _times(COURSE)})


def _times(folder):
    """Every file's time under the top's name; compiled files come and go as other tests run."""
    found = set()
    for top in folder.iterdir():
        inside = [] if top.name.startswith(".") else top.rglob("*")
        files = [path for path in inside if path.is_file() and "__pycache__" not in path.parts]
        found |= {(top.name, str(path), path.stat().st_mtime_ns) for path in files}
        found.add((top.name, "", 0))
    return found
