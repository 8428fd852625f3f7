"""Every setting of the bot, read once from the environment and `.env`; a wrong one becomes a sentence."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self, cast
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    NonNegativeInt,
    PositiveInt,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

#: The open sets: AMOCRM_FIELD_<NAME> is the id of one custom field, TELEGRAM_CHAT_<NAME> of one working chat.
OPEN_SETS = {"amocrm_fields": "AMOCRM_FIELD_", "telegram_chats": "TELEGRAM_CHAT_"}


class SettingsError(Exception):
    """Sentences, one a line, each naming the variable that is wrong or missing."""


def _exact_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("must be an address like https://example.com")
    return url


def _http_url(url: str) -> str:
    return _exact_url(url).rstrip("/")


def _database_url(url: str) -> str:
    """The address as SQLAlchemy's async drivers want it; both common spellings of PostgreSQL are taken."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in _DRIVERS:
        raise ValueError("must start with postgresql:// or sqlite:///")
    parts = urlsplit(f"{_DRIVERS[scheme]}://{rest}")
    if not parts.scheme.startswith("postgresql"):
        # A database in memory would lose leads with the process.
        if not rest.removeprefix("/") or ":memory:" in rest:
            raise ValueError("must name a file, like sqlite:///data/carquery.db")
        return f"{parts.scheme}://{rest}"
    if not _has_port(parts):
        raise ValueError("must have a number for its port, like postgresql://user:password@host:5432/name")
    # libpq's name of the option, common in hosted databases' addresses; asyncpg calls it `ssl`.
    query = [("ssl" if name == "sslmode" else name, value) for name, value in parse_qsl(parts.query)]
    return urlunsplit(parts._replace(query=urlencode(query)))


def _has_port(parts: SplitResult) -> bool:
    """Whether what stands for a port is one, or nothing does."""
    try:
        return parts.port is None or parts.port > 0
    except ValueError:
        return False


_DRIVERS = {
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
}


def _redis_url(url: str) -> str:
    if not re.match(r"(rediss?|unix)://.", url):
        raise ValueError("must start with redis://, rediss:// or unix://")
    return url


def _bot_token(token: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[\w-]+", token.get_secret_value(), re.ASCII):
        raise ValueError("must look like 123456:ABC-DEF, as @BotFather gave it")
    return token


def _webhook_secret(secret: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[\w-]{1,256}", secret.get_secret_value(), re.ASCII):
        raise ValueError("must be 1 to 256 Latin letters, digits, _ or -")
    return secret


def _hosts(names: str | tuple[str, ...]) -> tuple[str, ...]:
    given = names.split(",") if isinstance(names, str) else names
    hosts = tuple(name.strip() for name in given if name.strip())
    if not all(re.fullmatch(r"[\w-]+(\.[\w-]+)*(:\d{1,5})?", name) for name in hosts):
        raise ValueError("must be server names with commas between them, like crm.example.com,hooks.example.com:8443")
    return hosts


type HttpUrl = Annotated[str, AfterValidator(_http_url)]


class Settings(BaseSettings):
    """One field per variable, of the same name in lower case; `.env.example` says what each means."""

    model_config = SettingsConfigDict(
        frozen=True, env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    telegram_bot_token: Annotated[SecretStr, AfterValidator(_bot_token)] | None = None
    telegram_api_url: HttpUrl = "https://api.telegram.org"
    admin_chat_id: int | None = None
    #: Chats of the staff by the <NAME> of TELEGRAM_CHAT_<NAME>, in capitals.
    telegram_chats: Mapping[str, int] = Field(default_factory=dict)
    webhook_url: HttpUrl | None = None
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = None

    flows_dir: Path = Path("flows")
    timezone: ZoneInfo = ZoneInfo("Europe/Moscow")

    # Addresses carry passwords: they stay out of the object's repr.
    database_url: Annotated[str, AfterValidator(_database_url)] = Field(
        default="sqlite+aiosqlite:///data/carquery.db", repr=False
    )
    redis_url: Annotated[str, AfterValidator(_redis_url)] | None = Field(default=None, repr=False)
    state_ttl_seconds: PositiveInt = 1800

    openai_api_key: SecretStr | None = None
    openai_base_url: HttpUrl | None = None
    openai_model: str = "gpt-4o-mini"
    openai_fallback_model: str = "gpt-4o"
    openai_client_tokens_per_day: PositiveInt = 40_000
    openai_tokens_per_day: PositiveInt = 2_000_000

    amocrm_mock_mode: bool = False
    amocrm_subdomain: str | None = Field(default=None, pattern=r"^[a-z0-9-]+$")
    amocrm_base_url: HttpUrl | None = None
    amocrm_long_lived_token: SecretStr | None = None
    amocrm_client_id: str | None = None
    amocrm_client_secret: SecretStr | None = None
    #: To the letter: AmoCRM compares it with the integration's, the last slash included.
    amocrm_redirect_uri: Annotated[str, AfterValidator(_exact_url)] | None = None
    amocrm_pipeline_id: PositiveInt | None = None
    amocrm_status_id: PositiveInt | None = None
    amocrm_responsible_user_id: PositiveInt | None = None
    #: Custom-field ids by the <NAME> of AMOCRM_FIELD_<NAME>, in capitals.
    amocrm_fields: Mapping[str, PositiveInt] = Field(default_factory=dict)

    webhook_post_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_hosts)] = ()
    webhook_post_secret: SecretStr | None = None
    csv_folder: Path = Path("data/csv")

    health_host: str = "0.0.0.0"
    health_port: NonNegativeInt = Field(default=8080, le=65535)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "console"] = "json"

    @classmethod
    def read(cls, env_file: Path | None = Path(".env")) -> Self:
        """The settings of this process; raises SettingsError."""
        try:
            return cls(_env_file=env_file)
        except ValidationError as error:
            raise SettingsError("\n".join(dict.fromkeys(map(_sentence, error.errors())))) from None

    @classmethod
    def variables(cls) -> tuple[str, ...]:
        """Names of all variables, in order; an open set as AMOCRM_FIELD_<NAME>."""
        return tuple(f"{OPEN_SETS[name]}<NAME>" if name in OPEN_SETS else name.upper() for name in cls.model_fields)

    @property
    def amocrm_url(self) -> str | None:
        """The account's address, None while no account is named."""
        if self.amocrm_base_url or not self.amocrm_subdomain:
            return self.amocrm_base_url
        return f"https://{self.amocrm_subdomain}.amocrm.ru"

    def ready_to_run(self) -> None:
        """Raise SettingsError unless the bot can take messages and has somewhere to send leads."""
        if self.telegram_bot_token is None:
            raise SettingsError("TELEGRAM_BOT_TOKEN is missing: put in the token that @BotFather gave you.")
        if self.webhook_url and self.webhook_secret is None:
            raise SettingsError("WEBHOOK_SECRET is missing: with WEBHOOK_URL set, choose a long random word.")
        if self.amocrm_mock_mode:
            return
        if self.amocrm_url is None:
            raise SettingsError(
                "AMOCRM_SUBDOMAIN is missing: name the account, or set AMOCRM_MOCK_MODE=true to run without a CRM."
            )
        if self.amocrm_long_lived_token is None and self.amocrm_client_id is None:
            raise SettingsError(
                "AMOCRM_LONG_LIVED_TOKEN is missing: make one in the integration's settings,"
                " fill AMOCRM_CLIENT_ID and its siblings for OAuth, or set AMOCRM_MOCK_MODE=true."
            )

    @model_validator(mode="after")
    def _oauth_is_whole(self) -> Self:
        oauth = {
            "AMOCRM_CLIENT_ID": self.amocrm_client_id,
            "AMOCRM_CLIENT_SECRET": self.amocrm_client_secret,
            "AMOCRM_REDIRECT_URI": self.amocrm_redirect_uri,
        }
        missing = [name for name, value in oauth.items() if value is None]
        if missing and len(missing) < len(oauth):
            raise ValueError(f"{missing[0]} is missing: OAuth needs {', '.join(oauth)}.")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        environment = cast(EnvSettingsSource, env_settings)
        file = cast(DotEnvSettingsSource, dotenv_settings)
        named = {**file.env_vars, **environment.env_vars}
        return init_settings, env_settings, dotenv_settings, _OpenSets(settings_cls, named)


class _OpenSets(PydanticBaseSettingsSource):
    """Gathers AMOCRM_FIELD_<NAME> and its like."""

    def __init__(self, settings_cls: type[BaseSettings], variables: Mapping[str, str | None]) -> None:
        super().__init__(settings_cls)
        self._variables = {name.upper(): value for name, value in variables.items() if value}

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        return {field: ids for field, prefix in OPEN_SETS.items() if (ids := self._named(prefix))}

    def _named(self, prefix: str) -> dict[str, str]:
        return {
            name.removeprefix(prefix): value
            for name, value in self._variables.items()
            if name.startswith(prefix) and name != prefix
        }


def _sentence(error: ErrorDetails) -> str:
    """An error of pydantic in our words; never shows the value, which may be a secret."""
    if not error["loc"]:
        return str(error.get("ctx", {}).get("error", error["msg"]))
    place, *rest = (str(part) for part in error["loc"])
    name = f"{OPEN_SETS[place]}{rest[0]}" if place in OPEN_SETS and rest else place.upper()
    context = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            problem = str(context["error"])
        case "int_parsing" | "int_type" | "int_from_float":
            problem = "must be a whole number"
        case "float_parsing":
            problem = "must be a number"
        case "bool_parsing":
            problem = "must be true or false"
        case "literal_error":
            problem = f"must be {context['expected']}"
        case "greater_than":
            problem = f"must be more than {context['gt']}"
        case "greater_than_equal":
            problem = f"must be at least {context['ge']}"
        case "less_than_equal":
            problem = f"must be at most {context['le']}"
        case "zoneinfo_str":
            problem = "must be a time zone like Europe/Moscow"
        case "string_pattern_mismatch":
            problem = "must be the first word of the account's address: Latin letters, digits and -"
        case _:
            problem = f"is wrong: {error['msg']}"
    return f"{name} {problem}."
