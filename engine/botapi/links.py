"""Which addresses Telegram accepts in links and buttons, and how it writes them (TDLib `LinkManager`)."""

import re
from dataclasses import dataclass

SCHEME = re.compile(r"([^:/?#@\[\]]*)://")
USER_LINK = re.compile(r"tg:(?://)?user\?id=(\d+)$", re.IGNORECASE)
HOST_ASCII = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-_!$,~*'();&+=%")


@dataclass(frozen=True, slots=True)
class WrongLink:
    reason: str


def user_of_link(link: str) -> int | None:
    """The user a `tg://user?id=…` link stands for."""
    found = USER_LINK.match(link)
    return int(found[1]) if found else None


def check_link(link: str) -> str | WrongLink:
    """The link as Telegram stores it (scheme and path filled in), or why it is refused."""
    for scheme in ("tg", "ton"):
        if link.lower().startswith(f"{scheme}:"):
            return _check_own(scheme, link)
    return _http(link)


def explain(link: str, wrong: WrongLink) -> str:
    return f"URL '{link[:128]}' is invalid: {wrong.reason}"


def _check_own(scheme: str, link: str) -> str | WrongLink:
    rest = link[len(scheme) + 1 :].removeprefix("//")
    parsed = _http(rest, dotted=False)
    if isinstance(parsed, WrongLink) or rest.lower().startswith("http"):
        return WrongLink(f"Wrong {scheme} URL")
    return f"{scheme}://{parsed.removeprefix('http://').replace('/?', '?', 1)}"


def _http(link: str, *, dotted: bool = True) -> str | WrongLink:
    scheme, rest = "http", link
    if found := SCHEME.match(link):
        scheme, rest = found[1].lower(), link[found.end() :]
        if scheme not in ("http", "https"):
            return WrongLink("Unsupported URL protocol")
    cut = re.search(r"[/?#]", rest)
    authority, path = (rest, "") if cut is None else (rest[: cut.start()], rest[cut.start() :])
    login, at, place = authority.rpartition("@")
    host, colon, port = place.partition(":")
    if colon and not (port.isdecimal() and 0 < int(port) <= 65535):
        return WrongLink("Wrong port number specified in the URL")
    host = host.lower()
    if not host:
        return WrongLink("URL host is empty")
    if any(letter < "\x80" and letter not in HOST_ASCII for letter in host):
        return WrongLink("Wrong URL host")
    if dotted and "." not in host:
        return WrongLink("Wrong HTTP URL")
    path = path.rstrip() or "/"
    if path[0] != "/":
        path = "/" + path
    path = "".join(f"%{ord(letter):02X}" if letter <= " " else letter for letter in path)
    return f"{scheme}://{login}{at}{host}{colon}{port}{path}"
