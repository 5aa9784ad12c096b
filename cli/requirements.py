"""Which tests prove what the product has to do: read from the marks that tests carry, without running them."""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator

from cli.dotenv import ROOT

STATED = ROOT / "docs" / "requirements.toml"
_FOLDERS = ("services", "gateway", "shared", "tests")
_ID = re.compile(r"[A-Z]\d+")


def stated() -> dict[str, dict[str, str]]:
    """What is required, by where it can be seen (`api`, `web`) and by id."""
    return tomllib.loads(STATED.read_text(encoding="utf-8"))


def proofs() -> dict[str, list[str]]:
    """The tests that name each requirement, as `path::name`."""
    found: dict[str, list[str]] = defaultdict(list)
    for folder in _FOLDERS:
        for path in sorted((ROOT / folder).rglob("test_*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            place = path.relative_to(ROOT)
            for name, ids in _marked(tree.body, _of_module(tree)):
                for each in ids:
                    found[each].append(f"{place}::{name}")
    return found


def in_order(ids: dict[str, str]) -> list[str]:
    return sorted(ids, key=lambda each: ("GCIFSTPR".index(each[0]), int(each[1:])))


def _marked(body: list[ast.stmt], outer: list[str]) -> Iterator[tuple[str, list[str]]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}::{name}", ids) for name, ids in _marked(node.body, outer + _ids(node)))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            ids = outer + _ids(node)
            if ids:
                yield node.name, ids


def _of_module(tree: ast.Module) -> list[str]:
    """What `pytestmark` says of all tests of a file."""
    assigned = (node for node in tree.body if isinstance(node, ast.Assign))
    own = (node.value for node in assigned if ast.unparse(node.targets[0]) == "pytestmark")
    return [each for value in own for call in ast.walk(value) for each in _of_call(call)]


def _ids(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    return [each for decorator in node.decorator_list for each in _of_call(decorator)]


def _of_call(node: ast.AST) -> list[str]:
    if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.requirement"):
        return []
    return [
        str(each.value) for each in node.args if isinstance(each, ast.Constant) and _ID.fullmatch(str(each.value))
    ]
