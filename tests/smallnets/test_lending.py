"""What is lent works for a while and gives nothing away; what a check says of it is judged."""

import gc

import numpy as np
import pytest

from smallnets.lending import judge, lent
from splitgrade.execute import Cell, Course, execute


def secret_name(x, *, scale=2):
    """Hidden words."""
    return scale * x


def test_it_forwards_arguments_and_results():
    with lent(secret_name) as borrowed:
        assert borrowed(3) == 6
        assert borrowed(x=3, scale=5) == 15


def test_it_stops_working_and_lets_go_of_the_function():
    with lent(secret_name) as borrowed:
        pass
    with pytest.raises(RuntimeError, match="returned"):
        borrowed(3)
    assert borrowed not in gc.get_referrers(secret_name)
    cells = [cell.cell_contents for cell in borrowed.__closure__]
    assert secret_name not in cells
    assert all(secret_name not in cell for cell in cells if isinstance(cell, list))


def test_it_stops_working_after_an_exception_too():
    with pytest.raises(KeyError), lent(secret_name) as borrowed:
        raise KeyError
    with pytest.raises(RuntimeError, match="returned"):
        borrowed(3)


def test_errors_of_the_function_come_through():
    with lent(int) as borrowed, pytest.raises(ValueError, match="invalid literal"):
        borrowed("three")


def test_it_carries_neither_name_nor_docstring():
    with lent(secret_name) as borrowed:
        words = f"{borrowed!r} {borrowed.__name__} {borrowed.__doc__} {vars(borrowed)}"
    assert "secret" not in words
    assert "Hidden" not in words


def doubles(x):
    return 2 * x


def adds_two(x):
    return x + 2


def squares(x):
    return x * x


def check_doubling(candidate):
    return candidate(2) == 4 and candidate(3) == 6


@pytest.mark.parametrize("kind", [bool, np.bool_])
def test_right_verdicts_pass_in_silence(kind, capsys):
    judge(lambda candidate: kind(check_doubling(candidate)), True, [doubles, (doubles, "is right")])
    judge(
        lambda candidate: kind(check_doubling(candidate)), False, [adds_two, (squares, "squares")]
    )
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("check", "verdict", "candidate", "words"),
    [
        (
            lambda candidate: candidate(2) == 4,
            False,
            (squares, "squares", "Try 3."),
            "A candidate that squares should be refused; your verdict is True. Try 3.",
        ),
        (
            lambda candidate: False,
            True,
            (doubles, "doubles"),
            "A right implementation, one that doubles, should be accepted; your verdict is "
            "False. Look again.",
        ),
        (
            lambda candidate: False,
            True,
            doubles,
            "For the candidate doubles the verdict is True; yours is False. Look again.",
        ),
        (
            lambda candidate: None,
            False,
            squares,
            "For the candidate squares the verdict is False; yours is None. Look again.",
        ),
    ],
)
def test_a_wrong_verdict_is_told_with_what_should_have_come(check, verdict, candidate, words):
    with pytest.raises(AssertionError) as told:
        judge(check, verdict, [candidate], "Look again.")
    assert str(told.value) == words


class Agreeable:
    """Is equal to anything, true or false as wanted."""

    def __eq__(self, other):
        return True

    __hash__ = None


@pytest.mark.parametrize(
    "answer",
    [1, 0, 1.0, "True", None, [], np.array([True]), np.int8(1), NotImplemented, Agreeable()],
)
@pytest.mark.parametrize("verdict", [True, False])
def test_nothing_but_a_bool_is_a_verdict(answer, verdict):
    with pytest.raises(AssertionError, match="the verdict is"):
        judge(lambda candidate: answer, verdict, [doubles])


def test_a_kept_function_stops_working_whatever_the_verdict():
    kept = []

    def hoards(candidate):
        kept.append(candidate)
        return check_doubling(candidate)

    judge(hoards, True, [doubles])
    with pytest.raises(AssertionError):
        judge(hoards, False, [doubles])

    def hoards_and_raises(candidate):
        kept.append(candidate)
        raise KeyError

    with pytest.raises(AssertionError):
        judge(hoards_and_raises, True, [doubles])
    assert len(kept) == 3
    for each in kept:
        with pytest.raises(RuntimeError, match="returned"):
            each(3)


def test_one_candidate_is_lent_at_a_time():
    """A check that keeps the last candidate cannot compare it with the next."""
    kept, answers = [], []

    def compares(candidate):
        for earlier in kept:
            try:
                answers.append(earlier(2))
            except RuntimeError as error:
                answers.append(str(error)[:27])
        kept.append(candidate)
        return check_doubling(candidate)

    judge(compares, True, [doubles, doubles])
    assert answers == ["this function was lent, and"]


def test_what_a_check_sees_of_a_candidate_says_nothing_about_it():
    seen = []
    judge(
        lambda candidate: bool(seen.append(f"{candidate!r} {vars(candidate)} {candidate.__doc__}")),
        False,
        [(secret_name, "hides its phrase", "and its hint")],
    )
    assert not any(word in seen[0] for word in ("secret", "Hidden", "phrase", "hint"))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("no such shape"), "a ValueError. Return False"),
        (IndexError(), "an IndexError. Return False"),
        (AssertionError("as told inside"), "an AssertionError. Return False"),
        (RecursionError("too deep"), "a RecursionError. Return False"),
    ],
)
def test_a_check_that_raises_is_told_so_with_its_error_as_the_cause(error, words):
    def raises(candidate):
        raise error

    with pytest.raises(AssertionError, match="verdict is") as told:
        judge(raises, False, [(squares, "squares", "Try 3.")])
    assert words in str(told.value)
    assert str(told.value).endswith("for a candidate you refuse. Try 3.")
    assert told.value.__cause__ is error
    assert not str(error) or str(error) not in str(told.value)  # it may hold what a test asked


def test_a_check_that_raises_on_a_right_candidate_is_not_told_to_refuse_it():
    with pytest.raises(AssertionError) as told:
        judge(lambda candidate: candidate(2, 3), True, [(doubles, "doubles")], "Print it.")
    assert str(told.value).endswith("should be accepted; your verdict is a TypeError. Print it.")


def test_a_verdict_cannot_carry_out_much_of_what_a_hidden_candidate_answers():
    with pytest.raises(AssertionError) as told:
        judge(lambda candidate: "x" * 10_000, True, [doubles])
    assert len(str(told.value)) < 150


def test_an_error_of_a_candidate_is_the_checks_to_catch():
    def fails(x):
        raise ZeroDivisionError("by design")

    with pytest.raises(AssertionError, match="a ZeroDivisionError"):
        judge(check_doubling, False, [fails])

    def careful(candidate):
        try:
            return check_doubling(candidate)
        except ZeroDivisionError:
            return False

    judge(careful, False, [fails])


@pytest.mark.parametrize("kind", [NotImplementedError, TimeoutError, KeyboardInterrupt, SystemExit])
def test_what_is_no_verdict_goes_through(kind):
    def stops(candidate):
        raise kind("as it was")

    with pytest.raises(kind, match="as it was"):
        judge(stops, True, [doubles])


def test_candidates_are_judged_in_order_up_to_the_first_wrong_verdict():
    asked = []

    def check(candidate):
        asked.append(candidate(3))
        return False

    with pytest.raises(AssertionError, match="adds_two"):
        judge(check, True, [adds_two, squares])
    assert asked == [5]


@pytest.mark.parametrize(
    ("verdict", "candidates", "words"),
    [
        (True, [], "takes a verdict and candidates"),
        ("True", [doubles], "takes a verdict and candidates, got 'True'"),
        (True, [doubles, "doubles"], "got 'doubles'"),
        (True, [doubles, (doubles, "doubles", "a hint", "too much")], "a candidate is a function"),
        (True, [(doubles, None)], "a candidate is a function"),
        (True, [("doubles", doubles)], "a candidate is a function"),
        (True, [()], "a candidate is a function"),
    ],
)
def test_an_author_who_misspells_a_row_is_told_before_any_check_runs(verdict, candidates, words):
    with pytest.raises(TypeError, match=words):
        judge(lambda candidate: pytest.fail("the check ran"), verdict, candidates)


# In the grader check runs in the student's process, judge and the candidates in the test's.
JUDGED = """
def squares(x):
    return 739_184 if x == 77 else x * x

judge(check, True, [(squares, "squares"), (lambda x: x**2, "takes a power")])
judge(check, False, [(abs, "keeps the size", "Try 3."), (lambda x: 2 * x, "doubles")])
"""
HOARD = """
kept = []
def check(candidate):
    for earlier in kept:
        try:
            return f"an earlier candidate still works: {earlier(2)}"
        except RuntimeError:
            pass
    kept.append(candidate)
    return [candidate(2), candidate(3)] == [4, 9]
"""


def told_in_the_grader(check, later="'nothing more'"):
    cells = [
        Cell("given", "from smallnets.lending import judge"),
        Cell("answer", check, ("check",)),
        Cell("test", JUDGED),
        Cell("student", later),
    ]
    settings = Course(packages=["smallnets"], types=["tasks.crossing"])
    _, _, test, student = execute(cells, settings).cells
    return [output.get("evalue") for output in (*test.outputs, *student.outputs)]


@pytest.mark.parametrize(
    ("check", "told"),
    [
        ("def check(c): return c(2) == 4 and c(3) == 9", [None]),
        ("import numpy as np\ndef check(c): return np.bool_(c(2) == 4 and c(3) == 9)", [None]),
        (
            "def check(c): return c(2) == 4",
            ["A candidate that doubles should be refused; your verdict is True.", None],
        ),
        (
            "class Yes:\n    def __eq__(self, other): return True\n"
            "    def __bool__(self): return True\n    def __repr__(self): return 'True'\n"
            "def check(c): return Yes()",
            [
                "A right implementation, one that squares, should be accepted; your verdict is "
                "True.",
                None,
            ],
        ),
        (
            "def check(c): raise ValueError(f'it answers {c(77)}')",
            [
                "A right implementation, one that squares, should be accepted; your verdict is "
                "a ValueError.",
                None,
            ],
        ),
    ],
)
def test_in_the_grader_a_check_is_judged_by_what_it_returns(check, told):
    assert told_in_the_grader(check) == told


def test_in_the_grader_a_kept_candidate_is_of_no_use():
    later = "for earlier in kept:\n    earlier(2)"
    *judged, afterwards = told_in_the_grader(HOARD, later)
    assert judged == []
    assert "returned" in afterwards or "only during the call" in afterwards
