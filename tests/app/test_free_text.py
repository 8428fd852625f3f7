"""`carquery run` reads free text by a model over real HTTP, and what is personal stays in the house."""

import json
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import select

from engine.storage.database import Database
from engine.storage.tables import AiCallRow
from tests import shipped
from tests.ai.fakes import answer
from tests.app.live import ANSWER_S, World, running, world
from tests.integrations.openai.strict import completion, serving

CLIENT, ANOTHER = 1001, 1002
SEEDS = ("916 123-45-67", "9161234567", "anna@mail.ru", "А123ВС777", "XTA219010K0654321", "Светлана", "Петрова")
WISH = (
    "продам камри 2015 пробег 120 тыс, меня зовут Светлана Петрова, тел 8 916 123-45-67, anna@mail.ru, "
    "А123ВС777, XTA219010K0654321"
)
FOUND = answer(
    "sell",
    0.93,
    choices=[{"field": "sell.brand", "option": "toyota", "quote": "камри"}],
    amounts=[{"field": "sell.year", "amount": 2015, "quote": "2015"}],
)

pytestmark = pytest.mark.timeout(900)


def seen(outside: World, client: int = CLIENT) -> str:
    said = [message.text for message in outside.telegram.user(client).chat.messages if message.from_bot]
    return said[-1] if said else ""


async def log_rows(url: str) -> list[dict[str, object]]:
    database = Database(url)
    try:
        async with database.read() as connection:
            return [dict(row) for row in (await connection.execute(select(AiCallRow))).mappings()]
    finally:
        await database.close()


async def test_a_model_reads_a_wish_and_hears_nothing_personal_and_one_that_is_down_costs_no_answer(
    tmp_path: Path,
) -> None:
    project = shipped.project()
    data = f"sqlite:///{tmp_path}/carquery.db"
    answers = [completion(FOUND)]
    async with (
        world(project) as outside,
        serving(lambda _: answers.pop() if answers else web.Response(status=500)) as (models, address),
        running(
            tmp_path,
            outside.settings() | {"DATABASE_URL": data, "OPENAI_API_KEY": "sk-secret", "OPENAI_BASE_URL": address},
        ) as bot,
    ):
        await bot.ready()
        client = outside.telegram.user(CLIENT, first_name="Светлана")
        await client.send_text("/start")
        await outside.telegram.until(lambda: "искусственный интеллект" in seen(outside), ANSWER_S)
        await client.send_text(WISH)
        await outside.telegram.until(lambda: "Понял: Toyota, 2015, +7 916" in seen(outside), ANSWER_S)
        await client.tap("Да, верно")
        await outside.telegram.until(lambda: "Какая модель" in seen(outside), ANSWER_S)
        assert len(models.bodies) == 1

        another = outside.telegram.user(ANOTHER, first_name="Светлана")
        await another.send_text("/start")
        await outside.telegram.until(lambda: "CarQuery" in seen(outside, ANOTHER), ANSWER_S)
        await another.send_text(WISH)
        await outside.telegram.until(lambda: "Понял: Toyota Camry, 2015, 120" in seen(outside, ANOTHER), ANSWER_S)
        assert len(models.bodies) == 3, "each model once"

        assert await bot.stop() == 0, bot.log
        sent = json.dumps(models.bodies, ensure_ascii=False)
        assert "продам камри 2015" in sent
        rows = await log_rows(data.replace("sqlite", "sqlite+aiosqlite"))
        first = [row for row in rows if row["client"] == CLIENT]
        assert [(row["model"], row["tier"], row["flow"], row["accepted"]) for row in first] == [
            ("gpt-4o-mini", "first", "sell", True)
        ]
        assert first[0]["prompt_tokens"] == 4000
        leaks = {
            seed: place
            for place, text in (("request", sent), ("log", bot.log), ("ai_log", str(rows)))
            for seed in (*SEEDS, "sk-secret")
            if seed in text
        }
        assert leaks == {}


async def test_without_a_key_it_is_read_by_the_bot_itself(tmp_path: Path) -> None:
    project = shipped.project()
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/carquery.db"}
    async with world(project) as outside, running(tmp_path, outside.settings() | settings) as bot:
        await bot.ready()
        await outside.telegram.user(CLIENT).send_text("/start")
        await outside.telegram.until(lambda: "CarQuery" in seen(outside), ANSWER_S)
        await outside.telegram.user(CLIENT).send_text(WISH)
        await outside.telegram.until(lambda: "Понял: Toyota Camry, 2015, 120" in seen(outside), ANSWER_S)
        assert await bot.stop() == 0, bot.log
        assert [seed for seed in SEEDS if seed in bot.log] == []
