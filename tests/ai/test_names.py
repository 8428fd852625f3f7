"""Names as clients write them: inflected, shortened, misspelt, in other letters; and words that only look like names."""

import pytest

from engine.core.letters import key, readings, split
from engine.core.likeness import likeness
from engine.service.routing.stems import alike, stem


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("камрюха", "Camry"), ("kamri", "Camry"), ("тойоту", "Toyota"), ("тайота", "Toyota"), ("солярик", "Solaris"),
        ("солярисом", "Solaris"), ("хёндэ", "Hyundai"), ("мицубиси", "Mitsubishi"), ("фольцваген", "Volkswagen"),
        ("тигуанчик", "Tiguan"), ("шкоду", "Skoda"), ("рено", "Renault"), ("дастер", "Duster"), ("ниву", "Niva"),
        ("приорка", "Priora"), ("кашкая", "Qashqai"), ("икстрейл", "X-Trail"), ("спортаж", "Sportage"),
        ("джили", "Geely"), ("кулрей", "Coolray"), ("гетц", "Getz"), ("бмв", "BMW"), ("окатвия", "Octavia"),
    ],
)  # fmt: skip
def test_a_name_is_recognised(written: str, name: str) -> None:
    assert max(likeness(key(written), sound) or 0 for sound in readings(name)) >= 0.9


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("сколько", "Skoda"), ("города", "Golf"), ("продам", "Prado"), ("права", "Prado"), ("машина", "Mazda"),
        ("новую", "Niva"), ("место", "Vesta"), ("пол", "Polo"), ("цена", "Ceed"), ("торг", "Tiggo"),
    ],
)  # fmt: skip
def test_an_ordinary_word_is_no_name(word: str, name: str) -> None:
    assert all(likeness(key(word), sound) is None for sound in readings(name))


def test_one_sound_whatever_the_letters() -> None:
    assert key("Камри") == key("kamri") == key("КАМРИ") == "kamri"
    assert key("продам") == key("prodam")
    assert key("sколько") == key("сколько")


def test_words_and_digits_stand_apart() -> None:
    assert [word.text for word in split("рав4, 2015г")] == ["рав", "4", "2015", "г"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("пробегом", "пробег"), ("продажу", "продажа"), ("новую", "новый"), ("машинами", "машина"), ("три", "3")],
)
def test_inflected_words_share_their_stem(one: str, other: str) -> None:
    assert stem(key(one)) == stem(key(other))


def test_words_made_of_a_name_are_known_by_it() -> None:
    assert alike(key("дизельный"), key("дизель"))
    assert alike(key("китайца"), key("китай"))
    assert not alike(key("автомобиль"), key("автомат"))
