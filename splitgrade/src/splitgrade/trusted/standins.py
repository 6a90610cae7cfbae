"""In the trusted process: what stands for a student's functions, classes and objects.

Using a stand-in asks the student's process and gives back plain data, or another stand-in.
A stand-in is never equal to anything, never true, never a number: what a test compares is data.
"""

from __future__ import annotations

import builtins
import contextlib
import dis
import inspect
import itertools
import keyword
import sys
from collections.abc import Iterable
from typing import IO, Any

from splitgrade import wire

MAX_CALLS_INSIDE = 30  # of the student's code by the test's, inside one another


class StudentGone(BaseException):
    """The student's process has ended; no test may catch this as an error of an answer."""


class ArgumentChanged(AssertionError):
    """A student's function changed what it was given."""


class Connection:
    """Talks to the student's process; one request at a time.

    Parameters
    ----------
    writer, reader : binary streams

    Attributes
    ----------
    gone : str or None
        Why the student's process can no longer be asked.
    blocked : str or None
        Why the student's code must not be asked in this cell.
    raised : list
        Errors that came from the student's code since the list was last emptied.
    given : dict
        The trusted side's classes from given cells, by name.
    """

    def __init__(self, writer: IO[bytes], reader: IO[bytes]) -> None:
        self._writer, self._reader = writer, reader
        self._callbacks: dict[int, Any] = {}
        self._numbers = itertools.count(1)
        self._standins: dict[int, StandIn] = {}
        self._depth = 0
        self.gone: str | None = None
        self.blocked: str | None = None
        self.raised: list[BaseException] = []
        self.given: dict[str, type] = {}

    def run(self, source: str, given: bool) -> Any:
        """Run a cell in the student's process; returns what it showed, in nbformat's form."""
        reply, _ = self._ask({"do": "run", "source": source, "given": given})
        return reply.get("outputs")

    def names(self, names: Iterable[str]) -> dict[str, Any]:
        """The student's objects of these names, as far as there are any."""
        reply, buffers = self._ask({"do": "names", "names": sorted(names)})
        found = reply.get("names")
        if not isinstance(found, dict):
            self._distrust("no names")
        return {name: self._decoded(node, buffers) for name, node in found.items() if name in names}

    def apply(
        self, op: str, target: int, args: Iterable[Any] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        """Apply an operation to a student's object and return the value."""
        if self.blocked:
            raise TimeoutError(self.blocked)
        opened: list[int] = []
        encoder = wire.Encoder(lambda *about: self._refer(opened, *about))
        try:
            message = {
                "do": "apply",
                "op": op,
                "target": target,
                "args": encoder.encode(list(args)),
                "kwargs": encoder.encode(kwargs or {}),
            }
        except wire.CrossingError as error:
            raise wire.CrossingError(f"the test cannot hand this over: {error}") from None
        reply, buffers = self._ask(message, encoder.buffers)
        self._show(reply.get("printed"))
        if "error" in reply:
            self._close(opened)
            raise self._error(reply["error"], buffers)
        value = self._decoded(reply.get("value"), buffers)
        # An object that came back may hold the test's functions: they live on for the cell.
        if not isinstance(value, StandIn):
            self._close(opened)
        if reply.get("changed"):
            raise self._changed(reply["changed"])
        return value

    def end_cell(self) -> None:
        """Forget the test's functions: a student's code cannot call them any more."""
        self._callbacks.clear()
        self.raised.clear()

    def _ask(self, message, buffers=()):
        if self.gone:
            raise StudentGone(self.gone)
        if self._depth >= MAX_CALLS_INSIDE:
            raise RecursionError("the student's code and the test's call each other without end")
        self._depth += 1
        try:
            wire.write_frame(self._writer, message, buffers)
            return self._await_reply()
        except (EOFError, BrokenPipeError):
            self.gone = self.gone or "It ended Python, or ran out of memory."
            raise StudentGone(self.gone) from None
        except wire.WireError as error:
            self._distrust(str(error))
        finally:
            self._depth -= 1

    def _await_reply(self):
        while True:
            message, buffers = wire.read_frame(self._reader)
            if "callback" in message:
                self._answer(message, buffers)
            elif isinstance(message.get("reply"), dict):
                return message["reply"], buffers
            else:
                raise wire.WireError("neither a reply nor a request")

    def _answer(self, message, buffers):
        """Let the student's code call a function of the test's that it was given."""
        opened: list[int] = []
        encoder = wire.Encoder(lambda *about: self._refer(opened, *about))
        try:
            function = self._callbacks[message["callback"]]
        except (KeyError, TypeError):
            error = [
                "RuntimeError",
                "this function can be called only during the call that it was passed to",
            ]
            wire.write_frame(self._writer, {"result": {"error": error, "changed": []}})
            return
        decoder = wire.Decoder(buffers, self._resolve)
        args, kwargs = decoder.decode(message.get("args")), decoder.decode(message.get("kwargs"))
        if not isinstance(args, list) or not isinstance(kwargs, dict):
            raise wire.WireError("no arguments")
        given = [*args, *kwargs.values()]
        before = [wire.fingerprint(value, self._mark) for value in given]
        try:
            value = function(*args, **kwargs)
            same = next((i for i, arg in enumerate(given) if arg is value and before[i]), None)
            result = {"same": same, "value": encoder.encode(None if same is not None else value)}
        except Exception as error:
            encoder.clear()
            result = {"error": [_builtin_name(error), str(error)[:5000]]}
        # A change that the test's function makes to its argument is the student's to see.
        result["changed"] = []
        for i, value in enumerate(given):
            if before[i] is not None and wire.fingerprint(value, self._mark) != before[i]:
                with contextlib.suppress(wire.CrossingError):
                    result["changed"].append([i, encoder.encode(value)])
        wire.write_frame(self._writer, {"result": result}, encoder.buffers)

    def _mark(self, value, encoder, depth):
        if self._is_given(value):
            return ["g", encoder.encode(vars(value), depth + 1)]
        return ["x", id(value)] if callable(value) or isinstance(value, StandIn) else None

    def _is_given(self, value):
        return self.given.get(type(value).__name__) is type(value) and hasattr(value, "__dict__")

    def _close(self, opened):
        for number in opened:
            self._callbacks.pop(number, None)

    def _refer(self, opened, value, encoder, depth):
        """What stands for one of the test's objects that is no plain value."""
        if isinstance(value, StandIn):
            return ["own", value._splitgrade.number]
        if self._is_given(value):
            return ["g", type(value).__name__, encoder.encode(vars(value), depth + 1)]
        if callable(value):
            number = next(self._numbers)
            self._callbacks[number] = value
            opened.append(number)
            return ["cb", number]
        return None

    def _decoded(self, node, buffers):
        try:
            return wire.Decoder(buffers, self._resolve).decode(node)
        except wire.WireError as error:
            self._distrust(str(error))

    def _resolve(self, node, decoder):
        tag, *parts = node
        if tag == "h":
            return self._standin(*parts)
        if tag == "g":
            return self._from_given(decoder, *parts)
        if tag == "cb" and parts and isinstance(parts[0], int) and parts[0] in self._callbacks:
            return self._callbacks[parts[0]]
        if tag == "no":
            return StandIn(_About(self, 0, "object", "object", refusal=str(parts[0])[:300]))
        raise wire.WireError("an unknown tag")

    def _standin(self, number, kind, name, can_be_called):
        if not isinstance(number, int) or not isinstance(name, str):
            raise wire.WireError("a broken handle")
        known = self._standins.get(number)
        if known is None:
            base = Callable if can_be_called is True else StandIn
            about = _About(self, number, str(kind), _identifier(name))
            known = self._standins[number] = _named(base, about)(about)
        return known

    def _from_given(self, decoder, name, node):
        kind, values = self.given.get(name), decoder.decode(node)
        if kind is None or not isinstance(values, dict) or not all(map(_is_text, values)):
            raise wire.WireError("no given class")
        made: Any = object.__new__(kind)
        vars(made).update({key: values[key] for key in values if _may_hold(kind, key)})
        return made

    def _error(self, said, buffers):
        """The student's error as the builtin error that it is or comes from."""
        if not isinstance(said, dict):
            self._distrust("a broken error")
        kinds = said.get("types")
        kind = next(
            (k for k in map(_builtin_error, kinds if isinstance(kinds, list) else []) if k),
            Exception,
        )
        name = said.get("name")
        if isinstance(name, str) and name != kind.__name__:
            kind = type(_identifier(name), (kind,), {})
        error = _make_error(kind, self._error_args(said, buffers), str(said.get("text"))[:5000])
        error.splitgrade_line = str(said.get("line") or "")[:300]
        self.raised.append(error)
        return error

    def _error_args(self, said, buffers):
        if said.get("args") is None:
            return None
        args = self._decoded(said["args"], buffers)
        return args if isinstance(args, list) and len(args) < 6 else None

    def _changed(self, kind):
        return ArgumentChanged(
            f"Your function changed the {_identifier(str(kind))} it was given: work on a copy."
        )

    def _show(self, printed):
        if isinstance(printed, str):
            sys.stdout.write(printed)

    def _distrust(self, why):
        self.gone = f"Its reply could not be read ({why})."[:300]
        raise StudentGone(self.gone)


class _About:
    """What a stand-in knows of its object."""

    def __init__(self, connection, number, kind, name, refusal=None):
        self.connection, self.number, self.kind, self.name = connection, number, kind, name
        self.refusal = refusal

    def apply(self, op, *args, **kwargs):
        if self.refusal:
            raise TypeError(self.refusal)
        return self.connection.apply(op, self.number, args, kwargs)


def _asks(op):
    def method(self, *args):
        return self._splitgrade.apply(op, *args)

    return method


def _refuses(what):
    def method(self, *_):
        raise TypeError(
            f"{_words(self)} cannot be {what}: a number, text, list, array or model can."
        )

    return method


class StandIn:
    """Stands for an object of a student's class; its methods run in the student's process."""

    __hash__ = object.__hash__
    __array_ufunc__ = None  # numpy leaves operators to us

    def __init__(self, about: _About) -> None:
        object.__setattr__(self, "_splitgrade", about)

    def __getattr__(self, name):
        if name.startswith(("__", "_ipython", "_repr_")):
            raise AttributeError(name)
        return self._splitgrade.apply("getattr", name)

    def __setattr__(self, name, value):
        self._splitgrade.apply("setattr", name, value)

    def __repr__(self):
        about = self._splitgrade
        if about.kind != "object" or about.refusal:
            return f"<your {about.kind} {about.name}>"
        return _as_text(about.apply("repr"), self)

    def __str__(self):
        about = self._splitgrade
        if about.kind != "object" or about.refusal:
            return repr(self)
        return _as_text(about.apply("str"), self)

    def __len__(self):
        return int(self._splitgrade.apply("len"))

    def __contains__(self, value):
        return self._splitgrade.apply("contains", value) is True

    def __iter__(self):
        return _Iterator(self._splitgrade.apply("iter"))

    def __enter__(self):
        return self._splitgrade.apply("enter")

    def __exit__(self, *_):
        self._splitgrade.apply("exit")

    __next__, __getitem__, __setitem__ = _asks("next"), _asks("getitem"), _asks("setitem")
    __neg__, __abs__ = _asks("neg"), _asks("abs")
    __bool__ = _refuses("taken for true or false")
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuses("compared")
    __array__ = _refuses("made an array")


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul"):
    setattr(StandIn, f"__{_name}__", _asks(_name))
    setattr(StandIn, f"__r{_name}__", _asks(f"r{_name}"))


class Callable(StandIn):
    """Stands for a student's function, class, or object that can be called."""

    def __call__(self, *args, **kwargs):
        return self._splitgrade.apply("call", *args, **kwargs)


class _Iterator:
    """Steps through a student's iterator, one request a step."""

    def __init__(self, target):
        self._target = target if isinstance(target, StandIn) else iter(target)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._target)


def _named(base, about):
    """A class of its own name, since messages say type(x).__name__."""
    names = {"__module__": "student"}
    if about.kind == "object":
        return type(about.name, (base,), names)
    return type(about.kind, (base,), names | {"__name__": about.name})


def _words(standin):
    about = standin._splitgrade
    return about.refusal or f"Your {about.kind if about.kind != 'object' else about.name}"


def _as_text(value, standin):
    return value if isinstance(value, str) else f"<{_words(standin)}>"


def _identifier(name):
    """A student's name for something, if it is a name."""
    good = name.isidentifier() and not keyword.iskeyword(name) and len(name) <= 60
    return name if good else "object"


def _is_text(key):
    return isinstance(key, str)


def _may_hold(kind, name):
    """Whether an object of a given class can have a value of its own under a name.

    What the class defines to be called or computed is the class's, so that a test that asks a
    given method is not answered by a student. Unless the class itself says that its objects may
    have another one: by an annotation, as for a dataclass's fields, or by setting it.
    """
    if name.startswith("__"):
        return False  # such names Python asks for
    family = kind.__mro__
    defined = next((vars(each)[name] for each in family if name in vars(each)), None)
    if inspect.isdatadescriptor(defined):
        return True  # it comes first whatever the object holds, and may keep its data there
    if not callable(defined) and not hasattr(defined, "__get__"):
        return True
    return any(name in inspect.get_annotations(each) or _sets(each, name) for each in family)


def _sets(kind, name):
    """Whether a method of a class sets an attribute of this name."""
    methods = [value for value in vars(kind).values() if inspect.isfunction(value)]
    return any(
        step.opname == "STORE_ATTR" and step.argval == name
        for method in methods
        for step in dis.get_instructions(method)
    )


def _builtin_error(name):
    kind = getattr(builtins, name, None) if isinstance(name, str) else None
    return kind if isinstance(kind, type) and issubclass(kind, Exception) else None


def _builtin_name(error):
    return next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins")


def _make_error(kind, args, text):
    for attempt in (args, [text]):
        if attempt is None:
            continue
        try:
            error = kind(*attempt)
            str(error)
            return error
        except Exception:
            continue
    return Exception(text)


__all__ = ["ArgumentChanged", "Callable", "Connection", "StandIn", "StudentGone"]
