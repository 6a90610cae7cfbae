"""Small Nets: what the lessons import to build, train, store and measure networks.

Plots are apart, since they alone need matplotlib: ``from smallnets import plots``.
"""

from smallnets.carry import carry_over, live_or_stored, stored_arrays, stored_results
from smallnets.checkpoints import (
    CheckpointError,
    load_checkpoint,
    load_pretrained,
    load_pretrained_large_model,
    load_teacher_logits,
    pretrained_info,
    save_checkpoint,
)
from smallnets.data import (
    DataLoader,
    Dataset,
    Text,
    TokenDataset,
    load_fashion_mnist,
    load_mnist,
    load_shakespeare,
    text_windows,
)
from smallnets.layers import (
    BatchNorm2D,
    Conv2D,
    Dense,
    Embedding,
    Flatten,
    Layer,
    LayerNorm,
    MaxPool2D,
    MeanPool,
    Parameter,
    Patches,
    PositionEmbedding,
    ReLU,
    Residual,
    SelfAttention,
    Sequential,
    fold_batch_norm,
    register_layer,
    training_mode,
)
from smallnets.lending import judge
from smallnets.losses import softmax, softmax_cross_entropy
from smallnets.measure import (
    Measurement,
    file_bytes,
    measure_macs,
    measure_model,
    measurement_table,
    time_forward,
    time_ratio,
)
from smallnets.models import (
    create_char_transformer,
    create_compact_model,
    create_lenet5,
    create_mlp,
    create_vit,
)
from smallnets.optimizers import SGD, Adam
from smallnets.plain import model_from_plain, model_to_plain
from smallnets.progress import show_progress
from smallnets.training import Trainer, evaluate_model, layer_signals
from smallnets.widgets import explore

__all__ = [
    "SGD",
    "Adam",
    "BatchNorm2D",
    "CheckpointError",
    "Conv2D",
    "DataLoader",
    "Dataset",
    "Dense",
    "Embedding",
    "Flatten",
    "Layer",
    "LayerNorm",
    "MaxPool2D",
    "MeanPool",
    "Measurement",
    "Parameter",
    "Patches",
    "PositionEmbedding",
    "ReLU",
    "Residual",
    "SelfAttention",
    "Sequential",
    "Text",
    "TokenDataset",
    "Trainer",
    "carry_over",
    "create_char_transformer",
    "create_compact_model",
    "create_lenet5",
    "create_mlp",
    "create_vit",
    "evaluate_model",
    "explore",
    "file_bytes",
    "fold_batch_norm",
    "judge",
    "layer_signals",
    "live_or_stored",
    "load_checkpoint",
    "load_fashion_mnist",
    "load_mnist",
    "load_pretrained",
    "load_pretrained_large_model",
    "load_shakespeare",
    "load_teacher_logits",
    "measure_macs",
    "measure_model",
    "measurement_table",
    "model_from_plain",
    "model_to_plain",
    "pretrained_info",
    "register_layer",
    "save_checkpoint",
    "show_progress",
    "softmax",
    "softmax_cross_entropy",
    "stored_arrays",
    "stored_results",
    "text_windows",
    "time_forward",
    "time_ratio",
    "training_mode",
]
