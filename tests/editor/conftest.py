"""One language server for all tests of this folder, set up as VS Code would from `.vscode/settings.json`."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.editor.language_server import PROGRAM, LanguageServer

ROOT = Path(__file__).parents[2]
#: `make editor` sets it: without Node these tests then fail instead of being skipped.
REQUIRED = "CARQUERY_EDITOR_REQUIRED"


@pytest.fixture(scope="session")
def server() -> Iterator[LanguageServer]:
    if not PROGRAM.exists() or shutil.which("node") is None:
        missing = "the YAML language server is not installed: `make editor` installs it (Node 18 or newer is needed)"
        if os.environ.get(REQUIRED):
            pytest.fail(missing)
        pytest.skip(missing)
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    with LanguageServer(ROOT, settings) as running:
        yield running
