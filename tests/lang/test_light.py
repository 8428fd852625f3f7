"""Checking flows loads no framework, so that an editor or a hook of git never waits for one."""

import subprocess
import sys
from pathlib import Path

HEAVY = ("aiogram", "aiogram_dialog", "alembic", "sqlalchemy", "openai", "httpx", "httpx2", "redis", "aiohttp")

SPARED = ("jsonschema", "importlib.metadata", "engine.core.model", "engine.core.ports", "engine.lang.link")
FLOWS = Path(__file__).parents[2] / "flows"


def test_the_checker_imports_no_framework() -> None:
    code = "import sys, engine.lang.check, engine.app.hooks; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in HEAVY if name in loaded] == []


def test_a_clean_project_is_checked_without_what_only_mistakes_and_bots_need() -> None:
    """Loading each of these takes longer than checking a file."""
    code = (
        "import sys; from engine.lang.check import check; from engine.app.hooks import specs; from pathlib import Path"
    )
    code += f"; check([Path({str(FLOWS)!r})], specs()); print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in SPARED if name in loaded] == []
