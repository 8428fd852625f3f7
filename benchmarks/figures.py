"""Figures as they are kept: the median, the spread and every sample behind them."""

import platform
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from os import cpu_count

#: What the figures depend on most.
PACKAGES = ("aiogram", "aiogram-dialog", "aiohttp", "jsonschema", "PyYAML", "SQLAlchemy")

type Json = str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured several times."""

    unit: str
    samples: tuple[float, ...]
    #: What it should stay under, where somebody has promised that.
    limit: float | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.samples)

    def to_json(self) -> dict[str, Json]:
        ordered = sorted(self.samples)
        return {
            "unit": self.unit,
            "median": round(self.median, 2),
            "p95": round(ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))], 2),
            "min": round(ordered[0], 2),
            "max": round(ordered[-1], 2),
            "samples": len(ordered),
            **({"limit": self.limit, "within": self.median < self.limit} if self.limit is not None else {}),
        }


type Figures = Mapping[str, Figure]


def machine() -> dict[str, Json]:
    """Where the figures were measured."""
    return {
        "cores": cpu_count(),
        "platform": platform.platform(terse=True),
        "python": sys.version.split()[0],
        "packages": {name: version(name) for name in PACKAGES},
    }
