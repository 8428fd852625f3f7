"""Telegram HTML: valid whatever was written, and never longer than Telegram takes."""

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape

#: Telegram's limits, in UTF-16 units after the markup is taken out.
MOST_TEXT, MOST_CAPTION, MOST_TOAST = 4096, 1024, 200

#: What may stand after a tag's name.
_NOTHING = re.compile("")
_TAGS: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(["b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler", "pre"], _NOTHING),
    "a": re.compile(r"""\s+href=("[^"]*"|'[^']*')\s*"""),
    "span": re.compile(r"""\s+class=["']tg-spoiler["']\s*"""),
    "tg-emoji": re.compile(r"""\s+emoji-id=["']\d+["']\s*"""),
    "code": re.compile(r"""(\s+class=["']language-[\w+-]+["'])?\s*"""),
    "blockquote": re.compile(r"(\s+expandable)?\s*"),
}
_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?P<rest>(?:\s[^<>]*)?)>"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|lt|gt|amp|quot);)"
    r"|(?P<text>[^<&]+|[<&])"
)


def tidy(html: str, most: int = MOST_TEXT) -> str:
    """Valid Telegram HTML: stray signs escaped, tags closed; what is longer than `most` is cut with an ellipsis."""
    if length(html) <= most:
        return "".join(_valid(html))
    out: list[str] = []
    left = most - 1
    open_tags: list[str] = []
    for piece in _valid(html):
        if piece.startswith("<"):
            if piece.startswith("</"):
                open_tags.pop()
            else:
                open_tags.append(_name(piece))
            out.append(piece)
            continue
        text = unescape(piece)
        if units(text) > left:
            out.append(escape(_head(text, left), quote=False) + "…")
            break
        left -= units(text)
        out.append(piece)
    out.extend(f"</{tag}>" for tag in reversed(open_tags))
    return "".join(out)


def _valid(html: str) -> Iterator[str]:
    """Tags in order, entities, escaped text."""
    open_tags: list[str] = []
    for token in _TOKEN.finditer(html):
        tag = (token["tag"] or "").lower()
        if token["entity"]:
            yield token["entity"]
        elif tag not in _TAGS or (not token["close"] and not _TAGS[tag].fullmatch(token["rest"])):
            yield escape(token[0], quote=False)
        elif not token["close"]:
            open_tags.append(tag)
            yield f"<{tag}{token['rest']}>"
        elif tag in open_tags:
            while True:
                closing = open_tags.pop()
                yield f"</{closing}>"
                if closing == tag:
                    break
    yield from (f"</{tag}>" for tag in reversed(open_tags))


def _name(tag: str) -> str:
    return re.split(r"[\s>]", tag[1:], maxsplit=1)[0]


def plain(html: str) -> str:
    """What people read: without tags and entities."""
    return "".join(unescape(piece) for piece in _valid(html) if not piece.startswith("<"))


def length(html: str) -> int:
    """How long Telegram counts it."""
    return units(plain(html))


def units(text: str) -> int:
    """UTF-16 units: an emoji outside the basic plane counts twice."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def cut(text: str, most: int) -> str:
    """Plain text of at most `most` UTF-16 units, with an ellipsis where something is missing."""
    if units(text) <= most:
        return text
    return _head(text, most - 1) + "…"


def _head(text: str, most: int) -> str:
    """As many whole letters as fit into so many UTF-16 units."""
    kept: list[str] = []
    for letter in text:
        most -= 2 if letter > "\uffff" else 1
        if most < 0:
            break
        kept.append(letter)
    return "".join(kept).rstrip()
