"""`carquery leads`: a lead that could not be sent is found, looked at, sent again and exported."""

import asyncio
import csv
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from engine.storage.database import Database
from engine.storage.outbox import SqlOutbox
from tests.cli.inside import inside
from tests.cli.test_commands import carquery
from tests.storage.made import delivery, lead


@pytest.fixture
def settings(sqlite_url: str) -> dict[str, str]:
    """A database with one lead that needs a person."""

    async def fill() -> None:
        database = Database(sqlite_url)
        failed = replace(delivery(), status="needs_review", error="AmoCRM answered 403", attempts=3)
        await SqlOutbox(database).record(lead("5f2e91"), [replace(failed, id="5f2e91.0", lead="5f2e91")])
        await database.close()

    asyncio.run(fill())
    return {"DATABASE_URL": sqlite_url.replace("+aiosqlite", "")}


def test_a_failed_lead_is_found_looked_at_and_sent_again(tmp_path: Path, settings: dict[str, str]) -> None:
    listed = carquery("leads", "list", "--status", "needs_review", cwd=tmp_path, settings=settings)
    assert listed.stdout.startswith("5f2e91  22.11.2026 15:00  🚗 Продать авто  Анна  amocrm.lead: нужна помощь")
    shown = inside("leads", "show", "5f2e", cwd=tmp_path, settings=settings)
    assert "Марка: Kia" in shown.stdout
    assert "AmoCRM answered 403" in shown.stdout
    assert "отправляю" in inside("leads", "retry", "5f2e91", cwd=tmp_path, settings=settings).stdout.lower()
    as_json = inside("leads", "show", "5f2e91", "--format", "json", cwd=tmp_path, settings=settings)
    [again] = json.loads(as_json.stdout)["deliveries"]
    assert (again["status"], again["attempts"]) == ("pending", 0)


def test_leads_are_exported_to_the_screen_and_into_files(tmp_path: Path, settings: dict[str, str]) -> None:
    printed = carquery("leads", "export", cwd=tmp_path, settings=settings)
    [row] = csv.DictReader(StringIO(printed.stdout.removeprefix("\ufeff")))
    assert row["Марка"] == "Kia"
    done = inside("leads", "export", "--format", "xlsx", "-o", "leads.xlsx", cwd=tmp_path, settings=settings)
    assert done.stdout == "leads.xlsx: заявок — 1.\n"
    assert (tmp_path / "leads.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("show", "nothing"), 2, "Заявки nothing нет."),
        (("retry", "nothing"), 2, "Заявки nothing нет."),
        (("export", "-o", "no/such/folder.csv"), 3, "no/such/folder.csv cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    tmp_path: Path, settings: dict[str, str], arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    done = inside("leads", *arguments, cwd=tmp_path, settings=settings)
    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_without_tables_says_how_to_make_them(tmp_path: Path) -> None:
    done = inside("leads", "list", cwd=tmp_path)
    assert done.returncode == 3
    assert "carquery migrate" in done.stderr
