"""What happens when something fails: the client is told, the answer is kept, nobody waits for ever."""

from collections.abc import Mapping
from typing import Any

import pytest
from aiogram.fsm.storage.base import StorageKey

from engine.botapi.faults import NetworkLoss, TooManyRequests
from engine.core.model import Step
from engine.telegram.admin import TelegramAlerts
from engine.telegram.keys import Button
from engine.telegram.refresh import MOST_TRIES
from engine.telegram.widgets import WIDGETS, Part
from tests.telegram.bench import CLIENT, Bench, flow, project
from tests.telegram.test_dead_ends import two

FAILURE = "Следующий вопрос не открылся. Нажмите /menu — ответы сохранены."


def broken(bench: Bench) -> Bench:
    """The funnel raises from now on: any use case may fail like this."""

    async def fail(events: object) -> None:
        raise RuntimeError("a bug")

    bench.funnel.add = fail  # type: ignore[method-assign]  # a fault on order
    return bench


async def test_a_tap_that_fails_is_answered_with_an_alert() -> None:
    bench = two()
    await bench.say("/start sell")
    await broken(bench).tap("Икс")
    (toast,) = bench.chat.toasts
    assert (toast.text, toast.alert) == (FAILURE, True)


async def test_a_text_that_fails_is_answered() -> None:
    bench = two()
    await bench.say("/start sell")
    await broken(bench).say("икс")
    assert bench.text == FAILURE
    await bench.say("/menu")
    assert bench.labels == ["Продолжить", "Продать"]


async def test_a_tap_that_fails_after_it_was_answered_is_told_by_a_message() -> None:
    bench = two()
    await bench.say("/start sell")
    storage = bench.telegram.dispatcher.storage

    keep = storage.set_data

    async def fail(key: StorageKey, data: Mapping[str, Any]) -> None:
        storage.set_data = keep  # type: ignore[method-assign]  # mended
        raise ConnectionError("the store is away")

    storage.set_data = fail  # type: ignore[method-assign]  # a fault on order
    await bench.tap("Икс")
    assert bench.text == FAILURE
    await bench.say("/menu")
    await bench.tap("Продолжить")
    assert bench.last.labels


async def test_a_dialogs_record_that_vanished_alone_is_made_anew_from_the_draft() -> None:
    bench = two()
    await bench.say("/start sell")
    await bench.tap("Икс")
    records = bench.telegram.dispatcher.storage._records  # type: ignore[attr-defined]  # the memory store's
    for key in [key for key in records if "context" in key.destiny]:
        del records[key]
    await bench.say("игрек")
    assert "Второй?" in bench.text
    await bench.say("игрек")
    assert bench.answers == {"a": "x", "b": "y"}


async def test_a_tap_on_a_vanished_record_shows_where_the_draft_stands() -> None:
    bench = two()
    await bench.say("/start sell")
    records = bench.telegram.dispatcher.storage._records  # type: ignore[attr-defined]  # the memory store's
    for key in [key for key in records if "context" in key.destiny]:
        del records[key]
    await bench.tap("Икс")
    assert "Первый?" in bench.text
    await bench.tap("Икс")
    assert "Второй?" in bench.text


async def test_showing_is_given_up_after_a_while_and_the_next_message_shows_the_screen() -> None:
    bench = two()
    await bench.say("/start sell")
    bench.emulator.faults.add(NetworkLoss(), "sendMessage", times=None)
    bench.calls()
    await bench.say("икс")
    assert bench.calls().count("sendMessage") == MOST_TRIES + 1
    bench.emulator.faults.clear()
    await bench.say("что?")
    assert "Второй?" in bench.text
    assert bench.answers == {"a": "x"}


async def test_a_screen_telegram_refuses_is_told_about_and_the_answer_kept() -> None:
    def too_long(step: Step) -> Part:
        return lambda frame: [[Button("Так", f"{step.id}:{'o' * 64}")]]

    steps = "- {id: a, ask: Что?}\n- {id: b, ask: Как?, type: yes_no}\n- {id: c, ask: Ещё?}"
    bench = Bench(project(flow(steps)), widgets={**WIDGETS, "yes_no": too_long})
    await bench.say("/start sell", "ответ")
    assert bench.text == FAILURE
    assert bench.answers == {"a": "ответ"}
    await bench.say("да")
    assert "Ещё?" in bench.text


async def test_alerts_are_plain_text_cut_to_telegrams_length() -> None:
    bench = two()
    admin = bench.emulator.user(9)
    admin.open()
    await TelegramAlerts(bench.bot, 9).tell("<b>AmoCRM</b> " + "я" * 5000)
    assert admin.chat.last.text.startswith("<b>AmoCRM</b> я")
    assert len(admin.chat.last.text) == 4096


@pytest.mark.parametrize("fault", [NetworkLoss(), TooManyRequests()])
async def test_an_alert_that_cannot_be_sent_harms_nobody(fault: NetworkLoss | TooManyRequests) -> None:
    bench = two()
    bench.emulator.user(CLIENT).open()
    bench.emulator.faults.add(fault, "sendMessage")
    await TelegramAlerts(bench.bot, CLIENT).tell("Беда")
