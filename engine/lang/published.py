"""What the schema files say to editors beyond what the checker reads; it follows from the rest and from the hooks.

`make docs` writes it into the files; a test keeps them equal.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, cast

from engine.core.hookspec import HookSpec
from engine.lang.schemas import Schema, refused_keys, type_entries

FILES = ("flow.schema.json", "bot.schema.json", "story.schema.json")
_WIDTH = 110


def derived(schema: Schema, hooks: Sequence[HookSpec] = ()) -> Schema:
    """The schema with its derived parts written anew; `hooks` are offered under `on_complete:`."""
    if "types" in schema["definitions"]:
        _types(schema)
        _hooks(schema, hooks)
    for node in _nodes(schema):
        if "markdownDescription" in node:
            node["description"] = node["markdownDescription"].partition("\n\n```")[0]
        if "x-required" in node:
            # Each apart, or one sentence would have to serve a missing key and a wrong one.
            missing = [{"required": [key], "errorMessage": words} for key, words in node["x-required"].items()]
            node["allOf"] = missing + [part for part in node.get("allOf", ()) if "if" in part]
    return schema


def _types(schema: Schema) -> None:
    """The values of `type:` and which keys of a question go with each."""
    entries = type_entries(schema)
    question = schema["definitions"]["question"]
    kind = question["properties"]["type"]
    kind["enum"] = list(entries)
    kind["enumDescriptions"] = [entry["description"] for entry in entries.values()]
    kind["errorMessage"] = f"Такого типа нет. Есть {', '.join(entries)}."
    question["allOf"] = [
        {
            "if": _is(name),
            "then": {
                "properties": dict.fromkeys(keys, False),
                "errorMessage": f"Этот ключ не для type: {name}{_IMPLIED.get(name, '')}.",
            },
        }
        for name, keys in refused_keys(schema).items()
        if keys
    ]


_IMPLIED = {"text": " (и не для вопроса без type)", "choice": " (и не для вопроса с choices)"}


#: Fits every value: what a parameter may be its hook's own schema says.
_ANYTHING = ("string", "number", "boolean", "array", "object", "null")


def _hooks(schema: Schema, hooks: Sequence[HookSpec]) -> None:
    """Our hooks as keys of an action; a title and an example written by hand stay."""
    properties = schema["definitions"]["on_complete"]["items"]["properties"]
    known = {name: properties.pop(name) for name in list(properties) if "." in name}
    for spec in hooks:
        parameters = cast(Schema, spec.parameters)
        own = known.get(spec.name, {})
        needed = ", ".join(f"{name}: …" for name in parameters.get("required", ()))
        example = own.get("markdownDescription", "").partition("```yaml\n")[2] or f"{spec.name}: {{{needed}}}\n```"
        properties[spec.name] = {
            "title": own.get("title", spec.name),
            "markdownDescription": f"{spec.about}\n\n```yaml\n{example}",
            "description": spec.about,
            "type": ["object", "null"],
            "x-want": "params",
            "errorMessage": "Здесь нужны параметры действия: строки «имя: значение».",
            "properties": {name: _parameter(entry) for name, entry in parameters.get("properties", {}).items()},
        }


def _parameter(entry: Schema) -> Schema:
    types = sorted(_ANYTHING, key=lambda type: type != entry.get("type"))
    return {"description": entry.get("description", ""), "type": types}


def _is(name: str) -> Schema:
    """The question is of this type, said or implied."""
    said: Schema = {"properties": {"type": {"const": name}}, "required": ["type"]}
    offers = {"anyOf": [{"required": ["choices"]}, {"required": ["choices_by"]}]}
    silent = {"not": {"required": ["type"]}}
    if name == "choice":
        return {"anyOf": [said, {"allOf": [silent, offers]}]}
    if name == "text":
        return {"anyOf": [said, {"allOf": [silent, {"not": offers}]}]}
    return said


def _nodes(node: Any) -> Iterator[Schema]:
    """Every mapping of the schema; a snippet has no parts of its own."""
    if isinstance(node, list):
        for item in node:
            yield from _nodes(item)
    elif isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key not in ("x-required", "defaultSnippets", "types"):
                yield from _nodes(value)


def written(node: Any, indent: str = "", taken: int = 0) -> str:
    """JSON for people: what fits on a line stands on one."""
    flat = json.dumps(node, ensure_ascii=False)
    if not isinstance(node, dict | list) or not node or len(indent) + taken + len(flat) <= _WIDTH:
        return flat
    inner = indent + "  "
    if isinstance(node, list):
        lines = [inner + written(item, inner) for item in node]
        return "[\n" + ",\n".join(lines) + f"\n{indent}]"
    heads = [f"{json.dumps(key, ensure_ascii=False)}: " for key in node]
    lines = [inner + head + written(value, inner, len(head)) for head, value in zip(heads, node.values(), strict=True)]
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
