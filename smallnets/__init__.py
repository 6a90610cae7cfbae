"""Small Nets: what the lessons import to build, train, store and measure networks.

Plots are apart, since they alone need matplotlib: ``from smallnets import plots``.
"""

from smallnets.checkpoints import (
    CheckpointError,
    load_checkpoint,
    load_pretrained,
    pretrained_info,
    save_checkpoint,
)
from smallnets.data import MNIST, DataLoader, Dataset, load_mnist
from smallnets.layers import (
    Conv2D,
    Dense,
    Flatten,
    Layer,
    MaxPool2D,
    Parameter,
    ReLU,
)
from smallnets.lending import lent
from smallnets.losses import softmax, softmax_cross_entropy
from smallnets.measure import (
    Measurement,
    Ratio,
    Timing,
    file_bytes,
    measure_macs,
    measure_model,
    measurement_table,
    time_forward,
    time_ratio,
)
from smallnets.models import (
    Sequential,
    create_lenet5,
    create_mlp,
    model_from_plain,
    model_to_plain,
)
from smallnets.optimizers import SGD, Adam
from smallnets.training import History, Trainer, evaluate_model

__all__ = [
    "MNIST",
    "SGD",
    "Adam",
    "CheckpointError",
    "Conv2D",
    "DataLoader",
    "Dataset",
    "Dense",
    "Flatten",
    "History",
    "Layer",
    "MaxPool2D",
    "Measurement",
    "Parameter",
    "Ratio",
    "ReLU",
    "Sequential",
    "Timing",
    "Trainer",
    "create_lenet5",
    "create_mlp",
    "evaluate_model",
    "file_bytes",
    "lent",
    "load_checkpoint",
    "load_mnist",
    "load_pretrained",
    "measure_macs",
    "measure_model",
    "measurement_table",
    "model_from_plain",
    "model_to_plain",
    "pretrained_info",
    "save_checkpoint",
    "softmax",
    "softmax_cross_entropy",
    "time_forward",
    "time_ratio",
]
