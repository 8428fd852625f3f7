"""The checker's words, in Russian and English: a message and a help for every finding, keyed by code and variant."""

from collections.abc import Mapping

from engine.lang.catalogue.crm import CRM
from engine.lang.catalogue.entry import Entries, Language
from engine.lang.catalogue.file import FILE
from engine.lang.catalogue.names import NAMES
from engine.lang.catalogue.reach import REACH
from engine.lang.catalogue.shape import SHAPE
from engine.lang.catalogue.texts import TEXTS
from engine.lang.catalogue.words import FIXES, RELATED, WORDS
from engine.lang.diagnostics import Diagnostic

LANGUAGES: tuple[Language, ...] = ("ru", "en")

#: Everything the checker can say; places are filled with the finding's arguments.
CATALOGUE: Entries = {**FILE, **SHAPE, **NAMES, **REACH, **TEXTS, **CRM}


def message(finding: Diagnostic, language: Language) -> str:
    """What is wrong, in one sentence."""
    return _wording(finding, language)[0].format_map(_Args(finding.args, language))


def advice(finding: Diagnostic, language: Language) -> str:
    """What to do about it; empty where the message says it all."""
    return _wording(finding, language)[1].format_map(_Args(finding.args, language))


def example(finding: Diagnostic, language: Language) -> str:
    """The answers that show it, in one sentence; empty where there are none."""
    answers = ", ".join(f"`{id}` — {_word(shown, language)}" for id, shown in finding.example)
    return WORDS["example"][language].format(answers=answers) if answers else ""


def related(key: str, language: Language) -> str:
    return RELATED[key][language]


def fix_title(key: str, language: Language) -> str:
    return FIXES[key][language]


def _wording(finding: Diagnostic, language: Language) -> tuple[str, str]:
    return CATALOGUE[finding.key][language]


class _Args(dict[str, str]):
    """Arguments of a finding; `@word` stands for a word of the language."""

    def __init__(self, args: Mapping[str, str], language: Language) -> None:
        super().__init__({name: _word(value, language) for name, value in args.items()})


def _word(value: str, language: Language) -> str:
    words = WORDS.get(value.removeprefix("@")) if value.startswith("@") else None
    return words[language] if words else value
