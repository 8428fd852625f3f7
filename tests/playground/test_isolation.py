"""The real CRM and the real Telegram are out of reach: nothing leaves this machine, whatever the settings say."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from engine.app.bench import TOKEN, PlaygroundBench
from engine.app.hooks import specs
from engine.botapi.session import EmulatedSession
from engine.storage.database import Database

ROOT = Path(__file__).parents[2]
#: Run in a process of its own: an audit hook stays for good.
WALK = """
import asyncio, json, shutil, sys
from pathlib import Path

reached = []

def audit(event, arguments):
    if event == "socket.connect":
        address = arguments[1]
        reached.append(str(address[0] if isinstance(address, tuple) else address))
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        reached.append(str(arguments[0]))

sys.addaudithook(audit)

from aiohttp import ClientSession
from engine.telegram import on_demand
on_demand.load()
from engine.app.bench import opened
from engine.app.hooks import specs
from engine.playground.server import Playground, serving
from tests.playground.desk import Desk

async def main(flows, folder):
    async with opened(flows, specs(), folder) as bench:
        desk = Desk(bench)
        await desk.open()
        async with serving(Playground(bench, flows)) as address, ClientSession() as http:
            async with http.get(address) as answer:
                assert answer.status == 200
            await desk.act("screens")
            # Free text is read here too, by no model.
            await desk.say("хочу продать камри 2015 года, пробег 120 тысяч")
            assert "Camry" in desk.last.text, desk.last.text
            await desk.act("new_client")
            await desk.walk_sell()
            await desk.tap("Отправить")
            await desk.delivered()

asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
print(json.dumps(sorted(set(reached))))
"""
#: What a developer's machine may well have set.
SECRETS = {
    "TELEGRAM_BOT_TOKEN": "123456:real-real-real-real-real-real-real",
    "TELEGRAM_API_URL": "http://198.51.100.1",
    "AMOCRM_SUBDOMAIN": "dealer",
    "AMOCRM_LONG_LIVED_TOKEN": "real",
    "AMOCRM_MOCK_MODE": "false",
    "OPENAI_API_KEY": "sk-real",
    "DATABASE_URL": "postgresql+asyncpg://198.51.100.1/real",
    "REDIS_URL": "redis://198.51.100.1",
    "ADMIN_CHAT_ID": "1",
}


def test_a_whole_form_reaches_no_address_but_our_own(flows: Path, empty_database: Path, tmp_path: Path) -> None:
    shutil.copy2(empty_database, tmp_path / "playground.db")
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in SECRETS.items()))
    walked = subprocess.run(
        [sys.executable, "-c", WALK, str(flows), str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, **SECRETS, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=270,
        check=False,
    )
    assert walked.returncode == 0, walked.stderr[-2000:]
    assert json.loads(walked.stdout.splitlines()[-1]) == ["127.0.0.1"]


async def test_the_bench_is_built_of_emulators_alone(flows: Path, tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'bench.db'}")
    bench = PlaygroundBench(flows, specs(), database)
    assert isinstance(bench._bot.session, EmulatedSession)
    assert bench._bot.token == TOKEN
    await database.close()
