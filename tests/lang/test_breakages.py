"""Every listed breakage of the shipped flows is found on its line, once, and nothing else is."""

from pathlib import Path

import pytest

from engine.app.hooks import specs
from engine.lang.check import check
from engine.lang.compile import compile_bytes
from engine.lang.memory import Memory
from tests.lang.breakages import BREAKAGES, Breakage

FLOWS = Path(__file__).parents[2] / "flows"
FILES = {path.name: path.read_bytes() for path in FLOWS.glob("*.yaml")}
#: Only the broken file is read anew.
MEMORY = Memory()


def test_the_shipped_flows_and_examples_give_no_finding() -> None:
    checked = check([FLOWS, FLOWS.parent / "docs" / "examples"], specs())
    assert [checked.render("text", "ru")][1:] == []
    assert checked.findings == ()
    assert checked.exit_code == 0


def test_the_list_is_long_enough_to_mean_something() -> None:
    assert len(BREAKAGES) >= 60
    assert len({breakage.code for breakage in BREAKAGES}) >= 20


@pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda breakage: breakage.new.strip()[:40] or "deleted")
def test_a_breakage_is_found_on_its_line(breakage: Breakage) -> None:
    text = FILES[breakage.file].decode()
    assert text.count(breakage.old) == 1, "the flow has changed: give this breakage another place"
    line = text[: text.index(breakage.old)].count("\n") + 1
    broken = text.replace(breakage.old, breakage.new)
    found = compile_bytes({**FILES, breakage.file: broken.encode()}, specs(), memory=MEMORY)
    assert {one.file for one in found.diagnostics} == {breakage.file}
    places = [(one.code, one.span.line - line, one.span.column) for one in found.diagnostics]
    assert sorted(places) == sorted([(breakage.code, breakage.below, breakage.column), *breakage.also])


def test_the_command_s_exit_code_says_so(tmp_path: Path) -> None:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    assert check([tmp_path], specs()).exit_code == 0
    broken = FILES["sell.flow.yaml"].replace(b"title:", b"titel:")
    (tmp_path / "sell.flow.yaml").write_bytes(broken)
    checked = check([tmp_path], specs())
    assert checked.exit_code == 1
    assert check([tmp_path / "buy.flow.yaml"], specs()).exit_code == 0
    assert check([tmp_path / "sell.flow.yaml"], specs()).exit_code == 1
