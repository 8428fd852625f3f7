"""Whatever goes wrong between the bot and Telegram, the client ends on the right question with nothing lost."""

import asyncio
from zoneinfo import ZoneInfo

import pytest

from engine.playground.view import chat_json
from tests.playground.desk import SOON, Desk


async def troubled(desk: Desk) -> list[str]:
    return list((await desk.state())["troubles"])


async def test_429_is_waited_out_and_the_screen_comes(desk: Desk) -> None:
    await desk.tap("Продать авто")
    await desk.act("trouble", kind="429")
    assert await troubled(desk) == ["429"]
    await desk.tap("Toyota", settle=False)
    await desk.bench.emulator.settled()
    assert desk.bench.busy
    assert await desk.answers() == {"brand": "Toyota"}
    await desk.bench.settled()
    assert "Какая модель Toyota?" in desk.last.text
    assert not desk.bench.busy
    assert await troubled(desk) == []


async def test_429_ordered_twice_is_called_off(desk: Desk) -> None:
    await desk.act("trouble", kind="429")
    await desk.act("trouble", kind="slow")
    await desk.act("trouble", kind="429")
    assert await troubled(desk) == ["slow"]


async def test_a_lost_network_comes_back_by_itself_and_the_tap_is_not_lost(desk: Desk) -> None:
    await desk.tap("Продать авто")
    before = desk.changes
    await desk.studio.act({"do": "trouble", "kind": "network"})
    await desk.studio.act({"do": "trouble", "kind": "network"})
    # At once: the state as a whole takes a busy machine longer than the network is away.
    assert desk.studio.troubles.now == ["network"]
    await desk.tap("Toyota")
    assert "Какая модель Toyota?" in desk.last.text
    assert await desk.answers() == {"brand": "Toyota"}
    assert await troubled(desk) == []
    assert desk.changes > before


async def test_a_network_that_comes_back_leaves_other_troubles_on_order(desk: Desk) -> None:
    await desk.act("trouble", kind="slow")
    await desk.studio.act({"do": "trouble", "kind": "network"})
    desk.studio.troubles.mend()
    assert await troubled(desk) == ["slow"]


async def test_a_slow_answer_shows_typing_meanwhile(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot's own call: what a client of the real Telegram would see."""
    seen, delays = asyncio.Event(), list[float]()

    async def until_seen(seconds: float) -> None:
        """No race between two timers: the answer is as late as «печатает…» needs it to be."""
        delays.append(seconds)
        await seen.wait()

    monkeypatch.setattr(desk.bench.emulator, "_sleep", until_seen)
    await desk.tap("Продать авто")
    await desk.act("trouble", kind="slow")
    await desk.tap("Toyota", settle=False)
    await desk.bench.emulator.until(lambda: desk.studio.user.chat.action == "typing")
    shown = chat_json(desk.studio.user.chat, ZoneInfo("UTC"))
    seen.set()
    assert delays == [SOON.delay]
    assert isinstance(shown, dict)
    assert shown["typing"]
    await desk.bench.settled()
    assert "Какая модель Toyota?" in desk.last.text


async def test_a_restart_forgets_what_was_in_memory_and_no_answer(desk: Desk) -> None:
    await desk.tap("Продать авто", "Toyota")
    told = await desk.act("trouble", kind="restart")
    assert isinstance(told, dict)
    assert told["key"] == "restarted"
    await desk.tap("Camry")
    assert await desk.answers() == {"brand": "Toyota", "model": "Camry"}
    assert "Какого она года?" in desk.last.text


async def test_what_a_client_typed_during_a_restart_is_answered_after_it(desk: Desk) -> None:
    await desk.tap("Продать авто", "Toyota")
    restarting = asyncio.create_task(desk.studio.act({"do": "trouble", "kind": "restart"}))
    await asyncio.sleep(0)
    await desk.studio.act({"do": "text", "text": "Camry"})
    await restarting
    await desk.bench.settled()
    assert await desk.answers() == {"brand": "Toyota", "model": "Camry"}


async def test_a_double_tap_answers_once(desk: Desk) -> None:
    await desk.act("trouble", kind="double")
    assert await troubled(desk) == ["double"]
    await desk.tap("Продать авто", "Toyota", "Camry")
    assert await desk.answers() == {"brand": "Toyota", "model": "Camry"}
    assert "Какого она года?" in desk.last.text
    await desk.act("trouble", kind="double")
    assert await troubled(desk) == []


async def test_a_double_tap_on_send_makes_one_lead(desk: Desk) -> None:
    await desk.walk_sell()
    await desk.act("trouble", kind="double")
    await desk.tap("Отправить")
    await desk.delivered()
    assert len(await desk.leads()) == 1


async def test_half_an_hour_later_the_form_goes_on_where_it_was(desk: Desk) -> None:
    await desk.tap("Продать авто", "Toyota")
    told = await desk.act("trouble", kind="later")
    assert isinstance(told, dict)
    assert told["key"] == "later"
    await desk.say("Camry")
    assert await desk.answers() == {"brand": "Toyota", "model": "Camry"}
    assert "Какого она года?" in desk.last.text


async def test_a_client_who_blocked_the_bot_cannot_write_and_goes_on_once_unblocked(desk: Desk) -> None:
    await desk.tap("Продать авто", "Toyota")
    await desk.act("trouble", kind="blocked")
    assert (await desk.state())["chat"]["blocked"]
    told = await desk.act("text", text="Camry")
    assert isinstance(told, dict)
    assert told["key"] == "blocked"
    await desk.act("trouble", kind="blocked")
    assert not (await desk.state())["chat"]["blocked"]
    await desk.say("Camry")
    assert await desk.answers() == {"brand": "Toyota", "model": "Camry"}


async def test_a_bot_that_is_blocked_is_unblocked_by_starting_somewhere(desk: Desk) -> None:
    await desk.act("trouble", kind="blocked")
    await desk.act("restart", flow="sell", item="mileage")
    assert not (await desk.state())["chat"]["blocked"]
    assert "Какой пробег?" in desk.last.text


async def test_a_lead_sent_during_a_lost_network_arrives_all_the_same(desk: Desk) -> None:
    await desk.walk_sell()
    await desk.studio.act({"do": "trouble", "kind": "network"})
    await desk.tap("Отправить")
    await desk.delivered()
    assert len(await desk.leads()) == 1
    assert "Спасибо" in desk.last.text
