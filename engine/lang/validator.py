"""The library's JSON Schema validator, taught what an unquoted scalar is, and quick enough for every keystroke."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from jsonschema import Draft7Validator, validators
from jsonschema.exceptions import ValidationError

from engine.lang.grammar import IS, Validator, type_of
from engine.lang.scalars import resolved
from engine.lang.schemas import Schema

_TYPES = Draft7Validator.TYPE_CHECKER.redefine_many({
    name: lambda checker, value, test=test: test(value) for name, test in IS.items()
})  # fmt: skip


#: Conditions that ask for a type and keys only.
_PLAIN = frozenset({"type", "required"})


def _on_resolved(keyword: str) -> Callable[..., Iterator[ValidationError]]:
    """The library's own rule for a keyword, given the number an unquoted scalar stands for."""
    rule = Draft7Validator.VALIDATORS[keyword]

    def check(validator: Any, limit: Any, instance: object, schema: Any) -> Iterator[ValidationError]:
        yield from rule(validator, limit, resolved(instance), schema) or ()

    return check


def _enum(validator: Any, values: list[object], instance: object, schema: Any) -> Iterator[ValidationError]:
    if instance not in values and resolved(instance) not in values:
        yield ValidationError("not one of the values")


def _type(validator: Any, wanted: Any, instance: object, schema: Any) -> Iterator[ValidationError]:
    if not any(IS[name](instance) for name in (wanted if isinstance(wanted, list) else (wanted,))):
        yield ValidationError("of another type")


def _if(validator: Any, condition: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(condition, dict) and "type" in condition and condition.keys() <= _PLAIN:
        # Nearly all of ours: no need to make errors in order to count them.
        met = IS[condition["type"]](instance) and all(key in instance for key in condition.get("required", ()))
    else:
        met = next(validator.descend(instance, condition), None) is None
    branch = "then" if met else "else"
    if branch in schema:
        yield from validator.descend(instance, schema[branch], schema_path=branch)


def _not(validator: Any, other: Any, instance: object, schema: Any) -> Iterator[ValidationError]:
    if next(validator.descend(instance, other), None) is None:
        yield ValidationError("what it must not be")


def _refused(validator: Any, keys: Mapping[str, list[str]], instance: Any, schema: Any) -> Iterator[ValidationError]:
    """Keys a question's type has no use for: what `allOf` of the published schema says at length."""
    for key in keys.get(str(type_of(instance)), ()) if isinstance(instance, dict) else ():
        if key in instance:
            yield ValidationError("a key of other types", path=[key])


_NUMERIC = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_Checker: Any = cast(Any, validators).extend(
    Draft7Validator,
    {
        "x-refused": _refused,
        "type": _type,
        "if": _if,
        "not": _not,
        **{keyword: _on_resolved(keyword) for keyword in _NUMERIC},
        "enum": _enum,
        "const": lambda v, c, i, s: _enum(v, [c], i, s),
    },
    type_checker=_TYPES,
)


def _descend(
    self: Any, instance: object, schema: Any, path: Any = None, schema_path: Any = None, resolver: Any = None
) -> Iterator[ValidationError]:
    """The library's own, less what references need: `linked` has replaced them all."""
    for keyword, value in schema.items():
        rule = self.VALIDATORS.get(keyword)
        for error in (rule(self, value, instance, schema) or ()) if rule is not None else ():
            error._set(validator=keyword, validator_value=value, instance=instance, schema=schema, type_checker=_TYPES)
            if keyword != "if":
                error.schema_path.appendleft(keyword)
            if path is not None:
                error.path.appendleft(path)
            if schema_path is not None:
                error.schema_path.appendleft(schema_path)
            yield error


class _Linked:
    """A validator of documents by one linked schema."""

    VALIDATORS = _Checker.VALIDATORS
    TYPE_CHECKER = _TYPES
    descend = _descend

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def is_type(self, instance: object, type: str) -> bool:
        return IS[type](instance)

    def iter_errors(self, instance: object) -> Iterator[ValidationError]:
        return _descend(self, instance, self.schema)


def of(schema: Schema) -> Validator:
    """A validator by one of our linked schemas."""
    return _Linked(schema).iter_errors


def of_hook(parameters: Mapping[str, Any]) -> Validator:
    """A validator by a hook's own JSON Schema, which may be anybody's."""
    return cast(Validator, _Checker(dict(parameters)).iter_errors)
