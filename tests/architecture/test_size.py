"""Nothing grows out of sight: modules, functions, and a sentence on everything public."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "studyapp").rglob("*.py"))
MODULE_LINES = 500
FUNCTION_LINES = 80

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, ast.ClassDef | Function]]:
    """Public functions, classes and methods, with their names; not what is inside functions."""
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.name[0] != "_":
            yield prefix + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body, f"{prefix}{node.name}.")


def test_there_is_something_to_measure() -> None:
    assert len(MODULES) > 50
    assert sum(1 for path in MODULES for _ in _functions(ast.parse(path.read_text("utf-8")))) > 500


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_is_short_and_explained(path: Path) -> None:
    source = path.read_text("utf-8")
    tree = ast.parse(source)

    assert len(source.splitlines()) <= MODULE_LINES
    assert ast.get_docstring(tree), "a module docstring"
    long = {
        f.name: (f.end_lineno or 0) - f.lineno + 1
        for f in _functions(tree)
        if (f.end_lineno or 0) - f.lineno + 1 > FUNCTION_LINES
    }
    assert long == {}
    bare = [
        name
        for name, node in _public(tree.body)
        if not ast.get_docstring(node) and not _inherited(name, node)
    ]
    assert bare == []


def _inherited(name: str, node: ast.AST) -> bool:
    """Whether a method says with @override that its base explains it."""
    decorators = [d.id for d in getattr(node, "decorator_list", ()) if isinstance(d, ast.Name)]
    return "." in name and "override" in decorators
