"""The emulator driven over HTTP, as a script outside the repository would."""

import asyncio
import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest

from engine.botapi.emulator import Emulator
from engine.botapi.http import run, serving
from engine.botapi.images import plain_picture
from tests.botapi.doors import NOON, TOKEN

INLINE = {"inline_keyboard": [[{"text": "Kia", "callback_data": "kia"}, {"text": "Сайт", "url": "t.me/dealer"}]]}
DOCKED = {"keyboard": [[{"text": "Мой номер", "request_contact": True}]], "resize_keyboard": True}


class Script:
    """A small HTTP client."""

    def __init__(self, client: aiohttp.ClientSession, emulator: Emulator) -> None:
        self.client = client
        self.emulator = emulator

    async def bot(self, method: str, **params: object) -> object:
        async with self.client.post(f"/bot{TOKEN}/{method}", json=params) as response:
            body = await response.json()
            assert body["ok"], body
            return body["result"]

    async def post(self, path: str, status: int = 200, **body: object) -> dict:
        async with self.client.post(f"/__emulator__/{path}", json=body) as response:
            assert response.status == status, await response.text()
            return await response.json()

    async def get(self, path: str, status: int = 200) -> dict:
        async with self.client.get(f"/__emulator__/{path}") as response:
            assert response.status == status, await response.text()
            return await response.json()

    async def updates(self) -> list[dict]:
        updates = await self.bot("getUpdates", offset=-100)
        await self.bot("getUpdates", offset=updates[-1]["update_id"] + 1 if updates else 0)
        return updates


@pytest.fixture
async def script() -> AsyncIterator[Script]:
    emulator = Emulator(clock=lambda: NOON)
    async with serving(emulator) as base_url, aiohttp.ClientSession(base_url) as client:
        yield Script(client, emulator)


async def test_a_conversation_is_driven_and_read(script: Script) -> None:
    said = await script.post("users/7/message", text="/start", first_name="Анна", language_code="en")
    (update,) = await script.updates()
    assert update["message"]["message_id"] == said["message_id"]
    assert update["message"]["from"] == {"id": 7, "is_bot": False, "first_name": "Анна", "language_code": "en"}
    await script.bot("sendMessage", chat_id=7, text="<b>Марка</b>?", parse_mode="HTML", reply_markup=INLINE)
    await script.bot("sendMessage", chat_id=7, text="Номер?", reply_markup=DOCKED)
    chat = await script.get("chats/7")
    assert [(message["from"], message["text"]) for message in chat["messages"]] == [
        ("user", "/start"),
        ("bot", "Марка?"),
        ("bot", "Номер?"),
    ]
    assert chat["messages"][1]["entities"] == [{"offset": 0, "length": 5, "type": "bold"}]
    assert chat["messages"][1]["buttons"] == [
        [{"text": "Kia", "callback_data": "kia"}, {"text": "Сайт", "url": "http://t.me/dealer"}]
    ]
    assert chat["reply_keyboard"]["rows"] == [
        [{"text": "Мой номер", "label": "Мой номер", "request": "request_contact"}]
    ]
    assert chat["reply_keyboard"]["resize"]


async def test_buttons_are_tapped_by_label_place_and_data(script: Script) -> None:
    await script.post("users/7/message", text="/start")
    sent = await script.bot("sendMessage", chat_id=7, text="Марка?", reply_markup=INLINE)
    await script.updates()
    for body in (
        {"text": "Kia"},
        {"row": 0, "column": 0},
        {"message_id": sent["message_id"], "callback_data": "kia"},
    ):
        await script.post("users/7/tap", **body)
    forged = await script.post("users/7/tap", data="forged", times=2)
    queries = [update["callback_query"] for update in await script.updates()]
    assert [query["data"] for query in queries] == ["kia", "kia", "kia", "forged", "forged"]
    assert [query["id"] for query in queries[-2:]] == forged["query_ids"]
    await script.bot("answerCallbackQuery", callback_query_id=forged["query_id"], text="Кнопка устарела")
    assert (await script.get("chats/7"))["toasts"] == [
        {
            "query_id": forged["query_id"],
            "message_id": sent["message_id"],
            "text": "Кнопка устарела",
            "alert": False,
            "url": "",
        }
    ]


async def test_a_missing_button_is_told(script: Script) -> None:
    await script.post("users/7/message", text="/start")
    await script.bot("sendMessage", chat_id=7, text="Марка?", reply_markup=INLINE)
    refused = await script.post("users/7/tap", 400, text="Lada")
    assert refused == {"ok": False, "error": "no button 'Lada'; there are: 'Kia', 'Сайт'"}


async def test_the_contact_button_and_a_foreign_contact(script: Script) -> None:
    await script.post("users/7/message", text="/start")
    await script.bot("sendMessage", chat_id=7, text="Номер?", reply_markup=DOCKED)
    await script.updates()
    await script.post("users/7/tap", text="Мой номер", phone="79161234567")
    await script.post("users/7/contact", phone_number="79990001122", own=False)
    await script.post("users/7/contact")
    own, foreign, again = [update["message"]["contact"] for update in await script.updates()]
    assert own == again == {"phone_number": "79161234567", "first_name": "Клиент", "user_id": 7}
    assert "user_id" not in foreign


async def test_pictures_come_as_base64_and_as_a_form(script: Script) -> None:
    picture = plain_picture(1)
    await script.post("users/7/photo", content=b64encode(picture).decode(), caption="Салон")
    form = aiohttp.FormData({"caption": "Альбом"})
    for number in range(3):
        form.add_field(f"photo{number}", plain_picture(number), filename=f"{number}.png")
    async with script.client.post("/__emulator__/users/7/album", data=form) as response:
        album = await response.json()
    await script.post("users/7/album", count=2)
    assert len(album["message_ids"]) == 3
    chat = await script.get("chats/7")
    media = [message["media"] for message in chat["messages"]]
    assert {one["type"] for one in media} == {"photo"}
    assert [message["media_group_id"] for message in chat["messages"]][1:4] == [album["media_group_id"]] * 3
    async with script.client.get(f"/file/bot{TOKEN}/{media[0]['path']}") as response:
        assert await response.read() == picture


async def test_the_rest_of_what_a_user_does(script: Script) -> None:
    said = await script.post("users/7/message", text="Ошибка")
    await script.post("users/7/message", text="Верно", edit=said["message_id"])
    await script.post("users/7/document", name="ПТС.pdf", content=b64encode(b"%PDF").decode())
    await script.post("users/7/sticker", emoji="🔥")
    await script.post("users/7/block")
    await script.post("users/7/unblock")
    await script.post("users/7/delete", message_id=said["message_id"])
    kinds = [next(key for key in update if key != "update_id") for update in await script.updates()]
    assert kinds == ["message", "edited_message", "message", "message", "my_chat_member", "my_chat_member"]
    chat = await script.get("chats/7")
    assert [(message["media"] or {}).get("type") for message in chat["messages"]] == ["document", "sticker"]


async def test_a_reader_waits_for_something_newer(script: Script) -> None:
    await script.post("users/7/message", text="/start")
    version = (await script.get("chats/7"))["version"]
    waiting = asyncio.create_task(script.get(f"chats/7?after={version}&wait=20"))
    await script.bot("sendMessage", chat_id=7, text="раз")
    chat = await waiting
    assert chat["messages"][-1]["text"] == "раз"
    assert chat["version"] > version
    assert (await script.get(f"chats/7?after={chat['version']}&wait=0"))["version"] == chat["version"]


async def test_faults_are_ordered_and_cleared(script: Script) -> None:
    await script.post("users/7/message", text="/start")
    fault = {"effect": "too_many_requests", "retry_after": 4, "methods": ["sendMessage"], "times": 2}
    made = await script.post("faults", **fault)
    assert made["fault"] == fault | {"methods": ["sendmessage"]}
    async with script.client.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": 7, "text": "раз"}) as response:
        assert response.status == 429
        assert response.headers["Retry-After"] == "4"
        assert (await response.json())["parameters"] == {"retry_after": 4}
    assert (await script.get("faults"))["faults"][0]["times"] == 1
    await script.client.delete("/__emulator__/faults")
    assert (await script.bot("sendMessage", chat_id=7, text="раз"))["text"] == "раз"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"effect": "earthquake"}, "`effect` must be one of"),
        ({"effect": "delay", "seconds": "long"}, "`seconds` must be a number"),
        ({"effect": "network_loss", "methods": "sendMessage"}, "`methods` must be a list"),
        ({"effect": "network_loss", "times": 0}, "`times` must be a whole number"),
    ],
)
async def test_a_fault_nobody_knows_is_refused(script: Script, fault: dict, error: str) -> None:
    assert error in (await script.post("faults", 400, **fault))["error"]


async def test_the_clock_moves_on_order(script: Script) -> None:
    await script.post("users/7/message", text="/start")
    sent = await script.bot("sendMessage", chat_id=7, text="раз")
    await script.post("clock", advance=48 * 3600 + 1)
    async with script.client.post(
        f"/bot{TOKEN}/deleteMessage", json={"chat_id": 7, "message_id": sent["message_id"]}
    ) as response:
        assert (await response.json())["description"] == "Bad Request: message can't be deleted for everyone"


async def test_the_state_tells_who_is_there(script: Script) -> None:
    await script.bot("getMe")
    await script.post("users/7/message", text="/start")
    (bot,) = (await script.get("state"))["bots"]
    assert bot == {
        "id": 42,
        "username": "emulated_42_bot",
        "pending_update_count": 1,
        "webhook": "",
        "chats": [7],
    }


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("users/7/message", {}, 400),
        ("users/7/message", {"text": 5}, 400),
        ("users/7/message", {"text": "  "}, 400),
        ("users/7/photo", {"content": "не base64"}, 400),
        ("users/7/tap", {"row": "первый"}, 400),
        ("users/7/message", {"text": "раз", "bot": 5}, 400),
        ("users/7/dance", {}, 404),
    ],
)
async def test_a_wrong_request_is_told(script: Script, path: str, body: dict, status: int) -> None:
    refused = await script.post(path, status, **body)
    assert not refused["ok"]
    assert refused["error"]


async def test_an_unknown_chat_is_not_found(script: Script) -> None:
    await script.get("chats/999", 404)


# ---------------------------------------------------------------------- the door itself


async def test_parameters_come_in_any_of_telegrams_forms(script: Script) -> None:
    await script.post("users/7/message", text="/start")
    markup = json.dumps(INLINE)
    multipart = aiohttp.FormData({"chat_id": "7", "text": "раз", "reply_markup": markup}, default_to_multipart=True)
    url = f"/bot{TOKEN}/sendMessage"
    answers = [
        script.client.get(url, params={"chat_id": 7, "text": "раз", "reply_markup": markup}),
        script.client.post(url, data={"chat_id": "7", "text": "раз", "reply_markup": markup}),
        script.client.post(url, data=multipart),
        script.client.post(url, json={"chat_id": 7, "text": "раз", "reply_markup": INLINE}),
        script.client.post(f"/bot{TOKEN}/sendmessage", json={"chat_id": "7", "text": "раз", "reply_markup": markup}),
    ]
    for answer in answers:
        async with answer as response:
            result = (await response.json())["result"]
        assert (result["text"], result["reply_markup"]["inline_keyboard"][0][0]["text"]) == ("раз", "Kia")


async def test_a_body_that_is_no_json_is_refused(script: Script) -> None:
    headers = {"Content-Type": "application/json"}
    async with script.client.post(f"/bot{TOKEN}/sendMessage", data="{", headers=headers) as response:
        assert response.status == 400
        assert (await response.json())["description"] == "Bad Request: can't parse JSON object"


async def test_other_paths_are_not_found(script: Script) -> None:
    for path in ("/", "/bot/getMe", "/botsomething/getMe", "/file/bot42/x"):
        async with script.client.get(path) as response:
            assert (response.status, await response.json()) == (
                404,
                {"ok": False, "error_code": 404, "description": "Not Found"},
            )


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example:80"}, {"Origin": "https://evil.example"}, {"Host": "10.0.0.5"}]
)
async def test_a_page_of_the_web_cannot_reach_in(script: Script, headers: dict[str, str]) -> None:
    async with script.client.post("/__emulator__/users/7/message", json={"text": "раз"}, headers=headers) as response:
        assert response.status == 403


async def test_only_loopback_is_served() -> None:
    with pytest.raises(ValueError, match="loopback only"):
        async with serving(Emulator(), "0.0.0.0"):
            pass


async def test_the_command_announces_its_address_and_serves() -> None:
    announced: asyncio.Future[dict] = asyncio.get_running_loop().create_future()
    server = asyncio.create_task(run(port=0, announce=announced.set_result))
    base_url = (await asyncio.wait_for(announced, 60))["base_url"]
    async with aiohttp.ClientSession(base_url) as client, client.get(f"/bot{TOKEN}/getMe") as response:
        assert (await response.json())["result"]["id"] == 42
    server.cancel()
    with suppress(asyncio.CancelledError):
        await server


def test_serving_over_http_loads_no_aiogram() -> None:
    """`carquery botapi` starts at once: the framework is needed by the other door only."""
    code = "import sys, engine.botapi.http; sys.exit('aiogram' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def test_the_documented_chat_is_the_real_one(script: Script) -> None:
    """Names in `docs/botapi.md` are a contract for scripts."""
    page = (Path(__file__).parents[2] / "docs" / "botapi.md").read_text(encoding="utf-8")
    documented = json.loads(page.split("```json")[1].split("```")[0])
    await script.post("users/7/message", text="/start")
    await script.bot("sendMessage", chat_id=7, text="<b>Марка</b>", parse_mode="HTML", reply_markup=INLINE)
    await script.post("users/7/album", count=1)
    tap = await script.post("users/7/tap", text="Kia")
    await script.bot("answerCallbackQuery", callback_query_id=tap["query_id"], text="Готово")
    await script.bot("sendMessage", chat_id=7, text="Номер?", reply_markup=DOCKED)
    await script.bot("setMyCommands", commands=[{"command": "start", "description": "Начать"}])
    real = await script.get("chats/7")
    assert set(real) == set(documented)
    for part, real_one in (
        ("messages", real["messages"][1]),
        ("toasts", real["toasts"][0]),
        ("commands", real["commands"][0]),
    ):
        assert set(real_one) == set(documented[part][0])
    assert set(real["messages"][2]["media"]) == set(documented["messages"][1]["media"])
    assert set(real["reply_keyboard"]) == set(documented["reply_keyboard"])
    assert set(real["reply_keyboard"]["rows"][0][0]) == set(documented["reply_keyboard"]["rows"][0][0])
