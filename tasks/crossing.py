"""How models and layers cross between a student's code and the tests, as plain data."""

import numpy as np

import splitgrade
from smallnets import Dataset, Parameter, Sequential, model_from_plain, model_to_plain
from smallnets.layers import LAYER_TYPES


def _layer_to_plain(layer):
    return model_to_plain(Sequential([layer]))


def _layer_from_plain(plain):
    return model_from_plain(*plain).layers[0]


splitgrade.register("Sequential", Sequential, model_to_plain, lambda p: model_from_plain(*p))
for _name, _kind in LAYER_TYPES.items():
    splitgrade.register(_name, _kind, _layer_to_plain, _layer_from_plain)
splitgrade.register("Parameter", Parameter, lambda p: (p.data, p.grad), lambda p: Parameter(*p))
splitgrade.register(
    "Dataset", Dataset, lambda d: (np.asarray(d.images), np.asarray(d.labels)),
    lambda p: Dataset(*p),
)
