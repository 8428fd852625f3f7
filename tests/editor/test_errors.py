"""Wavy lines: in Russian, under the guilty letters, and none where nothing is wrong."""

from pathlib import Path

import pytest

from tests.editor.conftest import ROOT
from tests.editor.desk import FLOW, caret
from tests.editor.language_server import LanguageServer, Problem

SHIPPED = sorted([*ROOT.glob("flows/*.yaml"), *ROOT.glob("docs/examples/*/*.yaml")])
HEAD = FLOW + "flow: sell\ntitle: Продать\ndone: Спасибо\nsteps:\n"


@pytest.mark.timeout(180)
def test_the_shipped_files_have_no_wavy_line(server: LanguageServer) -> None:
    """Flows, bot.yaml, stories and examples, all open at once, as an author may have them."""
    assert len(SHIPPED) > 30
    pages = {path: server.open(place(path), path.read_text(encoding="utf-8")) for path in SHIPPED}
    assert {path.name: page.problems() for path, page in pages.items() if page.problems()} == {}


def place(path: Path) -> str:
    """Beside the real file, under a name of its own; `bot.yaml` keeps what its glob and modeline need."""
    return (path.parent.relative_to(ROOT) / f"shipped_{path.name}").as_posix()


@pytest.mark.parametrize(
    ("step", "message", "line", "column", "end"),
    [
        ("  - id: a\n    ask: Год?\n    lable: Год", "У вопроса нет такого ключа. Ctrl+Пробел", 8, 5, 10),
        ("  - id: a\n    ask: Год?\n    type: yaer", "Такого типа нет. Есть text, number", 8, 11, 15),
        ("  - id: a\n    ask: Год?\n    optional: да", "Здесь бывает true или false", 8, 15, 17),
        ("  - id: a\n    ask: Год?\n    type: money\n    decimals: два", "Здесь нужно целое число от 0 до", 9, 15, 18),
        ("  - id: a\n    ask: [Год]", "Здесь нужен текст.", 7, 10, 15),
        ("  - id: Год\n    ask: Год?", "Имя пишется маленькими латинскими буквами", 6, 9, 12),
        ("  - id: a\n    ask: Год?\n    type: year\n    choices: x", "Этот ключ не для type: year", 9, 5, 12),
        ("  - id: a\n    ask: Год?\n    unit: км", "Этот ключ не для type: text (и не для вопроса без", 8, 5, 9),
        ("  - ask: Год?", "Дайте шагу имя латиницей", 6, 5, 6),
        ("  - id: a\n    say: Год\n    hint: x", "У сообщения нет такого ключа.", 8, 5, 9),
        ("  - id: a\n    ask: Год?\n    validate: {mim: 5}", "В правиле бывают только min, max", 8, 16, 19),
        ("  - id: a\n    ask: Год?\n    if: {b: {mim: 5}}", "Здесь бывают только min, max, not", 8, 14, 17),
        ("  - id: a\n    ask: Год?\n    crm: {field: Год}", "Здесь бывает одно из трёх: contact", 8, 11, 16),
        ("  - просто текст", "Здесь нужен шаг анкеты", 6, 5, 17),
        ("  - use: contacts\n    optional: true", "Рядом с use: бывает только if:.", 7, 5, 13),
    ],
)  # fmt: skip
def test_a_mistake_is_underlined_and_explained(
    server: LanguageServer, step: str, message: str, line: int, column: int, end: int
) -> None:
    found = caret(server, f"{HEAD}{step}\n").page.problems()
    assert [(one.line, one.column, one.end_column) for one in found] == [(line, column, end)]
    assert found[0].message.startswith(message)


def test_columns_are_letters_behind_emoji_too(server: LanguageServer) -> None:
    step = "  - {id: a, ask: 🚗🚗 Машина?, lable: Год}"
    found = caret(server, f"{HEAD}{step}\n").page.problems()
    assert [one.column for one in found] == [step.index("lable") + 1]


def test_each_missing_key_of_a_flow_has_its_sentence(server: LanguageServer) -> None:
    found = caret(server, FLOW + "flow: sell\n").page.problems()
    assert [one.message.split(":")[0] for one in found] == ["Нет строки title", "Нет steps", "Нет строки done"]


def test_a_wrong_name_in_bot_yaml_is_underlined(server: LanguageServer) -> None:
    text = (
        "# yaml-language-server: $schema=../schemas/bot.schema.json\n"
        "language: 1\nlanguages: [ru]\nmenu: []\ngreeting: Да\nhelp: Да\n"
        "reminders: {after: [2 часа]}\nbuttons: {bak: Назад}\n"
    )
    assert caret(server, text, "yaml").page.problems() == [
        Problem("Срок — число и буква: 30m, 2h, 1d.", 7, 21, 27),
        Problem("Такой служебной кнопки нет. Ctrl+Пробел покажет, какие ключи есть.", 8, 11, 14),
    ]


def test_a_wrong_action_of_a_story_is_underlined(server: LanguageServer) -> None:
    found = caret(server, "story: Клиент\ndialog:\n  - clent: /start\n", "story.yaml").page.problems()
    assert [(one.line, one.column, one.end_column) for one in found] == [(3, 5, 10)]
    assert found[0].message.startswith("В одной строке — одно действие: client, tap")
