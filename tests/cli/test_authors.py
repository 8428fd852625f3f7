"""`carquery new`, `outline` and `graph`: an author's way from an empty file to a signed sheet."""

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from engine.cli.main import app

ROOT = Path(__file__).parents[2]


def carquery(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped project with the author in it."""
    for name in ("flows", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_flow_checks_clean_before_and_after_the_menu_knows_it(project: Path) -> None:
    made = carquery("new", "service", "--title", "🔧 Запись в сервис")
    assert made.exit_code == 0, made.output
    assert carquery("check", "flows").exit_code == 0
    line = next(line for line in made.stdout.splitlines() if line.startswith("  menu: "))
    bot = project / "flows" / "bot.yaml"
    before = bot.read_text("utf-8")
    bot.write_text(before.replace("\nmenu: [sell, buy, find, check, legal]", "\n" + line.strip()), "utf-8")
    assert bot.read_text("utf-8") != before
    checked = carquery("check", "flows")
    assert checked.exit_code == 0, checked.output


def test_a_new_flow_is_the_only_file_made(project: Path) -> None:
    before = set(project.rglob("*"))
    carquery("new", "service")
    assert set(project.rglob("*")) - before == {project / "flows" / "service.flow.yaml"}


def test_its_first_line_leads_editors_to_the_schema(project: Path) -> None:
    carquery("new", "service")
    first = (project / "flows" / "service.flow.yaml").read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../schemas/flow.schema.json"


def test_a_flow_outside_a_checkout_finds_the_installed_schema(tmp_path: Path) -> None:
    carquery("new", "service", "--flows", tmp_path)
    first = (tmp_path / "service.flow.yaml").read_text("utf-8").splitlines()[0]
    path = first.partition("$schema=")[2]
    assert (tmp_path / path).resolve() == ROOT / "schemas" / "flow.schema.json"


def test_an_existing_flow_is_not_touched(project: Path) -> None:
    before = (project / "flows" / "sell.flow.yaml").read_bytes()
    result = carquery("new", "sell")
    assert result.exit_code == 2
    assert "sell.flow.yaml уже есть" in result.stderr
    assert (project / "flows" / "sell.flow.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "near"), [("Запись в сервис", "zapis_v_servis"), ("Sell", "sell"), ("x" * 30, "x" * 24), ("../up", "up")]
)
def test_a_name_that_will_not_do_is_refused_with_one_that_will(project: Path, name: str, near: str) -> None:
    result = carquery("new", name)
    assert result.exit_code == 2
    assert result.stderr.rstrip().endswith(f"carquery new {near}")


@pytest.mark.parametrize("command", [["new", "service"], ["outline", "sell"], ["graph", "sell"]])
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, command: list[str]) -> None:
    result = carquery(*command, "--flows", tmp_path / "nowhere")
    assert result.exit_code == 2
    assert "nowhere нет" in result.stderr


def test_an_outline_is_printed_by_id_and_by_file(project: Path) -> None:
    by_id = carquery("outline", "sell")
    assert by_id.exit_code == 0
    assert "Какую машину продаёте?" in by_id.stdout
    assert carquery("outline", project / "flows" / "sell.flow.yaml").stdout == by_id.stdout


@pytest.mark.parametrize(
    ("name", "start"),
    [("sell.html", "<!doctype html>"), ("sell.md", "# 🚗 Продать авто"), ("sell.txt", "🚗 Продать авто")],
)
def test_an_outline_s_file_says_its_format(project: Path, name: str, start: str) -> None:
    assert carquery("outline", "sell", "--output", name).exit_code == 0
    assert (project / name).read_text("utf-8").startswith(start)


def test_a_graph_is_mermaid_unless_the_file_is_a_picture(project: Path) -> None:
    assert carquery("graph", "sell").stdout.startswith("flowchart TD\n")
    assert carquery("graph", "sell", "--output", "sell.svg").exit_code == 0
    assert ElementTree.parse(project / "sell.svg").getroot().tag.endswith("svg")
    assert carquery("graph", "sell", "--format", "svg").stdout == (project / "sell.svg").read_text("utf-8")


def test_a_broken_flow_shows_its_findings_instead(project: Path) -> None:
    path = project / "flows" / "sell.flow.yaml"
    path.write_text(path.read_text("utf-8").replace("type: year", "type: yaer"), "utf-8")
    for command in ("outline", "graph"):
        result = carquery(command, "sell")
        assert result.exit_code == 1
        assert "CQ102" in result.stderr
        assert result.stdout == ""


@pytest.mark.parametrize("flow", ["sel", "flows/bot.yaml", "flows/none.flow.yaml"])
def test_a_flow_that_is_not_there_is_a_sentence(project: Path, flow: str) -> None:
    result = carquery("graph", flow)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


def test_a_file_that_cannot_be_written_is_a_sentence(project: Path) -> None:
    result = carquery("graph", "sell", "--output", project / "nowhere" / "sell.svg")
    assert result.exit_code == 2
    assert "не записать" in result.stderr
