"""The library of misconceptions: other answers to one exercise, as files.

Wrong ones are *mutants*, right ones *alternatives*. A file's docstring says in words how
it differs. Below it stands the whole replacement of one answer cell: the one whose grade
id is the name of the last function or class. Where a line or two differ from the reference
solution, the cell is named instead, with what is taken out of it and what comes in::

    CELL = "magnitude_mask"
    CHANGE = ("round(sparsity * weights.size)", "int(sparsity * weights.size)")

or a tuple of such pairs, made one after the other. A mutant also says which test cell must
fail first, and words of its message, as ``EXPECT = ("cell", "words")``.
"""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tasks.lessons import COURSE, reference_answers

SETTINGS = ("EXPECT", "CELL", "CHANGE")


@dataclass(frozen=True)
class Variant:
    lesson: str
    name: str
    idea: str
    cell: str
    source: str
    expect: tuple | None

    def __str__(self):
        return f"{self.lesson}-{self.cell}-{self.name}"


def read_variants(kind, lesson="*", course=COURSE):
    """The variants in ``tests/mutants`` or ``tests/alternatives``, in order.

    Raises
    ------
    ValueError
        If a file is none, or its CHANGE no longer fits the reference solution.
    """
    answers = cache(lambda lesson: reference_answers(lesson, course))
    return [_read(path, answers) for path in _files(kind, lesson, course)]


def misconceptions(lesson):
    """The wrong ideas of a lesson, for the report: test, words of its message, the idea."""
    parts = map(_parts, _files("mutants", lesson, COURSE))
    return [(*settings["EXPECT"], " ".join(idea.split())) for idea, settings, _ in parts]


def _files(kind, lesson, course):
    return sorted((Path(course) / "tests" / kind).glob(f"{lesson}/*.py"))


def _parts(path):
    """A file's docstring, its settings by name, and the rest of its source."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    idea, body, settings = ast.get_docstring(tree), tree.body[1:], {}
    if not idea:
        raise ValueError(f"{path} has no docstring that names its idea")
    while body and isinstance(body[0], ast.Assign) and body[0].targets[0].id in SETTINGS:
        setting = body.pop(0)
        settings[setting.targets[0].id] = ast.literal_eval(setting.value)
    if not body:
        return idea, settings, ""
    first = min([body[0].lineno, *(d.lineno for d in getattr(body[0], "decorator_list", []))])
    return idea, settings, "\n".join(text.splitlines()[first - 1 :]) + "\n"


def _read(path, answers):
    """One variant; ``answers(lesson)`` gives the reference solutions by grade id."""
    idea, settings, source = _parts(path)
    lesson = path.parent.name
    if "CHANGE" in settings:
        if source or "CELL" not in settings:
            raise ValueError(f"{path} has a CHANGE: it needs a CELL, and no code below")
        cell = settings["CELL"]
        source = _changed(path, answers(lesson), cell, settings["CHANGE"])
    else:
        body = ast.parse(source).body
        named = [node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        if not named:
            raise ValueError(f"{path} has neither a function, a class nor a CHANGE")
        cell = named[-1]
    return Variant(lesson, path.stem, idea, cell, source, settings.get("EXPECT"))


def _changed(path, answers, cell, change):
    """The reference solution of a cell with a variant's change made in it."""
    if cell not in answers:
        raise ValueError(f"{path}: CELL is {cell!r}, the answer cells are {', '.join(answers)}")
    source = answers[cell]
    for old, new in [change] if isinstance(change[0], str) else change:
        if source.count(old) != 1:
            raise ValueError(
                f"{path}: CHANGE takes {old!r} out of the reference solution of {cell}, where "
                f"it stands {source.count(old)} times. Where the solution was edited, edit "
                "the CHANGE, so that it fits in one place, or write the whole answer instead"
            )
        source = source.replace(old, new)
    try:
        ast.parse(source)
    except SyntaxError as error:
        raise ValueError(f"{path}: what CHANGE makes of {cell} is no Python: {error}") from None
    return source + "\n"
