"""The other commands: what they print, how they end, what they refuse."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.inside import inside

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("carquery")
TOKEN = "4242:cli-cli-cli-cli-cli-cli-cli"


def carquery(
    *arguments: str | Path, cwd: Path, settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The command in a folder of its own, with these settings and no others."""
    environment = {"PATH": os.defpath, **(settings or {})}
    return subprocess.run(
        [COMMAND, *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=270,
    )


@contextmanager
def listening(*arguments: str) -> Iterator[dict[str, str]]:
    """A command that serves; yields the line it prints when it listens, and ends it with Ctrl-C."""
    with subprocess.Popen([COMMAND, *arguments], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0


def get(url: str, token: str | None = None) -> dict[str, object]:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=60) as response:
        body: dict[str, object] = json.load(response)
    return body


def test_the_amocrm_emulator_announces_its_address_and_credentials() -> None:
    with listening("amocrm", "emulator", "--port", "0") as line:
        assert set(line) == {
            "base_url",
            "client_id",
            "client_secret",
            "redirect_uri",
            "code",
            "long_lived_token",
        }
        assert get(f"{line['base_url']}/api/v4/account", line["long_lived_token"])["name"]


def test_the_bot_api_emulator_announces_its_address() -> None:
    with listening("botapi", "--port", "0") as line:
        assert set(line) == {"base_url"}
        assert get(f"{line['base_url']}/bot{TOKEN}/getMe")["ok"] is True


@pytest.mark.parametrize("command", [("amocrm", "emulator"), ("botapi",)])
def test_a_taken_port_is_one_sentence(command: tuple[str, ...], tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = inside(*command, "--port", str(taken.getsockname()[1]), cwd=tmp_path)
    assert done.returncode == 3
    assert "cannot listen" in done.stderr
    assert "Traceback" not in done.stderr


def test_migrate_makes_the_database_and_may_be_repeated(tmp_path: Path) -> None:
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/data/bot.db"}
    for run in (carquery, inside):
        done = run("migrate", cwd=tmp_path, settings=settings)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "data" / "bot.db").exists()


def test_a_database_that_is_away_is_one_sentence(tmp_path: Path) -> None:
    done = inside("migrate", cwd=tmp_path, settings={"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    assert done.returncode == 3
    assert "Check DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_wrong_setting_is_one_sentence(command: str, tmp_path: Path) -> None:
    done = inside(command, cwd=tmp_path, settings={"DATABASE_URL": "mysql://db/bot"})
    assert done.returncode == 2
    assert done.stderr == "DATABASE_URL must start with postgresql:// or sqlite:///.\n"


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({}, "TELEGRAM_BOT_TOKEN is missing"),
        ({"TELEGRAM_BOT_TOKEN": TOKEN}, "set AMOCRM_MOCK_MODE=true"),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "AMOCRM_SUBDOMAIN": "dealer"}, "AMOCRM_LONG_LIVED_TOKEN is missing"),
        (
            {
                "TELEGRAM_BOT_TOKEN": TOKEN,
                "AMOCRM_MOCK_MODE": "true",
                "WEBHOOK_URL": "https://bot.example",
                "WEBHOOK_SECRET": "x",
            },
            "WEBHOOK_URL is set",
        ),
        (
            {"TELEGRAM_BOT_TOKEN": TOKEN, "AMOCRM_MOCK_MODE": "true", "FLOWS_DIR": "nowhere"},
            "FLOWS_DIR nowhere",
        ),
    ],
)
def test_run_refuses_to_start_without_what_it_needs(settings: dict[str, str], sentence: str, tmp_path: Path) -> None:
    done = inside("run", cwd=tmp_path, settings=settings)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_run_does_not_start_on_broken_flows(tmp_path: Path) -> None:
    (tmp_path / "bot.yaml").write_text("language: 1\nlanguages: [ru]\nmenu: [sell]\n", "utf-8")
    settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "AMOCRM_MOCK_MODE": "true", "FLOWS_DIR": "."}
    done = carquery("run", cwd=tmp_path, settings=settings)
    assert done.returncode == 1
    assert "bot.yaml:" in done.stderr


def test_stories_are_played_from_the_command_line(tmp_path: Path) -> None:
    story = ROOT / "flows" / "legal_not_ours.story.yaml"
    done = carquery("test", "--format", "json", story, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert list(found) == ["stories", "passed", "failed", "steps_covered", "steps_total", "failures"]
    assert (found["stories"], found["passed"], found["failed"], found["failures"]) == (1, 1, 0, [])


def test_no_stories_is_wrong_usage(tmp_path: Path) -> None:
    assert inside("test", tmp_path, cwd=tmp_path).returncode == 2
