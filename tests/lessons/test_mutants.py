"""Every wrong idea loses points to the words meant for it; every right one keeps all."""

import ast
from collections import Counter
from functools import cache

import pytest

from tasks import lessons
from tasks.lessons import reference_answers
from tasks.variants import read_variants
from tests.lessons.grading import first_lost, grade, summary

MUTANTS = read_variants("mutants")
ALTERNATIVES = read_variants("alternatives")

STUBS = {
    "none": "None",
    "zero": "0",
    "nan": "float('nan')",
    "true": "True",
    "false": "False",
    "zeros": "__import__('numpy').zeros(4)",
    "ones": "__import__('numpy').ones(4)",
    "empty": "__import__('numpy').array([])",
    "list": "[]",
    "dict": "{}",
    "echo": "args[0] if args else None",
    "raises": "exec('raise ValueError(1)')",
}


@cache
def exercises(lesson):
    """Code answers of a lesson by grade id."""
    return {
        name: source
        for name, source in reference_answers(lesson).items()
        if source.lstrip().startswith(("def ", "class ", "import ", "from ", "@", "#"))
        and "def " in source
    }


@pytest.mark.parametrize("lesson", lessons.lesson_names())
def test_reference_earns_every_point(lesson):
    results = grade(lesson, reference_answers(lesson))
    assert all(r.points == r.max_points for r in results.values()), summary(results)


@pytest.mark.parametrize("lesson", lessons.lesson_names())
def test_untouched_earns_nothing(lesson):
    results = grade(lesson, {})
    assert all(r.points == 0 for r in results.values()), summary(results)


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_mutant_falls_to_its_message(mutant):
    answers = reference_answers(mutant.lesson) | {mutant.cell: mutant.source}
    lost = first_lost(mutant.lesson, answers)
    assert lost, f"{mutant.idea!r} kept all its points"
    (first, result), (cell, words) = lost, mutant.expect
    assert first == cell, f"{mutant.idea!r} first lost {first}:\n{result.message}"
    assert words in result.message, result.message
    assert result.message.startswith("AssertionError"), (
        f"the student reads a crash, no message: {result.message}"
    )


@pytest.mark.parametrize("alternative", ALTERNATIVES, ids=str)
def test_alternative_keeps_every_point(alternative):
    answers = reference_answers(alternative.lesson) | {alternative.cell: alternative.source}
    results = grade(alternative.lesson, answers)
    assert all(r.points == r.max_points for r in results.values()), summary(results)


@pytest.mark.parametrize("stub", STUBS)
@pytest.mark.parametrize("lesson", lessons.lesson_names())
def test_stub_answers_score_nothing(lesson, stub):
    """An answer that always gives the same thing earns no point of its own exercise."""
    results = grade(
        lesson,
        {name: _stub(source, STUBS[stub], name) for name, source in exercises(lesson).items()},
    )
    assert all(r.points == 0 for r in results.values()), summary(results)


@pytest.mark.parametrize("lesson", lessons.lesson_names())
def test_every_exercise_has_its_variants(lesson):
    """Three mutants, each named, and one different right answer for every exercise."""
    mutants = Counter(m.cell for m in MUTANTS if m.lesson == lesson)
    alternatives = Counter(a.cell for a in ALTERNATIVES if a.lesson == lesson)
    for name in exercises(lesson):
        assert mutants[name] >= 3, f"{name} has {mutants[name]} mutants"
        assert alternatives[name] >= 1, f"{name} has no alternative"


def _stub(source, value, name):
    """The answer's own names and methods, each returning the same value."""
    node = next(
        n
        for n in ast.parse(source).body
        if isinstance(n, ast.FunctionDef | ast.ClassDef) and n.name == name
    )
    if isinstance(node, ast.FunctionDef):
        return f"def {name}(*args, **kwargs):\n    return {value}\n"
    methods = [m.name for m in node.body if isinstance(m, ast.FunctionDef)]
    lines = [f"class {name}:"]
    for method in dict.fromkeys(["__init__", *methods]):
        body = "pass" if method == "__init__" else f"return {value}"
        lines.append(f"    def {method}(self, *args, **kwargs):\n        {body}")
    return "\n".join(lines) + "\n"
