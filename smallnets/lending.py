"""Functions handed out for a while, as library books are, and checks judged by them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def lent(function: Callable[P, R]) -> Iterator[Callable[P, R]]:
    """Lend a function for the length of a ``with`` block.

    Parameters
    ----------
    function : callable

    Yields
    ------
    callable
        Forwards its arguments to ``function`` and returns the result; it carries
        neither the function's name nor its docstring. After the block it raises
        RuntimeError.

    Examples
    --------
    >>> with lent(abs) as borrowed:
    ...     borrowed(-3)
    3
    >>> borrowed(-3)
    Traceback (most recent call last):
    ...
    RuntimeError: this function was lent, and has been returned: call it only inside \
the check it was passed to
    """
    lender = [function]

    def borrowed(*args: P.args, **kwargs: P.kwargs) -> R:
        if not lender:
            raise RuntimeError(
                "this function was lent, and has been returned: call it only inside "
                "the check it was passed to"
            )
        return lender[0](*args, **kwargs)

    try:
        yield borrowed
    finally:
        lender.clear()


def judge(
    check: Callable[[Any], object], verdict: bool, candidates: Iterable[Any], hint: str = ""
) -> None:
    """Hold a check against functions on which its verdict is known.

    For exercises in which a student writes the check. Each candidate is lent to it, in
    the order given: what the check keeps of it stops working when the check returns.

    Parameters
    ----------
    check : callable
        ``check(candidate) -> bool``: True to accept the candidate, False to refuse it.
    verdict : bool
        The right one on every candidate.
    candidates : list of callable, or of tuples (callable, phrase) or (callable, phrase, hint)
        The phrase says what the candidate does, such as "sorts" or "rounds up". One that
        stands without a phrase is called by its name: let students see its code.
    hint : str
        Where to look, for the candidates without a hint of their own.

    Raises
    ------
    AssertionError
        At the first candidate for which ``check`` returns anything but the right verdict
        as a bool of Python's or numpy's, or stops with an error, which is the cause.
    NotImplementedError, TimeoutError
        As ``check`` raised it: it is still to be written, or its time is up.

    Examples
    --------
    >>> def check_absolute(candidate):
    ...     return candidate(3) == 3 and candidate(-2) == 2
    >>> judge(check_absolute, True, [(abs, "is Python's own")])
    >>> judge(check_absolute, False, [(float, "keeps the sign")], "Try a negative number.")
    >>> judge(check_absolute, True, [(float, "keeps the sign")], "Here it is judged wrongly.")
    Traceback (most recent call last):
    ...
    AssertionError: A right implementation, one that keeps the sign, should be accepted; \
your verdict is False. Here it is judged wrongly.
    """
    rows = [_row(candidate, hint) for candidate in candidates]
    if not rows or not isinstance(verdict, bool):
        raise TypeError(f"judge takes a verdict and candidates, got {verdict!r}, {candidates!r}")
    for function, phrase, where_to_look in rows:
        with lent(function) as borrowed:
            got, error = _verdict(check, borrowed)
        if error is not None or not isinstance(got, bool | np.bool_) or got != verdict:
            came = _words_for(error, verdict) if error is not None else f"{got!r:.80}"
            said = f"{_expected(function, phrase, verdict)} {came}. {where_to_look}"
            raise AssertionError(said.rstrip()) from error


def _verdict(check, candidate):
    """What a check says of a candidate, or the error that it stops with."""
    try:
        return check(candidate), None
    except (NotImplementedError, TimeoutError):
        raise
    except Exception as error:
        return None, error


def _row(candidate, hint):
    """A candidate as its function, its phrase or None, and its hint."""
    parts = candidate if isinstance(candidate, tuple) else (candidate,)
    if (
        not 1 <= len(parts) <= 3
        or not callable(parts[0])
        or not all(isinstance(words, str) for words in parts[1:])
    ):
        raise TypeError(
            "a candidate is a function, (function, phrase) or (function, phrase, hint), "
            f"got {candidate!r}"
        )
    return (*parts, *(None, None, hint)[len(parts) :])


def _expected(function, phrase, verdict):
    """What should have come; what came goes behind it."""
    if phrase is None:
        return f"For the candidate {function.__name__} the verdict is {verdict}; yours is"
    if verdict:
        who = f"A right implementation, one that {phrase}, should be accepted"
    else:
        who = f"A candidate that {phrase} should be refused"
    return f"{who}; your verdict is"


def _words_for(error, verdict):
    """An error in place of a verdict; its own words may tell what a hidden test asks."""
    name = type(error).__name__
    article = "an" if name[0] in "AEIOU" else "a"
    advice = "" if verdict else ". Return False for a candidate you refuse"
    return f"{article} {name}{advice}"
