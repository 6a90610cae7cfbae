"""Functions applied to each number by itself."""

import numpy as np

from smallnets.layers.base import Layer, register_layer


@register_layer
class ReLU(Layer):
    """Rectifier: ``max(x, 0)``, element by element.

    References
    ----------
    Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines",
    2010, section 2.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return max(x, 0), in the shape of ``x``."""
        out = np.maximum(x, 0)
        return self._save(out, out)

    def backward(self, grad: np.ndarray) -> np.ndarray:
        """Return the gradient where x > 0, and 0 elsewhere."""
        (out,) = self._recall(grad)
        return grad * (out > 0)
