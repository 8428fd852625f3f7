"""A lead in the cells of a table, and what a spreadsheet would run made plain text."""

import re
from datetime import tzinfo

from engine.core.lead import Lead

#: Columns every lead has; the first one tells leads apart.
COLUMNS = ("Номер", "Принята", "Анкета", "Клиент", "Telegram")

#: What makes a spreadsheet take a cell for a formula, full-width twins included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: A phone or a number: there is nothing in it to run, and people search for it as it is.
HARMLESS = re.compile(r"\+\d[\d ()\-]{4,24}|-\d+([.,]\d+)?")
#: What Excel reads of one cell.
LONGEST = 32_767


def plain_cell(text: str) -> str:
    """The text with a `'` before it where a spreadsheet would take it for a formula."""
    text = text[: LONGEST - 1].replace("\0", "")
    if text.lstrip(" \u00a0").startswith(FORMULA) and not HARMLESS.fullmatch(text):
        return f"'{text}"
    return text


def cells_of(lead: Lead, zone: tzinfo) -> dict[str, str]:
    """Cell by column: what every lead has, then its answers by their labels; not made plain yet."""
    client = lead.client
    first = (
        lead.id,
        f"{lead.finished_at.astimezone(zone):%Y-%m-%d %H:%M}",
        lead.title,
        client.name,
        f"t.me/{client.username}" if client.username else str(client.id),
    )
    cells = dict(zip(COLUMNS, first, strict=True))
    for answer in lead.answers:
        label = f"{answer.label} (ответ)" if answer.label in COLUMNS else answer.label
        # Questions of one name share a column, and nothing is lost.
        cells[label] = f"{cells[label]}; {answer.shown}" if label in cells else answer.shown
    return cells
