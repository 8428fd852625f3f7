"""`python -m benchmarks [--quick] [NAME…]`: run benchmarks, keep their figures, print the headlines as JSON."""

import argparse
import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from benchmarks import check, playground, understanding
from benchmarks.figures import Figures, Json, machine

RESULTS = Path(__file__).parent / "results" / "latest.json"

#: Each takes whether to be quick and gives its figures by name; a new benchmark is a line here.
BENCHMARKS: Mapping[str, Callable[[bool], Awaitable[Figures]]] = {
    "check": check.measure,
    "playground": playground.measure,
    "understanding": understanding.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds; nothing is kept")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(BENCHMARKS)}")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    measured = {
        name: {figure: found.to_json() for figure, found in asyncio.run(measure(arguments.quick)).items()}
        for name, measure in BENCHMARKS.items()
        if name in (arguments.names or BENCHMARKS)
    }
    headlines: Json = {
        name: {figure: f"{found['median']} {found['unit']}" for figure, found in figures.items()}
        for name, figures in measured.items()
    }
    print(json.dumps(headlines, indent=2, ensure_ascii=False))
    if not arguments.quick:
        keep(measured)


def keep(measured: Mapping[str, Json]) -> None:
    """Replace the figures of these benchmarks; the others stay as they were measured."""
    RESULTS.parent.mkdir(exist_ok=True)
    before = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    kept = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": machine(),
        "benchmarks": {**before.get("benchmarks", {}), **measured},
    }
    RESULTS.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
