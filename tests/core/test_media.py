"""Photos and files, gathered one by one."""

import pytest

from engine.core.raw import Attached, Typed
from engine.core.session import REVIEW
from engine.core.values import Value
from tests.core.flows import IN_ENGLISH, Client, asked, flow, photo, refused, rule, step

PHOTOS = step("photos", "photo", rules=(rule(max=3),))
SCAN = step("scan", "file")


def ids(value: Value | None) -> list[object]:
    assert isinstance(value, list)
    return [item["id"] for item in value]


def test_photos_gather_in_the_order_of_their_messages() -> None:
    client = Client(flow(PHOTOS)).answers(photo(3), photo(1), photo(2))
    assert client.screen.gathered == 3
    assert ids(client.finishes().values["photos"]) == ["file1", "file2", "file3"]
    assert client.rows == {"photos": "3 фото"}


def test_a_photo_sent_twice_counts_once() -> None:
    client = Client(flow(PHOTOS)).answers(photo(1), photo(1), Attached("photo", "again", "unique1", 9))
    assert client.screen.gathered == 1
    assert ids(client.finishes().values["photos"]) == ["file1"]


def test_one_photo_too_many_is_refused_and_a_repeated_one_is_not() -> None:
    client = Client(flow(PHOTOS)).answers(photo(1), photo(2), photo(3), photo(4))
    assert client.told == "Больше 3 не нужно. Уберите лишнее."
    assert client.screen.gathered == 3
    assert client.answers(photo(2)).told is None


def test_photos_can_be_cleared_and_sent_anew() -> None:
    client = Client(flow(PHOTOS)).answers(photo(1), photo(2)).clears()
    assert client.screen.gathered == 0
    assert client.finishes().told == "Пришлите фото: скрепка → «Галерея». Можно несколько сразу."
    assert ids(client.answers(photo(5)).finishes().values["photos"]) == ["file5"]


def test_a_text_is_no_photo_and_loses_none() -> None:
    client = Client(flow(PHOTOS)).answers(photo(1), "вот")
    assert client.told == "Пришлите фото: скрепка → «Галерея». Можно несколько сразу."
    assert client.screen.gathered == 1


def test_optional_photos_are_skipped_by_done_or_skip() -> None:
    optional = flow(step("photos", "photo", optional=True))
    assert Client(optional).finishes().rows == {"photos": None}
    assert Client(optional).answers(photo(1)).skips().rows == {"photos": None}


def test_more_photos_can_be_added_on_the_review() -> None:
    client = Client(flow(PHOTOS)).answers(photo(1)).finishes().edits("photos")
    assert client.screen.current == "1 фото"
    assert client.screen.gathered == 1
    client.answers(photo(2))
    assert client.finishes().rows == {"photos": "2 фото"}


def test_clearing_accepted_photos_counts_only_when_done() -> None:
    client = Client(flow(PHOTOS)).answers(photo(1)).finishes().edits("photos").clears()
    assert client.goes_back().rows == {"photos": "1 фото"}


def test_a_scan_sent_as_a_photo_is_still_the_file() -> None:
    client = Client(flow(SCAN)).answers(Attached("file", "a", "a", 1, "птс.pdf"), photo(2)).finishes()
    assert ids(client.values["scan"]) == ["a", "file2"]
    assert client.rows == {"scan": "2 файла"}


def test_a_file_is_no_photo() -> None:
    assert refused(PHOTOS, Attached("file", "a", "a", 1)) == "expects.photo"


def test_a_soft_minimum_asks_for_more_photos_once() -> None:
    wanted = flow(step("photos", "photo", rules=(rule(min=2, soft=True, say="Всего {photos}?"),)))
    client = Client(wanted).answers(photo(1)).finishes()
    assert client.screen.doubt == "Всего 1 фото?"
    assert client.screen.gathered == 1
    assert client.finishes().place == REVIEW
    assert ids(client.values["photos"]) == ["file1"]
    more = Client(wanted).answers(photo(1)).finishes().answers(photo(2))
    assert more.screen.doubt is None
    assert more.finishes().place == REVIEW


@pytest.mark.parametrize(
    ("count", "russian", "english"),
    [
        (1, "1 файл", "1 file"),
        (2, "2 файла", "2 files"),
        (5, "5 файлов", "5 files"),
        (11, "11 файлов", "11 files"),
        (21, "21 файл", "21 files"),
        (22, "22 файла", "22 files"),
        (112, "112 файлов", "112 files"),
    ],
)
def test_a_count_agrees_with_its_noun(count: int, russian: str, english: str) -> None:
    value: Value = [{"id": str(number), "unique": str(number), "message": number} for number in range(count)]
    assert SCAN.type.show(value, asked(SCAN)) == russian
    assert SCAN.type.show(value, asked(SCAN, moment=IN_ENGLISH)) == english


@pytest.mark.parametrize(
    "value",
    [
        [],
        "file",
        [{"id": ""}],
        [{"id": "a", "message": "x"}],
        [{"id": "a"}],
        ["a"],
        [None],
        5,
        None,
        {"id": "a", "message": 1},
    ],
)
def test_what_is_no_attachment_does_not_fit(value: object) -> None:
    assert not PHOTOS.type.fits(value, asked(PHOTOS))  # type: ignore[arg-type]


def test_a_typed_word_never_becomes_an_attachment() -> None:
    assert refused(SCAN, Typed("птс.pdf")) == "expects.file"
