"""All leads as a table for a spreadsheet: a row a lead, a column a question."""

import csv
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, tzinfo
from io import TextIOWrapper
from typing import IO

from engine.core.ports import Leads
from engine.service.cells import COLUMNS, cells_of, plain_cell
from engine.service.leads import state_of

LAST = "Доставка"


async def export_csv(leads: Leads, output: IO[bytes], zone: tzinfo, since: datetime | None = None) -> int:
    """Comma-separated, UTF-8 with the mark by which Excel knows it; how many leads."""
    written = 0
    text = TextIOWrapper(output, "utf-8-sig", newline="")
    writer = csv.writer(text)
    async for row in _rows(leads, zone, since):
        writer.writerow([plain_cell(cell) for cell in row])
        written += 1
    text.flush()
    text.detach()
    return written - 1


async def export_xlsx(leads: Leads, output: IO[bytes], zone: tzinfo, since: datetime | None = None) -> int:
    """One sheet of text cells, never formulas or links; how many leads."""
    import xlsxwriter

    book = xlsxwriter.Workbook(output, {"constant_memory": True, "in_memory": False})
    sheet = book.add_worksheet("Заявки")
    bold = book.add_format({"bold": True})
    written = 0
    async for row in _rows(leads, zone, since):
        for column, cell in enumerate(row):
            # A text cell is never run, whatever it begins with, until somebody saves the sheet as CSV.
            sheet.write_string(written, column, plain_cell(cell), bold if written == 0 else None)
        written += 1
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(written - 1, 0), len(row) - 1)
    book.close()
    return written - 1


async def _rows(leads: Leads, zone: tzinfo, since: datetime | None) -> AsyncIterator[Sequence[str]]:
    """The heading, then a row a lead. Questions of one name share a column, whatever questionnaire asks them."""
    columns = dict.fromkeys(COLUMNS)
    async for record in leads.each(since):
        columns |= dict.fromkeys(cells_of(record.lead, zone))
    yield (*columns, LAST)
    async for record in leads.each(since):
        cells = cells_of(record.lead, zone)
        states = [f"{delivery.hook}: {state_of(delivery)}" for delivery in record.deliveries]
        yield (*(cells.get(column, "") for column in columns), "; ".join(states))
