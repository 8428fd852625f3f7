"""The files made of other files: what schemas/ say to editors, and docs/language.md.

`make docs` runs this module; tests keep the files equal to what it would write.
"""

import json
from pathlib import Path

from engine.app.hooks import OWN
from engine.lang import published, reference
from engine.lang.schemas import FOLDER, text_of

REFERENCE = Path(__file__).parents[2] / "docs" / "language.md"


def schema(name: str) -> str:
    """The text of a schema file with its derived parts written anew."""
    return published.written(published.derived(json.loads(text_of(name)), OWN)) + "\n"


def main() -> None:
    for name in published.FILES:
        (FOLDER / name).write_text(schema(name), encoding="utf-8")
    text_of.cache_clear()
    REFERENCE.write_text(reference.page(), encoding="utf-8")


if __name__ == "__main__":
    main()
