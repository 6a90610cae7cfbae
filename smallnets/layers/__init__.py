"""Layers: each holds its forward and its backward step side by side.

Images are NHWC: (examples, height, width, channels); tokens are (examples, tokens,
features). A layer computes in the dtype of its input, so float32 images stay float32 all
the way, whatever dtype the parameters are stored in.

In memory, image layers work in Fortran order: the same pixel of all examples lies in
one stretch. numpy is fast along such stretches, and a batch makes longer ones than a
few channels do. Shapes do not depend on it.
"""

from smallnets.layers.activation import ReLU
from smallnets.layers.attention import SelfAttention
from smallnets.layers.base import LAYER_TYPES, MAX_NESTING, Layer, Parameter, register_layer
from smallnets.layers.batch_norm import BatchNorm2D, fold_batch_norm, training_mode
from smallnets.layers.containers import Residual, Sequential
from smallnets.layers.conv import Conv2D
from smallnets.layers.dense import Dense
from smallnets.layers.embedding import Embedding, PositionEmbedding
from smallnets.layers.layer_norm import LayerNorm
from smallnets.layers.macs import MacCounter, counting_macs, multiply
from smallnets.layers.pooling import MaxPool2D, MeanPool
from smallnets.layers.reshaping import Flatten, Patches

__all__ = [
    "LAYER_TYPES",
    "MAX_NESTING",
    "BatchNorm2D",
    "Conv2D",
    "Dense",
    "Embedding",
    "Flatten",
    "Layer",
    "LayerNorm",
    "MacCounter",
    "MaxPool2D",
    "MeanPool",
    "Parameter",
    "Patches",
    "PositionEmbedding",
    "ReLU",
    "Residual",
    "SelfAttention",
    "Sequential",
    "counting_macs",
    "fold_batch_norm",
    "multiply",
    "register_layer",
    "training_mode",
]
