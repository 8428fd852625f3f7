"""What understanding free text costs without a model (learning at start, one text) and what importing it costs."""

import asyncio
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Figure, Figures
from engine.app.hooks import specs
from engine.core.values import Moment
from engine.lang.compile import compile
from engine.service.routing.evaluation import phrases
from engine.service.routing.offline import Offline

ROOT = Path(__file__).parents[1]
PHRASES = ROOT / "benchmarks" / "ai" / "dev.jsonl"
#: Prints the seconds one import takes in a fresh process.
IMPORT = "import time; began = time.perf_counter(); import {}; print(time.perf_counter() - began)"
IMPORTS = {"import_offline": "engine.service.routing.offline", "import_openai": "integrations.openai.model"}


async def measure(quick: bool) -> Figures:
    rounds = 5 if quick else 20
    project = compile([ROOT / "flows"], specs()).project
    assert project is not None, "the shipped flows have errors"
    texts = [phrase.text for phrase in phrases(PHRASES.read_text(encoding="utf-8").splitlines())]
    moment = Moment(datetime.now(UTC), "ru")
    learning = [_timed(lambda: Offline.of(project, "ru")) for _ in range(rounds)]
    reader = Offline.of(project, "ru")
    reading = [_timed(lambda text=text: reader.understand(text, moment)) for text in texts]
    figures = {"learn": Figure("ms", tuple(learning)), "read_one_text": Figure("ms", tuple(reading))}
    for name, module in IMPORTS.items():
        figures[name] = Figure("ms", tuple([await _imported(module) for _ in range(2 if quick else 5)]))
    return figures


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


async def _imported(module: str) -> float:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", IMPORT.format(module), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    return float(said) * 1000
