"""The fully connected layer."""

from typing import Any

import numpy as np

from smallnets.layers.base import register_layer, whole_number
from smallnets.layers.macs import multiply
from smallnets.layers.weighted import WeightedLayer


@register_layer
class Dense(WeightedLayer):
    """Fully connected layer: ``y = x @ weights + bias``.

    Parameters
    ----------
    in_features, out_features : int
    bias : bool
        Without one, ``.bias`` is None.
    rng : numpy.random.Generator or None
        Source of the initial weights; None stands for ``default_rng(0)``.

    Attributes
    ----------
    weights : Parameter, shape (in_features, out_features)
    bias : Parameter, shape (out_features,), or None

    Examples
    --------
    >>> layer = Dense(784, 300)
    >>> layer.weights.data.shape, layer.bias.data.shape
    ((784, 300), (300,))
    >>> layer.forward(np.zeros((5, 784), np.float32)).shape
    (5, 300)
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        rng: np.random.Generator | None = None,
    ) -> None:
        shape = (
            whole_number("in_features", in_features, 1),
            whole_number("out_features", out_features, 1),
        )
        self._draw(shape, bias, rng)

    @property
    def in_features(self) -> int:
        """Number of inputs, read from the weights."""
        return self.weights.data.shape[0]

    @property
    def out_features(self) -> int:
        """Number of outputs, read from the weights."""
        return self.weights.data.shape[1]

    def config(self) -> dict[str, Any]:
        """Return in_features, out_features and bias."""
        return {
            "in_features": self.in_features,
            "out_features": self.out_features,
            "bias": self.bias is not None,
        }

    @staticmethod
    def array_shapes(config: dict[str, Any]) -> dict[str, tuple[int, ...]]:
        """Return the shapes of weights and bias."""
        n_out = config["out_features"]
        shapes: dict[str, tuple[int, ...]] = {"weights": (config["in_features"], n_out)}
        return {**shapes, "bias": (n_out,)} if config["bias"] else shapes

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Map (n, in_features) to (n, out_features), or each token of (n, t, in_features).

        Raises
        ------
        TypeError
            If ``x`` is not an array of floats.
        ValueError
            If ``x`` is empty or has another shape, such as that of images.
        """
        if isinstance(x, np.ndarray) and x.ndim == 4:
            raise ValueError(
                f"{self} takes rows of {self.in_features} numbers, got images of shape "
                f"{x.shape}; load them with load_mnist(flatten=True) or put Flatten() "
                "before this layer"
            )
        tokens = isinstance(x, np.ndarray) and x.ndim == 3
        self._check_input(x, ndim=3 if tokens else 2, like=", or 3 with tokens")
        if x.shape[-1] != self.in_features:
            raise ValueError(
                f"{self} takes shape {'(n, t, ' if tokens else '(n, '}{self.in_features}), got "
                f"{x.shape}; the layer before it must give as many numbers as this one takes"
            )
        # One product for all tokens: numpy would run a small one for each example.
        rows = x.reshape(-1, x.shape[2]) if tokens else x
        out = self._add_bias(multiply(rows, self._matrix(x.dtype)))
        out = out.reshape(*x.shape[:2], -1) if tokens else out
        return self._save(out, rows)

    def backward(self, grad: np.ndarray) -> np.ndarray:
        """Set the gradients of weights and bias; return ``grad @ weights.T``."""
        self.parameter_gradients(grad)
        out = multiply(_rows(grad), self._matrix(grad.dtype).T)
        return out if grad.ndim == 2 else out.reshape(*grad.shape[:2], -1)

    def parameter_gradients(self, grad: np.ndarray) -> None:
        """Set ``weights.grad = x.T @ grad`` and ``bias.grad``, its sum over rows."""
        (rows,) = self._recall(grad)
        self._affine_gradients(rows, _rows(grad))


def _rows(grad: np.ndarray) -> np.ndarray:
    return grad if grad.ndim == 2 else grad.reshape(-1, grad.shape[-1])
