"""From token ids to vectors, and where a token stands."""

from typing import Any

import numpy as np

from smallnets.layers.base import Layer, Parameter, register_layer, whole_number
from smallnets.layers.macs import multiply


def _normal(shape: tuple[int, ...], spread: float, rng: np.random.Generator | None) -> np.ndarray:
    """Draw float32 numbers with this standard deviation."""
    rng = np.random.default_rng(0) if rng is None else rng
    return np.float32(spread) * rng.standard_normal(shape, dtype=np.float32)


@register_layer
class Embedding(Layer):
    """A vector for each token: row ``id`` of a table.

    Parameters
    ----------
    n_tokens : int
        How many different tokens there are; ids run from 0 to ``n_tokens - 1``.
    features : int
        Length of a vector.
    rng : numpy.random.Generator or None
        Source of the initial weights, whose standard deviation is 0.02; None stands for
        ``default_rng(0)``.

    Attributes
    ----------
    weights : Parameter, shape (n_tokens, features)

    References
    ----------
    Bengio, Ducharme, Vincent and Jauvin, "A neural probabilistic language model", 2003,
    section 2.

    Examples
    --------
    >>> Embedding(65, 64).forward(np.array([[7, 0, 7]])).shape
    (1, 3, 64)
    """

    weights: Parameter

    def __init__(
        self, n_tokens: int, features: int, rng: np.random.Generator | None = None
    ) -> None:
        shape = (whole_number("n_tokens", n_tokens, 1), whole_number("features", features, 1))
        self.weights = Parameter(_normal(shape, 0.02, rng))

    def config(self) -> dict[str, Any]:
        """Return n_tokens and features."""
        n_tokens, features = self.weights.data.shape
        return {"n_tokens": n_tokens, "features": features}

    @staticmethod
    def array_shapes(config: dict[str, Any]) -> dict[str, tuple[int, ...]]:
        """Return the shape of the weights."""
        return {"weights": (config["n_tokens"], config["features"])}

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Map ids (n, t) to vectors (n, t, features).

        Float32, or float64 where the weights are.

        Raises
        ------
        TypeError
            If ``x`` is not an array of whole numbers.
        ValueError
            If ``x`` is empty, has another number of axes, or holds an id that is no row
            of the table.
        """
        self._check_ids(x)
        weights = self.weights.data
        dtype = np.float64 if weights.dtype == np.float64 else np.float32
        return self._save(weights[x].astype(dtype, copy=False), x)

    def _check_ids(self, x: object) -> None:
        if not isinstance(x, np.ndarray) or x.dtype.kind not in "iu":
            kind = x.dtype if isinstance(x, np.ndarray) else type(x).__name__
            raise TypeError(f"{self} takes an array of whole numbers, ids of tokens; got {kind}")
        if x.ndim != 2 or x.size == 0:
            raise ValueError(f"{self} takes ids of shape (n, t), at least one; got {x.shape}")
        n_tokens = len(self.weights.data)
        if x.min() < 0 or x.max() >= n_tokens:
            bad = x[(x < 0) | (x >= n_tokens)][0]
            raise ValueError(f"{self} knows ids from 0 to {n_tokens - 1}, got {bad}")

    def backward(self, grad: np.ndarray) -> np.ndarray:
        """Set the gradient of the weights; return zeros, since ids cannot be moved a little."""
        self.parameter_gradients(grad)
        (ids,) = self._recall(grad)
        return np.zeros(ids.shape, grad.dtype)

    def parameter_gradients(self, grad: np.ndarray) -> None:
        """Set ``weights.grad``: for each token the sum over the places where it stands."""
        (ids,) = self._recall(grad)
        # A product with ones and zeros is many times faster than np.add.at.
        standing = np.zeros((ids.size, len(self.weights.data)), grad.dtype)
        standing[np.arange(ids.size), ids.ravel()] = 1
        self.weights.grad = multiply(standing.T, grad.reshape(ids.size, -1))


@register_layer
class PositionEmbedding(Layer):
    """Adds to each token a vector for the place where it stands.

    Parameters
    ----------
    length : int
        The most tokens that an example may have.
    features : int
        Length of a vector.
    spread : float
        Standard deviation of the initial weights: about that of the tokens they are added
        to, or the places drown in them.
    rng : numpy.random.Generator or None
        Source of the initial weights; None stands for ``default_rng(0)``.

    Attributes
    ----------
    weights : Parameter, shape (length, features)

    References
    ----------
    Gehring, Auli, Grangier, Yarats and Dauphin, "Convolutional sequence to sequence
    learning", 2017, section 3.1.

    Examples
    --------
    >>> PositionEmbedding(64, 8).forward(np.zeros((2, 5, 8), np.float32)).shape
    (2, 5, 8)
    """

    weights: Parameter

    def __init__(
        self,
        length: int,
        features: int,
        spread: float = 0.02,
        rng: np.random.Generator | None = None,
    ) -> None:
        shape = (whole_number("length", length, 1), whole_number("features", features, 1))
        self.weights = Parameter(_normal(shape, spread, rng))

    def config(self) -> dict[str, Any]:
        """Return length and features."""
        length, features = self.weights.data.shape
        return {"length": length, "features": features}

    @staticmethod
    def array_shapes(config: dict[str, Any]) -> dict[str, tuple[int, ...]]:
        """Return the shape of the weights."""
        return {"weights": (config["length"], config["features"])}

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return ``x + weights[:t]`` for ``x`` of shape (n, t, features).

        Raises
        ------
        TypeError
            If ``x`` is not an array of floats.
        ValueError
            If ``x`` is empty, has another shape, or more tokens than there are places.
        """
        self._check_input(x, ndim=3)
        length, features = self.weights.data.shape
        if x.shape[2] != features:
            raise ValueError(f"{self} takes shape (n, t, {features}), got {x.shape}")
        if x.shape[1] > length:
            raise ValueError(
                f"{self} has places for {length} tokens, got {x.shape[1]}; cut the examples or "
                "make a layer with more places"
            )
        return self._save(x + self.weights.data[: x.shape[1]].astype(x.dtype, copy=False))

    def backward(self, grad: np.ndarray) -> np.ndarray:
        """Set the gradient of the weights; return ``grad``."""
        self._recall(grad)
        self.weights.grad = np.zeros(self.weights.data.shape, grad.dtype)
        self.weights.grad[: grad.shape[1]] = grad.sum(axis=0)
        return grad
