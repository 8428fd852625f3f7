"""`carquery play`: bench and page together, until Ctrl+C."""

import asyncio
import gc
import logging
import signal
import tempfile
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import structlog

from engine.app.bench import BrokenFlows, opened
from engine.app.hooks import specs
from engine.playground.server import Playground, serving

__all__ = ["BrokenFlows", "run"]


def run(flows: Path, port: int, *, announce: Callable[[str], None], browser: bool) -> None:
    """Serve the playground; raises BrokenFlows, and OSError for a port that is taken."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    logging.disable(logging.WARNING)
    with suppress(KeyboardInterrupt):
        asyncio.run(_play(flows, port, announce, browser))


async def _play(flows: Path, port: int, announce: Callable[[str], None], browser: bool) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    with tempfile.TemporaryDirectory(prefix="carquery-play-") as folder:
        async with (
            opened(flows, specs(), Path(folder)) as bench,
            serving(Playground(bench, flows), port) as address,
        ):
            # What is loaded by now stays: the collector need not walk it during every save.
            gc.collect()
            gc.freeze()
            announce(address)
            if browser:
                await asyncio.to_thread(webbrowser.open, address)
            await stop.wait()
