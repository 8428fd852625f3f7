"""Nothing personal and nothing secret reaches the log, whoever wrote the record."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from engine.app import logs
from engine.app.redact import redacting
from engine.settings import Settings

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level, config = root.handlers[:], root.level, structlog.get_config()
    stream = io.StringIO()
    logs.configure(Settings(_env_file=None, telegram_bot_token=TOKEN, webhook_secret="open_sesame"), stream)
    yield stream
    structlog.configure(**config)
    root.handlers[:] = handlers
    root.setLevel(level)


def records(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.mark.parametrize(
    "phone",
    [
        "+79161234567",
        "+7 916 123-45-67",
        "8 (916) 123-45-67",
        "89161234567",
        "79161234567",
        "9161234567",
        "8 495 123-45-67",
        "+375 29 123-45-67",
        "+1 212 555 0123",
    ],
)
def test_a_phone_is_not_shown_however_it_is_written(phone: str) -> None:
    assert redacting()(f"contact {phone}, call soon") == "contact <phone>, call soon"


@pytest.mark.parametrize(
    "text",
    [
        "update_id=100000123 chat=5512345678",
        "2026-11-22 10:30:00.123456",
        "lead 6001 in 1500000 ms",
        "version 8.12.345-6",
        "0192f3a4-8123-7456-9789-123456789012",
    ],
)
def test_ids_and_times_stay(text: str) -> None:
    assert redacting()(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"GET https://api.telegram.org/bot{TOKEN}/getMe", "GET https://api.telegram.org/bot<token>/getMe"),
        ("Authorization: Bearer abcdefgh12345", "Authorization: Bearer <token>"),
        ("eyJ0eXAiOiJKV1Qi.eyJhdWQiOi.c2ln", "<token>"),
        ("postgresql://bot:s3cr3t@db:5432/bot", "postgresql://bot:<password>@db:5432/bot"),
        ("write to ivan.petrov@example.com now", "write to <email> now"),
        ("open_sesame knocked", "<secret> knocked"),
    ],
)
def test_secrets_and_addresses_are_not_shown(text: str, expected: str) -> None:
    assert redacting("open_sesame")(text) == expected


def test_our_records_are_json_lines_with_fields(log: io.StringIO) -> None:
    structlog.get_logger("carquery").info("lead_recorded", lead="abc", client=42, answers={"phone": "+79161234567"})
    (record,) = records(log)
    assert record["event"] == "lead_recorded"
    assert record["client"] == 42
    assert record["answers"] == {"phone": "<phone>"}
    assert record["level"] == "info"


def test_a_librarys_record_and_its_traceback_are_redacted_too(log: io.StringIO) -> None:
    try:
        raise ValueError(f"https://api.telegram.org/bot{TOKEN}/sendMessage refused +7 916 123-45-67")
    except ValueError:
        logging.getLogger("aiogram").exception("call of %s failed", TOKEN)
    written = log.getvalue()
    assert "ValueError" in written
    assert TOKEN not in written
    assert "123-45-67" not in written


def test_settings_secrets_are_known_by_value(log: io.StringIO) -> None:
    logging.getLogger("somebody").warning("header was open_sesame")
    assert "open_sesame" not in log.getvalue()
