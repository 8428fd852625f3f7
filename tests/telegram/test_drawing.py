"""How screens read: what is bold, what is cut, and that the question is never what gets lost."""

from dataclasses import replace
from pathlib import Path

from engine.botapi.images import plain_picture
from engine.core.model import Project
from engine.telegram.drawing import page
from engine.telegram.html import length
from tests.telegram.bench import CLIENT, Bench, flow, project
from tests.telegram.test_walk import CONSENT


def beside(made: Project, folder: Path) -> Project:
    """The project with its flow files in this folder."""
    flows = {id: replace(flow, source=str(folder / flow.source)) for id, flow in made.flows.items()}
    return replace(made, flows=flows)


def styles(bench: Bench) -> list[tuple[str, str]]:
    """What is styled how in the last message."""
    text = bench.last.text.encode("utf-16-le")
    return [
        (entity.type, text[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le"))
        for entity in bench.last.entities
    ]


async def test_the_question_is_bold_and_the_hint_in_italics() -> None:
    bench = Bench(project(flow("- {id: a, ask: Год?, hint: «2016»}")))
    await bench.say("/start sell")
    assert styles(bench) == [("bold", "Год?"), ("italic", "«2016»")]


async def test_a_consents_text_is_plain_and_its_policy_a_link() -> None:
    bench = Bench(project(flow("- {id: a, ask: Можно?, type: consent}"), bot=CONSENT))
    await bench.say("/start sell")
    assert ("bold", "Можно?") in styles(bench)
    assert bench.text.endswith("Номер нужен, чтобы перезвонить.\n\nhttps://example.com/policy")


async def test_answers_are_shown_as_written_never_as_markup() -> None:
    bench = Bench(project(flow("- {id: a, ask: Имя?, label: Имя}\n- {id: b, ask: 'Год, {a}?'}")))
    await bench.say("/start sell", "<b>Ваня</b> & <script>")
    assert bench.text.endswith("Год, <b>Ваня</b> & <script>?")
    await bench.say("2016")
    assert "Имя: <b>Ваня</b> & <script>" in bench.text


async def test_long_answers_are_shortened_on_the_review_and_kept_whole() -> None:
    steps = "\n".join(f"- {{id: a{number}, ask: Рассказ {number}?, label: Рассказ {number}}}" for number in range(6))
    bench = Bench(project(flow(steps)))
    await bench.say("/start sell", *["очень " * 330] * 6)
    assert bench.text.count("…") == 6
    assert length(bench.text) <= 4096
    assert all(len(str(answer)) > 1900 for answer in bench.answers.values())


async def test_a_skipped_answer_is_named_on_the_review() -> None:
    bench = Bench(project(flow("- {id: a, ask: Год?, label: Год, optional: true}")))
    await bench.say("/start sell")
    await bench.tap("Пропустить")
    assert "Год: не указано" in bench.text


def test_what_stands_above_gives_way_to_the_question() -> None:
    text = page(["<i>слово</i> " * 2000], "<b>Вопрос?</b>")
    assert text.endswith("<b>Вопрос?</b>")
    assert length(text) <= 4096
    assert length(page(["выше"], "я" * 5000)) == 4096


async def test_a_picture_is_shown_with_its_question(tmp_path: Path) -> None:
    made = project(flow("- {id: a, ask: Где VIN?, photo: vin.png}\n- {id: b, ask: Дальше?}\n- {id: c, ask: Ещё?}"))
    bench = Bench(beside(made, tmp_path))
    (tmp_path / "vin.png").write_bytes(plain_picture())
    await bench.say("/start sell")
    assert bench.last.kind == "photo"
    assert bench.text.endswith("Где VIN?")
    await bench.say("под стеклом")
    assert bench.last.kind == "text"
    await bench.tap("Назад")
    assert bench.last.kind == "photo"
    await bench.tap("Дальше")
    assert (bench.last.kind, bench.text) == ("text", "Шаг 2 из 3\n\nДальше?")


async def test_a_missing_picture_is_left_out(tmp_path: Path) -> None:
    bench = Bench(beside(project(flow("- {id: a, ask: Где VIN?, photo: vin.png}\n- {id: b, ask: Дальше?}")), tmp_path))
    await bench.say("/start", "/start sell")
    assert (bench.last.kind, bench.text) == ("text", "Шаг 1 из 2\n\nГде VIN?")
    await bench.say("под стеклом")
    assert bench.answers == {"a": "под стеклом"}
    assert not bench.users[CLIENT].blocked
