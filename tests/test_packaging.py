"""What the repository promises about its dependencies and its containers."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
SETS = sorted((ROOT / "requirements").glob("*.in"))


def name(requirement: str) -> str:
    """`aiogram[redis]>=3.31` is `aiogram[redis]`."""
    return re.split(r"[=<>~!; ]", requirement, maxsplit=1)[0].lower()


def test_the_project_depends_on_what_the_runtime_list_holds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = (ROOT / "requirements" / "runtime.in").read_text("utf-8").splitlines()
    assert sorted(map(name, project["dependencies"])) == sorted(name(line) for line in lines if line[:1] != "#")


@pytest.mark.parametrize("wanted", SETS, ids=lambda path: path.stem)
def test_every_requirement_is_pinned_with_hashes(wanted: Path) -> None:
    text = wanted.with_suffix(".txt").read_text("utf-8").replace("\\\n", " ")
    locked = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert locked
    assert [line for line in locked if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)] == []
    asked = {
        name(line).split("[")[0].replace("_", "-")
        for line in wanted.read_text("utf-8").splitlines()
        if re.match(r"\w", line)
    }
    assert asked <= {name(line) for line in locked}


@pytest.mark.parametrize("wanted", SETS, ids=lambda path: path.stem)
def test_no_list_names_a_registry(wanted: Path) -> None:
    for path in (wanted, wanted.with_suffix(".txt")):
        assert not re.search(r"https?://|--(extra-)?index-url|--find-links", path.read_text("utf-8"))


SERVICES: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_every_container_is_locked_down(service: dict[str, Any]) -> None:
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    # Published for this machine only.
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])


def test_the_image_runs_as_an_ordinary_user_and_is_watched() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    final = lines[max(number for number, line in enumerate(lines) if line.startswith("FROM")) :]
    assert "USER 10001" in final
    assert any(line.startswith("HEALTHCHECK") for line in final)
