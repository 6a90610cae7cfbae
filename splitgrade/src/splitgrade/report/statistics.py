"""What the scores of a class say about its tests, its wrong ideas and its students."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from splitgrade.report.read import Item, Key, Lesson, Result, Student, is_unwritten

FEW = 10  # below so many submissions a correlation says little
STUCK_BELOW = 1 / 3  # of the points that tests give

_NUMBER = re.compile(
    r"(?<![\w.])[-+]?(?:0x[0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?!\w)"
)
_SERIES = re.compile(r"#(?:[,\s]+#)+")
_ROWS = re.compile(r"([\[(]# \.\.\.[\])])(?:[,\s]+[\[(]# \.\.\.[\])])+")


@dataclass(frozen=True)
class Group:
    """Students whose test failed with the same words, whatever the numbers in them."""

    item: Item
    message: str  # the commonest of its wordings
    wordings: int
    students: tuple[Student, ...]


@dataclass(frozen=True)
class Figures:
    """How a class did on one test cell.

    ``difficulty`` is the share of its points that were earned. ``discrimination`` is the
    correlation of its points with those of all other tests, None where that has no value,
    for the reason in ``undefined``.
    """

    item: Item
    difficulty: float
    discrimination: float | None
    undefined: str
    failed: int
    unwritten: int
    commonest: Group | None
    remark: str


@dataclass(frozen=True)
class Stuck:
    """A student to talk to, and by which rule."""

    student: Student
    reason: str


def attempts(lesson: Lesson) -> list[Result]:
    """The submissions with at least one answer; empty ones say nothing about a test."""
    return [result for result in lesson.results if result.written]


def same_but_numbers(message: str) -> str:
    """A message with its numbers left out, so that a wrong idea reads the same each time.

    >>> same_but_numbers("the mean is 2; yours is 3.5")
    'the mean is #; yours is #'
    >>> same_but_numbers("yours is [1.0, -2e-3]") == same_but_numbers("yours is [7, 8, 9]")
    True
    """
    words = _SERIES.sub("# ...", _NUMBER.sub("#", message))
    return _ROWS.sub(r"\1", words)


def group_messages(lesson: Lesson) -> list[Group]:
    """Group the students of each failed test by its message, largest group first.

    Answers that were not written are no wrong idea and are left out.
    """
    found = defaultdict(list)
    for test in lesson.tests:
        for result in lesson.results:
            message = result.messages.get(test.key)
            if message and not is_unwritten(message):
                found[test, same_but_numbers(message)].append((message, result.student))
    groups = [_group(item, met) for (item, _), met in found.items()]
    return sorted(groups, key=lambda group: -len(group.students))


def _group(item: Item, met: list[tuple[str, Student]]) -> Group:
    wordings = Counter(message for message, _ in met)
    return Group(
        item, wordings.most_common(1)[0][0], len(wordings), tuple(student for _, student in met)
    )


def main_wrong_ideas(groups: Iterable[Group], count: int = 5) -> list[Group]:
    """The largest group of each exercise; a check and its hidden twin are one."""
    largest: dict[Key, Group] = {}
    for group in groups:
        largest.setdefault(group.item.exercise, group)
    return list(largest.values())[:count]


def figures_of_tests(lesson: Lesson, groups: Iterable[Group]) -> list[Figures]:
    """The figures of each test cell, in the order of the lesson.

    Parameters
    ----------
    lesson : Lesson
    groups : list of Group
        As `group_messages` returns them.

    Returns
    -------
    list of Figures
    """
    results, tests = attempts(lesson), lesson.tests
    scores = np.array([[result.scores[test.key] for test in tests] for result in results])
    scores = scores.reshape(len(results), len(tests))
    commonest: dict[Item, Group] = {}
    for group in groups:
        commonest.setdefault(group.item, group)
    return [
        _figures(test, scores, index, results, commonest.get(test))
        for index, test in enumerate(tests)
    ]


def _figures(
    test: Item, scores: np.ndarray, index: int, results: list[Result], commonest: Group | None
) -> Figures:
    own = scores[:, index]
    discrimination, undefined = item_rest_correlation(scores, index)
    failed = int((own < test.points).sum())
    unwritten = sum(is_unwritten(result.messages.get(test.key, "")) for result in results)
    difficulty = float(own.mean() / test.points) if len(own) else 0.0
    return Figures(
        test,
        difficulty,
        discrimination,
        undefined,
        failed,
        unwritten,
        commonest,
        _remark(failed, len(own), discrimination),
    )


def item_rest_correlation(scores: np.ndarray, index: int) -> tuple[float | None, str]:
    """Correlate one test's points with the sum of all the others'.

    Parameters
    ----------
    scores : (submissions, tests) array of float
    index : int
        Which test.

    Returns
    -------
    correlation : float or None
    undefined : str
        Why there is none; else empty.
    """
    own, rest = scores[:, index], np.delete(scores, index, axis=1).sum(axis=1)
    if len(own) < 2:
        return None, "fewer than two submissions"
    if np.ptp(own) == 0:
        return None, "all got the same"
    if np.ptp(rest) == 0:
        return None, "all got the same elsewhere"
    return float(np.corrcoef(own, rest)[0, 1]), ""


def _remark(failed: int, count: int, discrimination: float | None) -> str:
    if count and failed == count:
        return "nobody passes"
    if count and not failed:
        return "everybody passes"
    if discrimination is not None and discrimination < 0 and count >= FEW:
        return "those who pass do worse elsewhere"
    return ""


def stuck_students(lesson: Lesson) -> list[Stuck]:
    """Who should be talked to, each by the first rule that holds, hardest hit first."""
    found = [(result, _why_stuck(result, lesson)) for result in lesson.results]
    found = [(result, reason) for result, reason in found if reason]
    found.sort(key=lambda pair: (pair[0].written > 0, lesson.from_tests[pair[0].student.id]))
    return [Stuck(result.student, reason) for result, reason in found]


def _why_stuck(result: Result, lesson: Lesson) -> str:
    if not result.written:
        return "no answer written, or none that could be read"
    if lesson.test_points and (
        lesson.from_tests[result.student.id] < STUCK_BELOW * lesson.test_points
    ):
        return "less than a third of the points of the tests"
    first = lesson.tests[0].exercise if lesson.tests else None
    later = [test for test in lesson.tests if test.exercise != first]
    if later and all(result.scores[test.key] < test.points for test in later):
        return "no test passed after the first exercise"
    return ""
