"""Layers that only arrange numbers anew."""

from typing import Any

import numpy as np

from smallnets.layers.base import Layer, register_layer, whole_number


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


@register_layer
class Patches(Layer):
    """Cut images into square patches, each a token: its pixels in one row.

    With a Dense layer after it, the patch embedding of a vision transformer.

    Parameters
    ----------
    size : int
        Side of a patch, in pixels. Height and width must be multiples of it.

    References
    ----------
    Dosovitskiy et al., "An image is worth 16x16 words", 2021, section 3.1.

    Examples
    --------
    >>> Patches(7).forward(np.zeros((2, 28, 28, 1), np.float32)).shape
    (2, 16, 49)
    """

    size: int

    def __init__(self, size: int) -> None:
        self.size = whole_number("size", size, 1)

    def config(self) -> dict[str, Any]:
        """Return size."""
        return {"size": self.size}

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Map (n, height, width, c) to (n, patches, size * size * c), row by row of patches.

        Raises
        ------
        TypeError
            If ``x`` is not an array of floats.
        ValueError
            If ``x`` is empty, or if its height or width is no multiple of ``size``.
        """
        self._check_input(x, ndim=4)
        n, height, width, channels = x.shape
        size = self.size
        if height % size or width % size:
            raise ValueError(
                f"{self} needs height and width to be multiples of {size}, got shape {x.shape}"
            )
        grid = x.reshape(n, height // size, size, width // size, size, channels)
        out = grid.transpose(0, 1, 3, 2, 4, 5).reshape(n, -1, size * size * channels)
        return self._save(out, x.shape)

    def backward(self, grad: np.ndarray) -> np.ndarray:
        """Return the gradient in the shape of the images."""
        (shape,) = self._recall(grad)
        n, height, width, channels = shape
        size = self.size
        grid = grad.reshape(n, height // size, width // size, size, size, channels)
        return grid.transpose(0, 1, 3, 2, 4, 5).reshape(shape)
