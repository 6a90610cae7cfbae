"""Functions handed out for a while, as library books are."""

from contextlib import contextmanager


@contextmanager
def lent(function):
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

    def borrowed(*args, **kwargs):
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
