"""The measuring phrases are many, and none of them is what the code learnt from."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from engine.core.answers.choices import folded
from engine.core.model import Project
from engine.service.routing.evaluation import Phrase, phrases
from engine.service.routing.lessons import everyday

ROOT = Path(__file__).parents[2]
HELD_OUT, DEVELOPMENT = (ROOT / "benchmarks" / "ai" / f"{name}.jsonl" for name in ("held_out", "dev"))
#: From this share of common four-letter pieces on, two phrases count as the same one.
SAME = 0.6


def read(path: Path) -> list[Phrase]:
    return list(phrases(path.read_text(encoding="utf-8").splitlines()))


@cache
def pieces(text: str) -> frozenset[str]:
    padded = f" {folded(text)} "
    return frozenset(padded[start : start + 4] for start in range(len(padded) - 3))


def near(text: str, others: Iterable[str]) -> Iterator[str]:
    mine = pieces(text)
    for other in others:
        theirs = pieces(other)
        if min(len(mine), len(theirs)) < SAME * max(len(mine), len(theirs)):
            continue
        common = len(mine & theirs)
        if common and common / (len(mine) + len(theirs) - common) >= SAME:
            yield other


def test_there_are_enough_of_them_to_mean_something() -> None:
    held_out = read(HELD_OUT)
    assert len(held_out) >= 200
    assert sum(phrase.flow is None for phrase in held_out) >= 40
    assert len({phrase.text for phrase in held_out}) == len(held_out)


def test_every_branch_has_its_share(project: Project) -> None:
    for path in (HELD_OUT, DEVELOPMENT):
        found = read(path)
        assert {flow: sum(phrase.flow == flow for phrase in found) >= 25 for flow in project.flows} == dict.fromkeys(
            project.flows, True
        )


@pytest.mark.parametrize("path", [HELD_OUT, DEVELOPMENT], ids=lambda path: path.stem)
def test_none_is_a_phrase_the_reader_learns_from(project: Project, path: Path) -> None:
    learnt = [text for flow in project.flows.values() for text in (*flow.understand.examples, flow.understand.about)]
    found = {phrase.text: list(near(phrase.text, (*learnt, *everyday()))) for phrase in read(path)}
    assert {text: same for text, same in found.items() if same} == {}


def test_the_held_out_half_shares_nothing_with_the_development_half() -> None:
    development = [phrase.text for phrase in read(DEVELOPMENT)]
    found = {phrase.text: list(near(phrase.text, development)) for phrase in read(HELD_OUT)}
    assert {text: same for text, same in found.items() if same} == {}


def test_labels_name_answers_the_flows_have(project: Project) -> None:
    for path in (HELD_OUT, DEVELOPMENT):
        for phrase in read(path):
            flow = project.flow(phrase.flow) if phrase.flow else None
            known = {step.id for step in flow.steps} if flow else set()
            assert set(phrase.answers or ()) <= known, phrase
