"""The networks of the course, built layer by layer."""

import numpy as np

from smallnets.layers import (
    Conv2D,
    Dense,
    Embedding,
    Flatten,
    Layer,
    LayerNorm,
    MaxPool2D,
    MeanPool,
    Patches,
    PositionEmbedding,
    ReLU,
    Residual,
    SelfAttention,
    Sequential,
)
from smallnets.plain import model_from_plain, model_to_plain

__all__ = [
    "Sequential",
    "create_char_transformer",
    "create_compact_model",
    "create_lenet5",
    "create_mlp",
    "create_vit",
    "model_from_plain",
    "model_to_plain",
]


def create_mlp(in_features: int, hidden: list[int], out_features: int, seed: int = 0) -> Sequential:
    """Build a fully connected network with ReLU between its layers.

    ``create_mlp(784, [300, 100], 10)`` is LeNet-300-100 (LeCun, Bottou, Bengio and
    Haffner, 1998, section III.C.5, with ReLU): 266,610 parameters.

    Parameters
    ----------
    in_features, out_features : int
    hidden : list of int
        Sizes of the hidden layers; may be empty.
    seed : int
        Seed of the initial weights.

    Returns
    -------
    Sequential
        Dense, ReLU, Dense, ..., Dense; takes (n, in_features) arrays.

    Examples
    --------
    >>> len(create_mlp(784, [300, 100], 10).layers)
    5
    """
    rng = np.random.default_rng(seed)
    sizes = [in_features, *hidden, out_features]
    layers: list[Layer] = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
        layers += [Dense(n_in, n_out, rng=rng), ReLU()]
    return Sequential(layers[:-1])


def create_compact_model(compression_ratio: float = 0.25, seed: int = 0) -> Sequential:
    """Build LeNet-300-100 with narrower hidden layers: a student for distillation.

    The hidden layers get ``round(compression_ratio * 300)`` and
    ``round(compression_ratio * 100)`` units, at least 1 each; inputs and classes stay
    784 and 10. Most parameters sit in the first layer, so their number shrinks about
    as the ratio does: 0.25 gives 784-75-25-10 with 61,035 parameters, 22.9% of 266,610.

    Parameters
    ----------
    compression_ratio : float
        Width of a hidden layer as a fraction of its full width, in (0, 1].
    seed : int
        Seed of the initial weights.

    Returns
    -------
    Sequential
        Dense, ReLU, Dense, ReLU, Dense; takes (n, 784) arrays, gives (n, 10) logits.

    Raises
    ------
    ValueError
        If ``compression_ratio`` is not above 0 and at most 1.

    Examples
    --------
    >>> [p.data.shape for p in create_compact_model(0.1).parameters()[::2]]
    [(784, 30), (30, 10), (10, 10)]
    """
    if not 0 < compression_ratio <= 1:
        raise ValueError(
            "compression_ratio is a fraction of the full width, above 0 and at most 1, "
            f"got {compression_ratio}"
        )
    widths = [max(1, round(compression_ratio * width)) for width in (300, 100)]
    return create_mlp(784, widths, 10, seed=seed)


def create_lenet5(seed: int = 0) -> Sequential:
    """Build LeNet-5 with ReLU and max pooling: 61,706 parameters.

    Parameters
    ----------
    seed : int
        Seed of the initial weights.

    Returns
    -------
    Sequential
        Takes (n, 28, 28, 1) images, gives (n, 10) logits.

    References
    ----------
    LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document
    recognition", 1998, section II.B (there with sigmoid units and average pooling).
    """
    rng = np.random.default_rng(seed)
    return Sequential(
        [
            Conv2D(1, 6, kernel_size=5, padding=2, rng=rng),
            ReLU(),
            MaxPool2D(2),
            Conv2D(6, 16, kernel_size=5, rng=rng),
            ReLU(),
            MaxPool2D(2),
            Flatten(),
            Dense(400, 120, rng=rng),
            ReLU(),
            Dense(120, 84, rng=rng),
            ReLU(),
            Dense(84, 10, rng=rng),
        ]
    )


def create_char_transformer(
    n_tokens: int,
    features: int = 64,
    blocks: int = 2,
    length: int = 64,
    heads: int = 4,
    seed: int = 0,
) -> Sequential:
    """Build a language model: each token predicts the one after it.

    Normalization comes before each part of a block ("pre-LN"), the units are ReLU, and the
    last layer has no bias. All weights start with a standard deviation of 0.02.
    ``create_char_transformer(65)`` has 112,512 parameters.

    Parameters
    ----------
    n_tokens : int
        How many different tokens there are.
    features : int
        Numbers that stand for a token between the blocks; a multiple of ``heads``.
    blocks : int
        Each an attention and two Dense layers with 4 * features units between them.
    length : int
        The most tokens that an example may have.
    heads : int
        Of each attention.
    seed : int
        Seed of the initial weights.

    Returns
    -------
    Sequential
        Takes (n, t) ids with t up to ``length``, gives (n, t, n_tokens) logits.

    References
    ----------
    Radford et al., "Improving language understanding by generative pre-training", 2018,
    sections 3.1 and 4.1; normalization as in Xiong et al., "On layer normalization in the
    transformer architecture", 2020, section 3.

    Examples
    --------
    >>> model = create_char_transformer(65)
    >>> sum(p.data.size for p in model.parameters())
    112512
    """
    rng = np.random.default_rng(seed)
    model = Sequential(
        [
            Embedding(n_tokens, features, rng=rng),
            PositionEmbedding(length, features, rng=rng),
            *_transformer_blocks(blocks, features, heads, causal=True, rng=rng),
            LayerNorm(features),
            Dense(features, n_tokens, bias=False, rng=rng),
        ]
    )
    for _, layer in model.named_layers():
        if isinstance(layer, Dense):
            layer.weights.data *= np.float32(0.02 * (layer.in_features / 2) ** 0.5)
    return model


def create_vit(
    patch_size: int = 7, features: int = 64, blocks: int = 2, heads: int = 4, seed: int = 0
) -> Sequential:
    """Build a vision transformer for images of 28 by 28 pixels and 10 classes.

    An image's patches are its tokens, and the class is read from their mean ("mean
    pooling", where the original adds a token of its own). ``create_vit()`` has 104,970
    parameters.

    Parameters
    ----------
    patch_size : int
        Side of a patch, in pixels; divides 28.
    features : int
        Numbers that stand for a patch between the blocks; a multiple of ``heads``.
    blocks : int
        Each an attention and two Dense layers with 4 * features units between them.
    heads : int
        Of each attention.
    seed : int
        Seed of the initial weights.

    Returns
    -------
    Sequential
        Takes (n, 28, 28, 1) images, gives (n, 10) logits.

    Raises
    ------
    ValueError
        If ``patch_size`` does not divide 28.

    References
    ----------
    Dosovitskiy et al., "An image is worth 16x16 words", 2021, section 3.1.

    Examples
    --------
    >>> create_vit().forward(np.zeros((2, 28, 28, 1), np.float32)).shape
    (2, 10)
    """
    if patch_size not in (1, 2, 4, 7, 14, 28):
        raise ValueError(f"patch_size must divide 28, got {patch_size!r}")
    rng = np.random.default_rng(seed)
    return Sequential(
        [
            Patches(patch_size),
            Dense(patch_size**2, features, rng=rng),
            PositionEmbedding((28 // patch_size) ** 2, features, spread=1.0, rng=rng),
            *_transformer_blocks(blocks, features, heads, causal=False, rng=rng),
            LayerNorm(features),
            MeanPool(),
            Dense(features, 10, rng=rng),
        ]
    )


def _transformer_blocks(
    blocks: int, features: int, heads: int, causal: bool, rng: np.random.Generator
) -> list[Layer]:
    """Two residual layers a block: one mixes the tokens, one works on each by itself."""
    layers: list[Layer] = []
    for _ in range(blocks):
        attention = SelfAttention(features, heads, causal=causal, rng=rng)
        layers.append(Residual(Sequential([LayerNorm(features), attention])))
        wide = Dense(features, 4 * features, rng=rng)
        narrow = Dense(4 * features, features, rng=rng)
        layers.append(Residual(Sequential([LayerNorm(features), wide, ReLU(), narrow])))
    return layers
