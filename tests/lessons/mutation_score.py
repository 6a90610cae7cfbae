"""How many wrong answers the tests of each lesson refuse.

    python -m tests.lessons.mutation_score [LESSON ...]

Two kinds are counted. *Written* ones are the library of misconceptions in tests/mutants.
*Automatic* ones change one thing in a reference solution: a comparison, an operator, a
constant, a keyword argument, a statement left out. A survivor is a hole in the tests, or
a change that makes no difference (such as a larger constant in a student's own test
data); every survivor is printed, so that a person can tell. The counts are kept in
scores.json: fallen and all written ones, fallen and all automatic ones.
"""

import argparse
import ast
import copy
import json
import signal
import sys
import warnings

from tqdm import tqdm

from tasks import lessons
from tasks.lessons import reference_answers
from tasks.tables import SCORES
from tasks.variants import read_variants
from tests.lessons.grading import first_lost

SECONDS = 20  # an automatic change can make a loop endless

COMPARISONS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OPERATORS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Pow: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


def changes(node):
    """Every way to change this one node: a list of (words, function that does it)."""
    found = []
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
        new = COMPARISONS[type(node.ops[0])]
        found.append((new.__name__, lambda n: n.ops.__setitem__(0, new())))
    elif isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in OPERATORS:
        other = OPERATORS[type(node.op)]
        found.append((other.__name__, lambda n: setattr(n, "op", other())))
    elif isinstance(node, ast.UnaryOp):
        found.append(("sign or not dropped", lambda n: setattr(n, "op", ast.UAdd())))
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        found.append(("other truth", lambda n: setattr(n, "value", not n.value)))
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        found.append(("one more", lambda n: setattr(n, "value", n.value + 1)))
    elif isinstance(node, ast.Call):
        found += [
            (f"{keyword.arg} dropped", lambda n, i=i: n.keywords.pop(i))
            for i, keyword in enumerate(node.keywords)
        ]
    elif isinstance(node, ast.Return) and node.value is not None:
        found.append(("returns None", lambda n: setattr(n, "value", None)))
    body = getattr(node, "body", None)
    if isinstance(body, list) and not isinstance(node, ast.Module | ast.ClassDef):
        found += [
            (f"line {child.lineno} dropped", lambda n, i=i: n.body.__setitem__(i, ast.Pass()))
            for i, child in enumerate(body)
            if not isinstance(child, ast.Return | ast.Raise | ast.FunctionDef)
            and not isinstance(getattr(child, "value", None), ast.Constant)
        ]
    return found


def automatic_mutants(source):
    """Yield (words, source) for every single change of a solution."""
    tree = ast.parse(source)
    for position, node in enumerate(ast.walk(tree)):
        for number, (words, _) in enumerate(changes(node)):
            changed = copy.deepcopy(tree)
            twin = list(ast.walk(changed))[position]
            changes(twin)[number][1](twin)
            text = ast.unparse(ast.fix_missing_locations(changed))
            yield f"line {getattr(node, 'lineno', 1)}: {words}", text


def falls(lesson, answers):
    """Whether this set of answers loses a point; one that never ends does."""

    def too_long(*_):
        raise TimeoutError("an endless loop")

    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(SECONDS)
    try:
        return first_lost(lesson, answers) is not None
    except TimeoutError:
        return True
    finally:
        signal.alarm(0)


def score(lesson):
    """Fallen and all, of written and of automatic mutants; prints the survivors."""
    reference = reference_answers(lesson)
    written = [(m.name, reference | {m.cell: m.source}) for m in read_variants("mutants", lesson)]
    automatic = [
        (f"{name}, {words}", reference | {name: text})
        for name, source in reference.items()
        if "def " in source
        for words, text in automatic_mutants(source)
    ]
    counts = []
    for kind, mutants in (("written", written), ("automatic", automatic)):
        fallen = 0
        for words, answers in tqdm(mutants, desc=f"{lesson} {kind}", file=sys.stdout):
            fell = falls(lesson, answers)
            fallen += fell
            if not fell:
                tqdm.write(f"  survives: {words}", file=sys.stdout)
        counts += [fallen, len(mutants)]
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = lessons.chosen(parser, None) or lessons.lesson_names()
    warnings.simplefilter("ignore")
    for name in names:
        keep(name, score(name))
    print(f"{SCORES} is renewed; course.py sync makes CONTRIBUTING's table of it.")


def keep(name, counts, path=lessons.COURSE / SCORES):
    """Store the four counts of a lesson beside those of the others."""
    scores = json.loads(path.read_text(encoding="utf-8")) | {name: counts}
    rows = [f' "{lesson}": {json.dumps(scores[lesson])}' for lesson in sorted(scores)]
    path.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
