"""What an item takes for an answer, its rules and its CRM field, in the words of a dealer."""

import re
from collections.abc import Callable, Iterator, Mapping

from engine.core.arithmetic import Binary, Expression
from engine.core.clauses import Rule
from engine.core.model import Bot, Compute, Flow, Step
from engine.core.texts import Template, Text
from engine.lang.markup import stripped
from engine.lang.plain import bound, formula, name_of, type_word

LANGUAGE = "ru"
_COMPARED: Mapping[str, str] = {
    "<": "меньше", "<=": "не больше", ">": "больше", ">=": "не меньше", "==": "равно", "!=": "не равно",
    "and": "и", "or": "или",
}  # fmt: skip
#: The contact's own fields, filled whatever `crm:` says.
_CONTACT: Mapping[str, str] = {"phone": "телефон", "email": "почта", "name": "имя"}
#: What the client does, where the type's word alone does not say it; `{}` is one of the bot's buttons.
_DONE: Mapping[str, tuple[str, str]] = {
    "phone": ("Телефон: кнопкой «{}» или текстом", "share_phone"),
    "photo": ("Одно или несколько фото, в конце «{}»", "done"),
    "file": ("Один или несколько файлов, в конце «{}»", "done"),
}


def spoken(text: Text, flow: Flow) -> str:
    """A text as the client reads it, answers as [Название]."""
    return said(text.template(LANGUAGE), flow)


def said(template: Template, flow: Flow) -> str:
    parts: list[str] = []
    for part in template.parts:
        if isinstance(part, str):
            parts.append(part)
            continue
        item = flow.item(part.name)
        name = name_of(item, LANGUAGE) if item else part.name
        parts.append(f"[{name}]" if part.default is None else f"[{name}, а без ответа — «{part.default}»]")
    return stripped("".join(parts)).strip()


def answer_words(step: Step, options: tuple[str, ...], bot: Bot) -> Iterator[str]:
    """What the client may answer; `options` are what the step offers."""
    yield _kind(step, options, bot)
    if step.choices and step.choices.other:
        yield f"Кнопка «{step.choices.other.plain(LANGUAGE)}»: ответ своими словами"
    elif step.choices and step.choices.parent:
        yield "Где списка нет — ответ своими словами"
    if step.choices and step.choices.none:
        yield f"Кнопка «{step.choices.none.plain(LANGUAGE)}» снимает остальные"
    if step.optional:
        yield f"Можно пропустить: кнопка «{(step.skip or bot.buttons['skip']).plain(LANGUAGE)}»"
    if step.private and not step.type.personal:
        yield "Искусственному интеллекту не передаётся"


def _kind(step: Step, options: tuple[str, ...], bot: Bot) -> str:
    name = step.type.name
    if name == "consent":
        agree, refuse = (bot.buttons[key].plain(LANGUAGE) for key in ("agree", "refuse"))
        refused = (step.consent.refused if step.consent else None) or bot.texts["refused"]
        return f"Кнопки «{agree}» и «{refuse}». Отказ заканчивает анкету: «{stripped(refused.plain(LANGUAGE))}»"
    if name in _DONE:
        words, button = _DONE[name]
        return words.format(bot.buttons[button].plain(LANGUAGE))
    if options:
        kind = {"choice": "Один вариант", "many": "Несколько вариантов", "yes_no": "Кнопки"}.get(name, "Варианты")
        return f"{kind}: {' · '.join(options)}"
    word = type_word(name, LANGUAGE)
    unit = f", {step.unit.plain(LANGUAGE)}" if step.unit else ""
    exact = f", знаков после запятой: {step.decimals}" if step.decimals else ""
    return word[:1].upper() + word[1:] + unit + exact


def rule_words(step: Step, flow: Flow) -> Iterator[str]:
    """Each rule as a sentence, with what the bot says where it is broken."""
    for rule in step.rules:
        words = spoken(rule.say, flow) if rule.say else ""
        if rule.soft:
            yield f"{_unusual(rule, step, flow)} — переспросит, но примет" + (f": «{words}»" if words else "")
        else:
            yield f"{_kept(rule, step, flow)}" + (f", иначе: «{words}»" if words else "")


def _kept(rule: Rule, step: Step, flow: Flow) -> str:
    parts = [_within(rule, step, flow)] if rule.min is not None or rule.max is not None else []
    if rule.pattern is not None:
        parts.append(f"По образцу {rule.pattern}")
    if rule.must is not None:
        parts.append(f"Нужно: {comparison(rule.must, flow)}")
    return "; ".join(parts)


def _unusual(rule: Rule, step: Step, flow: Flow) -> str:
    """The same rule from the other side: what the bot wonders at."""
    limits = {
        side: _measured(found, step, flow)
        for side, found in (("min", rule.min), ("max", rule.max))
        if found is not None
    }
    day = step.type.scale == "day"
    words = {"min": "Раньше" if day else "Меньше", "max": "Позже" if day else "Больше"}
    parts = [f"{words[side]} {limit}" for side, limit in limits.items()]
    if rule.pattern is not None:
        parts.append(f"Не по образцу {rule.pattern}")
    if rule.must is not None:
        parts.append(f"Если не так: {comparison(rule.must, flow)}")
    return " или ".join(part if index == 0 else part[:1].lower() + part[1:] for index, part in enumerate(parts))


def _within(rule: Rule, step: Step, flow: Flow) -> str:
    limits = [None if found is None else _measured(found, step, flow) for found in (rule.min, rule.max)]
    match limits:
        case [str() as least, str() as most]:
            return f"С {least} по {most}" if step.type.scale == "day" else f"От {_bare(least, most)} до {most}"
        case [str() as least, _]:
            return {"day": "Не раньше", "length": "Не короче"}.get(str(step.type.scale), "Не меньше") + f" {least}"
        case [_, str() as most]:
            return {"day": "Не позже", "length": "Не длиннее"}.get(str(step.type.scale), "Не больше") + f" {most}"
        case _:
            return ""


def _bare(least: str, most: str) -> str:
    """«от 3 до 200 знаков», not «от 3 знаков до 200 знаков»."""
    tail = most.rpartition(" ")[2]
    return least.removesuffix(f" {tail}") if not tail.isdigit() else least


def _measured(limit: Expression, step: Step, flow: Flow) -> str:
    words = bound(limit, step, flow, LANGUAGE).replace("\u00a0", " ")
    counted = _COUNTED.get(step.type.name if step.type.scale == "count" else str(step.type.scale))
    return counted(words) if counted else words


def _genitive(one: str, many: str) -> Callable[[str], str]:
    def worded(words: str) -> str:
        single = words.endswith("1") and not words.endswith("11")
        return f"{words} {one if single else many}"

    return worded


_COUNTED: Mapping[str, Callable[[str], str]] = {
    "length": _genitive("знака", "знаков"),
    "photo": _genitive("фото", "фото"),
    "file": _genitive("файла", "файлов"),
    "many": _genitive("варианта", "вариантов"),
}


def comparison(must: Expression, flow: Flow) -> str:
    """«Бюджет до» не меньше «Бюджет от»."""
    match must:
        case Binary(operator, left, right, _) if operator in _COMPARED:
            return f"{comparison(left, flow)} {_COMPARED[operator]} {comparison(right, flow)}"
        case _:
            return f"«{in_words(must, flow)}»"


#: What a formula says with signs, for people who do not calculate with functions.
_SIGNS = (
    (re.compile(r"\bmax\("), "большее из ("),
    (re.compile(r"\bmin\("), "меньшее из ("),
    (re.compile(r" \* "), " × "),
)


def in_words(expression: Expression, flow: Flow) -> str:
    """A formula as a dealer reads it: «Пробег / большее из (1, этот год - Год выпуска)»."""
    words = formula(expression, flow, LANGUAGE)
    for sign, word in _SIGNS:
        words = sign.sub(word, words)
    return words


def crm_words(item: Step | Compute) -> str:
    """Where the answer goes besides the note."""
    own = _CONTACT.get(item.type.name) if isinstance(item, Step) else None
    if isinstance(item, Compute) and item.label is None and item.crm.kind == "note":
        return "—"
    match item.crm.kind:
        case "field":
            found = f"поле сделки «{item.crm.name}»"
        case "contact":
            found = f"поле контакта «{item.crm.name}»"
        case "price":
            found = "бюджет сделки"
        case "tag":
            found = "тег сделки"
        case "nowhere":
            found = "никуда"
        case "note":
            found = "" if own else "только примечание"
    return ", ".join(filter(None, (f"контакт: {own}" if own else "", found)))
