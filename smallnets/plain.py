"""The plain form of a model: its architecture as dicts and lists, its arrays by name."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from smallnets.layers import LAYER_TYPES, MAX_NESTING, Layer, Parameter, Sequential


def model_to_plain(model: Sequential) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Describe a model by plain values: what a checkpoint holds.

    Parameters
    ----------
    model : Sequential
        Made of registered layers: those of this package, and those of a class with
        :func:`~smallnets.layers.register_layer` above it.

    Returns
    -------
    architecture : dict
        ``{"layers": [{"type": "Dense", "in_features": 784, ...}, ...]}``, fit for JSON.
        A layer inside another stands in its description, as a dict in turn.
    arrays : dict of str to ndarray
        Copies of the arrays, named "0.weights", "0.bias", "2.weights", ... after the
        layer's position; "3.layer.0.weights" of a layer inside another.

    Raises
    ------
    TypeError
        If ``model`` is not a Sequential, or has a layer of another type.
    ValueError
        If the shapes of a layer's arrays do not belong together, or layers are nested
        more than 16 deep.
    """
    if not isinstance(model, Sequential):
        raise TypeError(f"expected a Sequential, got {type(model).__name__}")
    arrays = {}
    for path, layer in model.named_layers():
        name = type(layer).__name__
        if LAYER_TYPES.get(name) is not type(layer):
            raise TypeError(f"layer {path}: only {_known_types()} can be stored, got {name}")
        stored, prefix = layer.arrays(), f"{path}." if path else ""
        for key, shape in layer.array_shapes(layer.config()).items():
            arrays[prefix + key] = _checked_copy(prefix + key, stored.get(key), shape)
    return {"layers": _plain(model.layers)}, arrays


def _plain(value: Any) -> Any:
    """Replace layers, also those in a list, by their descriptions."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, Layer):
        config = {key: _plain(item) for key, item in value.config().items()}
        return {"type": type(value).__name__, **config}
    return value


def model_from_plain(
    architecture: Mapping[str, Any], arrays: Mapping[str, np.ndarray]
) -> Sequential:
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
        If a layer type is unknown, an argument is missing or makes no sense, layers are
        nested more than 16 deep, or the arrays are not exactly those the architecture
        asks for.

    Examples
    --------
    >>> from smallnets import Dense
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
    layers = [_built(str(i), d, left, depth=1) for i, d in enumerate(descriptions)]
    if left:
        raise ValueError(f"no layer takes the arrays {sorted(left)}")
    return Sequential(layers)


def _built(path: str, description: Any, arrays: dict[str, np.ndarray], depth: int) -> Layer:
    """Build one layer and those inside it, taking their arrays out of ``arrays``."""
    if depth > MAX_NESTING:
        raise ValueError(f"layer {path}: nested more than {MAX_NESTING} deep")
    if not isinstance(description, dict):
        raise ValueError(f"layer {path}: expected a dict, got {description!r:.200}")
    config = dict(description)
    name = config.pop("type", None)
    if not isinstance(name, str) or name not in LAYER_TYPES:
        raise ValueError(
            f"layer {path}: unknown type {name!r}; this version knows {_known_types()}"
        )
    for key, value in config.items():
        if isinstance(value, dict):
            config[key] = _built(f"{path}.{key}", value, arrays, depth + 1)
        elif isinstance(value, list):
            config[key] = [
                _built(f"{path}.{i}", item, arrays, depth + 1) for i, item in enumerate(value)
            ]
    kind = LAYER_TYPES[name]
    try:
        # Shapes first: a false size must not make us allocate anything.
        shapes = kind.array_shapes(config)
        data = {key: _take_array(arrays, f"{path}.{key}", shape) for key, shape in shapes.items()}
        layer = kind(**config)
    except KeyError as missing:
        raise ValueError(f"layer {path} ({name}): {missing} is missing") from None
    except TypeError as error:
        raise ValueError(f"layer {path} ({name}): {error}") from None
    for key, array in data.items():
        held = getattr(layer, key)
        if isinstance(held, Parameter):
            held.data = array
        else:
            setattr(layer, key, array)
    return layer


def _take_array(arrays: dict[str, np.ndarray], name: str, shape: tuple[int, ...]) -> np.ndarray:
    """Remove an array of this shape from ``arrays`` and return a copy."""
    if name not in arrays:
        raise ValueError(f"the array {name} is missing")
    return _checked_copy(name, arrays.pop(name), shape)


def _checked_copy(name: str, array: Any, shape: tuple[int, ...]) -> np.ndarray:
    if not isinstance(array, np.ndarray) or array.dtype.kind not in "fiu":
        raise ValueError(f"{name} must be an array of real numbers")
    if array.shape != shape:
        raise ValueError(f"{name} should have shape {shape} to fit its layer, has {array.shape}")
    return array.copy()


def _known_types() -> str:
    return ", ".join(LAYER_TYPES)
