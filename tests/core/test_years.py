"""What people write when they are asked for a year."""

import pytest

from tests.core.flows import asked, read, refused, step

YEAR = step("year", "year")


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("2015", 2015),
        ("2015 г.", 2015),
        ("2015г", 2015),
        ("2015 год", 2015),
        ("2015 года", 2015),
        ("2015 г.в.", 2015),
        ("2015гв", 2015),
        ("2015 года выпуска", 2015),
        ("в 2015 году", 2015),
        ("В 2015", 2015),
        ("около 2015", 2015),
        ("2015-го", 2015),
        ("2015го года", 2015),
        ("20го года", 2020),
        ("15", 2015),
        ("'15", 2015),
        ("15-го года", 2015),
        ("00", 2000),
        ("98", 1998),
        ("26", 2026),
        ("27", 2027),
        ("28", 1928),
        ("1986", 1986),
        (" 2015 ", 2015),
    ],
)
def test_a_year_is_understood(typed: str, year: int) -> None:
    assert read(YEAR, typed) == year


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "215",
        "5",
        "20155",
        "0015",
        "0000",
        "2015-2016",
        "2015 2016",
        "конец 2015",
        "две тысячи пятнадцатый",
        "пятнадцатый",
        "15.03.2015",
        "2015!2",
        "двадцатого",
        "👍",
        "-2015",
        "2 015",
        "9" * 5000,
    ],
)
def test_what_is_no_year_is_asked_again(typed: str) -> None:
    assert refused(YEAR, typed) in ("expects.year", "too_long")


def test_a_year_is_shown_without_groups() -> None:
    assert YEAR.type.show(2015, asked(YEAR)) == "2015"


@pytest.mark.parametrize("value", [150_000, 999, 10_000, 2015.5, "2015", True])
def test_what_is_no_year_does_not_fit(value: object) -> None:
    assert not YEAR.type.fits(value, asked(YEAR))  # type: ignore[arg-type]
