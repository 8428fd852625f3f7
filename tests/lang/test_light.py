"""Checking flows loads no framework, so that an editor or a hook of git never waits for one."""

import subprocess
import sys

HEAVY = ("aiogram", "aiogram_dialog", "alembic", "sqlalchemy", "openai", "httpx", "httpx2", "redis", "aiohttp")


def test_the_checker_imports_no_framework() -> None:
    code = "import sys, engine.lang.check, engine.app.hooks; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in HEAVY if name in loaded] == []
