"""Names typed in other letters, by ear or with a slip: the shipped lists, as clients write them."""

from pathlib import Path

import pytest

from engine.core.answers.hearing import heard
from engine.core.answers.matching import match_option
from engine.core.model import Project
from engine.core.options import Choices, Option
from engine.core.texts import Text
from tests import shipped

FLOWS = Path(__file__).parents[2] / "flows"


@pytest.fixture(scope="module")
def project() -> Project:
    return shipped.project()


def choices(project: Project, flow: str, step: str) -> Choices:
    found = project.flows[flow].step(step)
    assert found is not None
    assert found.choices is not None
    return found.choices


def meant(text: str, options: tuple[Option, ...]) -> str | None:
    found = match_option(text, options, "ru")
    return found.id if found else None


@pytest.mark.parametrize(
    ("typed", "brand"),
    [
        ("тойота", "toyota"), ("Тойёта", "toyota"), ("тайота", "toyota"), ("toyta", "toyota"), ("лада", "lada"),
        ("киа", "kia"), ("кия", "kia"), ("хендай", "hyundai"), ("хёндэ", "hyundai"), ("хюндай", "hyundai"),
        ("шкода", "skoda"), ("фольксваген", "volkswagen"), ("рено", "renault"), ("ниссан", "nissan"),
        ("нисан", "nissan"), ("джили", "geely"), ("чери", "chery"), ("хавал", "haval"), ("ауди", "audi"),
        ("БМВ", "bmw"), ("мерседес", "mercedes"), ("мерседес бенц", "mercedes"), ("мицубиси", "mitsubishi"),
        ("шевроле", "chevrolet"), ("хонда", "honda"), ("форд", "ford"), ("мазда", "mazda"), ("лексус", "lexus"),
        ("эксид", "exeed"), ("чанган", "changan"), ("белджи", "belgee"), ("джетур", "jetour"), ("moskvich", "moskvich"),
        ("uaz", "uaz"), ("опель", "opel"), ("пежо", "peugeot"), ("вольво", "volvo"), ("сузуки", "suzuki"),
        ("инфинити", "infiniti"), ("порше", "porsche"), ("ленд ровер", "land_rover"), ("дэу", "daewoo"),
        ("ситроен", "citroen"), ("газель", "gaz"), ("зикр", "zeekr"),
    ],
)  # fmt: skip
def test_a_brand_is_known_by_its_sound(project: Project, typed: str, brand: str) -> None:
    assert meant(typed, choices(project, "sell", "brand").rows[None]) == brand


@pytest.mark.parametrize(
    "typed",
    [
        "фиат", "ягуар", "кадиллак", "додж", "крайслер", "лифан", "донгфенг", "воях", "генезис", "равон", "датсун",
        "соллерс", "ливан", "заз", "сеат", "камаз", "не знаю", "японская", "китайская", "машина", "мотоцикл", "не тойота", "2015", "👍",
    ],
)  # fmt: skip
def test_another_brand_is_not_taken_for_one_of_ours(project: Project, typed: str) -> None:
    assert meant(typed, choices(project, "sell", "brand").rows[None]) is None


@pytest.mark.parametrize(
    ("brand", "typed", "model"),
    [
        ("toyota", "камри", "camry"), ("toyota", "рав4", "rav4"), ("toyota", "рав 4", "rav4"), ("toyota", "chr", "c_hr"),
        ("toyota", "ленд крузер 200", "lc200"), ("toyota", "ленд крузер", None), ("toyota", "селика", None),
        ("lada", "гранта", "granta"), ("lada", "приора", "priora"), ("lada", "нива", None), ("lada", "десятка", None),
        ("kia", "спортейдж", "sportage"), ("kia", "спортаж", "sportage"), ("kia", "сид", "ceed"),
        ("hyundai", "санта фе", "santa_fe"), ("hyundai", "крета", "creta"), ("hyundai", "матрикс", None),
        ("volkswagen", "туарег", "touareg"), ("nissan", "кашкай", "qashqai"), ("nissan", "х трейл", "x_trail"),
        ("skoda", "октавия", "octavia"), ("bmw", "х5", "x5"), ("bmw", "5 серия", "series_5"), ("bmw", "z4", None),
        ("chery", "тигго 7 про", "tiggo_7_pro"), ("chery", "тиго 8", "tiggo_8"), ("chery", "тигго", None),
        ("renault", "дастер", "duster"), ("ford", "с макс", "s_max"), ("ford", "мустанг", None),
    ],
)  # fmt: skip
def test_a_model_is_known_by_its_sound_where_only_one_has_it(
    project: Project, brand: str, typed: str, model: str | None
) -> None:
    assert meant(typed, choices(project, "sell", "model").rows[brand]) == model


@pytest.mark.parametrize(
    ("typed", "body"),
    [
        ("седанн", "sedan"), ("sedan", "sedan"), ("хетчбек", "hatchback"), ("хэчбек", "hatchback"),
        ("кросовер", "crossover"), ("внедарожник", "offroad"), ("не седан", None), ("купе", None), ("любой", None),
    ],
)  # fmt: skip
def test_a_slip_in_a_russian_word_is_forgiven(project: Project, typed: str, body: str | None) -> None:
    assert meant(typed, choices(project, "buy", "body").rows[None]) == body


def test_every_label_is_heard_as_itself(project: Project) -> None:
    for rows in (choices(project, "sell", "brand").rows, choices(project, "sell", "model").rows):
        for row in rows.values():
            for option in row:
                assert match_option(option.label.plain("ru"), row, "ru") == option


def test_two_names_that_sound_alike_are_left_to_the_buttons() -> None:
    options = (Option("one", Text.of("Соната")), Option("two", Text.of("Sonata")))
    assert heard("sonatta", options, "ru") is None
    assert heard("соната", (), "ru") is None
