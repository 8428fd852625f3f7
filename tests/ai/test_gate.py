"""How well the reader without a model understands phrases it has never seen: the promise, kept at every build."""

import asyncio
from pathlib import Path

import pytest

from engine.core.model import Project
from engine.core.values import Moment
from engine.service.routing.evaluation import Phrase, Score, overall, phrases, score
from engine.service.routing.offline import Offline
from engine.service.routing.understanding import Understanding
from tests.ai.conftest import NOON

HELD_OUT = Path(__file__).parents[2] / "benchmarks" / "ai" / "held_out.jsonl"


@pytest.fixture(scope="module")
def read(offline: Offline) -> list[tuple[Phrase, Understanding]]:
    labelled = phrases(HELD_OUT.read_text(encoding="utf-8").splitlines())
    return [(phrase, offline.understand(phrase.text, Moment(NOON, "ru"))) for phrase in labelled]


@pytest.fixture(scope="module")
def found(read: list[tuple[Phrase, Understanding]]) -> Score:
    return score(read)


def test_most_clients_are_led_to_the_right_branch(found: Score) -> None:
    assert found.right >= 0.88


def test_few_are_led_to_a_wrong_one(found: Score) -> None:
    assert found.wrong <= 0.03


def test_small_talk_and_other_goods_open_no_form(found: Score) -> None:
    assert found.accepted <= 0.06


def test_what_clients_already_said_is_found(found: Score) -> None:
    every = overall(found.fields)
    assert every.recall is not None
    assert every.recall >= 0.9
    # The labels leave out much that is true («битая» is a worry): this is a floor, not a measurement.
    assert every.precision is not None
    assert every.precision >= 0.8


def test_learning_twice_gives_the_same_answers(
    project: Project, read: list[tuple[Phrase, Understanding]], moment: Moment
) -> None:
    again = Offline.of(project, "ru")
    assert [again.understand(phrase.text, moment) for phrase, _ in read] == [answer for _, answer in read]


async def test_nothing_a_client_sends_breaks_it(offline: Offline, moment: Moment) -> None:
    for text in (
        "",
        " ",
        "😀👍",
        "....",
        "a" * 4096,
        "продам " * 500,
        "1" * 300,
        "\n\t",
        "⟦телефон 1⟧",
        "ыыыыы",
        "%s {0}",
    ):
        assert offline.understand(text, moment).text == text
        await asyncio.sleep(0)
