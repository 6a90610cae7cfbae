"""Whatever lies in a student's folder: nobody gains by it, nobody loses a grade by it."""

import contextlib
import ctypes
import os
import socket
import sys

import pytest

from splitgrade import files
from test_grading import Class

linux = pytest.mark.skipif(sys.platform != "linux", reason="rights are taken as Linux has them")
SOLUTION = "### BEGIN SOLUTION"  # stands in the instructor's notebook, and in no student's


@contextlib.contextmanager
def as_an_ordinary_user():
    """Root may read everything: without that right for a while, in this thread alone."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    held = (ctypes.c_uint32 * 6)()
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.capget(header, held) == 0
    less = (ctypes.c_uint32 * 6)(*held)
    less[0] &= ~0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, of those in effect
    assert libc.capset(header, less) == 0
    try:
        yield
    finally:
        assert libc.capset(header, held) == 0


@pytest.fixture
def klass(course):
    """The sample course, with files of the instructor's beside the notebook."""
    source = course.root / "source" / course.lesson
    (source / "more").mkdir()
    (source / "data.csv").write_text("1,2")
    (source / "more" / "words.txt").write_text("one two")
    return Class(course)


def socket_at(path):
    here = os.getcwd()
    os.chdir(path.parent)  # its name may have a hundred characters only
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)
    os.chdir(here)


def environment_at(path):
    (path / "bin").mkdir(parents=True)
    (path / "pyvenv.cfg").write_text("home = /usr/bin")
    (path / "bin" / "python3").symlink_to("/nowhere/python3")
    for number in range(files.MAX_FILES + 20):
        (path / f"module{number}.py").write_text("")


def clone_at(path):
    path.mkdir()
    for number in range(files.MAX_FILES + 20):
        (path / f"object{number}").write_text("")


def folder_at(path):
    path.mkdir()
    (path / "inside.txt").write_text("mine")


def deep_at(path):
    inside = path.joinpath(*["a"] * files.MAX_DEPTH)
    inside.mkdir(parents=True)
    (inside / "b").write_text("")


def link_to(target):
    return lambda path: path.symlink_to(target)


# What a student has beside a notebook that is right: how it is made, and what is said of it.
BESIDE = {
    "notes.txt": (link_to("../../../source/sums/sums.ipynb"), "links are not followed"),
    "source": (link_to("../../../source"), "links are not followed"),
    "loop": (link_to("loop"), "links are not followed"),
    "python3": (link_to("/nowhere/python3"), "links are not followed"),
    "other.ipynb": (link_to("../../../source/sums/sums.ipynb"), "links are not followed"),
    "pipe": (os.mkfifo, "no plain file"),
    "socket": (socket_at, "no plain file"),
    "folder.ipynb": (folder_at, "a folder with a notebook's name"),
    "venv": (environment_at, "an environment of Python"),
    "data.csv": (folder_at, "the course has something else of that name"),
    "more": (lambda path: path.write_text("mine"), "the course has something else of that name"),
    ".git": (clone_at, ""),
    "deep": (deep_at, f"more than {files.MAX_DEPTH} folders deep"),
    "sums.html": (folder_at, ""),
    os.fsdecode(b"gr\xf6sse.txt"): (lambda path: path.write_text("mine"), ""),
    "two\nlines.txt": (lambda path: path.write_text("mine"), ""),
    "timestamp.txt": (lambda path: path.write_text("2026-01-01 10:00 UTC"), ""),
}


def test_what_lies_beside_a_notebook_costs_a_sentence_and_no_point(klass, course):
    for number, (name, (make, _)) in enumerate(BESIDE.items()):
        course.hand_in(f"s{number:02}", course.solved())
        folder = course.root / "submitted" / f"s{number:02}" / course.lesson
        (folder / "helper.txt").write_text("mine")
        make(folder / name)
    grades, ran = klass.grade()
    for grade, (name, (_, why)) in zip(grades.values(), BESIDE.items(), strict=True):
        name += {"data.csv": "/inside.txt", "deep": "/a" * files.MAX_DEPTH}.get(name, "")
        left = why and f"Left out ({why}): {name}."
        assert (grade.score, grade.outcome) == (4, "graded"), name
        assert grade.reason == (left or "all tests pass")
        for folder in ("autograded", "feedback"):
            copied = course.root / folder / grade.student / course.lesson
            assert (copied / "helper.txt").read_text() == "mine"
            assert (copied / "more" / "words.txt").read_text() == "one two"
    assert_nothing_leaked(course)


def assert_nothing_leaked(course):
    for folder in ("autograded", "feedback"):
        for path in (course.root / folder).rglob("*"):
            assert not path.is_symlink()
            assert path.is_dir() or SOLUTION not in path.read_text(), path


# What a student hands in that leads elsewhere: relative to the student's folder.
ELSEWHERE = {
    "the source": ("sums/sums.ipynb", "../../../source/sums/sums.ipynb"),
    "another's notebook": ("sums/sums.ipynb", "../../ada/sums/sums.ipynb"),
    "renamed": ("sums/work.ipynb", "../../ada/sums/sums.ipynb"),
    "another's folder": ("sums", "../ada/sums"),
    "the source's folder": ("sums", "../../source/sums"),
    "nowhere": ("sums", "nowhere"),
}


def test_nobody_earns_by_a_link(klass, course):
    course.hand_in("ada", course.solved())
    submitted = course.root / "submitted"
    for student, (name, target) in ELSEWHERE.items():
        path = submitted / student / name
        path.parent.mkdir(parents=True)
        path.symlink_to(target)
    (submitted / "eve").symlink_to("ada")
    grades, _ = klass.grade()
    assert grades.keys() == {"ada", "eve", *ELSEWHERE}
    assert grades["ada"].score == 4
    for student in grades.keys() - {"ada"}:
        grade = grades[student]
        assert (grade.outcome, grade.score, grade.to_read) == ("graded", 0, 0), student
        assert "not followed" in grade.reason, student
    course.grade("eve")  # as the formgrader's button does
    assert sum(score or 0 for score in course.scores("eve").values()) == 0
    assert_nothing_leaked(course)


def test_a_link_in_autograded_is_not_followed(klass, course):
    course.hand_in("ada", course.solved())
    klass.grade()
    link = course.root / "autograded" / "ada" / course.lesson / "notes.txt"
    link.symlink_to("../../../source/sums/sums.ipynb")
    assert course.api.generate_feedback(course.lesson, "ada", force=True)["success"]
    assert not (course.root / "feedback" / "ada" / course.lesson / "notes.txt").exists()


def test_submitted_and_the_instructors_own_files_may_be_links(klass, course, tmp_path_factory):
    """What is above a student's folder, or in the source, nobody else could make."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "shared.csv").write_text("5")
    course.hand_in("ada", course.solved())
    (course.root / "submitted").rename(elsewhere / "submitted")
    (course.root / "submitted").symlink_to(elsewhere / "submitted")
    source = course.root / "source" / course.lesson
    (source / "shared.csv").symlink_to(elsewhere / "shared.csv")
    grades, _ = klass.grade()
    assert (grades["ada"].score, grades["ada"].reason) == (4, "all tests pass")
    assert files.for_tests(course.api.coursedir, course.lesson)["shared.csv"] == b"5"


@linux
def test_what_cannot_be_read_is_named_and_costs_no_grade(klass, course):
    for student in ("ada", "bao", "cem", "dee", "eve", "fay"):
        course.hand_in(student, course.solved())
    submitted = course.root / "submitted"
    (submitted / "bao" / "sums" / "notes.txt").write_text("")
    (submitted / "cem" / "sums" / "data").mkdir()
    closed = {
        "bao/sums/notes.txt": 0,
        "cem/sums/data": 0,
        "dee/sums/sums.ipynb": 0,
        "eve/sums": 0,
        "fay": 0,
    }
    for name, mode in closed.items():
        (submitted / name).chmod(mode)
    with as_an_ordinary_user():
        grades, _ = klass.grade()
        strays = klass.room().strays()
    assert {name: grade.reason for name, grade in grades.items() if grade.score == 4} == {
        "ada": "all tests pass",
        "bao": "Left out (cannot be read here): notes.txt.",
        "cem": "Left out (cannot be read here): data.",
    }
    for student in ("dee", "eve"):  # nobody gets a 0 for what could not be read
        assert grades[student].outcome == "failed"
        assert "Permission denied" in grades[student].reason
    assert strays == [("submitted/fay", "it cannot be read here")]
    for name in reversed(closed):
        (submitted / name).chmod(0o700)
    assert {name: grade.score for name, grade in klass.grade()[0].items()} == dict.fromkeys(
        ("ada", "bao", "cem", "dee", "eve", "fay"), 4
    )


def test_limits_are_said_and_keep_what_is_near(course, monkeypatch):
    folder = course.root / "submitted" / "ada" / course.lesson
    (folder / "a").mkdir(parents=True)
    for number in range(10):
        (folder / "a" / f"{number}.txt").write_text("12345")
    (folder / "z.txt").write_text("12345")
    arguments = course.api.coursedir, course.lesson, "ada"
    monkeypatch.setattr(files, "MAX_FILES", 4)
    assert set(files.read_beside(*arguments).submitted) == {
        "z.txt",
        "a/0.txt",
        "a/1.txt",
        "a/2.txt",
    }
    names = ", ".join(f"a/{number}.txt" for number in range(3, 8))
    left_out = files.read_beside(*arguments).left_out
    assert left_out == [f"Left out (only 4 files are read): {names} and 2 more."]
    monkeypatch.setattr(files, "MAX_TOTAL", 12)
    assert set(files.read_beside(*arguments).submitted) == {"z.txt", "a/0.txt"}
