"""What a notebook shows of a model: a table of its layers, read off their arrays."""

import numpy as np

from smallnets.layers.base import Layer
from smallnets.tables import html_table

HEAD = ["layer", "kind", "shape of the weights", "parameters", "bytes", "weights that are zero"]


def model_html(model: Layer) -> str:
    """Return a model as an HTML table: one row a layer, and their sums.

    A layer inside another has a row of its own, below that of the layer it is in.

    Parameters
    ----------
    model : Layer
        One that holds layers, such as a Sequential.

    Returns
    -------
    str
    """
    layers = [(name, layer) for name, layer in model.named_layers() if layer is not model]
    rows = [
        [name, type(layer).__name__, _shape(layer), *_figures([layer])] for name, layer in layers
    ]
    return html_table(
        f"{type(model).__name__} of {len(model.sublayers())} layers",
        HEAD,
        rows,
        ["all", "", "", *_figures([layer for _, layer in layers])],
    )


def _shape(layer: Layer) -> str:
    weights = _weights(layer)
    return " × ".join(map(str, weights.shape)) if weights is not None else "none"


def _weights(layer: Layer) -> np.ndarray | None:
    """A layer's own array of weights, also where a list took its place."""
    arrays = layer.arrays()
    return np.asarray(arrays["weights"]) if "weights" in arrays else None


def _figures(layers: list[Layer]) -> list[str]:
    """Write parameters, bytes and the share of zeros; biases count in the first two.

    Arrays that are stored and not trained, such as running statistics, count in bytes only.
    """
    parameters = [np.asarray(p.data) for layer in layers for p in layer.own_parameters().values()]
    arrays = [np.asarray(array) for layer in layers for array in layer.arrays().values()]
    weights = [array for array in map(_weights, layers) if array is not None]
    n_weights = sum(array.size for array in weights)
    zeros = n_weights - sum(map(np.count_nonzero, weights))
    share = f"{zeros / n_weights:.1%}" if n_weights else "none"
    return [
        f"{sum(array.size for array in parameters):,}",
        f"{sum(array.nbytes for array in arrays):,}",
        share,
    ]
