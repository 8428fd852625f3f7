"""A project swapped while clients talk."""

from engine.core.model import Project
from tests.telegram.bench import Bench, flow, project

BEFORE = """
- {id: brand, ask: Марка?, choices: {kia: Kia, lada: Lada}}
- {id: colour, ask: Цвет?, choices: {red: Красный, blue: Синий}}
- {id: year, ask: Год?, type: year}
"""


def made(steps: str) -> Project:
    return project(flow(steps))


async def at_the_colour() -> Bench:
    bench = Bench(made(BEFORE))
    await bench.say("/start sell")
    await bench.tap("Kia")
    return bench


async def test_new_words_are_shown_at_the_next_screen() -> None:
    bench = await at_the_colour()
    bench.telegram.reload(made(BEFORE.replace("Год?", "Какого года?")))
    await bench.tap("Красный")
    assert "Какого года?" in bench.text
    assert bench.answers == {"brand": "kia", "colour": "red"}


async def test_a_renamed_question_takes_the_client_along() -> None:
    bench = await at_the_colour()
    renamed = BEFORE.replace("id: colour", "id: paint, was: colour")
    bench.telegram.reload(made(renamed))
    await bench.tap("Красный")
    assert bench.text.startswith("Мы обновили анкету. Ваши ответы на месте, продолжаем.")
    assert "Цвет?" in bench.text
    await bench.tap("Синий")
    assert bench.answers == {"brand": "kia", "paint": "blue"}


async def test_an_answer_written_to_a_renamed_question_is_taken() -> None:
    bench = await at_the_colour()
    bench.telegram.reload(made(BEFORE.replace("id: colour", "id: paint, was: colour")))
    await bench.say("Красный")
    assert bench.text.endswith("Год?")
    assert bench.answers == {"brand": "kia", "paint": "red"}


async def test_a_removed_question_leads_to_the_next_and_what_was_written_is_not_its_answer() -> None:
    bench = await at_the_colour()
    bench.telegram.reload(made("\n".join(line for line in BEFORE.splitlines() if "colour" not in line)))
    await bench.say("2016")
    assert bench.text.startswith("Мы обновили анкету.")
    assert bench.text.endswith("Год?")
    assert bench.answers == {"brand": "kia"}
    await bench.say("2016")
    assert bench.answers == {"brand": "kia", "year": 2016}


async def test_a_removed_flow_leads_to_the_menu() -> None:
    bench = await at_the_colour()
    bench.telegram.reload(project(flow("- {id: what, ask: Что?}", id="help", title="Помочь")))
    await bench.tap("Красный")
    assert (bench.text, bench.labels) == ("Чем помочь?", ["Помочь"])
    await bench.tap("Помочь")
    assert "Что?" in bench.text


async def test_a_removed_flow_that_comes_back_is_continued() -> None:
    bench = await at_the_colour()
    other = flow("- {id: what, ask: Что?}", id="help", title="Помочь")
    bench.telegram.reload(project(other))
    await bench.tap("Красный", "Помочь")
    bench.telegram.reload(project(flow(BEFORE), other))
    await bench.tap("В начало", "Продать", "Продолжить")
    assert "Цвет?" in bench.text
    await bench.tap("Синий")
    assert bench.answers == {"brand": "kia", "colour": "blue"}


async def test_an_undone_edit_brings_the_answer_back() -> None:
    bench = await at_the_colour()
    bench.telegram.reload(made(BEFORE.replace("kia: Kia, ", "")))
    await bench.tap("Красный")
    assert "Марка?" in bench.text
    bench.telegram.reload(made(BEFORE))
    await bench.tap("В начало", "Продолжить")
    assert "✅ Kia" in bench.labels
    await bench.tap("Дальше")
    assert "Год?" in bench.text
    assert bench.answers == {"brand": "kia", "colour": "red"}


async def test_a_draft_of_an_older_version_is_continued_after_a_restart() -> None:
    bench = await at_the_colour()
    bench.start(made(BEFORE.replace("id: colour", "id: paint, was: colour")))
    await bench.tap("Красный")
    assert "Цвет?" in bench.text
    await bench.tap("Красный")
    assert bench.answers == {"brand": "kia", "paint": "red"}


async def test_a_reload_while_an_update_is_handled_does_not_break_it() -> None:
    bench = await at_the_colour()
    add = bench.funnel.add

    async def reload_meanwhile(events: object) -> None:
        bench.telegram.reload(made(BEFORE.replace("id: year", "id: born, was: year")))
        await add(events)  # type: ignore[arg-type]  # passed on

    bench.funnel.add = reload_meanwhile  # type: ignore[method-assign]  # a funnel slow enough for a reload
    await bench.tap("Красный")
    assert "Год?" in bench.text
    await bench.say("2016")
    assert bench.answers == {"brand": "kia", "colour": "red", "born": 2016}


async def test_a_flow_removed_while_the_client_is_asked_whether_to_go_on_leads_to_the_menu() -> None:
    bench = await at_the_colour()
    await bench.tap("В начало", "Продать")
    bench.telegram.reload(project(flow("- {id: what, ask: Что?}", id="help", title="Помочь")))
    await bench.tap("Продолжить")
    assert bench.labels == ["Помочь"]
