"""Which parts of the skipped cells the rest of a notebook needs: a program slice.

A given cell that only shows something is skipped in grading. What it binds or changes may be
used by later code all the same. So those of its statements run that reach a use, for each
notebook and in the order of its cells: backwards over the live names (M. Weiser, Program
slicing, 1981).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from splitgrade.effects import ALL, MAKERS, UNSEEN, Effects, Statement, by_words, statements
from splitgrade.execute import Cell

MAX_READ = 100_000  # characters of the student's that are parsed; the rest is read word by word
MAX_FUNCTIONS = 200  # that call one another; in what calls more, any name may be meant

_RANDOM = ("random", "numpy.random")  # modules that hold a generator of numbers
_SETS = re.compile("set|seed|use|append|insert|update|filter|config|register")  # as np.seterr


@lru_cache(maxsize=16)
def needed_cells(cells: tuple[Cell, ...]) -> list[Cell | None]:
    """Leave out of a notebook's shown cells what nothing else needs.

    What a test or a given cell needs of a shown cell makes that a given cell, for everybody.
    Of the others those statements stay that the student's code needs.

    Parameters
    ----------
    cells : tuple of Cell

    Returns
    -------
    list of Cell or None
        One for each; None where nothing is left.
    """
    instructors = _needed_by_instructors(
        tuple(replace(cell, source="") if _is_students(cell) else cell for cell in cells)
    )
    parts: list[Statement] = []
    groups: list[tuple[int, int] | None] = []
    handed_over = {name for cell in cells if cell.role == "answer" for name in cell.binds}
    left = MAX_READ
    for number, cell in enumerate(cells):
        skipped = cell.role == "shown" and number not in instructors
        left -= len(cell.source) if _is_students(cell) else 0
        own = statements(cell.source) if left > 0 else (by_words(cell.source),)
        if cell.role == "test":  # whose own names are nowhere at the student's
            own = tuple(_asked_of_the_student(each, handed_over) for each in own)
        parts += own
        groups += [(number, place) if skipped else None for place in range(len(own))]
    students = needed(steps(parts), groups)
    kept: dict[int, list[str]] = defaultdict(list)
    for part, group in zip(parts, groups, strict=True):
        if group in students and group is not None:
            kept[group[0]].append(part.text)
    found: list[Cell | None] = []
    for number, cell in enumerate(cells):
        if number in instructors:
            cell = replace(cell, role="given")
        elif cell.role == "shown":
            cell = replace(cell, source="\n".join(kept[number]))
        found.append(cell if cell.source or cell.role != "shown" else None)
    return found


@lru_cache(maxsize=16)
def _needed_by_instructors(cells: tuple[Cell, ...]) -> set[object]:
    """The numbers of the shown cells that run where the tests run; the class has them in common."""
    parts: list[Statement] = []
    groups: list[int | None] = []
    for number, cell in enumerate(cells):
        own = statements(cell.source)
        if cell.role == "answer":  # from there on these are the student's
            own = (Statement(now=Effects(binds=set(cell.binds)), surely=set(cell.binds)),)
        parts += own
        groups += [number if cell.role == "shown" else None] * len(own)
    return needed(steps(parts), groups)


def _asked_of_the_student(test, names):
    """What a statement of a test's needs there: the student's names, and what they call."""
    asked = Effects()
    for each in (test.now, *test.later.values()):
        asked |= Effects(reads=each.reads & names, chains=each.chains)
    return Statement(now=asked)


def _is_students(cell):
    return cell.role in ("answer", "student")


@dataclass
class Step:
    """A statement in its notebook: what it needs and does, its functions' effects included.

    Parameters
    ----------
    reads, surely, touches : set of str
        Names that it needs; that it binds in any case; that it may bind or change.
    keeps : set of str
        Names that the functions it mentions need, whenever they are called.
    """

    reads: set[str]
    surely: set[str]
    touches: set[str]
    keeps: set[str]


def steps(notebook: Sequence[Statement]) -> list[Step]:
    """The statements of a notebook, in order, with what only the whole tells."""
    paths = {name: path for each in notebook for name, path in each.imports.items()}
    used_up = {name for each in notebook for name in each.used_up}
    functions: dict[str, Effects] = defaultdict(Effects)
    for each in notebook:
        for name, body in each.later.items():
            functions[name] |= body
    partners: dict[str, set[str]] = {}
    found = []
    for each in notebook:
        called = _called(each.now.mentions(), functions)
        changes = each.now.changes | called.changes | (each.now.mentions() & used_up)
        changes -= paths.keys()  # a module is changed where its name is not: see _states
        touches = each.now.binds | called.binds | _all_touched(each, changes, partners)
        reads = each.now.reads | called.reads
        for effects in (each.now, called):
            asked, ordered = _states(effects, paths)
            reads, touches = reads | asked, touches | ordered
        found.append(Step(reads, each.surely, touches, called.reads))
    return found


def _called(names, functions):
    """The effects of the functions of these names, and of those that they use."""
    found, waiting = Effects(), list(names)
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in functions and name not in seen:
            if len(seen) == MAX_FUNCTIONS:
                return Effects(reads={ALL})
            seen.add(name)
            found |= functions[name]
            waiting += functions[name].mentions()
    return found


def _all_touched(statement, changes, partners):
    """What is changed with these names, since it shares parts with them; keeps who shares."""
    for name in statement.now.binds:
        others = set(statement.shares.get(name, ()))
        others = others.union(*(partners.get(each, ()) for each in others)) - {name}
        before = () if name in statement.surely else partners.get(name, ())
        for each in partners.pop(name, set()).difference(before):
            partners.get(each, set()).discard(name)
        partners[name] = others.union(before)
        for each in others:
            partners.setdefault(each, set()).add(name)
    return changes.union(*(partners.get(each, ()) for each in changes))


def _states(effects, paths):
    """The modules whose state is asked for, and those whose state is changed."""
    asked, changed = set(), set()
    for chain in effects.chains | effects.orders:
        root, _, rest = chain.partition(".")
        if root not in paths:
            continue
        path = f"{paths[root]}.{rest}".rstrip(".")
        module, _, last = path.rpartition(".")
        asked |= {f"module {module}", f"module {path}"}
        draws = module in _RANDOM and last not in MAKERS
        if draws or (chain in effects.orders and _SETS.search(last)):
            changed.add(f"module {module}")
    return asked, changed


def needed(found: Sequence[Step], groups: Sequence[object]) -> set[object]:
    """The groups of statements that have to run, so that all others find what they need.

    Parameters
    ----------
    found : list of Step
        In the order of the notebook.
    groups : list
        The group of each; None where a statement runs in any case.

    Returns
    -------
    set
    """
    running: set[object] = {None}
    while True:
        # A function may be called at any time after it is mentioned: from there on what it
        # needs is live, and no binding ends that.
        since: dict[str, int] = {}
        for number, (step, group) in enumerate(zip(found, groups, strict=True)):
            if group in running:
                for name in step.keeps:
                    since.setdefault(name, number)
        live, more = {UNSEEN, *since}, set()
        for number in reversed(range(len(found))):
            step, group = found[number], groups[number]
            if group not in running and (ALL in live or not live.isdisjoint(step.touches)):
                more.add(group)
            if group in running or group in more:
                live -= {name for name in step.surely if since.get(name, number) >= number}
                live |= step.reads
        if not more:
            return running - {None}
        running |= more
