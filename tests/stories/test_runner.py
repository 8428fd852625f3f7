"""The runner: what a story may say, and how a line that is not so is reported."""

import json
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from engine.app.stories import NoStories, Outcome, play_all

BOT = """
language: 1
languages: [ru, en]
menu: [sell]
greeting: {ru: Здравствуйте!, en: Hello!}
help: {ru: Помощь, en: Help}
consent:
  version: "1"
  text: {ru: Согласие, en: Consent}
throttling: {messages: 5, seconds: 10}
"""

FLOW = """
flow: sell
title: {ru: 🚗 Продать, en: 🚗 Sell}
steps:
  - id: brand
    ask: {ru: Какая марка?, en: Which make?}
    label: {ru: Марка, en: Make}
    choices: {lada: Lada, kia: Kia}
    other: {ru: Другая, en: Other}
    crm: Марка
  - id: day
    ask: {ru: Когда приедете?, en: When?}
    label: {ru: День, en: Day}
    type: date
    validate: {min: today}
    crm: Дата визита
  - id: abroad
    if: {brand: kia}
    say: {ru: Kia не продаём., en: No Kia.}
  - id: photos
    ask: {ru: Пришлите фото, en: Photos?}
    label: {ru: Фото, en: Photos}
    type: photo
    optional: true
  - id: consent
    ask: {ru: Можно?, en: May we?}
    type: consent
  - id: phone
    ask: {ru: Ваш номер?, en: Your number?}
    label: {ru: Телефон, en: Phone}
    type: phone
done: {ru: Спасибо!, en: Thanks!}
on_complete:
  - amocrm.lead: {name: "Выкуп {brand}", tags: [telegram]}
  - telegram.notify: {chat: sales, text: "Новая: {brand}"}
"""

LEAD_LINES = """
  - start: sell
  - tap: Lada
  - client: 25.11.2026
  - tap: Пропустить
  - tap: Согласен
  - share: phone
  - tap: Отправить
"""


type Told = Callable[[str], "Outcome"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bot.yaml").write_text(dedent(BOT), "utf-8")
    (tmp_path / "sell.flow.yaml").write_text(dedent(FLOW), "utf-8")
    return tmp_path


def write(folder: Path, dialog: str, name: str = "one") -> Path:
    file = folder / f"{name}.story.yaml"
    lines = dedent(dialog).strip("\n")
    indented = "\n".join(f"  {line.strip()}" if line.strip().startswith("- ") else line for line in lines.splitlines())
    file.write_text(f"story: Рассказ\nflow: sell\ntoday: 2026-11-22\ndialog:\n{indented}\n", "utf-8")
    return file


async def told(folder: Path, dialog: str) -> Outcome:
    return await play_all([write(folder, dialog)])


async def failure(folder: Path, dialog: str) -> tuple[int, str]:
    """The line of the story that failed, counted from the dialog's first, and what was said."""
    outcome = await told(folder, dialog)
    assert not outcome.broken, outcome.text()
    (played,) = outcome.played
    assert played.failure is not None, "the story came true"
    return played.failure.place.span.line - 4, played.failure.message


@pytest.mark.parametrize(
    "dialog",
    [
        "- client: /start\n- bot: Здравствуйте!\n- buttons: [Продать]\n- tap: Продать\n- bot: Какая марка?",
        "- start: sell?brand=kia\n- bot: Когда приедете?",
        "- start: sell\n- tap: Другая\n- client: Zaz\n- bot: /Когда прие\\w+/\n- client: завтра\n- bot: Пришлите фото",
        "- start: sell\n- tap: Lada\n- client: завтра\n- photos: 3\n- tap: Готово\n- bot: Можно?",
        "- start: sell\n- tap: Lada\n- client: завтра\n- photos: 1\n- tap: Готово\n- bot: Можно?",
        "- start: sell\n- tap: Lada\n- client: 23.11.2026\n- bot: Пришлите",
        "- start: sell\n- tap: Lada\n- today: 2026-12-01\n- client: 25.11.2026\n- bot: Когда приедете?",
        "- language: en\n- client: /start\n- bot: Hello!\n- tap: Sell\n- bot: Which make?",
        "- start: sell\n- tap: Lada\n- wait: 31m\n- client: завтра\n- bot: Пришлите фото",
        f"{LEAD_LINES}\n- bot: Спасибо!\n- leads: 1\n- notify: 'Новая: Lada'",
        f"{LEAD_LINES}\n- crm: {{name: Выкуп Lada, tags: telegram, phone: +79161234567, Дата визита: 25.11.2026}}",
        "- start: sell\n- tap: Lada\n- client: завтра\n- tap: Пропустить\n- tap: Согласен\n"
        "- share: +7 903 555-44-33\n- edit: Марка\n- tap: Kia\n- tap: Отправить\n"
        "- crm: {phone: +79035554433, Марка: Kia}",
        "- client: /start\n- client: хочу скинуть киа\n- bot: Пока непонятно",
        "- client: /start\n- ai: {flow: sell, answers: {brand: kia, day: 01.01.2020}}\n- client: надо бы скинуть\n"
        "- bot: 'Понял: Kia.'\n- tap: Да, верно\n- bot: Когда приедете?",
        "- client: /start\n- ai: {flow: sell, confidence: 0.6}\n- client: продать киа\n- bot: Пока непонятно",
        "- client: /start\n- ai: {confidence: 0.9}\n- client: продать киа\n- bot: Пока непонятно",
        "- start: sell\n- tap: Lada\n- ai: {flow: sell, answers: {brand: kia}}\n- client: ой, у меня же киа\n"
        "- bot: 'Понял: Kia.'",
        LEAD_LINES.replace("- tap: Отправить", "- crm_fails: true\n- tap: Отправить\n- leads: 0")
        + "- crm_fails: false\n- wait: 10m\n- leads: 1",
    ],
)
async def test_a_story_comes_true(folder: Path, dialog: str) -> None:
    outcome = await told(folder, dialog)
    assert outcome.passed, outcome.text()


@pytest.mark.parametrize(
    ("dialog", "line", "message"),
    [
        ("- bot: Здравствуйте!", 1, "бот ничего не ответил"),
        ("- start: sell\n- bot: Какой пробег?", 2, "бот написал другое: «Шаг 1 из 4 Какая марка?»"),
        ("- start: sell\n- tap: Иная", 2, "нет кнопки «Иная», есть: Lada, Kia, Другая, В начало"),
        ("- start: sell\n- buttons: [Lada, Ока]", 2, "нет кнопки «Ока», есть: Lada, Kia, Другая, В начало"),
        ("- start: sell\n- share: phone", 2, "бот сейчас не просит номер"),
        ("- start: sell\n- today: 2026-11-01", 2, "назад время не идёт"),
        ("- leads: 1", 1, "заявок в CRM: 0"),
        ("- crm: {price: 1}", 1, "заявок в CRM нет"),
        ("- notify: Lada", 1, "сотрудникам написали: ничего"),
        (f"{LEAD_LINES}\n- crm: {{name: Kia}}", 8, "сделка называется «Выкуп Lada"),
        (f"{LEAD_LINES}\n- crm: {{price: 100}}", 8, "бюджет сделки — 0, а не 100"),
        (f"{LEAD_LINES}\n- crm: {{tags: срочно}}", 8, "нет тега «срочно», есть: telegram"),
        (f"{LEAD_LINES}\n- crm: {{Марка: Kia}}", 8, "в поле «Марка» — Lada, а не Kia"),
        (f"{LEAD_LINES}\n- crm: {{Пробег: 1}}", 8, "поле «Пробег» пустое; заполнены:"),
        (f"{LEAD_LINES}\n- crm: {{absent: Марка}}", 8, "поле «Марка» должно быть пустым, а там: Lada"),
        (f"{LEAD_LINES}\n- crm: {{phone: +79990000000}}", 8, "телефон контакта: +79161234567"),
    ],
)
async def test_a_line_that_is_not_so_is_reported_with_what_was_there(
    folder: Path, dialog: str, line: int, message: str
) -> None:
    found = await failure(folder, dialog.replace("\n\n", "\n"))
    assert found[0] == line
    assert message in found[1]


async def test_a_failure_shows_the_line_and_marks_the_word(folder: Path) -> None:
    text = (await told(folder, "- start: sell\n- tap: Иная")).text()
    assert f"--> {folder}/one.story.yaml:6:10" in text
    assert " 6 |   - tap: Иная\n" in text.replace("6 |", " 6 |", 1)
    assert "|          ^^^^\n" in text
    assert "Историй: 1, прошло: 0, не прошло: 1." in text


async def test_the_outcome_for_programs_counts_what_was_shown(folder: Path) -> None:
    write(folder, "- start: sell?brand=kia\n- client: завтра\n- bot: Kia не продаём.", "kia")
    write(folder, "- start: sell\n- bot: Какой пробег?", "wrong")
    found = json.loads((await play_all([folder])).as_json())
    assert found == {
        "stories": 2,
        "passed": 1,
        "failed": 1,
        "steps_covered": 4,
        "steps_total": 6,
        "failures": [{"file": f"{folder}/wrong.story.yaml", "line": 6, "message": found["failures"][0]["message"]}],
    }


async def test_items_nobody_saw_are_named(folder: Path) -> None:
    assert "brand, consent, phone" in (await told(folder, "- start: sell?brand=kia\n- client: завтра")).text()


async def test_flows_with_errors_play_no_story(folder: Path) -> None:
    file = folder / "sell.flow.yaml"
    file.write_text(file.read_text("utf-8").replace("type: phone", "type: fone"), "utf-8")
    outcome = await told(folder, "- start: sell")
    assert not outcome.passed
    assert not outcome.played
    assert "sell.flow.yaml" in outcome.text()
    assert json.loads(outcome.as_json())["failures"][0]["line"] == 31


async def test_a_story_with_an_error_does_not_hold_up_the_others(folder: Path) -> None:
    write(folder, "- dance: sell", "wrong")
    write(folder, "- start: sell", "right")
    outcome = await play_all([folder])
    assert not outcome.passed
    assert [one.failure for one in outcome.played] == [None]


async def test_a_flow_stands_for_the_stories_about_it(folder: Path) -> None:
    write(folder, "- start: sell")
    outcome = await play_all([folder / "sell.flow.yaml"])
    assert len(outcome.played) == 1


async def test_a_folder_without_stories_is_an_error_of_use(folder: Path) -> None:
    with pytest.raises(NoStories):
        await play_all([folder])
