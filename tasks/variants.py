"""The library of misconceptions: other answers to one exercise, as files.

Wrong ones are *mutants*, right ones *alternatives*. A file's docstring says in words how
it differs. Below it stands the whole replacement of one answer cell: the one whose grade
id is the name of the last function or class. A mutant also says which test cell must fail
first, and words of its message, as ``EXPECT = ("cell", "words")``.
"""

import ast
from dataclasses import dataclass

from tasks.lessons import COURSE


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


def read_variants(kind, lesson="*"):
    """The variants in ``tests/mutants`` or ``tests/alternatives``, in order."""
    return [_read(path) for path in sorted((COURSE / "tests" / kind).glob(f"{lesson}/*.py"))]


def misconceptions(lesson):
    """The wrong ideas of a lesson, for the report: test, words of its message, the idea."""
    return [
        (*variant.expect, " ".join(variant.idea.split()))
        for variant in read_variants("mutants", lesson)
    ]


def _read(path):
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    idea = ast.get_docstring(tree)
    if not idea:
        raise ValueError(f"{path} has no docstring that names its idea")
    body = tree.body[1:]
    expect = None
    if body and isinstance(body[0], ast.Assign) and body[0].targets[0].id == "EXPECT":
        expect = ast.literal_eval(body.pop(0).value)
    named = [node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    if not named:
        raise ValueError(f"{path} defines no function or class")
    first = min([body[0].lineno, *(d.lineno for d in getattr(body[0], "decorator_list", []))])
    source = "\n".join(text.splitlines()[first - 1 :]) + "\n"
    return Variant(path.parent.name, path.stem, idea, named[-1], source, expect)
