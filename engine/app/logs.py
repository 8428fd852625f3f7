"""Where log records go and how they look; ours and the libraries' pass the same redaction."""

import logging
import sys
from typing import TextIO

import structlog
from pydantic import SecretStr
from structlog.typing import Processor

from engine.app.redact import Redaction, redacting
from engine.settings import Settings

#: Libraries that tell at INFO what concerns nobody but their authors.
_TALKATIVE = ("aiogram.event", "aiohttp.access", "alembic", "httpx2", "httpcore2", "asyncio")


def configure(settings: Settings, stream: TextIO = sys.stderr) -> None:
    """Send structlog's and the standard library's records to `stream`, one line a record."""
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.StackInfoRenderer(),
        # Before the redaction: an exception's text may quote an address or an answer.
        structlog.processors.format_exc_info,
        Redaction(redacting(*_secrets(settings))),
        stamp,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer(settings, stream)],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _renderer(settings: Settings, stream: TextIO) -> Processor:
    if settings.log_format == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=stream.isatty())


def _secrets(settings: Settings) -> list[str]:
    values = (getattr(settings, name) for name in type(settings).model_fields)
    return [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
