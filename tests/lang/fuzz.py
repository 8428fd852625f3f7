"""`python -m tests.lang.fuzz [N]`: N files spoilt at random; each is reported on in words, none fells the checker.

Unlike the properties of `test_properties.py` these are the shipped files, spoilt a lot, and the same every time.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from random import Random

from engine.app.hooks import specs
from engine.lang.compile import compile_bytes
from engine.lang.memory import Memory
from tests.lang.test_properties import PIECES, SHIPPED, readable

FILES = {path.name: path.read_bytes() for path in SHIPPED if path.parent.name == "flows"}
EXAMPLES = [
    {path.name: path.read_bytes() for path in folder.glob("*.yaml")}
    for folder in sorted({path.parent for path in SHIPPED if path.parent.name != "flows"})
]


def spoilt(number: int) -> tuple[dict[str, bytes], str]:
    """A project with one file spoilt, and that file's name."""
    random = Random(f"fuzz {number}")
    # Small projects mostly: what is to be tried is the files, not the patience.
    files = dict(FILES if number % 10 == 0 else random.choice(EXAMPLES))
    name = random.choice(sorted(files))
    raw = files[name]
    for _ in range(random.randint(1, 6)):
        raw = _bytes(raw, random) if random.random() < 0.15 else _text(raw, random)
    return {**files, name: raw}, name


def _bytes(raw: bytes, random: Random) -> bytes:
    at = random.randrange(len(raw) + 1)
    match random.randrange(4):
        case 0:
            return raw[:at] + random.randbytes(random.randint(1, 4)) + raw[at:]
        case 1:
            return raw[:at]
        case 2:
            return raw.replace(b"\n", b"\r\n")
        case _:
            return raw.decode("utf-8", "replace").encode(random.choice(["cp1251", "utf-16", "utf-8-sig"]), "replace")


def _text(raw: bytes, random: Random) -> bytes:
    lines = raw.decode("utf-8", "replace").split("\n")
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    line = lines[at]
    column = random.randrange(len(line) + 1)
    match random.randrange(9):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[other])
        case 2:
            lines[at] = line[:column] + random.choice(PIECES) + line[column:]
        case 3:
            lines[at] = line[:column] + line[column + random.randint(1, 6) :]
        case 4:
            lines[at] = " " * random.randint(0, 8) + line.lstrip()
        case 5:
            lines[at], lines[other] = lines[other], lines[at]
        case 6:
            key, colon, _ = line.partition(":")
            lines[at] = key + colon + lines[other].partition(":")[2]
        case 7:
            lines[at:other] = lines[other:at]
        case _:
            lines[at] = line.replace(random.choice(":-{}[]\"' "), random.choice(PIECES))
    return "\n".join(lines).encode("utf-8", "replace")


def fuzz(numbers: range) -> Iterator[int]:
    """Spoil and check; how many findings each file gave."""
    hooks, memories = specs(), [Memory() for _ in range(len(EXAMPLES) + 1)]
    for number in numbers:
        files, _ = spoilt(number)
        shared = memories[0] if number % 10 == 0 else memories[1 + number % len(EXAMPLES)]
        found = compile_bytes(files, hooks, memory=shared)
        readable(found, files)
        yield len(found.diagnostics)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    said = Counter(min(found, 5) for found in fuzz(range(count)))
    print(f"{count} files, none fell the checker; findings a file (5: or more): {dict(sorted(said.items()))}")


if __name__ == "__main__":
    main()
