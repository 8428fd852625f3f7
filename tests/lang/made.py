"""Small projects for the tests: a bot.yaml, one flow, and what the checker says of them."""

from textwrap import dedent

from engine.core.hookspec import HookSpec
from engine.core.model import Flow
from engine.lang.compile import Compilation, compile_bytes
from engine.lang.diagnostics import Diagnostic

NOTE = HookSpec(
    name="note.add",
    parameters={
        "type": "object",
        "required": ["text"],
        "additionalProperties": False,
        "properties": {
            "text": {"type": "string", "minLength": 1},
            "copies": {"type": "integer", "minimum": 1},
            "tags": {"type": "array", "items": {"type": "string"}},
            "mode": {"enum": ["quiet", "loud"]},
        },
    },
)

#: What a finding is known by: code with its wording's variant, line, column.
type Mark = tuple[str, int, int]

BOT = """\
language: 1
languages: [ru]
menu: [sell]
greeting: Здравствуйте!
help: Выберите раздел
"""


def bot(extra: str = "", *, languages: str = "[ru]", menu: str = "[sell]") -> str:
    return BOT.replace("languages: [ru]", f"languages: {languages}").replace("menu: [sell]", f"menu: {menu}") + dedent(
        extra
    )


def flow(steps: str, extra: str = "", *, id: str = "sell") -> str:
    """A flow whose `steps:` are on line 3; `steps` may be indented as the test likes."""
    return f"flow: {id}\ntitle: Продать\nsteps:\n{_shifted(steps)}done: Спасибо!\n{dedent(extra)}"


def _shifted(text: str) -> str:
    lines = dedent(text).strip("\n").split("\n")
    return "".join(f"  {line}\n" if line.strip() else "\n" for line in lines)


def compiled(flow_text: str, bot_text: str = BOT, **more: str) -> Compilation:
    """sell.flow.yaml and bot.yaml compiled; `more` are files by name with `__` for the dot."""
    files = {"bot.yaml": bot_text, "sell.flow.yaml": flow_text}
    files |= {name.replace("__", "."): text for name, text in more.items()}
    return compile_bytes({name: text.encode() for name, text in files.items()}, [NOTE])


def of(flow_text: str, bot_text: str = BOT, **more: str) -> list[Mark]:
    """The findings of a project, in reading order."""
    return marks(compiled(flow_text, bot_text, **more).diagnostics)


def marks(found: tuple[Diagnostic, ...] | list[Diagnostic], file: str | None = None) -> list[Mark]:
    return [(one.key, one.span.line, one.span.column) for one in found if file in (None, one.file)]


def steps(text: str, extra: str = "", bot_text: str = BOT) -> list[Mark]:
    """The findings of a flow with these steps; its first step is on line 4."""
    return of(flow(text, extra), bot_text)


def linked(text: str, extra: str = "", bot_text: str = BOT) -> Flow:
    """The flow with these steps, which must be free of errors."""
    whole = compiled(flow(text, extra), bot_text)
    assert whole.project is not None, marks(whole.diagnostics)
    return whole.project.flows["sell"]


def applied(text: str, finding: Diagnostic) -> str:
    """The text after the finding's repair."""
    assert finding.fix is not None
    lines = text.split("\n")
    for edit in sorted(finding.fix.edits, key=lambda edit: edit.span, reverse=True):
        start, end = edit.span.line - 1, edit.span.end_line - 1
        head, tail = lines[start][: edit.span.column - 1], lines[end][edit.span.end_column - 1 :]
        lines[start : end + 1] = (head + edit.text + tail).split("\n")
    return "\n".join(lines)
