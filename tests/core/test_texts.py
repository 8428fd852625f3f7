"""Texts with places for answers."""

from html import escape

import pytest

from engine.core.texts import Place, Template, Text
from tests.core.flows import IN_ENGLISH, Client, flow, say, step, stop, when


@pytest.mark.parametrize(
    ("written", "rendered"),
    [
        ("Какая модель {brand}?", "Какая модель Kia?"),
        ("{brand}{brand}", "KiaKia"),
        ("{ brand }", "Kia"),
        ("{gone}", ""),
        ("{gone|нет данных}", "нет данных"),
        ("{gone|}", ""),
        ("{gone|a|b}", "a|b"),
        ("{brand|нет данных}", "Kia"),
        ("{{brand}}", "{brand}"),
        ("{{{brand}}}", "{Kia}"),
        ("{", "{"),
        ("}", "}"),
        ("{}", ""),
        ("{brand", "{brand"),
        ("brand}", "brand}"),
        ("{a b}", ""),
        ("100%", "100%"),
        ("%s %(brand)s {0} {brand.__class__}", "%s %(brand)s  "),
        ("", ""),
    ],
)
def test_a_place_is_filled_with_its_answer(written: str, rendered: str) -> None:
    assert Template.parse(written).render({"brand": "Kia"}) == rendered


def test_an_answer_is_never_a_template_itself() -> None:
    assert Template.parse("{a} {b}").render({"a": "{b}", "b": "{a|x}"}) == "{b} {a|x}"


def test_answers_are_escaped_and_the_authors_words_are_not() -> None:
    template = Template.parse("<b>{a}</b> {gone|<i>нет</i>}")
    assert template.render({"a": "<a href='x'>&\""}, escape) == (
        "<b>&lt;a href=&#x27;x&#x27;&gt;&amp;&quot;</b> <i>нет</i>"
    )


def test_places_know_where_they_stand() -> None:
    assert Template.parse("ё {a} {{x}} {b|нет}").places == (Place("a", None, 2), Place("b", "нет", 12))


@pytest.mark.parametrize(
    ("written", "complete"),
    [
        ("без мест", True),
        ("{a}", True),
        ("{b}", False),
        ("{b|нет}", True),
        ("{b|}", True),
        ("{a} {b}", False),
        ("{{b}}", True),
    ],
)
def test_a_text_is_complete_when_every_place_has_an_answer_or_a_default(written: str, complete: bool) -> None:
    assert Template.parse(written).complete({"a"}) is complete


def test_the_first_language_stands_in_for_a_missing_one() -> None:
    text = Text({"ru": Template.parse("Да, {x}"), "en": Template.parse("Yes, {x}")})
    assert [text.render(language, {"x": "1"}) for language in ("ru", "en", "de")] == ["Да, 1", "Yes, 1", "Да, 1"]
    assert text.plain("en") == "Yes, "


CAR = flow(
    step("brand", choices={"kia": "Kia <>"}, other="Другая"),
    step("price", "money", unit="₽", optional=True),
    say("thanks", "Хорошая марка — {brand}."),
    say("cheap", "Цена {price}."),
    say("hint", "Цена {price|не названа}."),
    step("end", ask="Всё про {brand}, {price|цена не указана}?", hint="{brand}"),
)


def test_a_message_is_glued_above_the_next_screen() -> None:
    client = Client(CAR).taps("kia").answers("100")
    assert client.screen.said == ("Хорошая марка — Kia &lt;&gt;.", "Цена 100\u00a0₽.", "Цена 100\u00a0₽.")
    assert client.screen.text == "Всё про Kia &lt;&gt;, 100\u00a0₽?"
    assert client.screen.hint == "Kia &lt;&gt;"


def test_a_message_that_lacks_an_answer_is_dropped_whole() -> None:
    client = Client(CAR).answers("ЗАЗ").skips()
    assert client.screen.said == ("Хорошая марка — ЗАЗ.", "Цена не названа.")
    assert client.screen.text == "Всё про ЗАЗ, цена не указана?"


def test_a_message_with_a_button_that_lacks_an_answer_is_dropped_too() -> None:
    offer = flow(step("price", "money", optional=True), say("deal", "Дадим {price}!", button="Ура"), step("end"))
    assert Client(offer).skips().place == "end"
    assert Client(offer).answers("100").place == "deal"
    assert Client(offer).answers("100").goes_back().skips().place == "end"


def test_a_message_stands_above_one_screen_only() -> None:
    client = Client(flow(step("a"), say("hi", "Привет"), step("b"), say("bye", "Пока"))).answers("раз")
    assert client.screen.said == ("Привет",)
    client.answers("два")
    assert client.screen.said == ("Пока",)
    assert client.submits().screen.said == ()


def test_messages_stand_above_a_stop_as_well() -> None:
    client = Client(flow(step("a"), say("hi", "Увы"), stop("end", when=when(a=True)))).answers("раз")
    assert client.screen.said == ("Увы",)


def test_the_end_repeats_the_clients_answers_escaped() -> None:
    client = Client(flow(step("name", "name"), done="Спасибо, <b>{name}</b>!")).answers("<i>Анна</i>").submits()
    assert client.screen.text == "Спасибо, <b>&lt;i&gt;Анна&lt;/i&gt;</b>!"


def test_options_are_shown_in_the_language_of_now() -> None:
    client = Client(flow(step("pledge", "yes_no"), step("end", ask="{pledge}")), moment=IN_ENGLISH).taps("yes")
    assert client.screen.text == "Да"
