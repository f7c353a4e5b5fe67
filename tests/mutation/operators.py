"""The small changes a mutation run makes: each a piece of a module's text, and what replaces it."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tests.mutation.sql import sql_changes

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}
UNWRAPPED = {"reversed": "list", "sorted": "list"}
ORDERED = ("sorted", "min", "max", "sort")
NEUTRAL = {"int": "0", "str": "''", "bytes": "b''", "bool": "False"}
NEUTRAL_OF = {"list": "[]", "tuple": "()", "dict": "{}", "set": "set()", "frozenset": "frozenset()"}
FIRST = "__import__('itertools').islice(({}), 1)"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change. line: where it is; statement: the first and last line of what it is part of, or
    None where a module runs it once, as it is imported; text: the line as it stands.
    """

    path: str
    line: int
    statement: tuple[int, int] | None
    text: str
    start: int
    end: int
    was: str
    becomes: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What names this change while lines above it come and go."""
        return self.path, self.text, self.was, self.becomes

    def applied(self, source: str) -> str:
        octets = source.encode()
        return (octets[: self.start] + self.becomes.encode() + octets[self.end :]).decode()


def mutants_of(
    path: str, source: str, wanted: Callable[[Mutant], bool] = lambda _mutant: True
) -> list[Mutant]:
    """Return the changes of a module that are wanted, in the order of its lines; each is still
    Python.
    """
    lines = source.encode().splitlines(keepends=True)
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    mutants = {}
    for node, statement, becomes in _walk(ast.parse(source), None, None):
        start = offsets[node.lineno - 1] + node.col_offset
        end = offsets[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        mutant = Mutant(
            path=path,
            line=node.lineno,
            statement=statement,
            text=lines[node.lineno - 1].decode().strip(),
            start=start,
            end=end,
            was=" ".join(source.encode()[start:end].decode().split()),
            becomes=becomes,
        )
        if mutant.was != becomes and wanted(mutant) and _compiles(mutant.applied(source)):
            mutants[(start, end, becomes)] = mutant
    return [mutants[key] for key in sorted(mutants)]


Change = tuple[ast.expr | ast.stmt, tuple[int, int] | None, str]


def _walk(
    node: ast.AST, statement: tuple[int, int] | None, within: ast.FunctionDef | None
) -> Iterator[Change]:
    """Yield each node that changes, the lines of its statement, and the text it becomes."""
    if isinstance(node, ast.FunctionDef):
        within = node
    elif isinstance(node, ast.stmt):
        statement = _reach(node) if within is not None else None
    if isinstance(node, ast.expr | ast.stmt) and not _guards_the_impossible(node):
        for becomes in _changes(node, within):
            yield node, statement, f"({becomes})" if isinstance(node, ast.expr) else becomes
    if isinstance(node, ast.If | ast.While | ast.match_case):
        yield from _turned(node.guard if isinstance(node, ast.match_case) else node.test, statement)
    if isinstance(node, ast.For):
        yield node.iter, statement, FIRST.format(ast.unparse(node.iter))
    for child in _children(node):
        yield from _walk(child, statement, within)


def _turned(test: ast.expr | None, statement: tuple[int, int] | None) -> Iterator[Change]:
    """Yield a condition turned round, where no other change does that."""
    read = isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"  # by the checker alone
    if test and not read and not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp):
        yield test, statement, f"(not {ast.unparse(test)})"


def _children(node: ast.AST) -> Iterable[ast.AST]:
    """Leave out what says nothing at run time, or only guards against the impossible."""
    if isinstance(node, ast.Assert | ast.JoinedStr | ast.Import | ast.ImportFrom):
        return ()
    if _guards_the_impossible(node):
        return ()
    if isinstance(node, ast.FunctionDef):
        return [*node.args.defaults, *filter(None, node.args.kw_defaults), *node.body]
    if isinstance(node, ast.ClassDef):
        return node.body
    if isinstance(node, ast.AnnAssign):
        return [node.value] if node.value is not None else ()
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return ()
    return ast.iter_child_nodes(node)


def _guards_the_impossible(node: ast.AST) -> bool:
    """Say whether a statement is there for what never happens: no test can reach it."""
    call = node.exc if isinstance(node, ast.Raise) else getattr(node, "value", None)
    name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else None
    return isinstance(node, ast.stmt) and name in ("AssertionError", "assert_never")


def _reach(node: ast.stmt) -> tuple[int, int]:
    """Return the lines that run when a statement does, without the body that may not."""
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    if not body:
        return node.lineno, node.end_lineno or node.lineno
    first = body[0].pattern if isinstance(body[0], ast.match_case) else body[0]
    return node.lineno, max(node.lineno, first.lineno - 1)


def _changes(node: ast.expr | ast.stmt, within: ast.FunctionDef | None) -> Iterator[str]:
    match node:
        case ast.Compare():
            yield from _comparisons(node)
        case ast.BoolOp():
            yield from _conditions(node)
        case ast.BinOp(op=op) if type(op) in ARITHMETIC and not _is_text(node):
            yield _with(node, op=ARITHMETIC[type(op)]())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield ast.unparse(operand)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield ast.unparse(operand)
        case ast.Constant(value=bool() as flag):
            yield str(not flag)
        case ast.Constant(value=int() as number):
            yield str(number + 1)
            if number == 1:
                yield "0"
        case ast.Constant(value=str()) | ast.JoinedStr():
            yield from sql_changes(ast.unparse(node))
        case ast.Call():
            yield from _calls(node)
        case ast.IfExp() if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
            yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            yield from _several(node)
        case ast.Subscript(slice=ast.Slice(lower=lower, upper=upper)):
            if lower is not None or upper is not None:
                yield _with(node, slice=ast.Slice())
        case ast.Subscript(slice=ast.Constant(value=0)):
            yield _with(node, slice=ast.Constant(-1))
        case ast.Subscript(slice=ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1))):
            yield _with(node, slice=ast.Constant(0))
        case ast.stmt():
            yield from _statements(node, within)


def _statements(node: ast.stmt, within: ast.FunctionDef | None) -> Iterator[str]:
    match node:
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom() as value):
            unreached = isinstance(value, ast.Yield | ast.YieldFrom)
            yield f"if False: {ast.unparse(node)}" if unreached else "pass"
        case ast.Raise() | ast.AugAssign() | ast.Break() | ast.Continue() | ast.Delete():
            yield "pass"
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield "pass"
        case ast.Return(value=ast.expr() as value) if within is not None:
            neutral = _neutral(within.returns)
            if ast.unparse(value) != neutral:
                yield f"return {neutral}"


def _comparisons(node: ast.Compare) -> Iterator[str]:
    for at, op in enumerate(node.ops):
        for other in COMPARISONS[type(op)]:
            yield _with(node, ops=[*node.ops[:at], other(), *node.ops[at + 1 :]])


def _conditions(node: ast.BoolOp) -> Iterator[str]:
    yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for at in range(len(node.values)):
        yield _with(node, values=[*node.values[:at], *node.values[at + 1 :]])


def _calls(node: ast.Call) -> Iterator[str]:
    name = node.func.id if isinstance(node.func, ast.Name) else None
    keyed = [keyword for keyword in node.keywords if keyword.arg == "key"]
    if name in CALLS:
        yield _with(node, func=ast.Name(CALLS[name]))
    if name in UNWRAPPED:
        yield _with(node, func=ast.Name(UNWRAPPED[name]), keywords=[])
    called = name or (node.func.attr if isinstance(node.func, ast.Attribute) else None)
    if called in ORDERED and keyed:
        yield _with(node, keywords=[other for other in node.keywords if other not in keyed])


def _several(
    node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
) -> Iterator[str]:
    """Of several only the first; all of them whatever the condition says."""
    for at, each in enumerate(node.generators):
        others = node.generators[:at], node.generators[at + 1 :]
        first = ast.parse(FIRST.format(ast.unparse(each.iter)), mode="eval").body
        changed = [ast.comprehension(each.target, first, each.ifs, 0)]
        if each.ifs:
            changed.append(ast.comprehension(each.target, each.iter, [], 0))
        for change in changed:
            yield _with(node, generators=[*others[0], change, *others[1]])


def _neutral(returns: ast.expr | None) -> str:
    """Return the emptiest value that a function of this return type may give."""
    if isinstance(returns, ast.Name):
        return NEUTRAL.get(returns.id, "None")
    if isinstance(returns, ast.Subscript) and isinstance(returns.value, ast.Name):
        return NEUTRAL_OF.get(returns.value.id, "None")
    return "None"


def _is_text(node: ast.BinOp) -> bool:
    """Say whether a sum joins texts: that is an error at once, and tells nothing."""
    return any(
        isinstance(side, ast.JoinedStr)
        or (isinstance(side, ast.Constant) and isinstance(side.value, str | bytes))
        for side in (node.left, node.right)
    )


def _with(node: ast.expr, **fields: object) -> str:
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return ast.unparse(ast.fix_missing_locations(other))


def _compiles(source: str) -> bool:
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True
