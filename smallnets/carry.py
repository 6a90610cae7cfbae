"""A student's own functions, carried from an earlier notebook into a later one.

Only what a function needs is run: its own cell, and of the other cells the imports,
helper functions and constants it refers to. Of cells tagged ``show`` (training, plots)
only imports and definitions are taken, test cells are not looked at, and nothing is
ever written. Where something is missing, a printed sentence says what and why, and the
lesson shows a stored result instead. No graded cell depends on any of this.
"""

import ast
import builtins
import json
import linecache
import re
import symtable
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from smallnets.notebooks import STUB_WORDS, NotebookError, SavedCell, read_notebook

T = TypeVar("T")

STORED = Path(__file__).parent / "stored"
MARK = "<carried "
TRAINS = {"fit", "Trainer", "load_mnist", "load_teacher_logits"}
PLAIN = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


def carry_over(
    lesson: str, name: str, trial: Callable[[Callable[..., Any]], object] | None = None
) -> Callable[..., Any] | None:
    """Fetch a function or class from the student's own notebook of an earlier lesson.

    The notebook is looked for in the working directory and the one above it, each time
    also in a folder of the lesson's name, and in ``source/`` and ``release/`` below.
    Copies such as ``02_magnitude_pruning (1).ipynb`` are tried last.

    Parameters
    ----------
    lesson : str
        Such as ``"02_magnitude_pruning"``.
    name : str
        The function or class.
    trial : callable or None
        ``trial(function) -> bool`` calls the function on something small and says
        whether the answer is of the kind expected.

    Returns
    -------
    callable or None
        None where there is nothing to carry. A printed sentence says which it is, and
        why.
    """
    folder = Path.cwd()
    reasons = []
    for path in _places(folder, lesson):
        try:
            function = _tried(_function(path, name), trial)
        except (_NotCarriedError, RecursionError) as error:
            reasons.append(f"in {_shown(path, folder)}, {error}")
            continue
        print(f"{name} is your own, from {_shown(path, folder)}.")
        return function
    why = reasons[0] if reasons else f"no {lesson}.ipynb lies here or in ../{lesson}"
    print(f"{name} is not carried over: {why}.")
    return None


def live_or_stored(live: Callable[[], T], stored: T, *needed: Callable[..., Any] | None) -> T:
    """Return what ``live()`` returns, or ``stored`` where the student's code fails.

    Parameters
    ----------
    live : callable without arguments
        The experiment.
    stored : object
        Its result as it is shipped with the package.
    *needed : callable or None
        What :func:`carry_over` gave for the functions that the experiment calls.

    Returns
    -------
    object
        A printed sentence says which of the two it is. An error that comes neither out
        of a carried function, nor of an exercise still to be written, nor of this package,
        which was given what the function made, is raised as usual.
    """
    if any(function is None for function in needed):
        print("Stored result, since not every function it needs was carried over.")
        return stored
    try:
        result = live()
    except (Exception, SystemExit) as error:
        cause = _cause(error, needed)
        if cause is None:
            raise
        print(f"Stored result, since {cause}.")
        return stored
    print("Live result, measured just now" + (" with your own functions." if needed else "."))
    return result


def stored_results(lesson: str) -> dict[str, Any]:
    """Return the stored results of a lesson, as the dict its JSON file holds.

    Parameters
    ----------
    lesson : str
        Such as ``"06_comparison"``.

    Returns
    -------
    dict
        ``made_by`` says which command wrote the file.

    Raises
    ------
    FileNotFoundError
        If there are none for this lesson.
    """
    return json.loads((STORED / f"{lesson}.json").read_text(encoding="utf-8"))


def stored_arrays(lesson: str) -> dict[str, np.ndarray]:
    """Return the stored arrays of a lesson, as the dict its NPZ file holds.

    Parameters
    ----------
    lesson : str
        Such as ``"07_iterative_pruning"``.

    Returns
    -------
    dict of str to ndarray

    Raises
    ------
    FileNotFoundError
        If there are none for this lesson.
    """
    with np.load(STORED / f"{lesson}.npz", allow_pickle=False) as archive:
        return dict(archive)


class _NotCarriedError(Exception):
    """Nothing can be carried; the text says why."""


def _places(folder, lesson):
    """Notebooks of a lesson near a folder, the likeliest first."""
    folders = [
        folder,
        folder.parent / lesson,
        folder / lesson,
        folder.parent,
        folder / "source" / lesson,
        folder / "release" / lesson,
    ]
    found = [each / f"{lesson}.ipynb" for each in folders]
    for each in folders:  # downloaded or copied twice: "... (1).ipynb", "...-Copy1.ipynb"
        found += sorted(each.glob(f"{lesson}*.ipynb"))
    return list(dict.fromkeys(path for path in found if _is_file(path)))


def _is_file(path):
    try:
        return path.is_file()
    except OSError:  # a folder that may not be looked into
        return False


def _shown(path, folder):
    inside = path.is_relative_to(folder)
    near = path.relative_to(folder) if inside else ".." / path.relative_to(folder.parent)
    return near.as_posix()


def _function(path, name):
    """Run what the named function needs, in a namespace of its own, and return it."""
    parts = _Parts(_read_cells(path))
    namespace = {"__name__": f"carried_{path.stem}"}
    for part in parts.needed_by(name):
        file = f"{MARK}{path.name}, {part.title}>"
        text = part.cell.source  # for tracebacks
        linecache.cache[file] = (len(text), None, text.splitlines(True), file)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                code = compile(ast.Module([part.statement], []), file, "exec")
                exec(code, namespace)
        except (Exception, SystemExit) as error:
            raise _NotCarriedError(
                f"line {part.statement.lineno} of {part.title} raised {_said(error)}"
            ) from None
    if not callable(namespace[name]):
        raise _NotCarriedError(f"{name} is no function, it is {namespace[name]!r:.60}")
    return namespace[name]


def _tried(function, trial):
    """Return the function if it stands the trial."""
    if trial is None:
        return function
    try:
        passed = bool(trial(function))
    except (Exception, SystemExit) as error:
        raise _NotCarriedError(f"it raised {_said(error)} in a small trial") from None
    if not passed:
        raise _NotCarriedError("its answer in a small trial is not of the kind expected")
    return function


def _read_cells(path):
    """Read the code cells of a notebook, however damaged the file may be."""
    try:
        cells = [cell for cell in read_notebook(path) if cell.kind == "code"]
    except NotebookError as error:
        raise _NotCarriedError(str(error)) from None
    if not cells:
        raise _NotCarriedError("there is no code cell: it is no notebook")
    return cells


@dataclass(frozen=True, eq=False)
class _Part:
    """One statement of a cell, with the names it binds and those it refers to."""

    place: tuple[int, int]
    title: str
    statement: ast.stmt
    cell: SavedCell

    @cached_property
    def binds(self):
        plain = isinstance(self.statement, PLAIN)
        nodes = [self.statement] if plain else ast.walk(self.statement)
        return {name for node in nodes for name in _bound(node)}

    @cached_property
    def uses(self):
        return _globals_of(symtable.symtable(ast.unparse(self.statement), "", "exec"))

    @property
    def is_stub(self):
        """Whether it still holds the line that a release puts in for an answer."""
        if self.cell.grade_id is None:
            return False
        branches = [
            node for node in ast.walk(self.statement) if isinstance(node, (ast.If, ast.Try))
        ]
        sometimes = {id(step) for branch in branches for step in ast.walk(branch)}
        return any(
            _is_not_implemented(step)
            and (id(step) not in sometimes or STUB_WORDS in ast.unparse(step))
            for step in ast.walk(self.statement)
        )

    @property
    def is_safe(self):
        """Whether running it only defines something, or makes a small constant."""
        if isinstance(self.statement, PLAIN):
            return True
        loops = (ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith)
        called = {
            getattr(node.func, "attr", getattr(node.func, "id", None))
            for node in ast.walk(self.statement)
            if isinstance(node, ast.Call)
        }
        runs = any(isinstance(node, loops) for node in ast.walk(self.statement))
        return not (self.cell.is_show or runs or called & TRAINS)


class _Parts:
    """The statements of a notebook, and which of them a function needs."""

    def __init__(self, cells):
        self.parts, self.broken = [], []
        for number, cell in enumerate(cells):
            if not cell.is_test:
                self._add(number, cell)

    def _add(self, number, cell):
        title = f"the cell of {cell.grade_id}" if cell.grade_id else f"cell {number + 1}"
        try:
            statements = _parsed(cell.source)
        except (SyntaxError, ValueError, RecursionError) as error:
            self.broken.append((title, cell, error))
            return
        self.parts += [
            _Part((number, index), title, statement, cell)
            for index, statement in enumerate(statements)
        ]

    def needed_by(self, name):
        """Return the statements to run for a name, in the order of the notebook."""
        chosen, waiting = {}, [(name, None)]
        while waiting:
            wanted, user = waiting.pop()
            if wanted in chosen or (
                user and hasattr(builtins, wanted) and not self._binding(wanted)
            ):
                continue
            chosen[wanted] = part = self._part_for(wanted, user)
            waiting += [(used, wanted) for used in sorted(part.uses)]
        return sorted(set(chosen.values()), key=lambda part: part.place)

    def _binding(self, name):
        """Statements that bind a name, the best first: in its own cell, then the last."""
        found = [part for part in self.parts if name in part.binds]
        return sorted(
            found,
            key=lambda part: (
                part.is_stub,
                part.cell.grade_id != name,
                not isinstance(part.statement, PLAIN),
                tuple(-number for number in part.place),
            ),
        )

    def _part_for(self, name, user):
        whose = f"{name}, which {user} needs," if user else "it"
        found = self._binding(name)
        if not found:
            self._report_broken(name)
            raise _NotCarriedError(
                f"no cell defines {name}" + (f", which {user} uses" if user else "")
            )
        if found[0].is_stub:
            raise _NotCarriedError(f"{whose} is {STUB_WORDS}")
        if not found[0].is_safe:
            raise _NotCarriedError(
                f"{whose} is made by a cell that trains or shows something, and such "
                "cells are not run here: hand it over as an argument"
            )
        return found[0]

    def _report_broken(self, name):
        """Say so if a name is missing because its cell is no Python."""
        for title, cell, error in self.broken:
            if cell.grade_id == name or re.search(rf"(def|class) +{name}\b", cell.source):
                line = getattr(error, "lineno", None)
                where = f"line {line} of {title}" if line else title
                raise _NotCarriedError(f"{where} is no Python: {error.args[0]}")


def _bound(node):
    """Names that one statement or expression binds in its scope."""
    if isinstance(node, PLAIN[:3]):
        return [node.name]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [alias.asname or alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return [node.id]
    return []


def _globals_of(table):
    """Names that code looks up outside of itself: its globals and builtins."""
    top = table.get_type() == "module"
    names = {
        symbol.get_name()
        for symbol in table.get_symbols()
        if symbol.is_referenced() and (top or symbol.is_global())
    }
    return names.union(*(_globals_of(child) for child in table.get_children()))


def _is_not_implemented(step):
    raised = step.exc if isinstance(step, ast.Raise) else None
    raised = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _parsed(source):
    """Statements of a cell, less IPython's own lines such as ``%timeit`` or ``!ls``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source).body
        except SyntaxError:
            lines = source.split("\n")
            magic = [line.lstrip().startswith(("%", "!", "?")) for line in lines]
            if not any(magic):
                raise
            kept = zip(lines, magic, strict=True)
            return ast.parse("\n".join("" if m else line for line, m in kept)).body


def _cause(error, needed):
    """Say how carried functions brought an error about, None if they did not."""
    if isinstance(error, NotImplementedError) and STUB_WORDS in str(error):
        return f"an exercise that it calls is {STUB_WORDS}"
    place, file, step = None, "", error.__traceback__
    while step is not None:
        file = step.tb_frame.f_code.co_filename
        if file.startswith(MARK):
            place = f"{file[len(MARK) : -1]}, line {step.tb_lineno}"
        step = step.tb_next
    if place:
        return f"your code raised {_said(error)} ({place})"
    if needed and Path(file).parent == Path(__file__).parent:
        return f"what your functions made led to {_said(error)} ({Path(file).name})"
    return None


def _said(error):
    """An error in one line."""
    text = " ".join(str(error).split())
    text = text if len(text) <= 160 else text[:157] + "..."
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
