"""The shipped flows, as models are asked about them."""

from tests.ai.conftest import moment, offline, project

__all__ = ["moment", "offline", "project"]
