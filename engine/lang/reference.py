"""The reference page of the language, made from the schemas: every key with what it is, its value and an example.

`make docs` writes it to docs/language.md; a test keeps them equal.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from engine.lang.catalogue.words import WORDS
from engine.lang.schemas import Schema, refused_keys, text_of, type_entries

_FLOW, _BOT, _STORY = "flow.schema.json", "bot.schema.json", "story.schema.json"

_INTRO = """\
# Язык анкет: справочник

<!-- Страница сделана из schemas/*.json командой make docs: правьте там, не здесь. -->

Все ключи, которые понимает бот. С чего начать и как настроить редактор — в [authors.md](authors.md); в редакторе те же
пояснения показывает подсказка под указателем мыши.

- Файлы: `flows/bot.yaml` — общее для всех анкет, `flows/<имя>.flow.yaml` — анкета, `*.story.yaml` — история (проверка).
- Отступ — два пробела. Текст, в котором есть двоеточие с пробелом или ` #`, берите в двойные кавычки.
- «Текст» может быть на нескольких языках: `{ru: Назад, en: Back}`. Языки перечислены в `bot.yaml`.
- `{имя}` в тексте — ответ на вопрос с этим именем, `{имя|другие слова}` — ответ или эти слова, если ответа нет.
- Имена — латиницей: маленькие буквы, цифры и `_`, первая — буква, не длиннее 24 знаков.
"""


@dataclass(frozen=True, slots=True)
class Section:
    """One mapping an author writes."""

    title: str
    file: str
    #: Where its keys are, as a path in the file.
    path: tuple[str, ...] = ()
    #: Where it is described, if elsewhere.
    about: tuple[str, ...] | None = None


SECTIONS = (
    Section("Анкета", _FLOW),
    Section("Вопрос", _FLOW, ("definitions", "question")),
    Section("Правила ответа", _FLOW, ("definitions", "rule"), ("definitions", "question", "properties", "validate")),
    Section("Вариант ответа", _FLOW, ("definitions", "option", "then"), ("definitions", "option")),
    Section("Условие", _FLOW, ("definitions", "test", "else", "then"), ("definitions", "condition")),
    Section("Поле CRM", _FLOW, ("definitions", "crm", "then"), ("definitions", "crm")),
    Section("Сообщение", _FLOW, ("definitions", "message")),
    Section("Конец без заявки", _FLOW, ("definitions", "end")),
    Section("Вычисление", _FLOW, ("definitions", "computed")),
    Section("Блок", _FLOW, ("definitions", "inserted")),
    Section("Что сделать с заявкой", _FLOW, ("definitions", "on_complete", "items"), ("definitions", "on_complete")),
    Section("bot.yaml", _BOT),
    Section("История", _STORY),
    Section("Действия в истории", _STORY, ("definitions", "action")),
)
_TYPES = "Типы ответов"


@cache
def _schema(file: str) -> Schema:
    return cast(Schema, json.loads(text_of(file)))


def page() -> str:
    """The whole page, Markdown."""
    titles = [section.title for section in SECTIONS]
    titles.insert(2, _TYPES)
    contents = "\n".join(f"- [{title}](#{_anchor(title)})" for title in titles)
    parts = [_INTRO, contents + "\n"]
    told: dict[tuple[str, str], str] = {}
    for section in SECTIONS:
        parts.append("\n".join(_section(section, told)))
        if section.path == ("definitions", "question"):
            parts.append("\n".join(_types()))
    return "\n".join(parts)


def _anchor(title: str) -> str:
    """As GitHub names a heading."""
    return title.lower().replace(".", "").replace(" ", "-")


def _section(section: Section, told: dict[tuple[str, str], str]) -> Iterator[str]:
    node = _at(section.file, section.path)
    yield f"## {section.title}\n"
    yield from _described(_at(section.file, section.path if section.about is None else section.about))
    again: dict[str, list[str]] = {}
    for key, value in _keys(node):
        found = _whole(value, section.file)
        before = told.setdefault((key, _text(found)), section.title)
        if before == section.title:
            yield from _entry(key, found, key in _required(node), section.file)
        else:
            again.setdefault(before, []).append(f"`{key}`")
    for title, keys in again.items():
        yield f"{', '.join(keys)} — как в разделе [{title}](#{_anchor(title)}).\n"


def _at(file: str, path: tuple[str, ...]) -> Schema:
    found: Any = _schema(file)
    for part in path:
        found = found[part]
    return cast(Schema, found)


def _keys(node: Schema) -> Iterator[tuple[str, Schema]]:
    yield from cast(Mapping[str, Schema], node.get("properties", {})).items()


def _entry(key: str, node: Schema, required: bool, file: str) -> Iterator[str]:
    yield f"### `{key}`{' — ' + str(node['title']) if 'title' in node else ''}\n"
    yield f"{_text(node)}\n"
    yield f"Значение: {value_words(node)}.{' Нужен всегда.' if required else ''}\n"
    if example := _example(node):
        yield f"```yaml\n{example}\n```\n"
    inner = [(name, _whole(value, file)) for name, value in _keys(node)]
    for name, value in inner:
        yield from _line(name, value, required=name in _required(node))
    if inner:
        yield ""


def _line(key: str, node: Schema, *, required: bool = False) -> Iterator[str]:
    example = _example(node).splitlines()
    shown = f" Пример: `{example[0]}`." if len(example) == 1 else ""
    yield f"- `{key}` — {_text(node)}{' Нужен всегда.' if required else ''}{shown}"


def _described(node: Schema) -> Iterator[str]:
    if text := _text(node):
        yield f"{text}\n"
    if example := _example(node):
        yield f"```yaml\n{example}\n```\n"


def _types() -> Iterator[str]:
    schema = _schema(_FLOW)
    common = set.intersection(*(set(entry.get("keys", ())) for name, entry in type_entries(schema).items()
                                if name != "consent"))  # fmt: skip
    refused = refused_keys(schema)
    yield f"## {_TYPES}\n"
    yield "Ключи, которые есть у всех вопросов, здесь не перечислены.\n"
    for name, entry in type_entries(schema).items():
        own = [f"`{key}`" for key in entry.get("keys", ()) if key not in common]
        lacks = [f"`{key}`" for key in sorted(common) if key in refused.get(name, ())]
        yield f"### `type: {name}`\n"
        yield f"{entry['description']}\n"
        if own:
            yield f"Ещё ключи: {', '.join(own)}.\n"
        if lacks:
            yield f"Не бывает: {', '.join(lacks)}.\n"
        example = "\n".join(entry["example"])
        yield f"```yaml\n{example}\n```\n"


def _whole(node: Schema, file: str) -> Schema:
    """The node with what it refers to; its own words go before."""
    reference = node.get("$ref")
    if reference is None:
        return node
    other, _, pointer = str(reference).partition("#/")
    return {**_whole(_at(other or file, tuple(pointer.split("/"))), other or file), **node}


def _text(node: Schema) -> str:
    text = str(node.get("description", "")).replace("<", "\\<")
    return text if not text or text.endswith((".", "…", "!", "?")) else f"{text}."


def _example(node: Schema) -> str:
    """The fenced part of the Markdown description."""
    return str(node.get("markdownDescription", "")).partition("```yaml\n")[2].removesuffix("\n```")


def _required(node: Schema) -> frozenset[str]:
    return frozenset(cast(list[str], node.get("x-required") or node.get("required") or []))


def value_words(node: Schema) -> str:
    """What may stand behind the colon, in Russian."""
    if "enum" in node:
        return "одно из слов " + ", ".join(f"`{word}`" for word in node["enum"])
    if node.get("x-rule") == "id":
        return "имя латиницей"
    if (want := node.get("x-want")) in WORDS:
        return WORDS[str(want)]["ru"]
    types = node.get("type", "object")
    first = str(types[0] if isinstance(types, list) else types)
    limits = [node.get(side) for side in ("minimum", "maximum")]
    bounds = f" от {limits[0]} до {limits[1]}" if None not in limits else ""
    return WORDS[first]["ru"] + bounds
