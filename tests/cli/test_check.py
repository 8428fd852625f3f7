"""`carquery check`: its exit codes, its formats, and how little it loads."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from engine.cli.main import app

ROOT = Path(__file__).parents[2]
HEAVY = ("aiogram", "aiogram_dialog", "sqlalchemy", "alembic", "openai", "redis", "httpx2", "aiohttp")


def carquery(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    """A small project of one flow."""
    (tmp_path / "bot.yaml").write_text(
        "language: 1\nlanguages: [ru]\nmenu: [sell]\ngreeting: Здравствуйте!\nhelp: Помощь\n", "utf-8"
    )
    (tmp_path / "sell.flow.yaml").write_text(
        "flow: sell\ntitle: Продать\nsteps:\n  - id: brand\n    ask: Какая марка?\ndone: Спасибо!\n", "utf-8"
    )
    return tmp_path


def test_the_shipped_flows_are_clean() -> None:
    result = carquery("check", ROOT / "flows", "--lang", "ru")
    assert result.exit_code == 0, result.output


def test_a_finding_is_exit_code_1_and_shows_its_line(flows: Path) -> None:
    (flows / "sell.flow.yaml").write_text("flow: sell\ntitel: Продать\nsteps: []\ndone: Спасибо!\n", "utf-8")
    result = carquery("check", flows, "--lang", "ru")
    assert result.exit_code == 1
    assert "sell.flow.yaml:2:1" in result.output


@pytest.mark.parametrize("arguments", [["nowhere"], ["--format", "xml"], ["--lang", "de"], ["--unknown"]])
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    assert carquery("check", *arguments).exit_code == 2


def test_a_folder_without_our_files_is_wrong_usage(tmp_path: Path) -> None:
    assert carquery("check", tmp_path).exit_code == 2


def test_a_check_that_fails_itself_is_exit_code_3(flows: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken package offers its hooks: nothing can be said of the flows then."""
    info = flows / "broken_hook-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-hook\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[carquery.integrations]\nbroken = no_such_module:HOOKS\n", "utf-8")
    monkeypatch.syspath_prepend(str(flows))
    result = carquery("check", flows)
    assert result.exit_code == 3
    assert "no_such_module" in result.stderr


def test_json_is_one_object_of_the_promised_shape(flows: Path) -> None:
    (flows / "sell.flow.yaml").write_text(
        "flow: sell\ntitle: Продать\nsteps:\n  - id: brand\n    ask: Марка {brnd}?\ndone: Спасибо!\n", "utf-8"
    )
    found = json.loads(carquery("check", flows, "--format", "json", "--lang", "ru").stdout)
    assert list(found) == ["files", "errors", "warnings", "findings"]
    (finding,) = found["findings"]
    assert list(finding) == [
        "code", "severity", "file", "line", "column", "end_line", "end_column", "message", "help", "related", "fix",
    ]  # fmt: skip
    assert (finding["line"], finding["column"]) == (5, 16)


def test_the_language_of_the_findings_can_be_chosen(flows: Path) -> None:
    (flows / "sell.flow.yaml").write_text("flow: sell\ntitel: x\nsteps: []\ndone: y\n", "utf-8")
    assert "ошибка" in carquery("check", flows, "--lang", "ru").output
    assert "error" in carquery("check", flows, "--lang", "en").output


@pytest.mark.parametrize(
    ("locale", "language"), [("en_GB.UTF-8", "error["), ("ru_RU.UTF-8", "ошибка["), ("C.UTF-8", "ошибка[")]
)
def test_the_locale_decides_the_language(
    flows: Path, monkeypatch: pytest.MonkeyPatch, locale: str, language: str
) -> None:
    (flows / "sell.flow.yaml").write_text("flow: sell\ntitel: x\nsteps: []\ndone: y\n", "utf-8")
    monkeypatch.setenv("LC_ALL", locale)
    assert language in carquery("check", flows).output


def test_checking_loads_neither_the_bot_nor_the_database_nor_the_model() -> None:
    script = (
        "import sys\n"
        "from engine.cli import main\n"
        f"sys.argv = ['carquery', 'check', {str(ROOT / 'flows')!r}]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0, end.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_installed_command_checks_the_folder_flows_by_default() -> None:
    command = Path(sys.executable).with_name("carquery")
    done = subprocess.run([command, "check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
