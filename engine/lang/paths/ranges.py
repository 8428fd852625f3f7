"""What a formula may yield, as far as its answers are known: a range, perhaps nothing at all."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import assert_never

from engine.core.arithmetic import BEYOND, COMPARISONS, Binary, Call, Expression, Literally, Name

_INF = math.inf


@dataclass(frozen=True, slots=True)
class Range:
    """Amounts from `least` to `most`, both included; a truth is 0 or 1."""

    least: float
    most: float
    #: False: the answer may as well be absent.
    sure: bool = True

    @property
    def exact(self) -> bool:
        return self.sure and self.least == self.most


ANY = Range(-_INF, _INF)
UNKNOWN = Range(-_INF, _INF, sure=False)
_TRUE, _FALSE, _EITHER = Range(1, 1), Range(0, 0), Range(0, 1)

#: The range of a name; None: surely absent.
type Ranges = Callable[[str], Range | None]


def enclose(expression: Expression, of: Ranges) -> Range | None:
    """Every value the formula may have lies in the range; None: it surely has none."""
    match expression:
        case Literally(value):
            return Range(value, value)
        case Name(name, _):
            return of(name)
        case Call(function, arguments, _):
            found = [enclose(argument, of) for argument in arguments]
            present = [one for one in found if one is not None]
            if len(present) < len(found):
                return None
            pick = min if function == "min" else max
            ends = pick(one.least for one in present), pick(one.most for one in present)
            return Range(*ends, sure=all(one.sure for one in present))
        case Binary(operator, left, right, _):
            first, second = enclose(left, of), enclose(right, of)
            if first is None or second is None:
                return None
            found_range = _joined(operator, first, second)
            if found_range is None or (first.sure and second.sure):
                return found_range
            return Range(found_range.least, found_range.most, sure=False)
        case _:
            assert_never(expression)


def fails(expression: Expression, of: Ranges) -> bool | None:
    """Whether the truth is false; absent is not false. None: it depends."""
    found = enclose(expression, of)
    if found is None or found.least > 0:
        return False
    return True if found.sure and found.most == 0 else None


def _joined(operator: str, one: Range, two: Range) -> Range | None:
    if operator in COMPARISONS:
        return _compared(operator, one, two)
    if operator in ("and", "or"):
        pick = min if operator == "and" else max
        return Range(pick(one.least, two.least), pick(one.most, two.most))
    return _bounded(_ARITHMETIC[operator](one, two))


def _compared(operator: str, one: Range, two: Range) -> Range:
    apart = one.most < two.least or two.most < one.least
    same = one.least == one.most == two.least == two.most
    match operator:
        case "<":
            known = True if one.most < two.least else False if one.least >= two.most else None
        case "<=":
            known = True if one.most <= two.least else False if one.least > two.most else None
        case ">":
            known = True if one.least > two.most else False if one.most <= two.least else None
        case ">=":
            known = True if one.least >= two.most else False if one.most < two.least else None
        case "==":
            known = True if same else False if apart else None
        case _:
            known = False if same else True if apart else None
    return _EITHER if known is None else _TRUE if known else _FALSE


def _bounded(found: Range | None) -> Range | None:
    """No amount reaches BEYOND: what may, may be absent."""
    if found is None or found.least >= BEYOND or found.most <= -BEYOND:
        return None
    if found.least > -BEYOND and found.most < BEYOND:
        return found
    return Range(max(found.least, -BEYOND), min(found.most, BEYOND), sure=False)


def _added(one: Range, two: Range) -> Range:
    return Range(_number(one.least + two.least, -_INF), _number(one.most + two.most, _INF))


def _subtracted(one: Range, two: Range) -> Range:
    return Range(_number(one.least - two.most, -_INF), _number(one.most - two.least, _INF))


def _multiplied(one: Range, two: Range) -> Range:
    corners = [_number(a * b, 0) for a in (one.least, one.most) for b in (two.least, two.most)]
    return Range(min(corners), max(corners))


def _divided(one: Range, two: Range) -> Range | None:
    if two.least == two.most == 0:
        return None
    if two.least <= 0 <= two.most:
        return UNKNOWN
    corners = [_number(a / b, 0) for a in (one.least, one.most) for b in (two.least, two.most)]
    return Range(min(corners), max(corners))


def _floored(one: Range, two: Range) -> Range | None:
    if _whole(one, two) and two.least:
        return Range(one.least // two.least, one.least // two.least)
    found = _divided(one, two)
    if found is None or math.isinf(found.least) or math.isinf(found.most):
        return found
    # A quotient rounded before the floor may land beside it.
    return Range(math.floor(found.least) - 1, math.floor(found.most) + 1, found.sure)


def _remainder(one: Range, two: Range) -> Range | None:
    if two.least == two.most == 0:
        return None
    if two.least <= 0 <= two.most:
        return UNKNOWN
    if _whole(one, two):
        return Range(one.least % two.least, one.least % two.least)
    return Range(0, two.most) if two.least > 0 else Range(two.least, 0)


def _whole(one: Range, two: Range) -> bool:
    return one.least == one.most and two.least == two.most and not math.isinf(one.least)


def _number(value: float, otherwise: float) -> float:
    return otherwise if math.isnan(value) else value


_ARITHMETIC: Mapping[str, Callable[[Range, Range], Range | None]] = {
    "+": _added,
    "-": _subtracted,
    "*": _multiplied,
    "/": _divided,
    "//": _floored,
    "%": _remainder,
}
