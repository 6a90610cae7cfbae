"""Layers that hold layers."""

import copy
import textwrap
from typing import Any, Self

import numpy as np

from smallnets.layers.base import Layer, register_layer
from smallnets.layers.model_table import model_html


@register_layer
class Sequential(Layer):
    """Layers applied one after another: a model, or a part of one.

    Parameters
    ----------
    layers : list of Layer
        At least one. Kept in a new list, ``.layers``; the layers are not copied.

    Raises
    ------
    TypeError
        If an entry is not a layer.
    ValueError
        If there is none, if one stands there twice, also inside another (it could
        remember only one of its two inputs for the backward step), or if they are nested
        more than 16 deep.

    Examples
    --------
    >>> from smallnets import Dense, ReLU
    >>> model = Sequential([Dense(784, 10), Residual(Sequential([ReLU(), Dense(10, 10)]))])
    >>> model.forward(np.zeros((3, 784), np.float32)).shape
    (3, 10)
    >>> list(model.named_parameters())
    ['0.weights', '0.bias', '1.layer.1.weights', '1.layer.1.bias']
    """

    layers: list[Layer]

    def __init__(self, layers: list[Layer]) -> None:
        self.layers = list(layers)
        if not self.layers:
            raise ValueError("a Sequential needs at least one layer, got none")
        for layer in self.layers:
            if not isinstance(layer, Layer):
                raise TypeError(f"a Sequential holds layers such as Dense(784, 10), got {layer!r}")
        everything = [id(layer) for _, layer in self.named_layers()]
        if len(set(everything)) < len(everything):
            raise ValueError("a layer stands twice in the list; make a second one")

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return the output of the last layer for the batch ``x``."""
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad: np.ndarray) -> np.ndarray:
        """Set every parameter's gradient and return the gradient of the input.

        Parameters
        ----------
        grad : ndarray, same shape as the output of the last ``forward``
            Derivative of the loss with respect to that output.
        """
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        return grad

    def parameter_gradients(self, grad: np.ndarray) -> None:
        """Set every parameter's gradient, as ``backward`` does, and nothing else.

        The gradient of the images themselves, a third of the work in a small network,
        is left out: training does not need it.
        """
        first = next((i for i, layer in enumerate(self.layers) if layer.parameters()), None)
        if first is None:
            return
        for layer in reversed(self.layers[first + 1 :]):
            grad = layer.backward(grad)
        self.layers[first].parameter_gradients(grad)

    def copy(self) -> Self:
        """Return a copy that shares no array with this model."""
        return copy.deepcopy(self)

    def config(self) -> dict[str, Any]:
        """Return the layers."""
        return {"layers": self.layers}

    def __repr__(self) -> str:
        rows = "".join(f"{layer!r},\n" for layer in self.layers)
        return f"Sequential([\n{textwrap.indent(rows, '    ')}])"

    def _repr_html_(self) -> str:
        return model_html(self)


@register_layer
class Residual(Layer):
    """A layer with a way around it: ``y = x + layer(x)``.

    Parameters
    ----------
    layer : Layer
        Its output must have the shape of its input.

    Raises
    ------
    TypeError
        If ``layer`` is not a layer.

    References
    ----------
    He, Zhang, Ren and Sun, "Deep residual learning for image recognition", 2016,
    section 3.1.
    """

    layer: Layer

    def __init__(self, layer: Layer) -> None:
        if not isinstance(layer, Layer):
            raise TypeError(f"a Residual holds a layer such as Dense(64, 64), got {layer!r}")
        self.layer = layer

    def config(self) -> dict[str, Any]:
        """Return the layer."""
        return {"layer": self.layer}

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return ``x + layer(x)``, in the shape of ``x``.

        Raises
        ------
        ValueError
            If the layer gives another shape than it takes.
        """
        out = self.layer.forward(x)
        if out.shape != x.shape:
            raise ValueError(
                f"a Residual adds its input to its layer's output, so their shapes must be the "
                f"same; got {x.shape} and {out.shape} with {self.layer!r}"
            )
        return x + out

    def backward(self, grad: np.ndarray) -> np.ndarray:
        """Return the gradient of both ways, added."""
        return grad + self.layer.backward(grad)

    def parameter_gradients(self, grad: np.ndarray) -> None:
        """Set the gradients of the layer's parameters."""
        self.layer.parameter_gradients(grad)

    def __repr__(self) -> str:
        return f"Residual({self.layer!r})"
