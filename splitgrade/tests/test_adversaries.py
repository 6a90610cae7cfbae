"""No submission earns a point without solving, reads a test, or changes anything."""

import hashlib
import socket
import threading
from html.parser import HTMLParser
from pathlib import Path

import pytest

from adversaries import ADVERSARIES, LEAKS
from grading import grade_all
from sample import (
    ESSAY,
    SECRET_INPUT,
    SKETCH,
    SOLUTIONS,
    TESTS,
    SampleCourse,
    full,
)

pytestmark = pytest.mark.slow

HONEST_ONES = ("ada_before", "zoe_after")  # graded before and after all others


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    course = SampleCourse.make(tmp_path_factory.mktemp("adversaries") / "course")
    with _Server() as course.server:
        for name, adversary in ADVERSARIES.items():
            _hand_in(course, name, adversary)
        course.hand_in("untouched", course.released())
        for name in HONEST_ONES:
            course.hand_in(name, course.written(SOLUTIONS))
        course.before = _contents(course.root)
        grade_all(course.root, sorted([*ADVERSARIES, "untouched", *HONEST_ONES]))
    return course


def _hand_in(course, name, adversary):
    def fill(text):
        return text.replace("@ROOT@", str(course.root)).replace("@PORT@", str(course.server.port))

    after = {"given": [fill(adversary.code)]} if adversary.code else {}
    notebook = course.written(adversary.answers, after | adversary.after)
    if adversary.change:
        adversary.change(notebook)
    files = {
        key: Path(fill(str(value))) if isinstance(value, Path) else value
        for key, value in adversary.files.items()
    }
    course.hand_in(name, notebook, files)


class _Server:
    """Listens on the loopback network and remembers whether anybody came."""

    def __enter__(self):
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port, self.visits = self._socket.getsockname()[1], 0
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._socket.close()

    def _serve(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.visits += 1
            connection.close()


def _contents(root):
    """Digest of every file that grading has no business to change."""
    return {
        path.relative_to(root): hashlib.sha256(path.read_bytes()).hexdigest()
        for part in ("source", "release", "submitted", "lib", "nbgrader_config.py")
        for path in [root / part, *(root / part).rglob("*")]
        if path.is_file() and not path.is_symlink() and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize("name", [*ADVERSARIES, "untouched"])
def test_earns_no_point(graded, name):
    assert graded.scores(name) == dict.fromkeys(TESTS, 0), graded.messages(name)


@pytest.mark.parametrize("name", ADVERSARIES)
def test_leaves_nothing_to_a_person_that_is_not_theirs(graded, name):
    assert graded.waiting(name) <= {ESSAY, SKETCH}


@pytest.mark.parametrize("name", ADVERSARIES)
def test_student_output_holds_no_test(graded, name):
    """What a student's own cells show, in the instructor's copy as well."""
    for cell in graded.graded(name).cells:
        if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("locked"):
            shown = str(cell.outputs)
            assert not any(leak in shown for leak in LEAKS), shown[:2000]


@pytest.mark.parametrize("name", ADVERSARIES)
def test_feedback_shows_no_test_and_runs_no_script(graded, name):
    page = graded.feedback(name)
    body = page[page.index("<body") :]
    own = "".join(
        cell.source
        for cell in graded.graded(name).cells
        if cell.metadata.get("splitgrade", {}).get("added")
    )
    if LEAKS[0] not in own:
        assert not any(leak in body for leak in LEAKS)
    assert str(SECRET_INPUT) not in body and f"{SECRET_INPUT:_}" not in body
    assert _active(body) == []


def _active(html):
    """Everything in a page that would run a student's script."""
    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attributes):
            for key, value in attributes:
                if "cheat" in (value or "") and (
                    key.startswith("on") or "javascript:" in value or key in ("src", "srcdoc")
                ):
                    found.append((tag, key, value))
            self.script = tag == "script"

        def handle_data(self, data):
            if getattr(self, "script", False) and "cheat" in data:
                found.append(data)

    Reader().feed(html)
    return found


@pytest.mark.parametrize("name", HONEST_ONES)
def test_honest_ones_graded_beside_them_keep_their_points(graded, name):
    assert graded.scores(name) == full(*SOLUTIONS)


def test_nothing_was_changed(graded):
    assert _contents(graded.root) == graded.before


def test_nothing_was_left_behind(graded):
    left = [
        *graded.root.rglob("*cheated*"),
        *Path("/tmp").glob("*cheated*"),
        *Path("/var/tmp").glob("*cheated*"),
    ]
    assert left == []


def test_nobody_reached_the_network(graded):
    assert graded.server.visits == 0


def test_enough_attempts():
    assert len(ADVERSARIES) >= 60
