"""The messy class: what it hands in, how a run is killed, and what the page says of it."""

import json
import shutil
import subprocess
import sys

import nbformat
import pytest

from benchmarks import interrupted
from benchmarks.interrupted import STEPS, Turn
from tasks import demo_class, lessons

LESSONS = lessons.lesson_names()[:6]
TOTAL = 60
SAID = {
    "whole": "60 graded, 0 unchanged, 0 not graded; 4 with answers",
    "killed": "",
    "resumed": "25 graded, 35 unchanged, 0 not graded; 4 with answers",
    "unchanged": "0 graded, 60 unchanged, 0 not graded; 4 with answers",
    "changed": "10 graded, 50 unchanged, 0 not graded; 4 with answers",
}


def turn(whole=100.0, same=True, **said):
    seconds = {
        "whole": whole,
        "killed": 50.0,
        "resumed": 60.0,
        "both": 110.0,
        "unchanged": 5.0,
        "changed": 20.0,
    }
    return Turn(seconds, SAID | said, 35, same, {"grades.csv": 60})


def test_each_student_hands_in_each_lesson_as_a_mess(tmp_path):
    name = lessons.lesson_names()[0]
    shutil.copytree(lessons.COURSE / "release", tmp_path / "release")
    demo_class.hand_in(tmp_path, [name], interrupted.STUDENTS)
    files = {path.parent.parent.name: path for path in tmp_path.glob(f"submitted/*/{name}/*")}
    assert set(files) == set(interrupted.STUDENTS) and len(files) == 10
    with pytest.raises(json.JSONDecodeError):
        json.loads(files["goran"].read_text())


def test_a_run_is_killed_in_the_middle(tmp_path, monkeypatch):
    command = [sys.executable, "-c", "import time; print('begun', flush=True); time.sleep(600)"]
    real = subprocess.Popen
    monkeypatch.setattr(interrupted.subprocess, "Popen", lambda _, **more: real(command, **more))
    seconds, said = interrupted.run_grade(tmp_path, 0.5)
    assert 0.5 <= seconds < 600 and said == ""


def test_the_last_line_of_a_run_is_kept(tmp_path):
    seconds, said = interrupted.run_grade(tmp_path)  # no course: an error, and nothing printed
    assert seconds > 0 and said == ""


def test_one_visible_check_is_changed_and_stays_right(tmp_path):
    path = lessons.source_notebook(interrupted.CHANGED, tmp_path)
    path.parent.mkdir(parents=True)
    shutil.copy(lessons.source_notebook(interrupted.CHANGED), path)
    interrupted.change_a_test(tmp_path)
    before, after = (
        nbformat.read(each, as_version=4).cells
        for each in (lessons.source_notebook(interrupted.CHANGED), path)
    )
    changed = [
        (old, new) for old, new in zip(before, after, strict=True) if old.source != new.source
    ]
    ((old, new),) = changed
    assert lessons.is_test(new) and new.source == old.source + "\nassert True  # one more check"


def test_tables_are_counted_by_their_rows(tmp_path):
    (tmp_path / "report" / "moodle").mkdir(parents=True)
    (tmp_path / "report" / "a.csv").write_text('x\n"1\n2"\n3\n')
    (tmp_path / "report" / "moodle" / "b.csv").write_text("x\n")
    assert interrupted.exported(tmp_path) == {"a.csv": 2, "moodle/b.csv": 0}


def test_the_page_shows_each_step_with_its_ratio():
    text = interrupted.page({"date": "2030-01-02"}, LESSONS, [turn(), turn(200.0), turn(100.0)])
    assert "- date: 2030-01-02" in text and "60 submissions: 10 students" in text
    assert (
        "| without an interruption | 100.0 [100.0, 200.0] | 1.00 [1.00, 1.00] | 60 graded" in text
    )
    assert "together | 110.0 [110.0, 110.0] | 1.10 [0.55, 1.10] |  |" in text
    assert "killed: 35, 35, 35 of 60." in text and "interruption: 3 of 3." in text
    assert "`grades.csv` 60 rows" in text
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert len(table) == 2 + len(STEPS) and len({line.count("|") for line in table}) == 1


def test_turns_that_ended_differently_are_both_shown():
    text = interrupted.page({}, LESSONS, [turn(), turn(), turn(resumed="40 graded")])
    assert f"{SAID['resumed']} (2 of 3); 40 graded (1 of 3)" in text


@pytest.mark.parametrize(
    "bad",
    [
        {"same": False},
        {"resumed": "25 graded, 34 unchanged, 1 not graded"},
        {"resumed": ""},
        {"unchanged": "60 graded, 0 unchanged, 0 not graded"},
        {"changed": "60 graded, 0 unchanged, 0 not graded"},
    ],
)
def test_whatever_was_lost_or_graded_twice_is_told(bad):
    assert interrupted.all_as_expected([turn()], TOTAL)
    assert not interrupted.all_as_expected([turn(), turn(**bad)], TOTAL)
