"""Phones as people write them, and consent, which only a clear word gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.answers import TYPES
from engine.core.raw import Attached, Finished, SharedContact, Tapped, Unreadable
from engine.core.values import Value
from tests.core.flows import CONSENT, IN_ENGLISH, asked, read, refused, step

PHONE = step("phone", "phone")
AGREE = step("consent", "consent", consent=CONSENT)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("8 916 123-45-67", "+79161234567"),
        ("89161234567", "+79161234567"),
        ("8(916)1234567", "+79161234567"),
        ("8-916-123-45-67", "+79161234567"),
        ("8.916.123.45.67", "+79161234567"),
        ("9161234567", "+79161234567"),
        ("916 123 45 67", "+79161234567"),
        ("+7 (916) 123-45-67", "+79161234567"),
        ("+79161234567", "+79161234567"),
        ("7 916 123 45 67", "+79161234567"),
        ("+8 916 123-45-67", "+79161234567"),
        ("\u202a+7 916 123-45-67\u202c", "+79161234567"),
        ("+7\u00a0916\u00a0123\u201145\u201167", "+79161234567"),
        ("８９１６１２３４５６７", "+79161234567"),
        ("тел. 8 916 123 45 67", "+79161234567"),
        ("мой номер 89161234567, Иван", "+79161234567"),
        ("89161234567 (вотсап)", "+79161234567"),
        ("8 495 123-45-67", "+74951234567"),
        ("8 (4872) 12-34-56", "+74872123456"),
        ("8 800 555-35-35", "+78005553535"),
        ("+995 555 12 34 56", "+995555123456"),
        ("995 555 12 34 56", "+995555123456"),
        ("8 10 995 555 12 34 56", "+995555123456"),
        ("+375 29 123-45-67", "+375291234567"),
        ("375291234567", "+375291234567"),
        ("+7 701 123 45 67", "+77011234567"),
        ("+49 151 23456789", "+4915123456789"),
    ],
)
def test_a_phone_is_understood(typed: str, number: str) -> None:
    assert read(PHONE, typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "123",
        "112",
        "0",
        "+",
        "+7",
        "не дам",
        "8 916 123-45-6",
        "8 916 123-45-678",
        "+7 000 000 00 00",
        "1111111111",
        "8 916 123-45-67 или 8 903 123-45-67",
        "8 916 123-45-67\n8 903 123-45-67",
        "@ivan",
        "ivan@mail.ru",
        "👍",
        "²",
        "1" * 61,
        "1" * 5000,
        "t.me/ivan",
    ],
)
def test_what_is_no_phone_is_asked_again(typed: str) -> None:
    assert refused(PHONE, typed) in ("expects.phone", "too_long")


@pytest.mark.parametrize("phone", ["79161234567", "+79161234567", "89161234567"])
def test_a_contact_shared_by_its_owner_is_the_answer(phone: str) -> None:
    assert read(PHONE, SharedContact(phone, own=True)) == "+79161234567"


def test_a_foreign_contact_comes_without_its_plus() -> None:
    assert read(PHONE, SharedContact("995555123456", own=True)) == "+995555123456"


def test_somebody_elses_contact_is_refused_in_words_of_its_own() -> None:
    assert refused(PHONE, SharedContact("79161234567", own=False)) == "foreign_contact"


def test_an_unusable_shared_contact_is_asked_again() -> None:
    assert refused(PHONE, SharedContact("", own=True)) == "expects.phone"


def test_a_phone_is_shown_in_groups_and_sent_as_stored() -> None:
    assert PHONE.type.show("+79161234567", asked(PHONE)) == "+7 916 123-45-67"
    assert PHONE.type.crm("+79161234567", asked(PHONE)) == "+79161234567"


@pytest.mark.parametrize("value", ["привет", "89161234567", "+7916", "", 79161234567, None, {"other": "+79161234567"}])
def test_what_is_no_stored_phone_does_not_fit(value: Value) -> None:
    assert not PHONE.type.fits(value, asked(PHONE))


@given(st.from_regex(r"\A\+?[78]9[0-9]{9}\Z"))
def test_every_russian_mobile_comes_out_as_e164_and_reads_itself_back(typed: str) -> None:
    found = read(PHONE, typed)
    if isinstance(found, str):
        assert found == "+7" + "".join(filter(str.isdigit, typed))[-10:]
        assert read(PHONE, found) == found
        assert read(PHONE, PHONE.type.show(found, asked(PHONE))) == found


@pytest.mark.parametrize(
    "typed",
    ["Да", "да!", "Согласен", "согласна.", "Я согласна", "да, согласен", "ок", "OK", "Yes", "I agree", "✅ Согласен"],
)
def test_a_clear_word_agrees_to_this_version(typed: str) -> None:
    assert read(AGREE, typed) == "2026-11-01"


@pytest.mark.parametrize(
    "typed",
    ["Нет", "не согласен", "Не согласна!", "несогласен", "нет, не согласна", "no", "I do not agree", "I don't agree"],
)
def test_a_clear_word_refuses(typed: str) -> None:
    assert read(AGREE, typed) == AGREE.type.refusal


@pytest.mark.parametrize(
    "typed",
    [
        "не понял",
        "не знаю",
        "да нет",
        "да, но зачем?",
        "а зачем?",
        "i",
        "I am Ivan",
        "yes but no",
        "Да пошли вы",
        "конечно",
        "согласен ли я?",
        "+",
        "👍",
        "Иван",
        "8 916 123-45-67",
        "согласен" * 600,
    ],
)
def test_anything_else_is_neither_consent_nor_refusal(typed: str) -> None:
    assert refused(AGREE, typed) in ("expects.consent", "too_long")


def test_the_buttons_of_consent() -> None:
    assert read(AGREE, Tapped("yes")) == "2026-11-01"
    assert read(AGREE, Tapped("no")) == AGREE.type.refusal
    assert refused(AGREE, Tapped("maybe")) == "expects.consent"


@pytest.mark.parametrize(
    ("value", "fits"), [("2026-11-01", True), ("@refused", True), ("no", False), ("2025-01-01", False), ("yes", False)]
)
def test_consent_to_another_version_does_not_count(value: str, fits: bool) -> None:
    assert AGREE.type.fits(value, asked(AGREE)) is fits


def test_consent_is_shown_in_words() -> None:
    assert AGREE.type.show("2026-11-01", asked(AGREE)) == "дано"
    assert AGREE.type.show("@refused", asked(AGREE)) == "не дано"
    assert AGREE.type.show("2026-11-01", asked(AGREE, moment=IN_ENGLISH)) == "given"


@pytest.mark.parametrize("type", sorted(set(TYPES) - {"photo", "file", "phone", "many"}))
@pytest.mark.parametrize(
    "raw",
    [Unreadable(), Attached("photo", "f", "u", 1), SharedContact("79161234567", own=True), Finished()],
    ids=["sticker", "photo", "contact", "done"],
)
def test_what_a_type_cannot_read_is_told_what_is_expected(
    type: str, raw: Unreadable | Attached | SharedContact
) -> None:
    assert refused(step("any", type, choices={"a": "А"} if type == "choice" else None), raw) == f"expects.{type}"
