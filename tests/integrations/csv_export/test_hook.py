"""Leads gather in a CSV file: each once, questions in columns, nothing a spreadsheet would run."""

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engine.core.failures import PermanentFailure, TemporaryFailure
from engine.core.lead import Client, LeadAnswer
from engine.service.journal import OutboxJournal
from integrations.csv_export.hook import CsvAppend
from tests.service.memory import MemoryOutbox, Watch
from tests.storage.made import NOON, delivery, lead


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.hook = CsvAppend(path, ZoneInfo("Europe/Moscow"))

    async def add(self, id: str, *answers: tuple[str, str], client: Client | None = None) -> None:
        made = replace(
            lead(id), answers=tuple(LeadAnswer(label, "text", label, shown, shown) for label, shown in answers)
        )
        made = replace(made, client=client or made.client)
        journal = OutboxJournal(MemoryOutbox(), delivery(lead=id), Watch(NOON))
        await self.hook.deliver(made, {"file": "sell.csv"}, journal)

    @property
    def rows(self) -> list[dict[str, str]]:
        text = (self.path / "sell.csv").read_bytes().decode("utf-8-sig")
        return list(csv.DictReader(StringIO(text, newline="")))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "csv")


async def test_each_lead_is_a_row_and_each_question_a_column(folder: Folder) -> None:
    await folder.add("s1", ("Марка", "Kia"), ("Телефон", "+7 916 123-45-67"))
    await folder.add("s2", ("Марка", "Лада"), ("Телефон", "+79161234568"))
    first, second = folder.rows
    assert first == {
        "Номер": "s1",
        "Принята": "2026-11-22 15:00",
        "Анкета": "🚗 Продать авто",
        "Клиент": "Анна",
        "Telegram": "t.me/anna",
        "Марка": "Kia",
        "Телефон": "+7 916 123-45-67",
    }
    assert second["Марка"] == "Лада"


async def test_a_repeated_delivery_writes_no_second_row(folder: Folder) -> None:
    for _ in range(3):
        await folder.add("s1", ("Марка", "Kia"))
    assert len(folder.rows) == 1


async def test_a_question_added_to_the_flow_becomes_a_column_on_the_right(folder: Folder) -> None:
    await folder.add("s1", ("Марка", "Kia"))
    await folder.add("s2", ("Пробег", "10"), ("Марка", "Лада"))
    await folder.add("s3", ("Пробег", "20"))
    assert [(row["Марка"], row["Пробег"]) for row in folder.rows] == [("Kia", ""), ("Лада", "10"), ("", "20")]
    assert list(folder.rows[0])[-2:] == ["Марка", "Пробег"]


async def test_nothing_a_client_writes_is_a_formula(folder: Folder) -> None:
    evil = Client(7, "@SUM(1+1)", None)
    await folder.add("s1", ("Марка", '=HYPERLINK("http://evil","x")'), ("=1+1", "\t=cmd|' /C calc'!A0"), client=evil)
    [row] = folder.rows
    assert row["Марка"].startswith("'=")
    assert row["Клиент"] == "'@SUM(1+1)"
    assert row["'=1+1"].startswith("'\t")
    assert row["Telegram"] == "7"


async def test_lines_quotes_and_commas_come_back_as_they_were(folder: Folder) -> None:
    said = 'две\nстроки, "кавычки"; запятая\r\nи ещё'
    await folder.add("s1", ("Пожелания", said))
    await folder.add("s2", ("Пожелания", "нет"))
    assert [row["Пожелания"] for row in folder.rows] == [said, "нет"]


async def test_questions_of_one_name_and_of_a_columns_name_lose_nothing(folder: Folder) -> None:
    await folder.add("s1", ("Марка", "Kia"), ("Марка", "Лада"), ("Клиент", "постоянный"))
    [row] = folder.rows
    assert (row["Марка"], row["Клиент"], row["Клиент (ответ)"]) == ("Kia; Лада", "Анна", "постоянный")


async def test_the_file_is_for_its_owner_and_never_half_written(folder: Folder) -> None:
    await folder.add("s1", ("Марка", "Kia"))
    (folder.path / ".sell.csv.new").write_text("half a ro")
    await folder.add("s2", ("Марка", "Лада"))
    assert (folder.path / "sell.csv").stat().st_mode & 0o077 == 0
    assert [path.name for path in folder.path.iterdir()] == ["sell.csv"]


@pytest.mark.parametrize("name", ["../sell.csv", "a/b.csv", "sell.txt", ".csv", "", "sell.csv\n", "/etc/x.csv"])
async def test_a_name_that_leaves_the_folder_is_refused(folder: Folder, name: str) -> None:
    journal = OutboxJournal(MemoryOutbox(), delivery(), Watch(NOON))
    with pytest.raises(PermanentFailure):
        await folder.hook.deliver(lead(), {"file": name}, journal)


async def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "csv").write_text("a file, not a folder")
    with pytest.raises(TemporaryFailure) as failure:
        await Folder(tmp_path / "csv").add("s1", ("Марка", "Kia"))
    assert "CSV_FOLDER" in failure.value.advice


async def test_a_file_another_program_rewrote_is_left_as_it_is(folder: Folder) -> None:
    folder.path.mkdir()
    (folder.path / "sell.csv").write_bytes("Номер;Марка\r\n1;Лада".encode("cp1251"))
    with pytest.raises(PermanentFailure) as failure:
        await folder.add("s1", ("Марка", "Kia"))
    assert "Переименуйте" in failure.value.advice
    assert (folder.path / "sell.csv").read_bytes().startswith("Номер".encode("cp1251"))
