"""The author's words, by language, linked into templates."""

import re
from collections.abc import Mapping

from engine.core.texts import Template, Text
from engine.lang.scalars import Data

#: The question mark and what else a label does without.
_QUESTION = re.compile(r"\s*\{[^}]*\}\s*")


def text(value: Data, languages: tuple[str, ...]) -> Text:
    """A text, or a map of texts by language; one without languages is the main language's."""
    if isinstance(value, Mapping):
        return Text({str(code): Template.parse(str(words).strip()) for code, words in value.items()})
    return Text({languages[0]: Template.parse(str(value).strip())})


def maybe(raw: Mapping[str, Data], key: str, languages: tuple[str, ...]) -> Text | None:
    return text(raw[key], languages) if key in raw else None


def label_from(question: Data, name: str | None, languages: tuple[str, ...]) -> Text:
    """A step's label: the CRM field's name in the main language, else the question without «?»."""
    asked = question if isinstance(question, Mapping) else {languages[0]: question}
    labels = {str(code): Template.parse(short(str(words))) for code, words in asked.items()}
    if name is not None:
        labels = {
            languages[0]: Template((name,)),
            **{code: label for code, label in labels.items() if code != languages[0]},
        }
    return Text(labels)


def short(question: str) -> str:
    """A question as a label: first line, no places, no question mark."""
    lines = question.strip().splitlines()
    return _QUESTION.sub(" ", lines[0] if lines else "").strip().rstrip("?:.… ")


def joined(first: Text, second: Text) -> Text:
    """Two texts one under the other, in every language either has."""
    codes = dict.fromkeys((*first.by_language, *second.by_language))
    gap = Template(("\n\n",))
    return Text({
        code: Template((*first.template(code).parts, *gap.parts, *second.template(code).parts)) for code in codes
    })  # fmt: skip
