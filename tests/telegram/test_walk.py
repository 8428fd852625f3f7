"""A form from the first question to the lead, in a chat."""

from tests.telegram.bench import CLIENT, Bench, flow, project

SELL = flow(
    """
    - id: brand
      ask: Какая марка?
      choices: {kia: Kia, lada: Lada, haval: Haval}
      other: Другая
    - id: mileage
      ask: Какой пробег {brand}?
      hint: можно примерно
      type: number
      unit: км
      label: Пробег
      optional: true
    - id: consent
      ask: Можно записать контакты?
      type: consent
    - id: phone
      ask: По какому номеру позвонить?
      label: Телефон
      type: phone
    - id: time
      ask: Когда позвонить?
      label: Время
      choices: {day: Днём, evening: Вечером}
    """,
    done="Спасибо, перезвоним по {brand}!",
    more="""
    again: Ещё одну
    on_complete:
      - note: {text: "{brand}"}
    """,
)
CONSENT = """
consent:
  version: v1
  text: Номер нужен, чтобы перезвонить.
  policy: https://example.com/policy
  refused: Без согласия нельзя.
"""


def sell() -> Bench:
    return Bench(project(SELL, bot=CONSENT))


async def walk(bench: Bench, upto: str = "review") -> None:
    await bench.say("/start")
    await bench.tap("Продать", "Kia")
    await bench.say("120 тыс")
    await bench.tap("Согласен")
    if upto == "phone":
        return
    await bench.say("8 916 123-45-67")
    if upto == "time":
        return
    await bench.tap("Днём")


async def test_a_form_walked_to_its_end_is_a_lead() -> None:
    bench = sell()
    await bench.say("/start")
    assert bench.text.startswith("Здравствуйте!")
    assert bench.labels == ["Продать"]
    await bench.tap("Продать")
    assert bench.text == "Шаг 1 из 4\n\nКакая марка?"
    assert bench.labels == ["Kia", "Lada", "Haval", "Другая", "🏠 В начало"]
    await bench.tap("Kia")
    assert bench.text == "Шаг 2 из 4\n\nКакой пробег Kia?\nможно примерно"
    assert bench.labels == ["Пропустить", "⬅️ Назад", "🏠 В начало"]
    await bench.say("120 тыс")
    assert "Можно записать контакты?" in bench.text
    await bench.tap("Согласен")
    assert bench.text.endswith("По какому номеру позвонить?")
    await bench.say("8 916 123-45-67")
    await bench.tap("Вечером")
    assert bench.text.splitlines()[0] == "Проверьте, всё ли верно"
    assert "Пробег: 120\u00a0000\u00a0км" in bench.text
    assert "Телефон: +7 916 123-45-67" in bench.text
    await bench.tap("Отправить")
    assert bench.text == "Спасибо, перезвоним по Kia!"
    assert bench.labels == ["Ещё одну", "🏠 В начало"]
    (lead,) = bench.outbox.leads.values()
    assert {answer.id: answer.value for answer in lead.answers} == {
        "brand": "kia",
        "mileage": 120000,
        "consent": "v1",
        "phone": "+79161234567",
        "time": "evening",
    }
    assert lead.client.id == CLIENT
    assert lead.client.name == "Иван"
    assert [delivery.params for delivery in bench.outbox.deliveries] == [{"text": "Kia"}]
    assert bench.woken == 1
    assert bench.funnel.kinds == ["started", *["answered"] * 5, "reviewed", "submitted"]


async def test_the_contact_button_answers_and_its_keyboard_goes_away() -> None:
    bench = sell()
    await walk(bench, upto="phone")
    assert bench.labels == ["📱 Отправить мой номер", "⬅️ Назад", "🏠 В начало"]
    bench.calls()
    await bench.client.press("📱 Отправить мой номер")
    await bench.settle()
    assert bench.chat.keyboard is None
    assert bench.sent[-2:] == ["Телефон: +7 916 123-45-67", "Шаг 4 из 4\n\nКогда позвонить?"]
    assert bench.calls() == ["sendMessage", "sendMessage"]
    assert bench.labels == ["Днём", "Вечером", "⬅️ Назад", "🏠 В начало"]


async def test_one_answer_is_changed_from_the_review() -> None:
    bench = sell()
    await walk(bench)
    await bench.tap("Изменить")
    assert bench.text == "Что изменить?"
    await bench.tap("Пробег")
    assert bench.text == "Какой пробег Kia?\nможно примерно\n\nСейчас: 120\u00a0000\u00a0км"
    await bench.say("90000")
    assert "Пробег: 90\u00a0000\u00a0км" in bench.text
    assert "Отправить" in bench.labels[0]
