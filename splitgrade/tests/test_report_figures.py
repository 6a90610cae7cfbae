"""The figures on the instructor's page: tests, wrong ideas, stuck and similar students."""

import statistics as stdlib

import numpy as np
import pytest

from reports import lesson_of
from splitgrade.report import plots
from splitgrade.report.similar import clusters, tokens
from splitgrade.report.statistics import (
    figures_of_tests,
    group_messages,
    item_rest_correlation,
    main_wrong_ideas,
    same_but_numbers,
    stuck_students,
)
from splitgrade.report.text import visible


@pytest.mark.parametrize(
    "one, other",
    [
        ("yours is 3.2", "yours is 4.1"),
        ("yours is -1e-05", "yours is 7"),
        ("yours is [1.0, 2.0]", "yours is [3.5, -4.0, 7]"),
        ("yours is [[1, 2], [3, 4]]", "yours is [[1, 2, 3]]"),
        ("shape (2, 3)", "shape (4, 5)"),
        ("<object at 0x7f1a2b>", "<object at 0x99>"),
        ("array([0.1 0.2 0.3])", "array([1. 2.])"),
    ],
)
def test_messages_that_differ_in_numbers_are_one(one, other):
    assert same_but_numbers(one) == same_but_numbers(other)


@pytest.mark.parametrize(
    "one, other",
    [
        ("yours is None", "yours is 3"),
        ("yours is nan", "yours is 3"),
        ("w1 is bad", "w2 is bad"),
        ("yours is True", "yours is False"),
        ("use float32", "use float64"),
    ],
)
def test_messages_that_differ_in_words_are_two(one, other):
    assert same_but_numbers(one) != same_but_numbers(other)


def test_groups_count_students_and_leave_out_what_was_not_written():
    lesson = lesson_of(
        [[0, 0]] * 5,
        [
            (0, 0, "mean is 3"),
            (1, 0, "mean is 4"),
            (2, 0, "mean is 4"),
            (3, 0, "axis"),
            (4, 0, "NotImplementedError: to do"),
            (4, 1, "In the answer itself: NotImplementedError: to do"),
            (0, 1, "mean is 3"),
        ],
    )
    groups = group_messages(lesson)
    found = [(g.item.name, g.message, g.wordings, [s.id for s in g.students]) for g in groups]
    assert found == [
        ("t0", "mean is 4", 2, ["s000", "s001", "s002"]),
        ("t0", "axis", 1, ["s003"]),
        ("t1", "mean is 3", 1, ["s000"]),
    ]
    assert [g.item.name for g in main_wrong_ideas(groups)] == ["t0", "t1"]


def test_difficulty_is_the_share_of_points_of_those_who_wrote_something():
    lesson = lesson_of([[2, 0], [1, 0], [2, 0], [0, 0]], written=[3], points=2.0)
    first, second = figures_of_tests(lesson, [])
    assert first.difficulty == pytest.approx(5 / 6)
    assert (first.failed, first.remark) == (1, "")
    assert (second.difficulty, second.failed, second.remark) == (0, 3, "nobody passes")
    assert second.discrimination is None and second.undefined == "all got the same"


def test_test_that_everybody_passes_is_said_so():
    lesson = lesson_of([[1, 0], [1, 1]])
    assert figures_of_tests(lesson, [])[0].remark == "everybody passes"


def test_discrimination_is_the_correlation_with_the_other_tests():
    scores = np.random.default_rng(3).integers(0, 3, size=(40, 6)).astype(float)
    for index in range(6):
        rest = [sum(row) - row[index] for row in scores]
        expected = stdlib.correlation(list(scores[:, index]), rest)
        got, undefined = item_rest_correlation(scores, index)
        assert got == pytest.approx(expected) and not undefined


@pytest.mark.parametrize(
    "scores, reason",
    [
        ([[1, 0]], "fewer than two submissions"),
        ([[1, 0], [1, 1]], "all got the same"),
        ([[1, 0], [0, 0]], "all got the same elsewhere"),
        ([[1], [0]], "all got the same elsewhere"),
    ],
)
def test_discrimination_without_a_value_says_why(scores, reason):
    assert item_rest_correlation(np.array(scores, float), 0) == (None, reason)


def test_test_that_the_strong_fail_is_remarked():
    rows = [[0, 1, 1]] * 8 + [[1, 0, 0]] * 4
    assert figures_of_tests(lesson_of(rows), [])[0].remark == "those who pass do worse elsewhere"


def test_class_without_any_answer_has_figures_too():
    lesson = lesson_of([[0, 0]], written=[0])
    assert [f.undefined for f in figures_of_tests(lesson, [])] == ["fewer than two submissions"] * 2


def test_stuck_is_who_meets_one_of_the_three_rules():
    lesson = lesson_of([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 0, 0]], written=[0])
    assert [(s.student.id, s.reason) for s in stuck_students(lesson)] == [
        ("s000", "no answer written, or none that could be read"),
        ("s003", "less than a third of the points of the tests"),
        ("s001", "no test passed after the first exercise"),
    ]


ANSWER = """def spread(values, weights):
    total = sum(values)
    middle = total / len(values)
    found = []
    for value, weight in zip(values, weights):
        found.append(weight * (value - middle) ** 2)
    return sum(found) / (len(found) - 1)
"""
RENAMED = """def spread(values, weights):
    s = sum(values)   # add up
    m = s / len(values)
    out = []
    for v, w in zip(values, weights):

        out.append(w * (v - m) ** 3)
    return sum(out) / (len(out) - 7)
"""
OTHERS = [
    "def spread(values, weights):\n    return np.average((values - values.mean()) ** 2, "
    "weights=weights) * len(values) / (len(values) - 1)",
    "spread = lambda a, b: max(a) - min(b) if len(a) > len(b) else abs(a[0] - b[0]) / a[-1]",
    "def spread(values, weights):\n    while values:\n        values.pop()\n    return None",
]


def class_with(*answers):
    lesson = lesson_of([[1]] * len(answers))
    for result, answer in zip(lesson.results, answers, strict=True):
        result.answers = {("n", "e0"): answer}
    return lesson


def test_renamed_copy_is_found():
    found = clusters(class_with(ANSWER, *OTHERS, RENAMED))
    assert [[s.id for s in cluster.students] for cluster in found] == [["s000", "s004"]]
    assert found[0].answers == (("n", "e0"),) and found[0].word_for_word == ()
    assert clusters(class_with(ANSWER, *OTHERS, ANSWER))[0].word_for_word == (("n", "e0"),)


def test_answer_that_the_class_shares_is_no_hint():
    assert clusters(class_with(*[ANSWER] * 6, *OTHERS)) == []


def test_what_the_stub_gives_is_no_hint():
    lesson = class_with(ANSWER, ANSWER + "x = 1", *OTHERS)
    lesson.stubs["n", "e0"] = ANSWER
    assert clusters(lesson) == []


def test_short_answers_are_no_hint():
    assert clusters(class_with("return x / 2 + 1", "return y / 2 + 1", *OTHERS)) == []


@pytest.mark.parametrize(
    "source",
    [
        '"""' * 2000,
        "'" * 5000,
        "(" * 5000,
        "\\" * 3000,
        "def \x00\ud800 f(",
        "# only words",
        "",
    ],
)
def test_any_text_has_tokens(source):
    tokens(source)
    assert clusters(class_with(source, ANSWER)) == []


def test_tokens_are_the_same_for_other_names_and_numbers():
    assert tokens("total = np.sum(a[0]) * 'x' # s") == tokens('t=numpy.sum(b[17])*"long text"')
    assert tokens("np.sum(a)") != tokens("np.mean(a)")


def test_visible_hides_nothing_and_cuts():
    assert visible("a\u202eb\x1b[2J\ud800\nc") == "a\\u202eb\\x1b[2J\\ud800 c"
    assert visible("می\u200cخواهم") == "می\u200cخواهم"
    assert visible("x" * 1_000_000, 10) == "x" * 10 + " ... (1000000 characters)"


def test_plot_counts_every_value_once_and_says_so():
    plot = plots.histogram([0, 0.5, 16, 16, 3], 16, "submissions", "points <b>", least=1)
    assert "in bins of 1. 0: 2, 3: 1, 16: 2." in plot and "<b>" not in plot
    assert "in bins of 0.01. 0.2: 1, 0.21: 1." in plots.histogram([0.2, 0.211], 0.211, "runs", "s")
    assert plots.histogram([0.0], 0.0, "runs", "s").count("<rect") == 1
