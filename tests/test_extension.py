"""A step type from outside the engine: one small class, one widget entry, one schema entry."""

from pathlib import Path
from typing import ClassVar

from engine.app import hooks
from engine.app.stage import Theatre
from engine.core.answers import TYPES, AnswerType, Asked, Refusal
from engine.core.values import Value
from engine.lang.compile import Compilation, compile
from engine.stories import report
from engine.stories.play import play
from engine.telegram.widgets import WIDGETS, typed

# --- all there is to add ---------------------------------------------------------------------------------------------


class Snils(AnswerType):
    """An insurance number: nine digits and their check sum, written 112-233-445 95."""

    name = "snils"
    samples: ClassVar[tuple[str, ...]] = ("112-233-445 95",)
    personal = True
    scale = None

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        digits = [int(letter) for letter in text if letter.isdigit()]
        if len(digits) != 11:
            return self.refuse(asked)
        total = sum(weight * digit for weight, digit in zip(range(9, 0, -1), digits, strict=False)) % 101 % 100
        return "".join(map(str, digits)) if total == digits[9] * 10 + digits[10] else self.refuse(asked)

    def refuse(self, asked: Asked) -> Refusal:
        return Refusal("expects.snils", {}, {"ru": "Напишите 11 цифр СНИЛС, например 112-233-445 95."})

    def show(self, value: Value, asked: Asked) -> str:
        text = str(value)
        return f"{text[:3]}-{text[3:6]}-{text[6:9]} {text[9:]}"


WIDGET = {"snils": typed}
SCHEMA = {"snils": {"description": "СНИЛС: 11 цифр.", "keys": ["optional", "skip"]}}

# --- a project that uses it ------------------------------------------------------------------------------------------

BOT = """
language: 1
languages: [ru]
menu: [pension]
greeting: Здравствуйте!
help: Помощь
"""

FLOW = """
flow: pension
title: Пенсия
steps:
  - id: number
    ask: Ваш СНИЛС?
    label: СНИЛС
    type: snils
    optional: true
    crm: СНИЛС
done: Спасибо!
on_complete:
  - amocrm.lead: {name: "Пенсия, {number|без номера}"}
"""

STORY = """
story: Клиент ошибается в номере, потом пишет верно
flow: pension
dialog:
  - start: pension
  - bot: Ваш СНИЛС?
  - client: 112-233-445 96
  - bot: Напишите 11 цифр СНИЛС
  - client: 11223344595
  - bot: 112-233-445 95
  - tap: Отправить
  - crm: {name: "Пенсия, 112-233-445 95", СНИЛС: 112-233-445 95}
"""


def compiled(folder: Path, flow: str = FLOW) -> Compilation:
    for name, text in (("bot.yaml", BOT), ("pension.flow.yaml", flow), ("pension.story.yaml", STORY)):
        (folder / name).write_text(text, "utf-8")
    return compile([folder], hooks.specs(), types={**TYPES, "snils": Snils()}, type_entries=SCHEMA)


async def test_a_type_from_outside_is_compiled_asked_and_delivered(tmp_path: Path) -> None:
    found = compiled(tmp_path)
    assert found.diagnostics == ()
    assert found.project is not None
    theatre = Theatre(found.project, (), tmp_path, widgets={**WIDGETS, **WIDGET})
    (story,) = found.stories
    played = await play(story, found.project, theatre.open)
    assert played.failure is None, report.text([played], {}, found.sources)


def test_the_schema_knows_which_keys_the_type_takes(tmp_path: Path) -> None:
    found = compiled(tmp_path, FLOW.replace("    optional: true", "    validate: {min: 1}"))
    assert [(one.code, one.span.line) for one in found.diagnostics] == [("CQ104", 9)]


def test_without_the_entry_the_type_is_unknown(tmp_path: Path) -> None:
    compiled(tmp_path)
    assert [one.code for one in compile([tmp_path], hooks.specs()).errors] == ["CQ102"]
