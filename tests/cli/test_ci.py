"""The pre-commit hook and the GitHub Action: what they run finds a broken flow."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
#: Where `carquery` is installed.
PROGRAMS = str(Path(sys.executable).parent)


def read(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "flows", tmp_path / "flows")
    return tmp_path


@pytest.fixture
def broken(project: Path) -> Path:
    """A list that flows need is gone from bot.yaml."""
    bot = project / "flows" / "bot.yaml"
    bot.write_text(bot.read_text("utf-8").replace("\n  gearboxes:", "\n  transmissions:"), "utf-8")
    return project


def run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    variables = {"PATH": f"{PROGRAMS}{os.pathsep}{os.defpath}", "LC_ALL": "C.UTF-8", **environment}
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False, timeout=270)


def hook() -> dict[str, Any]:
    (found,) = read(".pre-commit-hooks.yaml")
    assert found["id"] == "carquery-check"
    return dict(found)


def test_the_hook_wakes_for_our_files_and_no_others() -> None:
    pattern = re.compile(hook()["files"])
    ours = [path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("flows/*"), *ROOT.glob("docs/examples/*/*.yaml")]]
    assert len(ours) > 30
    assert [path for path in ours if not pattern.search(path)] == []
    others = ["docker-compose.yml", ".github/workflows/ci.yml", "robot.yaml", "flows/readme.md", "a.flow.yaml.bak"]
    assert [path for path in others if pattern.search(path)] == []


def test_the_hook_passes_clean_flows(project: Path) -> None:
    command = [*shlex.split(hook()["entry"]), *hook()["args"]]
    assert run(command, project).returncode == 0


def test_the_hook_sees_that_an_edit_of_bot_yaml_broke_a_flow(broken: Path) -> None:
    found = run([*shlex.split(hook()["entry"]), *hook()["args"]], broken)
    assert found.returncode == 1
    assert "flows/buy.flow.yaml:" in found.stdout


def action() -> dict[str, Any]:
    return dict(read(".github/actions/check/action.yml"))


def test_the_action_installs_from_its_own_repository_with_hashes() -> None:
    (install,) = [step for step in action()["runs"]["steps"] if "Install" in step.get("name", "")]
    for name in re.findall(r"\$root/(\S+?)\"", install["run"]):
        assert (ROOT / name).is_file()
    assert "--require-hashes" in install["run"]
    assert (ROOT / ".github/actions/check" / "../../..").resolve() == ROOT


def test_every_shell_step_takes_its_inputs_as_variables() -> None:
    """An input put straight into a script would be run as one."""
    scripts = [step["run"] for step in action()["runs"]["steps"] if "run" in step]
    assert scripts
    assert [script for script in scripts if "${{" in script] == []


def check(folder: Path) -> tuple[subprocess.CompletedProcess[str], str]:
    (step,) = [step for step in action()["runs"]["steps"] if step.get("name") == "Check"]
    summary = folder / "summary.md"
    defaults = {name: entry["default"] for name, entry in action()["inputs"].items()}
    found = run(
        ["bash", "-eo", "pipefail", "-c", step["run"]],
        folder,
        PATHS=defaults["paths"],
        FINDINGS=defaults["lang"],
        GITHUB_STEP_SUMMARY=str(summary),
    )
    return found, summary.read_text("utf-8")


def test_the_action_marks_the_lines_and_fails(broken: Path) -> None:
    found, summary = check(broken)
    assert found.returncode == 1
    marks = [line for line in found.stdout.splitlines() if line.startswith("::error ")]
    assert any(line.startswith("::error file=flows/buy.flow.yaml,line=") for line in marks)
    assert "  --> flows/buy.flow.yaml:" in summary


def test_the_action_passes_clean_flows(project: Path) -> None:
    found, summary = check(project)
    assert found.returncode == 0
    assert "::error" not in found.stdout
    assert "ошибок нет" in summary
