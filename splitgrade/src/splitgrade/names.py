"""Which names a cell binds and uses at its top level, by its syntax."""

import ast
import symtable
from collections.abc import Iterator


def used_names(tree: ast.AST) -> set[str]:
    """Every name that the code reads, also inside its functions."""
    return {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def global_names(source: str) -> set[str]:
    """The names that the code looks up outside of itself, its functions' locals left out."""
    return set(_globals_of(symtable.symtable(source, "<cell>", "exec")))


def _globals_of(scope: symtable.SymbolTable) -> Iterator[str]:
    for symbol in scope.get_symbols():
        if symbol.is_referenced() and (scope.get_type() == "module" or symbol.is_global()):
            yield symbol.get_name()
    for inner in scope.get_children():
        yield from _globals_of(inner)


def bound_names(tree: ast.AST) -> set[str]:
    """Names that running the code binds in its namespace, as far as syntax tells."""
    found = set()
    for node in _top_level(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            found.add(node.name)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            found.add(node.rest)
    return found - {"*"}


def import_lines(tree: ast.Module) -> str:
    """The imports at the top level, as source."""
    found = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return "\n".join(ast.unparse(node) for node in found)


def _top_level(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes outside of function and class bodies and comprehensions."""
    waiting = list(ast.iter_child_nodes(tree))
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            # Its own variables are its own, but what := binds in it.
            yield from (n.target for n in ast.walk(node) if isinstance(n, ast.NamedExpr))
        elif not isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
        ):
            waiting += ast.iter_child_nodes(node)
