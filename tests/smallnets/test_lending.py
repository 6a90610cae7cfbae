"""A lent function works inside its block only, and gives nothing away."""

import gc

import pytest

from smallnets import lent


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
