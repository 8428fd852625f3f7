"""`carquery check --fix` and `--watch` as commands."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.cli import watch
from engine.cli.main import app

BOT = "language: 1\nlanguages: [ru]\nmenu: [sell]\ngreeting: Здравствуйте!\nhelp: Помощь\n"
GOOD = "flow: sell\ntitle: Продать\nsteps:\n  - id: brand\n    ask: Какая марка?\ndone: Спасибо!\n"
BROKEN = GOOD.replace("    ask:", "    aks:")


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    (tmp_path / "bot.yaml").write_text(BOT, "utf-8")
    (tmp_path / "sell.flow.yaml").write_text(BROKEN, "utf-8")
    return tmp_path


def test_fix_mends_the_file_says_so_and_checks_the_rest(flows: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(flows), "--fix", "--lang", "ru", "--format", "json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["errors"] == 0
    assert "sell.flow.yaml:5: CQ100, исправить слово" in result.stderr
    assert (flows / "sell.flow.yaml").read_text("utf-8") == GOOD


def test_fix_leaves_what_it_cannot_mend_and_ends_with_1(flows: Path) -> None:
    text = BROKEN.replace("done:", "снова:")
    (flows / "sell.flow.yaml").write_text(text, "utf-8")
    result = CliRunner().invoke(app, ["check", str(flows), "--fix", "--lang", "en"])
    assert result.exit_code == 1
    assert "Repaired: 1" in result.stderr


@pytest.fixture
def watching(flows: Path) -> Iterator[subprocess.Popen[str]]:
    """`carquery check --watch` in a process of its own."""
    command = [sys.executable, "-c", "from engine.cli import main; main()", "check", str(flows), "--watch"]
    environment = {**os.environ, "LC_ALL": "en_GB.UTF-8", "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        yield process
        process.kill()


def summary(process: subprocess.Popen[str]) -> str:
    """The last line of the next report."""
    assert process.stdout is not None
    return next(line for line in process.stdout if "checked" in line).strip()


def save(file: Path, text: str) -> None:
    """In one step, as careful editors save: nobody sees half of it."""
    draft = file.with_suffix(".draft")
    draft.write_text(text, "utf-8")
    draft.replace(file)


def test_watch_checks_again_after_a_save_and_ends_with_ctrl_c(flows: Path, watching: subprocess.Popen[str]) -> None:
    assert summary(watching) == "2 files checked: 1 errors, 0 warnings"
    save(flows / "sell.flow.yaml", GOOD)
    assert summary(watching) == "2 files checked: no findings"
    # A new file is one of ours as well.
    save(flows / "buy.flow.yaml", BROKEN.replace("sell", "buy"))
    assert summary(watching) == "3 files checked: 1 errors, 0 warnings"
    watching.send_signal(signal.SIGINT)
    assert watching.wait(60) == 1


def test_a_file_being_written_is_checked_once_it_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    file = Path("sell.flow.yaml")
    emptied, half, whole = {file: (1, 0)}, {file: (2, 4096)}, {file: (3, 5000)}
    seen = iter([{}, emptied, half, whole, whole, whole])
    monkeypatch.setattr(watch, "look", lambda paths: next(seen))
    monkeypatch.setattr(watch.time, "sleep", lambda seconds: None)
    changes = watch.saves([], {})
    next(changes)
    assert list(seen) == [whole], "nothing was told of what was not whole"
