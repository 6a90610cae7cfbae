"""Whatever a student's folder is called: it is graded, or refused before anything is written."""

import os
import shutil
import subprocess

import pytest

from grading import RUN
from splitgrade.paths import RootRefused
from splitgrade.results import only_run
from sums import Course
from test_grading import Class

NAMES = [
    "[7]",
    "7",
    "[!a]",
    "a]b[",
    "a*",
    "ab",
    "what?",
    "bob",
    "bob ",
    " bob",
    "two  blanks",
    "no-break\u00a0blank",
    "{id}",
    "{",
    "100%",
    "%20",
    "a\\b",
    "-x",
    "~",
    "$HOME",
    "o'brien",
    "a+b",
    "x.y@uni.de",
    "王小明",
    "x" * 240,
]
REFUSED = {
    "two\nlines": "two\\nlines",
    "tab\tstop": "tab\\tstop",
    os.fsdecode(b"M\xfcller"): "M\\udcfcller",
}


def test_names_of_all_kinds_are_graded_or_refused(course):
    klass = Class(course)
    for name in (*NAMES, *REFUSED):
        course.hand_in(name, course.solved())
    course.hand_in("axb", course.solved(half="def half(x):\n    return 7"))
    grades, _ = klass.grade()
    scores = {name: grade.score for name, grade in grades.items()}
    assert scores == dict.fromkeys(NAMES, 4) | {"axb": 3}
    for name in NAMES:
        assert course.scores(name)["half_check"] == 1
        assert (course.root / "feedback" / name / "sums" / "sums.html").is_file()
    why = "its name holds a line break, or bytes that are no text: rename it"
    assert klass.room().strays() == [
        (f"submitted/{shown}", why) for shown in sorted(REFUSED.values())
    ]
    for folder in ("autograded", "feedback"):
        assert not REFUSED.keys() & set(os.listdir(course.root / folder))
    again, ran = klass.grade()
    assert ran == 0 and {grade.outcome for grade in again.values()} == {"unchanged"}


def test_a_name_that_is_a_pattern_touches_nobody_else(course):
    klass = Class(course)
    for name in ("a*", "ab"):
        course.hand_in(name, course.solved())
    klass.grade()
    other = course.root / "autograded" / "ab" / "sums" / "sums.ipynb"
    before = other.stat().st_mtime_ns
    klass.grade(["a*"], anew=True)
    assert other.stat().st_mtime_ns == before


def moved(made_course, root):
    return Course(shutil.copytree(made_course, root))


def test_a_course_may_lie_in_most_folders(made_course, tmp_path):
    root = tmp_path / "Kurs {x} {0}" / "100% #1 & (a)+b ~ $HOME é"
    klass = Class(moved(made_course, root))
    klass.course.hand_in("ada", klass.course.solved())
    grades, _ = klass.grade()
    assert (grades["ada"].score, grades["ada"].outcome) == (4, "graded")
    assert klass.grade()[0]["ada"].outcome == "unchanged"
    assert (root / "gradebook.db").is_file() and os.listdir(tmp_path) == ["Kurs {x} {0}"]


BAD = ["Kurs [WS26]", "what?", "a*b", "a%20b", "two\nlines", os.fsdecode(b"M\xfcller")]


@pytest.mark.parametrize("name", BAD)
def test_a_folder_that_nbgrader_misreads_is_refused_before_anything_is_written(tmp_path, name):
    root = tmp_path / name / "course"
    root.mkdir(parents=True)
    with pytest.raises(RootRefused, match="rename it"), only_run(root):
        pass
    assert os.listdir(root) == [] and os.listdir(tmp_path) == [name]


def test_every_way_to_grade_refuses_such_a_folder(made_course, tmp_path):
    root = tmp_path / "what?" / "course"
    course = moved(made_course, root)
    course.hand_in("ada", course.solved())
    before = sorted(tmp_path.rglob("*"))
    done = subprocess.run([*RUN, str(root)], capture_output=True, text=True)
    assert done.returncode == 2 and "has '?' in its path" in done.stderr
    result = course.api.autograde(course.lesson, "ada")  # as the formgrader does
    assert not result["success"] and "has '?' in its path" in result["log"]
    assert sorted(tmp_path.rglob("*")) == before
