"""The shipped flows as the reader without a model learns them, and a moment to read at."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engine.app.hooks import specs
from engine.core.model import Project
from engine.core.values import Moment
from engine.lang.compile import compile
from engine.service.routing.offline import Offline

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 11, 22, 9, tzinfo=UTC).astimezone(ZoneInfo("Europe/Moscow"))


@pytest.fixture(scope="session")
def project() -> Project:
    found = compile([ROOT / "flows"], specs()).project
    assert found is not None
    return found


@pytest.fixture(scope="session")
def offline(project: Project) -> Offline:
    return Offline.of(project, "ru")


@pytest.fixture
def moment() -> Moment:
    return Moment(NOON, "ru")
