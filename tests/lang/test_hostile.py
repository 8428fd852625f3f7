"""Hostile files are refused with a file and a line, in little memory; how fast is measured by `make bench`."""

import os
import sys
from pathlib import Path

import pytest

from engine.app.hooks import specs
from engine.lang.compile import compile_bytes
from tests.lang.hostile import HOSTILE
from tests.lang.made import BOT
from tests.lang.test_properties import readable

MEGABYTES_ALLOWED = 200
#: A hostile file must not get the run of the report either.
MOST_SAID = 700


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_line(name: str) -> None:
    raw, code = HOSTILE[name]
    files = {"bot.yaml": BOT.encode(), "sell.flow.yaml": raw}
    found = compile_bytes(files, specs())
    readable(found, files)
    assert code in {one.code for one in found.diagnostics if one.file == "sell.flow.yaml"}
    assert len(found.diagnostics) <= MOST_SAID


def test_all_of_them_together_take_little_memory(tmp_path: Path) -> None:
    for number, (raw, _) in enumerate(HOSTILE.values()):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "bot.yaml").write_text(BOT, "utf-8")
        (folder / "sell.flow.yaml").write_bytes(raw)
    command = str(Path(sys.executable).with_name("carquery"))
    silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawn(command, [command, "check", str(tmp_path)], dict(os.environ), file_actions=silent)
    _, status, used = os.wait4(child, 0)
    assert os.waitstatus_to_exitcode(status) == 1
    assert used.ru_maxrss < MEGABYTES_ALLOWED * 1024


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_a_byte_order_mark_and_foreign_line_ends_are_no_mistake(ends: str) -> None:
    text = "\ufeff" + "flow: sell\ntitle: Продать\nsteps:\n  - id: a\n    ask: Кто?\ndone: Спасибо!\n".replace(
        "\n", ends
    )
    files = {"bot.yaml": BOT.encode(), "sell.flow.yaml": text.encode()}
    assert compile_bytes(files, specs()).diagnostics == ()
