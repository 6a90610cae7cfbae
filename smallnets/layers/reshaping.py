"""Layers that only arrange numbers anew."""

import numpy as np

from smallnets.layers.base import Layer, register_layer


@register_layer
class Flatten(Layer):
    """Make one row of each example: (n, h, w, c) to (n, h * w * c)."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Map (n, ...) to (n, product of the rest)."""
        if x.ndim < 2 or x.shape[0] == 0:
            raise ValueError(f"{self} takes a batch of examples, got shape {x.shape}")
        return self._save(x.reshape(x.shape[0], -1), x.shape)

    def backward(self, grad: np.ndarray) -> np.ndarray:
        """Return the gradient in the shape of the input."""
        (shape,) = self._recall(grad)
        return grad.reshape(shape)
