"""There are none: whatever a client or Telegram does, the conversation goes on and nothing is lost."""

from typing import Any

import pytest

from engine.botapi.faults import NetworkLoss, ServerError, TooManyRequests
from engine.core.lead import Client
from tests.telegram.bench import CLIENT, Bench, flow, project
from tests.telegram.test_walk import sell, walk

TWO = """
- {id: a, ask: Первый?, choices: {x: Икс, y: Игрек}}
- {id: b, ask: Второй?, choices: {x: Икс, y: Игрек}}
- {id: c, ask: Третий?}
"""
FORGED = [
    "a:zzz", "a:", "b:x", "Review.submit", "x\x1da:x", "a.skip", "a.next", "a.done", "Menu.open:sell", ".", ":",
    "a.page:-1", "a.page:99", "Fields.field:a", "Language.speak:xx", "Done.again", "☃",
]  # fmt: skip
FAULTS = [TooManyRequests(3), ServerError(), NetworkLoss()]


def two() -> Bench:
    return Bench(project(flow(TWO)))


async def test_a_double_tap_never_answers_the_next_question() -> None:
    bench = two()
    await bench.say("/start sell")
    await bench.client.tap("Икс")
    await bench.client.tap("Икс")
    await bench.settle()
    assert "Второй?" in bench.text
    assert bench.answers == {"a": "x"}
    assert bench.toasts == []


async def test_a_stale_button_is_told_and_the_present_question_is_shown() -> None:
    bench = two()
    await bench.say("/start sell")
    old, data = bench.last.id, bench.data_of("Икс")
    await bench.say("икс")
    await bench.data(data, old)
    assert bench.toasts == ["Это кнопка из прошлого сообщения. Вот вопрос, на котором вы остановились."]
    assert "Второй?" in bench.text
    assert bench.answers == {"a": "x"}


async def test_a_button_of_a_former_form_does_not_answer_this_one() -> None:
    bench = two()
    await bench.say("/start sell")
    data = bench.data_of("Икс")
    await bench.tap("Икс", "В начало", "Продать", "Начать заново")
    await bench.data(data)
    assert "Первый?" in bench.text
    assert not bench.answers


@pytest.mark.parametrize("data", FORGED)
async def test_a_forged_callback_does_no_harm(data: str) -> None:
    bench = two()
    await bench.say("/start sell")
    for forged in (data, bench.data_of("Икс").partition("\x1d")[0] + "\x1d" + data):
        if len(forged.encode()) <= 64:
            await bench.data(forged)
        assert "Первый?" in bench.text
        assert not bench.answers
    assert not bench.outbox.leads


@pytest.mark.parametrize("command", ["/start", "/menu", "/help"])
async def test_a_command_in_the_middle_shows_the_menu_and_loses_nothing(command: str) -> None:
    bench = sell()
    await bench.say("/start sell")
    await bench.tap("Kia")
    await bench.say(command)
    assert bench.labels == ["Продолжить", "Продать"]
    await bench.tap("Продолжить")
    assert "Какой пробег Kia?" in bench.text
    assert bench.answers == {"brand": "kia"}


@pytest.mark.parametrize("command", ["/отмена", "/cancel", "/stop please", "/settings@somebot"])
async def test_an_unknown_command_is_no_answer(command: str) -> None:
    bench = sell()
    await bench.say("/start sell")
    await bench.tap("Другая")
    await bench.say(command)
    assert not bench.answers
    assert "Напишите свой вариант" in bench.text
    await bench.say("ЗАЗ")
    assert bench.answers == {"brand": {"other": "ЗАЗ"}}


async def test_an_edited_message_is_told_to_change_nothing() -> None:
    bench = sell()
    await bench.say("/start sell", "kia")
    await bench.say("90000")
    said = next(message for message in reversed(bench.chat.messages) if not message.from_bot)
    await bench.client.edit_text(said.id, "95000")
    await bench.settle()
    assert bench.text.endswith("прошлый ответ меняет «⬅️ Назад».")
    assert bench.answers["mileage"] == 90000
    await bench.tap("Согласен")
    assert bench.answers["consent"]


async def test_an_edit_where_nothing_was_answered_is_not_talked_about() -> None:
    bench = sell()
    await bench.say("/start sell")
    await bench.client.edit_text(bench.chat.messages[0].id, "/menu")
    await bench.settle()
    assert "Какая марка?" in bench.text


async def test_after_the_ttl_a_text_answers_the_question_it_was_meant_for() -> None:
    bench = sell()
    await bench.say("/start sell")
    await bench.tap("Kia")
    bench.clock.forward(minutes=31)
    await bench.say("90000")
    assert "Можно записать контакты?" in bench.text
    assert bench.answers == {"brand": "kia", "mileage": 90000}


async def test_after_the_ttl_a_tap_counts_where_the_draft_stands() -> None:
    bench = sell()
    await bench.say("/start sell")
    bench.clock.forward(minutes=31)
    await bench.tap("Kia")
    assert "Какой пробег Kia?" in bench.text
    bench.clock.forward(hours=48)
    await bench.tap("Назад")
    assert "Какая марка?" in bench.text


async def test_after_the_ttl_an_older_button_is_stale() -> None:
    bench = two()
    await bench.say("/start sell")
    old, data = bench.last.id, bench.data_of("Икс")
    await bench.say("икс")
    bench.clock.forward(minutes=31)
    await bench.data(data, old)
    assert bench.answers == {"a": "x"}
    assert "Второй?" in bench.text
    assert bench.toasts


async def test_after_the_ttl_start_offers_to_continue() -> None:
    bench = sell()
    await bench.say("/start sell")
    await bench.tap("Kia")
    bench.clock.forward(minutes=31)
    await bench.say("/start")
    await bench.tap("Продолжить")
    assert "Какой пробег Kia?" in bench.text


async def test_after_the_ttl_at_the_phone_question_the_keyboard_still_goes() -> None:
    bench = sell()
    await walk(bench, upto="phone")
    bench.clock.forward(minutes=31)
    await bench.say("/menu")
    assert bench.chat.keyboard is None
    await bench.tap("Продолжить")
    bench.clock.forward(minutes=31)
    await bench.client.share_contact()
    await bench.settle()
    assert "Когда позвонить?" in bench.text
    assert bench.chat.keyboard is None


async def test_a_stranger_who_just_writes_gets_the_menu() -> None:
    bench = sell()
    await bench.say("продам киа")
    assert bench.text.startswith("Здравствуйте!")
    assert bench.labels == ["Продать"]


async def test_free_words_in_the_menu_show_the_menu_again() -> None:
    bench = sell()
    await bench.say("/start", "как дела")
    assert bench.text.startswith("Пока непонятно, чем помочь.")
    assert bench.labels == ["Продать"]
    await bench.client.send_sticker()
    await bench.settle()
    assert bench.text.startswith("Пока непонятно, чем помочь.")
    await bench.say("продать")
    assert "Какая марка?" in bench.text


async def test_a_deleted_message_is_sent_anew() -> None:
    bench = two()
    await bench.say("/start sell")
    data = bench.data_of("Икс")
    await bench.client.tap("Икс")
    await bench.client.delete(bench.last.id)
    await bench.settle()
    assert "Второй?" in bench.text
    assert data


async def test_a_blocked_bot_keeps_silent_and_knows_it() -> None:
    bench = two()
    await bench.say("/start sell")
    await bench.client.send_text("икс")
    await bench.client.block()
    await bench.settle()
    assert bench.users[CLIENT].blocked
    assert bench.answers == {"a": "x"}
    await bench.client.unblock()
    await bench.settle()
    assert not bench.users[CLIENT].blocked
    await bench.say("игрек")
    assert "Третий?" in bench.text


@pytest.mark.parametrize(
    "fault", [TooManyRequests(3), ServerError(), NetworkLoss()], ids=lambda fault: type(fault).__name__
)
async def test_a_screen_that_could_not_be_shown_is_shown_a_moment_later(fault: TooManyRequests) -> None:
    bench = two()
    await bench.say("/start sell")
    bench.emulator.faults.add(fault, "sendMessage", times=2)
    await bench.say("икс")
    assert "Второй?" in bench.text
    assert bench.answers == {"a": "x"}
    assert sum("Второй?" in text for text in bench.sent) == 1


async def test_an_edit_that_failed_is_made_up_for() -> None:
    bench = two()
    await bench.say("/start sell")
    bench.emulator.faults.add(TooManyRequests(3), "editMessageText")
    await bench.tap("Икс")
    assert "Второй?" in bench.text
    await bench.tap("Игрек")
    assert bench.answers == {"a": "x", "b": "y"}


async def test_a_tap_that_cannot_be_answered_still_counts() -> None:
    bench = two()
    await bench.say("/start sell")
    bench.emulator.faults.add(NetworkLoss(), "answerCallbackQuery")
    await bench.tap("Икс")
    assert "Второй?" in bench.text


async def test_an_update_delivered_twice_is_applied_once() -> None:
    bench = Bench(project(flow("- {id: a, ask: Первый?}\n- {id: b, ask: Второй?}\n- {id: c, ask: Третий?}")))
    await bench.say("/start sell")
    await bench.client.send_text("ответ")
    (update,) = bench.emulator.take_updates()
    for _ in range(2):
        await bench.telegram.dispatcher.feed_raw_update(bench.bot, dict(update.fields()))
    assert bench.answers == {"a": "ответ"}
    assert "Второй?" in bench.text


async def test_a_tick_delivered_twice_stays() -> None:
    bench = Bench(project(flow("- {id: a, ask: Что?, type: many, choices: {x: Икс, y: Игрек}}")))
    await bench.say("/start sell")
    await bench.client.tap("Икс")
    (update,) = bench.emulator.take_updates()
    for _ in range(2):
        await bench.telegram.dispatcher.feed_raw_update(bench.bot, dict(update.fields()))
    assert bench.draft.gathered == {"a": ("x",)}


async def test_a_second_tap_on_send_records_once() -> None:
    bench = sell()
    await walk(bench)
    await bench.client.tap("✅ Отправить")
    await bench.client.tap("✅ Отправить")
    await bench.settle()
    assert len(bench.outbox.leads) == 1
    assert "Спасибо" in bench.text
    assert bench.toasts == ["Эта заявка уже у менеджера."]


async def test_sending_delivered_again_after_a_crash_says_it_is_there() -> None:
    bench = sell()
    await walk(bench)
    await bench.client.tap("✅ Отправить")
    (update,) = bench.emulator.take_updates()
    await bench.telegram.dispatcher.feed_raw_update(bench.bot, dict(update.fields()))
    # The process died before it saved the dialog: nothing is remembered but the draft's tombstone.
    bench.start(bench.conversation.project)
    await bench.settle()
    await bench.telegram.dispatcher.feed_raw_update(bench.bot, dict(update.fields()))
    assert len(bench.outbox.leads) == 1
    assert bench.woken == 1
    assert bench.sent.count("Спасибо, перезвоним по Kia!") == 1


async def test_sending_delivered_again_when_the_dialog_was_not_saved_says_it_is_there() -> None:
    bench = sell()
    await walk(bench)
    await bench.conversation.submit(
        bench.conversation.project.flows["sell"],
        bench.draft,
        Client(CLIENT),
        bench.conversation.moment(bench.conversation.project, "ru"),
    )
    await bench.tap("Отправить")
    assert len(bench.outbox.leads) == 1
    assert bench.toasts == ["Эта заявка уже у менеджера."]
    assert "Спасибо" in bench.text


async def test_what_is_not_recorded_is_not_thanked_for() -> None:
    bench = sell()
    await walk(bench)
    bench.outbox.broken = ConnectionError("the database is down")
    await bench.tap("Отправить")
    assert bench.text.startswith("Проверьте, всё ли верно")
    assert bench.toasts == ["Следующий вопрос не открылся. Нажмите /menu — ответы сохранены."]
    bench.outbox.broken = None
    await bench.tap("Отправить")
    assert "Спасибо" in bench.text
    assert len(bench.outbox.leads) == 1


async def test_replying_to_an_old_question_answers_the_present_one() -> None:
    bench = two()
    await bench.say("/start sell")
    await bench.client.send_text("икс")
    (update,) = bench.emulator.take_updates()
    fields: dict[str, Any] = dict(update.fields())
    button = {"text": "x", "callback_data": "gone\x1da:x"}
    old = {**fields["message"], "message_id": 1, "reply_markup": {"inline_keyboard": [[button]]}}
    old["from"] = {"id": bench.bot.id, "is_bot": True, "first_name": "Bot"}
    fields["message"] = {**fields["message"], "reply_to_message": old}
    await bench.telegram.dispatcher.feed_raw_update(bench.bot, fields)
    assert bench.answers == {"a": "x"}


@pytest.mark.parametrize("tail", ["\u200d\u200d", "\u2060", "\u00ad\u00ad\u00ad", "\u200c\u200d" * 4])
async def test_invisible_letters_at_the_end_of_a_text_are_no_callback(tail: str) -> None:
    bench = Bench(project(flow("- {id: a, ask: Первый?}\n- {id: b, ask: Второй?}")))
    await bench.say("/start sell", f"ответ{tail}")
    assert bench.answers == {"a": "ответ"}


async def test_a_group_is_not_talked_to() -> None:
    bench = two()
    await bench.client.send_text("/start")
    (update,) = bench.emulator.take_updates()
    fields: dict[str, Any] = dict(update.fields())
    fields["message"] = {**fields["message"], "chat": {"id": -5, "type": "group", "title": "Отдел продаж"}}
    await bench.telegram.dispatcher.feed_raw_update(bench.bot, fields)
    assert bench.calls() == []


async def test_being_thrown_out_of_a_group_blocks_nobody() -> None:
    bench = two()
    await bench.say("/start")
    member: dict[str, Any] = {"user": {"id": bench.bot.id, "is_bot": True, "first_name": "Bot"}}
    change = {
        "chat": {"id": -5, "type": "group", "title": "Отдел продаж"},
        "from": {"id": CLIENT, "is_bot": False, "first_name": "Иван"},
        "date": 1,
        "old_chat_member": {**member, "status": "member"},
        "new_chat_member": {**member, "status": "left"},
    }
    await bench.telegram.dispatcher.feed_raw_update(bench.bot, {"update_id": 1, "my_chat_member": change})
    assert not bench.users[CLIENT].blocked
