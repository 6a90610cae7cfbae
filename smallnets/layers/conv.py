"""Convolution of images."""

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from smallnets.layers.base import register_layer, whole_number
from smallnets.layers.macs import multiply
from smallnets.layers.weighted import WeightedLayer


@register_layer
class Conv2D(WeightedLayer):
    """2-D convolution (cross-correlation) with a square kernel, on NHWC images.

    Every patch of the image becomes a column of one matrix, and the convolution a
    single matrix product ("im2col": Chellapilla, Puri and Simard, 2006, section 3).

    Parameters
    ----------
    in_channels, out_channels : int
    kernel_size : int
        Height and width of the kernel, in pixels.
    stride : int
        Step between neighbouring patches, in pixels.
    padding : int
        Zeros added on each of the four sides, in pixels; below ``kernel_size``.
    bias : bool
        Without one, ``.bias`` is None.
    rng : numpy.random.Generator or None
        Source of the initial weights; None stands for ``default_rng(0)``.

    Attributes
    ----------
    weights : Parameter, shape (kernel_size, kernel_size, in_channels, out_channels)
    bias : Parameter, shape (out_channels,), or None

    Examples
    --------
    >>> layer = Conv2D(1, 6, kernel_size=5, padding=2)
    >>> layer.weights.data.shape
    (5, 5, 1, 6)
    >>> layer.forward(np.zeros((2, 28, 28, 1), np.float32)).shape
    (2, 28, 28, 6)
    """

    stride: int
    padding: int

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        stride: int = 1,
        padding: int = 0,
        bias: bool = True,
        rng: np.random.Generator | None = None,
    ) -> None:
        kernel = whole_number("kernel_size", kernel_size, 1)
        self.stride = whole_number("stride", stride, 1)
        self.padding = whole_number("padding", padding, 0)
        if self.padding >= kernel:
            raise ValueError(f"padding must be below kernel_size, got {padding} and {kernel}")
        shape = (
            kernel,
            kernel,
            whole_number("in_channels", in_channels, 1),
            whole_number("out_channels", out_channels, 1),
        )
        self._draw(shape, bias, rng)

    @property
    def kernel_size(self) -> int:
        """Height and width of the kernel, read from the weights."""
        return self.weights.data.shape[0]

    @property
    def in_channels(self) -> int:
        """Number of input channels, read from the weights."""
        return self.weights.data.shape[2]

    @property
    def out_channels(self) -> int:
        """Number of output channels, read from the weights."""
        return self.weights.data.shape[3]

    def config(self) -> dict[str, Any]:
        """Return the arguments that build a layer of this shape."""
        return {
            "in_channels": self.in_channels,
            "out_channels": self.out_channels,
            "kernel_size": self.kernel_size,
            "stride": self.stride,
            "padding": self.padding,
            "bias": self.bias is not None,
        }

    @staticmethod
    def array_shapes(config: dict[str, Any]) -> dict[str, tuple[int, ...]]:
        """Return the shapes of weights and bias."""
        size, n_out = config["kernel_size"], config["out_channels"]
        shapes: dict[str, tuple[int, ...]] = {"weights": (size, size, config["in_channels"], n_out)}
        return {**shapes, "bias": (n_out,)} if config["bias"] else shapes

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Map (n, height, width, in_channels) to (n, rows, columns, out_channels).

        With ``h`` the padded height, ``rows = (h - kernel_size) // stride + 1``;
        columns likewise.

        Raises
        ------
        TypeError
            If ``x`` is not an array of floats.
        ValueError
            If ``x`` is empty, has another shape, or is smaller than the kernel.
        """
        self._check_input(x, ndim=4)
        if x.shape[3] != self.in_channels:
            raise ValueError(
                f"{self} takes images with {self.in_channels} channels in the last "
                f"axis, got shape {x.shape}"
            )
        pad = self.padding
        padded = np.asfortranarray(x)
        if pad:
            padded = np.pad(padded, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
        patches, grid = self._patches(padded)
        out = multiply(self._matrix(x.dtype).T, patches).reshape(-1, *grid).T
        return self._save(self._add_bias(out), patches, padded.shape)

    def _patches(self, padded: np.ndarray) -> tuple[np.ndarray, tuple[int, ...]]:
        """Copy all patches into columns; return them and (columns, rows, n)."""
        size, step = self.kernel_size, self.stride
        if min(padded.shape[1:3]) < size:
            raise ValueError(
                f"{self}: the padded image, {padded.shape[1]} by {padded.shape[2]}, is "
                f"smaller than the kernel, {size} by {size}"
            )
        windows = sliding_window_view(padded, (size, size), axis=(1, 2))
        windows = windows[:, ::step, ::step].transpose(4, 5, 3, 2, 1, 0)
        grid = windows.shape[3:]
        return windows.reshape(-1, np.prod(grid)), grid

    def backward(self, grad: np.ndarray) -> np.ndarray:
        """Set the gradients of weights and bias; return that of the images.

        Through entry (i, j) of the kernel, ``weights[i, j] @ grad`` goes back to the
        pixels which that entry met.
        """
        self.parameter_gradients(grad)
        _, padded_shape = self._recall(grad)
        size, step, pad = self.kernel_size, self.stride, self.padding
        n, rows, columns, n_out = grad.shape
        shares = multiply(self._matrix(grad.dtype), grad.T.reshape(n_out, -1))
        shares = shares.reshape(size, size, -1, columns, rows, n)
        out = np.zeros(padded_shape, grad.dtype, order="F")
        for i in range(size):
            for j in range(size):
                down = slice(i, i + step * rows, step)
                across = slice(j, j + step * columns, step)
                out[:, down, across] += shares[i, j].T
        return out[:, pad : out.shape[1] - pad, pad : out.shape[2] - pad]

    def parameter_gradients(self, grad: np.ndarray) -> None:
        """Set ``weights.grad = patches @ grad`` and ``bias.grad``, its sum."""
        patches, _ = self._recall(grad)
        grad_columns = grad.T.reshape(grad.shape[-1], -1)
        self._affine_gradients(patches.T, grad_columns.T)
