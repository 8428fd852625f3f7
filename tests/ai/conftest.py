"""The shipped flows as the reader without a model learns them, and a moment to read at."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engine.core.model import Project
from engine.core.values import Moment
from engine.service.routing.learned import Learned
from engine.service.routing.offline import Offline
from tests import shipped

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 11, 22, 9, tzinfo=UTC).astimezone(ZoneInfo("Europe/Moscow"))


@pytest.fixture(scope="session")
def project() -> Project:
    return shipped.project()


@pytest.fixture(scope="session")
def learned(project: Project) -> Learned:
    """Learning takes a while and is never changed: once for every router."""
    return Learned.of(project)


@pytest.fixture(scope="session")
def offline(learned: Learned) -> Offline:
    return learned.offline["ru"]


@pytest.fixture
def moment() -> Moment:
    return Moment(NOON, "ru")
