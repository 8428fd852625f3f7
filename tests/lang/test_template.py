"""The flow to start from: clean as it stands, whatever it finds in bot.yaml."""

import pytest

from engine.lang.compile import Compilation, compile_bytes
from engine.lang.template import Surroundings, starter

SCHEMA = "../schemas/flow.schema.json"
BLOCKS = """\
consent: {version: 1, text: Перезвоним только по этой заявке.}
blocks:
  contacts:
    - {id: consent, ask: Можно записать контакты?, type: consent}
    - {id: phone, ask: По какому номеру позвонить?, type: phone}
"""
BILINGUAL = """\
consent: {version: 1, text: {ru: Перезвоним, en: We will call}}
blocks:
  contacts:
    - {id: consent, ask: {ru: Можно?, en: May we?}, type: consent}
    - {id: phone, ask: {ru: Номер?, en: Number?}, type: phone}
"""


def bot(languages: str, extra: str = "") -> str:
    words = {"[ru]": "Привет", "[en]": "Hello", "[ru, en]": "{ru: Привет, en: Hello}", "[ru, en, kk]": ""}[languages]
    words = words or "{ru: Привет, en: Hello, kk: Salem}"
    return f"language: 1\nlanguages: {languages}\nmenu: [own]\ngreeting: {words}\nhelp: {words}\n{extra}"


def begun(bot_text: str, title: str = "🆕 Новая анкета") -> tuple[str, Compilation]:
    text = starter("own", title, SCHEMA, Surroundings.of(bot_text.encode()))
    return text, compile_bytes({"bot.yaml": bot_text.encode(), "own.flow.yaml": text.encode()})


@pytest.mark.parametrize(
    "bot_text",
    [bot("[ru]"), bot("[ru]", BLOCKS), bot("[en]"), bot("[ru, en]"), bot("[ru, en]", BILINGUAL), bot("[ru, en, kk]")],
)
def test_a_new_flow_checks_clean_in_any_project(bot_text: str) -> None:
    _, compiled = begun(bot_text)
    # The title is whatever the author called it: in a bot of several languages it waits to be translated.
    assert {one.key for one in compiled.diagnostics} <= {"CQ302"}
    assert compiled.errors == ()
    assert compiled.project is not None


def test_it_uses_the_contacts_of_bot_yaml_where_they_are() -> None:
    with_block, without = begun(bot("[ru]", BLOCKS))[0], begun(bot("[ru]"))[0]
    assert "\n  - use: contacts\n" in with_block
    assert "\n  # - use: contacts\n" in without


def test_it_knows_the_menu_of_bot_yaml() -> None:
    assert Surroundings.of(bot("[ru]").encode()).menu == ("own",)


def test_a_bot_yaml_that_cannot_be_read_is_as_good_as_none() -> None:
    assert Surroundings.of(b"menu: [\n") == Surroundings()


@pytest.mark.parametrize(
    "title", ["Сервис: запись", "- дефис", 'Скажите "да"', "#1", "{да}", "да # нет", "\\", "1", "Да,"]
)
def test_any_title_is_kept_as_it_is(title: str) -> None:
    _, compiled = begun(bot("[ru]"), title)
    assert compiled.project is not None
    assert compiled.project.flows["own"].title.plain("ru") == title


def test_every_line_is_explained_in_russian() -> None:
    text, _ = begun(bot("[ru]"))
    blocks = [block for block in text.split("\n\n") if block.strip()]
    assert all(block.lstrip().startswith(("#", "steps:")) for block in blocks)
    assert text.startswith(f"# yaml-language-server: $schema={SCHEMA}\n")


def test_no_token_is_left() -> None:
    assert "‹" not in begun(bot("[ru, en]", BILINGUAL))[0]
