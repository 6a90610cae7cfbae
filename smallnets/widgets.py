"""A slider where the notebook can show one, a few results in a row where it cannot."""

import importlib
import sys
from collections.abc import Callable, Iterable
from typing import Any


def explore(function: Callable[[Any], object], values: Iterable[Any], label: str) -> None:
    """Call a function with values that the reader picks on a slider.

    The slider needs ipywidgets and a running notebook; its keys are the arrows. In a
    script, or without ipywidgets, the function is called with the first, the middle and
    the last value instead.

    Parameters
    ----------
    function : callable
        ``function(value)`` draws or prints something.
    values : sequence
        The choices, in order.
    label : str
        What a value is, such as ``"sparsity"``; stands before it.

    Raises
    ------
    ValueError
        If there are no values.
    """
    values = list(values)
    if not values:
        raise ValueError(f"there is no value of {label} to explore: values is empty")
    ipywidgets = _ipywidgets()
    if ipywidgets is None:
        for value in _few(values):
            print(f"{label} = {value}")
            function(value)
        return
    slider = ipywidgets.SelectionSlider(
        options=[(str(value), value) for value in values],
        value=values[len(values) // 2],
        description=label,
        continuous_update=False,
        style={"description_width": "initial"},
    )
    ipywidgets.interact(lambda value: function(value), value=slider)


def _few(values: list[Any]) -> list[Any]:
    places = {0, len(values) // 2, len(values) - 1}
    return [values[place] for place in sorted(places)]


def _ipywidgets():
    """Return the package if a notebook is running that could show its slider."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if not hasattr(shell, "kernel"):
        return None
    # Looked up by name: whoever only imports smallnets needs no widgets.
    try:
        return importlib.import_module("ipywidgets")
    except ImportError:
        return None
