"""The mistakes a person makes: a comparison turned, a condition forgotten, a check left out, one too many.

Each is the text of one piece of the source and what stands there instead. What only talks (texts for people, log
lines, types, docstrings) is left alone: a mistake there is for readers to notice.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
OTHER_SIGN: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
NARROWS = {"filter", "exclude", "get", "get_or_create"}  # of a queryset: a condition forgotten shows too much
TALKS = {"_", "gettext", "ngettext", "pgettext", "info", "warning", "error", "debug", "exception", "getLogger"}
QUIET = {"__str__", "__repr__"}


@dataclass(frozen=True)
class Mistake:
    path: str
    kind: str
    line: int
    end: int
    start_at: int  # characters from the beginning of the source
    end_at: int
    before: str
    after: str

    def put_into(self, source: str) -> str:
        assert source[self.start_at : self.end_at] == self.before, "the source is another one"
        return source[: self.start_at] + self.after + source[self.end_at :]


def mistakes(source: str, path: str) -> Iterator[Mistake]:
    """Every mistake we know for this source, in the order of the text."""
    offsets = _offsets(source)
    for node, kind, instead in _worth_it(ast.parse(source)):
        start = offsets(node.lineno, node.col_offset)
        end = offsets(node.end_lineno, node.end_col_offset)
        before, after = source[start:end], instead if isinstance(instead, str) else _written(instead)
        if before != after:
            yield Mistake(path, kind, node.lineno, node.end_lineno, start, end, before, after)


def _written(node: ast.AST) -> str:
    """In brackets where it is an expression, so that its neighbours do not change what it means; on one line."""
    text = ast.unparse(node)
    return f"({text})" if isinstance(node, ast.expr) and not isinstance(node, ast.Constant | ast.Call) else text


def _offsets(source: str):
    """(line, column in bytes, as ast counts) → place in the text."""
    lines = source.splitlines(keepends=True)
    begins = [0]
    for line in lines:
        begins.append(begins[-1] + len(line))
    return lambda line, column: begins[line - 1] + len(lines[line - 1].encode()[:column].decode())


def _worth_it(tree: ast.Module) -> Iterator[tuple]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _inside(node)


def _inside(node: ast.AST) -> Iterator[tuple]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        if node.name in QUIET:
            return
        children: list[ast.AST] = [*node.args.defaults, *filter(None, node.args.kw_defaults), *node.body]
    elif isinstance(node, ast.AnnAssign):
        children = [node.value] if node.value else []
    elif isinstance(node, ast.Call) and _name(node.func) in TALKS:
        return
    else:
        children = list(ast.iter_child_nodes(node))
    yield from _of(node)
    for child in children:
        yield from _inside(child)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _of(node: ast.AST) -> Iterator[tuple]:
    """The mistakes at this very node: (node, kind, what stands there instead)."""
    match node:
        case ast.Compare(ops=[operator, *_]) if type(operator) in TURNED:
            yield node, "comparison turned", _with(node, ops=[TURNED[type(operator)](), *node.ops[1:]])
        case ast.BoolOp(values=values):
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield node, "and for or", _with(node, op=other)
            yield node, "condition forgotten", values[0] if len(values) == 2 else _with(node, values=values[:-1])
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield node, "not forgotten", operand
        case ast.BinOp(op=operator) if type(operator) in OTHER_SIGN and not _is_text(node):
            yield node, "other sign", _with(node, op=OTHER_SIGN[type(operator)]())
        case ast.Constant(value=bool() as value):
            yield node, "true for false", ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield node, "one too many", ast.Constant(value + 1)
        case ast.Call(func=ast.Attribute(attr=name), keywords=[*_, last]) if name in NARROWS and last.arg:
            yield node, "condition of a query forgotten", _with(node, keywords=node.keywords[:-1])
        case ast.Expr(value=ast.Call(func=function)) if _name(function) not in TALKS:
            yield node, "call left out", "pass"
        case ast.If(test=test):
            yield test, "branch never taken", "False"
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield node, "nothing returned", "return None"
        case ast.IfExp(body=body):
            yield node, "only one way", body


def _with(node, **changed):
    other = copy.copy(node)
    for name, value in changed.items():
        setattr(other, name, value)
    return other


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_text(node: ast.BinOp) -> bool:
    sides = (node.left, node.right)
    return any(isinstance(side, ast.JoinedStr) or isinstance(getattr(side, "value", None), str) for side in sides)
