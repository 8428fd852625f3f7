"""A document held against its schema: the library's errors as findings at the smallest guilty place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from engine.lang.diagnostics import Diagnostic, Path
from engine.lang.grammar import Validator, type_of
from engine.lang.near import has_lookalike, nearest
from engine.lang.scalars import Plain
from engine.lang.source import Source
from engine.lang.words import BOOLEANS, ITEM_KEYS, KINDS, SYNONYMS, TYPE_WORDS, transliterated

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

#: Nobody mends more in one go, and a hostile file has thousands.
MOST_TOLD = 200


def findings(source: Source, validate: Validator, root: Path = ()) -> Iterator[Diagnostic]:
    """Everything the schema refuses in a document, or in the part of it at `root`."""
    seen: set[tuple[str, Path | None, str]] = set()
    for error in islice(validate(at(source.data, root)), MOST_TOLD):
        for finding in _translate(source, error, (*root, *error.absolute_path)):
            mark = finding.key, finding.path, finding.args.get("key", "")
            if mark not in seen:
                seen.add(mark)
                yield finding


def at(data: object, path: Path) -> object:
    """The part of a document at a path."""
    for part in path:
        data = cast(Any, data)[part]
    return data


def _translate(source: Source, error: "ValidationError", path: Path) -> Iterator[Diagnostic]:
    instance, schema = cast(Any, error.instance), cast(Mapping[str, Any], error.schema)
    if "propertyNames" in error.absolute_schema_path:
        yield from _key(source, (*path, str(instance)), error, schema)
        return
    match error.validator:
        case "x-refused":
            kind = type_of(cast(Mapping[str, object], at(source.data, path[:-1])))
            yield source.error("CQ104", path, at=source.key(path), key=str(path[-1]), type=str(kind))
        case "additionalProperties":
            kinds = [key for key in instance if key in KINDS] if schema.get("x-kind") else []
            for key in islice(instance, MOST_TOLD):
                if len(kinds) > 1 and key in ITEM_KEYS and key not in KINDS:
                    continue
                if key not in schema.get("properties", {}):
                    yield _unknown(source, (*path, key), schema, instance)
        case "required":
            yield from _missing(source, path, schema, instance)
        case "type":
            yield _mistyped(source, path, error, schema)
        case "enum" | "const":
            yield _unlisted(source, path, error)
        case "pattern":
            yield _misshapen(source, path, str(instance), schema.get("x-rule", "pattern"))
        case "minimum" | "maximum":
            rule = schema.get("x-rule", str(error.validator))
            yield source.error("CQ107" if rule == "version" else "CQ102", path, "" if rule == "version" else rule,
                               value=str(instance), limit=str(error.validator_value))  # fmt: skip
        case "minItems" | "minProperties" | "minLength":
            yield source.error("CQ103", path, "nothing", at=source.key(path))
        case "maxProperties":
            yield source.error("CQ102", path, "one", at=source.owner(path))
        case "uniqueItems":
            yield source.error("CQ102", path, "unique")
        case _:
            yield source.error("CQ102", path, "shape", key=str(path[-1]) if path else "")


def _key(source: Source, path: Path, error: "ValidationError", schema: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """A key that is wrong as such."""
    if error.validator == "pattern":
        yield _misshapen(source, path, str(error.instance), schema.get("x-rule", "id"), at_key=True)
    else:
        yield source.error("CQ102", path, "shape", at=source.key(path), key=str(path[-1]))


def _unknown(source: Source, path: Path, schema: Mapping[str, Any], instance: Mapping[str, object]) -> Diagnostic:
    key, known = str(path[-1]), [name for name in schema.get("properties", {}) if name not in instance]
    span = source.key(path)
    kind = schema.get("x-kind")
    if kind is not None and key in KINDS:
        first, second, *_ = [other for other in instance if other in KINDS]
        place = (*path[:-1], second)
        return source.error("CQ104", place, "kinds", at=source.key(place), key=second, other=first)
    if kind is not None and key in ITEM_KEYS:
        return source.error("CQ104", path, f"kind_{kind}", at=span, key=key)
    if kind == "ask" and key in ("min", "max", "pattern", "must"):
        return source.error("CQ100", path, "rule", at=span, key=key, value=_shown(instance[key]))
    if kind == "ask" and key == "required":
        asked = str(instance[key]).lower() not in ("false", "no", "нет", "0")
        return source.error("CQ100", path, "required" if asked else "optional", at=span, key=key)
    if (synonym := SYNONYMS.get(key)) in known and synonym is not None:
        return source.error("CQ100", path, "synonym", at=span, key=key, near=synonym)
    near = nearest(key, known) or _only_missing(schema, instance)
    if near is None:
        return source.error("CQ100", path, at=span, key=key)
    letter = has_lookalike(key)
    finding = source.error(
        "CQ100", path, "letter" if letter else "near", at=span, key=key, near=near, letter=letter or ""
    )
    return finding.mended(near)


def _missing(
    source: Source, path: Path, schema: Mapping[str, Any], instance: Mapping[str, object]
) -> Iterator[Diagnostic]:
    properties = schema.get("properties", {})
    known = [name for name in properties if name not in instance]
    unknown = islice((key for key in instance if key not in properties), MOST_TOLD)
    misspelt = {nearest(key, known) or SYNONYMS.get(key) for key in unknown}
    misspelt.add(_only_missing(schema, instance))
    for key in schema["required"]:
        if key not in instance and key not in misspelt:
            yield source.error("CQ101", path, key if key in _MISSING_EXAMPLES else "", at=source.owner(path), key=key)


def _only_missing(schema: Mapping[str, Any], instance: Mapping[str, object]) -> str | None:
    """The one key a map needs, where one unknown key stands instead: `{value: Kia}` for `{label: Kia}`."""
    required = schema.get("required", [])
    unknown = [key for key in islice(instance, MOST_TOLD) if key not in schema.get("properties", {})]
    return str(required[0]) if len(required) == len(unknown) == 1 and required[0] not in instance else None


#: Keys whose absence has an example of its own in the catalogue.
_MISSING_EXAMPLES = ("id", "done", "title", "flow", "steps")


def _mistyped(source: Source, path: Path, error: "ValidationError", schema: Mapping[str, Any]) -> Diagnostic:
    instance, wanted = error.instance, error.validator_value
    types = wanted if isinstance(wanted, list) else [wanted]
    want = schema.get("x-want") or next((name for name in ("object", "array", "string", *types) if name in types), "")
    if isinstance(instance, Plain) and instance == "":
        return source.error(
            "CQ103", path, "empty", at=source.key(path), key=str(path[-1]) if path else "", want=f"@{want}"
        )
    if "boolean" in types and "string" not in types:
        word = BOOLEANS.get(str(instance).lower()) if isinstance(instance, str) else None
        finding = source.error(
            "CQ103", path, "boolean" if word else "true", value=_shown(instance), near=word or "true"
        )
        return finding.mended(word) if word else finding
    if types in (["integer"], ["number"]) and isinstance(instance, str):
        return source.error("CQ103", path, types[0], value=_shown(instance))
    if want == "condition" and isinstance(instance, str):
        return source.error("CQ103", path, "condition", line=compared(instance) or "{pledge: yes}")
    if want == "choices" and isinstance(instance, list):
        return option_list(source, path, [one for one in instance if isinstance(one, str)])
    variant = "" if want in ("string", "text", "option") or isinstance(instance, dict | list) else "not_text"
    return source.error("CQ103", path, variant, want=f"@{want}", got=f"@got.{_kind(instance)}")


def option_list(source: Source, path: Path, labels: Sequence[str]) -> Diagnostic:
    """Options are lines of `name: label`, not labels alone."""
    label = next(iter(labels), "Надпись")
    return source.error("CQ103", path, "choices_list", line=f"{transliterated(label)}: {label}")


_COMPARED = re.compile(r"(?P<name>[a-z][a-z0-9_]*)\s*(?P<sign>==?|!=|<>|>=|<=|>|<|:)\s*(?P<value>[\w.]+)")


def compared(text: str) -> str | None:
    """«pledge = yes» as the language says it."""
    found = _COMPARED.fullmatch(text.strip())
    if found is None:
        return None
    name, sign, value = found["name"], found["sign"], found["value"]
    match sign:
        case "!=" | "<>":
            return f"{{{name}: {{not: {value}}}}}"
        case ">=" | "<=" | ">" | "<":
            beyond = {">": 1, "<": -1}.get(sign, 0)
            side = "min" if sign[0] == ">" else "max"
            return f"{{{name}: {{{side}: {int(value) + beyond if value.isdecimal() else value}}}}}"
        case _:
            return f"{{{name}: {value}}}"


def _unlisted(source: Source, path: Path, error: "ValidationError") -> Diagnostic:
    wanted = cast(Any, error.validator_value)
    values = [str(value) for value in (wanted if error.validator == "enum" else [wanted])]
    if not isinstance(error.instance, str):
        return source.error("CQ103", path, want="@word", got=f"@got.{_kind(error.instance)}")
    if error.instance == "":
        return source.error("CQ103", path, "empty", at=source.key(path), key=str(path[-1]), want="@word")
    word = TYPE_WORDS.get(error.instance.lower())
    near = nearest(error.instance, values) or (word if word in values else None)
    finding = source.error(
        "CQ102", path, "near" if near else "", value=error.instance, near=near or "", known=", ".join(values)
    )
    return finding.mended(near) if near else finding


def _misshapen(source: Source, path: Path, value: str, rule: str, *, at_key: bool = False) -> Diagnostic:
    span = source.key(path) if at_key else source.span(path)
    if rule in {"id", "option"}:
        near = transliterated(value)
        letter = has_lookalike(value)
        long = len(value) > (24 if rule == "id" else 32)
        variant = "long" if long else "letter" if letter else rule
        return source.error("CQ105", path, variant, at=span, id=value, near=near, letter=letter or "")
    return source.error("CQ102", path, rule, at=span, value=value)


def _kind(value: object) -> str:
    match value:
        case dict():
            return "map"
        case list():
            return "list"
        case _:
            return "text"


def _shown(value: object) -> str:
    return str(value) if isinstance(value, str) else "…"
