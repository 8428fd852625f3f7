"""Back, home, skip, why, go on, pages, soft rules, messages with a button, early ends, several flows."""

from tests.telegram.bench import Bench, flow, project
from tests.telegram.test_walk import sell, walk

LONG = ", ".join(f"o{number}: Вариант {number}" for number in range(1, 20))


def one(steps: str, **more: str) -> Bench:
    return Bench(project(flow(steps, **more)))


async def test_back_keeps_the_answer_and_next_goes_on_with_it() -> None:
    bench = sell()
    await bench.say("/start sell")
    await bench.tap("Kia")
    await bench.say("90000")
    await bench.tap("Назад")
    assert bench.text.endswith("Сейчас: 90\u00a0000\u00a0км")
    assert bench.labels == ["Пропустить", "Дальше ➡️", "⬅️ Назад", "🏠 В начало"]
    await bench.tap("Назад")
    assert bench.labels[0] == "✅ Kia"
    await bench.tap("Дальше")
    assert "Можно записать контакты?" in bench.text
    assert bench.answers["mileage"] == 90000


async def test_skipping_leaves_the_answer_out() -> None:
    bench = sell()
    await bench.say("/start sell")
    await bench.tap("Kia", "Пропустить")
    assert bench.answers["mileage"] is None
    assert "Можно записать контакты?" in bench.text


async def test_a_navigation_word_may_be_written() -> None:
    bench = sell()
    await bench.say("/start sell", "киа", "назад")
    assert "Какая марка?" in bench.text
    await bench.say("дальше", "пропустить")
    assert "Можно записать контакты?" in bench.text


async def test_what_people_say_instead_of_skip_and_home_is_understood() -> None:
    steps = """
    - {id: price, ask: Цена?, type: money, skip: Жду вашу оценку}
    - {id: brand, ask: Марка?, choices: {kia: Kia}, other: Другая, skip: Ещё выбираю}
    - {id: body, ask: Кузов?, choices: {any: Неважно, sedan: Седан}, optional: true}
    - {id: bank, ask: Банк?}
    """
    bench = Bench(project(flow(steps)))
    await bench.say("/start sell", "пропустить", "Не знаю", "неважно")
    assert bench.answers == {"price": None, "brand": None, "body": "any"}
    await bench.say("отмена")
    assert "Чем помочь?" in bench.text
    await bench.tap("Продолжить")
    await bench.say("не помню")
    assert bench.answers["bank"] == "не помню"


async def test_an_options_word_is_an_answer_even_if_a_button_has_it() -> None:
    bench = one("- {id: z, ask: Что?}\n- {id: a, ask: Как?, choices: {back: Назад, on: Вперёд}}")
    await bench.say("/start sell", "ответ", "Назад")
    assert bench.answers["a"] == "back"


async def test_why_is_an_alert_while_it_is_short_and_a_note_when_it_is_long() -> None:
    long = "Очень длинное объяснение. " * 12
    bench = one(f"- {{id: a, ask: Год?, why: <b>Так</b> надо.}}\n- {{id: b, ask: Цвет?, why: {long}}}")
    await bench.say("/start sell")
    await bench.tap("Зачем это?")
    (toast,) = bench.chat.toasts
    assert (toast.text, toast.alert) == ("Так надо.", True)
    await bench.say("2016")
    await bench.tap("Зачем это?")
    assert bench.text.startswith("Очень длинное объяснение.")
    assert "Цвет?" in bench.text
    await bench.say("зачем это")
    assert bench.text.startswith("Очень длинное объяснение.")


async def test_a_soft_rule_asks_once_more() -> None:
    bench = one(
        "- {id: a, ask: Пробег?, type: number, validate: {max: 100, soft: true, say: Больше 100 — верно?}}\n"
        "- {id: b, ask: Дальше?}"
    )
    await bench.say("/start sell", "500")
    assert bench.text.endswith("Больше 100 — верно?")
    assert bench.labels == ["Да, всё верно", "Исправить", "⬅️ Назад", "🏠 В начало"]
    await bench.tap("Исправить")
    assert "верно?" not in bench.text
    await bench.say("600")
    await bench.tap("Да, всё верно")
    assert bench.answers["a"] == 600


async def test_the_doubted_answer_may_be_sent_once_more_or_another() -> None:
    steps = "- {id: a, ask: Пробег?, type: number, validate: {max: 100, soft: true}}\n- {id: b, ask: Дальше?}"
    bench = one(steps)
    await bench.say("/start sell", "500", "50")
    assert bench.answers["a"] == 50
    await bench.tap("Назад")
    await bench.say("500", "500")
    assert bench.answers["a"] == 500


async def test_a_long_list_has_pages_and_takes_typing() -> None:
    bench = one(f"- {{id: a, ask: Что?, choices: {{{LONG}}}, other: Другое}}\n- {{id: b, ask: Дальше?}}")
    await bench.say("/start sell")
    first = [f"Вариант {number}" for number in range(1, 9)]
    assert bench.labels == [*first, "▶️", "Другое", "🏠 В начало"]
    await bench.tap("▶️", "▶️")
    assert bench.labels == ["Вариант 17", "Вариант 18", "Вариант 19", "◀️", "Другое", "🏠 В начало"]
    await bench.tap("◀️")
    assert bench.labels[0] == "Вариант 9"
    await bench.say("вариант 19")
    assert bench.answers["a"] == "o19"
    await bench.tap("Назад")
    assert "✅ Вариант 19" in bench.labels


async def test_ticking_does_not_turn_the_page() -> None:
    bench = one(f"- {{id: a, ask: Что?, type: many, choices: {{{LONG}}}}}")
    await bench.say("/start sell")
    await bench.tap("Вариант 1", "▶️", "Вариант 12")
    assert "✅ Вариант 12" in bench.labels


async def test_short_labels_share_a_row_and_columns_are_obeyed() -> None:
    short = "- {id: a, ask: Что?, choices: {a: Раз, b: Два, c: Три, d: Ещё}}"
    bench = one(f"{short}\n- {{id: b, ask: Что?, columns: 1, choices: {{a: Раз, b: Два}}}}")
    await bench.say("/start sell")
    assert [len(row) for row in bench.last.buttons] == [3, 1, 1]
    await bench.tap("Раз")
    assert [len(row) for row in bench.last.buttons] == [1, 1, 2]


async def test_a_message_with_a_button_is_a_screen_and_one_without_is_glued() -> None:
    bench = one(
        """
        - {id: a, ask: Город?}
        - {id: note, say: "В городе {a} мы есть."}
        - {id: read, say: Прочтите., button: Понятно}
        - {id: b, ask: Дальше?}
        """
    )
    await bench.say("/start sell", "Тула")
    assert bench.text == "В городе Тула мы есть.\n\nПрочтите."
    assert bench.labels == ["Понятно", "⬅️ Назад", "🏠 В начало"]
    await bench.say("что?")
    assert "Прочтите." in bench.text
    await bench.tap("Понятно")
    assert "Дальше?" in bench.text


async def test_a_stop_offers_other_flows_and_a_way_back() -> None:
    steps = """
    - {id: year, ask: Год?, type: year}
    - {id: old, if: {year: {max: 1990}}, stop: Не берём., offer: [help]}
    - {id: b, ask: Дальше?}
    """
    bench = Bench(project(flow(steps), flow("- {id: what, ask: Что случилось?}", id="help", title="⚖️ Помочь")))
    await bench.say("/start sell", "1980")
    assert bench.text == "Не берём."
    assert bench.labels == ["⚖️ Помочь", "⬅️ Назад", "🏠 В начало"]
    await bench.tap("Назад")
    await bench.say("2000")
    assert "Дальше?" in bench.text
    await bench.tap("Назад")
    await bench.say("1980")
    await bench.tap("Помочь")
    assert "Что случилось?" in bench.text
    assert "stopped" in bench.funnel.kinds


async def test_a_form_that_came_to_its_end_is_not_urged_upon_anybody_and_waits_where_it_was() -> None:
    steps = """
    - {id: year, ask: Год?, type: year}
    - {id: old, if: {year: {max: 1990}}, stop: Не берём.}
    - {id: ok, ask: Можно?, type: consent}
    """
    bench = Bench(project(flow(steps), bot="consent: {version: 1, text: Текст}"))
    await bench.say("/start sell", "1980", "/menu")
    assert (bench.text, bench.labels) == ("Чем помочь?", ["Продать"])
    await bench.tap("Продать", "Продолжить")
    assert bench.text == "Не берём."
    await bench.tap("Назад")
    await bench.say("2000")
    await bench.say("/menu")
    assert "Вы не закончили" in bench.text
    await bench.tap("Продолжить", "Не согласен", "В начало")
    assert (bench.text, bench.labels) == ("Чем помочь?", ["Продать"])
    await bench.tap("Продать", "Продолжить", "Согласен")
    assert "Проверьте" in bench.text


async def test_again_begins_the_same_form_anew() -> None:
    bench = sell()
    await walk(bench)
    await bench.tap("Отправить", "Ещё одну")
    assert bench.text.endswith("Какая марка?")
    assert bench.draft.answers.keys() == {"consent"}


async def test_home_from_the_last_screen_is_the_menu_without_a_form_to_continue() -> None:
    bench = sell()
    await walk(bench)
    await bench.tap("Отправить", "В начало")
    assert bench.labels == ["Продать"]


async def test_a_form_begun_earlier_is_asked_about_before_it_is_begun_again() -> None:
    bench = sell()
    await bench.say("/start sell")
    await bench.tap("Kia", "В начало")
    assert bench.labels == ["Продолжить", "Продать"]
    await bench.tap("Продать")
    assert bench.text == "Вы не закончили анкету «Продать». Ответы сохранились — продолжим?"
    await bench.tap("Продолжить")
    assert "Какой пробег Kia?" in bench.text
    await bench.tap("В начало", "Продать", "Начать заново")
    assert "Какая марка?" in bench.text
    assert not bench.draft.answers


async def test_another_form_puts_the_first_one_aside() -> None:
    bench = Bench(
        project(
            flow("- {id: a, ask: Марка?}\n- {id: b, ask: Год?}"),
            flow("- {id: what, ask: Что случилось?}\n- {id: more, ask: Ещё?}", id="help", title="Помочь"),
        )
    )
    await bench.say("/start sell", "Kia", "/menu")
    await bench.tap("Помочь")
    await bench.say("авария", "/menu")
    await bench.tap("Продать", "Продолжить")
    assert "Год?" in bench.text
    assert bench.draft.flow == "sell"
    await bench.tap("В начало", "Помочь", "Продолжить")
    assert "Ещё?" in bench.text


async def test_a_change_from_the_review_can_be_dropped() -> None:
    bench = sell()
    await walk(bench)
    await bench.tap("Изменить", "Пробег", "Назад")
    assert bench.text.startswith("Проверьте, всё ли верно")
    await bench.tap("Изменить", "Назад")
    assert bench.text.startswith("Проверьте, всё ли верно")
    assert bench.answers["mileage"] == 120000


async def test_a_link_opens_a_flow_with_answers_known_already() -> None:
    bench = sell()
    await bench.say("/start sell__brand-lada__mileage-50к")
    assert "Можно записать контакты?" in bench.text
    assert bench.draft.answers == {"brand": "lada", "mileage": 50000}
    await bench.say("/start sell?brand=kia")
    assert "Какой пробег Kia?" in bench.text


async def test_a_link_to_nowhere_shows_the_menu() -> None:
    bench = sell()
    await bench.say("/start nowhere")
    assert bench.text == "Здравствуйте!"


async def test_a_long_form_is_changed_by_pages() -> None:
    step = "- {{id: a{0}, ask: Вопрос {0}?, label: Поле {0}, optional: true}}"
    bench = one("\n".join(step.format(number) for number in range(25)))
    await bench.say("/start sell")
    await bench.tap(*["Пропустить"] * 25)
    await bench.tap("Изменить", "▶️", "▶️", "▶️", "Поле 24")
    await bench.say("ответ")
    assert "Поле 24: ответ" in bench.text


async def test_a_yes_on_the_review_sends_the_form_and_other_words_are_told_what_to_press() -> None:
    bench = sell()
    await walk(bench)
    for words in ("ну такое", "да, но телефон другой", "верно, только марка не та", "есть вопрос"):
        await bench.say(words)
        assert "нажмите «✅ Отправить»" in bench.text
        assert not bench.outbox.leads
    await bench.say("нет")
    assert bench.text.startswith("Что изменить?")
    await bench.tap("Назад")
    await bench.say("Да, всё верно!")
    assert len(bench.outbox.leads) == 1


async def test_yes_and_no_written_out_are_the_buttons_of_a_question_about_the_answer() -> None:
    steps = """
    - {id: price, ask: Цена?, type: number, label: Цена, validate: {min: 50000, soft: true}}
    - {id: note, say: Прочтите., button: Понятно}
    - {id: b, ask: Дальше?}
    """
    bench = Bench(project(flow(steps)))
    await bench.say("/start sell", "100", "нет")
    assert bench.text.endswith("Цена?")
    assert not bench.answers
    await bench.say("100", "да")
    assert bench.answers == {"price": 100}
    assert "Прочтите." in bench.text
    await bench.say("ок")
    assert "Дальше?" in bench.text
    await bench.say("/menu", "да")
    assert "Дальше?" in bench.text
    await bench.say("да, дальше")
    assert bench.answers["b"] == "да, дальше"
