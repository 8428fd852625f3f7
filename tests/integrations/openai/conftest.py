"""The shipped flows, as models are asked about them."""

from tests.ai.conftest import learned, moment, offline, project

__all__ = ["learned", "moment", "offline", "project"]
