"""Photos and documents arrive byte for byte, once, or the manager reads why they did not."""

from datetime import timedelta
from typing import Any

import pytest

from engine.core.clauses import CrmTarget
from engine.core.failures import PermanentFailure, TemporaryFailure
from integrations.amocrm.files import GIVE_UP_AFTER
from tests.integrations.amocrm.world import NAME, PHONE, Dealership, answer

ALBUM = answer(
    "photos",
    "photo",
    "Фото",
    "5 фото",
    value=[{"id": f"file-{name}", "unique": name, "message": place} for place, name in enumerate("abcde")],
)
SCAN = answer("pts", "file", "ПТС", "1 файл", value=[{"id": "file-a", "unique": "x", "message": 9, "name": "птс.pdf"}])


@pytest.fixture
def dealer() -> Dealership:
    return Dealership()


async def test_an_album_of_five_photos_arrives_byte_for_byte_in_its_order(dealer: Dealership) -> None:
    await dealer.deliver("s1", (ALBUM, NAME, PHONE))
    contents = [dealer.telegram.files[f"file-{name}"] for name in "abcde"]
    assert dealer.shown_files == [(f"Фото {place}.jpg", content) for place, content in enumerate(contents, 1)]
    assert dealer.listed_files == contents
    assert {file["kind"] for file in dealer.rows("files")} == {"image/jpeg"}
    parts = [one for one in dealer.emulator.requests if "/upload/" in one["path"]]
    assert len(parts) == 5 * 3
    assert dealer.alerts.told == []


async def test_a_document_keeps_its_name(dealer: Dealership) -> None:
    await dealer.deliver("s1", (SCAN, NAME, PHONE))
    assert dealer.shown_files == [("птс.pdf", dealer.telegram.files["file-a"])]
    assert dealer.rows("files")[0]["kind"] == "application/pdf"


async def test_files_of_an_answer_that_goes_nowhere_stay_where_they_are(dealer: Dealership) -> None:
    hidden = answer("passport", "photo", "Паспорт", "1 фото", CrmTarget("nowhere"), value=ALBUM.value)
    await dealer.deliver("s1", (hidden, NAME, PHONE))
    assert dealer.shown_files == []
    assert dealer.telegram.fetched == []


async def test_without_the_scope_the_note_says_so_and_the_admin_hears_it_once(dealer: Dealership) -> None:
    dealer.switch(files_scope=False)
    await dealer.deliver("s1", (ALBUM, NAME, PHONE))
    await dealer.deliver("s2", (ALBUM, NAME, PHONE))
    _, about_files, _, _ = dealer.notes
    assert "Фото 5.jpg: у интеграции нет доступа к файлам" in about_files
    [told] = dealer.alerts.told
    assert "Доступ к файлам" in told
    assert [delivery.status for delivery in dealer.outbox.deliveries] == ["done", "done"]
    # One was enough to learn it.
    assert len(dealer.telegram.fetched) == 2


async def test_one_file_telegram_does_not_give_out_is_named_and_the_others_arrive(dealer: Dealership) -> None:
    dealer.telegram.files["file-b"] = PermanentFailure("too big", advice="файл больше 20 МБ")
    await dealer.deliver("s1", (ALBUM, NAME, PHONE))
    assert len(dealer.shown_files) == len(dealer.listed_files) == 4
    assert "— Фото 2.jpg: файл больше 20 МБ" in dealer.notes[1]


@pytest.mark.parametrize(
    "fault", [{"status": 400}, {"status": 413}, {"status": 405}], ids=lambda fault: str(fault["status"])
)
async def test_a_file_amocrm_does_not_take_is_named(dealer: Dealership, fault: dict[str, Any]) -> None:
    dealer.break_("status", "POST /v1.0/sessions", skip=1, **fault)
    await dealer.deliver("s1", (ALBUM, NAME, PHONE))
    assert len(dealer.shown_files) == 4
    assert "— Фото 2.jpg: " in dealer.notes[1]


async def test_the_note_is_there_before_the_files_and_other_leads_do_not_wait_for_them(dealer: Dealership) -> None:
    dealer.telegram.files["file-b"] = TemporaryFailure("Telegram does not answer")
    await dealer.record("s1", (ALBUM, NAME, PHONE))
    await dealer.record("s2", (NAME, PHONE))
    await dealer.worker.drain()
    assert len(dealer.notes) == 2
    assert [delivery.status for delivery in dealer.outbox.deliveries] == ["pending", "done"]
    dealer.telegram.files["file-b"] = b"at last"
    await dealer.until_quiet()
    assert ("Фото 2.jpg", b"at last") in dealer.shown_files
    # What was there already was not fetched again.
    assert dealer.telegram.fetched.count("file-a") == 1


async def test_a_file_that_cannot_be_had_for_a_day_is_given_up_and_named(dealer: Dealership) -> None:
    dealer.telegram.files["file-b"] = TemporaryFailure("Telegram does not answer")
    begun = dealer.watch.now
    await dealer.deliver("s1", (ALBUM, NAME, PHONE))
    assert GIVE_UP_AFTER < dealer.watch.now - begun < GIVE_UP_AFTER + timedelta(minutes=10)
    assert "— Фото 2.jpg: не удалось переслать за сутки" in dealer.notes[1]


async def test_an_upload_whose_session_ended_begins_anew(dealer: Dealership) -> None:
    dealer.break_("status", "POST /v1.0/sessions/upload/*", skip=1, status=404)
    await dealer.deliver("s1", (ALBUM, NAME, PHONE))
    assert len(dealer.shown_files) == 5
    assert dealer.alerts.told == []


async def test_an_account_that_is_not_paid_any_more_stops_everything_also_here(dealer: Dealership) -> None:
    dealer.break_("status", "POST /v1.0/sessions", status=402)
    await dealer.deliver("s1", (ALBUM, NAME, PHONE))
    assert "Продлите подписку" in dealer.alerts.told[0]
    assert len(dealer.shown_files) == 5


async def test_a_list_of_files_amocrm_refuses_leaves_them_in_the_feed(dealer: Dealership) -> None:
    dealer.break_("status", "PUT /api/v4/leads/*/files", status=403)
    await dealer.deliver("s1", (ALBUM, NAME, PHONE))
    assert len(dealer.shown_files) == 5
    assert dealer.outbox.deliveries[0].status == "done"


async def test_the_addresses_of_uploads_do_not_reach_the_log(
    dealer: Dealership, capsys: pytest.CaptureFixture[str]
) -> None:
    await dealer.deliver("s1", (ALBUM, NAME, PHONE))
    logged = capsys.readouterr().out
    assert "/v1.0/sessions" in logged
    assert "/upload/" not in logged
