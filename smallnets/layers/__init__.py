"""Layers: each holds its forward and its backward step side by side.

Images are NHWC: (examples, height, width, channels). A layer computes in the dtype of
its input, so float32 images stay float32 all the way, whatever dtype the parameters
are stored in.

In memory, image layers work in Fortran order: the same pixel of all examples lies in
one stretch. numpy is fast along such stretches, and a batch makes longer ones than a
few channels do. Shapes do not depend on it.
"""

from smallnets.layers.activation import ReLU
from smallnets.layers.base import LAYER_TYPES, MAX_NESTING, Layer, Parameter, register_layer
from smallnets.layers.containers import Residual, Sequential
from smallnets.layers.conv import Conv2D
from smallnets.layers.dense import Dense
from smallnets.layers.macs import MacCounter, counting_macs, multiply
from smallnets.layers.pooling import MaxPool2D
from smallnets.layers.reshaping import Flatten

__all__ = [
    "LAYER_TYPES",
    "MAX_NESTING",
    "Conv2D",
    "Dense",
    "Flatten",
    "Layer",
    "MacCounter",
    "MaxPool2D",
    "Parameter",
    "ReLU",
    "Residual",
    "Sequential",
    "counting_macs",
    "multiply",
    "register_layer",
]
