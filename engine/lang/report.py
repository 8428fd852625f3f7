"""Findings as people and programs read them: text with a code frame, JSON, GitHub annotations, SARIF."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from engine.core.values import Json
from engine.lang.catalogue import advice, example, fix_title, message, related
from engine.lang.catalogue.entry import Language
from engine.lang.diagnostics import Diagnostic, Severity
from engine.lang.frame import gutter, underlined
from engine.lang.source import Source

type Sources = Mapping[str, Source]
type Renderer = Callable[[Sequence[Diagnostic], Sources, Language], str]

_BOLD, _RED, _YELLOW, _BLUE, _CYAN, _RESET = "\x1b[1m", "\x1b[31m", "\x1b[33m", "\x1b[34m", "\x1b[36m", "\x1b[0m"
_WORDS: Mapping[str, Mapping[Language, str]] = {
    "error": {"ru": "ошибка", "en": "error"},
    "warning": {"ru": "замечание", "en": "warning"},
    "info": {"ru": "к сведению", "en": "note"},
    "clean": {"ru": "{files}: ошибок нет", "en": "{files}: no findings"},
    "found": {
        "ru": "{files}: ошибок — {errors}, замечаний — {warnings}",
        "en": "{files}: {errors} errors, {warnings} warnings",
    },
    "files": {"ru": "Проверено файлов: {count}", "en": "{count} files checked"},
}
_COLOURS: Mapping[Severity, str] = {"error": _RED, "warning": _YELLOW, "info": _CYAN}
_ORDER: Sequence[Severity] = ("error", "warning", "info")
#: What GitHub calls each severity, and SARIF.
_AT_GITHUB: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
_IN_SARIF: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def text(
    found: Sequence[Diagnostic],
    sources: Sources,
    language: Language,
    *,
    colour: bool = False,
    quoted: Sources | None = None,
) -> str:
    """What a person reads: each finding with its line, the place underlined, what to do, and a summary.

    `quoted` are the files lines are shown of, where they are more than the files checked.
    """
    parts = ["\n".join(_finding(one, quoted or sources, language)) for one in found]
    parts.append(_summary(found, sources, language))
    whole = "\n\n".join(parts)
    return whole if colour else _plain(whole)


def text_of(one: Diagnostic, sources: Sources, language: Language) -> str:
    """One finding with its line and what to do, without colours: for a page or a failure's message."""
    return _plain("\n".join(_finding(one, sources, language)))


def _finding(one: Diagnostic, sources: Sources, language: Language) -> Iterator[str]:
    paint = _COLOURS[one.severity]
    yield f"{_BOLD}{paint}{_WORDS[one.severity][language]}[{one.code}]{_RESET}{_BOLD}: {message(one, language)}{_RESET}"
    places = [(one.place, "^", "", paint)]
    places += [(other.place, "-", related(other.key, language), _BLUE) for other in one.related]
    room = gutter(place.span.line for place, *_ in places)
    bar = f"{_BLUE}{' ' * room} |{_RESET}"
    yield f"{_BLUE}{' ' * room}-->{_RESET} {one.file}:{one.span.line}:{one.span.column}"
    for place, mark, words, ink in sorted(places, key=lambda entry: (entry[0].file != one.file, entry[0].span)):
        if place.file != one.file:
            yield f"{_BLUE}{' ' * room}:::{_RESET} {place.file}:{place.span.line}:{place.span.column}"
        source = sources.get(place.file)
        line, under = underlined(source.lines if source else (), place.span, mark)
        yield f"{_BLUE}{place.span.line:>{room}} |{_RESET} {line}"
        yield f"{bar} {ink}{under}{' ' if words else ''}{words}{_RESET}"
    for help in filter(None, (advice(one, language), example(one, language))):
        yield f"{_BLUE}{' ' * room} ={_RESET} {_CYAN}{help}{_RESET}"


def _summary(found: Sequence[Diagnostic], sources: Sources, language: Language) -> str:
    files = _WORDS["files"][language].format(count=len(sources))
    errors, warnings = _counted(found)
    if not errors and not warnings:
        return _WORDS["clean"][language].format(files=files)
    return _WORDS["found"][language].format(files=files, errors=errors, warnings=warnings)


def _counted(found: Sequence[Diagnostic]) -> tuple[int, int]:
    """Errors and warnings; what is only worth knowing does not count."""
    severities = [one.severity for one in found]
    return severities.count("error"), severities.count("warning")


def _plain(painted: str) -> str:
    for code in (_BOLD, _RED, _YELLOW, _BLUE, _CYAN, _RESET):
        painted = painted.replace(code, "")
    return painted


def as_json(found: Sequence[Diagnostic], sources: Sources, language: Language) -> str:
    """One object, as COMMANDS promises it; lines and columns are 1-based code points."""
    errors, warnings = _counted(found)
    whole: dict[str, Json] = {
        "files": len(sources),
        "errors": errors,
        "warnings": warnings,
        "findings": [finding_json(one, language) for one in found],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def finding_json(one: Diagnostic, language: Language) -> dict[str, Json]:
    """One finding as data; a related place names its file only where it is another one."""
    return {
        "code": one.code,
        "severity": one.severity,
        "file": one.file,
        **_span_json(one.span),
        "message": message(one, language),
        "help": "\n".join(filter(None, (advice(one, language), example(one, language)))),
        "related": [
            {
                "line": other.place.span.line,
                "column": other.place.span.column,
                "message": related(other.key, language),
                **({"file": other.place.file} if other.place.file != one.file else {}),
            }
            for other in one.related
        ],
        "fix": {"title": fix_title(one.fix.key, language), "safe": one.fix.safe} if one.fix else None,
    }


def _span_json(span: tuple[int, int, int, int]) -> dict[str, Json]:
    return dict(zip(("line", "column", "end_line", "end_column"), span, strict=True))


def github(found: Sequence[Diagnostic], sources: Sources, language: Language) -> str:
    """Workflow commands; GitHub shows ten of a step, so errors come first."""
    first = sorted(found, key=lambda one: _ORDER.index(one.severity))
    return "\n".join(_annotation(one, language) for one in first)


def _annotation(one: Diagnostic, language: Language) -> str:
    span = one.span
    place = f"file={one.file},line={span.line},col={span.column},endLine={span.end_line},endColumn={span.end_column}"
    escaped = _words(one, language).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{_AT_GITHUB[one.severity]} {place},title={one.code}::{escaped}"


def _words(one: Diagnostic, language: Language) -> str:
    """All a finding says, a line each: what is wrong, what to do, the answers that show it."""
    return "\n".join(filter(None, (message(one, language), advice(one, language), example(one, language))))


def sarif(found: Sequence[Diagnostic], sources: Sources, language: Language) -> str:
    """SARIF 2.1.0 for code scanning."""
    results: list[Json] = [
        {
            "ruleId": one.code,
            "level": _IN_SARIF[one.severity],
            "message": {"text": _words(one, language)},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": one.file}, "region": _region(one.span)}}],
        }
        for one in found
    ]
    rules: list[Json] = [{"id": code} for code in sorted({one.code for one in found})]
    run: dict[str, Json] = {
        "tool": {"driver": {"name": "carquery", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"version": "2.1.0", "$schema": schema, "runs": [run]}, ensure_ascii=False, indent=2)


def _region(span: tuple[int, int, int, int]) -> dict[str, Json]:
    return dict(zip(("startLine", "startColumn", "endLine", "endColumn"), span, strict=True))


#: `--format`; text has colours besides, so the command calls it itself.
RENDERERS: Mapping[str, Renderer] = {"text": text, "json": as_json, "github": github, "sarif": sarif}
