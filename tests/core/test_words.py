"""Plain texts, names, towns, e-mail addresses and links."""

import pytest

from engine.core.answers.base import cleaned
from engine.core.answers.words import TextType
from engine.core.values import Value
from tests.core.flows import asked, read, refused, step

TEXT, NAME, CITY = step("text", "text"), step("name", "name"), step("city", "city")
EMAIL, URL = step("email", "email"), step("url", "url")


@pytest.mark.parametrize(
    "typed",
    [
        "да",
        "стучит коробка",
        "Первая строка\nвторая строка",
        "<b>жирный</b> & «ёлочки»",
        "да 👍",
        "👨\u200d👩\u200d👧 семья",
        "7",
        "{name} {{}}",
        "%s %(x)s",
        "😀" * 100 + "!1",
        "а" * TextType.most,
    ],
)
def test_any_text_with_a_word_is_an_answer_as_it_was_written(typed: str) -> None:
    assert read(TEXT, typed) == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  привет  ", "привет"),
        ("строка\r\nстрока", "строка\nстрока"),
        ("раз\u2028два", "раз\nдва"),
        ("при\x00вет", "привет"),
        ("привет\x1b[31m", "привет[31m"),
        ("\u202eтевирп", "тевирп"),
        ("при\u200bвет\ufeff", "привет"),
        ("привет\ud83d", "привет"),
        ("а\u2066б\u2069", "аб"),
    ],
)
def test_what_nobody_can_see_or_store_is_dropped(typed: str, kept: str) -> None:
    assert read(TEXT, typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "\n\n",
        "\u200b",
        "\u2063",
        "\u3164",
        "\u2800",
        "\ufe0f",
        "\u200d",
        "\x00",
        "\ud800",
        "\u202e",
        "\u00ad",
    ],
)
def test_an_invisible_text_is_no_answer(typed: str) -> None:
    assert cleaned(typed) == ""
    assert refused(TEXT, typed) == "expects.text"


@pytest.mark.parametrize("typed", ["👍", "👨\u200d👩\u200d👧", "❤\ufe0f", ".", "…", "-", "?!", "{}", "<>", "😀" * 100])
def test_a_text_without_a_word_or_a_number_is_asked_again(typed: str) -> None:
    assert refused(TEXT, typed) == "expects.text"


def test_a_text_that_may_have_come_in_pieces_is_refused() -> None:
    assert refused(TEXT, "а" * (TextType.most + 1)) == "too_long"
    assert refused(TEXT, "а" * 1_000_000) == "too_long"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Анна", "Анна"),
        ("анна петрова", "анна петрова"),
        ("  Анна   Мария ", "Анна Мария"),
        ("Анна-Мария", "Анна-Мария"),
        ("О'Коннор", "О'Коннор"),
        ("Иванов И. И.", "Иванов И. И"),
        ("А.С. Пушкин", "А.С. Пушкин"),
        ("Ян", "Ян"),
        ("Ё", "Ё"),
        ("John", "John"),
        ("გიორგი", "გიორგი"),
        ("Анна 🌸", "Анна 🌸"),
        ("Анна!", "Анна"),
        ("Меня зовут Анна", "Анна"),
        ("Здравствуйте, меня зовут Анна Петровна.", "Анна Петровна"),
        ("моё имя — Иван", "Иван"),
        ("<b>Анна</b>", "<b>Анна</b>"),
    ],
)
def test_a_name_is_taken_as_it_is_written(typed: str, name: str) -> None:
    assert read(NAME, typed) == name


@pytest.mark.parametrize(
    "typed",
    [
        "8 916 123-45-67",
        "Анна2",
        "ivan@mail.ru",
        "@ivan",
        "https://spam.ru",
        "www.spam.ru",
        "spam.ru",
        "👍",
        ".",
        "-",
        "???",
    ],
)
def test_what_is_no_name_is_asked_again(typed: str) -> None:
    assert refused(NAME, typed) == "expects.name"


@pytest.mark.parametrize("question", [NAME, CITY])
def test_a_line_of_more_than_120_characters_is_too_long(question: object) -> None:
    found = NAME if question is NAME else CITY
    assert read(found, "а" * 120) == "а" * 120
    assert refused(found, "а" * 121) == "too_long"
    assert refused(found, "а" * 5000) == "too_long"


@pytest.mark.parametrize(
    ("typed", "city"),
    [
        ("Тула", "Тула"),
        ("г. Тула", "г. Тула"),
        ("спб", "спб"),
        ("Санкт-Петербург", "Санкт-Петербург"),
        ("Челябинск-65", "Челябинск-65"),
        ("Ростов\nна Дону", "Ростов на Дону"),
        ("Moscow", "Moscow"),
    ],
)
def test_a_town_is_taken_as_it_is_written(typed: str, city: str) -> None:
    assert read(CITY, typed) == city


@pytest.mark.parametrize("typed", ["123", "👍", "-", "<3"])
def test_what_has_no_letters_is_no_town(typed: str) -> None:
    assert refused(CITY, typed) == "expects.city"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("ivan@mail.ru", "ivan@mail.ru"),
        ("Ivan.Petrov+auto@Mail.RU", "Ivan.Petrov+auto@Mail.RU"),
        (" ivan@mail.ru. ", "ivan@mail.ru"),
        ("mailto:ivan@mail.ru", "ivan@mail.ru"),
        ("<ivan@mail.ru>", "ivan@mail.ru"),
        ("моя почта: ivan@mail.ru, пишите", "ivan@mail.ru"),
        ("ivan_1@sub.example.co.uk", "ivan_1@sub.example.co.uk"),
        ("ivan@xn--80a1acny.xn--p1ai", "ivan@xn--80a1acny.xn--p1ai"),
    ],
)
def test_an_email_address_is_understood(typed: str, address: str) -> None:
    assert read(EMAIL, typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "ivan",
        "ivan@",
        "@mail.ru",
        "ivan@mail",
        "ivan mail.ru",
        "ivan собака mail.ru",
        "ivan@mail,ru",
        "ivan@@mail.ru",
        "ivan@mail.ru petr@mail.ru",
        "ivan@mail.ru,petr@mail.ru",
        "иван@mail.ru",
        "ivan@10.10",
        "ivan@mаil.ru",
        "<script>@mail.ru",
        '"ivan petrov"@mail.ru',
        "a" * 65 + "@mail.ru",
        "a@" + "b" * 300 + ".ru",
        "👍",
        "нет",
    ],
)
def test_what_is_no_email_address_is_asked_again(typed: str) -> None:
    assert refused(EMAIL, typed) == "expects.email"


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        (
            "https://www.avito.ru/moskva/avtomobili/kia_rio_2019_123?slocation=1#x",
            "https://www.avito.ru/moskva/avtomobili/kia_rio_2019_123?slocation=1#x",
        ),
        ("avito.ru/12345", "https://avito.ru/12345"),
        ("www.drom.ru", "https://www.drom.ru"),
        ("http://auto.ru", "http://auto.ru"),
        ("Https://Avito.ru/1", "https://Avito.ru/1"),
        ("AVITO.RU/1", "https://AVITO.RU/1"),
        ("Kia Rio 2019, 900 000 ₽\nhttps://avito.ru/1", "https://avito.ru/1"),
        ("авто.рф/1", "https://авто.рф/1"),
        ("example.com:8080/x", "https://example.com:8080/x"),
        ("avito.ru/?u=http://x.ru", "https://avito.ru/?u=http://x.ru"),
    ],
)
def test_a_link_is_understood(typed: str, link: str) -> None:
    assert read(URL, typed) == link


@pytest.mark.parametrize(
    "typed",
    [
        "на авито",
        "авито",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "http://localhost",
        "http://127.0.0.1",
        "http://user@host.ru",
        "ivan@mail.ru",
        "3.5",
        "https://a.ru https://b.ru",
        "tg://resolve?domain=x",
        "//avito.ru",
        "👍",
        "https://avito.ru/" + "а" * 2000,
        "a." * 2000,
    ],
)
def test_what_is_no_single_web_address_is_asked_again(typed: str) -> None:
    assert refused(URL, typed) == "expects.url"


@pytest.mark.parametrize(
    ("type", "value"),
    [
        ("text", ""),
        ("text", 5),
        ("text", None),
        ("text", ["а"]),
        ("text", {"other": "а"}),
        ("name", "8 916"),
        ("name", "а  б"),
        ("email", "привет"),
        ("url", "avito.ru"),
        ("url", "привет"),
        ("city", "123"),
    ],
)
def test_what_the_type_would_not_store_does_not_fit(type: str, value: Value) -> None:
    question = step("any", type)
    assert not question.type.fits(value, asked(question))
