"""The staff looks at leads and sends them again; a table of them is safe to open."""

import csv
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO
from random import Random
from zoneinfo import ZoneInfo

import pytest

from engine.core.failures import PermanentFailure
from engine.core.hookspec import HookSpec
from engine.core.lead import Client, LeadAnswer
from engine.service.delivery import DeliveryWorker
from engine.service.leads import NoSuchLead, one, retry
from engine.service.leads_export import export_csv, export_xlsx
from engine.storage.database import Database
from engine.storage.leads import PAGE, SqlLeads
from engine.storage.outbox import SqlOutbox
from tests.service.memory import MemoryAlerts, Watch
from tests.storage.made import ANNA, MINUTE, NOON, delivery, lead

MOSCOW = ZoneInfo("Europe/Moscow")


class Moody:
    """A hook that refuses for good until it is told otherwise."""

    spec = HookSpec("amocrm.lead", {})
    refuses = True

    async def deliver(self, *_: object) -> None:
        if self.refuses:
            raise PermanentFailure("403", advice="Проверьте права.")


class Office:
    def __init__(self, database: Database) -> None:
        self.leads, self.outbox, self.hook, self.watch = SqlLeads(database), SqlOutbox(database), Moody(), Watch(NOON)
        hooks = {"amocrm.lead": self.hook}
        self.worker = DeliveryWorker(self.outbox, hooks, MemoryAlerts(), now=self.watch, random=Random(1))

    async def refused(self, *ids: str) -> None:
        """These leads, each in need of review."""
        for id in ids:
            await self.outbox.record(lead(id), [delivery(lead=id)])
        await self.worker.drain()

    async def states(self) -> list[str]:
        return [record.deliveries[0].status async for record in self.leads.each()]


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    database = Database(database_url)
    yield Office(database)
    await database.close()


async def test_leads_in_need_of_review_go_out_again(office: Office) -> None:
    await office.refused("s1", "s2")
    assert await office.states() == ["needs_review", "needs_review"]
    office.hook.refuses = False
    woken: list[bool] = []
    assert str(await retry(office.leads, [], office.watch.now, lambda: woken.append(True))).endswith("напишу.")
    assert woken == [True]
    await office.worker.drain()
    assert await office.states() == ["done", "done"]
    assert (await retry(office.leads, [], office.watch.now)).deliveries == 0


async def test_one_lead_goes_out_again_and_the_others_wait(office: Office) -> None:
    await office.refused("abc", "abd")
    office.hook.refuses = False
    await retry(office.leads, ["abc"], office.watch.now)
    await office.worker.drain()
    assert await office.states() == ["done", "needs_review"]


async def test_a_lead_that_waits_for_its_turn_can_be_hurried(office: Office) -> None:
    await office.outbox.record(lead(), [delivery(due_at=NOON + MINUTE)])
    office.hook.refuses = False
    assert await office.worker.drain() == 0
    assert (await retry(office.leads, ["s1"], office.watch.now)).deliveries == 1
    assert await office.worker.drain() == 1


async def test_a_delivered_lead_is_not_sent_twice(office: Office) -> None:
    office.hook.refuses = False
    await office.refused("s1")
    assert (await retry(office.leads, ["s1"], office.watch.now)).deliveries == 0


async def test_what_a_lost_write_left_behind_is_still_looked_for_after_a_retry(office: Office) -> None:
    await office.outbox.record(lead(), [delivery(progress={"contact": 5001}, attempted_at=NOON)])
    await office.worker.drain()
    await retry(office.leads, [], office.watch.now)
    [again] = (await one(office.leads, "s1")).deliveries
    assert (again.progress, again.attempted_at, again.attempts) == ({"contact": 5001}, NOON, 0)


async def test_a_lead_is_named_by_the_beginning_of_its_id(office: Office) -> None:
    await office.refused("abc1", "abd2", "ab")
    assert (await one(office.leads, "abc")).lead.id == "abc1"
    assert (await one(office.leads, "ab")).lead.id == "ab"
    for beginning in ("a", "x", "", "%"):
        with pytest.raises(NoSuchLead):
            await one(office.leads, beginning)


async def test_the_newest_leads_come_first_and_can_be_chosen_by_state(office: Office) -> None:
    for minutes in range(4):
        await office.outbox.record(
            lead(f"s{minutes}", at=NOON + minutes * MINUTE),
            [delivery(0, f"s{minutes}", status="needs_review" if minutes == 1 else "done"), delivery(1, f"s{minutes}")],
        )
    assert [record.lead.id for record in await office.leads.newest(3)] == ["s3", "s2", "s1"]
    [troubled] = await office.leads.newest(3, "needs_review")
    assert [one.status for one in troubled.deliveries] == ["needs_review", "pending"]


async def test_every_lead_is_gone_through_however_many_there_are(office: Office) -> None:
    for number in range(PAGE + 3):
        await office.outbox.record(lead(f"s{number:04}", at=NOON + number // 7 * MINUTE), [])
    assert [record.lead.id async for record in office.leads.each()] == [f"s{n:04}" for n in range(PAGE + 3)]
    late = [record.lead.id async for record in office.leads.each(NOON + PAGE // 7 * MINUTE)]
    assert late == [f"s{number:04}" for number in range(PAGE // 7 * 7, PAGE + 3)]


def answered(label: str, shown: str) -> LeadAnswer:
    return LeadAnswer(label, "text", label, shown, shown)


async def two_leads(office: Office) -> None:
    evil = Client(7, '=HYPERLINK("http://evil";"Анна")', "anna")
    first = replace(
        lead("s1", evil),
        answers=(answered("Марка", "Kia"), answered("Телефон", "+7 916 123-45-67")),
        title="🚗 Продать",
    )
    second = replace(
        lead("s2", ANNA, NOON + timedelta(hours=1)),
        answers=(answered("Марка", "@Лада"), answered("Пожелания", 'две\nстроки, "кавычки"; запятая')),
    )
    await office.outbox.record(first, [delivery(0, "s1", status="done", mock=True), delivery(1, "s1")])
    await office.outbox.record(second, [delivery(0, "s2", status="needs_review")])


async def test_a_csv_of_all_leads_has_a_column_a_question_and_nothing_to_run(office: Office) -> None:
    await two_leads(office)
    output = BytesIO()
    assert await export_csv(office.leads, output, MOSCOW) == 2
    rows = list(csv.DictReader(StringIO(output.getvalue().decode("utf-8-sig"), newline="")))
    assert rows[0] == {
        "Номер": "s1",
        "Принята": "2026-11-22 15:00",
        "Анкета": "🚗 Продать",
        "Клиент": '\'=HYPERLINK("http://evil";"Анна")',
        "Telegram": "t.me/anna",
        "Марка": "Kia",
        "Телефон": "+7 916 123-45-67",
        "Пожелания": "",
        "Доставка": "amocrm.lead: отправлено в эмулятор; amocrm.lead: в очереди",
    }
    assert rows[1]["Марка"] == "'@Лада"
    assert rows[1]["Пожелания"] == 'две\nстроки, "кавычки"; запятая'
    assert rows[1]["Доставка"] == "amocrm.lead: нужна помощь"


async def test_an_xlsx_of_all_leads_holds_texts_only(office: Office) -> None:
    await two_leads(office)
    output = BytesIO()
    assert await export_xlsx(office.leads, output, MOSCOW, NOON + MINUTE) == 1
    with zipfile.ZipFile(output) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert not any("externalLink" in name or "hyperlink" in name for name in book.namelist())
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert "&#39;@Лада" in sheet or "'@Лада" in sheet
    assert "Kia" not in sheet
