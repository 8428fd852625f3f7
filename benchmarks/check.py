"""`carquery check`: how long an author waits for the shipped flows, for many flows, for hostile files.

Every sample is a process of its own, from the shell's point of view.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, Figures
from tests.lang.hostile import HOSTILE

ROOT = Path(__file__).parents[1]
#: Promised in the checker's issue: milliseconds for the shipped flows, a file of many, a hostile file; its megabytes.
SHIPPED, A_FILE, HOSTILE_FILE, MEGABYTES = 300.0, 10.0, 1000.0, 200.0
BOT = """\
language: 1
languages: [ru]
menu: [flow_0]
greeting: Здравствуйте!
help: Помощь
"""


async def measure(quick: bool) -> Figures:
    return await asyncio.to_thread(_measure, quick)


def _measure(quick: bool) -> Figures:
    count, rounds = (50, 3) if quick else (500, 15)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many, hostile = folder / "many", folder / "hostile"
        many.mkdir()
        (many / "bot.yaml").write_text(BOT, encoding="utf-8")
        for number in range(count):
            (many / f"flow_{number}.flow.yaml").write_text("\n".join(generated(number)), encoding="utf-8")
        shipped = [_check(ROOT / "flows", 0)[0] for _ in range(rounds)]
        a_file = [_check(many, 0)[0] / count for _ in range(max(1, rounds // 3))]
        worst = [_check(_hostile(hostile / str(n), raw), 1) for n, (raw, _) in enumerate(HOSTILE.values())]
    return {
        "shipped_flows": Figure("ms", tuple(shipped), SHIPPED),
        "a_generated_flow": Figure("ms", tuple(a_file), A_FILE),
        "slowest_hostile_file": Figure("ms", (max(took for took, _ in worst),), HOSTILE_FILE),
        "greediest_hostile_file": Figure("MB", (max(memory for _, memory in worst),), MEGABYTES),
    }


def generated(number: int, items: int = 25) -> Iterator[str]:
    """A flow of so many items of every kind, with conditions, bounds, options and placeholders."""
    yield from (f"flow: flow_{number}", f"title: Анкета {number}", "steps:")
    for item in range(items):
        yield f"  - id: q{item}"
        match item % 5:
            case 0:
                yield from (f"    ask: Какой вариант {item}?", "    choices: {a: Первый, b: Второй, c: Третий}")
                yield f"    crm: Поле {item}"
            case 1:
                yield from (f"    if: {{q{item - 1}: [a, b]}}", f"    ask: Сколько {item}?", "    type: number")
                yield from ("    validate: {min: 1, max: 1000}", f"    crm: Поле {item}")
            case 2:
                yield from (f"    ask: Какого года {item}?", "    type: year", "    skip: Не знаю")
                yield "    validate: {min: 1990, max: this_year}"
            case 3:
                yield f"    if: {{q{item - 1}: {{max: 2010}}}}"
                yield f"    say: Машина {{q{item - 3}}} {{q{item - 1}}} года старая."
            case _:
                yield from (f"    ask: Расскажите подробнее {item}", "    hint: двумя словами", "    optional: true")
    yield "done: Спасибо!"


def _hostile(folder: Path, raw: bytes) -> Path:
    folder.mkdir(parents=True)
    (folder / "bot.yaml").write_text(BOT.replace("flow_0", "sell"), encoding="utf-8")
    (folder / "sell.flow.yaml").write_bytes(raw)
    return folder


def _check(folder: Path, expected: int) -> tuple[float, float]:
    """Milliseconds and megabytes of one run."""
    command = str(Path(sys.executable).with_name("carquery"))
    begun = time.perf_counter()
    silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawn(command, [command, "check", str(folder)], dict(os.environ), file_actions=silent)
    _, status, used = os.wait4(child, 0)
    took = (time.perf_counter() - begun) * 1000
    if os.waitstatus_to_exitcode(status) != expected:
        raise RuntimeError(f"carquery check {folder} ended with {os.waitstatus_to_exitcode(status)}")
    return took, used.ru_maxrss / 1024
