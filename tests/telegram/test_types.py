"""Every answer type in a chat: what it shows to answer with, and what it does with an answer and with nonsense."""

from collections.abc import Awaitable, Callable

import pytest

from engine.core.answers import TYPES
from engine.telegram.widgets import WIDGETS
from tests.telegram.bench import CLIENT, Bench, flow, project
from tests.telegram.test_walk import CONSENT


def asking(step: str, bot: str = "") -> Bench:
    """A flow of the one question given as YAML, and another behind it; consent is given already where it must be."""
    steps = f"- {{id: asked, ask: Вопрос?, label: Ответ, {step}}}\n- {{id: after, ask: Дальше?, label: Потом}}"
    if "type: consent" not in step:
        steps = f"- {{id: consent, ask: Можно?, type: consent}}\n{steps}"
    bench = Bench(project(flow(steps), bot=bot or CONSENT))
    if "type: consent" not in step:
        bench.users[CLIENT].consent = "v1"
    return bench


async def begun(step: str, bot: str = "") -> Bench:
    bench = asking(step, bot)
    await bench.say("/start sell")
    assert "Вопрос?" in bench.text
    return bench


def test_every_answer_type_has_its_widget() -> None:
    assert WIDGETS.keys() == TYPES.keys()


TYPED = [
    ("type: text", "что угодно", "что угодно"),
    ("type: number", "120 тыс", 120000),
    ("type: money", "1,2 млн", 1200000),
    ("type: year", "2016", 2016),
    ("type: date", "15.03.2026", "2026-03-15"),
    ("choices: {kia: Kia, lada: Lada}", "kia", "kia"),
    ("type: yes_no", "да", "yes"),
    ("type: phone", "8 916 123-45-67", "+79161234567"),
    ("type: email", "ivan@mail.ru", "ivan@mail.ru"),
    ("type: name", "Анна", "Анна"),
    ("type: city", "Тула", "Тула"),
    ("type: url", "avito.ru/1", "https://avito.ru/1"),
    ("type: vin", "XTA217030C0123456", "XTA217030C0123456"),
    ("type: plate", "а123вс777", "А123ВС777"),
    ("type: consent", "согласен", "v1"),
]


@pytest.mark.parametrize(("step", "typed", "value"), TYPED, ids=[step for step, *_ in TYPED])
async def test_a_typed_answer_is_taken_and_the_next_question_comes(step: str, typed: str, value: object) -> None:
    bench = await begun(step)
    await bench.say(typed)
    assert "Дальше?" in bench.text
    assert bench.answers["asked"] == value


NONSENSE = [
    ("type: number", "Напишите число"),
    ("type: money", "Напишите сумму"),
    ("type: year", "Напишите год"),
    ("type: date", "Напишите дату"),
    ("choices: {kia: Kia, lada: Lada}", "Выберите один из вариантов"),
    ("type: yes_no", "Ответьте «Да» или «Нет»"),
    ("type: phone", "Напишите номер целиком"),
    ("type: email", "Напишите адрес почты"),
    ("type: url", "Пришлите ссылку"),
    ("type: vin", "Напишите VIN"),
    ("type: plate", "Напишите госномер"),
    ("type: photo", "Пришлите фото"),
    ("type: file", "Пришлите файл"),
    ("type: many, choices: {a: Окна, b: Двери}", "Отметьте варианты"),
    ("type: consent", "Нажмите «Согласен»"),
]


@pytest.mark.parametrize(("step", "expected"), NONSENSE, ids=[step for step, _ in NONSENSE])
async def test_nonsense_is_answered_with_what_is_expected(step: str, expected: str) -> None:
    bench = await begun(step)
    labels = bench.labels
    await bench.say("?!абракадабра 99 и 100")
    assert bench.text.startswith(expected)
    assert "Вопрос?" in bench.text
    assert bench.labels == labels
    assert "asked" not in bench.answers


@pytest.mark.parametrize("step", [f"type: {name}" for name in TYPES if name not in ("choice", "many")])
async def test_a_sticker_is_answered_with_what_is_expected(step: str) -> None:
    bench = await begun(step)
    await bench.client.send_sticker()
    await bench.settle()
    assert "Вопрос?" in bench.text
    assert not bench.text.startswith("Шаг")
    assert "asked" not in bench.answers


async def test_tapping_an_option_answers() -> None:
    bench = await begun("choices: {kia: Kia, lada: Lada}")
    bench.calls()
    await bench.tap("Lada")
    assert bench.answers["asked"] == "lada"
    assert sorted(bench.calls()) == ["answerCallbackQuery", "editMessageText"]


async def test_yes_and_no_are_buttons() -> None:
    bench = await begun("type: yes_no")
    assert bench.labels[:2] == ["Да", "Нет"]
    await bench.tap("Нет")
    assert bench.answers["asked"] == "no"


async def test_an_option_of_ones_own_is_written() -> None:
    bench = await begun("choices: {kia: Kia, lada: Lada}, other: Другая")
    await bench.tap("Другая")
    assert bench.text.endswith("Напишите свой вариант")
    assert bench.labels == ["⬅️ Назад", "🏠 В начало"]
    await bench.tap("Назад")
    assert bench.labels[:3] == ["Kia", "Lada", "Другая"]
    await bench.tap("Другая")
    await bench.say("Москвич")
    assert bench.answers["asked"] == {"other": "Москвич"}


async def test_options_are_ticked_until_done() -> None:
    bench = await begun("type: many, choices: {a: Окна, b: Двери, c: Полы}, none: Ничего")
    await bench.tap("Двери", "Окна")
    assert bench.labels[:5] == ["✅ Окна", "✅ Двери", "Полы", "Ничего", "Готово"]
    await bench.tap("Окна")
    assert bench.labels[:2] == ["Окна", "✅ Двери"]
    await bench.tap("Готово")
    assert list(bench.answers["asked"]) == ["b"]  # type: ignore[call-overload]  # a list


async def test_done_without_ticks_says_what_is_expected_in_a_toast_too() -> None:
    bench = await begun("type: many, choices: {a: Окна, b: Двери}")
    await bench.tap("Готово")
    assert bench.text.startswith("Отметьте варианты")
    assert bench.toasts == ["Отметьте варианты ниже и нажмите «Готово»."]


async def test_consent_shows_its_text_and_takes_a_refusal_for_an_end() -> None:
    bench = await begun("type: consent")
    assert "Номер нужен, чтобы перезвонить." in bench.text
    assert bench.labels == ["Согласен", "Не согласен", "🏠 В начало"]
    await bench.tap("Не согласен")
    assert bench.text == "Без согласия нельзя."
    assert bench.labels == ["Согласен", "⬅️ Назад", "🏠 В начало"]
    await bench.tap("Назад", "Согласен")
    assert "Дальше?" in bench.text
    assert bench.users[CLIENT].consent == "v1"


async def test_consent_given_once_is_not_asked_again() -> None:
    bench = await begun("type: consent")
    await bench.tap("Согласен")
    await bench.say("ответ")
    await bench.tap("Отправить", "В начало", "Продать")
    assert "Дальше?" in bench.text


async def test_a_file_is_gathered_and_can_be_taken_back() -> None:
    bench = await begun("type: file")
    await bench.client.send_document(name="pts.pdf")
    await bench.settle()
    assert bench.text.endswith("Сейчас: 1 файл")
    await bench.tap("Убрать все фото")
    assert "Готово" not in bench.labels
    await bench.client.send_document(name="sts.pdf")
    await bench.settle()
    await bench.tap("Готово")
    (value,) = bench.answers["asked"]  # type: ignore[misc]  # a list of one
    assert value["name"] == "sts.pdf"


@pytest.mark.parametrize(("type", "shown"), [("photo", "Фото получено: 1"), ("file", "Сейчас: 1 файл")])
async def test_a_picture_sent_as_a_file_is_taken_for_either(type: str, shown: str) -> None:
    bench = await begun(f"type: {type}")
    await bench.client.send_document(name="IMG_0001.HEIC", mime="image/heic")
    await bench.settle()
    assert shown in bench.text
    await bench.tap("Готово")
    (value,) = bench.answers["asked"]  # type: ignore[misc]  # a list of one
    assert value["name"] == "IMG_0001.HEIC"


async def test_another_file_is_no_photo() -> None:
    bench = await begun("type: photo")
    await bench.client.send_document(name="договор.pdf")
    await bench.settle()
    assert bench.text.startswith("Пришлите фото")


async def test_a_foreign_contact_is_not_the_clients_phone() -> None:
    bench = await begun("type: phone")
    await bench.client.share_contact(own=False)
    await bench.settle()
    assert bench.text.startswith("Это чужой контакт.")
    assert "📱 Отправить мой номер" in bench.labels
    await bench.client.share_contact()
    await bench.settle()
    assert bench.answers["asked"] == "+79161234567"


LEAVINGS: list[tuple[str, Callable[[Bench], Awaitable[object]]]] = [
    ("Назад", lambda bench: bench.say("⬅️ Назад")),
    ("В начало", lambda bench: bench.say("в начало")),
    ("Пропустить", lambda bench: bench.say("Пропустить")),
    ("/menu", lambda bench: bench.say("/menu")),
]


@pytest.mark.parametrize(("how", "leave"), LEAVINGS, ids=[how for how, _ in LEAVINGS])
async def test_leaving_the_phone_question_takes_its_keyboard_away(
    how: str, leave: Callable[[Bench], Awaitable[object]]
) -> None:
    bench = await begun("type: phone, optional: true")
    assert bench.chat.keyboard is not None
    await leave(bench)
    assert bench.chat.keyboard is None
    assert "…" not in bench.sent
    assert bench.last.labels
