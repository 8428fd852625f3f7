"""`.vscode`: its files can be read, and the problem matcher finds in the checker's report what the checker found."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from engine.cli.main import app
from engine.lang.check import check
from tests.editor.conftest import ROOT

BROKEN = """\
flow: sell
title: Продать
steps:
  - id: brand
    ask: Какая марка?
    lable: Марка
  - id: model
    ask: Какая модель {brnd}?
done: Спасибо!
"""
BOT = "language: 1\nlanguages: [ru]\nmenu: [sell]\ngreeting: Здравствуйте!\nhelp: Выберите\nlists: {unused: {a: А}}\n"


def read(name: str) -> Any:
    return json.loads((ROOT / ".vscode" / name).read_text(encoding="utf-8"))


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    (tmp_path / "sell.flow.yaml").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "bot.yaml").write_text(BOT, encoding="utf-8")
    return tmp_path


def matched(report: str) -> set[tuple[str, str, int, int, str]]:
    """What VS Code makes of a report: severity, file, line, column, message."""
    found = set()
    lines = report.split("\n")
    (task,) = [task for task in read("tasks.json")["tasks"] if task["problemMatcher"]]
    for matcher in task["problemMatcher"]:
        first, second = matcher["pattern"]
        for above, below in pairwise(lines):
            head, place = re.match(first["regexp"], above), re.match(second["regexp"], below)
            if head and place:
                line, column = int(place[second["line"]]), int(place[second["column"]])
                found.add((matcher["severity"], place[second["file"]], line, column, head[first["message"]]))
    return found


def test_the_problem_matcher_finds_every_finding_at_its_place(broken: Path) -> None:
    checked = check([broken])
    findings = json.loads(checked.render("json", "ru"))["findings"]
    expected = {(one["severity"], one["file"], one["line"], one["column"], one["message"]) for one in findings}
    assert {severity for severity, *_ in expected} == {"error", "warning"}
    assert matched(checked.render("text", "ru", colour=False)) == expected


def test_every_schema_of_the_settings_exists_and_covers_the_shipped_files() -> None:
    schemas = read("settings.json")["yaml.schemas"]
    assert all((ROOT / path).is_file() for path in schemas)
    patterns = [pattern for globs in schemas.values() for pattern in globs]
    shipped = [*ROOT.glob("flows/*.yaml"), *ROOT.glob("docs/examples/*/*.yaml")]
    assert [path.name for path in shipped if not any(path.relative_to(ROOT).match(one) for one in patterns)] == []


def test_the_yaml_extension_is_recommended() -> None:
    assert "redhat.vscode-yaml" in read("extensions.json")["recommendations"]


def test_every_task_calls_a_command_there_is() -> None:
    commands = set(getattr(get_command(app), "commands", {}))
    assert {task["args"][0] for task in read("tasks.json")["tasks"]} <= commands


def test_no_file_of_the_editor_s_tests_names_a_registry() -> None:
    lock = json.loads((ROOT / "tests" / "editor" / "package-lock.json").read_text(encoding="utf-8"))
    packages = [package for path, package in lock["packages"].items() if path]
    assert packages
    assert [package for package in packages if "resolved" in package] == []
    assert all(package["integrity"].startswith("sha512-") for package in packages)
    assert "registry" not in (ROOT / "tests" / "editor" / ".npmrc").read_text(encoding="utf-8").replace(
        "omit-lockfile-registry-resolved", ""
    )
