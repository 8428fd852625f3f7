"""Files that want the checker to hang, to eat the memory or to fall over."""

from collections.abc import Mapping
from random import Random

HEAD = "flow: sell\ntitle: Продать\n"
_SIZE = 250_000


def _steps(lines: str) -> str:
    return f"{HEAD}steps:\n{lines}\ndone: Спасибо!\n"


def _aliases() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    return "\n".join(lines)


def _merges() -> str:
    lines = ["a0: &a0 {x: y}"]
    lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}" for n in range(1, 30)]
    return "\n".join(lines)


def _nested(levels: int) -> str:
    return "\n".join("  " * level + "a:" for level in range(levels))


def _filled(line: str, size: int = _SIZE) -> str:
    return "\n".join([line] * (size // (len(line.encode()) + 1)))


def _numbered(line: str, count: int) -> str:
    return "\n".join(line.replace("N", str(n)) for n in range(count))


#: Name → (bytes of sell.flow.yaml, the code that must be among the findings).
HOSTILE: Mapping[str, tuple[bytes, str]] = {
    name: (text.encode() if isinstance(text, str) else text, code)
    for name, text, code in (
        ("aliases", _aliases(), "CQ007"),
        ("merges", _merges(), "CQ007"),
        ("tags", _steps("  - !!python/object/apply:os.system [echo]"), "CQ007"),
        ("depth in brackets", HEAD + "steps: " + "[" * 100_000, "CQ010"),
        ("depth in braces", HEAD + "steps: " + "{a: " * 50_000, "CQ010"),
        ("depth in lines", HEAD + _nested(400), "CQ010"),
        ("size", HEAD + "a" * 300_000, "CQ010"),
        ("a line of a megabyte", HEAD + "done: " + "а" * 500_000, "CQ010"),
        ("a long line", _steps("  - {id: a, ask: " + "а" * 120_000 + "}"), "CQ502"),
        ("values", HEAD + "steps: [" + "a, " * 80_000 + "]", "CQ010"),
        ("repeated keys", HEAD + _filled("done: a"), "CQ010"),
        ("a few thousand repeated keys", HEAD + _numbered("done: N", 4000), "CQ004"),
        ("unknown keys", HEAD + _numbered("titlN: a", 8000), "CQ100"),
        ("unknown settings", _steps("  - id: a\n    ask: б\n" + _numbered("    optioN: a", 8000)), "CQ100"),
        ("unknown references", _steps(_numbered("  - {id: qN, ask: 'б {qqN}'}", 3000)), "CQ303"),
        ("conditions", _steps("  - {id: q0, ask: б, type: yes_no}\n" + "\n".join(
            f"  - {{id: q{n}, ask: б, type: yes_no, if: {{q{n - 1}: yes}}}}" for n in range(1, 1500))
            + "\n  - {id: z, ask: '{qq}'}"), "CQ303"),
        ("answers", _steps("\n".join(f"  - {{id: q{n}, ask: б, type: yes_no}}" for n in range(200))
            + "\n  - {id: z, ask: б, if: {"
            + ", ".join(f"q{n}: yes" for n in range(200)) + "}}\n  - {id: y, ask: 'а {z}'}"), "CQ303"),
        ("options", _steps("  - id: a\n    ask: б\n    choices:\n" + _numbered("      oN: б", 7000)), "CQ211"),
        ("nuls", HEAD + "done: a\0b\n", "CQ009"),
        ("nothing but nuls", b"\0" * 1000, "CQ001"),
        ("control characters", HEAD + "done: " + "\x07" * 50_000, "CQ009"),
        ("invisible letters", HEAD + "done: " + "а\u200b" * 40_000, "CQ009"),
        ("tabs", HEAD + _filled("\tdone: a"), "CQ002"),
        ("cp1251", (HEAD + "done: Спасибо\n").encode("cp1251"), "CQ001"),
        ("utf-16", (HEAD + "done: Спасибо\n").encode("utf-16"), "CQ001"),
        ("utf-16 without a mark", "flow: sell\ntitle: sell\n".encode("utf-16-le"), "CQ001"),
        ("random bytes", Random(1).randbytes(100_000), "CQ001"),
        ("an open bracket", HEAD + "steps: [" + _filled("a: б"), "CQ003"),
        ("an open quote", HEAD + 'done: "' + _filled("a б"), "CQ003"),
        ("an open quote above many keys", HEAD + 'done: "а\n' + _filled("a: б", 60_000), "CQ003"),
        ("colons", HEAD + _filled("a: b: c"), "CQ003"),
        ("colons in a smaller file", HEAD + _filled("a: b: c", 60_000), "CQ003"),
        ("indents", HEAD + "\n".join(" " * (n % 19) + f"k{n}: a" for n in range(4000)), "CQ003"),
        ("documents", HEAD + _filled("---\na: b"), "CQ003"),
        ("complex keys", "? " * 20_000 + "a", "CQ010"),
        ("a pattern", _steps("  - {id: a, ask: б, validate: {pattern: '((a{1,1000}){1,1000}){1,1000}'}}"), "CQ402"),
        ("a power", _steps("  - {id: a, compute: 9**9**9**9}"), "CQ402"),
        ("parentheses", _steps("  - {id: a, compute: '" + "(" * 400 + "1" + ")" * 400 + "'}"), "CQ402"),
        ("a long formula", _steps("  - {id: a, compute: '" + "1+" * 60_000 + "1'}"), "CQ402"),
        ("negations", _steps("  - {id: a, ask: б}\n  - {id: b, ask: в, if: {a: " + "{not: " * 60 + "x" + "}" * 60), "CQ010"),
        ("markup", HEAD + "steps: [{id: a, ask: б}]\ndone: '" + "<b>" * 40_000 + "'", "CQ304"),
        ("places", HEAD + "steps: [{id: a, ask: б}]\ndone: '" + "{b}" * 40_000 + "'", "CQ303"),
        ("braces", HEAD + "steps: [{id: a, ask: б}]\ndone: '" + "{" * 100_001 + "'", "CQ303"),
        ("quotes", HEAD + "steps: [{id: a, ask: б}]\ndone: а " + "«" * 60_000, "CQ005"),
    )
}  # fmt: skip
