"""Models: a row of layers, two classic networks, and the plain form of a model."""

import copy

import numpy as np

from smallnets.layers import (
    LAYER_TYPES,
    Conv2D,
    Dense,
    Flatten,
    Layer,
    MaxPool2D,
    ReLU,
)
from smallnets.model_table import model_html


class Sequential:
    """Layers applied one after another.

    Parameters
    ----------
    layers : list of Layer
        At least one. Kept in a new list, ``.layers``; the layers are not copied.

    Raises
    ------
    TypeError
        If an entry is not a layer.
    ValueError
        If there is none, or one stands there twice (it could remember only one of its
        two inputs for the backward step).

    Examples
    --------
    >>> model = Sequential([Dense(784, 10)])
    >>> model.forward(np.zeros((3, 784), np.float32)).shape
    (3, 10)
    """

    def __init__(self, layers):
        self.layers = list(layers)
        if not self.layers:
            raise ValueError("a Sequential needs at least one layer, got none")
        for layer in self.layers:
            if not isinstance(layer, Layer):
                raise TypeError(f"a Sequential holds layers such as Dense(784, 10), got {layer!r}")
        if len({id(layer) for layer in self.layers}) < len(self.layers):
            raise ValueError("a layer stands twice in the list; make a second one")

    def forward(self, x):
        """Return the output of the last layer for the batch ``x``."""
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        """Set every parameter's gradient and return the gradient of the input.

        Parameters
        ----------
        grad : ndarray, same shape as the output of the last ``forward``
            Derivative of the loss with respect to that output.
        """
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        return grad

    def parameter_gradients(self, grad):
        """Set every parameter's gradient, as ``backward`` does, and nothing else.

        The gradient of the images themselves, a third of the work in a small network,
        is left out: training does not need it.
        """
        trained = [i for i, layer in enumerate(self.layers) if layer.parameters()]
        if not trained:
            return
        for layer in reversed(self.layers[trained[0] + 1 :]):
            grad = layer.backward(grad)
        self.layers[trained[0]].parameter_gradients(grad)

    def parameters(self):
        """Return the Parameters of all layers, first layer first."""
        return [p for layer in self.layers for p in layer.parameters()]

    def copy(self):
        """Return a copy that shares no array with this model."""
        return copy.deepcopy(self)

    def __repr__(self):
        rows = "".join(f"    {layer},\n" for layer in self.layers)
        return f"Sequential([\n{rows}])"

    def _repr_html_(self):
        return model_html(self)


def create_mlp(in_features, hidden, out_features, seed=0):
    """Build a fully connected network with ReLU between its layers.

    ``create_mlp(784, [300, 100], 10)`` is LeNet-300-100 (LeCun, Bottou, Bengio and
    Haffner, 1998, section III.C.5, with ReLU): 266,610 parameters.

    Parameters
    ----------
    in_features, out_features : int
    hidden : list of int
        Sizes of the hidden layers; may be empty.
    seed : int
        Seed of the initial weights.

    Returns
    -------
    Sequential
        Dense, ReLU, Dense, ..., Dense; takes (n, in_features) arrays.

    Examples
    --------
    >>> len(create_mlp(784, [300, 100], 10).layers)
    5
    """
    rng = np.random.default_rng(seed)
    sizes = [in_features, *hidden, out_features]
    layers = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
        layers += [Dense(n_in, n_out, rng=rng), ReLU()]
    return Sequential(layers[:-1])


def create_compact_model(compression_ratio=0.25, seed=0):
    """Build LeNet-300-100 with narrower hidden layers: a student for distillation.

    The hidden layers get ``round(compression_ratio * 300)`` and
    ``round(compression_ratio * 100)`` units, at least 1 each; inputs and classes stay
    784 and 10. Most parameters sit in the first layer, so their number shrinks about
    as the ratio does: 0.25 gives 784-75-25-10 with 61,035 parameters, 22.9% of 266,610.

    Parameters
    ----------
    compression_ratio : float
        Width of a hidden layer as a fraction of its full width, in (0, 1].
    seed : int
        Seed of the initial weights.

    Returns
    -------
    Sequential
        Dense, ReLU, Dense, ReLU, Dense; takes (n, 784) arrays, gives (n, 10) logits.

    Raises
    ------
    ValueError
        If ``compression_ratio`` is not above 0 and at most 1.

    Examples
    --------
    >>> [p.data.shape for p in create_compact_model(0.1).parameters()[::2]]
    [(784, 30), (30, 10), (10, 10)]
    """
    if not 0 < compression_ratio <= 1:
        raise ValueError(
            "compression_ratio is a fraction of the full width, above 0 and at most 1, "
            f"got {compression_ratio}"
        )
    widths = [max(1, round(compression_ratio * width)) for width in (300, 100)]
    return create_mlp(784, widths, 10, seed=seed)


def create_lenet5(seed=0):
    """Build LeNet-5 with ReLU and max pooling: 61,706 parameters.

    Parameters
    ----------
    seed : int
        Seed of the initial weights.

    Returns
    -------
    Sequential
        Takes (n, 28, 28, 1) images, gives (n, 10) logits.

    References
    ----------
    LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document
    recognition", 1998, section II.B (there with sigmoid units and average pooling).
    """
    rng = np.random.default_rng(seed)
    return Sequential(
        [
            Conv2D(1, 6, kernel_size=5, padding=2, rng=rng),
            ReLU(),
            MaxPool2D(2),
            Conv2D(6, 16, kernel_size=5, rng=rng),
            ReLU(),
            MaxPool2D(2),
            Flatten(),
            Dense(400, 120, rng=rng),
            ReLU(),
            Dense(120, 84, rng=rng),
            ReLU(),
            Dense(84, 10, rng=rng),
        ]
    )


def model_to_plain(model):
    """Describe a model by plain values: what a checkpoint holds.

    Parameters
    ----------
    model : Sequential
        Made of the layer types of this package.

    Returns
    -------
    architecture : dict
        ``{"layers": [{"type": "Dense", "in_features": 784, ...}, ...]}``, fit for JSON.
    arrays : dict of str to ndarray
        Copies of the parameters, named "0.weights", "0.bias", "2.weights", ... after
        the layer's position.

    Raises
    ------
    TypeError
        If ``model`` is not a Sequential, or has a layer of another type.
    ValueError
        If the shapes of a layer's weights and bias do not belong together.
    """
    if not isinstance(model, Sequential):
        raise TypeError(f"expected a Sequential, got {type(model).__name__}")
    layers, arrays = [], {}
    for index, layer in enumerate(model.layers):
        name = type(layer).__name__
        if LAYER_TYPES.get(name) is not type(layer):
            raise TypeError(f"layer {index}: only {_known_types()} can be stored, got {name}")
        layers.append({"type": name, **layer.config()})
        for key, shape in layer.parameter_shapes(layer.config()).items():
            data = layer.named_parameters()[key].data
            arrays[f"{index}.{key}"] = _checked_copy(f"{index}.{key}", data, shape)
    return {"layers": layers}, arrays


def model_from_plain(architecture, arrays):
    """Build the model that :func:`model_to_plain` described, bit for bit.

    Parameters
    ----------
    architecture : dict
    arrays : dict of str to ndarray
        Copied; dtypes are kept.

    Returns
    -------
    Sequential

    Raises
    ------
    ValueError
        If a layer type is unknown, an argument is missing or makes no sense, or the
        arrays are not exactly those the architecture asks for.

    Examples
    --------
    >>> architecture, arrays = model_to_plain(Sequential([Dense(2, 1, bias=False)]))
    >>> architecture
    {'layers': [{'type': 'Dense', 'in_features': 2, 'out_features': 1, 'bias': False}]}
    >>> model_from_plain(architecture, arrays)
    Sequential([
        Dense(in_features=2, out_features=1, bias=False),
    ])
    """
    try:
        descriptions = list(architecture["layers"])
    except (KeyError, TypeError, IndexError):
        raise ValueError("the architecture has no list of layers") from None
    left = dict(arrays)
    layers = [_layer_from_plain(i, d, left) for i, d in enumerate(descriptions)]
    if left:
        raise ValueError(f"no layer takes the arrays {sorted(left)}")
    return Sequential(layers)


def _layer_from_plain(index, description, arrays):
    """Build one layer, taking its arrays out of ``arrays``."""
    if not isinstance(description, dict):
        raise ValueError(f"layer {index}: expected a dict, got {description!r}")
    config = dict(description)
    name = config.pop("type", None)
    if not isinstance(name, str) or name not in LAYER_TYPES:
        raise ValueError(
            f"layer {index}: unknown type {name!r}; this version knows {_known_types()}"
        )
    kind = LAYER_TYPES[name]
    try:
        # Shapes first: a false size must not make us allocate anything.
        shapes = kind.parameter_shapes(config)
        data = {key: _take_array(arrays, f"{index}.{key}", shape) for key, shape in shapes.items()}
        layer = kind(**config)
    except KeyError as missing:
        raise ValueError(f"layer {index} ({name}): {missing} is missing") from None
    except TypeError as error:
        raise ValueError(f"layer {index} ({name}): {error}") from None
    for key, parameter in layer.named_parameters().items():
        parameter.data = data[key]
    return layer


def _take_array(arrays, name, shape):
    """Remove an array of this shape from ``arrays`` and return a copy."""
    if name not in arrays:
        raise ValueError(f"the array {name} is missing")
    return _checked_copy(name, arrays.pop(name), shape)


def _checked_copy(name, array, shape):
    if not isinstance(array, np.ndarray) or array.dtype.kind not in "fiu":
        raise ValueError(f"{name} must be an array of real numbers")
    if array.shape != shape:
        raise ValueError(f"{name} should have shape {shape} to fit its layer, has {array.shape}")
    return array.copy()


def _known_types():
    return ", ".join(LAYER_TYPES)
