"""Telegram's HTML: markup in, text and entities out, refusals in Telegram's words (TDLib `parse_html`)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from engine.botapi.entities import Entity, sort_key, units
from engine.botapi.errors import ApiError, bad_request
from engine.botapi.links import check_link, user_of_link

SPACE = " \t\r\n\0\v"
STYLES: Mapping[str, str] = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler",
}  # fmt: skip
TAGS = frozenset({*STYLES, "a", "code", "pre", "blockquote", "tg-emoji"})
NAMED: Mapping[str, str] = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPECIAL = re.compile("[<&]")
HALVES = re.compile("[\ud800-\udfff]")
REFERENCE = re.compile(r"&(?:#(?:x([0-9a-fA-F]*)|([0-9]*))|([A-Za-z]*));?")


@dataclass(frozen=True, slots=True)
class Opened:
    tag: str
    argument: str
    #: Where it starts: in UTF-16 units and in letters of the result.
    offset: int
    begin: int


def parse_html(markup: str) -> tuple[str, list[Entity]]:
    """Text and sorted entities of a markup; raises `can't parse entities: …`."""
    return _Reader(markup).read()


class _Reader:
    def __init__(self, markup: str) -> None:
        self.source = markup
        #: TDLib reads a zero-terminated string; the terminator counts as a space.
        self.text = markup.replace("\0", " ") + "\0"
        self.at = 0
        self.parts: list[str] = []
        self.letters = 0
        self.units = 0
        self.opened: list[Opened] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        size = len(self.source)
        while self.at < size:
            special = SPECIAL.search(self.source, self.at)
            stop = size if special is None else special.start()
            self._keep(self.text[self.at : stop])
            self.at = stop
            if stop == size:
                break
            if self.text[stop] == "&":
                self._keep(self._reference() or self._letter())
            elif self.text[stop + 1] == "/":
                self._close(stop)
            else:
                self._open(stop)
        if self.opened:
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].tag}"')
        result = "".join(self.parts)
        if HALVES.search(result):
            raise _wrong(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
                "surrogate code units"
            )
        plain = [replace(e, language=None) if e.type == "code" else e for e in self.entities]
        return result, sorted(plain, key=sort_key)

    def _keep(self, part: str) -> None:
        self.parts.append(part)
        self.letters += len(part)
        self.units += units(part)

    def _letter(self) -> str:
        self.at += 1
        return self.text[self.at - 1]

    def _reference(self) -> str:
        """The letter a reference stands for, moved past; empty when it is none."""
        found = REFERENCE.match(self.text, self.at)
        if found is None:
            return ""
        sixteen, ten, name = found.groups()
        if name is not None:
            letter = NAMED.get(name, "")
        else:
            code = int(sixteen or "0", 16) if sixteen is not None else int(ten or "0")
            fits = 0 < code < 0x10FFFF and len(found[0].rstrip(";")) < 10
            letter = chr(code) if fits else ""
        if letter:
            self.at = found.end()
        return letter

    def _skip(self, stays: Callable[[str], bool]) -> None:
        while stays(self.text[self.at]):
            self.at += 1

    def _skip_spaces(self) -> None:
        self._skip(lambda letter: letter != "\0" and letter in SPACE)

    def _bytes(self, place: int) -> int:
        return len(self.source[:place].encode("utf-8", "surrogatepass"))

    def _open(self, begin: int) -> None:
        self.at = begin + 1
        self._skip(lambda letter: letter not in SPACE and letter != ">")
        place = self._bytes(begin)
        if self.text[self.at] == "\0":
            raise _wrong(f"Unclosed start tag at byte offset {place}")
        tag = self.text[begin + 1 : self.at].lower()
        if tag not in TAGS:
            raise _wrong(f'Unsupported start tag "{tag}" at byte offset {place}')
        argument = ""
        while self.text[self.at] != ">":
            self._skip_spaces()
            if self.text[self.at] == ">":
                break
            argument = self._attribute(tag, place, argument)
        self.at += 1
        if tag == "span" and argument != "spoiler":
            raise _wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {place}')
        self.opened.append(Opened(tag, argument, self.units, self.letters))

    def _attribute(self, tag: str, place: int, argument: str) -> str:
        """Read one attribute; what the tag means by its attributes so far."""
        start = self.at
        self._skip(lambda letter: letter not in SPACE and letter not in "=>/\"'")
        name = self.text[start : self.at]
        if not name:
            raise _wrong(f'Empty attribute name in the tag "{tag}" at byte offset {place}')
        self._skip_spaces()
        if self.text[self.at] != "=":
            if self.text[self.at] == "\0":
                raise _wrong(f'Unclosed start tag "{tag}" at byte offset {place}')
            return "1" if (tag, name) == ("blockquote", "expandable") else argument
        self.at += 1
        self._skip_spaces()
        if self.text[self.at] == "\0":
            raise _wrong(f'Unclosed start tag "{tag}" at byte offset {place}')
        value = self._quoted() if self.text[self.at] in "\"'" else self._token()
        if self.text[self.at] == "\0":
            raise _wrong(f"Unclosed start tag at byte offset {place}")
        match tag, name:
            case ("a", "href") | ("tg-emoji", "emoji-id"):
                return value
            case ("code", "class") if value.startswith("language-"):
                return value.removeprefix("language-")
            case ("span", "class") if value.startswith("tg-"):
                return value.removeprefix("tg-")
            case ("blockquote", "expandable"):
                return "1"
            case _:
                return argument

    def _quoted(self) -> str:
        quote = self._letter()
        value: list[str] = []
        while self.text[self.at] not in (quote, "\0"):
            value.append((self.text[self.at] == "&" and self._reference()) or self._letter())
        if self.text[self.at] == quote:
            self.at += 1
        return "".join(value)

    def _token(self) -> str:
        start = self.at
        self._skip(lambda letter: letter.isascii() and (letter.isalnum() or letter in ".-"))
        if self.text[self.at] not in SPACE and self.text[self.at] != ">":
            raise _wrong(f"Unexpected end of name token at byte offset {self._bytes(start)}")
        return self.text[start : self.at].lower()

    def _close(self, begin: int) -> None:
        place = self._bytes(begin)
        if not self.opened:
            raise _wrong(f"Unexpected end tag at byte offset {place}")
        self.at = begin + 2
        self._skip(lambda letter: letter not in SPACE and letter != ">")
        tag = self.text[begin + 2 : self.at].lower()
        self._skip_spaces()
        if self.text[self.at] != ">":
            raise _wrong(f"Unclosed end tag at byte offset {place}")
        self.at += 1
        opened = self.opened.pop()
        if tag and tag != opened.tag:
            raise _wrong(f'Unmatched end tag at byte offset {place}, expected "</{opened.tag}>", found "</{tag}>"')
        if self.units > opened.offset:
            self._mark(opened)

    def _mark(self, opened: Opened) -> None:
        span = Entity("", opened.offset, self.units - opened.offset)
        last = self.entities[-1] if self.entities else None
        same = last is not None and (last.offset, last.length) == (span.offset, span.length)
        match opened.tag:
            case "a":
                self.entities += self._link(span, opened)
            case "tg-emoji":
                if not opened.argument.lstrip("-").isdecimal() or int(opened.argument) == 0:
                    raise _wrong("Invalid custom emoji identifier specified")
                self.entities.append(replace(span, type="custom_emoji", custom_emoji_id=opened.argument))
            case "pre" if last is not None and same and last.type == "code" and last.language:
                self.entities[-1] = replace(last, type="pre")
            case "pre":
                self.entities.append(replace(span, type="pre"))
            case "code" if last is not None and same and last.type == "pre" and opened.argument:
                self.entities[-1] = replace(last, language=opened.argument)
            case "code":
                self.entities.append(replace(span, type="code", language=opened.argument or None))
            case "blockquote":
                kind = "expandable_blockquote" if opened.argument else "blockquote"
                self.entities.append(replace(span, type=kind))
            case style:
                self.entities.append(replace(span, type=STYLES[style]))

    def _link(self, span: Entity, opened: Opened) -> list[Entity]:
        """A wrong address loses the link and keeps the text, as in Telegram."""
        link = opened.argument or "".join(self.parts)[opened.begin :]
        user_id = user_of_link(link)
        if user_id is not None:
            return [replace(span, type="text_mention", user_id=user_id)]
        url = check_link(link)
        return [replace(span, type="text_link", url=url)] if isinstance(url, str) else []


def _wrong(reason: str) -> ApiError:
    return bad_request(f"Can't parse entities: {reason}")
