"""How models and layers cross between a student's code and the tests, as plain data.

Their attributes cross as they are, also where they contradict each other: whether a model
is whole is for a test to say. Only the attributes named here are taken over, so what
arrives has the methods of its class.
"""

import splitgrade
from smallnets import Dataset, Parameter, Sequential, TokenDataset
from smallnets.layers import LAYER_TYPES

ATTRIBUTES = {
    Sequential: {"layers"},
    Parameter: {"data", "grad"},
    Dataset: {"images", "labels"},
    TokenDataset: {"tokens", "labels"},
} | {kind: {"weights", "bias", "stride", "padding", "size"} for kind in LAYER_TYPES.values()}


def _to_plain(thing):
    return {name: value for name, value in vars(thing).items() if name in ATTRIBUTES[type(thing)]}


def _maker(kind):
    def from_plain(plain):
        if not set(plain) <= ATTRIBUTES[kind]:
            raise ValueError(f"a {kind.__name__} has no {set(plain) - ATTRIBUTES[kind]}")
        thing = object.__new__(kind)
        for name, value in plain.items():
            object.__setattr__(thing, name, value)
        return thing

    return from_plain


for _kind in ATTRIBUTES:
    splitgrade.register(
        _kind.__name__, _kind, _to_plain, _maker(_kind), may_change=["grad"]
    )  # computing a gradient leaves a model as it was
