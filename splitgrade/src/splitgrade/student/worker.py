"""The process in which a student's code runs. It never receives a test.

It answers requests of the trusted side: run this cell, which names are there, apply this
operation to this object. Nothing it answers is believed to be more than plain data, since
the student's code can change everything in this process.
"""

from __future__ import annotations

import builtins
import contextlib
import decimal
import functools
import importlib
import inspect
import itertools
import json
import operator
import os
import pathlib
import sys
import threading
import traceback
import types
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from splitgrade import wire

if TYPE_CHECKING:
    from splitgrade.shell import Shell

PLAIN = (
    float,
    int,
    str,
    list,
    tuple,
    dict,
    set,
    frozenset,
    complex,
    bytes,
    bytearray,
    np.ndarray,
    range,
    slice,
    decimal.Decimal,
    pathlib.PurePath,
)

_ARITHMETIC = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul")
OPERATIONS: dict[str, Callable[..., Any]] = {
    "call": lambda target, *args, **kwargs: target(*args, **kwargs),
    "getattr": getattr,
    "setattr": setattr,
    "len": len,
    "iter": iter,
    "next": next,
    "str": str,
    "repr": repr,
    "getitem": operator.getitem,
    "setitem": operator.setitem,
    "contains": operator.contains,
    "enter": lambda target: target.__enter__(),
    "exit": lambda target: target.__exit__(None, None, None),
    "neg": operator.neg,
    "abs": abs,
}
OPERATIONS |= {name: getattr(operator, name) for name in _ARITHMETIC}
OPERATIONS |= {
    f"r{name}": (lambda f: lambda target, other: f(other, target))(getattr(operator, name))
    for name in _ARITHMETIC
}


class Callback:
    """A function of the test's, as the student's code gets it."""

    def __init__(self, student: Student, number: int) -> None:
        self._call = functools.partial(student.call_back, number)
        self._number = number

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._call(args, kwargs)


class Student:
    """Answers requests over a pair of streams."""

    def __init__(
        self, reader: IO[bytes], writer: IO[bytes], shell: Shell, check_arguments: bool
    ) -> None:
        self._reader, self._writer, self._shell = reader, writer, shell
        self._check_arguments = check_arguments
        self._objects: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._next = itertools.count(1)
        self._given: dict[str, type] = {}
        self._lock = threading.RLock()

    def serve(self) -> None:
        """Answer until the other side has gone."""
        while True:
            try:
                request, buffers = wire.read_frame(self._reader)
            except EOFError:
                return
            self._answer(request, buffers)

    def _answer(self, request, buffers):
        outputs = self._shell.outputs = type(self._shell.outputs)()
        encoder = wire.Encoder(self._refer)
        try:
            reply = getattr(self, f"_do_{request['do']}")(request, buffers, encoder)
        except BaseException as error:
            encoder = wire.Encoder(self._refer)
            reply = {"error": self._error(error, encoder)}
        printed = [item["text"] for item in outputs.items if item.get("name") == "stdout"]
        reply["printed"] = "".join(printed)
        self._send({"reply": reply}, encoder.buffers)

    def _send(self, message, buffers=()):
        try:
            wire.write_frame(self._writer, message, buffers)
        except wire.CrossingError as error:
            said = {
                "types": ["TypeError"],
                "name": "TypeError",
                "text": f"what your code returned cannot be handed over: {error}",
            }
            wire.write_frame(self._writer, {"reply": {"error": said, "printed": ""}})

    def _do_run(self, request, buffers, encoder):
        before = dict(self._shell.namespace) if request["given"] else {}
        error = self._shell.run(request["source"])
        if request["given"]:
            self._remember_classes(before)
        return {"outputs": self._shell.outputs.items, "failed": error is not None}

    def _remember_classes(self, before):
        for name, value in self._shell.namespace.items():
            if (
                isinstance(value, type)
                and before.get(name) is not value
                and value.__module__ == "__main__"
            ):
                self._given[name] = value

    def _do_names(self, request, buffers, encoder):
        namespace, found = self._shell.namespace, {}
        left = wire.MAX_TEXT // 2  # so that one large value does not cost the others
        for name in request["names"]:
            if name not in namespace:
                continue
            try:
                node = wire.Encoder(self._refer).encode(namespace[name])
                size = len(json.dumps(node))
                if size > left:
                    raise wire.CrossingError("it is too large")
                found[name] = encoder.encode(namespace[name])
                left -= size
            except wire.CrossingError as error:
                found[name] = ["no", f"{name} cannot be handed over: {error}"[:300]]
        return {"names": found}

    def _do_apply(self, request, buffers, encoder):
        decoder = wire.Decoder(buffers, self._resolve)
        target = self._objects[request["target"]]
        args, kwargs = decoder.decode(request["args"]), decoder.decode(request["kwargs"])
        unchanged = self._watch(args, kwargs) if request["op"] == "call" else None
        value = OPERATIONS[request["op"]](target, *args, **kwargs)
        try:
            reply = {"value": encoder.encode(value)}
        except (wire.CrossingError, RecursionError) as error:
            raise TypeError(f"what your code returned cannot be handed over: {error}") from None
        if unchanged is not None:
            reply["changed"] = unchanged()
        return reply

    def _watch(self, args, kwargs):
        """Later tells which argument was changed meanwhile: its kind in words, or None."""
        if not self._check_arguments:
            return None
        given = [*args, *kwargs.values()]
        before = [self._fingerprint(value) for value in given]

        def changed():
            for value, then in zip(given, before, strict=True):
                if then is not None and self._fingerprint(value) != then:
                    return _kind(value)
            return None

        return changed

    def _fingerprint(self, value):
        return wire.fingerprint(value, self._mark)

    def _mark(self, value, encoder, depth):
        if self._is_given(value):
            return ["g", encoder.encode(vars(value), depth + 1)]
        return None if isinstance(value, PLAIN) else ["x", id(value)]

    def _is_given(self, value):
        return self._given.get(type(value).__name__) is type(value) and hasattr(value, "__dict__")

    def _refer(self, value, encoder, depth):
        """What stands for an object that is no plain value."""
        if isinstance(value, Callback):
            return ["cb", value._number]
        if self._is_given(value):
            return ["g", type(value).__name__, encoder.encode(vars(value), depth + 1)]
        if isinstance(value, PLAIN):
            return None
        if isinstance(value, types.ModuleType):
            raise wire.CrossingError("it is a module")
        return self._handle(value)

    def _handle(self, value):
        number = self._numbers.get(id(value))
        if number is None or self._objects.get(number) is not value:
            number = next(self._next)
            self._numbers[id(value)], self._objects[number] = number, value
        kind = (
            "class"
            if isinstance(value, type)
            else ("function" if inspect.isroutine(value) else "object")
        )
        named = value if isinstance(value, type) or kind == "function" else type(value)
        name = getattr(named, "__name__", "object")
        return ["h", number, kind, str(name), callable(value)]

    def _resolve(self, node, decoder):
        tag = node[0]
        if tag == "own":
            return self._objects[node[1]]
        if tag == "cb":
            return Callback(self, node[1])
        if tag == "g":
            made: Any = object.__new__(self._given[node[1]])
            vars(made).update(decoder.decode(node[2]))
            return made
        raise wire.WireError("an unknown tag")

    def call_back(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the test's while the test is calling ours."""
        encoder = wire.Encoder(self._refer)
        message = {
            "callback": number,
            "args": encoder.encode(list(args)),
            "kwargs": encoder.encode(kwargs),
        }
        with self._lock:
            wire.write_frame(self._writer, message, encoder.buffers)
            while True:
                reply, buffers = wire.read_frame(self._reader)
                if "result" in reply:
                    break
                shown = self._shell.outputs
                self._answer(reply, buffers)  # the test's function calls ours again
                self._shell.outputs = shown
        result, decoder = reply["result"], wire.Decoder(buffers, self._resolve)
        given = [*args, *kwargs.values()]
        for index, node in result["changed"]:  # what the function did to its arguments
            _update(given[index], decoder.decode(node))
        if "error" in result:
            raise _exception(*result["error"])
        if result["same"] is not None:
            return given[result["same"]]
        return decoder.decode(result["value"])

    def _error(self, error, encoder):
        said = {
            "name": type(error).__name__,
            "text": _text(error),
            "types": [
                kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"
            ],
        }
        try:
            said["args"] = encoder.encode(list(error.args)) if len(error.args) < 6 else None
        except (wire.CrossingError, RecursionError):
            said["args"] = None
            encoder.clear()
        said["line"] = _line(error)
        return said


def _update(old, new):
    """Make an object equal to another of its kind, in place."""
    if update := wire.update_of(type(old)):
        update(old, new)
    elif isinstance(old, np.ndarray):
        if old.shape == new.shape:
            old[...] = new
    elif isinstance(old, list):
        kept = [_updated(*pair) for pair in zip(old, new, strict=False)]
        old[:] = kept + new[len(kept) :]
    elif isinstance(old, dict):
        merged = {key: _updated(old.get(key), new[key]) for key in new}
        old.clear()
        old.update(merged)
    elif hasattr(old, "__dict__"):
        _update(vars(old), vars(new))


def _updated(old, new):
    """The old object brought to the new state where it can be, else the new one."""
    if (
        type(old) is type(new)
        and not isinstance(old, np.ndarray)
        and (isinstance(old, (list, dict)) or hasattr(old, "__dict__"))
        and not callable(old)
    ):
        _update(old, new)
        return old
    return new


def _kind(value):
    if isinstance(value, np.ndarray):
        return "array"
    names = {kind: name for name, kind in wire.registered_types().items()}
    return names.get(type(value), type(value).__name__)


def _exception(name, text):
    kind = getattr(builtins, name, None)
    if not (isinstance(kind, type) and issubclass(kind, Exception)):
        kind = RuntimeError
    try:
        return kind(text)
    except TypeError:
        return RuntimeError(text)


def _text(error):
    try:
        return str(error)[:5000]
    except BaseException:
        return "(its message could not be made)"


def _line(error):
    """The last line of the student's own that the error went through."""
    try:
        lines = [
            frame.line
            for frame in traceback.extract_tb(error.__traceback__)
            if "ipython-input" in frame.filename and frame.line
        ]
        return lines[-1][:300] if lines else ""
    except BaseException:
        return ""


def _limit(limits):
    """Bounds that hold for whatever runs here, and cannot be raised again."""
    try:
        import resource
    except ImportError:  # Windows has none; there is no sandbox either
        return
    for name, value in limits.items():
        number = getattr(resource, name, None)
        if number is None:
            continue
        _, hard = resource.getrlimit(number)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of memory
            resource.setrlimit(number, (value, value))


def _turn_away(streams, nothing):
    """Let streams lead nowhere: reading finds the end, what is written is dropped."""
    for stream in streams:
        os.dup2(nothing, stream.fileno())


def main() -> None:
    """Take over the standard streams, prepare, and serve."""
    reader = os.fdopen(os.dup(0), "rb")
    writer = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nothing, standard)
    if hasattr(os, "register_at_fork"):  # what student code forks never answers in its place
        os.register_at_fork(after_in_child=lambda: _turn_away((reader, writer), nothing))
    start, _ = wire.read_frame(reader)
    _limit(start["limits"])
    sys.path[:] = start["path"]
    for module in start["types"]:
        importlib.import_module(module)
    from splitgrade.shell import Shell

    shell = Shell()
    sys.path.append(os.getcwd())  # a student's own modules, never before an installed one
    wire.write_frame(writer, {"ready": True})
    Student(reader, writer, shell, start["check_arguments"]).serve()


if __name__ == "__main__":
    main()
