"""Settings: the customer's names, sentences for mistakes, one list of variables."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from engine.settings import Settings, SettingsError

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.variables():
        monkeypatch.delenv(name, raising=False)


def settings(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return Settings.read(env_file=None)


def test_nothing_needs_to_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    read = settings(monkeypatch)
    assert read.database_url == "sqlite+aiosqlite:///data/carquery.db"
    assert read.redis_url is None
    assert str(read.timezone) == "Europe/Moscow"
    assert read.state_ttl_seconds == 1800


def test_the_example_file_lists_exactly_the_settings() -> None:
    text = (ROOT / ".env.example").read_text("utf-8")
    listed = re.findall(r"^(?:# )?([A-Z][A-Z0-9_]*(?:<NAME>)?)=", text, re.MULTILINE)
    assert len(listed) == len(set(listed))
    assert set(listed) == set(Settings.variables())


def test_the_defaults_in_the_example_file_are_the_real_ones(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = (ROOT / ".env.example").read_text("utf-8")
    text = re.sub(r"^# \w+<NAME>=$", "", text, flags=re.MULTILINE)
    (tmp_path / ".env").write_text(re.sub(r"^# (?=[A-Z_]+=)", "", text, flags=re.MULTILINE), "utf-8")
    assert Settings.read(tmp_path / ".env") == Settings.read(env_file=None)


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "OPENAI_MODEL=from-file\nHEALTH_PORT=9000\nAMOCRM_FIELD_BRAND=1\nAMOCRM_FIELD_YEAR=2\n", "utf-8"
    )
    monkeypatch.setenv("OPENAI_MODEL", "from-environment")
    monkeypatch.setenv("AMOCRM_FIELD_BRAND", "7")
    read = Settings.read(tmp_path / ".env")
    assert (read.openai_model, read.health_port) == ("from-environment", 9000)
    assert read.amocrm_fields == {"BRAND": 7, "YEAR": 2}


def test_a_working_chat_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    read = settings(monkeypatch, TELEGRAM_CHAT_SALES="-1001234567890", TELEGRAM_CHAT_LAWYERS="42")
    assert read.telegram_chats == {"SALES": -1001234567890, "LAWYERS": 42}


def test_an_empty_variable_counts_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    read = settings(monkeypatch, REDIS_URL="", ADMIN_CHAT_ID="", AMOCRM_FIELD_BRAND="")
    assert read.redis_url is None
    assert read.admin_chat_id is None
    assert read.amocrm_fields == {}


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@db:5432/bot", "postgresql+asyncpg://u:p@db:5432/bot"),
        ("postgresql://u:p%40@db/bot", "postgresql+asyncpg://u:p%40@db/bot"),
        ("postgresql+asyncpg://db/bot", "postgresql+asyncpg://db/bot"),
        ("postgres://db/bot?sslmode=require", "postgresql+asyncpg://db/bot?ssl=require"),
        ("sqlite:///data/bot.db", "sqlite+aiosqlite:///data/bot.db"),
        ("sqlite:////var/bot.db", "sqlite+aiosqlite:////var/bot.db"),
    ],
)
def test_database_addresses_get_their_async_driver(monkeypatch: pytest.MonkeyPatch, given: str, used: str) -> None:
    assert settings(monkeypatch, DATABASE_URL=given).database_url == used


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", "mysql://db/bot", "DATABASE_URL must start with postgresql:// or sqlite:///."),
        (
            "DATABASE_URL",
            "postgresql://u:p@h:port/db",
            "DATABASE_URL must have a number for its port, like postgresql://user:password@host:5432/name.",
        ),
        ("DATABASE_URL", "sqlite://", "DATABASE_URL must name a file, like sqlite:///data/carquery.db."),
        ("REDIS_URL", "localhost:6379", "REDIS_URL must start with redis://, rediss:// or unix://."),
        ("ADMIN_CHAT_ID", "@boss", "ADMIN_CHAT_ID must be a whole number."),
        ("AMOCRM_MOCK_MODE", "maybe", "AMOCRM_MOCK_MODE must be true or false."),
        ("AMOCRM_FIELD_BRAND", "Марка", "AMOCRM_FIELD_BRAND must be a whole number."),
        ("AMOCRM_BASE_URL", "mydealer", "AMOCRM_BASE_URL must be an address like https://example.com."),
        (
            "AMOCRM_SUBDOMAIN",
            "https://mydealer.amocrm.ru",
            "AMOCRM_SUBDOMAIN must be the first word of the account's address: Latin letters, digits and -.",
        ),
        ("LOG_FORMAT", "xml", "LOG_FORMAT must be 'json' or 'console'."),
        ("TIMEZONE", "Moscow", "TIMEZONE must be a time zone like Europe/Moscow."),
        ("STATE_TTL_SECONDS", "0", "STATE_TTL_SECONDS must be more than 0."),
        ("HEALTH_PORT", "80800", "HEALTH_PORT must be at most 65535."),
        (
            "TELEGRAM_BOT_TOKEN",
            "s3cret",
            "TELEGRAM_BOT_TOKEN must look like 123456:ABC-DEF, as @BotFather gave it.",
        ),
        (
            "AMOCRM_CLIENT_ID",
            "abc",
            "AMOCRM_CLIENT_SECRET is missing: OAuth needs AMOCRM_CLIENT_ID, AMOCRM_CLIENT_SECRET, AMOCRM_REDIRECT_URI.",
        ),
    ],
)
def test_a_wrong_setting_is_one_sentence_that_names_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        settings(monkeypatch, **{name: value})
    assert str(raised.value) == sentence


def test_each_wrong_setting_has_its_own_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError) as raised:
        settings(monkeypatch, LOG_LEVEL="loud", HEALTH_PORT="x")
    assert [line.split()[0] for line in str(raised.value).splitlines()] == ["HEALTH_PORT", "LOG_LEVEL"]


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "canary"
    read = settings(
        monkeypatch,
        TELEGRAM_BOT_TOKEN=f"123:{secret}",
        OPENAI_API_KEY=secret,
        AMOCRM_LONG_LIVED_TOKEN=secret,
        WEBHOOK_SECRET=secret,
        WEBHOOK_POST_SECRET=secret,
        DATABASE_URL=f"postgresql://bot:{secret}@db/bot",
        REDIS_URL=f"redis://:{secret}@redis/0",
    )
    assert secret not in repr(read)
    assert secret not in str(read)


TOKEN = {"TELEGRAM_BOT_TOKEN": "123:abc"}


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"AMOCRM_MOCK_MODE": "true"}, "TELEGRAM_BOT_TOKEN"),
        (TOKEN, "AMOCRM_SUBDOMAIN"),
        ({**TOKEN, "AMOCRM_SUBDOMAIN": "dealer"}, "AMOCRM_LONG_LIVED_TOKEN"),
        ({**TOKEN, "AMOCRM_MOCK_MODE": "true", "WEBHOOK_URL": "https://bot.example.com"}, "WEBHOOK_SECRET"),
    ],
)
def test_running_names_what_is_missing(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=f"^{named} is missing: "):
        settings(monkeypatch, **variables).ready_to_run()


@pytest.mark.parametrize(
    "variables",
    [
        {"AMOCRM_MOCK_MODE": "true"},
        {"AMOCRM_SUBDOMAIN": "dealer", "AMOCRM_LONG_LIVED_TOKEN": "token"},
        {
            "AMOCRM_BASE_URL": "http://127.0.0.1:8099/",
            "AMOCRM_CLIENT_ID": "id",
            "AMOCRM_CLIENT_SECRET": "secret",
            "AMOCRM_REDIRECT_URI": "https://example.com/back",
        },
    ],
)
def test_a_token_and_a_crm_are_enough_to_run(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    settings(monkeypatch, **TOKEN, **variables).ready_to_run()


def test_the_account_is_named_by_subdomain_or_address(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch, AMOCRM_SUBDOMAIN="dealer").amocrm_url == "https://dealer.amocrm.ru"
    assert settings(monkeypatch, AMOCRM_BASE_URL="http://localhost:1/").amocrm_url == "http://localhost:1"


def test_the_redirect_address_keeps_its_last_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    oauth = {"AMOCRM_CLIENT_ID": "id", "AMOCRM_CLIENT_SECRET": "s", "AMOCRM_REDIRECT_URI": "https://example.com/back/"}
    assert settings(monkeypatch, **oauth).amocrm_redirect_uri == "https://example.com/back/"


def test_allowed_servers_are_a_list_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    read = settings(monkeypatch, WEBHOOK_POST_HOSTS="crm.example.com, Hooks.example.com:8443,")
    assert read.webhook_post_hosts == ("crm.example.com", "Hooks.example.com:8443")
    with pytest.raises(SettingsError, match=r"^WEBHOOK_POST_HOSTS must be server names"):
        settings(monkeypatch, WEBHOOK_POST_HOSTS="https://crm.example.com/")


def test_importing_settings_loads_no_framework() -> None:
    code = (
        "import sys, engine.settings; "
        "heavy = {'aiogram', 'sqlalchemy', 'openai', 'redis', 'structlog'} & set(sys.modules); "
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
