"""How stories went: for people with the line that failed, for programs as one JSON object."""

import json
from collections.abc import Iterator, Mapping, Sequence

from engine.core.values import Json
from engine.lang.frame import gutter, underlined
from engine.lang.source import Source
from engine.stories.coverage import Items, count, together
from engine.stories.failure import Failure
from engine.stories.play import Played


def text(played: Sequence[Played], items: Items, sources: Mapping[str, Source]) -> str:
    """Failures with their lines, then the count; `items` is everything that can be shown."""
    failed = [(one.story.title, one.failure) for one in played if one.failure is not None]
    parts = ["\n".join(_failure(title, failure, sources)) for title, failure in failed]
    return "\n\n".join([*parts, "\n".join(_summary(played, items))])


def _failure(title: str, failure: Failure, sources: Mapping[str, Source]) -> Iterator[str]:
    span, source = failure.place.span, sources.get(failure.place.file)
    room = gutter(iter([span.line]))
    line, under = underlined(source.lines if source else (), span, "^")
    yield f"✗ {title}"
    yield f"{' ' * room}--> {failure.place.file}:{span.line}:{span.column}"
    yield f"{span.line:>{room}} | {line}"
    yield f"{' ' * room} | {under}"
    yield f"{' ' * room} = {failure.message}"


def _summary(played: Sequence[Played], items: Items) -> Iterator[str]:
    failed = sum(one.failure is not None for one in played)
    yield f"Историй: {len(played)}, прошло: {len(played) - failed}, не прошло: {failed}."
    seen = together(one.shown for one in played)
    missed = {flow: sorted(there - seen.get(flow, frozenset())) for flow, there in items.items()}
    yield f"Показано шагов: {_covered(seen, items)} из {count(items)}."
    for flow, ids in missed.items():
        if ids:
            yield f"Ни разу не показаны в {flow}: {', '.join(ids)}."


def as_json(played: Sequence[Played], items: Items, broken: Sequence[Failure] = ()) -> str:
    """One object, as COMMANDS promises it; `broken` are findings that kept stories from being played."""
    failures = [*broken, *(one.failure for one in played if one.failure is not None)]
    failed = sum(one.failure is not None for one in played)
    whole: dict[str, Json] = {
        "stories": len(played),
        "passed": len(played) - failed,
        "failed": failed,
        "steps_covered": _covered(together(one.shown for one in played), items),
        "steps_total": count(items),
        "failures": [{"file": one.place.file, "line": one.place.span.line, "message": one.message} for one in failures],
    }
    return json.dumps(whole, ensure_ascii=False)


def _covered(seen: Items, items: Items) -> int:
    return sum(len(there & seen.get(flow, frozenset())) for flow, there in items.items())
