"""Hostile files are refused with a file and a line, in little memory; how fast is measured by `make bench`."""

import subprocess
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
#: Runs a command and prints its exit code and memory. A process of its own: a child's peak starts at its parent's size.
MEASURE = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


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
    command = [str(Path(sys.executable).with_name("carquery")), "check", str(tmp_path)]
    measured = subprocess.run([sys.executable, "-c", MEASURE, *command], capture_output=True, text=True, check=True)
    code, kilobytes = measured.stdout.split()
    assert code == "1"
    assert int(kilobytes) < MEGABYTES_ALLOWED * 1024
