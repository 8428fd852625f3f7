"""Our evaluation agrees with Python's own on everything the grammar allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.arithmetic import BEYOND, NotArithmetic, Number, evaluate, kind, names, parse

NAMES = ("a", "b", "c")

amounts = st.one_of(
    st.integers(0, 10**6).map(str), st.floats(0, 1000, allow_nan=False).map(lambda value: f"{value:.3f}")
)
atoms = st.one_of(amounts, st.sampled_from(NAMES))


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "//", "%"]), inner).map(
            lambda p: f"({p[0]} {p[1]} {p[2]})"
        ),
        pairs.map(lambda pair: f"min({pair[0]}, {pair[1]})"),
        pairs.map(lambda pair: f"max({pair[0]}, {pair[1]})"),
        inner.map(lambda operand: f"-{operand}"),
    )


numbers = st.recursive(atoms, _larger, max_leaves=8)
comparisons = st.tuples(numbers, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), numbers).map(" ".join)
truths = st.recursive(
    comparisons,
    lambda inner: st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
    max_leaves=3,
)
scopes = st.fixed_dictionaries({name: st.integers(-(10**9), 10**9) | st.floats(-1e6, 1e6) for name in NAMES})


@given(formula=numbers | truths, scope=scopes)
def test_evaluation_agrees_with_python(formula: str, scope: dict[str, Number]) -> None:
    if len(formula) > 500:
        return
    try:
        expected = eval(formula, {"__builtins__": {}, "min": min, "max": max}, dict(scope))
    except ZeroDivisionError:
        expected = None
    found = evaluate(parse(formula), scope)
    if found is None:
        # Python evaluates lazily and without an upper end; we do neither.
        assert expected is None or isinstance(expected, bool) or "/" in formula or "%" in formula or "*" in formula
    else:
        assert found == pytest.approx(expected)
        assert isinstance(found, bool) == isinstance(expected, bool)
        assert abs(found) < BEYOND


@given(formula=numbers | truths, scope=scopes, missing=st.sampled_from(NAMES))
def test_a_missing_answer_makes_every_formula_with_it_absent(
    formula: str, scope: dict[str, Number], missing: str
) -> None:
    if len(formula) > 500:
        return
    expression = parse(formula)
    partial = {name: value for name, value in scope.items() if name != missing}
    if missing in {name.name for name in names(expression)}:
        assert evaluate(expression, partial) is None
    else:
        assert evaluate(expression, partial) == evaluate(expression, scope)


@given(formula=numbers | truths)
def test_every_generated_formula_has_a_kind(formula: str) -> None:
    if len(formula) <= 500:
        expected = "truth" if any(sign in formula for sign in "<>=") else "number"
        assert kind(parse(formula), dict.fromkeys(NAMES, "number")) == expected


@given(st.text(max_size=60) | st.text("ab()+-*/<>=. 19e,\"'[]", max_size=60))
def test_any_text_is_a_formula_or_is_refused_with_its_place(written: str) -> None:
    offset = 0
    try:
        expression = parse(written)
        kind(expression, dict.fromkeys(NAMES, "number"))
        evaluate(expression, {"a": 1, "b": 2.5, "c": -3})
    except NotArithmetic as refusal:
        offset = refusal.offset
    assert 0 <= offset <= len(written)
