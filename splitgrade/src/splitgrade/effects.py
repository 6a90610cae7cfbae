"""What the statements of a cell do with the notebook's names, as far as syntax tells.

In doubt they do it. The source of a student's cell is parsed here, outside of the sandbox, and
never compiled or run.
"""

from __future__ import annotations

import ast
import re
import symtable
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from splitgrade.names import bound_names

ALL = "*all*"  # read by code that makes the names up that it looks up
UNSEEN = "*unseen*"  # bound by what binds names that no syntax shows
MAKERS = {"default_rng", "Generator", "Random", "RandomState", "SeedSequence"}  # of randomness

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SCOPES = (*_FUNCTIONS, ast.ClassDef, *_COMPREHENSIONS)
_LOOK_UP = {"eval", "exec", "globals", "locals", "get_ipython", "__main__"}
_SHOW = {"print", "display"}  # change nothing of what they are given
_USED_UP = MAKERS | {"iter", "open", "map", "filter", "zip", "enumerate", "cycle", "count"}
_WRITES = re.compile("open|write|save|dump|to_|copy|move|touch|mkdir|makedirs")
_FILE = re.compile(r"[\w./-]*\w\.\w+|[\w.-]+/[\w./-]*")
_WORD = re.compile(r"[^\W\d]\w*")
_MAGIC = re.compile(r"(\s*(?:[\w, ]+=\s*)?)([%!?].*|[\w.]+\?{1,2}\s*)")
_MAGIC_LENGTH = 1000  # of a longer line nothing is made
_BODY_RUNS_HERE = re.compile(r"%%(?:time|timeit|capture|prun)\b")
_BINDS_UNSEEN = re.compile(r"%%|%(?:run|pylab|cd|load_ext)\b")


@dataclass
class Effects:
    """What some code does with names that are not its own.

    Parameters
    ----------
    reads : set of str
        Names that it needs from before.
    chains : set of str
        All that it looks up, with attributes: np.random.rand.
    changes : set of str
        Names whose object it may change in place.
    binds : set of str
        Names that it may bind.
    orders : set of str
        What it calls without use for the result.
    """

    reads: set[str] = field(default_factory=set)
    chains: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)
    binds: set[str] = field(default_factory=set)
    orders: set[str] = field(default_factory=set)

    def __ior__(self, other: Effects) -> Effects:
        for name, value in vars(self).items():
            value |= getattr(other, name)
        return self

    def mentions(self) -> set[str]:
        return {chain.partition(".")[0] for chain in self.chains}


@dataclass
class Statement:
    """One statement at the top of a cell, or several on the same lines.

    Parameters
    ----------
    text : str
        Its source.
    now : Effects
        What running it does.
    surely : set of str
        Names that it binds in any case.
    later : dict of str to Effects
        By the name of a function or class: what using that may do.
    shares : dict of str to set of str
        By a name that it binds: names with whose objects that one's may have parts in common.
    used_up : set of str
        Names that it binds to a generator or iterator, another one after each use.
    imports : dict of str to str
        By a name that it binds: what is imported, with its module.
    """

    text: str = ""
    now: Effects = field(default_factory=Effects)
    surely: set[str] = field(default_factory=set)
    later: dict[str, Effects] = field(default_factory=lambda: defaultdict(Effects))
    shares: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    used_up: set[str] = field(default_factory=set)
    imports: dict[str, str] = field(default_factory=dict)


@lru_cache(maxsize=2000)
def statements(source: str) -> tuple[Statement, ...]:
    """Take a cell apart, in time that grows with its length, whatever is in it.

    Nothing is found in a cell that is no Python, since it runs nowhere.
    """
    source = re.sub(r"\r\n?", "\n", source)
    if _BODY_RUNS_HERE.match(source):
        source = re.sub(r".*", "", source, count=1)
    elif source.startswith("%%"):
        return (by_words(source),)
    for readable in (source, _without_magics(source)):
        try:
            return tuple(_taken_apart(readable, source))
        except SyntaxError:
            continue
        except (RecursionError, MemoryError, ValueError):  # nested too deep, or a null byte
            return (by_words(source),)
    return ()


def by_words(source: str) -> Statement:
    """A cell as one statement that looks up every word in it."""
    words = set(_WORD.findall(source))
    return Statement(source, Effects(reads=words, chains=words, binds={UNSEEN}))


def _without_magics(source):
    """The cell, line by line, with its magics turned into calls of get_ipython."""
    lines = source.split("\n")
    found = [(each, len(each) < _MAGIC_LENGTH and _MAGIC.fullmatch(each)) for each in lines]
    return "\n".join(f"{m[1]}get_ipython({m[2]!r})" if m else line for line, m in found)


def _taken_apart(readable, source):
    scopes, lines = _Scopes(readable), source.split("\n")
    groups: list[list[ast.stmt]] = []
    end = 0
    for node in ast.parse(readable).body:
        if _first_line(node) <= end:
            groups[-1].append(node)
        else:
            groups.append([node])
        end = node.end_lineno or node.lineno
    for group in groups:
        text = "\n".join(lines[_first_line(group[0]) - 1 : group[-1].end_lineno])
        yield _Reader(scopes).read(group, text)


def _first_line(node):
    return min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])


class _Scopes:
    """What the functions, classes and comprehensions of a cell look up outside, by their line."""

    def __init__(self, source):
        self.looked_up, self.bound = defaultdict(set), defaultdict(set)
        waiting = symtable.symtable(source, "<cell>", "exec").get_children()
        while waiting:
            table = waiting.pop()
            waiting += table.get_children()
            for symbol in table.get_symbols():
                if symbol.is_global() and symbol.is_referenced():
                    self.looked_up[table.get_lineno()].add(symbol.get_name())
                if symbol.is_global() and symbol.is_assigned():
                    self.bound[table.get_lineno()].add(symbol.get_name())


class _Reader:
    """Reads statements in the order in which they run."""

    def __init__(self, scopes):
        self.scopes, self.found = scopes, Statement()

    def read(self, nodes, text):
        self.found.text, self.found.surely = text, self.block(nodes, frozenset())
        self._look_up_made_up_names(nodes)
        return self.found

    def block(self, nodes, bound):
        """Read what runs after these names were bound; returns what is bound then."""
        for node in nodes:
            bound = getattr(self, f"_{type(node).__name__.lower()}", self._simple)(node, bound)
        return bound

    def _simple(self, node, bound):
        self._look(node, bound)
        self.found.now.changes |= set(_changed(node))
        self.found.now.orders |= set(_ordered(node))
        names = self._bind(node)
        if isinstance(node, ast.Delete) or not getattr(node, "value", True):  # as in x: int
            return bound - names
        self._remember_value(node)
        return bound | names

    def _bind(self, node):
        names = _names(node)
        if isinstance(node, ast.stmt):
            names |= bound_names(ast.Module([node], []))
        self.found.now.binds |= names
        return names

    def _functiondef(self, node, bound):
        for each in (*node.decorator_list, node.args, node.returns):
            self._look(each, bound)
        self._remember_body(node, node.name)
        if node.decorator_list:  # which may keep it, or call it
            self.found.now |= self.found.later[node.name]
        return bound | self._bind(node)

    _asyncfunctiondef = _functiondef

    def _classdef(self, node, bound):
        for each in (*node.decorator_list, *node.bases, *node.keywords):
            self._look(each, bound)
        self._need(self.scopes.looked_up[node.lineno], bound)
        self._remember_body(node, node.name)
        return bound | self._bind(node)

    def _for(self, node, bound):
        self._look(node.iter, bound)
        targets = self._bind(node.target)
        for name in targets:
            self.found.shares[name] |= set(_roots(node.iter))
        self.block(node.body, bound | targets)
        self.block(node.orelse, bound)
        return bound

    _asyncfor = _for

    def _while(self, node, bound):
        self._look(node.test, bound)
        self.block(node.body, bound)
        self.block(node.orelse, bound)
        return bound

    def _if(self, node, bound):
        self._look(node.test, bound)
        return self.block(node.body, bound) & self.block(node.orelse, bound)

    def _with(self, node, bound):
        for item in node.items:
            self._look(item.context_expr, bound)
            if item.optional_vars:
                bound = bound | self._bind(item.optional_vars)
        return self.block(node.body, bound)

    _asyncwith = _with

    def _try(self, node, bound):
        self.block(node.body, bound)
        for handler in node.handlers:
            self._look(handler.type, bound)
            self.block(handler.body, bound | {handler.name})
        self._bind(node)
        self.block(node.orelse, bound)
        return self.block(node.finalbody, bound)

    _trystar = _try

    def _match(self, node, bound):
        self._look(node.subject, bound)
        names = self._bind(node)
        for case in node.cases:
            self._look(case.guard, bound | names)
            self.block(case.body, bound | names)
        return bound

    def _look(self, node, bound):
        """Read what an expression, or a simple statement, looks up."""
        if node is None:
            return
        for each in _outside(node):
            if isinstance(each, _SCOPES):
                self._need(self.scopes.looked_up[each.lineno], bound)
                self.found.now.binds |= self.scopes.bound[each.lineno]
            elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load):
                self._need({each.id}, bound)
            elif isinstance(each, ast.NamedExpr):
                self.found.now.binds.add(each.target.id)
            elif isinstance(each, ast.AugAssign):
                self._need(_names(each.target), bound)
        self.found.now.chains |= _chains(node)

    def _need(self, names, bound):
        self.found.now.reads |= names - bound
        self.found.now.chains |= names

    def _remember_body(self, node, name):
        """What a function does when it is called, or the methods of a class."""
        body = self.found.later[name]
        for each in ast.walk(node):
            if isinstance(each, _SCOPES):
                body.reads |= self.scopes.looked_up[each.lineno]
                body.binds |= self.scopes.bound[each.lineno]
        for each in ast.walk(node):
            if isinstance(each, ast.stmt):
                body.changes |= set(_changed(each)) & body.reads
                body.orders |= set(_ordered(each))
        body.chains |= body.reads | _chains(node)

    def _remember_value(self, node):
        value, names = getattr(node, "value", None), _names(node)
        if isinstance(node, ast.Import):
            for each in node.names:
                path = each.name if each.asname else each.name.partition(".")[0]
                self.found.imports[each.asname or path] = path
        elif isinstance(node, ast.ImportFrom):
            for each in node.names:
                self.found.imports[each.asname or each.name] = f"{node.module}.{each.name}"
                if each.name == "*":
                    self.found.now.binds.add(UNSEEN)
        elif value is not None:
            for name in names:
                self.found.shares[name] |= set(_roots(value, through_calls=False))
            if any(_is_used_up(each) for each in ast.walk(value)):
                self.found.used_up |= names

    def _look_up_made_up_names(self, nodes):
        now, texts = self.found.now, [each for node in nodes for each in _texts(node)]
        files = {repr(text) for text in texts if len(text) < 200 and _FILE.fullmatch(text)}
        now.reads |= files
        if any(_writes(each) for node in nodes for each in ast.walk(node)):
            now.changes |= files
        bodies = (now, *self.found.later.values())
        chains = set().union(*(body.chains for body in bodies))
        if not _LOOK_UP & {chain.partition(".")[0] for chain in chains}.union(texts):
            return
        inside = [each for node in nodes for each in ast.walk(node)]
        words = {word for text in texts for word in _WORD.findall(text)}
        words |= {each.attr for each in inside if isinstance(each, ast.Attribute)}
        now.reads |= words
        now.chains |= words
        if any(_makes_a_name_up(each) for each in inside):
            now.reads.add(ALL)
        if any(_BINDS_UNSEEN.match(text) for text in texts):
            now.binds.add(UNSEEN)


def _outside(node, kind=ast.AST):
    """The nodes of an expression or statement that are in no function or class inside of it."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, kind):
            yield each
        if isinstance(each, _COMPREHENSIONS):
            waiting.append(each.generators[0].iter)
        elif isinstance(each, ast.Lambda):
            waiting.append(each.args)
        elif not isinstance(each, _SCOPES):
            waiting += ast.iter_child_nodes(each)


def _names(node):
    """Names that are bound or deleted in it."""
    found = _outside(node, ast.Name)
    return {each.id for each in found if not isinstance(each.ctx, ast.Load)}


def _texts(node):
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def _chains(node):
    """What is looked up with its attributes, as np.random.rand."""
    found = (_dotted(each) for each in ast.walk(node) if isinstance(each, ast.Attribute))
    return {chain for chain in found if chain}


def _dotted(node):
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _roots(node, through_calls=True):
    """The names whose objects an expression gives, or gives a part of."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.Call) and through_calls:
            waiting += [*each.args, *(keyword.value for keyword in each.keywords)]
            if isinstance(each.func, ast.Attribute):
                waiting.append(each.func)
        elif isinstance(each, ast.Dict):
            waiting += each.values
        elif isinstance(each, ast.IfExp):
            waiting += [each.body, each.orelse]
        elif isinstance(each, ast.List | ast.Tuple | ast.Set):
            waiting += each.elts
        elif isinstance(each, ast.BoolOp):
            waiting += each.values
        elif isinstance(
            each, ast.Attribute | ast.Subscript | ast.Starred | ast.Await | ast.NamedExpr
        ):
            waiting.append(each.value)


def _changed(node):
    """Names whose objects a simple statement may change: it stores in them, or gives an order."""
    if not isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Delete | ast.Expr):
        return
    for each in _outside(node, ast.Attribute | ast.Subscript):
        if not isinstance(each.ctx, ast.Load):
            yield from _roots(each)
    if isinstance(node, ast.AugAssign):
        yield from _roots(node.target)
    for _ in _ordered(node):
        yield from _roots(_order(node))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.ListComp):
            for each in node.value.generators:
                yield from _roots(each.iter)


def _ordered(node):
    """What a statement calls for its effect; neither shows nor asserts."""
    call = _order(node)
    if isinstance(call, ast.Call):
        name = _dotted(call.func) or getattr(call.func, "attr", "")
        last = name.rpartition(".")[2]
        if last not in _SHOW and not last.startswith("assert"):
            yield name


def _order(node):
    """The call whose result a statement drops."""
    if isinstance(node, ast.Assign):
        value = node.value if all(_names(each) == {"_"} for each in node.targets) else None
    else:
        value = node.value if isinstance(node, ast.Expr) else None
    while isinstance(value, ast.Await | ast.ListComp):
        value = value.value if isinstance(value, ast.Await) else value.elt
    return value


def _is_used_up(node):
    if isinstance(node, ast.Call):
        return _dotted(node.func).rpartition(".")[2] in _USED_UP
    return isinstance(node, ast.GeneratorExp)


def _writes(node):
    """Whether it is a call that makes a file, by its name."""
    if not isinstance(node, ast.Call):
        return False
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    return bool(_WRITES.match(name))


def _makes_a_name_up(node):
    """Whether it asks the namespace for a name, or Python for an expression, that is no text."""
    if isinstance(node, ast.Subscript):
        asked, given = node.value, [node.slice]
    elif isinstance(node, ast.Call):
        asked, given = node.func, node.args
    else:
        return False
    while isinstance(asked, ast.Attribute | ast.Call):
        asked = asked.value if isinstance(asked, ast.Attribute) else asked.func
    looks_up = isinstance(asked, ast.Name) and asked.id in _LOOK_UP
    return looks_up and not all(isinstance(each, ast.Constant) for each in given)
