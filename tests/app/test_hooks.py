"""Hooks: our own table, and other packages' through the real entry points."""

import sys
from datetime import UTC, datetime
from importlib import invalidate_caches
from pathlib import Path

import pytest

from engine.app import hooks
from engine.core.lead import Client, Lead
from engine.core.values import Json

LEAD = Lead("s1", "sell", "Продать авто", "v1", Client(1), (), datetime(2026, 11, 22, tzinfo=UTC))


class Notes:
    """A journal in memory."""

    key = "s1.0"
    attempted_at: datetime | None = None

    def __init__(self) -> None:
        self.progress: dict[str, Json] = {}

    async def attempting(self, what: str) -> None:
        self.attempted_at = datetime(2026, 11, 22, tzinfo=UTC)

    async def reached(self, **progress: Json) -> None:
        self.progress |= progress


@pytest.fixture
def installed(dealer_site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(dealer_site))
    invalidate_caches()


def write_distribution(folder: Path, module: str, entry: str) -> None:
    """An installed package as importlib.metadata sees it."""
    (folder / "broken_hook.py").write_text(module, "utf-8")
    info = folder / "broken_hook-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-hook\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[{hooks.GROUP}]\nbroken = {entry}\n", "utf-8")


def names() -> list[str]:
    return [spec.name for spec in hooks.specs()]


def test_our_own_hooks_are_there() -> None:
    assert {"amocrm.lead", "telegram.notify"} <= set(names())


def test_a_hook_of_another_package_is_found(installed: None) -> None:
    assert "dealer.journal" in names()


async def test_a_hook_of_another_package_delivers_once(installed: None, tmp_path: Path) -> None:
    file, notes = tmp_path / "journal.txt", Notes()
    (hook,) = hooks.made({"DEALER_JOURNAL": str(file)})
    await hook.deliver(LEAD, {"line": "Выкуп Camry"}, notes)
    await hook.deliver(LEAD, {"line": "Выкуп Camry"}, notes)
    assert file.read_text("utf-8") == "sell Выкуп Camry\n"


def test_a_hook_that_cannot_start_is_named(installed: None) -> None:
    with pytest.raises(hooks.BrokenIntegration, match=r"dealer\.journal cannot start"):
        list(hooks.made({}))


@pytest.mark.parametrize(
    ("module", "entry", "complaint"),
    [
        ("import no_such_library", "broken_hook:HOOKS", "broken_hook:HOOKS of broken-hook cannot be loaded"),
        ("HOOKS = 42", "broken_hook:HOOKS", "must be a sequence of HookFactory"),
        (
            "from engine.app.hooks import OWN\nfrom engine.core.hookspec import HookFactory\n"
            "HOOKS = [HookFactory(OWN[0], lambda environment: None)]",
            "broken_hook:HOOKS",
            "already offered by CarQuery itself",
        ),
    ],
)
def test_a_package_whose_hooks_cannot_be_used_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, entry: str, complaint: str
) -> None:
    write_distribution(tmp_path, module, entry)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "broken_hook", raising=False)
    with pytest.raises(hooks.BrokenIntegration, match=complaint):
        hooks.specs()
