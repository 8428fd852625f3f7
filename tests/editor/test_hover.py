"""What stands under the pointer."""

from tests.editor.desk import FLOW, caret
from tests.editor.language_server import LanguageServer

STEP = FLOW + "flow: sell\ntitle: Продать\nsteps:\n  - id: year\n    ask: Какого она года?\n"


def test_a_key_is_explained_in_russian_with_an_example(server: LanguageServer) -> None:
    assert caret(server, STEP + "    hi¦nt: например 2016\n").hover() == (
        "#### Подсказка\n\nМелкий текст под вопросом: пример ответа или где его взять.\n\n"
        "```yaml\nhint: можно примерно, «120 тыс»\n```"
    )


def test_type_lists_every_type_the_present_one_first(server: LanguageServer) -> None:
    shown = caret(server, STEP + "    ty¦pe: year\n").hover()
    assert shown.startswith("#### Тип ответа\n\nЧто клиент отвечает.")
    types = [line.split("`")[1] for line in shown.splitlines() if line.startswith("* `")]
    assert types[0] == "year"
    assert len(types) == 18


def test_a_condition_shows_all_its_forms(server: LanguageServer) -> None:
    shown = caret(server, STEP + "    i¦f: {pledge: yes}\n").hover()
    for form in ("{pledge: yes}", "{min: 2000, max: 2010}", "{answered: true}", "{not: registration}", "{all: ["):
        assert form in shown


def test_a_key_of_a_rule_is_explained(server: LanguageServer) -> None:
    assert "переспросить один раз" in caret(server, STEP + "    validate: {max: 5, so¦ft: true}\n").hover()


def test_keys_of_bot_yaml_are_explained(server: LanguageServer) -> None:
    modeline = "# yaml-language-server: $schema=../schemas/bot.schema.json\n"
    shown = caret(server, modeline + "remin¦ders: {after: [2h]}\n", "yaml").hover()
    assert "бросил анкету на полпути" in shown


def test_steps_of_a_story_are_explained(server: LanguageServer) -> None:
    shown = caret(server, "story: Клиент\ndialog:\n  - phot¦os: 3\n", "story.yaml").hover()
    assert shown.startswith("#### Клиент шлёт фото")
