"""When a release is built: refuse test cells that cannot judge across the process border.

What can be read off the syntax gets its explanation; for the rest, the instructor's own
solution is graded once as a submission would be, and has to earn every point.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions
from nbgrader.utils import is_grade
from traitlets import Bool

from splitgrade import files, settings
from splitgrade.execute import Ran, Role, execute
from splitgrade.frame import (
    NotGradable,
    ReleaseCheck,
    load_solved,
    mark,
    other_language,
    plain_tree,
)
from splitgrade.job import Job
from splitgrade.names import bound_names, used_names
from splitgrade.plugin import SplitExecute, in_points
from splitgrade.results import Results
from splitgrade.roles import cells_to_run, role_of

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

_INSPECTS = {"inspect", "dis"}
_LOOKS_UP = {"eval", "exec", "globals", "locals", "vars", "get_ipython"}
_COMPARES = {"equals", "eq", "ne", "compare", "identical"}  # as pandas calls its comparisons
_SHARES = {"shares_memory", "may_share_memory"}
_KNOWN_DUNDERS = {"__name__"}
_FAILS = {
    "test": "the instructor's own solution fails",
    "given": "what is given to students fails",  # and what it should bind would be missing
}
_MAY_FAIL = "raises-exception"  # nbconvert's tag for a cell that is to show an error


class CheckRelease(ReleaseCheck):
    """Refuses a notebook whose tests would judge wrongly when they are graded.

    It stands where the tests are made and the solutions are still there.
    """

    try_reference = Bool(
        True, help="Grade the instructor's solution once; it has to earn every point."
    ).tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        coursedir, names = self.parent.parent.coursedir, resources["nbgrader"]
        solved = mark(deepcopy(nb), ClearHiddenTests(parent=self).begin_test_delimeter)
        try:
            refuse_settings(self.config)
            refuse_notebook(coursedir, self.config, names["assignment"], solved)
        except NotGradable as error:
            self.log.error("%s", error)
            raise
        for name in needed_by_all(solved, SplitExecute(parent=self).skip_tag):
            self.log.warning(
                "%s only shows something, yet it runs in grading for everybody: a test or another "
                "given cell needs it.",
                name,
            )
        return nb, resources


def needed_by_all(notebook: NotebookNode, skip_tag: str) -> list[str]:
    """The cells with the tag that are run all the same, whatever a student wrote."""
    return [
        _name(cell)
        for cell, part in cells_to_run(notebook, skip_tag)
        if part.role == "given" and role_of(cell, skip_tag) == "shown"
    ]


def refuse_unfair(coursedir: CourseDirectory, config: Config, assignment: str) -> None:
    """Refuse what a release of this assignment is refused for.

    It may have been released before splitgrade was switched on, or changed since.

    Raises
    ------
    NotGradable
        With everything that stands against it.
    """
    refuse_settings(config)
    for path in files.notebooks(coursedir, assignment):
        solved = load_solved(coursedir, config, assignment, path.stem)
        refuse_notebook(coursedir, config, assignment, solved)


def refuse_settings(config: Config) -> None:
    """Raise NotGradable if the course's settings would have it graded wrongly."""
    if found := settings.problems(config):
        raise NotGradable(" ".join(found))


def refuse_notebook(
    coursedir: CourseDirectory, config: Config, assignment: str, solved: NotebookNode
) -> None:
    """Raise NotGradable if a marked notebook with solutions could not be graded fairly."""
    language = other_language(solved)
    found = [language] if language else problems(solved, config)
    own = files.students_own(coursedir, assignment)
    found += [] if language else _reads_students_own(solved, own)
    # What is the students' to change is a beginning in source/, and earns nothing.
    if not found and not own and CheckRelease(config=config).try_reference:
        found = _reference_fails(coursedir, config, assignment, solved)
    if found:
        raise NotGradable(
            f"A notebook of {assignment} is neither released nor graded, since submissions could "
            f"not be graded fairly. {' '.join(found)}"
        )


def _reference_fails(
    coursedir: CourseDirectory, config: Config, assignment: str, solved: NotebookNode
) -> list[str]:
    rules, results = SplitExecute(config=config).rules(), Results(coursedir.root)
    chosen = cells_to_run(solved, rules.skip_tag)
    beside = files.for_tests(coursedir, assignment)
    cells = tuple(part for _, part in chosen)
    todo = Job(cells, rules.course, False, beside, beside)
    if todo.key in results:  # only what earned every point is remembered
        return []
    ran = execute(list(cells), todo.course, beside, beside)
    found = [
        f"In {_name(cell)} {_FAILS[part.role]} when it is graded: {words}"
        for (cell, part), result in zip(chosen, ran.cells, strict=True)
        if part.role in _FAILS and _MAY_FAIL not in cell.metadata.get("tags", [])
        for words in (_failures(result) or _lost_points(cell, part.role, result))[:1]
    ]
    if not found:
        results.put(todo.key, ran)
    return found


def _failures(result: Ran) -> list[str]:
    """How a cell failed, on either side."""
    if result.failed:
        return [f"{result.failed} (where the tests run)"]
    return [
        f"{output['ename']}: {output['evalue']}"
        for output in result.outputs
        if output["output_type"] == "error"
    ]


def _lost_points(cell: NotebookNode, role: Role, result: Ran) -> list[str]:
    """What keeps a test cell that does not fail from giving all its points."""
    if role != "test" or not is_grade(cell):
        return []
    points = float(cell.metadata.nbgrader.points)
    for output in in_points(result.outputs, points):
        if output["output_type"] == "error":
            return [output["evalue"]]
        if output["output_type"] == "execute_result":
            earned = float(output["data"]["text/plain"])
            return [f"it earns {earned:g} of {points:g} points"] if earned < points else []
    return []


def _reads_students_own(notebook: NotebookNode, own: set[str]) -> Iterator[str]:
    """Tests and given cells that name a file which each student changes."""
    modules = {PurePath(name).stem: name for name in own if name.endswith(".py")}
    for cell in notebook.cells:
        role = role_of(cell, "")
        tree = plain_tree(cell.source) if role in ("given", "test") else None
        for node in ast.walk(tree) if tree else ():
            named: set[str | None] = set()
            if isinstance(node, ast.ImportFrom):
                named = {modules.get((node.module or "").partition(".")[0])}
            elif isinstance(node, ast.Import):
                named = {modules.get(alias.name.partition(".")[0]) for alias in node.names}
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                named |= {PurePath(node.value).as_posix()} & own
            for name in named - {None}:
                yield (
                    f"{_name(cell)} uses {name}, which is the students' to change "
                    "(c.Autograde.exclude_overwriting) and no test sees: let an answer cell "
                    "import or read it."
                )


def problems(notebook: NotebookNode, config: Config | None = None) -> list[str]:
    """What the test cells ask that cannot cross, in sentences.

    Parameters
    ----------
    notebook : NotebookNode
        The instructor's, with solutions and hidden tests.
    config : traitlets.config.Config, optional
        The course's, for its markers.

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
    return found + _taken_from_tests(notebook) + _solved_elsewhere(notebook, config)


def _solved_elsewhere(notebook: NotebookNode, config: Config | None) -> list[str]:
    """Solutions outside of answer cells: a stub takes their place, which fails for everybody."""
    begin = ClearSolutions(config=config).begin_solution_delimeter
    return [
        f"{_name(cell)} holds a solution and is no answer cell: what students write there would "
        "not count. Mark it as one, or take the solution out."
        for cell in notebook.cells
        if role_of(cell, "") in ("given", "test") and begin in cell.source
    ]


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
        if called in _COMPARES and self._may_be_of_any_class(node.func):
            return (
                f"{called}() is the student's own to answer, where their object is not what the "
                "test takes it for. Ask isinstance of it first, or call it of the expected value."
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

    def _may_be_of_any_class(self, node):
        """Whether this is asked of what a student's function returned, whatever that is."""
        while isinstance(node, ast.Attribute | ast.Subscript):
            node = node.value
        if not isinstance(node, ast.Name):
            return isinstance(node, ast.Call) and _root(node) in self.names - self.classes
        known = {
            call.args[0].id
            for call in ast.walk(self.tree)
            if isinstance(call, ast.Call)
            and _called(call) == "isinstance"
            and isinstance(call.args[0], ast.Name)
        }
        call = dict(self._assigned_calls()).get(node.id)
        return call is not None and _root(call) not in self.classes and node.id not in known

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
