"""Whether an accepted value satisfies its step's rules, and what to say when it does not."""

import functools
from html import escape
from typing import Literal, Protocol, assert_never, cast

import re2

from engine.core.arithmetic import Expression, Scope, evaluate
from engine.core.clauses import Rule
from engine.core.facts import Facts
from engine.core.model import Step
from engine.core.phrases import EXPECTS, phrase
from engine.core.values import Value

#: An answer longer than this is not matched against a pattern: no author means such answers.
MAX_MATCHED = 1000


#: Which part of a rule a value breaks.
type Breach = Literal["bounds", "pattern", "must"]


class Pattern(Protocol):
    def fullmatch(self, text: str) -> object | None: ...


@functools.lru_cache(maxsize=1024)
def pattern(source: str) -> Pattern:
    """An author's pattern, on RE2: linear time, whatever the pattern; raises re2.error."""
    return cast(Pattern, re2.compile(source))


def broken(step: Step, value: Value, facts: Facts, *, soft: bool) -> Rule | None:
    """The first rule of the given softness that the value breaks."""
    if not step.rules:
        return None
    scope = _scope(step, value, facts)
    return next((rule for rule in step.rules if rule.soft is soft and _breach(rule, step, value, scope)), None)


def _scope(step: Step, value: Value, facts: Facts) -> Scope:
    """The answers on their scales, this value in the place of the step's own."""
    scope = {name: amount for name, amount in facts.scope.items() if name != step.id}
    measure = step.type.measure(value)
    return scope if measure is None else {**scope, step.id: measure}


def _breach(rule: Rule, step: Step, value: Value, scope: Scope) -> Breach | None:
    measure, least, most = scope.get(step.id), _bound(rule.min, scope), _bound(rule.max, scope)
    if measure is not None and ((least is not None and measure < least) or (most is not None and measure > most)):
        return "bounds"
    if rule.pattern is not None and isinstance(value, str) and not _matches(rule.pattern, value):
        return "pattern"
    # With an answer missing there is nothing to compare.
    return "must" if rule.must is not None and evaluate(rule.must, scope) is False else None


def _matches(source: str, text: str) -> bool:
    return len(text) <= MAX_MATCHED and pattern(source).fullmatch(text) is not None


def _bound(bound: Expression | None, scope: Scope) -> int | float | None:
    found = None if bound is None else evaluate(bound, scope)
    return None if isinstance(found, bool) else found


def complaint(rule: Rule, step: Step, value: Value, facts: Facts) -> str:
    """What to tell the client (HTML): the author's words, else the type's with the bounds printed."""
    language = facts.moment.language
    shown = _with_unit(step.type.show(value, facts.asked(step)), step, language)
    if rule.say is not None:
        return rule.say.render(language, facts.shown | {step.id: shown}, escape).strip()
    if rule.soft:
        return escape(phrase("soft", language, answer=shown))
    breach = _breach(rule, step, value, _scope(step, value, facts))
    match breach:
        case "bounds":
            return escape(_bounds(rule, step, facts))
        case "pattern" | "must":
            return escape(phrase(breach, language))
        case None:
            raise AssertionError(f"{step.id}: no complaint about a rule that is kept")
        case _:
            assert_never(breach)


def _bounds(rule: Rule, step: Step, facts: Facts) -> str:
    language, asked = facts.moment.language, facts.asked(step)
    bounds = {
        name: _with_unit(step.type.show_bound(found, asked), step, language)
        for name, found in (("min", _bound(rule.min, facts.scope)), ("max", _bound(rule.max, facts.scope)))
        if found is not None
    }
    side = "between" if len(bounds) == 2 else next(iter(bounds))
    key = f"{side}.{step.type.name}" if f"{side}.{step.type.name}" in EXPECTS else f"{side}.{step.type.scale}"
    return phrase(key, language, bound=next(iter(bounds.values())), **bounds)


def _with_unit(text: str, step: Step, language: str) -> str:
    counted = step.type.scale in ("amount", "day", None)
    return f"{text}\u00a0{step.unit.plain(language)}" if step.unit and counted else text


def overfull(step: Step, count: int, facts: Facts) -> Rule | None:
    """The hard rule that forbids to gather so many."""
    limits = ((rule, _bound(rule.max, facts.scope)) for rule in step.rules if not rule.soft)
    return next((rule for rule, limit in limits if limit is not None and count > limit), None)


def most(step: Step, facts: Facts) -> int | None:
    """The hard upper bound of a step that gathers, None where there is none."""
    found = (_bound(rule.max, facts.scope) for rule in step.rules if not rule.soft)
    limits = [int(limit) for limit in found if limit is not None]
    return min(limits, default=None)
