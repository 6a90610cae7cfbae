"""Batch normalization, and how it vanishes into the convolution before it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np

from smallnets.layers.base import Layer, Parameter, register_layer, whole_number
from smallnets.layers.containers import Sequential
from smallnets.layers.conv import Conv2D

EPSILON = 1e-5  # added to a variance, so that a constant channel divides by no zero
MOMENTUM = 0.1  # share of the newest batch in the running statistics

_training: ContextVar[bool] = ContextVar("training", default=False)


@contextmanager
def training_mode() -> Iterator[None]:
    """Let layers use the statistics of their batch inside the block, and keep them.

    Trainer does its forward passes inside it. Everywhere else a model is evaluated: no
    switch is left in the wrong position, and none is copied or stored.
    """
    token = _training.set(True)
    try:
        yield
    finally:
        _training.reset(token)


@register_layer
class BatchNorm2D(Layer):
    r"""Batch normalization of images: mean 0 and variance 1 in each channel.

    $y = g \, (x - \mu) / \sqrt{\sigma^2 + \epsilon} + b$ with $\epsilon = 10^{-5}$. Inside
    :func:`training_mode`, $\mu$ and $\sigma^2$ are the mean and the variance of the
    channel over the batch; elsewhere they are the running ones, to which every training
    batch adds a tenth of its own.

    Parameters
    ----------
    channels : int

    Attributes
    ----------
    gain : Parameter, shape (channels,)
        $g$, at first 1.
    bias : Parameter, shape (channels,)
        $b$, at first 0.
    running_mean, running_variance : ndarray of float32, shape (channels,)
        Stored, not trained; at first 0 and 1.

    References
    ----------
    Ioffe and Szegedy, "Batch normalization", 2015, section 3 and algorithms 1 and 2.

    Examples
    --------
    >>> images = np.arange(4.0).reshape(1, 2, 2, 1)
    >>> with training_mode():
    ...     out = BatchNorm2D(1).forward(images)
    >>> out.round(2).ravel().tolist()
    [-1.34, -0.45, 0.45, 1.34]
    """

    gain: Parameter
    bias: Parameter
    running_mean: np.ndarray
    running_variance: np.ndarray

    def __init__(self, channels: int) -> None:
        shape = whole_number("channels", channels, 1)
        self.gain = Parameter(np.ones(shape, np.float32))
        self.bias = Parameter(np.zeros(shape, np.float32))
        self.running_mean = np.zeros(shape, np.float32)
        self.running_variance = np.ones(shape, np.float32)

    def config(self) -> dict[str, Any]:
        """Return channels."""
        return {"channels": len(self.gain.data)}

    @staticmethod
    def array_shapes(config: dict[str, Any]) -> dict[str, tuple[int, ...]]:
        """Return the shapes of gain, bias and the running statistics."""
        names = ("gain", "bias", "running_mean", "running_variance")
        return dict.fromkeys(names, (config["channels"],))

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Normalize (n, height, width, channels), each channel by itself.

        Raises
        ------
        TypeError
            If ``x`` is not an array of floats.
        ValueError
            If ``x`` is empty or has another shape, or if a training batch has only one
            pixel a channel, which has no variance.
        """
        self._check_input(x, ndim=4)
        channels = len(self.gain.data)
        if x.shape[3] != channels:
            raise ValueError(
                f"{self} takes images with {channels} channels in the last axis, got shape "
                f"{x.shape}"
            )
        pixels = np.asfortranarray(x).T.reshape(channels, -1)
        training = _training.get()
        if training:
            mean, variance = self._batch_statistics(pixels)
        else:
            mean = self.running_mean.astype(x.dtype, copy=False)
            variance = self.running_variance.astype(x.dtype, copy=False)
        scale = 1 / np.sqrt(variance + EPSILON)
        normalized = (pixels - mean[:, None]) * scale[:, None]
        gain, bias = (p.data.astype(x.dtype, copy=False) for p in (self.gain, self.bias))
        out = normalized * gain[:, None] + bias[:, None]
        return self._save(out.reshape(x.T.shape).T, normalized, scale, training)

    def _batch_statistics(self, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return mean and variance of each channel, and let the running ones follow."""
        n = pixels.shape[1]
        if n < 2:
            raise ValueError(f"{self}: a training batch needs at least 2 pixels a channel, got {n}")
        mean, variance = pixels.mean(axis=1), pixels.var(axis=1)
        # The batch is a sample: its variance falls short of that of all by (n - 1) / n.
        newest = {"running_mean": mean, "running_variance": variance * (n / (n - 1))}
        for name, value in newest.items():
            kept = getattr(self, name)
            setattr(self, name, (kept + MOMENTUM * (value - kept)).astype(kept.dtype))
        return mean, variance

    def backward(self, grad: np.ndarray) -> np.ndarray:
        """Set the gradients of gain and bias; return that of the images.

        The statistics of a training batch move with its images; running ones stay.
        """
        normalized, scale, training = self._recall(grad)
        channels, n = normalized.shape
        pixels = np.asfortranarray(grad).T.reshape(channels, n)
        self.gain.grad = np.einsum("cp,cp->c", pixels, normalized)
        self.bias.grad = np.einsum("cp->c", pixels)
        out = pixels
        if training:
            along, mean = self.gain.grad[:, None] / n, self.bias.grad[:, None] / n
            out = pixels - mean - normalized * along
        out = out * (scale * self.gain.data.astype(grad.dtype, copy=False))[:, None]
        return out.reshape(grad.T.shape).T


def fold_batch_norm(model: Sequential) -> Sequential:
    """Put every batch normalization into the weights of the convolution before it.

    Parameters
    ----------
    model : Sequential
        Left unchanged.

    Returns
    -------
    Sequential
        Without BatchNorm2D; gives the logits that ``model`` gives when evaluated, up to
        rounding.

    Raises
    ------
    ValueError
        If what comes right before a BatchNorm2D is no Conv2D.

    References
    ----------
    Jacob et al., "Quantization and training of neural networks for efficient
    integer-arithmetic-only inference", 2018, section 3.2.
    """
    folded = model.copy()
    for path, layer in list(folded.named_layers()):
        if isinstance(layer, Sequential):
            layer.layers = _folded_row(layer.layers, path)
        elif isinstance(layer, BatchNorm2D) and not path.rpartition(".")[2].isdigit():
            raise ValueError(f"layer {path}: a BatchNorm2D without a Conv2D right before it")
    return folded


def _folded_row(layers: list[Layer], path: str) -> list[Layer]:
    kept: list[Layer] = []
    for index, layer in enumerate(layers):
        if not isinstance(layer, BatchNorm2D):
            kept.append(layer)
        elif kept and isinstance(kept[-1], Conv2D):
            kept[-1] = _folded(kept[-1], layer)
        else:
            place = f"{path}.{index}" if path else index
            raise ValueError(f"layer {place}: a BatchNorm2D without a Conv2D right before it")
    return kept


def _folded(conv: Conv2D, norm: BatchNorm2D) -> Conv2D:
    """Scale the kernels of ``conv`` and move its bias, channel by channel."""
    scale = norm.gain.data / np.sqrt(norm.running_variance + np.float32(EPSILON))
    bias = 0 if conv.bias is None else conv.bias.data
    out = Conv2D(**{**conv.config(), "bias": True})
    out.weights.data = conv.weights.data * scale
    out.bias = Parameter((bias - norm.running_mean) * scale + norm.bias.data)
    return out
