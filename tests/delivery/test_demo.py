"""The demo's class: every student has a grade and a reason, whatever was handed in."""

import html
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import nbformat
import pytest

from splitgrade.folder import nbgrader_api
from splitgrade.sandbox import ONE_THREAD
from tasks import demo, demo_class, lessons
from tasks.student import leaks
from tasks.variants import misconceptions
from tests.conftest import cell_scores

pytestmark = pytest.mark.slow

LESSONS = lessons.lesson_names()
ALL = [(student, lesson) for student in demo_class.STUDENTS for lesson in LESSONS]
FULL_OF_TESTS = ("ada", "bao", "june", "lena", "mika")
NOTHING = ("farah", "goran", "hana")
# Whom stock nbgrader grades, too: a kernel for each takes its time, so two in each lesson.
HONEST = (("ada", "dana"), ("chidi", "farah"))
BOTH_GRADE = [(student, name) for at, name in enumerate(LESSONS) for student in HONEST[at % 2]]


def points_of_tests(lesson):
    cells = lessons.read_py(lessons.source_py(lesson)).cells
    return {lessons.grade_id(c): c.metadata.nbgrader["points"] for c in cells if lessons.is_test(c)}


@pytest.mark.parametrize("student, lesson", ALL)
def test_student_has_a_whole_grade(demo_run, student, lesson):
    scores = demo_run.scores(student, lesson)
    for name, points in points_of_tests(lesson).items():
        assert scores[name] is not None, f"{name} waits for a person who cannot grade it"
        if student in FULL_OF_TESTS:
            assert scores[name] == points
    if student in NOTHING:
        assert set(scores.values()) == {0}


@pytest.mark.parametrize("lesson", LESSONS)
def test_wrong_ideas_cost_points(demo_run, lesson):
    whole = sum(points_of_tests(lesson).values())

    def points(student):
        return sum(score or 0 for score in demo_run.scores(student, lesson).values())

    assert 0 < points("emre") < whole
    assert points("dana") < points("emre")
    assert 0 < points("chidi") < whole
    assert 0 < points("kofi") < whole, "an infinite loop costs its own exercise only"
    assert 0 < points("noor") < whole
    assert points("ilya") < whole, "a deleted test still counts"


def test_only_answered_reflections_wait_for_a_person(demo_run):
    waiting = {
        student for student, lesson in ALL if None in demo_run.scores(student, lesson).values()
    }
    assert waiting == set(demo_class.STUDENTS) - set(NOTHING)


REASONS = {
    "ada": "all tests pass",
    "farah": "still to be written",
    "goran": "JSON breaks at line",
    "hana": "No notebook was handed in",
    "ilya": "Test cells were missing and were put back",
    "june": "there more than once",
    "kofi": "time limit",
    "mika": "(1).ipynb; it was graded",
    "noor": "ended Python",
}


@pytest.mark.parametrize("student", REASONS)
def test_table_gives_the_reason(demo_run, student):
    block = re.search(rf"^{student} .*\n(?:  .*\n)+", demo_run.output, re.MULTILINE)[0]
    assert block.count(REASONS[student]) == len(LESSONS), block


def test_csv_lists_every_student_and_lesson(demo_run):
    rows = {
        (row["student_id"], row["assignment"]): float(row["score"]) for row in demo_run.csv_rows()
    }
    assert rows.keys() == set(ALL)
    assert all(rows["hana", lesson] == 0 for lesson in LESSONS)


@pytest.mark.parametrize("student, lesson", ALL)
def test_feedback_page_holds_no_hidden_test(demo_run, student, lesson):
    page = (demo_run.folder / f"feedback/{student}/{lesson}/{lesson}.html").read_text()
    plain = re.sub(r"<[^>]+>", "", page).replace("&quot;", '"').replace("&#39;", "'")
    plain = leaks.squashed(plain)
    own = leaks.squashed(own_code(demo_run.folder / "submitted" / student / lesson))
    for line in lines_of_hidden_tests(lesson):
        assert line not in plain or line in own


def own_code(folder):
    """What a student wrote, which may be a line that a test has, too."""
    try:
        (path,) = folder.glob("*.ipynb")
        return "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
    except ValueError:  # no notebook, or a broken one
        return ""


@cache
def lines_of_hidden_tests(lesson):
    """Those that are long enough to be sought in the middle of others."""
    secrets = leaks.secrets_of(names=[lesson]).lines
    found = [line for line, (kind, _) in secrets.items() if kind == "hidden test"]
    return [line for line in found if len(line) >= leaks.ANYWHERE]


def test_printing_50_mb_leaves_a_small_notebook(demo_run):
    for lesson in LESSONS:
        graded = demo_run.folder / f"autograded/lena/{lesson}/{lesson}.ipynb"
        assert graded.stat().st_size < 2_000_000


@pytest.fixture(scope="module")
def stock_course(demo_run, tmp_path_factory):
    """The honest submissions in a course without our plug-in, graded by stock nbgrader.

    Cells that only show something are skipped by nbgrader's own setting, to save time.
    """
    root = tmp_path_factory.mktemp("stock")
    shutil.copytree(demo_run.folder / "source", root / "source")
    config = (lessons.COURSE / "nbgrader_config.py").read_text()
    lines = [line for line in config.splitlines() if not re.search("splitgrade|c.Split", line)]
    lines.append('c.Execute.skip_cells_with_tag = "show"')
    (root / "nbgrader_config.py").write_text("\n".join(lines) + "\n")
    for student, lesson in BOTH_GRADE:
        where = Path("submitted", student, lesson)
        shutil.copytree(demo_run.folder / where, root / where)
    for lesson in LESSONS:
        _nbgrader(root, "generate_assignment", lesson)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda lesson: _nbgrader(root, "autograde", lesson, tries=3), LESSONS))
    return root


def _nbgrader(root, step, lesson, tries=1):
    """Run a stock command; on a busy machine a kernel of its may fail, so try again then."""
    # Sockets of its own: two kernels that start at once can take one TCP port.
    sockets = ["--KernelManager.transport=ipc", f"--KernelManager.ip={root / lesson[:2]}"]
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", step, lesson, *sockets],
        cwd=root,
        env={**os.environ, **ONE_THREAD},
        capture_output=True,
        text=True,
    )
    said = "\n".join(line for line in done.stderr.splitlines() if "| INFO]" not in line)
    print(said)  # pytest shows it with a failure, for every try
    if done.returncode and tries > 1:
        _nbgrader(root, step, lesson, tries - 1)  # goes on with what failed
    else:
        assert done.returncode == 0, said[-3000:]


@pytest.mark.parametrize("student, lesson", BOTH_GRADE)
def test_stock_nbgrader_gives_the_same_scores(demo_run, stock_course, student, lesson):
    assert demo_run.scores(student, lesson) == cell_scores(stock_course, student, lesson)


def test_release_is_the_demos_release(demo_run):
    for lesson in LESSONS:
        made = lessons.release_notebook(lesson, demo_run.folder)
        assert made.read_bytes() == lessons.release_notebook(lesson).read_bytes()


def test_demo_refuses_a_folder_that_is_not_its_own(tmp_path, monkeypatch):
    (tmp_path / "thesis.txt").write_text("precious")
    monkeypatch.setattr(demo, "DEMO", tmp_path)
    monkeypatch.setattr(demo, "MARK", tmp_path / demo.MARK.name)
    assert demo.main([]) == 2
    assert (tmp_path / "thesis.txt").read_text() == "precious"


def test_demo_says_where_it_cannot_write(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(demo, "DEMO", tmp_path / "file" / "demo_course")
    assert demo.main([]) == 2
    assert f"{tmp_path / 'file'}" in capsys.readouterr().err


def test_demo_writes_in_its_own_folder_only(demo_run):
    beside = {".pytest_cache", "__pycache__", ".ruff_cache", ".mypy_cache", ".hypothesis"}
    others = beside | {".made-releases.json"}  # of tests that run at the same time
    assert demo_run.changed <= {"demo_course"} | others
    assert str(demo_run.folder) in nbgrader_api(demo_run.folder).coursedir.db_url


def test_release_runs_and_fails_with_our_words(demo_run):
    for lesson in LESSONS:
        path = demo_run.folder / f"autograded/farah/{lesson}/{lesson}.ipynb"
        for cell in nbformat.read(path, as_version=4).cells:
            if lessons.is_test(cell):
                errors = [out.evalue for out in cell.outputs if out.output_type == "error"]
                assert errors and "still to be written" in errors[0], (cell.id, errors)


def test_the_report_names_the_wrong_idea_behind_a_message(demo_run):
    for lesson in LESSONS:
        page = (demo_run.folder / "report" / f"{lesson}.html").read_text()
        ideas = [html.escape(idea, quote=False) for *_, idea in misconceptions(lesson)]
        assert sum(idea in page for idea in ideas) >= 3, lesson
