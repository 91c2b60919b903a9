"""Whether every lane of the tests collects the same tests in the same order.

Lanes (pytest-xdist) collect each for itself and compare. A parameter that is made by chance gets another name in each
of them, a set another order, and then nothing runs at all. So no test could say it: this reads the text of the tests.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from intervisie.dev.environment import ROOT

CHANCE = {"uuid1", "uuid4", "urandom", "token_bytes", "token_hex", "token_urlsafe", "randbytes"}
MODULES = {"random", "secrets", "faker"}


def problems(folder: Path = ROOT / "tests") -> list[str]:
    """Where, and what is wrong there."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text())
        for line, why in _wrong(tree):
            found.append(f"{path.relative_to(folder.parent)}:{line}: {why}")
    return found


def _wrong(tree: ast.Module) -> Iterator[tuple[int, str]]:
    known = dict(_assigned(tree))
    for call in ast.walk(tree):
        values = _values(call)
        if values is None:
            continue
        if isinstance(_meant(values, known), ast.Set | ast.SetComp) or _is_call_of(_meant(values, known), "set"):
            yield values.lineno, "parameters in a set come in another order in each process: sort them, or use a list"
        if not _has_ids(call) and any(_by_chance(node) for node in _reached(values, known)):
            yield values.lineno, "a parameter made by chance has another name in each process: use a fixed one, or ids="


def _values(node: ast.AST) -> ast.expr | None:
    """The second argument of parametrize, the params of a fixture."""
    if not isinstance(node, ast.Call):
        return None
    named = {one.arg: one.value for one in node.keywords}
    if isinstance(node.func, ast.Attribute) and node.func.attr == "parametrize":
        return node.args[1] if len(node.args) > 1 else named.get("argvalues")
    return named.get("params")


def _has_ids(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and any(one.arg == "ids" for one in node.keywords)


def _assigned(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in tree.body:
        if isinstance(node, ast.Assign):
            yield from ((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))


def _meant(node: ast.expr, known: dict[str, ast.expr]) -> ast.expr:
    return known.get(node.id, node) if isinstance(node, ast.Name) else node


def _reached(node: ast.expr, known: dict[str, ast.expr]) -> Iterator[ast.AST]:
    """Everything in it, and in what it names in the same file."""
    seen, waiting = set[str](), [node]
    while waiting:
        for one in ast.walk(waiting.pop()):
            yield one
            if isinstance(one, ast.Name) and one.id in known and one.id not in seen:
                seen.add(one.id)
                waiting.append(known[one.id])


def _by_chance(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    of = node.func.value if isinstance(node.func, ast.Attribute) else None
    return name in CHANCE or (isinstance(of, ast.Name) and of.id in MODULES)


def _is_call_of(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
