"""The hook `csv.append`: a row a lead, a column a question, nothing a spreadsheet would run."""

import asyncio
import csv
import os
import re
from collections.abc import Mapping
from datetime import tzinfo
from io import StringIO
from pathlib import Path

from engine.core.failures import PermanentFailure, TemporaryFailure
from engine.core.hookspec import HookSpec
from engine.core.lead import Lead
from engine.core.ports import Journal
from engine.core.values import Json
from engine.service.cells import cells_of, plain_cell
from integrations.csv_export.spec import SPEC


class CsvAppend:
    def __init__(self, folder: Path, zone: tzinfo) -> None:
        self._folder = folder
        self._zone = zone

    @property
    def spec(self) -> HookSpec:
        return SPEC

    async def deliver(self, lead: Lead, params: Mapping[str, Json], journal: Journal) -> None:
        """A lead whose id is in the file already is not written again, so a repetition does no harm."""
        if journal.progress.get("written"):
            return
        name = str(params["file"])
        if not re.fullmatch(r"[\w-][\w.-]*\.csv", name):
            raise PermanentFailure(
                f"{name} is no file name", advice=f"Имя файла {name} не подходит: нужно вроде sell.csv."
            )
        # The sender is asked for once more whether it still is one.
        await journal.attempting("row")
        cells = {plain_cell(column): plain_cell(cell) for column, cell in cells_of(lead, self._zone).items()}
        try:
            await asyncio.to_thread(add_row, self._folder / name, cells)
        except OSError as error:
            raise TemporaryFailure(
                f"{name} cannot be written: {error.strerror}",
                advice=f"Файл {name} не записывается ({error.strerror}). Проверьте папку CSV_FOLDER и место на диске.",
            ) from error
        except (UnicodeDecodeError, csv.Error) as error:
            raise PermanentFailure(
                f"{name} is not ours any more: {error}",
                advice=f"Файл {name} пересохранён другой программой. Переименуйте его: бот начнёт новый.",
            ) from error
        await journal.reached(written=True)


def add_row(path: Path, cells: Mapping[str, str]) -> None:
    """Write the whole file anew and put it in place at once: it is never seen half-written. Raises OSError.

    Columns stay where they are; questions the file does not know yet are added on the right.
    The first column tells rows apart.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not read as text: that would change the line ends inside cells.
    text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    rows = list(csv.reader(StringIO(text, newline="")))
    known = rows[0] if rows else []
    key, *_ = cells.values()
    if any(row[:1] == [key] for row in rows[1:]):
        return
    columns = [*known, *(column for column in cells if column not in known)]
    content = StringIO(newline="")
    writer = csv.writer(content)
    writer.writerow(columns)
    writer.writerows(row + [""] * (len(columns) - len(row)) for row in rows[1:])
    writer.writerow([cells.get(column, "") for column in columns])
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    # Clients' names and phones: nobody else on this machine reads them.
    with open(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8-sig", newline=""
    ) as file:
        file.write(content.getvalue())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
