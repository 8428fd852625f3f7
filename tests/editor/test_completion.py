"""What the completion list offers where, and what it says of it."""

import pytest

from tests.editor.desk import FLOW, caret
from tests.editor.language_server import LanguageServer

HEAD = FLOW + "flow: sell\ntitle: Продать\nsteps:\n"
STARTED = HEAD + "  - id: mileage\n    ask: Какой пробег?\n"


def labels(server: LanguageServer, marked: str, name: str = "flow.yaml") -> list[str]:
    return [one.label for one in caret(server, marked, name).proposals()]


def test_an_empty_file_is_offered_the_keys_of_a_flow_and_nothing_else(server: LanguageServer) -> None:
    keys = ["flow", "title", "was", "understand", "steps", "review", "done", "again", "on_complete"]
    assert labels(server, FLOW + "¦") == keys


def test_a_key_comes_with_its_description_in_russian_and_an_example(server: LanguageServer) -> None:
    found = caret(server, STARTED + "    ¦").proposal("validate")
    assert found.documentation.startswith("Правило или список правил.")
    assert "```yaml\nvalidate:\n" in found.documentation


def test_a_key_is_put_in_with_its_colon(server: LanguageServer) -> None:
    place = caret(server, STARTED + "    ¦")
    taken = {one.label: one.text for one in place.proposals()}
    assert {label: text for label, text in taken.items() if not text.startswith(f"{label}:")} == {}


def test_keys_are_put_in_with_colons_while_bot_yaml_is_open_too(server: LanguageServer) -> None:
    """Both schemas share their definitions; anything but titles beside a `$ref` gets lost then."""
    server.open("flows/bot.yaml", "language: 1\n").problems()
    assert caret(server, STARTED + "    ¦").proposal("hint").text == "hint: "


def test_a_question_is_offered_a_question_s_keys_only(server: LanguageServer) -> None:
    found = labels(server, STARTED + "    ¦")
    assert {"type", "choices", "validate", "optional", "crm", "if", "why"} <= set(found)
    assert {"say", "stop", "compute", "use", "button", "offer", "ask", "id"} & set(found) == set()


def test_a_message_is_offered_a_message_s_keys_only(server: LanguageServer) -> None:
    assert sorted(labels(server, HEAD + "  - id: note\n    say: Перезвоним\n    ¦")) == ["button", "if", "was"]


def test_every_type_is_offered_with_its_description(server: LanguageServer) -> None:
    found = {one.label: one.documentation for one in caret(server, STARTED + "    type: ¦").proposals()}
    assert len(found) == 18
    assert found["money"].startswith("Сумма: «1,5 млн»")
    assert all(found.values())


def test_yes_or_no_keys_are_offered_true_and_false(server: LanguageServer) -> None:
    assert labels(server, STARTED + "    optional: ¦") == ["true", "false"]


def test_tests_of_a_condition_are_offered(server: LanguageServer) -> None:
    found = labels(server, STARTED + "    if:\n      year:\n        ¦")
    assert set(found) == {"min", "max", "not", "answered", "all"}


def test_rules_are_offered(server: LanguageServer) -> None:
    found = labels(server, STARTED + "    validate:\n      - ¦")
    assert set(found) >= {"min", "max", "pattern", "must", "say", "soft"}


def test_our_hooks_and_their_parameters_are_offered(server: LanguageServer) -> None:
    assert {"amocrm.lead", "telegram.notify"} <= set(labels(server, FLOW + "on_complete:\n  - ¦"))
    inside = caret(server, FLOW + "on_complete:\n  - amocrm.lead:\n      ¦")
    assert inside.proposal("tags").documentation == "Теги сделки."


@pytest.mark.parametrize("key", ["greeting", "menu", "lists", "blocks", "consent", "reminders", "texts"])
def test_bot_yaml_has_its_own_keys(server: LanguageServer, key: str) -> None:
    modeline = "# yaml-language-server: $schema=../schemas/bot.schema.json\n"
    assert key in labels(server, modeline + "language: 1\n¦", "yaml")


def test_the_blocks_of_bot_yaml_are_offered_the_same_snippets(server: LanguageServer) -> None:
    modeline = "# yaml-language-server: $schema=../schemas/bot.schema.json\n"
    found = labels(server, modeline + "language: 1\nblocks:\n  contacts:\n    - ¦", "yaml")
    assert {"Вопрос", "Вопрос с кнопками", "Год", "id", "ask"} <= set(found)


def test_a_story_is_offered_what_a_client_may_do(server: LanguageServer) -> None:
    """By its name alone: the settings know the schema."""
    found = labels(server, "story: Клиент\ndialog:\n  - ¦", "story.yaml")
    assert {"client", "tap", "bot", "buttons", "leads", "crm", "wait"} <= set(found)
