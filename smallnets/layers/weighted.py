"""What layers with a matrix of weights share."""

import numpy as np

from smallnets.layers.base import Layer, Parameter
from smallnets.layers.macs import multiply


def he_normal(shape: tuple[int, ...], fan_in: int, rng: np.random.Generator | None) -> np.ndarray:
    """Draw float32 weights with standard deviation ``sqrt(2 / fan_in)``.

    References
    ----------
    He, Zhang, Ren and Sun, "Delving deep into rectifiers", 2015, section 2.2.
    """
    rng = np.random.default_rng(0) if rng is None else rng
    spread = np.float32((2 / fan_in) ** 0.5)
    return spread * rng.standard_normal(shape, dtype=np.float32)


class WeightedLayer(Layer):
    """A layer with weights and, perhaps, a bias; outputs lie along the last axis."""

    weights: Parameter
    bias: Parameter | None

    def _draw(self, shape: tuple[int, ...], bias: bool, rng: np.random.Generator | None) -> None:
        fan_in = int(np.prod(shape[:-1]))
        self.weights = Parameter(he_normal(shape, fan_in, rng))
        self.bias = Parameter(np.zeros(shape[-1], np.float32)) if bias else None

    def _matrix(self, dtype: np.dtype) -> np.ndarray:
        """Weights as a matrix (inputs of one output, outputs) in ``dtype``."""
        weights = self.weights.data
        return weights.reshape(-1, weights.shape[-1]).astype(dtype, copy=False)

    def _add_bias(self, out: np.ndarray) -> np.ndarray:
        """Add the bias along the last axis of ``out``, in place, and return it."""
        if self.bias is not None:
            out += self.bias.data.astype(out.dtype, copy=False)
        return out

    def _affine_gradients(self, rows: np.ndarray, grad_rows: np.ndarray) -> None:
        """Set the gradients of weights and bias: rows.T @ grad, and its sum."""
        shape = self.weights.data.shape
        self.weights.grad = multiply(rows.T, grad_rows).reshape(shape)
        if self.bias is not None:
            self.bias.grad = np.einsum("ij->j", grad_rows)  # fast sum over rows
