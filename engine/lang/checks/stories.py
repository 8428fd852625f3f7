"""Stories talk about flows, questions and options there are."""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qsl

from engine.lang import schema
from engine.lang.checks.scope import Scope
from engine.lang.diagnostics import Diagnostic, Path
from engine.lang.document import FlowDocument, mapping, sequence
from engine.lang.near import nearest
from engine.lang.offered import offered
from engine.lang.scalars import Data
from engine.lang.source import Source


def stories(scope: Scope) -> Iterator[Diagnostic]:
    """Every reference of every story."""
    for source in scope.stories:
        raw = mapping(source.data)
        if isinstance(raw.get("flow"), str):
            yield from _flow(scope, source, ("flow",), str(raw["flow"]))
        yield from _day(source, ("today",), raw.get("today"))
        for index, action in enumerate(sequence(raw.get("dialog"))):
            for kind, value in mapping(action).items():
                yield from _action(scope, source, ("dialog", index, kind), kind, value)


def _action(scope: Scope, source: Source, path: Path, kind: str, value: Data) -> Iterator[Diagnostic]:
    match kind, value:
        case "start", str():
            flow, _, query = value.partition("?")
            yield from _flow(scope, source, path, flow, within=True)
            for name, given in parse_qsl(query):
                yield from _answer(scope, source, path, flow, name, given, within=True)
        case "ai", dict():
            if isinstance(value.get("flow"), str):
                yield from _flow(scope, source, (*path, "flow"), str(value["flow"]))
                for name, answer in mapping(value.get("answers")).items():
                    place = (*path, "answers", name)
                    yield from _answer(scope, source, place, str(value["flow"]), name, answer)
        case "bot", str() if len(value) > 1 and value[0] == value[-1] == "/":
            try:
                re.compile(value[1:-1])
            except re.error:
                yield source.error("CQ402", path, "re_other")
        case "language", str():
            if value not in scope.bot.languages and scope.has_bot:
                yield source.error("CQ904", path, "language", name=value, known=", ".join(scope.bot.languages))
        case "today", str():
            yield from _day(source, path, value)
        case _:
            pass


def _flow(scope: Scope, source: Source, path: Path, name: str, *, within: bool = False) -> Iterator[Diagnostic]:
    if name in scope.flow_ids or any(name == str(old) for flow in scope.flows for old in _former(flow)):
        return
    at = source.inside(path, 0, len(name)) if within and name else None
    near = nearest(name, scope.flow_ids)
    known = ", ".join(sorted(scope.flow_ids))
    finding = source.error(
        "CQ904", path, "flow_near" if near else "flow", at=at, name=name, near=near or "", known=known
    )
    yield finding.mended(near) if near else finding


def _answer(
    scope: Scope, source: Source, path: Path, flow_id: str, name: str, answer: Data, *, within: bool = False
) -> Iterator[Diagnostic]:
    flow = next((flow for flow in scope.flows if flow.id == flow_id), None)
    if flow is None:
        return
    item = flow.by_id.get(name)
    whole = str(schema.at(source.data, path))
    if item is None or item.kind != "ask":
        near = nearest(name, [item.name for item in flow.items if item.kind == "ask"])
        at = source.inside(path, whole.find(name, whole.find("?")), len(name)) if within else source.key(path)
        yield source.error(
            "CQ904", path, "item_near" if near else "item", at=at, name=name, flow=flow_id, near=near or ""
        )
        return
    options = offered(item, scope.bot) if item.type_name in {"choice", "yes_no"} else None
    if options is not None and "other" not in options.ids and isinstance(answer, str) and answer not in options.ids:
        near = nearest(answer, options.ids)
        there = source.inside(path, whole.rfind(answer), len(answer)) if within and answer in whole else None
        args = {"value": answer, "name": name, "near": near or "", "known": ", ".join(options.ids[:12])}
        yield source.error("CQ204", path, "near" if near else "", at=there, **args)


def _former(flow: FlowDocument) -> list[Data]:
    was = flow.raw.get("was")
    return was if isinstance(was, list) else [was] if was is not None else []


def _day(source: Source, path: Path, value: Data | None) -> Iterator[Diagnostic]:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            date.fromisoformat(value)
        except ValueError:
            yield source.error("CQ102", path, "day", value=str(value))
