"""Normalization of each token by itself."""

from typing import Any

import numpy as np

from smallnets.layers.base import Layer, Parameter, register_layer, whole_number

EPSILON = 1e-5  # added to a variance, so that a constant token divides by no zero


@register_layer
class LayerNorm(Layer):
    r"""Layer normalization: mean 0 and variance 1 for each token, then a gain and a bias.

    $y = g \, (x - \mu) / \sqrt{\sigma^2 + \epsilon} + b$, with $\mu$ and $\sigma^2$ the mean
    and the variance of the token's features, and $\epsilon = 10^{-5}$.

    Parameters
    ----------
    features : int

    Attributes
    ----------
    gain : Parameter, shape (features,)
        $g$, at first 1.
    bias : Parameter, shape (features,)
        $b$, at first 0.

    References
    ----------
    Ba, Kiros and Hinton, "Layer normalization", 2016, section 3.

    Examples
    --------
    >>> LayerNorm(2).forward(np.array([[[1.0, 3.0]]])).round(3).tolist()
    [[[-1.0, 1.0]]]
    """

    gain: Parameter
    bias: Parameter

    def __init__(self, features: int) -> None:
        shape = whole_number("features", features, 1)
        self.gain = Parameter(np.ones(shape, np.float32))
        self.bias = Parameter(np.zeros(shape, np.float32))

    def config(self) -> dict[str, Any]:
        """Return features."""
        return {"features": len(self.gain.data)}

    @staticmethod
    def array_shapes(config: dict[str, Any]) -> dict[str, tuple[int, ...]]:
        """Return the shapes of gain and bias."""
        return {"gain": (config["features"],), "bias": (config["features"],)}

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Normalize each token of (n, t, features).

        Raises
        ------
        TypeError
            If ``x`` is not an array of floats.
        ValueError
            If ``x`` is empty or has another shape.
        """
        self._check_input(x, ndim=3)
        features = len(self.gain.data)
        if x.shape[2] != features:
            raise ValueError(f"{self} takes shape (n, t, {features}), got {x.shape}")
        centred = x - x.mean(axis=-1, keepdims=True)
        variance = np.einsum("ntd,ntd->nt", centred, centred)[..., None] / features
        scale = 1 / np.sqrt(variance + EPSILON)
        centred *= scale
        gain, bias = (p.data.astype(x.dtype, copy=False) for p in (self.gain, self.bias))
        return self._save(centred * gain + bias, centred, scale)

    def backward(self, grad: np.ndarray) -> np.ndarray:
        """Set the gradients of gain and bias; return that of the input.

        Moving a token by a constant, or along its normalized self, changes no output: those
        two parts are taken out of the gradient.
        """
        normalized, scale = self._recall(grad)
        self.gain.grad = np.einsum("ntd,ntd->d", grad, normalized)
        self.bias.grad = np.einsum("ntd->d", grad)
        grad = grad * self.gain.data.astype(grad.dtype, copy=False)
        along = np.einsum("ntd,ntd->nt", grad, normalized)[..., None] / grad.shape[2]
        return (grad - grad.mean(axis=-1, keepdims=True) - normalized * along) * scale
