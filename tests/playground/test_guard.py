"""Only this machine's own page gets in: a wrong token, a foreign Host or a foreign Origin is refused everywhere."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession, WSServerHandshakeError

from engine.playground.server import Playground, serving
from tests.playground.desk import Desk


@dataclass
class Door:
    http: ClientSession
    address: str

    @property
    def port(self) -> int | None:
        return urlsplit(self.address).port

    @property
    def strange(self) -> str:
        """The same server with somebody else's guess for a token."""
        return f"http://127.0.0.1:{self.port}/{'x' * 22}/"


@pytest.fixture
async def door(desk: Desk, flows: Path) -> AsyncIterator[Door]:
    async with serving(Playground(desk.bench, flows)) as address, ClientSession() as http:
        yield Door(http, address)


PATHS = ["", "app.js", "style.css", "socket", "file/photos/file_0.jpg", "nothing"]
FOREIGN = [
    {"Host": "evil.example"},
    {"Host": "evil.example:8090"},
    {"Host": "127.0.0.1.evil.example"},
    {"Host": ""},
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:1"},
    {"Origin": "https://127.0.0.1"},
]


async def test_the_page_itself_gets_in(door: Door) -> None:
    for path in ("", "app.js", "chat.js", "facts.js", "scheme.js", "files.js", "dom.js", "words.js", "style.css"):
        async with door.http.get(door.address + path) as answer:
            assert answer.status == 200, path
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert "unsafe" not in answer.headers["Content-Security-Policy"]


async def test_a_wrong_token_is_refused(door: Door) -> None:
    for base in (door.strange, f"http://127.0.0.1:{door.port}/"):
        for path in PATHS:
            async with door.http.get(base + path) as answer:
                assert answer.status == 403, (base, path)


async def test_a_foreign_page_is_refused(door: Door) -> None:
    for path in PATHS:
        for headers in FOREIGN:
            async with door.http.get(door.address + path, headers=headers) as answer:
                assert answer.status == 403, (path, headers)


async def test_a_foreign_page_uploads_nothing(door: Door, desk: Desk) -> None:
    before = len(desk.studio.user.chat.messages)
    for headers in FOREIGN:
        async with door.http.post(door.address + "files", data={"file": BytesIO(b"x")}, headers=headers) as answer:
            assert answer.status == 403, headers
    assert len(desk.studio.user.chat.messages) == before


async def test_a_foreign_page_opens_no_websocket(door: Door) -> None:
    for headers in FOREIGN:
        with pytest.raises(WSServerHandshakeError) as refused:
            await door.http.ws_connect(door.address + "socket", headers=headers)
        assert refused.value.status == 403, headers


async def test_a_wrong_token_opens_no_websocket(door: Door) -> None:
    with pytest.raises(WSServerHandshakeError) as refused:
        await door.http.ws_connect(door.strange + "socket")
    assert refused.value.status == 403


async def test_this_machines_own_names_get_in(door: Door) -> None:
    for name in ("127.0.0.1", "localhost", "[::1]"):
        own = f"{name}:{door.port}"
        async with door.http.ws_connect(door.address + "socket", headers={"Host": own, "Origin": f"http://{own}"}):
            pass


async def test_every_start_has_a_token_of_its_own(desk: Desk, flows: Path) -> None:
    tokens = {Playground(desk.bench, flows).token for _ in range(3)}
    assert len(tokens) == 3
    assert all(len(token) >= 20 for token in tokens)


async def test_it_listens_on_loopback_only(door: Door) -> None:
    assert door.address.startswith("http://127.0.0.1:")


async def test_no_file_outside_of_the_page_is_served(door: Door) -> None:
    for path in ("../server.py", "..%2fserver.py", "%2e%2e/server.py", "../../../pyproject.toml"):
        async with door.http.get(door.address + path) as answer:
            assert answer.status in (403, 404), path
