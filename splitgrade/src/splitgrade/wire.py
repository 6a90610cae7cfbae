"""Values as plain data: what may cross between a student's code and the tests.

A value becomes JSON and a row of numeric buffers. Nothing is ever unpickled, imported or
called by name on arrival, so whatever bytes a student's process sends, the other side
gets plain values or an error.
"""

from __future__ import annotations

import builtins
import collections
import datetime
import decimal
import json
import pathlib
import re
import struct
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Any, TypeVar

import numpy as np

MAX_DEPTH = 60  # containers in containers
MAX_TEXT = 16_000_000  # bytes of JSON in one message
MAX_BUFFERS = 256_000_000  # bytes of arrays in one message
MAX_INT_BITS = 8192

_HEADER = struct.Struct(">IQ")
_DTYPE = re.compile(
    r"[<>|=]?(b1|[iu][1248]|f(2|4|8|12|16)|c(8|16|24|32)|[US]\d{1,6}|[mM]8(\[\w+\])?)"
)
_NAMED_TYPES = {
    kind.__name__: kind
    for kind in (bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset)
} | {
    f"numpy.{name}": getattr(np, name)
    for name in (
        "bool",
        "int8",
        "int16",
        "int32",
        "int64",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "float16",
        "float32",
        "float64",
        "complex64",
        "complex128",
    )
}
_NAMED_TYPES |= {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception)
}
_TYPE_NAMES = {kind: name for name, kind in _NAMED_TYPES.items()}
_registered: dict[str, tuple[type, Callable[[Any], Any], Callable[[Any], Any], frozenset[str]]] = {}
_updates: dict[type, Callable[[Any, Any], object]] = {}


T = TypeVar("T")
# What stands for an object that is no plain value, or None: refer(value, encoder, depth).
Refer = Callable[[Any, "Encoder", int], Any]


class CrossingError(TypeError):
    """A value of a kind or size that cannot cross; the text says which."""


class WireError(Exception):
    """Bytes that no honest sender would send."""


def register(
    name: str,
    kind: type[T],
    to_plain: Callable[[T], Any],
    from_plain: Callable[[Any], T],
    may_change: Iterable[str] = (),
    update: Callable[[T, T], object] | None = None,
) -> None:
    """Let objects of a type cross between a student's code and the tests.

    Parameters
    ----------
    name : str
        What the type is called on the wire.
    kind : type
        Objects of exactly this type cross; those of a subclass stay where they are.
    to_plain : callable
        From an object to numbers, strings, lists, dicts, arrays and registered types.
        Raises TypeError or ValueError for an object that it cannot describe.
    from_plain : callable
        From that description to a new object. The description may come from a student:
        whatever it holds, this must return an object or raise.
    may_change : iterable of str
        Where the description is a dict: entries in which a change of an argument does
        not count as one.
    update : callable, optional
        ``update(old, new)`` makes an object equal to another one, in place; by default, the
        attributes of the other one are taken over.

    Raises
    ------
    ValueError
        If another type has the name already.
    """
    known = _registered.get(name)
    if known is not None and known[0] is not kind:
        raise ValueError(f"another type is registered as {name!r}: {known[0]!r}")
    _registered[name] = (kind, to_plain, from_plain, frozenset(may_change))
    if update is not None:
        _updates[kind] = update


def registered_types() -> dict[str, type]:
    """The types that may cross, by name."""
    return {name: entry[0] for name, entry in _registered.items()}


def update_of(kind: type) -> Callable[[Any, Any], object] | None:
    """How objects of a registered type are made equal to others, where it has its own way."""
    return _updates.get(kind)


class Encoder:
    """Turns values into one message.

    Parameters
    ----------
    refer : callable, optional
        ``refer(value, encoder, depth)`` is asked about every object that is no plain
        value: a JSON value that stands for the object, or None.
    comparing : bool
        Leave out what may change in an argument.
    """

    def __init__(self, refer: Refer | None = None, comparing: bool = False) -> None:
        self.buffers: list[bytes] = []
        self._comparing = comparing
        self._size = 0
        self._refer = refer or (lambda value, encoder, depth: None)

    def encode(self, value: object, depth: int = 0) -> Any:
        """Return the JSON form of a value; its arrays go to ``self.buffers``."""
        if value is None or value is True or value is False:
            return value
        if depth > MAX_DEPTH:
            raise CrossingError(f"it is nested more than {MAX_DEPTH} deep")
        if isinstance(value, np.generic):
            return ["n", self._array(np.asarray(value))]
        for kinds, encode in _PLAIN:
            if isinstance(value, kinds):
                exact = type(value) in _EXACT
                reference = None if exact else self._refer(value, self, depth)
                return encode(self, value, depth) if reference is None else reference
        return self._other(value, depth)

    def clear(self) -> None:
        """Forget what was encoded: the message is not sent after all."""
        self.buffers.clear()
        self._size = 0

    def _other(self, value, depth):
        for name, (kind, to_plain, _, may_change) in _registered.items():
            if type(value) is kind:
                plain = _described(value, to_plain)
                if self._comparing and may_change:
                    plain = {key: plain[key] for key in plain if key not in may_change}
                return ["r", name, self.encode(plain, depth + 1)]
        if isinstance(value, np.dtype):
            return ["dt", _dtype_name(value)]
        if isinstance(value, type) and value in _TYPE_NAMES:
            return ["ty", _TYPE_NAMES[value]]
        for name, (kind, *_) in _registered.items():
            if value is kind:
                return ["rt", name]
        if isinstance(value, np.random.Generator):
            bits = value.bit_generator
            state = self.encode(bits.state, depth + 1)
            return ["rng", type(bits).__name__, state]
        reference = self._refer(value, self, depth)
        if reference is None:
            raise CrossingError(f"no {_kind_name(value)} can cross")
        return reference

    def _int(self, value, depth):
        value = int(value)
        if -(2**53) < value < 2**53:
            return value
        if value.bit_length() > MAX_INT_BITS:
            raise CrossingError(f"a whole number of {value.bit_length()} bits is too large")
        return ["i", hex(value)]

    def _float(self, value, depth):
        return float(value)

    def _str(self, value, depth):
        return str.__str__(value)

    def _bytes(self, value, depth):
        return ["by", *self._buffer(bytes(value))]

    def _complex(self, value, depth):
        return ["c", value.real, value.imag]

    def _list(self, value, depth):
        return ["l", [self.encode(item, depth + 1) for item in list.__iter__(value)]]

    def _tuple(self, value, depth):
        fields = getattr(type(value), "_fields", None)
        if fields is not None:
            items = [self.encode(item, depth + 1) for item in tuple.__iter__(value)]
            return ["nt", type(value).__name__, [str(field) for field in fields], items]
        return ["t", [self.encode(item, depth + 1) for item in tuple.__iter__(value)]]

    def _set(self, value, depth):
        tag = "s" if isinstance(value, set) else "fs"
        return [tag, [self.encode(item, depth + 1) for item in value]]

    def _dict(self, value, depth):
        return [
            "d",
            [
                [self.encode(key, depth + 1), self.encode(item, depth + 1)]
                for key, item in dict.items(value)
            ],
        ]

    def _range(self, value, depth):
        return ["ra", *(self._int(end, depth) for end in (value.start, value.stop, value.step))]

    def _slice(self, value, depth):
        return ["sl", *(self.encode(e, depth + 1) for e in (value.start, value.stop, value.step))]

    def _decimal(self, value, depth):
        return ["de", str(value)[:MAX_INT_BITS]]

    def _path(self, value, depth):
        return ["p", str(value)]

    def _array(self, value, depth=0):
        if np.ma.isMaskedArray(value):
            raise CrossingError("no masked array can cross")
        array = np.asarray(value)
        return ["a", _dtype_name(array.dtype), list(array.shape), *self._buffer(array.tobytes())]

    def _buffer(self, data):
        start, self._size = self._size, self._size + len(data)
        if self._size > MAX_BUFFERS:
            raise CrossingError(f"it holds more than {MAX_BUFFERS / 1e6:.0f} MB of arrays")
        self.buffers.append(data)
        return start, len(data)


_PLAIN: list[tuple[type | tuple[type, ...], Callable[[Encoder, Any, int], Any]]] = [
    (int, Encoder._int),
    (float, Encoder._float),
    (str, Encoder._str),
    (np.ndarray, Encoder._array),
    (list, Encoder._list),
    (tuple, Encoder._tuple),
    (dict, Encoder._dict),
    ((set, frozenset), Encoder._set),
    (complex, Encoder._complex),
    ((bytes, bytearray), Encoder._bytes),
    (range, Encoder._range),
    (slice, Encoder._slice),
    (decimal.Decimal, Encoder._decimal),
    (pathlib.PurePath, Encoder._path),
]
# Of these there is nothing a side might know better; of their subclasses there may be.
_EXACT = {int, float, str, np.ndarray, list, tuple, dict, set, frozenset, complex, bytes}


class Decoder:
    """Turns one message back into values.

    Parameters
    ----------
    buffers : bytes
    resolve : callable, optional
        Given a reference (a list whose tag is no plain value's), returns its object or
        raises WireError.
    """

    def __init__(
        self, buffers: bytes = b"", resolve: Callable[[list[Any], Decoder], Any] | None = None
    ) -> None:
        self._buffers = memoryview(buffers)
        self._resolve = resolve

    def decode(self, node: object, depth: int = 0) -> Any:
        """Return the value; raises WireError for anything that is not well formed."""
        if node is None or isinstance(node, bool | int | float | str):
            return node
        if depth > 2 * MAX_DEPTH:
            raise WireError("nested too deeply")
        if not isinstance(node, list) or not node or not isinstance(node[0], str):
            raise WireError("not a value")
        make = _DECODERS.get(node[0])
        try:
            if make is not None:
                return make(self, depth + 1, *node[1:])
        except WireError:
            raise
        except Exception as error:  # wrong number or type of parts, in any way there is
            raise WireError(f"a broken {node[0]!r}: {error}"[:200]) from None
        if self._resolve is None:
            raise WireError(f"an unknown tag {node[0]!r:.20}")
        return self._resolve(node, self)

    def _items(self, items, depth):
        if not isinstance(items, list):
            raise WireError("no list of items")
        return [self.decode(item, depth) for item in items]

    def _bytes(self, depth, start, length):
        if not (_whole(start) and _whole(length) and start + length <= len(self._buffers)):
            raise WireError("a buffer outside of the message")
        return bytes(self._buffers[start : start + length])

    def _array(self, depth, dtype, shape, start, length):
        kind = _checked_dtype(dtype)
        if not isinstance(shape, list) or not all(map(_whole, shape)):
            raise WireError("a shape that is none")
        raw = self._bytes(depth, start, length)
        array = np.frombuffer(raw, kind).reshape(shape).copy()
        # A byte other than 0 and 1 would make a "bool" that no comparison foresees.
        return np.asarray(array.view(np.uint8) != 0) if kind.kind == "b" else array

    def _scalar(self, depth, node):
        array = self.decode(node, depth)
        if not isinstance(array, np.ndarray) or array.shape != ():
            raise WireError("no scalar")
        return array[()]

    def _dict(self, depth, items):
        return {self.decode(key, depth): self.decode(item, depth) for key, item in items}

    def _namedtuple(self, depth, name, fields, items):
        if len(fields) > 200 or not all(field.isidentifier() for field in [name, *fields]):
            raise WireError("a named tuple with other names than Python's")
        return collections.namedtuple(name, fields)(*self._items(items, depth))

    def _complex(self, depth, real, imag):
        return complex(float(real), float(imag))

    def _int(self, depth, text):
        if not isinstance(text, str) or len(text) > MAX_INT_BITS // 4 + 4:
            raise WireError("a whole number too large")
        return int(text, 16)

    def _registered(self, depth, name, node):
        entry = _registered.get(name)
        if entry is None:
            raise WireError("a type that is not registered")
        plain = self.decode(node, depth)
        try:
            return entry[2](plain)
        except Exception as error:
            raise WireError(f"no {name} can be made of this: {error}"[:300]) from None

    def _generator(self, depth, name, node):
        if name not in ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"):
            raise WireError("an unknown random generator")
        bits = getattr(np.random, name)()
        bits.state = self.decode(node, depth)
        return np.random.Generator(bits)


_DECODERS: dict[str, Callable[..., Any]] = {
    "i": Decoder._int,
    "l": lambda self, depth, items: self._items(items, depth),
    "t": lambda self, depth, items: tuple(self._items(items, depth)),
    "s": lambda self, depth, items: set(self._items(items, depth)),
    "fs": lambda self, depth, items: frozenset(self._items(items, depth)),
    "nt": Decoder._namedtuple,
    "d": Decoder._dict,
    "c": Decoder._complex,
    "by": Decoder._bytes,
    "a": Decoder._array,
    "n": Decoder._scalar,
    "ra": lambda self, depth, *ends: range(*(self.decode(end, depth) for end in ends)),
    "sl": lambda self, depth, *ends: slice(*(self.decode(end, depth) for end in ends)),
    "de": lambda self, depth, text: decimal.Decimal(text[:MAX_INT_BITS]),
    "p": lambda self, depth, text: pathlib.Path(text),
    "dt": lambda self, depth, name: _checked_dtype(name),
    "ty": lambda self, depth, name: _NAMED_TYPES[name],
    "rt": lambda self, depth, name: _registered[name][0],
    "r": Decoder._registered,
    "rng": Decoder._generator,
}


def fingerprint(value: object, mark: Refer) -> bytes | None:
    """The bytes by which a change of an argument shows; None for what may change.

    Parameters
    ----------
    value : object
    mark : callable
        What stands for an object that is no plain value, as for an Encoder.
    """
    if isinstance(value, np.random.Generator):
        return None  # drawing from it is what it is for
    encoder = Encoder(mark, comparing=True)
    try:
        return json.dumps(encoder.encode(value)).encode() + b"".join(encoder.buffers)
    except (CrossingError, RecursionError):
        return None


def write_frame(stream: IO[bytes], message: dict[str, Any], buffers: Sequence[bytes] = ()) -> None:
    """Send one message.

    Raises
    ------
    CrossingError
        If it is too large; then nothing was sent.
    """
    text = json.dumps(message, separators=(",", ":")).encode()
    if len(text) > MAX_TEXT:
        raise CrossingError(f"as text it has more than {MAX_TEXT / 1e6:.0f} MB")
    stream.write(_HEADER.pack(len(text), sum(map(len, buffers))))
    stream.write(text)
    for data in buffers:
        stream.write(data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Receive one message.

    Returns
    -------
    message : dict
    buffers : bytes

    Raises
    ------
    EOFError
        If the other side has ended.
    WireError
        If what came is no message, or is too large.
    """
    n_text, n_buffers = _HEADER.unpack(_read(stream, _HEADER.size))
    if n_text > MAX_TEXT or n_buffers > MAX_BUFFERS:
        raise WireError(f"a message of {(n_text + n_buffers) / 1e6:.0f} MB")
    text, buffers = _read(stream, n_text), _read(stream, n_buffers)
    try:
        message = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WireError(f"a message that is no JSON: {type(error).__name__}") from None
    if not isinstance(message, dict):
        raise WireError("a message that is no dict")
    return message, buffers


def _read(stream: IO[bytes], length: int) -> bytes:
    parts = []
    while length:
        part = stream.read(min(length, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _described(value: object, to_plain: Callable[[Any], Any]) -> Any:
    try:
        return to_plain(value)
    except (TypeError, ValueError, AttributeError) as error:
        raise CrossingError(f"this {type(value).__name__} is not whole: {error}") from None


def _dtype_name(dtype: np.dtype[Any]) -> str:
    name = dtype.str
    if dtype.names or dtype.subdtype or not _DTYPE.fullmatch(name):
        raise CrossingError(f"no array of dtype {dtype} can cross")
    return name


def _checked_dtype(name: object) -> np.dtype[Any]:
    if not isinstance(name, str) or not _DTYPE.fullmatch(name):
        raise WireError("a dtype that may not cross")
    return np.dtype(name)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**48


def _kind_name(value: object) -> str:
    return f"object of type {type(value).__name__}"


# By their exact type: what is built on them, as pandas' times are, says itself how it crosses.
register("date", datetime.date, datetime.date.isoformat, datetime.date.fromisoformat)
register("time", datetime.time, datetime.time.isoformat, datetime.time.fromisoformat)
register(
    "datetime", datetime.datetime, datetime.datetime.isoformat, datetime.datetime.fromisoformat
)
register(
    "timedelta",
    datetime.timedelta,
    lambda span: [span.days, span.seconds, span.microseconds],
    lambda parts: datetime.timedelta(*parts),
)
