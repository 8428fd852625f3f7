"""What the schema files say to editors beyond what the checker reads; all of it follows from the rest of the file.

`python -m engine.lang.published` writes it into the files; a test keeps them equal.
"""

import json
from collections.abc import Iterator
from typing import Any

from engine.lang.schemas import FOLDER, Schema, refused_keys, text_of, type_entries

FILES = ("flow.schema.json", "bot.schema.json", "story.schema.json")
_WIDTH = 110


def derived(schema: Schema) -> Schema:
    """The schema with its derived parts written anew."""
    if "types" in schema["definitions"]:
        _types(schema)
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


def main() -> None:
    for name in FILES:
        text = written(derived(json.loads(text_of(name))))
        (FOLDER / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
