"""Matrix products, and how many multiply-adds they cost."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import numpy as np


@dataclass
class MacCounter:
    """Multiply-adds done so far, in ``total``."""

    total: int = 0


_active_counter: ContextVar[MacCounter | None] = ContextVar("active_counter", default=None)


@contextmanager
def counting_macs() -> Iterator[MacCounter]:
    """Count the multiply-adds of every matrix product run inside the block.

    Yields
    ------
    MacCounter

    Examples
    --------
    >>> from smallnets import Dense
    >>> with counting_macs() as counter:
    ...     _ = Dense(784, 10).forward(np.zeros((2, 784), np.float32))
    >>> counter.total == 2 * 784 * 10
    True
    """
    counter = MacCounter()
    token = _active_counter.set(counter)
    try:
        yield counter
    finally:
        _active_counter.reset(token)


def multiply(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Matrix product (..., n, k) @ (..., k, m); costs n * k * m multiply-adds a pair.

    Every product of the layers goes through here, so that :func:`counting_macs` sees
    them all.
    """
    counter = _active_counter.get()
    if counter is not None:
        counter.total += left.size * right.shape[-1]
    # OpenBLAS reads past the end of some operands: what lies there now and then raises a
    # flag for numbers that are in no result. A NaN in the result is still seen.
    with np.errstate(invalid="ignore"):
        return left @ right
