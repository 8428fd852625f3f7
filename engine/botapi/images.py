"""Sizes of pictures read from their headers, and plain pictures made from nothing."""

import struct
import zlib
from dataclasses import dataclass

#: JPEG markers that carry the frame's size.
FRAMES = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})


@dataclass(frozen=True, slots=True)
class Size:
    """In pixels."""

    width: int
    height: int

    def fitted(self, side: int) -> "Size":
        """The size within a square, proportions kept."""
        longest = max(self.width, self.height)
        return Size(max(1, self.width * side // longest), max(1, self.height * side // longest))


def image_size(content: bytes) -> Size | None:
    """The size of a PNG, JPEG, GIF or WebP picture; None when it is none of them."""
    size = _read_size(content)
    return size if size is not None and size.width and size.height else None


def _read_size(content: bytes) -> Size | None:
    match content[:4]:
        case b"\x89PNG" if len(content) >= 24:
            return Size(*struct.unpack(">II", content[16:24]))
        case b"GIF8" if len(content) >= 10:
            return Size(*struct.unpack("<HH", content[6:10]))
        case b"RIFF" if content[8:12] == b"WEBP" and len(content) >= 30:
            return _webp_size(content)
        case head if head[:2] == b"\xff\xd8":
            return _jpeg_size(content)
        case _:
            return None


def _webp_size(content: bytes) -> Size | None:
    match content[12:16]:
        case b"VP8X":
            width, height = (int.from_bytes(content[at : at + 3], "little") + 1 for at in (24, 27))
            return Size(width, height)
        case b"VP8L":
            bits = int.from_bytes(content[21:25], "little")
            return Size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case b"VP8 ":
            width, height = struct.unpack("<HH", content[26:30])
            return Size(width & 0x3FFF, height & 0x3FFF)
        case _:
            return None


def _jpeg_size(content: bytes) -> Size | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return Size(width, height)
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None


def plain_picture(number: int = 0, size: Size = Size(320, 240)) -> bytes:
    """A one-colour PNG; another number, another colour."""
    colour = bytes((37 + number * 67 & 0xFF, 99 + number * 41 & 0xFF, 160 + number * 23 & 0xFF))
    row = b"\0" + colour * size.width
    header = struct.pack(">IIBBBBB", size.width, size.height, 8, 2, 0, 0, 0)
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(row * size.height)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
