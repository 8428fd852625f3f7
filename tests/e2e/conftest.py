"""A browser for the session; for each test a bench of its own with the page open on it."""

import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from engine.app.bench import opened
from engine.app.hooks import specs
from engine.botapi.images import plain_picture
from engine.playground.server import Playground, serving
from tests.e2e.site import Site

FLOWS = Path(__file__).parents[2] / "flows"
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

# What a busy machine needs; nothing is ever waited for longer than it takes.
expect.set_options(timeout=30_000)

type Opener = Callable[..., AbstractAsyncContextManager[Site]]


def chromium() -> str:
    """Where `make e2e` has found a Chromium."""
    found = os.environ.get("CHROMIUM", "")
    assert found, "CHROMIUM names no browser: run `make e2e`, which finds or installs one"
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    # The sandbox wants a user that is not root.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=arguments)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("pictures")
    files = [folder / f"car{number}.png" for number in range(4)]
    for number, file in enumerate(files):
        file.write_bytes(plain_picture(number))
    return files


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of the page go: SCREENSHOTS, else a temporary folder."""
    folder = Path(os.environ.get("SCREENSHOTS") or tmp_path_factory.mktemp("screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def opener(browser: Browser, tmp_path: Path) -> Opener:
    """Opens the page on a bench of its own; whatever the console said at the end fails the test."""

    @asynccontextmanager
    async def open(
        viewport: dict[str, int] = DESK, locale: str = "ru-RU", theme: str = "light", touch: bool = False
    ) -> AsyncIterator[Site]:
        flows = tmp_path / "flows"
        shutil.copytree(FLOWS, flows, ignore=shutil.ignore_patterns("*.story.yaml"))
        async with opened(flows, specs(), tmp_path) as bench, serving(Playground(bench, flows)) as address:
            context = await browser.new_context(
                viewport=viewport,  # type: ignore[arg-type]  # width and height, as it wants
                locale=locale,
                color_scheme=theme,  # type: ignore[arg-type]  # "light" or "dark"
                has_touch=touch,
                # Pictures are of what has come to rest.
                reduced_motion="reduce",
            )
            site = Site(await context.new_page(), address, bench, flows)
            await site.open()
            yield site
            complaints = list(site.complaints)
            await context.close()
        assert complaints == []

    return open


@pytest_asyncio.fixture(loop_scope="session")
async def site(opener: Opener) -> AsyncIterator[Site]:
    async with opener() as site:
        yield site
