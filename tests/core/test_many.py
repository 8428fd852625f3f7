"""Several options in one answer: ticks, own words, none, limits, a soft question."""

import pytest

from engine.core.raw import Finished, Tapped, Typed
from engine.core.session import REVIEW
from engine.core.values import Value
from tests.core.flows import Client, asked, flow, has_all, read, refused, rule, step, when

OPTIONS = {
    "hatch": "Люк",
    "camera": "Камера заднего вида",
    "heat": "Подогрев сидений",
    "alarm": "Сигнализация и охрана",
}
EXTRAS = step("extras", "many", choices=OPTIONS, other="Другое", none="Ничего")
STRICT = step("extras", "many", choices=OPTIONS)


def ticks(client: Client) -> list[str]:
    return [option.id for option in client.screen.options if option.ticked]


def test_taps_tick_and_untick_and_done_accepts_in_the_list_s_order() -> None:
    client = Client(flow(EXTRAS)).taps("heat", "hatch", "camera", "hatch")
    assert ticks(client) == ["camera", "heat"]
    assert client.screen.gathered == 2
    assert client.finishes().values == {"extras": ["camera", "heat"]}
    assert client.rows == {"extras": "Камера заднего вида, Подогрев сидений"}


def test_none_and_the_rest_exclude_each_other() -> None:
    client = Client(flow(EXTRAS)).taps("hatch", "heat", "none")
    assert ticks(client) == ["none"]
    assert ticks(client.taps("camera")) == ["camera"]
    assert ticks(client.answers("ничего")) == ["none"]
    assert ticks(client.answers("люк")) == ["hatch"]
    assert ticks(client.taps("none", "other")) == ["other"]
    client.answers("Лебёдка")
    assert client.finishes().values == {"extras": [{"other": "Лебёдка"}]}


def test_none_can_be_the_answer() -> None:
    assert Client(flow(EXTRAS)).taps("none").finishes().rows == {"extras": "Ничего"}


def test_done_needs_something_ticked() -> None:
    client = Client(flow(EXTRAS)).finishes()
    assert (client.place, client.told) == ("extras", "Отметьте варианты ниже и нажмите «Готово».")
    assert client.taps("other").finishes().place == "extras"


def test_done_with_nothing_skips_an_optional_question() -> None:
    client = Client(flow(step("extras", "many", choices=OPTIONS, optional=True))).finishes()
    assert client.rows == {"extras": None}
    assert client.kinds == ["started", "skipped", "reviewed"]


def test_other_awaits_the_clients_own_words() -> None:
    client = Client(flow(EXTRAS)).taps("hatch", "other")
    assert client.screen.own_words
    assert client.screen.gathered == 1
    client.answers("Лебёдка")
    assert not client.screen.own_words
    assert ticks(client) == ["hatch", "other"]
    assert client.finishes().values == {"extras": ["hatch", {"other": "Лебёдка"}]}
    assert client.rows == {"extras": "Люк, Лебёдка"}


def test_other_tapped_again_takes_the_own_words_back() -> None:
    client = Client(flow(EXTRAS)).taps("hatch").answers("Лебёдка").taps("other")
    assert ticks(client) == ["hatch"]
    assert ticks(client.taps("other")) == ["hatch", "other"]
    assert ticks(client.goes_back()) == ["hatch"]
    assert client.place == "extras"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("люк", ["hatch"]),
        ("Люк, камера", ["hatch", "camera"]),
        ("камера и люк", ["hatch", "camera"]),
        ("камера; люк\nподогрев", ["hatch", "camera", "heat"]),
        ("сигнализация и охрана", ["alarm"]),
        ("люк, сигнализация и охрана и камера", ["hatch", "camera", "alarm"]),
        ("люк, люк, ЛЮК", ["hatch"]),
        ("люка, камеры", ["hatch", "camera"]),
        ("люк,", ["hatch"]),
        ("люк или камера", ["hatch", "camera"]),
        ("люк/камера", ["hatch", "camera"]),
        ("люк + подогрев", ["hatch", "heat"]),
        ("люк камера", ["hatch", "camera"]),
        ("сигнализацыя и охрана", ["alarm"]),
        ("люк/лебёдка", ["hatch", {"other": "лебёдка"}]),
        ("люк лебёдка", [{"other": "люк лебёдка"}]),
        ("Ничего", ["none"]),
        ("лебёдка", [{"other": "лебёдка"}]),
        ("люк, лебёдка", ["hatch", {"other": "лебёдка"}]),
        ("люк и лебёдка", ["hatch", {"other": "лебёдка"}]),
        ("кожа и дерево", [{"other": "кожа и дерево"}]),
        ("кожа, дерево", [{"other": "кожа"}, {"other": "дерево"}]),
    ],
)
def test_typed_options_are_understood(typed: str, value: Value) -> None:
    assert read(EXTRAS, typed) == value


@pytest.mark.parametrize("typed", ["любая", "Любые", "любая марка", "любую!"])
def test_none_may_be_shortened_and_inflected(typed: str) -> None:
    brands = step("brands", "many", choices={"kia": "Kia", "lada": "Lada"}, other="Другая марка", none="Любая марка")
    assert read(brands, typed) == ["none"]


NOTHING_NAMED = [
    "Другое",
    "люк, другое",
    "люк, ничего",
    ",",
    ";;",
    "/",
    ", ,",
    "ничего и люк",
    "👍",
    "люк, 👍",
    "да",
    "нет",
]


@pytest.mark.parametrize("typed", NOTHING_NAMED)
def test_what_contradicts_itself_or_names_nothing_is_asked_again(typed: str) -> None:
    assert refused(EXTRAS, typed) == "expects.many"


@pytest.mark.parametrize("typed", ["лебёдка", "люк, лебёдка", "ничего", "none", "👍"])
def test_without_other_only_options_count(typed: str) -> None:
    assert refused(STRICT, typed) == "expects.many"


@pytest.mark.parametrize("option", ["none", "other", "gone", ""])
def test_what_is_not_offered_cannot_be_tapped(option: str) -> None:
    client = Client(flow(STRICT)).taps(option)
    assert client.told == "Отметьте варианты ниже и нажмите «Готово»."
    assert ticks(client) == []


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        (["hatch"], True),
        (["hatch", {"other": "Лебёдка"}], True),
        (["none"], True),
        (["none", "hatch"], False),
        ([], False),
        (["gone"], False),
        (["other"], False),
        ([{"other": ""}], False),
        ("hatch", False),
        ([["hatch"]], False),
        ([5], False),
        ({"other": "Лебёдка"}, False),
        (None, False),
    ],
)
def test_only_offered_options_fit(value: Value, fits: bool) -> None:
    assert EXTRAS.type.fits(value, asked(EXTRAS)) is fits


LIMITED = step("extras", "many", choices=OPTIONS, other="Другое", rules=(rule(max=2), rule(min=2)))


def test_the_maximum_is_told_at_once_and_the_minimum_at_done() -> None:
    client = Client(flow(LIMITED)).taps("hatch").finishes()
    assert client.told == "Нужно хотя бы 2. Добавьте и нажмите «Готово»."
    client.taps("camera", "heat")
    assert client.told == "Больше 2 не нужно. Уберите лишнее."
    assert ticks(client) == ["hatch", "camera"]
    assert client.answers("подогрев").told == "Больше 2 не нужно. Уберите лишнее."
    assert ticks(client.taps("hatch", "heat")) == ["camera", "heat"]
    assert client.finishes().place == REVIEW


def test_the_maximum_speaks_in_the_authors_words() -> None:
    picky = flow(step("extras", "many", choices=OPTIONS, rules=(rule(max=1, say="Только <b>одно</b>, не {extras}"),)))
    assert Client(picky).taps("hatch", "heat").told == "Только <b>одно</b>, не Люк, Подогрев сидений"


def test_a_lowered_maximum_still_lets_ticks_be_taken_away() -> None:
    client = Client(flow(STRICT)).taps("hatch", "camera", "heat")
    client.meets(flow(step("extras", "many", choices=OPTIONS, rules=(rule(max=1),)), version="2"))
    assert client.finishes().told == "Больше 1 не нужно. Уберите лишнее."
    assert ticks(client.taps("hatch")) == ["camera", "heat"]
    assert ticks(client.taps("heat")) == ["camera"]
    assert client.finishes().place == REVIEW


def test_ticks_can_be_cleared() -> None:
    client = Client(flow(EXTRAS)).taps("hatch", "heat").clears()
    assert ticks(client) == []
    rev = client.session.rev
    assert client.clears().session.rev == rev


def test_an_accepted_answer_can_be_added_to() -> None:
    client = Client(flow(EXTRAS)).taps("hatch").finishes().edits("extras")
    assert ticks(client) == ["hatch"]
    client.taps("heat")
    assert client.goes_back().rows == {"extras": "Люк"}
    assert ticks(client.edits("extras")) == ["hatch"]
    assert client.taps("heat").finishes().rows == {"extras": "Люк, Подогрев сидений"}


def test_ticks_survive_back() -> None:
    client = Client(flow(step("first"), EXTRAS)).answers("раз").taps("hatch").goes_back()
    assert client.place == "first"
    assert ticks(client.keeps()) == ["hatch"]


def test_ticks_of_another_parent_are_not_accepted() -> None:
    by = {"brand": {"kia": {"heat": "Подогрев"}, "lada": {"hatch": "Люк", "heat": "Печка"}}}
    client = Client(flow(step("brand", choices={"kia": "Kia", "lada": "Lada"}), step("extras", "many", by=by)))
    client.taps("lada").taps("hatch", "heat").goes_back().taps("kia")
    assert ticks(client) == ["heat"]
    assert client.screen.gathered == 1
    assert client.finishes().values["extras"] == ["heat"]


SOFT = step("extras", "many", choices=OPTIONS, rules=(rule(min=2, soft=True, say="Только {extras}?"),))


def test_a_soft_rule_asks_about_the_whole_list() -> None:
    client = Client(flow(SOFT)).taps("hatch").finishes()
    assert (client.place, client.screen.doubt) == ("extras", "Только Люк?")
    assert client.kinds[-1] == "questioned"
    assert ticks(client) == ["hatch"]
    assert client.finishes().values == {"extras": ["hatch"]}


def test_a_soft_question_about_a_list_can_be_answered_anew() -> None:
    client = Client(flow(SOFT)).taps("hatch").finishes()
    assert client.clears().screen.doubt is None
    assert ticks(client) == ["hatch"]
    assert client.finishes().goes_back().screen.doubt is None
    assert ticks(client.finishes().taps("heat")) == ["hatch", "heat"]
    assert client.finishes().place == REVIEW


def test_a_condition_asks_for_one_or_all_of_the_ticks() -> None:
    asks = flow(
        EXTRAS,
        step("one", when=when(extras=("hatch", "heat"))),
        step("all", when=when(extras=has_all("hatch", "heat"))),
        step("own", when=when(extras="other")),
    )
    assert Client(asks).taps("hatch").finishes().place == "one"
    assert Client(asks).taps("camera").finishes().place == REVIEW
    assert Client(asks).taps("camera").answers("Лебёдка").finishes().place == "own"
    assert Client(asks).taps("hatch", "heat").finishes().answers("да").place == "all"


@pytest.mark.parametrize("raw", [Finished(), Tapped("hatch"), Typed("люк")])
def test_nothing_is_gathered_anywhere_but_on_the_step(raw: Finished | Tapped | Typed) -> None:
    client = Client(flow(EXTRAS)).taps("hatch").finishes()
    rev = client.session.rev
    assert client.answers(raw).session.rev == rev
