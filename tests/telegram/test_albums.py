"""Photos: gathered quietly, shown once, in the order they were sent, never more than wanted, never in the way."""

from tests.telegram.bench import Bench, flow, project

PHOTOS = """
- {id: photos, ask: Пришлите фото, type: photo, validate: {max: 10}, optional: true}
- {id: city, ask: Какой город?}
- {id: more, ask: Что ещё?}
"""


async def photographing(**settings: object) -> Bench:
    bench = Bench(project(flow(PHOTOS)))
    await bench.say("/start sell")
    bench.calls()
    return bench


def photos(bench: Bench) -> list[int]:
    """Message ids of the photos in the answer."""
    found = bench.answers["photos"]
    return [photo["message"] for photo in found]  # type: ignore[attr-defined]  # a list of photos


async def test_an_album_is_answered_by_one_message() -> None:
    bench = await photographing()
    assert bench.labels == ["Пропустить", "🏠 В начало"]
    await bench.album(4)
    assert bench.text.endswith("Фото получено: 4. Пришлите ещё или нажмите «Готово».")
    assert bench.labels == ["Готово", "Убрать все фото", "🏠 В начало"]
    assert sorted(bench.calls()) == ["editMessageReplyMarkup", "sendMessage"]
    await bench.tap("Готово")
    assert len(photos(bench)) == 4
    assert "Какой город?" in bench.text


async def test_photos_one_by_one_are_gathered_too() -> None:
    bench = await photographing()
    for _ in range(3):
        await bench.client.send_photo()
    await bench.settle()
    assert "Фото получено: 3." in bench.text
    assert bench.calls().count("sendMessage") == 1
    await bench.client.send_photo()
    await bench.settle()
    assert "Фото получено: 4." in bench.text


async def test_too_many_photos_are_capped_and_said_to_be_enough() -> None:
    bench = await photographing()
    await bench.album(7)
    await bench.album(7)
    assert bench.text.endswith("Уже 10 фото — больше не нужно. Нажмите «Готово».")
    await bench.tap("Готово")
    assert photos(bench) == sorted(photos(bench))
    assert len(photos(bench)) == 10


async def test_all_photos_can_be_taken_back() -> None:
    bench = await photographing()
    await bench.album(2)
    await bench.tap("Убрать все фото")
    assert bench.labels == ["Пропустить", "🏠 В начало"]


async def test_done_before_the_last_photos_came_does_not_lose_them() -> None:
    bench = await photographing()
    await bench.client.send_album(5)
    updates = bench.emulator.take_updates()
    for update in updates[:3]:
        await bench.telegram.dispatcher.feed_raw_update(bench.bot, dict(update.fields()))
    await bench.say("готово")
    assert "Какой город?" in bench.text
    bench.calls()
    for update in updates[3:]:
        await bench.telegram.dispatcher.feed_raw_update(bench.bot, dict(update.fields()))
    await bench.telegram.settled()
    assert bench.calls() == []
    assert len(photos(bench)) == 5
    assert "Какой город?" in bench.text
    await bench.say("Тула")
    assert bench.answers["city"] == "Тула"


async def test_late_photos_above_the_maximum_are_dropped() -> None:
    bench = Bench(project(flow(PHOTOS.replace("max: 10", "max: 3"))))
    await bench.say("/start sell")
    await bench.client.send_album(5)
    updates = bench.emulator.take_updates()
    for update in updates[:2]:
        await bench.telegram.dispatcher.feed_raw_update(bench.bot, dict(update.fields()))
    await bench.say("готово")
    for update in updates[2:]:
        await bench.telegram.dispatcher.feed_raw_update(bench.bot, dict(update.fields()))
    assert len(photos(bench)) == 3
    assert "city" not in bench.answers


async def test_an_album_where_words_are_wanted_is_answered_once() -> None:
    bench = Bench(project(flow("- {id: city, ask: Какой город?}\n- {id: more, ask: Ещё?}")))
    await bench.say("/start sell")
    bench.calls()
    await bench.album(5)
    assert bench.calls().count("sendMessage") == 1
    assert bench.text.startswith("Ответьте текстом.")


async def test_photos_can_be_added_from_the_review() -> None:
    bench = await photographing()
    await bench.album(2)
    await bench.tap("Готово")
    await bench.say("Тула", "ничего")
    await bench.tap("Изменить", "Пришлите фото")
    assert "Фото получено: 2." in bench.text
    await bench.album(2)
    await bench.tap("Готово")
    assert len(photos(bench)) == 4


async def test_the_planned_screen_is_dropped_when_the_client_goes_on() -> None:
    bench = await photographing()
    await bench.client.send_album(2)
    await bench.client.send_text("готово")
    await bench.settle()
    assert [text for text in bench.sent if "Фото получено" in text] == []
    assert "Какой город?" in bench.text


async def test_a_photo_sent_after_done_is_added_to_the_step_it_belongs_to() -> None:
    bench = await photographing()
    await bench.album(2)
    await bench.tap("Готово")
    await bench.client.send_photo()
    await bench.settle()
    assert len(photos(bench)) == 3
    assert bench.text.startswith("Добавили к анкете: теперь 3 фото.")
    assert bench.text.endswith("Какой город?")


async def test_a_photo_over_the_maximum_after_done_is_said_to_be_enough() -> None:
    bench = await photographing()
    await bench.album(10)
    await bench.tap("Готово")
    await bench.client.send_photo()
    await bench.settle()
    assert len(photos(bench)) == 10
    assert "Уже 10 фото" in bench.text
