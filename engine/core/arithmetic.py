"""Arithmetic over answers: a whitelisted subset of Python's expression grammar, evaluated by us."""

import ast
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, assert_never

type Number = int | float
#: What an expression yields: an amount, a day (as its ordinal), or true/false.
type Kind = Literal["number", "day", "truth"]
#: Numbers by name; an absent answer has no entry.
type Scope = Mapping[str, Number]

THIS_YEAR = "this_year"
TODAY = "today"
#: Names every expression knows.
CONSTANTS: Mapping[str, Kind] = {THIS_YEAR: "number", TODAY: "day"}
#: A longer formula is a programme, and programmes do not belong into a questionnaire.
MAX_LENGTH = 500
#: Deeper nesting nobody can read.
MAX_DEPTH = 40
#: No amount of a questionnaire reaches this; what does is absent, so that no chain of formulas grows without end.
BEYOND = 10**18


@dataclass(frozen=True, slots=True)
class Literally:
    value: Number


@dataclass(frozen=True, slots=True)
class Name:
    name: str
    offset: int


@dataclass(frozen=True, slots=True)
class Binary:
    operator: str
    left: "Expression"
    right: "Expression"
    offset: int


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple["Expression", ...]
    offset: int


type Expression = Literally | Name | Binary | Call


class NotArithmetic(ValueError):
    """The text is outside the grammar; `reason` is a catalogue word, `offset` counts characters."""

    def __init__(self, reason: str, offset: int, detail: str = "") -> None:
        super().__init__(f"{reason} at {offset}: {detail}")
        self.reason, self.offset, self.detail = reason, offset, detail


#: Operators of amounts; the last three are never asked to divide by zero.
ARITHMETIC: Mapping[str, Callable[[Number, Number], Number]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "//": lambda left, right: left // right,
    "%": lambda left, right: left % right,
}
COMPARISONS: Mapping[str, Callable[[Number, Number], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
}
FUNCTIONS: Mapping[str, Callable[[list[Number]], Number]] = {"min": min, "max": max}

_OPERATORS: Mapping[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.And: "and", ast.Or: "or",
}  # fmt: skip


def parse(text: str) -> Expression:
    """Read a formula; raise NotArithmetic with the place of what is not allowed."""
    if len(text) > MAX_LENGTH:
        raise NotArithmetic("too-long", 0)
    # One line, so that a column is an offset.
    line = re.sub(r"\s", " ", text).rstrip()
    formula = line.lstrip()
    indent = len(line) - len(formula)
    try:
        with warnings.catch_warnings(action="ignore", category=SyntaxWarning):
            tree = ast.parse(formula, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        column = error.offset if isinstance(error, SyntaxError) and error.offset else 1
        raise NotArithmetic("syntax", min(indent + column - 1, len(line))) from None
    return _translate(tree.body, formula, indent, 0)


def _translate(node: ast.expr, text: str, indent: int, depth: int) -> Expression:
    # ast counts UTF-8 bytes; people count characters.
    offset = indent + len(text.encode()[: node.col_offset].decode(errors="ignore"))
    if depth > MAX_DEPTH:
        raise NotArithmetic("too-long", offset)

    def inner(operand: ast.expr) -> Expression:
        return _translate(operand, text, indent, depth + 1)

    match node:
        case ast.Constant(value=bool() | None):
            raise NotArithmetic("not-allowed", offset, _source(node, text))
        case ast.Constant(value=int() | float() as value) if abs(value) < 1e15:
            return Literally(value)
        case ast.Name(id=name):
            return Name(name, offset)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Binary("-", Literally(0), inner(operand), offset)
        case ast.BinOp(left=first, op=op, right=second) if type(op) in _OPERATORS:
            sides = inner(first), inner(second)
            return Binary(_OPERATORS[type(op)], *sides, offset)
        case ast.BoolOp(op=joint, values=[head, *rest]):
            joined = inner(head)
            for operand in rest:
                joined = Binary(_OPERATORS[type(joint)], joined, inner(operand), offset)
            return joined
        case ast.Compare(left=left, ops=ops, comparators=comparators) if all(type(op) in _OPERATORS for op in ops):
            terms = [inner(term) for term in (left, *comparators)]
            comparisons = [
                Binary(_OPERATORS[type(op)], terms[index], terms[index + 1], offset) for index, op in enumerate(ops)
            ]
            chain: Expression = comparisons[0]
            for link in comparisons[1:]:
                chain = Binary("and", chain, link, offset)
            return chain
        case ast.Call(func=ast.Name(id=function), args=[_, *_] as arguments, keywords=[]) if function in FUNCTIONS:
            return Call(function, tuple(inner(argument) for argument in arguments), offset)
        case _:
            raise NotArithmetic("not-allowed", offset, _source(node, text))


def _source(node: ast.expr, text: str) -> str:
    # Not ast.unparse: it recurses, and here stands whatever somebody wrote.
    return ast.get_source_segment(text, node) or ""


def names(expression: Expression) -> Iterator[Name]:
    """Every name in the formula, in reading order."""
    match expression:
        case Literally():
            return
        case Name():
            yield expression
        case Binary(_, left, right, _):
            yield from names(left)
            yield from names(right)
        case Call(_, arguments, _):
            for argument in arguments:
                yield from names(argument)
        case _:
            assert_never(expression)


def kind(expression: Expression, kinds: Mapping[str, Kind]) -> Kind:
    """What the formula yields; raise NotArithmetic("unknown" | "mixed") where it makes no sense."""
    match expression:
        case Literally():
            return "number"
        case Name(name, offset):
            found = kinds.get(name) or CONSTANTS.get(name)
            if found is None:
                raise NotArithmetic("unknown", offset, name)
            return found
        case Call(_, arguments, offset):
            first, *others = [kind(argument, kinds) for argument in arguments]
            if first == "truth" or any(other != first for other in others):
                raise NotArithmetic("mixed", offset)
            return first
        case Binary(operator, left, right, offset):
            match operator, kind(left, kinds), kind(right, kinds):
                case "and" | "or", "truth", "truth":
                    return "truth"
                case "-", "day", "day":
                    return "number"
                case "+" | "-", "day", "number":
                    return "day"
                case symbol, "number", "number" if symbol in ARITHMETIC:
                    return "number"
                case symbol, first, second if symbol in COMPARISONS and first == second != "truth":
                    return "truth"
                case _:
                    raise NotArithmetic("mixed", offset, operator)
        case _:
            assert_never(expression)


def evaluate(expression: Expression, scope: Scope) -> Number | bool | None:
    """The value of the formula; None where an answer it needs is absent, or nothing can be calculated."""
    match expression:
        case Literally(value):
            return value
        case Name(name, _):
            return scope.get(name)
        case Call(function, arguments, _):
            values = [evaluate(argument, scope) for argument in arguments]
            present = [value for value in values if value is not None]
            return FUNCTIONS[function](present) if len(present) == len(values) else None
        case Binary(operator, left, right, _):
            first, second = evaluate(left, scope), evaluate(right, scope)
            if first is None or second is None:
                return None
            if operator in ARITHMETIC:
                return _calculated(operator, first, second)
            if operator in COMPARISONS:
                return COMPARISONS[operator](first, second)
            return (first and second) if operator == "and" else (first or second)
        case _:
            assert_never(expression)


def _calculated(operator: str, left: Number, right: Number) -> Number | None:
    if operator in ("/", "//", "%") and not right:
        return None
    result = ARITHMETIC[operator](left, right)
    return result if abs(result) < BEYOND else None
