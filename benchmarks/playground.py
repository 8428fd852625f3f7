"""The playground's waits: from saving a file to the new question on the page, from a tap to the next question.

`carquery play` runs in a process of its own, as it does on a marketer's desk. At the page's WebSocket always; in a
real browser as well where playwright is installed and CHROMIUM names one (`make e2e` sees to both).
"""

import asyncio
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

from benchmarks.figures import Figure, Figures

FLOWS = Path(__file__).parents[1] / "flows"
COMMAND = "from engine.cli import main; main()"
#: Milliseconds, promised in the playground's issue.
SAVE_LIMIT = 300.0
QUESTION = "Какую машину продаёте?"
#: In the page: when a text first appears in the chat, on the clock everybody here shares.
WATCH = """() => {
  window.appeared = {};
  const look = () => {
    for (const bold of document.querySelectorAll("#log b")) window.appeared[bold.textContent] ??= Date.now();
  };
  new MutationObserver(look).observe(document.getElementById("log"), { childList: true, subtree: true });
}"""


async def measure(quick: bool) -> Figures:
    rounds = 8 if quick else 30
    with tempfile.TemporaryDirectory() as folder:
        flows = Path(folder) / "flows"
        shutil.copytree(FLOWS, flows)
        started = time.perf_counter()
        async with _playing(flows) as address:
            served = (time.perf_counter() - started) * 1000
            figures = {"start_to_served": Figure("ms", (served,)), **await _at_the_socket(address, flows, rounds)}
            browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
            if browser and find_spec("playwright"):
                figures |= await _in_a_browser(address, flows, rounds, browser)
    return figures


@asynccontextmanager
async def _playing(flows: Path) -> AsyncIterator[str]:
    command = (sys.executable, "-c", COMMAND, "play", "--no-browser", "--port", "0", "--flows", str(flows))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        async for line in process.stdout:
            if line.startswith(b"http://"):
                yield line.decode().strip()
                break
        else:
            raise RuntimeError("carquery play printed no address")
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


class Socket:
    """The page's end of the WebSocket."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self.state: dict[str, Any] = {}

    async def send(self, **wish: object) -> None:
        await self._socket.send_str(json.dumps(wish))

    async def until(self, holds: Callable[[dict[str, Any]], object]) -> None:
        async with asyncio.timeout(30):
            while not self.state or not holds(self.state):
                message = await self._socket.receive_json()
                if message["type"] == "state":
                    self.state = message

    async def reads(self, text: str) -> None:
        await self.until(lambda state: text in state["chat"]["messages"][-1]["text"])


async def _at_the_socket(address: str, flows: Path, rounds: int) -> dict[str, Figure]:
    good, broken, taps = [], [], []
    file = flows / "sell.flow.yaml"
    text = file.read_text(encoding="utf-8")
    async with ClientSession() as http, http.ws_connect(address + "socket", max_msg_size=0) as connection:
        page = Socket(connection)
        await page.reads("Здравствуйте!")
        for _ in range(rounds):
            begun = time.perf_counter()
            await page.send(do="begin", flow="sell")
            await page.reads(QUESTION)
            taps.append(_since(begun))
            await page.send(do="new_client")
            await page.reads("Здравствуйте!")
        await page.send(do="begin", flow="sell")
        await page.reads(QUESTION)
        for number in range(rounds):
            begun = _save(file, text.replace(QUESTION, f"{QUESTION} {number}"))
            await page.reads(f"{QUESTION} {number}")
            good.append(_since(begun))
            begun = _save(file, text.replace("ask: ", "aks: ", 1))
            await page.until(lambda state: state["findings"])
            broken.append(_since(begun))
            _save(file, text)
            await page.until(lambda state: not state["findings"])
            await page.reads(QUESTION)
    return {
        "save_to_socket": Figure("ms", tuple(good), SAVE_LIMIT),
        "broken_save_to_socket": Figure("ms", tuple(broken), SAVE_LIMIT),
        "message_to_socket": Figure("ms", tuple(taps)),
    }


async def _in_a_browser(address: str, flows: Path, rounds: int, browser: str) -> dict[str, Figure]:
    from playwright.async_api import async_playwright

    samples = []
    file = flows / "sell.flow.yaml"
    text = file.read_text(encoding="utf-8")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=browser, args=arguments)
        page = await chromium.new_page(locale="ru-RU", viewport={"width": 1280, "height": 800})
        await page.goto(address)
        await page.wait_for_function(f"document.querySelector('#log')?.textContent.includes('{QUESTION}')")
        await page.evaluate(WATCH)
        for number in range(rounds):
            wanted = f"{QUESTION} №{number}"
            saved = time.time() * 1000
            _save(file, text.replace(QUESTION, wanted))
            await page.wait_for_function("wanted => window.appeared[wanted]", arg=wanted)
            samples.append(await page.evaluate("wanted => window.appeared[wanted]", wanted) - saved)
        _save(file, text)
        await chromium.close()
    return {"save_to_page": Figure("ms", tuple(samples), SAVE_LIMIT)}


def _save(file: Path, text: str) -> float:
    """Save as editors do, in one piece; the moment before."""
    begun = time.perf_counter()
    file.write_text(text, encoding="utf-8")
    return begun


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000
