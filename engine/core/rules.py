"""Whether an accepted value satisfies its step's rules, and what to say when it does not."""

import functools
from html import escape
from typing import Protocol, cast

import re2

from engine.core.arithmetic import Expression, evaluate
from engine.core.facts import Facts
from engine.core.model import Rule, Step
from engine.core.phrases import EXPECTS, phrase
from engine.core.values import Value

#: An answer longer than this is not matched against a pattern: no author means such answers.
MAX_MATCHED = 1000


class Pattern(Protocol):
    def fullmatch(self, text: str) -> object | None: ...


@functools.lru_cache(maxsize=1024)
def pattern(source: str) -> Pattern:
    """An author's pattern, on RE2: linear time, whatever the pattern; raises re2.error."""
    return cast(Pattern, re2.compile(source))


def broken(step: Step, value: Value, facts: Facts, *, soft: bool) -> Rule | None:
    """The first rule of the given softness that the value breaks."""
    measure = step.type.measure(value)
    scope = dict(facts.scope)
    scope.pop(step.id, None)
    if measure is not None:
        scope[step.id] = measure
    for rule in step.rules:
        if rule.soft is soft and not _keeps(rule, value, measure, scope):
            return rule
    return None


def _keeps(rule: Rule, value: Value, measure: float | None, scope: dict[str, int | float]) -> bool:
    least, most = _bound(rule.min, scope), _bound(rule.max, scope)
    if measure is not None and ((least is not None and measure < least) or (most is not None and measure > most)):
        return False
    if rule.pattern is not None and isinstance(value, str) and not _matches(rule.pattern, value):
        return False
    return rule.must is None or evaluate(rule.must, scope) is not False


def _matches(source: str, text: str) -> bool:
    return len(text) <= MAX_MATCHED and pattern(source).fullmatch(text) is not None


def _bound(bound: Expression | None, scope: dict[str, int | float]) -> int | float | None:
    found = None if bound is None else evaluate(bound, scope)
    return None if isinstance(found, bool) else found


def complaint(rule: Rule, step: Step, value: Value, facts: Facts) -> str:
    """What to tell the client (HTML): the author's words, else the type's with the bounds printed."""
    language = facts.moment.language
    asked = facts.asked(step)
    if rule.say is not None:
        shown = {**facts.shown, step.id: _with_unit(step.type.show(value, asked), step, language)}
        return rule.say.render(language, shown, escape)
    if rule.soft:
        return escape(phrase("soft", language, answer=_with_unit(step.type.show(value, asked), step, language)))
    scope = dict(facts.scope)
    least, most = _bound(rule.min, scope), _bound(rule.max, scope)
    bounds = {
        name: _with_unit(step.type.show_bound(found, asked), step, language)
        for name, found in (("min", least), ("max", most))
        if found is not None
    }
    if rule.must is not None or not bounds:
        return escape(phrase("must" if rule.must is not None else "pattern", language))
    side = "between" if len(bounds) == 2 else next(iter(bounds))
    key = f"{side}.{step.type.name}" if f"{side}.{step.type.name}" in EXPECTS else f"{side}.{step.type.scale}"
    return escape(phrase(key, language, bound=next(iter(bounds.values())), **bounds))


def _with_unit(text: str, step: Step, language: str) -> str:
    counted = step.type.scale in ("amount", "day", None)
    return f"{text}\u00a0{step.unit.plain(language)}" if step.unit and counted else text


def most(step: Step, facts: Facts) -> int | None:
    """The hard upper bound of a step that gathers, None where there is none."""
    found = (_bound(rule.max, dict(facts.scope)) for rule in step.rules if not rule.soft)
    limits = [int(limit) for limit in found if limit is not None]
    return min(limits, default=None)
