"""Nothing a client writes is run by the spreadsheet the dealer opens it in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.service.cells import plain_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://evil","click")',
        "+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1+1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "  =1+1",
        "\u00a0=1+1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(1)",
        "+7=cmd",
        "-",
        "+",
    ],
)
def test_what_looks_like_a_formula_is_marked_as_text(text: str) -> None:
    assert plain_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    ["+79161234567", "+7 916 123-45-67", "+7 (916) 123-45-67", "-5", "-5.5", "Toyota", "1 500 000 ₽", "", "a=b", "'=1"],
)
def test_phones_numbers_and_words_stay_as_they_are(text: str) -> None:
    assert plain_cell(text) == text


@given(st.text(max_size=50))
def test_no_cell_begins_like_a_formula_unless_there_is_nothing_to_run_in_it(text: str) -> None:
    cell = plain_cell(text)
    if cell[:1] in ("=", "@", "\t", "\r", "\n") or cell.lstrip(" \u00a0")[:1] in ("=", "@"):
        pytest.fail(cell)
    if cell[:1] in ("+", "-"):
        assert not any(letter.isalpha() or letter in "|!=\"'" for letter in cell)


def test_a_cell_is_never_longer_than_excel_reads() -> None:
    assert len(plain_cell("=" * 100_000)) == 32_767
