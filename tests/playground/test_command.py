"""`carquery play` as a person starts it: the address at once, and a plain sentence where it cannot."""

import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.cli.inside import inside

COMMAND = "from engine.cli import main; main()"


@asynccontextmanager
async def playing(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", COMMAND, "play", "--no-browser", *arguments,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def address_of(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async for line in process.stdout:
        if line.startswith(b"http://"):
            return line.decode().strip()
    raise AssertionError("no address was printed")


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
async def test_it_prints_an_address_that_is_served_and_ends_quietly(flows: Path, ending: signal.Signals) -> None:
    async with playing("--flows", str(flows), "--port", "0") as process:
        address = await address_of(process)
        async with ClientSession() as http, http.get(address) as answer:
            assert answer.status == 200
            assert "CarQuery" in await answer.text()
        process.send_signal(ending)
        out, err = await process.communicate()
        assert (process.returncode, out, err) == (0, b"", b"")


def test_a_taken_port_is_named(flows: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = inside("play", "--no-browser", "--flows", flows, "--port", port, cwd=flows)
    assert done.returncode == 2
    assert port in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_flows_broken_from_the_start_are_shown_with_their_lines(flows: Path) -> None:
    file = flows / "sell.flow.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("    unit: км\n", "    unti: км\n"), encoding="utf-8")
    done = inside("play", "--no-browser", "--flows", flows, cwd=flows)
    assert done.returncode == 1
    assert "unti: км" in done.stderr
    assert "^^^^" in done.stderr


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = inside("play", "--no-browser", "--flows", tmp_path / "nothing", cwd=tmp_path)
    assert done.returncode == 2
    assert "nothing" in done.stderr
