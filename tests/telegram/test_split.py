"""Telegram sends a long text as several messages: none of its pieces answers a question it was not meant for."""

import pytest

from tests.telegram.bench import Bench, flow, project

STORY = """
- {id: story, ask: Расскажите, label: Рассказ}
- {id: why, ask: Почему?}
- {id: city, ask: Город?, type: city}
"""
LONG = "Машина стояла и стучала. " * 200


def telling() -> Bench:
    return Bench(project(flow(STORY)))


async def test_a_text_of_5000_letters_is_refused_once_and_answers_nothing() -> None:
    bench = telling()
    await bench.say("/start sell", LONG)
    assert "уложитесь в 2000 знаков" in bench.text
    assert "Расскажите" in bench.text
    assert [text for text in bench.sent if "уложитесь" in text] == [bench.text]
    assert not bench.answers


async def test_a_text_of_three_pieces_is_refused_once_too() -> None:
    bench = telling()
    await bench.say("/start sell", LONG * 2)
    assert len([text for text in bench.sent if "уложитесь" in text]) == 1
    assert not bench.answers


async def test_a_shorter_answer_afterwards_is_taken() -> None:
    bench = telling()
    await bench.say("/start sell", LONG)
    bench.clock.forward(seconds=5)
    await bench.say("Стучит")
    assert bench.answers == {"story": "Стучит"}


async def test_what_comes_later_is_no_piece_of_it() -> None:
    bench = telling()
    await bench.say("/start sell", "а" * 2500)
    bench.clock.forward(seconds=3)
    await bench.say("Стучит")
    assert bench.answers == {"story": "Стучит"}


async def test_two_short_texts_at_once_are_two_answers() -> None:
    bench = telling()
    await bench.say("/start sell")
    await bench.client.send_text("Стучит")
    await bench.client.send_text("Не знаю")
    await bench.settle()
    assert bench.answers == {"story": "Стучит", "why": "Не знаю"}


@pytest.mark.parametrize("place", ["menu", "review", "done"])
async def test_outside_of_questions_a_long_text_is_answered_once(place: str) -> None:
    bench = telling()
    await bench.say("/start sell")
    if place == "menu":
        await bench.tap("В начало")
    else:
        await bench.say("Стучит", "Не знаю", "Тула")
        if place == "done":
            await bench.tap("Отправить")
    before = len(bench.sent)
    await bench.say(LONG)
    assert len(bench.sent) == before + 1
    assert bench.labels
