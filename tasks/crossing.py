"""How models and layers cross between a student's code and the tests, as plain data.

Their attributes cross as they are, also where they contradict each other: whether a model
is whole is for a test to say. Only the attributes that a class names are taken over, so what
arrives has the methods of its class.
"""

from dataclasses import fields

import splitgrade
from smallnets import Dataset, Parameter, TokenDataset
from smallnets.layers import LAYER_TYPES


def register_models() -> None:
    """Let Parameters, data sets and every registered layer cross."""
    for kind in (Parameter, Dataset, TokenDataset):
        _register(kind, {field.name for field in fields(kind)})
    for kind in LAYER_TYPES.values():
        _register(kind, set(kind.attributes))


def _register(kind: type, attributes: set[str]) -> None:
    def to_plain(thing):
        return {name: value for name, value in vars(thing).items() if name in attributes}

    def from_plain(plain):
        if not set(plain) <= attributes:
            raise ValueError(f"a {kind.__name__} has no {set(plain) - attributes}")
        thing = object.__new__(kind)
        for name, value in plain.items():
            object.__setattr__(thing, name, value)
        return thing

    # Computing a gradient leaves a model as it was.
    splitgrade.register(kind.__name__, kind, to_plain, from_plain, may_change=["grad"])


register_models()
