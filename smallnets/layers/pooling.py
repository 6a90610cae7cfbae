"""Layers that make one number of several."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from smallnets.layers.base import Layer, register_layer, whole_number


@register_layer
class MaxPool2D(Layer):
    """Largest value of each ``size`` by ``size`` square; the squares do not overlap.

    Parameters
    ----------
    size : int
        Side of a square, in pixels. Height and width must be multiples of it.

    Examples
    --------
    >>> image = np.array([[1.0, 2.0], [5.0, 3.0]]).reshape(1, 2, 2, 1)
    >>> MaxPool2D(2).forward(image).item()
    5.0
    """

    size: int

    def __init__(self, size: int) -> None:
        self.size = whole_number("size", size, 1)

    def config(self) -> dict[str, Any]:
        """Return size."""
        return {"size": self.size}

    def _corners(self) -> Iterator[tuple[slice, ...]]:
        """Yield the index that picks pixel (i, j) of every square."""
        for i in range(self.size):
            for j in range(self.size):
                yield np.s_[:, i :: self.size, j :: self.size]

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Map (n, height, width, c) to (n, height / size, width / size, c).

        Raises
        ------
        TypeError
            If ``x`` is not an array of floats.
        ValueError
            If ``x`` is empty, or if its height or width is no multiple of ``size``.
        """
        self._check_input(x, ndim=4)
        if x.shape[1] % self.size or x.shape[2] % self.size:
            raise ValueError(
                f"{self} needs height and width to be multiples of {self.size}, got "
                f"shape {x.shape}; change the padding of the layer before"
            )
        x = np.asfortranarray(x)
        first, *others = (x[corner] for corner in self._corners())
        out = first.copy(order="F")
        for pixels in others:
            np.maximum(out, pixels, out=out)
        return self._save(out, x, out)

    def backward(self, grad: np.ndarray) -> np.ndarray:
        """Return the gradient, sent to the first largest pixel of each square."""
        x, largest = self._recall(grad)
        grad = np.asfortranarray(grad)
        out = np.zeros_like(x, grad.dtype)
        unclaimed = np.ones_like(largest, bool)
        for corner in self._corners():
            winner = unclaimed & (x[corner] == largest)
            out[corner] = grad * winner
            unclaimed &= ~winner
        return out


@register_layer
class MeanPool(Layer):
    """The mean of an example's tokens: (n, t, features) to (n, features).

    Examples
    --------
    >>> MeanPool().forward(np.array([[[1.0, 5.0], [3.0, 5.0]]])).tolist()
    [[2.0, 5.0]]
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Average over the tokens.

        Raises
        ------
        TypeError
            If ``x`` is not an array of floats.
        ValueError
            If ``x`` is empty or has another number of axes.
        """
        self._check_input(x, ndim=3)
        return self._save(x.mean(axis=1), x.shape)

    def backward(self, grad: np.ndarray) -> np.ndarray:
        """Return the gradient, shared out evenly among the tokens."""
        (shape,) = self._recall(grad)
        share = grad / grad.dtype.type(shape[1])
        return np.repeat(share[:, None], shape[1], axis=1)
