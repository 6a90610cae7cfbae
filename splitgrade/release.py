"""When a release is built: refuse test cells that cannot judge across the process border.

What can be read off the syntax gets its explanation; for the rest, the instructor's own
solution is graded once as a submission would be, and has to earn every point.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from splitgrade import files
from splitgrade.execute import Ran, execute
from splitgrade.frame import mark, plain_tree
from splitgrade.names import bound_names, used_names
from splitgrade.plugin import SplitExecute, as_cell, cells_to_run, role_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

_INSPECTS = {"inspect", "dis"}
_LOOKS_UP = {"eval", "exec", "globals", "locals", "vars", "get_ipython"}
_SHARES = {"shares_memory", "may_share_memory"}
_KNOWN_DUNDERS = {"__name__"}
_FAILS = {
    "test": "the instructor's own solution fails",
    "given": "what is given to students fails",  # and what it should bind would be missing
}
_MAY_FAIL = "raises-exception"  # nbconvert's tag for a cell that is to show an error


class CheckRelease(NbGraderPreprocessor):
    """Refuses a notebook whose tests would judge wrongly when they are graded."""

    try_reference = Bool(
        True, help="Grade the instructor's solution once; it has to earn every point."
    ).tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        found = problems(nb)
        if not found and self.try_reference:
            found = self._reference_fails(nb, resources)
        if found:
            for problem in found:
                self.log.error("%s", problem)
            raise NbGraderException(
                "This notebook cannot be released, since submissions could not be graded "
                "fairly. " + " ".join(found)
            )
        return nb, resources

    def _reference_fails(self, nb: NotebookNode, resources: dict[str, Any]) -> list[str]:
        settings = SplitExecute(parent=self)
        course = settings.course_settings()
        chosen = cells_to_run(mark(deepcopy(nb)), settings.skip_tag)
        beside = files.for_tests(self.parent.parent.coursedir, resources["nbgrader"]["assignment"])
        ran = execute([as_cell(cell, role) for cell, role in chosen], course, beside, beside).cells
        return [
            f"In {_name(cell)} {_FAILS[role]} when it is graded: {words}"
            for (cell, role), result in zip(chosen, ran, strict=True)
            if role in _FAILS and _MAY_FAIL not in cell.metadata.get("tags", [])
            for words in _failures(result)
        ]


def _failures(result: Ran) -> Iterator[str]:
    """How a cell failed, on either side."""
    if result.failed:
        yield f"{result.failed} (where the tests run)"
        return
    for output in result.outputs:
        if output["output_type"] == "error":
            yield f"{output['ename']}: {output['evalue']}"


def problems(notebook: NotebookNode) -> list[str]:
    """What the test cells ask that cannot cross, in sentences.

    Parameters
    ----------
    notebook : NotebookNode
        The instructor's, with solutions and hidden tests.

    Returns
    -------
    list of str
    """
    answers: list[tuple[NotebookNode, ast.Module]] = []
    tests: list[tuple[NotebookNode, ast.Module]] = []
    for cell in notebook.cells:
        role = role_of(cell, "")
        tree = plain_tree(cell.source) if role else None
        if tree is not None and role in ("answer", "test"):
            (answers if role == "answer" else tests).append((cell, tree))
    names = {name for _, tree in answers for name in _defined(tree)}
    classes = {
        node.name for _, tree in answers for node in tree.body if isinstance(node, ast.ClassDef)
    }
    found = [
        f"In {_name(cell)}, line {line}: {words}"
        for cell, tree in tests
        for line, words in _Judge(tree, names, classes).problems()
    ]
    return found + _taken_from_tests(notebook)


class _Judge:
    """Looks through one test cell for what cannot cross."""

    def __init__(self, tree, names, classes):
        self.tree, self.names, self.classes = tree, names, classes

    def problems(self):
        found = []
        for node in ast.walk(self.tree):
            words = getattr(self, f"_{type(node).__name__.lower()}", lambda node: None)(node)
            if words:
                found.append((node.lineno, words))  # type: ignore[attr-defined]
        return sorted(set(found + list(self._in_place()) + list(self._credit())))

    def _credit(self):
        """nbgrader takes a number that a test cell ends in for the points earned."""
        last = self.tree.body[-1] if self.tree.body else None
        if isinstance(last, ast.Expr) and _root(last.value) in self.names:
            yield (
                last.lineno,
                (
                    "the cell ends in a student's value, and a number there would be "
                    "taken for its points. End in an assertion."
                ),
            )

    def _call(self, node):
        called = _called(node)
        if (
            called in ("isinstance", "issubclass")
            and len(node.args) == 2
            and used_names(node.args[1]) & self.names
        ):
            return (
                "isinstance of a student's class cannot be asked, since the class is in "
                "another process. Test what the object does or holds."
            )
        if called in _LOOKS_UP and isinstance(node.func, ast.Name):
            return (
                f"{called}() finds no student's name, since those a test uses are looked up "
                "by its syntax. Write the name itself."
            )
        if called in _SHARES and self._from_student(node):
            return "arrays that crossed never share memory. Compare values before and after."
        root = _root(node.func)
        if root in _INSPECTS and any(_is_name(arg, self.names) for arg in node.args):
            return "a student's source and signature stay with the student. Call it instead."
        return None

    def _attribute(self, node):
        if not _is_name(node.value, self.names):
            return None
        if isinstance(node.ctx, ast.Store):
            return "a student's class or function cannot be patched. Pass what it needs."
        if node.attr.startswith("__") and node.attr not in _KNOWN_DUNDERS:
            return f"{node.attr} of a student's object stays with the student. Call it instead."
        return None

    def _compare(self, node):
        sides = [node.left, *node.comparators]
        operators = {type(op) for op in node.ops}
        if operators & {ast.Eq, ast.NotEq} and any(
            isinstance(side, ast.Call) and _is_name(side.func, self.classes) for side in sides
        ):
            return (
                "objects of a student's class cannot be compared: their own comparison would "
                "judge. Compare what they hold."
            )
        if any(_is_name(side, self.classes) for side in sides):
            return "a student's class is in another process. Test what its objects do."
        if operators & {ast.Is, ast.IsNot} and self._argument_and_result(sides):
            return (
                "what a call returns is never the very object it was given, since both "
                "crossed. Compare values before and after."
            )
        return None

    def _argument_and_result(self, sides):
        """Whether one side is the result of a student's call and the other its argument."""
        results = dict(self._assigned_calls())
        for one, other in (sides[:2], sides[1::-1]):
            call = results.get(one.id) if isinstance(one, ast.Name) else one
            if (
                isinstance(call, ast.Call)
                and self._is_students(call)
                and isinstance(other, ast.Name)
                and _passes(call, other.id)
            ):
                return True
        return False

    def _from_student(self, node):
        results = dict(self._assigned_calls())
        return any(isinstance(arg, ast.Name) and arg.id in results for arg in node.args)

    def _assigned_calls(self):
        for node in ast.walk(self.tree):
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Call)
                and self._is_students(node.value)
            ):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        yield target.id, node.value

    def _is_students(self, call):
        return _root(call.func) in self.names

    def _in_place(self):
        """A call whose result is dropped, and then a test of what it was given."""
        dropped = [
            node.value
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and self._is_students(node.value)
        ]
        for call in dropped:
            for given in (arg.id for arg in call.args if isinstance(arg, ast.Name)):
                later = any(
                    given in used_names(node)
                    for node in ast.walk(self.tree)
                    if isinstance(node, ast.Assert) and node.lineno > call.lineno
                )
                if later and given not in self.names and not self._copied(given, call.lineno):
                    yield (
                        call.lineno,
                        (
                            f"a change that the call makes to {given} never reaches the test. Let "
                            "the function return what is new, or compare with a copy made before."
                        ),
                    )

    def _copied(self, name, line):
        """Whether something was made of the variable before, to compare with."""
        return any(
            isinstance(node, ast.Assign)
            and node.lineno < line
            and name in used_names(node.value)
            and name not in bound_names(ast.Module([node], []))
            for node in ast.walk(self.tree)
        )


def _taken_from_tests(notebook):
    """Answers that use a name which only a test cell defines."""
    by_tests: dict[str, NotebookNode] = {}
    by_others: set[str] = set()
    found: list[str] = []
    for cell in notebook.cells:
        role = role_of(cell, "")
        tree = plain_tree(cell.source) if role else None
        if tree is None:
            continue
        if role == "test":
            by_tests |= dict.fromkeys(bound_names(tree), cell)
            continue
        taken = (used_names(tree) & set(by_tests)) - by_others - bound_names(tree)
        found += [
            f"{_name(cell)} uses {name}, which only the test cell {_name(by_tests[name])} "
            "defines; student code never sees a test."
            for name in sorted(taken)
            if name not in _local_names(tree)
        ]
        by_others |= bound_names(tree)
    return found


def _local_names(tree):
    return {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    } | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}


def _defined(tree):
    imported = {
        (alias.asname or alias.name).split(".")[0]
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    return bound_names(tree) - imported


def _passes(call, name):
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(isinstance(value, ast.Name) and value.id == name for value in values)


def _called(node):
    function = node.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _root(node):
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node.id if isinstance(node, ast.Name) else ""


def _is_name(node, names):
    return isinstance(node, ast.Name) and node.id in names


def _name(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id") or cell.source[:30]
