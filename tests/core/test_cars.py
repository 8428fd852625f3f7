"""VINs and plates, in whichever alphabet they are typed."""

import pytest

from engine.core.answers.cars import CYRILLIC, LATIN
from tests.core.flows import asked, read, refused, step

VIN = step("vin", "vin")
PLATE = step("plate", "plate")


@pytest.mark.parametrize(
    ("typed", "vin"),
    [
        ("XTA210990Y2766045", "XTA210990Y2766045"),
        ("xta210990y2766045", "XTA210990Y2766045"),
        ("XTA 21099 0 Y 2766045", "XTA210990Y2766045"),
        ("XTA-210990-Y-2766045", "XTA210990Y2766045"),
        ("ХТА210990У2766045", "XTA210990Y2766045"),
        ("хта210990у2766045", "XTA210990Y2766045"),
        ("VIN: XTA210990Y2766045", "XTA210990Y2766045"),
        ("vin XTA210990Y2766045", "XTA210990Y2766045"),
        ("VIN-код XTA210990Y2766045", "XTA210990Y2766045"),
        ("ВИН ХТА210990У2766045", "XTA210990Y2766045"),
        ("вин номер: хта210990у2766045", "XTA210990Y2766045"),
        ("VIN № XTA210990Y2766045", "XTA210990Y2766045"),
        ("XTA21O99OY2766O45", "XTA210990Y2766045"),
        ("ХТА21О99ОУ2766О45", "XTA210990Y2766045"),
        ("XTAI1O99QY2766O45", "XTA110990Y2766045"),
        ("JTDBR32E720123456", "JTDBR32E720123456"),
        ("\u200bXTA210990Y2766045\u200b", "XTA210990Y2766045"),
    ],
)
def test_a_vin_is_understood(typed: str, vin: str) -> None:
    assert read(VIN, typed) == vin


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("XTA21703", None),
        ("XTA210990Y276604", "16"),
        ("XTA210990Y27660455", "18"),
        ("GX110-6001234", "12"),
        ("ХТА210990У276604", "16"),
    ],
)
def test_a_vin_of_another_length_is_told_how_many_characters_it_has(typed: str, count: str | None) -> None:
    if count is None:
        assert refused(VIN, typed) == "expects.vin"
    else:
        assert refused(VIN, typed) == "vin_length"
        refusal = VIN.type.parse(typed, asked(VIN))
        assert f"у вас {count}" in refusal.text("ru")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "typed",
    [
        "не знаю",
        "нет под рукой",
        "XTA210990Ж2766045",
        "XTA210990Y2766_45",
        "https://avito.ru/1",
        "👍" * 17,
        "<b>XTA210990Y276</b>",
        "А" * 5000,
    ],
)
def test_what_is_no_vin_is_asked_again(typed: str) -> None:
    assert refused(VIN, typed) in ("expects.vin", "too_long")


@pytest.mark.parametrize(
    ("typed", "plate"),
    [
        ("А123ВС777", "А123ВС777"),
        ("а123вс777", "А123ВС777"),
        ("A123BC777", "А123ВС777"),
        ("a123bc777", "А123ВС777"),
        ("а 123 вс 777", "А123ВС777"),
        ("а123вс 77", "А123ВС77"),
        ("А123ВС|77", "А123ВС77"),
        ("а-123-вс/77", "А123ВС77"),
        ("а123вс77rus", "А123ВС77"),
        ("А123ВС 77 RUS", "А123ВС77"),
        ("А123ВС77 рус", "А123ВС77"),
        ("О001ОО99", "О001ОО99"),
        ("1234АВ77", "1234АВ77"),
        ("АВ12377", "АВ12377"),
        ("ав123777", "АВ123777"),
        ("АВ1234 77", "АВ123477"),
        ("АВ1234777", "АВ1234777"),
    ],
)
def test_a_plate_is_understood_in_both_alphabets(typed: str, plate: str) -> None:
    assert read(PLATE, typed) == plate


@pytest.mark.parametrize(
    "typed",
    [
        "А123ВС",
        "Б123ВС77",
        "D123BC77",
        "A12BC77",
        "нет номера",
        "777",
        "А123ВС7777",
        "👍",
        "А１２３ВС77",
        "А123ВС77 и В456ОР77",
        "А" * 5000,
    ],
)
def test_what_is_no_plate_is_asked_again(typed: str) -> None:
    assert refused(PLATE, typed) in ("expects.plate", "too_long")


def test_the_twelve_letters_pair_off() -> None:
    assert "АВЕКМНОРСТУХ".translate(LATIN).translate(CYRILLIC) == "АВЕКМНОРСТУХ"
    assert "АВЕКМНОРСТУХ".translate(LATIN).isascii()


@pytest.mark.parametrize(
    ("question", "stored", "fits"),
    [
        (VIN, "XTA210990Y2766045", True),
        (VIN, "XTA21099", False),
        (VIN, "привет", False),
        (VIN, "", False),
        (PLATE, "А123ВС777", True),
        (PLATE, "A123BC777", False),
        (PLATE, "привет", False),
    ],
)
def test_only_what_the_type_would_store_fits(question: object, stored: str, fits: bool) -> None:
    found = VIN if question is VIN else PLATE
    assert found.type.fits(stored, asked(found)) is fits


def test_vins_and_plates_have_no_length_to_bound() -> None:
    assert VIN.type.measure("XTA210990Y2766045") is None
    assert PLATE.type.measure("А123ВС777") is None
