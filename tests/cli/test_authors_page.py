"""docs/authors.md: every command shown there prints what is shown there."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.cli.main import app

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "authors.md").read_text(encoding="utf-8")
#: A block of commands with their output, or an edit of a file between two of them.
PIECES = re.compile(
    r"```console\n(?P<block>.*?)\n```|<!-- правка (?P<file>\S+): (?P<old>.*?) → (?P<new>.*?) -->", re.DOTALL
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("flows", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    return tmp_path


def test_every_command_prints_what_the_page_shows(project: Path) -> None:
    """One story from top to bottom: what a command makes, the next ones find."""
    shown = 0
    for piece in PIECES.finditer(PAGE):
        if piece["file"]:
            path = project / piece["file"]
            before = path.read_text("utf-8")
            assert piece["old"] in before
            path.write_text(before.replace(piece["old"], piece["new"], 1), "utf-8")
            continue
        command, _, expected = piece["block"].partition("\n")
        name, *arguments = shlex.split(command.removeprefix("$ "))
        assert name == "carquery"
        printed = CliRunner().invoke(app, arguments).stdout
        assert pattern(expected).fullmatch(printed.rstrip("\n")), f"{command}\n{printed}"
        shown += 1
    assert shown >= 6


def pattern(expected: str) -> re.Pattern[str]:
    """`…` stands for anything, a number for any: lines move as the flows are edited."""
    parts = (re.sub(r"\d+", r"\\d+", re.escape(part)) for part in expected.split("…"))
    return re.compile(".*".join(parts), re.DOTALL)


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([\w./-]+\.md)\)", PAGE))))
def test_the_page_links_to_pages_there_are(link: str) -> None:
    assert (ROOT / "docs" / link).is_file()
