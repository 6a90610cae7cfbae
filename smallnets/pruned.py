"""Networks for lesson 9: LeNet-300-100 with 90, 95 or 98% zeros, and small ones.

One file holds all of them: of each array which entries are not zero, one bit each, and those
entries as float16. ``tasks.store_pruned`` trained them.
"""

import json
from functools import cache
from typing import Any

import numpy as np

from smallnets import files
from smallnets.layers import Sequential
from smallnets.models import create_mlp

PRUNED = files.PACKAGE / "stored" / "09_pruned.npz"


def load_pruned(name: str, percent: int, seed: int = 1) -> Sequential:
    """Return a pruned LeNet-300-100.

    Parameters
    ----------
    name : {"mnist", "fashion"}
        The data that it was trained on.
    percent : int
        Of the weights are zero, in all layers together.
    seed : int
        Of the whole training, from the first weights on.

    Returns
    -------
    Sequential
        Takes flat images; a fresh copy at every call. Every number in it is one that float16
        can hold, as float32.

    Raises
    ------
    ValueError
        If there is no such network; the text names those there are.

    Examples
    --------
    >>> first = load_pruned("mnist", 90).layers[0].weights.data
    >>> first.shape, first.dtype.name
    ((784, 300), 'float32')
    """
    return _model(f"{name} {percent}% seed {seed}", [300, 100])


def load_small(hidden: int, seed: int = 1, percent: int | None = None) -> Sequential:
    """Return a network of one small hidden layer, trained on MNIST for as many epochs.

    The weights of each of its two layers share 32 values, or were pruned as those of
    :func:`load_pruned` and share none yet.

    Parameters
    ----------
    hidden : int
        Units of the hidden layer.
    seed : int
    percent : int or None
        Of the weights are zero; none if it is None.

    Returns
    -------
    Sequential
        As of :func:`load_pruned`.

    Raises
    ------
    ValueError
        If there is no such network; the text names those there are.
    """
    zeros = "" if percent is None else f" {percent}%"
    return _model(f"small {hidden}{zeros} seed {seed}", [hidden])


def pruned_info() -> dict[str, Any]:
    """Return what each of the networks scores, by the name of its entry.

    Returns
    -------
    dict of str to dict
        ``test_accuracy`` and ``validation_accuracy``, fractions, of the network as stored.
    """
    return dict(json.loads(_read()["info"].tobytes()))


def _model(key, hidden):
    """Fill a network of these hidden layers with the arrays of an entry."""
    arrays, known = _read(), sorted(pruned_info())
    if key not in known:
        raise ValueError(f"no network {key!r}; there are {', '.join(known)}")
    model = create_mlp(784, hidden, 10)
    for number, parameter in enumerate(model.parameters()):
        size = parameter.data.size
        kept = np.unpackbits(arrays[f"{key} {number} kept"], count=size).astype(bool)
        values = np.zeros(size, np.float32)
        values[kept] = arrays[f"{key} {number} values"]
        parameter.data = values.reshape(parameter.data.shape)
    return model


@cache
def _read():
    with np.load(PRUNED, allow_pickle=False) as stored:
        return {key: stored[key] for key in stored.files}
