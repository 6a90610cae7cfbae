"""The library answers no exercise: neither by name nor by code.

Names of variables, functions and attributes, docstrings and annotations are ignored
when code is compared, so that a renamed copy of a solution is found too.
"""

import ast
import re
from pathlib import Path

import pytest

import smallnets
from tasks import lessons

ROOT = Path(__file__).resolve().parents[2]
GRADE_ID = re.compile(r'"grade_id":\s*"([^"]+)"')
SMALLEST = 12  # nodes: `return x` is nobody's secret


def lesson_texts(root=ROOT):
    return [path.read_text(encoding="utf-8") for path in sorted((root / "source").glob("**/*.py"))]


def library_texts():
    return [
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "smallnets").glob("**/*.py"))
    ]


def exercise_names(texts):
    """Names of graded cells of code; reflections (``why_...``) name no function."""
    ids = {name for text in texts for name in GRADE_ID.findall(text)}
    return {name for name in ids if not name.startswith("why_")}


class Anonymous(ast.NodeTransformer):
    """Give everything the same name and drop docstrings and annotations."""

    def generic_visit(self, node):
        super().generic_visit(node)
        for field in ("id", "arg", "attr", "name"):
            if isinstance(getattr(node, field, None), str):
                setattr(node, field, "_")
        for field in ("annotation", "returns"):
            if getattr(node, field, None) is not None:
                setattr(node, field, None)
        return node


def shape(statements):
    """Text that two pieces of code share if they differ in names only."""
    if (
        statements
        and isinstance(statements[0], ast.Expr)
        and isinstance(statements[0].value, ast.Constant)
    ):
        statements = statements[1:]
    tree = Anonymous().visit(ast.Module(body=list(statements), type_ignores=[]))
    nodes = [node for node in ast.walk(tree) if not isinstance(node, ast.expr_context)]
    return ast.dump(tree) if len(nodes) >= SMALLEST else None


def function_shapes(text):
    tree = ast.parse(text)
    bodies = [
        n.body for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    return {shape(body) for body in bodies} - {None}


def solution_shapes(text):
    """Shapes of a lesson's solutions: each region whole, and the functions in it."""
    found = set()
    for region in lessons.regions(text, "solution"):
        code = dedented(region)
        if code is None:
            continue  # a reflection: prose in comments
        wrapped = "def answer():\n" + "".join(f"    {line}\n" for line in code)
        found |= function_shapes(wrapped)
    return found


def dedented(region):
    """Return the lines of a region at margin 0, or None if it holds no code."""
    lines = [line for line in region if line.strip()]
    if all(line.lstrip().startswith("#") for line in lines):
        return None
    margin = min(len(line) - len(line.lstrip()) for line in lines)
    return [line[margin:] for line in lines]


def answers_by_name(texts):
    return exercise_names(texts) & public_names()


def answers_by_code(texts, library):
    wanted = set().union(*map(solution_shapes, texts))
    return wanted & set().union(*map(function_shapes, library))


def public_names():
    """Names that the package, its modules or its classes define in public."""
    names = set(smallnets.__all__)
    for text in library_texts():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                names.add(node.name)
    return {name for name in names if not name.startswith("_")}


def test_no_public_name_is_an_exercise():
    assert answers_by_name(lesson_texts()) == set()


def test_no_function_is_a_solution():
    assert answers_by_code(lesson_texts(), library_texts()) == set()


LESSON = '''
# %% nbgrader={"grade": false, "grade_id": "magnitude_mask", "solution": true}
def magnitude_mask(weights, sparsity):
    """Mark the weights that survive."""
    ### BEGIN SOLUTION
    n_drop = round(sparsity * weights.size)
    order = np.argsort(np.abs(weights), axis=None, kind="stable")

    mask = np.ones(weights.size, dtype=bool)
    mask[order[:n_drop]] = False
    return mask.reshape(weights.shape)
    ### END SOLUTION

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_softmax", "solution": true}
# ### BEGIN SOLUTION
# 1 point: prose.
# ### END SOLUTION
'''
PLANTED = '''
class Helper:
    def survivors(self, w, fraction: float) -> object:
        """Another docstring."""
        count = round(fraction * w.size)
        ranking = np.argsort(np.abs(w), axis=None, kind="stable")
        out = np.ones(w.size, dtype=bool)
        out[ranking[:count]] = False
        return out.reshape(w.shape)
'''


def test_a_planted_copy_under_other_names_is_found():
    assert answers_by_code([LESSON], [PLANTED]) != set()
    assert answers_by_code([LESSON], [*library_texts(), PLANTED]) != set()


def test_other_code_is_not_taken_for_a_copy():
    assert answers_by_code([LESSON], library_texts()) == set()
    assert answers_by_code([LESSON], [PLANTED.replace("= False", "= True")]) == set()


@pytest.mark.parametrize(
    ("grade_id", "found"),
    [
        ("softmax", True),
        ("Trainer", True),
        ("named_parameters", True),
        ("magnitude_mask", False),
        ("why_softmax", False),
    ],
)
def test_an_exercise_named_like_the_library_is_found(grade_id, found):
    text = f'# %% nbgrader={{"grade_id": "{grade_id}", "solution": true}}'
    assert (answers_by_name([text]) == {grade_id}) == found


def test_a_solution_that_is_a_whole_function_is_compared_too():
    region = (
        "### BEGIN SOLUTION\n"
        + PLANTED.split("Helper:\n")[1].replace("\n    ", "\n")[4:]
        + "### END SOLUTION\n"
    )
    assert answers_by_code([region], [PLANTED]) != set()
