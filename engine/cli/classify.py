"""`carquery classify`: what the bot would make of a text."""

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.project import compiled
from engine.cli.settings import read_settings

if TYPE_CHECKING:
    from engine.core.model import Project
    from engine.service.routing.understanding import Understanding


def classify(
    texts: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT…]", help="Each a message; without any, lines of standard input."),
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Ask no model, whatever the settings say.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    flows: Annotated[
        Path | None, typer.Option(help="Folder with bot.yaml and the flow files; FLOWS_DIR by default.")
    ] = None,
) -> None:
    """Free text → the branch the bot would propose and the answers it would fill in."""
    settings = read_settings()
    project = compiled(flows or settings.flows_dir)
    from engine.app.readers import reading

    async def read_all() -> None:
        async with reading(settings, project, offline=offline) as understand:
            for text in texts or _lines():
                understood = await understand(text)
                print(_json(understood) if as_json else _plain(project, understood), flush=True)

    asyncio.run(read_all())


def _lines() -> Iterator[str]:
    return (line.rstrip("\r\n") for line in sys.stdin if line.strip())


def _json(understood: "Understanding") -> str:
    return json.dumps(
        {
            "text": understood.text,
            "flow": understood.flow,
            "confidence": round(understood.confidence, 4),
            "answers": dict(understood.answers),
            "model": understood.model,
            "escalated": understood.escalated,
        },
        ensure_ascii=False,
    )


def _plain(project: "Project", understood: "Understanding") -> str:
    language = project.bot.languages[0]
    flow = project.flow(understood.flow) if understood.flow else None
    title = flow.title.plain(language) if flow else "меню"
    lines = [f"{understood.text}", f"  → {title}  ({understood.confidence:.2f}, {understood.model})"]
    for id, value in understood.answers.items():
        step = flow.step(id) if flow else None
        label = step.label.plain(language) if step else id
        lines.append(f"  {label}: {value}  ← «{understood.quotes.get(id, '')}»")
    return "\n".join(lines)
