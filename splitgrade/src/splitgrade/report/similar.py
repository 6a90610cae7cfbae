"""Which students wrote alike: a first look, before a tool made for it.

An answer is read as a series of tokens in which names, numbers and texts are all the same,
so that renaming hides nothing. Two answers are alike when most runs of ten tokens that
either has are in both. Runs that the stub has, or a third of the class, say nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from splitgrade.report.read import Key, Lesson, Student

RUN = 10  # tokens
ALIKE = 0.8  # of the runs that either answer has
ENOUGH = 20  # shared runs before two students are named: about three lines
COMMON_IN = 3  # a run in more than a third of the class, and in more than this, is common

_TOKEN = re.compile(
    r"#[^\n]*"
    r"|(?P<text>[rbfuRBFU]{0,2}(?:\"\"\".*?\"\"\"|'''.*?'''|\"[^\"\n]*\"|'[^'\n]*'))"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<attribute>\.\s*[^\W\d]\w*)"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<sign>[^\w\s])",
    re.DOTALL,
)


@dataclass(frozen=True)
class Cluster:
    """Students whose answers are alike.

    Parameters
    ----------
    students : tuple of Student
    answers : tuple of (str, str)
        The answer cells, by notebook and grade id, in which two or more of them are alike.
    word_for_word : tuple of (str, str)
        Those of them that two or more wrote letter by letter.
    runs : int
        The most uncommon runs that any two of them share.
    """

    students: tuple[Student, ...]
    answers: tuple[Key, ...]
    word_for_word: tuple[Key, ...]
    runs: int


def clusters(lesson: Lesson) -> list[Cluster]:
    """The clusters of students of a lesson who wrote alike, largest evidence first."""
    runs = _uncommon_runs(lesson)
    pairs = {
        (one, other): alike
        for one, other in combinations(runs, 2)
        if sum((alike := _alike(runs[one], runs[other])).values()) >= ENOUGH
    }
    results = {result.student.id: result for result in lesson.results}
    found = [_cluster(members, pairs, results) for members in _connected(pairs)]
    return sorted(found, key=lambda cluster: -cluster.runs)


def tokens(source: str) -> list[str]:
    """The tokens of an answer, comments left out; names, numbers and texts made equal.

    Names after a dot and keywords stay, for they tell what is done.
    """
    found = []
    for match in _TOKEN.finditer(source):
        kind = match.lastgroup
        if kind == "name" and iskeyword(match.group()) or kind in ("sign", "attribute"):
            found.append(match.group())
        elif kind:
            found.append(f"<{kind}>")
    return found


def without_stub(source: str, stub: str) -> str:
    """The lines of an answer that are not the stub's."""
    given = {line.strip() for line in stub.splitlines()}
    return "\n".join(line for line in source.splitlines() if line.strip() not in given)


def _runs(source):
    words = tokens(source)
    # Numbers for the runs: a class of 300 compares 45,000 pairs of answers.
    return {hash(tuple(words[i : i + RUN])) for i in range(len(words) - RUN + 1)}


def _uncommon_runs(lesson):
    """Of each student and answer cell, the runs that are neither given nor usual."""
    found, count = {}, Counter[Any]()
    for result in lesson.results:
        found[result.student.id] = {
            key: _runs(without_stub(source, lesson.stubs.get(key, "")))
            for key, source in result.answers.items()
        }
        count.update((key, run) for key, runs in found[result.student.id].items() for run in runs)
    usual = max(COMMON_IN, len(lesson.results) // 3)
    return {
        student: {
            key: {run for run in runs if count[key, run] <= usual} for key, runs in answers.items()
        }
        for student, answers in found.items()
    }


def _alike(one, other):
    """How many runs two students share in each answer in which they are alike."""
    shared = {}
    for key in one.keys() & other.keys():
        both = len(one[key] & other[key])
        if both and both >= ALIKE * (len(one[key]) + len(other[key]) - both):
            shared[key] = both
    return shared


def _connected(pairs):
    """Sets of students, each linked to another of its set."""
    group_of: dict[str, set[str]] = {}
    for one, other in pairs:
        merged = group_of.get(one, {one}) | group_of.get(other, {other})
        for member in merged:
            group_of[member] = merged
    return {id(group): group for group in group_of.values()}.values()


def _cluster(members, pairs, results):
    inside = [alike for (one, _), alike in pairs.items() if one in members]
    answers = sorted({key for alike in inside for key in alike})
    sources = {
        key: [
            results[member].answers[key] for member in members if results[member].answers.get(key)
        ]
        for key in answers
    }
    letter = [key for key in answers if len(set(sources[key])) < len(sources[key])]
    return Cluster(
        tuple(results[member].student for member in sorted(members)),
        tuple(answers),
        tuple(letter),
        max(sum(alike.values()) for alike in inside),
    )
