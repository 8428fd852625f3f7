"""Which option a typed text means, and what becomes of the client's own words."""

from dataclasses import replace

import pytest

from engine.core.answers.base import Refusal
from engine.core.answers.choices import MOST_OWN_WORDS
from engine.core.options import Choices, Option
from engine.core.raw import Tapped
from engine.core.texts import Template, Text
from engine.core.values import Value
from tests.core.flows import IN_ENGLISH, asked, read, refused, step

CONDITION = step(
    "condition",
    choices={
        "good": "Вложений не требует",
        "minor": "Есть мелочи",
        "repair": "Нужен ремонт",
        "crashed": "После аварии",
    },
)
GEARBOX = step("gearbox", choices={"auto": "Автомат", "robot": "Робот", "manual": "⚙️ Механика"})
COLOUR = step("colour", choices={"white": "Белый", "red": "Красный", "green": "Зелёный"}, other="Другой цвет")
MODELS = {"toyota": {"camry": "Camry", "corolla": "Corolla"}, "kia": {"rio": "Rio", "rio_x": "Rio X"}}
MODEL = step("model", by={"brand": MODELS})
MODEL_OR = step("model", by={"brand": MODELS}, other="Нет в списке")
YES_NO = step("pledge", "yes_no")


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        ("Автомат", "auto"),
        ("автомат", "auto"),
        ("АВТОМАТ!", "auto"),
        ("авто", "auto"),
        ("автоматом", "auto"),
        ("на механике", None),
        ("механика", "manual"),
        ("Механику", "manual"),
        ("механ", "manual"),
        ("механики", "manual"),
        ("⚙️ Механика", "manual"),
        ("⚙️", None),
        ("manual", "manual"),
        ("auto", "auto"),
        ("ав", None),
        ("а", None),
        ("вариатор", None),
        ("автомат или робот", None),
        ("не автомат", None),
        ("<b>Автомат</b>", None),
        ("автомат" * 1000, None),
    ],
)
def test_a_typed_label_is_its_option(typed: str, option: str | None) -> None:
    found = read(GEARBOX, typed)
    assert found == option if option else isinstance(found, Refusal)


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        ("После аварии", "crashed"),
        ("авария", "crashed"),
        ("аварии", "crashed"),
        ("после аварий", "crashed"),
        ("ремонт", "repair"),
        ("нужен ремонт.", "repair"),
        ("нужен рем", "repair"),
        ("мелочи", "minor"),
        ("есть", "minor"),
        ("вложений не требует", "good"),
        ("не требует", "good"),
        ("не треб", "good"),
        ("требует вложений", None),
        ("вложений", None),
        ("ремонт не нужен", None),
        ("не нужен ремонт", None),
        ("без аварии", None),
        ("не знаю", None),
    ],
)
def test_a_part_of_a_label_is_its_option_unless_it_turns_the_meaning(typed: str, option: str | None) -> None:
    found = read(CONDITION, typed)
    assert found == option if option else isinstance(found, Refusal)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("белая", "white"),
        ("Красного", "red"),
        ("зеленый", "green"),
        ("зелёная", "green"),
        ("серо-буро-малиновый", {"other": "серо-буро-малиновый"}),
        ("  баклажан\n металлик ", {"other": "баклажан металлик"}),
        ("белая 👍", "white"),
        ("<b>белый</b>", {"other": "<b>белый</b>"}),
        ("12345", {"other": "12345"}),
    ],
)
def test_with_other_the_clients_own_words_are_an_answer(typed: str, value: Value) -> None:
    assert read(COLOUR, typed) == value


def test_the_label_of_other_is_no_answer_by_itself() -> None:
    assert refused(COLOUR, "Другой цвет") == "expects.choice"
    assert refused(COLOUR, "другой цвет!") == "expects.choice"


@pytest.mark.parametrize("length", [MOST_OWN_WORDS + 1, 904, 4096, 5000])
def test_own_words_are_short(length: int) -> None:
    assert read(COLOUR, "б" * MOST_OWN_WORDS) == {"other": "б" * MOST_OWN_WORDS}
    assert refused(COLOUR, "б" * length) == "too_long"


@pytest.mark.parametrize(
    "typed",
    ["👍", "...", "-", "🚗👍🏽", "да", "Нет!", "ага", "да да", "ок", "привет", "Добрый день!", "а вы где находитесь?"],
)
def test_own_words_have_a_word_in_them(typed: str) -> None:
    assert refused(COLOUR, typed) == "expects.choice"


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("Rio", "rio"),
        ("rio x", "rio_x"),
        ("рио", "rio"),
        ("рио икс", "rio_x"),
        ("ри", None),
        ("ri", None),
        ("rio_x", "rio_x"),
        ("camry", None),
    ],
)
def test_only_the_parents_options_are_offered(typed: str, chosen: str | None) -> None:
    found = MODEL.type.parse(typed, asked(MODEL, {"brand": "kia"}))
    assert found == chosen if chosen else isinstance(found, Refusal)


def test_a_bare_yes_or_no_names_nothing() -> None:
    assert read(COLOUR, "белый?") == "white"
    assert refused(COLOUR, "да") == "expects.choice"
    assert refused(MODEL_OR, "нет") == "expects.text"
    assert read(COLOUR, "нет, баклажан") == {"other": "нет, баклажан"}


def test_where_the_parent_has_no_row_the_question_is_a_text() -> None:
    assert read(MODEL, "Granta", {"brand": "lada"}) == {"other": "Granta", "under": "lada"}
    assert read(MODEL, "Таврия", {"brand": {"other": "ЗАЗ"}}) == {"other": "Таврия", "under": "ЗАЗ"}
    assert read(MODEL, "Granta") == {"other": "Granta", "under": ""}


@pytest.mark.parametrize(
    ("value", "brand", "fits"),
    [
        ("camry", "toyota", True),
        ("camry", "kia", False),
        ("camry", "lada", False),
        ({"other": "Supra", "under": "toyota"}, "toyota", True),
        ({"other": "Supra", "under": "toyota"}, "kia", False),
        ({"other": "Supra"}, "toyota", True),
        ({"other": "", "under": "toyota"}, "toyota", False),
        ({"other": 5}, "toyota", False),
        ({"any": "x"}, "toyota", False),
        ("other", "toyota", False),
        (["camry"], "toyota", False),
        (5, "toyota", False),
        (None, "toyota", False),
    ],
)
def test_own_words_belong_to_the_parent_they_were_given_under(value: Value, brand: str, fits: bool) -> None:
    assert MODEL_OR.type.fits(value, asked(MODEL_OR, {"brand": brand})) is fits


def test_own_words_do_not_fit_where_only_options_count() -> None:
    assert not MODEL.type.fits({"other": "Supra", "under": "toyota"}, asked(MODEL, {"brand": "toyota"}))


@pytest.mark.parametrize(("option", "taken"), [("auto", True), ("gone", False), ("other", False), ("", False)])
def test_only_an_offered_option_can_be_tapped(option: str, taken: bool) -> None:
    assert (read(GEARBOX, Tapped(option)) == option) is taken


def test_labels_that_differ_in_a_sign_are_told_apart() -> None:
    owners = step("owners", choices={"three": "3", "more": "3+"})
    assert read(owners, "3") == "three"
    assert read(owners, "3+") == "more"


def test_two_options_with_one_label_are_left_to_the_buttons() -> None:
    twins = step("twins", choices={"one": "Да", "two": "да"})
    assert refused(twins, "ДА!") == "expects.choice"
    assert read(twins, Tapped("two")) == "two"


def test_an_option_is_typed_in_the_clients_language() -> None:
    label = Text({"ru": Template.parse("Седан"), "en": Template.parse("Saloon")})
    bodies = replace(step("body", "choice"), choices=Choices({None: (Option("sedan", label),)}))
    assert bodies.type.parse("saloon", asked(bodies, moment=IN_ENGLISH)) == "sedan"
    assert bodies.type.show("sedan", asked(bodies, moment=IN_ENGLISH)) == "Saloon"
    assert bodies.type.show("sedan", asked(bodies)) == "Седан"


def test_the_crm_gets_its_own_name_of_an_option_and_the_clients_own_words() -> None:
    listed = (Option("sedan", Text.of("Седан 🚗"), crm="Седан"), Option("suv", Text.of("Внедорожник")))
    bodies = replace(step("body", "choice"), choices=Choices({None: listed}, other=Text.of("Другой")))
    shown = [bodies.type.crm(value, asked(bodies)) for value in ("sedan", "suv", {"other": "Тарантас"})]
    assert shown == ["Седан", "Внедорожник", "Тарантас"]


@pytest.mark.parametrize(
    "typed",
    [
        "да",
        "Да",
        "ДА!",
        "даа",
        "Дааа)))",
        "да да",
        "да, конечно",
        "ага",
        "угу",
        "конечно",
        "есть",
        "ок",
        "ok",
        "yes",
        "Y",
        "+",
        "👍",
        "✅",
        "да 👍",
        "lf",
        "да, но не критично",
    ],
)
def test_yes(typed: str) -> None:
    assert read(YES_NO, typed) == "yes"


@pytest.mark.parametrize(
    "typed",
    [
        "нет",
        "Нет",
        "неа",
        "не-а",
        "Нееет",
        "не",
        "нету",
        "не в залоге",
        "не битая",
        "нет, не в залоге",
        "no",
        "nope",
        "-",
        "–",
        "👎",
        "❌",
        "ytn",
    ],
)
def test_no(typed: str) -> None:
    assert read(YES_NO, typed) == "no"


@pytest.mark.parametrize(
    "typed",
    [
        "не знаю",
        "Не помню",
        "не уверен",
        "не понял вопрос",
        "не могу сказать",
        "да нет",
        "да не битая",
        "нет да",
        "конечно нет",
        "может быть",
        "наверное",
        "дам ответ позже",
        "нетто",
        "возможно",
        "?",
        "👀",
        "данные позже",
        "1",
    ],
)
def test_neither_yes_nor_no(typed: str) -> None:
    assert refused(YES_NO, typed) == "expects.yes_no"


def test_an_option_answers_to_its_other_names() -> None:
    listed = (Option("toyota", Text.of("Toyota"), ai=("тойота", "тайота")), Option("kia", Text.of("Kia"), ai=("киа",)))
    brands = replace(step("brand", "choice"), choices=Choices({None: listed}, other=Text.of("Другая")))
    assert [read(brands, typed) for typed in ("Тойота", "тойоту", "ТАЙОТА!", "kia", "киа", "тойота камри")] == [
        "toyota",
        "toyota",
        "toyota",
        "kia",
        "kia",
        {"other": "тойота камри"},
    ]
