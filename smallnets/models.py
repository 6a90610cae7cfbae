"""The networks of the course, built layer by layer."""

import numpy as np

from smallnets.layers import Conv2D, Dense, Flatten, Layer, MaxPool2D, ReLU, Sequential
from smallnets.plain import model_from_plain, model_to_plain

__all__ = [
    "Sequential",
    "create_compact_model",
    "create_lenet5",
    "create_mlp",
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
