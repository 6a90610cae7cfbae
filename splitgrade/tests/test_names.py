"""Whatever a student's folder is called: it is graded, or refused before anything is written."""

import os

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
