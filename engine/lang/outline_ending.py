"""What happens after the last question, for the dealer's sign-off: the review, the thanks, the hooks."""

from collections.abc import Iterator, Mapping, Sequence

from engine.core.hookspec import HookSpec
from engine.core.model import Bot, Flow, HookCall, Parameter
from engine.core.texts import Template
from engine.lang.outline_words import LANGUAGE, said, spoken
from engine.lang.plain import words_of


def ending(flow: Flow, bot: Bot, hooks: Sequence[HookSpec]) -> Iterator[tuple[str, str]]:
    """(what, how), in order."""
    specs = {spec.name: spec for spec in hooks}
    yield "Проверка ответов", spoken(flow.review or bot.texts["review"], flow)
    yield "После отправки", spoken(flow.done, flow)
    if flow.again is not None:
        yield "Кнопка «ещё раз»", flow.again.plain(LANGUAGE)
    for call in flow.hooks:
        condition = words_of(call.when, flow, LANGUAGE)
        yield f"Заявка → {call.hook}" + (f", если {condition}" if condition else ""), _call(call, flow, specs)


def _call(call: HookCall, flow: Flow, specs: Mapping[str, HookSpec]) -> str:
    """What a hook does and with what, a parameter a line."""
    spec = specs.get(call.hook)
    described = spec.parameters.get("properties") if spec else None
    lines = [spec.about] if spec and spec.about else []
    for name, value in call.params.items():
        entry = described.get(name) if isinstance(described, dict) else None
        about = str(entry.get("description", "")) if isinstance(entry, dict) else ""
        # The description's first words are the parameter's name in Russian: «Название сделки, можно с {ответами}.»
        short = about.split(",")[0].split(".")[0].split(":")[0]
        lines.append(f"{short or name}: {_parameter(value, flow)}")
    return "\n".join(lines)


def _parameter(value: Parameter, flow: Flow) -> str:
    match value:
        case Template():
            return said(value, flow)
        case tuple():
            return ", ".join(_parameter(inner, flow) for inner in value)
        case bool():
            return "да" if value else "нет"
        case None | int() | float():
            return "" if value is None else str(value)
        case _:
            return ", ".join(f"{name}: {_parameter(inner, flow)}" for name, inner in value.items())
