"""The menu, the commands, the languages."""

import pytest

from engine.botapi.faults import NetworkLoss
from engine.telegram.menu import read_link
from tests.telegram.bench import CLIENT, Bench, flow, project

TWO_LANGUAGES = """
languages: [ru, en]
greeting: {ru: Здравствуйте!, en: Hello!}
help: {ru: Помощь., en: Help.}
"""
SELL = """
flow: sell
title: {ru: Продать, en: Sell}
steps:
  - {id: a, ask: {ru: Марка?, en: Make?}, choices: {kia: Kia}}
  - {id: b, ask: {ru: Год?, en: Year?}, type: year}
done: {ru: Спасибо!, en: Thanks!}
"""


def bilingual() -> Bench:
    return Bench(project(SELL, bot=TWO_LANGUAGES))


@pytest.mark.parametrize(
    ("payload", "flow", "answers"),
    [
        ("sell", "sell", {}),
        ("", "", {}),
        ("sell?brand=kia&year=2015", "sell", {"brand": "kia", "year": "2015"}),
        ("sell?brand=%D0%BA%D0%B8%D0%B0", "sell", {"brand": "киа"}),
        ("sell__brand-kia__year-2015", "sell", {"brand": "kia", "year": "2015"}),
        ("sell__brand", "sell", {}),
        ("sell__call_time-now", "sell", {"call_time": "now"}),
    ],
)
def test_a_links_payload_names_a_flow_and_answers(payload: str, flow: str, answers: dict[str, str]) -> None:
    assert read_link(payload) == (flow, answers)


async def test_commands_are_registered_in_every_language() -> None:
    bench = bilingual()
    await bench.settle()
    assert bench.chat.commands == (
        ("start", "Главное меню"),
        ("help", "Помощь"),
        ("menu", "Показать меню услуг"),
    )
    stranger = bench.emulator.user(5, language_code="en")
    assert ("start", "Main menu") in stranger.chat.commands
    assert ("start", "Главное меню") in bench.emulator.user(6, language_code="de").chat.commands


async def test_the_bot_starts_though_commands_could_not_be_registered() -> None:
    bench = bilingual()
    bench.emulator.faults.add(NetworkLoss(), "setMyCommands", times=None)
    await bench.say("/start")
    assert bench.text == "Здравствуйте!"


async def test_help_shows_the_help_and_the_menu() -> None:
    bench = Bench(project(flow("- {id: a, ask: Что?}")))
    await bench.say("/help")
    assert bench.text == "Пишите или выбирайте."
    assert bench.labels == ["Продать"]
    await bench.say("/menu@emulated_1000_bot")
    assert bench.text == "Чем помочь?"


async def test_the_language_is_telegrams_until_the_client_chooses() -> None:
    bench = bilingual()
    await bench.say("/start")
    assert bench.labels == ["Продать", "🌐 Язык"]
    await bench.tap("Язык")
    assert bench.labels == ["Русский", "English", "🏠 В начало"]
    await bench.tap("English")
    assert bench.labels == ["Sell", "🌐 Language"]
    await bench.tap("Sell")
    assert bench.text == "Step 1 of 2\n\nMake?"
    assert bench.users[CLIENT].language == "en"
    bench.clock.forward(hours=1)
    await bench.say("/start")
    assert bench.text.startswith("Hello!")


async def test_an_english_telegram_is_spoken_to_in_english() -> None:
    bench = bilingual()
    other = bench.emulator.user(5, language_code="en-GB")
    await other.send_text("/start sell")
    await bench.settle()
    assert "Make?" in other.chat.last.text
    await other.send_text("kia")
    await bench.settle()
    await other.send_text("2015")
    await bench.settle()
    await other.tap("✅ Send")
    await bench.settle()
    assert other.chat.last.text == "Thanks!"
    (lead,) = bench.outbox.leads.values()
    assert (lead.title, lead.client.language) == ("Продать", "en")


async def test_a_language_the_bot_does_not_have_is_the_main_one() -> None:
    bench = bilingual()
    other = bench.emulator.user(5, language_code="de")
    await other.send_text("/start")
    await bench.settle()
    assert other.chat.last.text == "Здравствуйте!"
