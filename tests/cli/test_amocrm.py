"""`carquery amocrm auth | check | setup`: an integration let in, the mapping compared, missing fields made."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.inside import inside
from tests.cli.test_commands import ROOT, carquery, listening


@pytest.fixture(scope="module")
def account() -> Iterator[dict[str, str]]:
    """An emulated account over HTTP: what the command printed about it."""
    with listening("amocrm", "emulator", "--port", "0") as line:
        yield line


def test_the_whole_way_of_a_new_integration(account: dict[str, str], tmp_path: Path) -> None:
    settings = {
        "AMOCRM_BASE_URL": account["base_url"],
        "AMOCRM_CLIENT_ID": account["client_id"],
        "AMOCRM_CLIENT_SECRET": account["client_secret"],
        "AMOCRM_REDIRECT_URI": account["redirect_uri"],
        "FLOWS_DIR": str(ROOT / "flows"),
    }
    first = carquery("amocrm", "auth", account["code"], cwd=tmp_path, settings=settings)
    assert (first.returncode, first.stdout) == (0, f"Connected: «Автосалон», {account['base_url']}.\n")
    again = inside("amocrm", "auth", account["code"], cwd=tmp_path, settings=settings)
    assert again.returncode == 3
    assert "take a fresh one" in again.stderr

    before = carquery("amocrm", "check", "--format", "json", cwd=tmp_path, settings=settings)
    assert before.returncode == 1
    findings = json.loads(before.stdout)["findings"]
    assert ("sell: brand", "«Марка»: такого поля в AmoCRM нет.") in [(one["where"], one["message"]) for one in findings]

    made = carquery("amocrm", "setup", cwd=tmp_path, settings=settings)
    assert made.returncode == 0
    assert "сделка, «ID заявки бота», text" in made.stdout
    assert inside("amocrm", "setup", cwd=tmp_path, settings=settings).stdout == "Всё уже есть.\n"

    after = inside("amocrm", "check", cwd=tmp_path, settings=settings)
    assert after.returncode == 0
    assert "замечаний: 0" in after.stdout
    assert "Traceback" not in before.stderr + made.stderr + after.stderr


@pytest.mark.parametrize(
    ("settings", "code", "sentence"),
    [
        ({}, 2, "AMOCRM_SUBDOMAIN is missing"),
        ({"AMOCRM_SUBDOMAIN": "dealer"}, 2, "AMOCRM_LONG_LIVED_TOKEN is missing"),
        ({"AMOCRM_LONG_LIVED_TOKEN": "wrong"}, 3, "не принимает токен"),
    ],
    ids=["no account", "no token", "a wrong token"],
)
def test_what_is_missing_is_one_sentence(
    account: dict[str, str], tmp_path: Path, settings: dict[str, str], code: int, sentence: str
) -> None:
    if "AMOCRM_LONG_LIVED_TOKEN" in settings:
        settings = {**settings, "AMOCRM_BASE_URL": account["base_url"]}
    done = inside("amocrm", "check", cwd=tmp_path, settings={**settings, "FLOWS_DIR": str(ROOT / "flows")})
    assert done.returncode == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
