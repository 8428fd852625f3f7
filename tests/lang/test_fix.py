"""`--fix` mends what leaves no doubt, and leaves a file alone where the repair would do more than that."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from engine.app.hooks import specs
from engine.lang.check import check, fix
from engine.lang.compile import Compilation, compile_bytes
from engine.lang.diagnostics import Diagnostic, Edit, Fix, Place, Span
from engine.lang.fix import fixed
from engine.lang.memory import Memory
from tests.lang.breakages import BREAKAGES, Breakage
from tests.lang.made import BOT, flow

FLOWS = Path(__file__).parents[2] / "flows"
FILES = {path.name: path.read_bytes() for path in FLOWS.glob("*.yaml")}
#: Only the broken file is read anew.
MEMORY = Memory()


def compiled(texts: Mapping[str, bytes]) -> Compilation:
    return compile_bytes(texts, specs())


def mended(text: str, file: str = "sell.flow.yaml") -> str:
    """A small flow after its repairs."""
    files = {"bot.yaml": BOT.encode(), file: text.encode()}
    return fixed(files, compiled, [file]).texts[file].decode()


@pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda breakage: breakage.new.strip()[:40] or "deleted")
def test_repairs_of_broken_flows_make_nothing_worse(breakage: Breakage) -> None:
    again = partial(compile_bytes, hooks=specs(), memory=MEMORY)
    broken = FILES[breakage.file].decode().replace(breakage.old, breakage.new)
    files = {**FILES, breakage.file: broken.encode()}
    result = fixed(files, again, [breakage.file])
    assert (result.texts == FILES) is breakage.mends
    if not result.repaired:
        assert result.texts == files
    elif not breakage.mends:
        assert len(again(result.texts).diagnostics) < len(again(files).diagnostics)


def test_many_slips_of_the_hand_are_mended() -> None:
    assert sum(breakage.mends for breakage in BREAKAGES) >= 25


@pytest.mark.parametrize(
    ("steps", "after"),
    [
        ("- id: a\n\task: Кто?", "- id: a\n  ask: Кто?"),
        ("- id: a\n  aks: Кто?\n  lable: Имя", "- id: a\n  ask: Кто?\n  label: Имя"),
        ("- id: a\n  ask: Кто: вы?", '- id: a\n  ask: "Кто: вы?"'),
        ("- id: a\n  ask: “Кто?”", '- id: a\n  ask: "Кто?"'),
        ("- id: a\n  ask: Кто?\n  optional: да", "- id: a\n  ask: Кто?\n  optional: true"),
        ("- id: a\n  ask: Cколько?", "- id: a\n  ask: Сколько?"),
        # The colon has to go before the misspelt key is seen.
        ("- id: a\n  ask: Кто: вы?\n  lable: Имя", '- id: a\n  ask: "Кто: вы?"\n  label: Имя'),
    ],
)
def test_repairs(steps: str, after: str) -> None:
    assert mended(flow(steps)) == flow(after)


@pytest.mark.parametrize(
    "steps",
    [
        # Another set of answers would be taken: that is for the author to decide.
        "- id: a\n  ask: Цвет?\n  validate: {pattern: '[а-я]+'}",
        # What follows the hash may be a comment.
        "- id: a\n  ask: Цвет #1",
        # The key that was meant is there already.
        "- id: a\n  ask: Цвет?\n  asк: Цвет?",
    ],
)
def test_what_leaves_a_doubt_is_left_alone(steps: str) -> None:
    assert mended(flow(steps)) == flow(steps)


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    text = "\ufeff" + flow("- id: a\n  aks: Кто?").replace("\n", "\r\n")
    assert mended(text) == text.replace("aks", "ask")


def test_a_repair_that_would_bring_something_new_is_not_made() -> None:
    """A compiler whose advice is bad: the word it proposes is reported as well."""
    place = Place("a.flow.yaml", Span(1, 1, 1, 4))

    def advised(texts: Mapping[str, bytes]) -> Compilation:
        real = compiled(texts)
        wrong = "CQ100" if texts["a.flow.yaml"] == b"one" else "CQ102"
        finding = Diagnostic(wrong, "error", place, fix=Fix("rename", (Edit(place.span, "two"),)))
        return Compilation((finding,), real.sources, real.scope)

    files = {"a.flow.yaml": b"one"}
    assert fixed(files, advised, files).texts == files


def test_only_the_files_asked_for_are_mended(tmp_path: Path) -> None:
    (tmp_path / "bot.yaml").write_text(BOT.replace("menu:", "mneu:"), "utf-8")
    (tmp_path / "sell.flow.yaml").write_text(flow("- id: a\n  aks: Кто?"), "utf-8")
    repaired = fix([tmp_path / "sell.flow.yaml"], specs())
    assert [(one.code, Path(one.file).name) for one in repaired] == [("CQ100", "sell.flow.yaml")]
    assert [one.code for one in check([tmp_path]).findings] == ["CQ100"]
    assert fix([tmp_path], specs())
    assert check([tmp_path]).exit_code == 0
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
