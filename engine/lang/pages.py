"""The page of a rule under docs/rules: why it is there, a bad example with its report, a good one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.lang.catalogue.entry import Language

_CHECKOUT = Path(__file__).parents[2] / "docs" / "rules"
#: In a checkout they are part of the documentation; a wheel brings them along.
FOLDER = _CHECKOUT if _CHECKOUT.is_dir() else Path(__file__).with_name("rules")
#: A file an example does not name is this one.
USUAL_FILE = "sell.flow.yaml"
_HEADING = re.compile(r"^# (?P<code>CQ\d{3}) · (?P<ru>.+?) · (?P<en>.+)$", re.MULTILINE)
_WHY: Mapping[Language, str] = {"ru": "Почему", "en": "Why"}
_HEADINGS: Mapping[str, Mapping[Language, str]] = {
    "bad": {"ru": "Плохо", "en": "Bad"},
    "report": {"ru": "Отчёт", "en": "Report"},
    "good": {"ru": "Хорошо", "en": "Good"},
}
_BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
#: «⟨60× слово⟩»: what a page would be too long with; «⟨U+00A0⟩»: what nobody would see on it.
_REPEATED = re.compile(r"⟨(?P<times>\d+)× (?P<what>.*?)⟩")
_UNSEEN = re.compile(r"⟨U\+(?P<code>[0-9A-F]{4})⟩")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block; `info` is what follows the fence, e.g. `yaml bot.yaml`."""

    info: tuple[str, ...]
    body: str

    @property
    def file(self) -> str:
        """The file an example stands for."""
        return next((word for word in self.info if word.endswith(".yaml")), USUAL_FILE)

    @property
    def raw(self) -> bytes:
        """The file's bytes, repetitions written out."""
        text = _REPEATED.sub(lambda found: found["what"] * int(found["times"]), self.body)
        text = _UNSEEN.sub(lambda found: chr(int(found["code"], 16)), text)
        return text.encode("cp1251" if "cp1251" in self.info else "utf-8")


@dataclass(frozen=True, slots=True)
class Page:
    """One rule explained."""

    code: str
    title: Mapping[Language, str]
    why: Mapping[Language, str]
    bad: tuple[Block, ...]
    report: Mapping[Language, str]
    good: tuple[Block, ...]

    def render(self, language: Language) -> str:
        """The page in one language, as Markdown."""
        return "\n".join(self._lines(language)).rstrip() + "\n"

    def _lines(self, language: Language) -> Iterator[str]:
        yield f"# {self.code} · {self.title[language]}\n\n{self.why[language]}\n"
        for part, blocks in (("bad", self.bad), ("report", None), ("good", self.good)):
            yield f"## {_HEADINGS[part][language]}\n"
            if blocks is None:
                yield f"```text\n{self.report[language]}```\n"
            for block in blocks or ():
                yield f"```yaml\n{_REPEATED.sub(r'\g<what>…', block.body)}```\n"


def page(code: str) -> Page | None:
    """The page of a code, None where there is no such rule; raises OSError where the pages are not installed."""
    path = FOLDER / f"{code.upper()}.md"
    return read(path.read_text(encoding="utf-8")) if path.is_file() else None


def codes() -> tuple[str, ...]:
    """Every rule with a page."""
    return tuple(sorted(path.stem for path in FOLDER.glob("CQ*.md")))


def read(text: str) -> Page:
    """A page's parts; raises ValueError where something is missing."""
    heading = _HEADING.search(text)
    if heading is None:
        raise ValueError("no heading")
    report = {block.info[-1]: block.body for block in _blocks(text, "report")}
    return Page(
        code=heading["code"],
        title={"ru": heading["ru"], "en": heading["en"]},
        why={"ru": _why(text, "ru"), "en": _why(text, "en")},
        bad=_blocks(text, "bad"),
        report={"ru": report["ru"], "en": report["en"]},
        good=_blocks(text, "good"),
    )


def with_report(text: str, language: Language, report: str) -> str:
    """The page's text with another report."""
    return re.sub(
        rf"^```text {language}\n.*?^```$",
        lambda found: f"```text {language}\n{report}```",
        text,
        flags=re.MULTILINE | re.DOTALL,
    )


def _why(text: str, language: Language) -> str:
    found = re.search(rf"^\*\*{_WHY[language]}\.\*\* (.+?)\n\n", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ValueError(f"no «{_WHY[language]}»")
    return found[1]


def _blocks(text: str, part: str) -> tuple[Block, ...]:
    heading = f"## {_HEADINGS[part]['ru']} · {_HEADINGS[part]['en']}\n"
    _, found, rest = text.partition(heading)
    if not found:
        raise ValueError(f"no «{heading.strip()}»")
    section = rest.partition("\n## ")[0]
    return tuple(Block(tuple(one["info"].split()), one["body"]) for one in _BLOCK.finditer(section))
