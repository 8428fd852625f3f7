"""Reading JSON objects inside parameters as TDLib does: a number passes for a string, a wrong type is named.

The sentences are those of TDLib's `JsonBuilder.cpp` (`JsonObject::get_*_field`).
"""

import json
from collections.abc import Mapping, Sequence

from engine.botapi.errors import bad_request


def decode(source: str, what: str) -> object:
    """The JSON value of a parameter, or `Can't parse {what} JSON object`."""
    try:
        value: object = json.loads(source)
    except ValueError:
        raise bad_request(f"Can't parse {what} JSON object") from None
    return value


def as_object(value: object, message: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise bad_request(message)
    return value


def as_array(value: object, message: str) -> Sequence[object]:
    if not isinstance(value, list):
        raise bad_request(message)
    return value


def optional_string(item: Mapping[str, object], name: str) -> str:
    """The field as text, empty when absent."""
    match item.get(name):
        case str() as text:
            return text
        case bool():
            raise bad_request(f'Field "{name}" must be of type String')
        case int() | float() as number:
            return json.dumps(number)
        case None:
            return ""
        case _:
            raise bad_request(f'Field "{name}" must be of type String')


def required_string(item: Mapping[str, object], name: str) -> str:
    if item.get(name) is None:
        raise bad_request(f'Can\'t find field "{name}"')
    return optional_string(item, name)


def optional_flag(item: Mapping[str, object], name: str) -> bool:
    match item.get(name):
        case bool() as flag:
            return flag
        case None:
            return False
        case _:
            raise bad_request(f'Field "{name}" must be of type Boolean')


def required_integer(item: Mapping[str, object], name: str) -> int:
    match item.get(name):
        case bool():
            raise bad_request(f'Field "{name}" must be of type Number')
        case int() as number:
            return number
        case str() as text if text.lstrip("-").isdecimal():
            return int(text)
        case None:
            raise bad_request(f'Can\'t find field "{name}"')
        case _:
            raise bad_request(f'Field "{name}" must be of type Number')


def optional_object(item: Mapping[str, object], name: str) -> Mapping[str, object] | None:
    value = item.get(name)
    return None if value is None else as_object(value, f'Field "{name}" must be of type Object')


def optional_array(item: Mapping[str, object], name: str) -> Sequence[object] | None:
    value = item.get(name)
    return None if value is None else as_array(value, f'Field "{name}" must be of type Array')
