"""The WebSocket: everything that changes is pushed, to every page, and nothing a page sends breaks it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, FormData

from engine.botapi.images import plain_picture
from engine.playground.server import Playground, serving
from tests.playground.desk import Desk


class Page:
    """A browser's end of the WebSocket."""

    def __init__(self, http: ClientSession, address: str, socket: ClientWebSocketResponse) -> None:
        self.http = http
        self.address = address
        self.socket = socket
        self.state: dict[str, Any] = {}
        self.notices: list[dict[str, Any]] = []

    async def do(self, **wish: object) -> None:
        await self.socket.send_str(json.dumps(wish))

    async def until(self, holds: Callable[["Page"], object]) -> None:
        async with asyncio.timeout(60):
            while not holds(self):
                message = await self.socket.receive_json()
                if message["type"] == "state":
                    self.state = message
                else:
                    self.notices.append(message)

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.state["chat"]["messages"]] if self.state else []

    def reads(self, words: str) -> bool:
        return bool(self.texts) and words in self.texts[-1]

    @property
    def rests(self) -> bool:
        """Nothing more will change by itself."""
        return not self.state["busy"] and not self.state["chat"]["typing"]

    async def tap(self, label: str) -> None:
        message = self.state["chat"]["messages"][-1]
        for row, buttons in enumerate(message["buttons"]):
            for column, button in enumerate(buttons):
                if label in button["text"]:
                    await self.do(do="tap", message=message["id"], row=row, column=column)
                    return
        raise AssertionError(f"no button {label}")


@pytest.fixture
async def address(desk: Desk, flows: Path) -> AsyncIterator[str]:
    async with serving(Playground(desk.bench, flows)) as address:
        yield address


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as http:
        yield http


@pytest.fixture
async def page(address: str, http: ClientSession) -> AsyncIterator[Page]:
    async with http.ws_connect(address + "socket") as socket:
        page = Page(http, address, socket)
        await page.until(lambda page: page.reads("Здравствуйте!"))
        yield page


async def test_a_page_is_told_where_things_stand_and_then_of_every_change(page: Page) -> None:
    await page.tap("Продать авто")
    await page.until(lambda page: page.reads("Какую машину продаёте?"))
    await page.until(lambda page: page.state["flow"] and page.state["flow"]["items"]["brand"]["state"] == "current")
    await page.do(do="text", text="toyota")
    toyota = [{"id": "brand", "label": "Марка", "value": "Toyota"}]
    await page.until(lambda page: page.reads("Какая модель Toyota?") and page.state["answers"] == toyota)


async def test_two_pages_show_the_same(page: Page, address: str, http: ClientSession) -> None:
    async with http.ws_connect(address + "socket") as socket:
        other = Page(http, address, socket)
        await page.tap("Купить авто")
        # A page that is sent a state late is not sent those before it, so only the last one is everybody's.
        for each in (other, page):
            await each.until(lambda page: page.reads("Какую марку хотите?") and page.state["flow"] and page.rests)
        assert other.state == page.state


async def test_the_same_state_is_not_sent_twice(page: Page) -> None:
    await page.until(lambda page: page.rests)
    await page.do(do="language", language="ru")
    await page.do(do="language", language="ru")
    await page.do(do="explode")
    await page.until(lambda page: page.notices)
    with pytest.raises(TimeoutError):
        await page.socket.receive(timeout=0.3)


async def test_a_toast_of_the_bots_is_a_notice_of_its_own(page: Page, desk: Desk) -> None:
    await page.tap("Продать авто")
    await page.until(lambda page: page.reads("Какую машину продаёте?"))
    old = desk.last
    await page.do(do="text", text="Toyota")
    await page.until(lambda page: page.reads("Какая модель Toyota?"))
    await desk.studio.user.tap(data=old.buttons[0][0].data, message_id=old.id)
    await page.until(lambda page: page.notices)
    assert page.notices[0]["key"] is None
    assert "прошлого сообщения" in page.notices[0]["text"]


@pytest.mark.parametrize(
    "wish", ["", "not json", "[" * 50_000, "[]", "null", '{"do": 5}', '{"do": "text"}', '{"do": "tap"}']
)
async def test_nonsense_is_refused_and_the_page_goes_on(page: Page, wish: str) -> None:
    await page.socket.send_str(wish)
    await page.until(lambda page: page.notices)
    assert page.notices[0]["key"] == "unknown"
    await page.tap("Юридическая помощь")
    await page.until(lambda page: page.reads("С чем нужно помочь?"))


async def test_pictures_sent_together_arrive_as_an_album_and_are_shown(page: Page) -> None:
    await page.do(do="restart", flow="sell", item="photos")
    await page.until(lambda page: page.reads("Пришлите фото машины"))
    form = FormData()
    for number in range(3):
        form.add_field("file", plain_picture(number), filename=f"{number}.png", content_type="image/png")
    async with page.http.post(page.address + "files", data=form) as answer:
        assert await answer.json() is None
    await page.until(lambda page: page.reads("Фото получено: 3"))
    photos = [message["photo"] for message in page.state["chat"]["messages"] if message["photo"]]
    async with page.http.get(page.address + photos[0]) as answer:
        assert answer.content_type.startswith("image/")
        assert await answer.read() == plain_picture(0)


async def test_a_picture_nobody_has_sent_is_not_found(page: Page) -> None:
    async with page.http.get(page.address + "file/photos/none.jpg") as answer:
        assert answer.status == 404


BOUNDARY = {"Content-Type": "multipart/form-data; boundary=x"}


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, b""),
        ({"Content-Type": "application/json"}, b"{}"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, b"a=b"),
        ({"Content-Type": "multipart/form-data"}, b"--x--"),
        ({"Content-Type": "multipart/form-data; boundary=" + "x" * 100}, b""),
        (BOUNDARY, b"--x\r\nbroken"),
        (BOUNDARY, b"nothing"),
    ],
)
async def test_an_upload_that_is_no_form_of_files_is_refused(
    page: Page, desk: Desk, headers: dict[str, str], body: bytes
) -> None:
    async with page.http.post(page.address + "files", data=body, headers=headers) as answer:
        assert 400 <= answer.status < 500
    assert not [message for message in desk.studio.user.chat.messages if not message.text]


@pytest.mark.parametrize("sizes", [[1001], [400, 400, 400]])
async def test_too_big_an_upload_is_refused(
    desk: Desk, flows: Path, http: ClientSession, monkeypatch: pytest.MonkeyPatch, sizes: list[int]
) -> None:
    monkeypatch.setattr("engine.playground.server.MAX_UPLOAD", 1000)
    form = FormData()
    for size in sizes:
        form.add_field("file", bytes(size), filename="huge.bin", content_type="application/zip")
    async with serving(Playground(desk.bench, flows)) as address, http.post(address + "files", data=form) as answer:
        assert answer.status == 413
    assert not [message for message in desk.studio.user.chat.messages if not message.text]


@pytest.mark.parametrize("path", ["x" * 5000, "server.py", "app.js/", "%00", "file/", "file/%00", "index.html%2f.."])
async def test_nothing_but_the_pages_own_files_is_found(page: Page, path: str) -> None:
    async with page.http.get(page.address + path) as answer:
        assert answer.status == 404


async def test_an_uploaded_page_is_never_served_as_a_page(page: Page, desk: Desk) -> None:
    form = FormData()
    form.add_field("file", b"<script>1</script>", filename="evil.html", content_type="text/html")
    async with page.http.post(page.address + "files", data=form) as answer:
        assert answer.status == 200
    files = desk.bench.emulator.the_bot().files.values()
    path = next(file.path for file in files if file.name == "evil.html")
    async with page.http.get(page.address + f"file/{path}") as answer:
        assert answer.content_type == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_lead_is_pushed_when_the_crm_has_it(page: Page, desk: Desk) -> None:
    await desk.walk_sell()
    await desk.tap("Отправить")
    await page.until(lambda page: page.state["crm"]["leads"])
    assert page.state["crm"]["leads"][0]["contact"]["phone"] == "+79161234567"
