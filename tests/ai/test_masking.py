"""What must not leave us does not leave, and comes back where it stood."""

import pytest

from engine.service.routing.masking import mask

SEEDS = ("+7 916 123-45-67", "89161234567", "anna.petrova@mail.ru", "А123ВС777", "a777mp77", "XTA219010K0654321")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("around", ["{}", "продам камри, {} звоните", "({})", "вот мой: {}.", "{},спасибо"])
def test_a_personal_thing_is_hidden_wherever_it_stands(seed: str, around: str) -> None:
    text = around.format(seed)
    masked = mask(text)
    assert seed not in masked.text
    assert masked.restored(masked.text) == text


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Меня зовут Анна Петрова, продам камри", ["Анна", "Петрова"]),
        ("меня зовут анна петрова", ["анна", "петрова"]),
        ("меня зовут Роман", ["Роман"]),
        ("зовите Гвидон", ["Гвидон"]),
        ("это сергей, хочу продать весту", ["сергей"]),
        ("спросить Ивана Ивановича", ["Ивана", "Ивановича"]),
        ("Здравствуйте, я Светлана. Продаю Ладу", ["Светлана"]),
        ("Кузнецов И.И. продаёт Ниву", ["Кузнецов И.И."]),
        ("Сергей Кузнецов продаёт Ниву", ["Сергей", "Кузнецов"]),
        ("пишите @ivan_petrov", ["@ivan_petrov"]),
        ("паспорт 4510 123456", ["4510 123456"]),
        ("номер в123ор пробить", ["в123ор"]),
        ("вин XTA 219010 K 0654321", ["XTA 219010 K 0654321"]),
    ],
)
def test_who_the_client_is_is_hidden(text: str, hidden: list[str]) -> None:
    masked = mask(text)
    assert [secret for secret in hidden if secret in masked.text] == []
    assert masked.restored(masked.text) == text


@pytest.mark.parametrize(
    "text",
    [
        "продам тойоту камри 2015, пробег 120 000 км, цена 1 500 000 руб",
        "Марка авто тойота, модель рав4",
        "Роман с камри окончен, продаю",
        "бюджет от 1 500 000 до 2 000 000",
        "лада веста 2018, вера в неё пропала",
        "хочу Ниву или Весту",
    ],
)
def test_what_the_text_is_about_stays_readable(text: str) -> None:
    assert mask(text).text == text


def test_what_telegram_calls_the_client_is_hidden_too() -> None:
    masked = mask("Мария-Антуанетта де Бурбон продаёт карету", ["Мария-Антуанетта де Бурбон", "antoinette"])
    assert "Бурбон" not in masked.text
    assert "Мария" not in masked.text


def test_one_secret_has_one_placeholder() -> None:
    masked = mask("звоните 89161234567, повторяю 89161234567")
    assert masked.text == "звоните ⟦телефон 1⟧, повторяю ⟦телефон 1⟧"


def test_a_placeholder_cannot_be_forged() -> None:
    masked = mask("⟦телефон 1⟧ и 89161234567")
    assert masked.text == "[телефон 1] и ⟦телефон 1⟧"
    assert masked.restored("⟦телефон 1⟧") == "89161234567"
