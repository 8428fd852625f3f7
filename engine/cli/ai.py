"""`carquery ai …`: how well free text is understood."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.failure import USAGE, give_up
from engine.cli.project import compiled
from engine.cli.settings import read_settings

if TYPE_CHECKING:
    from engine.service.routing.evaluation import Score

ai = typer.Typer(name="ai", help="How well free text is understood.", no_args_is_help=True)


@ai.callback()
def commands() -> None:
    """How well free text is understood."""


@ai.command("eval")
def evaluate(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help='JSON Lines: {"text": …, "flow": "sell" | null, "answers": {…}}.')
    ],
    offline: Annotated[bool, typer.Option("--offline", help="Ask no model, whatever the settings say.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    flows: Annotated[
        Path | None, typer.Option(help="Folder with bot.yaml and the flow files; FLOWS_DIR by default.")
    ] = None,
) -> None:
    """Accuracy, abstention, confusion matrix, per-field precision and recall on labelled phrases."""
    from engine.service.routing.evaluation import UnreadablePhrases, phrases, score

    try:
        labelled = list(phrases(file.read_text(encoding="utf-8").splitlines()))
    except (OSError, UnicodeDecodeError, UnreadablePhrases) as error:
        give_up(f"{file}: {error}", USAGE)
    settings = read_settings()
    project = compiled(flows or settings.flows_dir)
    strangers = sorted({phrase.flow for phrase in labelled if phrase.flow is not None} - set(project.flows))
    if strangers:
        give_up(f"{file}: there is no flow {', '.join(strangers)}.", USAGE)
    from engine.app.readers import reading

    async def measured() -> "Score":
        async with reading(settings, project, offline=offline) as understand:
            return score([(phrase, await understand(phrase.text)) for phrase in labelled])

    found = asyncio.run(measured())
    print(json.dumps(_json(found), ensure_ascii=False) if as_json else "\n".join(_report(found)))


def _report(found: "Score") -> Iterator[str]:
    from engine.service.routing.evaluation import overall

    yield f"{found.phrases} phrases about a branch, {found.off_topic} about none"
    yield f"  right     {found.right:6.1%}"
    yield f"  wrong     {found.wrong:6.1%}   proposed another branch"
    yield f"  asked     {found.asked:6.1%}   left to the menu"
    yield f"  accepted  {found.accepted:6.1%}   of the phrases about none"
    names = sorted({*found.confusion, *(name for row in found.confusion.values() for name in row)})
    width = max(map(len, names), default=1) + 2
    yield ""
    yield "labelled ↓ proposed →".ljust(22) + "".join(name.rjust(width) for name in names)
    for name in names:
        row = found.confusion.get(name, {})
        yield f"  {name}".ljust(22) + "".join(str(row.get(other, 0) or "·").rjust(width) for other in names)
    yield ""
    yield "field".ljust(24) + "precision".rjust(11) + "recall".rjust(9) + "found".rjust(7) + "labelled".rjust(10)
    for name, one in (*found.fields.items(), ("all", overall(found.fields))):
        yield name.ljust(24) + _percent(one.precision, 11) + _percent(one.recall, 9) + f"{one.found:7}{one.labelled:10}"


def _percent(share: float | None, width: int) -> str:
    return "—".rjust(width) if share is None else f"{share:.0%}".rjust(width)


def _json(found: "Score") -> dict[str, object]:
    return {
        "phrases": found.phrases,
        "off_topic": found.off_topic,
        "right": round(found.right, 4),
        "wrong": round(found.wrong, 4),
        "asked": round(found.asked, 4),
        "accepted": round(found.accepted, 4),
        "confusion": {name: dict(row) for name, row in found.confusion.items()},
        "fields": {
            name: {"precision": one.precision, "recall": one.recall, "found": one.found, "labelled": one.labelled}
            for name, one in found.fields.items()
        },
    }
