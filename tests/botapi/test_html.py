"""Markup becomes text and entities measured in UTF-16 units."""

from dataclasses import dataclass
from html import escape

import pytest
from aiogram.types import MessageEntity
from aiogram.utils.text_decorations import html_decoration
from hypothesis import given
from hypothesis import strategies as st

from engine.botapi.entities import Entity, unit_slice, units
from engine.botapi.errors import ApiError
from engine.botapi.formatting import STYLES, formatted
from engine.botapi.html import parse_html


def marks(markup: str) -> list[tuple[str, int, int]]:
    text, entities = parse_html(markup)
    return [(entity.type, entity.offset, entity.length) for entity in formatted(text, entities).entities]


@pytest.mark.parametrize(
    ("markup", "text", "expected"),
    [
        ("<b>раз</b>", "раз", [("bold", 0, 3)]),
        ("<B>раз</B >", "раз", [("bold", 0, 3)]),
        ("🚗<i>x</i>", "🚗x", [("italic", 2, 1)]),
        ("<u>a<s>b</s></u>", "ab", [("underline", 0, 2), ("strikethrough", 1, 1)]),
        ("<b>a</b><strong>b</strong>", "ab", [("bold", 0, 2)]),
        ("<b>a<b>b</b></b>", "ab", [("bold", 0, 2)]),
        ("<b>a<code>b</code>c</b>", "abc", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ("<b></b>x", "x", []),
        ("&lt;b&gt; &amp; &quot; &#128663; &#x41;", '<b> & " 🚗 A', []),
        ("&nbsp; &copy;", "&nbsp; &copy;", []),
        ("<b>x</>", "x", [("bold", 0, 1)]),
        ("<a href='not a link'>x</a>", "x", []),
        ("<a>t.me/dealer</a>", "t.me/dealer", [("text_link", 0, 11)]),
    ],
)
def test_markup_becomes_text_and_entities(markup: str, text: str, expected: list[tuple[str, int, int]]) -> None:
    assert parse_html(markup)[0] == text
    assert marks(markup) == expected


def test_code_within_pre_names_the_language() -> None:
    _, entities = parse_html('<pre><code class="language-yaml">a: 1</code></pre>')
    assert entities == [Entity("pre", 0, 4, language="yaml")]


def test_a_link_to_a_user_is_a_mention() -> None:
    _, entities = parse_html('<a href="tg://user?id=7">Анна</a>')
    assert entities == [Entity("text_mention", 0, 4, user_id=7)]


def test_spaces_around_the_text_go_and_entities_move_with_it() -> None:
    text, entities = parse_html(" \n привет <b>мир </b> \n")
    assert formatted(text, entities).text == "привет мир"
    assert formatted(text, entities).entities == (Entity("bold", 7, 3),)


def test_control_characters_go_and_entities_move_with_them() -> None:
    whole = formatted("раз\r\nдва\t🚗", [Entity("bold", 5, 3)])
    assert (whole.text, whole.entities) == ("раз\nдва 🚗", (Entity("bold", 4, 3),))


@pytest.mark.parametrize(
    "markup", ["&#55296;", "<tg-emoji emoji-id='x'>a</tg-emoji>", "<a href=t.me/x>x</a>", "<a =b>x</a>"]
)
def test_what_telegram_refuses_is_refused(markup: str) -> None:
    with pytest.raises(ApiError, match="can't parse entities"):
        parse_html(markup)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start и /help@dealer_bot", [("bot_command", 0, 6), ("bot_command", 9, 16)]),
        ("путь a/b и //x", []),
        ("пишите @dealer", [("mention", 7, 7)]),
        ("почта a.b@example.com", [("email", 6, 15)]),
        ("🚗 example.com, ok", [("url", 3, 11)]),
        ("см. https://avito.ru/x?y=1.", [("url", 4, 22)]),
        ("цена 1.5 млн", []),
        ("#авто #1", [("hashtag", 0, 5)]),
    ],
)
def test_telegram_finds_some_entities_itself(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert [(e.type, e.offset, e.length) for e in formatted(text).entities] == expected


# ---------------------------------------------------------------------- any nesting, any letters

TAGS = {"b": "bold", "i": "italic", "u": "underline", "s": "strikethrough", "tg-spoiler": "spoiler"}
LETTERS = st.text(st.sampled_from("aя🚗👨‍👩‍👧<>&\"' \n€"), max_size=6)


@dataclass(frozen=True)
class Node:
    tag: str
    inside: tuple["Node | str", ...]


NODES = st.recursive(
    LETTERS,
    lambda inner: st.builds(Node, st.sampled_from(list(TAGS)), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=8,
)
TREES = st.lists(NODES, min_size=1, max_size=4)


def _markup(node: Node | str) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    return f"<{node.tag}>{''.join(map(_markup, node.inside))}</{node.tag}>"


def _units(node: Node | str, styles: frozenset[str] = frozenset()) -> list[tuple[bytes, frozenset[str]]]:
    """Every UTF-16 unit with the styles over it."""
    if isinstance(node, str):
        code = node.encode("utf-16-le")
        return [(code[at : at + 2], styles) for at in range(0, len(code), 2)]
    return [pair for one in node.inside for pair in _units(one, styles | {TAGS[node.tag]})]


def _styled(text: str, entities: tuple[Entity, ...]) -> list[tuple[bytes, frozenset[str]]]:
    code = text.encode("utf-16-le")
    return [
        (
            code[2 * at : 2 * at + 2],
            frozenset(e.type for e in entities if e.type in STYLES and e.offset <= at < e.end),
        )
        for at in range(units(text))
    ]


@given(TREES)
def test_every_unit_keeps_its_styles(tree: list[Node | str]) -> None:
    text, entities = parse_html("".join(map(_markup, tree)))
    expected = [pair for node in tree for pair in _units(node)]
    assert _styled(text, tuple(entities)) == expected


@given(TREES)
def test_trimming_and_joining_move_no_style(tree: list[Node | str]) -> None:
    text, entities = parse_html("".join(map(_markup, tree)))
    whole = formatted(text, entities, allow_empty=True) if text.strip(" \n") else None
    if whole is None:
        return
    expected = _styled(text, tuple(entities))
    start = next(at for at in range(len(expected)) if _from(text, at).startswith(whole.text))
    assert _styled(whole.text, whole.entities) == expected[start : start + whole.units]
    for entity in whole.entities:
        assert 0 <= entity.offset < entity.end <= whole.units


@given(TREES)
def test_aiogram_reads_the_entities_back_into_the_same_html(tree: list[Node | str]) -> None:
    """aiogram unparses entities by UTF-16 offsets of its own; what it writes must mean the same again."""
    text, entities = parse_html("".join(map(_markup, tree)))
    try:
        whole = formatted(text, entities)
    except ApiError:
        # Nothing to be seen, a lone joiner for one: refused, as Telegram does.
        return
    objects = [MessageEntity(type=e.type, offset=e.offset, length=e.length) for e in whole.entities]
    again, marked = parse_html(html_decoration.unparse(whole.text, objects))
    assert _styled(again, tuple(marked)) == _styled(whole.text, whole.entities)


def _from(text: str, at: int) -> str:
    try:
        return unit_slice(text, at, units(text))
    except UnicodeDecodeError:
        return ""
