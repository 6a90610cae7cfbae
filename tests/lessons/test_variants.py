"""A variant is a whole answer, or the reference solution with a change that fits."""

import pytest

from tasks import variants
from tasks.variants import misconceptions, read_variants

LESSON = "02_magnitude_pruning"
SOURCE = '''# %% nbgrader={"grade": false, "grade_id": "half", "solution": true}
def half(x):
    """Halve x."""
    ### BEGIN SOLUTION
    y = x * 2
    return y / 4
    ### END SOLUTION
'''
HEAD = '"""Halves twice."""\nEXPECT = ("half_check", "too small")\n'


@pytest.fixture
def course(tmp_path):
    """A course with one solution; ``course(text)`` gives its only mutant."""
    folder = tmp_path / "source" / LESSON
    folder.mkdir(parents=True)
    (folder / f"{LESSON}.py").write_text(SOURCE)
    mutants = tmp_path / "tests" / "mutants" / LESSON
    mutants.mkdir(parents=True)

    def read(text):
        (mutants / "twice.py").write_text(text)
        [variant] = read_variants("mutants", course=tmp_path)
        return variant

    return read


def answer(variant):
    """What the variant's function makes of 12."""
    namespace = {}
    exec(variant.source, namespace)
    return namespace[variant.cell](12)


def test_a_change_is_made_in_the_reference_solution(course):
    variant = course(HEAD + 'CELL = "half"\nCHANGE = ("y / 4", "y / 8")\n')
    assert (variant.cell, variant.expect) == ("half", ("half_check", "too small"))
    assert (variant.lesson, variant.name, variant.idea) == (LESSON, "twice", "Halves twice.")
    assert answer(variant) == 3


def test_several_changes_are_made_one_after_the_other(course):
    variant = course(
        HEAD + 'CELL = "half"\nCHANGE = (("x * 2", "x * 7"), ("return y / 4", "return y"))\n'
    )
    assert answer(variant) == 84


def test_a_change_may_take_lines_out_and_put_lines_in(course):
    variant = course(
        HEAD + 'CELL = "half"\nCHANGE = ("y = x * 2\\n    return y / 4", "z = x\\n    return z")\n'
    )
    assert answer(variant) == 12


def test_a_whole_answer_is_as_it_stands(course):
    whole = "@staticmethod\ndef half(x):\n    return x / 4\n"
    variant = course(HEAD + "\n" + whole)
    assert (variant.source, variant.cell) == (whole, "half")


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        (
            'CELL = "half"\nCHANGE = ("y / 5", "y")',
            "'y / 5' out of .* half, where it stands 0 times",
        ),
        ('CELL = "half"\nCHANGE = ("x", "y")', "'x' out of .* half, where it stands 3 times"),
        (
            'CELL = "half"\nCHANGE = (("y / 4", "y"), ("y / 4", "x"))',
            "'y / 4' out of .* half, where it stands 0 times",
        ),
        ('CELL = "third"\nCHANGE = ("y / 4", "y")', "CELL is 'third', the answer cells are half"),
        ('CELL = "half"\nCHANGE = ("return y / 4", "return y /")', "is no Python"),
        ('CHANGE = ("y / 4", "y")', "needs a CELL"),
        ('CELL = "half"\nCHANGE = ("y / 4", "y")\ndef half(x):\n    return x', "no code below"),
        ('CELL = "half"', "neither a function, a class nor a CHANGE"),
        ("x = 1", "neither a function, a class nor a CHANGE"),
    ],
)
def test_what_does_not_fit_is_refused_by_the_name_of_its_file(course, rest, words):
    with pytest.raises(ValueError, match=words) as refused:
        course(HEAD + rest)
    assert "twice.py" in str(refused.value)


def test_an_edited_solution_is_told_with_what_to_do(course, tmp_path):
    text = HEAD + 'CELL = "half"\nCHANGE = ("y / 4", "y / 8")\n'
    assert answer(course(text)) == 3
    (tmp_path / "source" / LESSON / f"{LESSON}.py").write_text(SOURCE.replace("y / 4", "y * 0.25"))
    with pytest.raises(ValueError, match="edit the CHANGE.*or write the whole answer"):
        course(text)


def test_a_file_needs_words_for_its_idea(course):
    with pytest.raises(ValueError, match="no docstring"):
        course('CELL = "half"\nCHANGE = ("y / 4", "y")\n')


def test_the_report_reads_no_solution(monkeypatch):
    """Grading names wrong ideas without the seconds that reading a .py takes."""
    monkeypatch.setattr(variants, "reference_answers", lambda *_: pytest.fail("read"))
    found = misconceptions(LESSON)
    assert ("magnitude_mask_check", "round, do not truncate") in {(t, w) for t, w, _ in found}
