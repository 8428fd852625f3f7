"""The engine's own words: complete in both languages, with the same places, and grammatical."""

import re

import pytest

from engine.core.answers import TYPES
from engine.core.phrases import BUTTONS, COMMANDS, EXPECTS, TEXTS, Words, phrase, plural
from engine.core.texts import Template

ALL: dict[str, Words] = {"buttons": BUTTONS, "texts": TEXTS, "commands": COMMANDS, "expects": EXPECTS}
EVERY = [(table, key) for table, words in ALL.items() for key in words]


@pytest.mark.parametrize(("table", "key"), EVERY)
def test_every_phrase_speaks_russian_and_english_with_the_same_places(table: str, key: str) -> None:
    found = ALL[table][key]
    assert set(found) == {"ru", "en"}
    places = [{place.name for place in Template.parse(text).places} for text in found.values()]
    # English may leave a bound's twin unsaid, never invent one.
    assert places[1] <= places[0]
    assert all(text.strip() == text != "" for text in found.values())


@pytest.mark.parametrize(("table", "key"), EVERY)
def test_no_phrase_apologises_or_speaks_of_correct_values(table: str, key: str) -> None:
    words = " ".join(ALL[table][key].values()).lower()
    assert not re.search(r"извин|простите|sorry|корректн|correct value|ошибк|invalid", words)
    assert "<" not in words


@pytest.mark.parametrize("name", TYPES)
def test_every_type_says_what_it_expects(name: str) -> None:
    assert f"expects.{name}" in EXPECTS


@pytest.mark.parametrize("scale", sorted({str(type.scale) for type in TYPES.values() if type.scale}))
def test_every_scale_says_its_bounds(scale: str) -> None:
    assert {f"{side}.{scale}" for side in ("min", "max", "between")} <= set(EXPECTS)


def test_russian_stands_in_for_a_language_the_engine_does_not_speak() -> None:
    assert phrase("whole", "ka") == EXPECTS["whole"]["ru"]
    assert plural("count.question", 2, "ka") == "2 вопроса"


def test_what_is_put_into_a_phrase_is_no_phrase() -> None:
    assert phrase("soft", "ru", answer="{answer} {0}") == "Необычный ответ: {answer} {0}. Всё верно?"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 вопрос"),
        (2, "2 вопроса"),
        (4, "4 вопроса"),
        (5, "5 вопросов"),
        (11, "11 вопросов"),
        (12, "12 вопросов"),
        (21, "21 вопрос"),
        (22, "22 вопроса"),
        (25, "25 вопросов"),
        (111, "111 вопросов"),
        (0, "0 вопросов"),
    ],
)
def test_questions_are_counted_in_russian(count: int, words: str) -> None:
    assert plural("count.question", count, "ru") == words
