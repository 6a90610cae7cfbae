"""What a notebook shows of a model: a table of its layers, read off their arrays."""

import numpy as np

from smallnets.tables import html_table

HEAD = ["layer", "kind", "shape of the weights", "parameters", "bytes", "weights that are zero"]


def model_html(model):
    """Return a model as an HTML table: one row a layer, and their sums.

    Parameters
    ----------
    model : Sequential

    Returns
    -------
    str
    """
    per_layer = [_arrays(layer) for layer in model.layers]
    rows = [
        [str(index), type(layer).__name__, _shape(weights), *_figures(weights, arrays)]
        for index, (layer, (weights, arrays)) in enumerate(
            zip(model.layers, per_layer, strict=True)
        )
    ]
    every_weight = [array for weights, _ in per_layer for array in weights]
    every_array = [array for _, arrays in per_layer for array in arrays]
    return html_table(
        f"Sequential of {len(rows)} layers",
        HEAD,
        rows,
        ["all", "", "", *_figures(every_weight, every_array)],
    )


def _arrays(layer):
    """List a layer's arrays of weights, and all its arrays."""
    named = layer.named_parameters()
    arrays = {name: np.asarray(parameter.data) for name, parameter in named.items()}
    return [arrays["weights"]] if "weights" in arrays else [], list(arrays.values())


def _shape(weights):
    return " × ".join(map(str, weights[0].shape)) if weights else "none"


def _figures(weights, arrays):
    """Write parameters, bytes and the share of zeros; biases count in the first two."""
    n_weights = sum(array.size for array in weights)
    zeros = n_weights - sum(map(np.count_nonzero, weights))
    share = f"{zeros / n_weights:.1%}" if n_weights else "none"
    return [
        f"{sum(array.size for array in arrays):,}",
        f"{sum(array.nbytes for array in arrays):,}",
        share,
    ]
