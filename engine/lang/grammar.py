"""Documents held against a schema: most have nothing to tell, and a plain yes is had without the library."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from engine.lang import schemas
from engine.lang.scalars import is_text, resolved
from engine.lang.schemas import Schema, TypeEntry, linked
from engine.lang.words import TYPING, misspells

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

type Test = Callable[[Any], bool]
type Validator = Callable[[object], Iterator["ValidationError"]]


def of_files(extra: Mapping[str, TypeEntry] | None = None) -> Mapping[str, Validator]:
    """A validator of each kind of file; `extra`: answer types a project brings along."""
    return _of_files(extra) if extra else _shipped()


@cache
def _shipped() -> Mapping[str, Validator]:
    return _of_files(None)


def _of_files(extra: Mapping[str, TypeEntry] | None) -> Mapping[str, Validator]:
    flow = schemas.flow_schema(extra)
    return {"flow": of(flow), "bot": of(schemas.bot_schema(flow)), "story": of(schemas.story_schema(flow))}


def of(schema: Schema) -> Validator:
    """A validator by one of our schemas of documents made of dict, list, str and Plain."""
    whole = linked(schema)
    return _quick(whole, lambda: _library().of(whole))


def of_hook(parameters: Mapping[str, Any]) -> Validator:
    """A validator by a hook's own JSON Schema, which may be anybody's."""
    return _quick(parameters, lambda: _library().of_hook(parameters))


def _quick(schema: Mapping[str, Any], thorough: Callable[[], Validator]) -> Validator:
    accepted = accepts(schema)
    return lambda instance: iter(()) if accepted(instance) else thorough()(instance)


def _library() -> Any:
    # Loading the library takes longer than checking a project without mistakes.
    from engine.lang import validator

    return validator


def accepts(schema: Mapping[str, Any]) -> Test:
    """Says True exactly where the library finds nothing; never True by a schema it cannot read itself."""
    try:
        return _Tests().of(schema)
    except (_Unknown, LookupError, TypeError, ValueError, AttributeError, re.error):
        return lambda _: False


def type_of(question: Mapping[str, object]) -> object:
    """A question's type, said or implied; None where the key that says it is misspelt."""
    if "type" not in question and misspells(question, TYPING):
        return None
    return question.get("type") or ("choice" if "choices" in question or "choices_by" in question else "text")


def _number(value: object) -> bool:
    found = resolved(value)
    return isinstance(found, int | float) and not isinstance(found, bool)


def _integer(value: object) -> bool:
    found = resolved(value)
    return isinstance(found, int) and not isinstance(found, bool)


IS: Mapping[str, Test] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": is_text,
    "number": _number,
    "integer": _integer,
    "boolean": lambda value: isinstance(resolved(value), bool),
    "null": lambda value: resolved(value) is None,
}


class _Unknown(Exception):
    """A keyword that only the library knows."""


class _Tests:
    """One test per schema; schemas that contain themselves are made once."""

    def __init__(self) -> None:
        self._made: dict[int, Test] = {}

    def of(self, schema: Any) -> Test:
        if isinstance(schema, bool):
            return lambda _: schema
        if id(schema) not in self._made:
            # Whatever contains itself meets this one while the real one is being made.
            self._made[id(schema)] = lambda value: self._made[id(schema)](value)
            self._made[id(schema)] = _all([test for keyword in schema for test in self._tests(keyword, schema)])
        return self._made[id(schema)]

    def _tests(self, keyword: str, schema: Schema) -> Iterator[Test]:
        wanted = schema[keyword]
        match keyword:
            case "properties":
                yield self._properties(wanted, schema.get("additionalProperties", True))
            case "additionalProperties" if "properties" not in schema:
                yield self._properties({}, wanted)
            case "items" if isinstance(wanted, dict):
                item = self.of(wanted)
                yield lambda value: not isinstance(value, list) or all(map(item, value))
            case "propertyNames":
                name = self.of(wanted)
                yield lambda value: not isinstance(value, dict) or all(map(name, value))
            case "if":
                yield self._either(self.of(wanted), *(self.of(schema.get(key, True)) for key in ("then", "else")))
            case "not":
                refused = self.of(wanted)
                yield lambda value: not refused(value)
            case "anyOf":
                some = [self.of(one) for one in wanted]
                yield lambda value: any(test(value) for test in some)
            case _ if keyword in _SIMPLE:
                yield _SIMPLE[keyword](wanted)
            case _ if keyword not in _SILENT:
                raise _Unknown(keyword)

    def _properties(self, known: Mapping[str, Schema], others: Any) -> Test:
        tests = {key: self.of(schema) for key, schema in known.items()}
        other = self.of(others)

        def test(value: Any) -> bool:
            return not isinstance(value, dict) or all(tests.get(key, other)(value[key]) for key in value)

        return test

    def _either(self, condition: Test, then: Test, otherwise: Test) -> Test:
        return lambda value: then(value) if condition(value) else otherwise(value)


def _all(tests: list[Test]) -> Test:
    match tests:
        case []:
            return lambda _: True
        case [one]:
            return one
        case [one, other]:
            return lambda value: one(value) and other(value)
        case _:
            return lambda value: all(test(value) for test in tests)


def _type(wanted: str | list[str]) -> Test:
    if isinstance(wanted, str):
        return IS[wanted]
    some = [IS[name] for name in wanted]
    return lambda value: any(test(value) for test in some)


def _required(keys: list[str]) -> Test:
    return lambda value: not isinstance(value, dict) or all(key in value for key in keys)


def _refused(keys: Mapping[str, list[str]]) -> Test:
    return lambda value: (
        not isinstance(value, dict) or not any(key in value for key in keys.get(str(type_of(value)), ()))
    )


def _pattern(pattern: str) -> Test:
    search = re.compile(pattern).search
    return lambda value: not is_text(value) or search(value) is not None


def _unique(wanted: bool) -> Test:
    def test(items: Any) -> bool:
        if not wanted or not isinstance(items, list):
            return True
        if all(isinstance(item, str) for item in items):
            return len(set(items)) == len(items)
        return not any(item in items[:index] for index, item in enumerate(items))

    return test


def _sized(kind: Test, fits: Callable[[int, int], bool]) -> Callable[[int], Test]:
    return lambda limit: lambda value: not kind(value) or fits(len(value), limit)


def _bounded(fits: Callable[[float, float], bool]) -> Callable[[float], Test]:
    return lambda limit: lambda value: not _number(value) or fits(cast(float, resolved(value)), limit)


_SIMPLE: Mapping[str, Callable[[Any], Test]] = {
    "type": _type,
    "required": _required,
    "x-refused": _refused,
    "pattern": _pattern,
    "uniqueItems": _unique,
    "enum": lambda values: lambda value: value in values or resolved(value) in values,
    "const": lambda wanted: lambda value: value == wanted or resolved(value) == wanted,
    "minLength": _sized(is_text, int.__ge__),
    "maxLength": _sized(is_text, int.__le__),
    "minItems": _sized(IS["array"], int.__ge__),
    "maxItems": _sized(IS["array"], int.__le__),
    "minProperties": _sized(IS["object"], int.__ge__),
    "maxProperties": _sized(IS["object"], int.__le__),
    "minimum": _bounded(lambda value, limit: value >= limit),
    "maximum": _bounded(lambda value, limit: value <= limit),
}
#: Keywords that ask for nothing by themselves.
_SILENT = frozenset({
    "$comment", "$id", "$schema", "additionalProperties", "default", "description", "else", "enumDescriptions",
    "examples", "patternErrorMessage", "then", "title", "x-kind", "x-required", "x-rule", "x-want",
})  # fmt: skip
