"""Bytes of an author's file as text: UTF-8; a byte order mark and CRLF are silently fine."""

from engine.lang.diagnostics import Diagnostic, Place, Span

#: A longer file is not a questionnaire.
MAX_BYTES = 256 * 1024
_MARKS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


def decode(data: bytes, file: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text with `\\n` line ends; None where reading on makes no sense."""
    top = Span(1, 1, 1, 1)
    if len(data) > MAX_BYTES:
        args = {"size": str(len(data) // 1024), "limit": str(MAX_BYTES // 1024)}
        return None, (Diagnostic("CQ010", "error", Place(file, top), "size", args),)
    if data[:512].count(0) * 4 > len(data[:512]):
        return None, (Diagnostic("CQ001", "error", Place(file, top), args={"encoding": "UTF-16"}),)
    try:
        return _lines(data.decode("utf-8-sig")), ()
    except UnicodeDecodeError as error:
        encoding = _guess(data)
        text = data.decode("cp1251", errors="replace") if encoding == "Windows-1251" else None
        span = _span(data, error.start) if text is not None else top
        finding = Diagnostic("CQ001", "error", Place(file, span), args={"encoding": encoding})
        return None if text is None else _lines(text), (finding,)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _guess(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    cyrillic = sum(byte >= 0xC0 for byte in data)
    return "Windows-1251" if cyrillic * 2 >= sum(byte >= 0x80 for byte in data) else "?"


def _span(data: bytes, start: int) -> Span:
    before = data[:start].decode("cp1251", errors="replace")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Span(line, column, line, column + 1)
