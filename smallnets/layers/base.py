"""What all layers have in common, and the one list of those that can be stored.

A new layer is one class: its attributes annotated, ``forward`` beside ``backward``,
``config`` where it has settings, ``array_shapes`` where it has arrays, and
:func:`register_layer` above it. Copies, checkpoints, tables, counts and the way to the
tests follow from that.
"""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import numpy as np

MAX_NESTING = 16  # layers in layers; what crosses to the tests nests at most 60 values deep
LAYER_TYPES: dict[str, type["Layer"]] = {}

LayerType = TypeVar("LayerType", bound=type["Layer"])

# What an attribute may be annotated with. Only that crosses to the tests: a function would not
# be data any more.
_ALLOWED = {"Parameter", "ndarray", "Layer", "list[Layer]", "bool", "int", "float", "str", "None"}


def register_layer(kind: LayerType) -> LayerType:
    """Let layers of a class be stored: a class decorator.

    Raises
    ------
    TypeError
        If the class annotates an attribute with what cannot be stored.
    ValueError
        If another class is registered under this name. The same class defined anew, as
        when a notebook's cell runs twice, takes the place of its older self.
    """
    for name, said in kind.attributes.items():
        if not set(said.split(" | ")) <= _ALLOWED:
            raise TypeError(
                f"{kind.__name__}.{name} is annotated {said}; a layer's attributes are "
                f"{', '.join(sorted(_ALLOWED - {'None'}))}, each also with | None. What is not "
                "stored begins with an underscore"
            )
    known = LAYER_TYPES.get(kind.__name__, kind)
    if (known.__module__, known.__qualname__) != (kind.__module__, kind.__qualname__):
        raise ValueError(f"another layer is registered as {kind.__name__!r}: {known!r}")
    LAYER_TYPES[kind.__name__] = kind
    return kind


def whole_number(name: str, value: object, at_least: int) -> int:
    """Return ``value`` as an int, or say what is wrong with it."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be a whole number, got {value!r}")
    if value < at_least:
        raise ValueError(f"{name} must be at least {at_least}, got {value}")
    return int(value)


@dataclass(eq=False)
class Parameter:
    """A trainable array and the gradient of the loss with respect to it.

    Parameters
    ----------
    data : ndarray of float or int, any shape
        Kept as it is given, not copied: float32 for training; a compressed layer may
        hold float16 or int8, and its size in bytes follows that dtype.
    grad : ndarray or None, same shape as ``data``
        Set by a layer's ``backward``.

    Raises
    ------
    TypeError
        If ``data`` is not an array of real numbers.
    """

    data: np.ndarray
    grad: np.ndarray | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.data, np.ndarray):
            raise TypeError(
                f"a Parameter holds a numpy array, got {type(self.data).__name__}; "
                "wrap it in np.array(..., dtype=np.float32)"
            )
        if self.data.dtype.kind not in "fiu":
            raise TypeError(f"a Parameter holds real numbers, got dtype {self.data.dtype}")

    def __repr__(self) -> str:
        return f"Parameter(shape={self.data.shape}, dtype={self.data.dtype})"


class Layer:
    """What all layers have in common.

    A layer offers ``forward(x)``, ``backward(grad)``, ``named_parameters()`` and
    ``config()`` (the arguments that would build it again).

    What makes a layer what it is stands in annotated attributes of its class: Parameters
    (trained and stored), plain arrays (stored only), layers or one list of layers inside
    it, and settings. What it remembers of a batch stands in ``_saved``.
    """

    attributes: ClassVar[dict[str, str]] = {}  # the names annotated, and with what
    _saved = None

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        cls.attributes = {**cls.attributes, **_annotations(cls)}

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return the layer's output for the batch ``x``."""
        raise NotImplementedError

    def backward(self, grad: np.ndarray) -> np.ndarray:
        """Set the parameters' gradients and return the gradient of the input.

        Parameters
        ----------
        grad : ndarray, same shape as the output of the last ``forward``
            Derivative of the loss with respect to that output.

        Returns
        -------
        ndarray, same shape as the input of the last ``forward``

        Raises
        ------
        RuntimeError
            If no ``forward`` came before.
        ValueError
            If ``grad`` does not have the output's shape.
        """
        raise NotImplementedError

    def parameter_gradients(self, grad: np.ndarray) -> None:
        """Set the parameters' gradients, as ``backward`` does, and nothing else.

        Training needs no gradient of the images; not computing it saves up to a third
        of the time.
        """
        self.backward(grad)

    def sublayers(self) -> dict[str, "Layer"]:
        """Return the layers directly inside this one, by name; those of a list by position."""
        found = {}
        for name in self.attributes:
            value = getattr(self, name, None)
            if isinstance(value, Layer):
                found[name] = value
            elif isinstance(value, list):
                found |= {str(index): layer for index, layer in enumerate(value)}
        return found

    def named_layers(self) -> Iterator[tuple[str, "Layer"]]:
        """Yield this layer (as ``""``) and all inside it, each before what it holds.

        A layer inside another has the name of that one before its own: ``"2.qkv"``.

        Raises
        ------
        ValueError
            If layers are nested more than 16 deep, as one inside itself is.
        """
        waiting: list[tuple[str, Layer, int]] = [("", self, 0)]
        while waiting:
            name, layer, depth = waiting.pop()
            yield name, layer
            inner = layer.sublayers()
            if inner and depth == MAX_NESTING:
                raise ValueError(
                    f"layers are nested more than {MAX_NESTING} deep, at {name}; is a layer "
                    "inside itself?"
                )
            prefix = f"{name}." if name else ""
            waiting += [(prefix + key, value, depth + 1) for key, value in reversed(inner.items())]

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what a checkpoint stores of this layer itself, layers inside it apart."""
        trained = {name: parameter.data for name, parameter in self.own_parameters().items()}
        return trained | self._annotated("ndarray")

    def own_parameters(self) -> dict[str, Parameter]:
        """Return the Parameters of this layer itself, layers inside it apart."""
        return self._annotated("Parameter")

    def _annotated(self, kind: str) -> dict[str, Any]:
        """Return the attributes annotated as ``kind``, without those that are None."""
        values = {n: getattr(self, n, None) for n, said in self.attributes.items() if kind in said}
        return {name: value for name, value in values.items() if value is not None}

    def named_parameters(self) -> dict[str, Parameter]:
        """Return a dict from name to Parameter, first layer first.

        Those of a layer inside this one have its name before theirs: ``"0.weights"``.
        """
        return {
            f"{path}.{name}" if path else name: parameter
            for path, layer in self.named_layers()
            for name, parameter in layer.own_parameters().items()
        }

    def parameters(self) -> list[Parameter]:
        """Return the layer's Parameters as a list (empty where it has none)."""
        return list(self.named_parameters().values())

    def config(self) -> dict[str, Any]:
        """Return the arguments that build a layer of this shape.

        Plain values, and for layers inside this one the layers themselves.
        """
        return {}

    @staticmethod
    def array_shapes(config: dict[str, Any]) -> dict[str, tuple[int, ...]]:
        """Return a dict from name to shape of the ``arrays`` of a layer of this config."""
        return {}

    def __repr__(self) -> str:
        settings = {k: v for k, v in self.config().items() if not isinstance(v, Layer)}
        arguments = ", ".join(f"{key}={value}" for key, value in settings.items())
        return f"{type(self).__name__}({arguments})"

    def __getstate__(self) -> dict[str, Any]:
        # A copy starts fresh: what backward remembers of a batch stays behind.
        return {k: v for k, v in self.__dict__.items() if k != "_saved"}

    def _save(self, output: np.ndarray, *values: Any) -> np.ndarray:
        """Remember ``values`` for backward, and return ``output``."""
        self._saved = (output.shape, values)
        return output

    def _recall(self, grad: np.ndarray) -> tuple[Any, ...]:
        """Return what the last forward saved, having checked ``grad``."""
        if self._saved is None:
            raise RuntimeError(f"{self}: call forward before backward")
        shape, values = self._saved
        if grad.shape != shape:
            raise ValueError(
                f"{self}: the gradient must have the shape of the output, {shape}; got {grad.shape}"
            )
        return values

    def _check_input(self, x: object, ndim: int, like: str = "") -> None:
        """Refuse what is not a non-empty batch of floats with ``ndim`` axes."""
        if not isinstance(x, np.ndarray) or x.dtype.kind != "f":
            kind = x.dtype if isinstance(x, np.ndarray) else type(x).__name__
            raise TypeError(
                f"{self} takes an array of floats, got {kind}; a DataLoader gives "
                "float32 images in [0, 1], or write images.astype(np.float32) / 255"
            )
        if x.ndim != ndim:
            raise ValueError(f"{self} takes a batch with {ndim} axes{like}, got shape {x.shape}")
        if x.size == 0:
            raise ValueError(f"{self}: the batch is empty, its shape is {x.shape}")


def _annotations(kind: type) -> dict[str, str]:
    """What a class annotates, as short text; its memory and its ClassVars apart."""
    found = {name: _text(said) for name, said in inspect.get_annotations(kind).items()}
    return {n: said for n, said in found.items() if n[0] != "_" and "ClassVar" not in said}


def _text(annotation: Any) -> str:
    """An annotation without its modules: ``"Parameter | None"``."""
    said = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return re.sub(r"\b\w+\.", "", said)
