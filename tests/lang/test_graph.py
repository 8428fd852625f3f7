"""A flow as a picture and in plain words: everything in it is there, in order, safe to put into a page."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from engine.core.model import Flow, Project
from engine.lang.compile import compile_bytes
from engine.lang.graph import mermaid, svg
from engine.lang.plain import formula, words_of
from tests.shipped import project as shipped_project

FLOWS = Path(__file__).parents[2] / "flows"
NS = {"s": "http://www.w3.org/2000/svg"}
BOT = b"language: 1\nlanguages: [ru]\nmenu: [f]\ngreeting: Hi\nhelp: Hi\n"


def flow(steps: str) -> Flow:
    text = f"flow: f\ntitle: Анкета\nsteps:\n{steps}\ndone: Спасибо!\n"
    compiled = compile_bytes({"bot.yaml": BOT, "f.flow.yaml": text.encode()})
    assert compiled.project is not None, [found.code for found in compiled.errors]
    return compiled.project.flows["f"]


@pytest.fixture(scope="module")
def shipped() -> Project:
    return shipped_project()


def test_every_item_of_every_shipped_flow_is_drawn_in_order(shipped: Project) -> None:
    for one in shipped.flows.values():
        picture = ElementTree.fromstring(svg(one))
        nodes = [node.get("data-item") for node in picture.findall(".//s:g[@data-item]", NS)]
        assert nodes == [item.id for item in one.items] + ["@review", "@done"]


def test_nothing_is_drawn_over_anything_or_outside_the_picture(shipped: Project) -> None:
    for one in shipped.flows.values():
        picture = ElementTree.fromstring(svg(one))
        boxes = [
            tuple(float(box.get(side, "")) for side in ("x", "y", "width", "height"))
            for box in picture.findall(".//s:rect", NS)
        ]
        ends = [y + height for _, y, _, height in boxes]
        assert all(end < y for end, (_, y, _, _) in zip(ends, boxes[1:], strict=False))
        assert ends[-1] <= float(picture.get("height", ""))
        assert all(x + width <= float(picture.get("width", "")) for x, _, width, _ in boxes)


def test_a_conditional_item_says_its_condition(shipped: Project) -> None:
    picture = ElementTree.fromstring(svg(shipped.flows["sell"]))
    titles = {
        node.get("data-item"): title.text
        for node in picture.findall(".//s:g", NS)
        if (title := node.find("s:title", NS)) is not None
    }
    assert titles["damage"] == "Состояние — Нужен ремонт или После аварии"
    assert "brand" not in titles


def test_the_authors_words_cannot_become_markup() -> None:
    drawn = svg(flow('  - {id: a, ask: А?, label: "<b>&</b>"}\n  - {id: b, say: "<i>раз</i> &amp; &lt;два&gt;"}'))
    assert "&lt;b&gt;&amp;&lt;/b&gt;" in drawn
    assert "раз &amp; &lt;два&gt;" in drawn
    ElementTree.fromstring(drawn)


def test_the_picture_speaks_the_pages_language() -> None:
    one = flow("  - {id: a, ask: Сколько?, type: money, optional: true}")
    assert "сумма · можно пропустить" in svg(one)
    assert "money · optional" in svg(one, "en")


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("{a: x}", "Выбор — Икс"),
        ("{a: [x, y]}", "Выбор — Икс или Игрек"),
        ("{a: {not: [x, y]}}", "Выбор — не Икс и не Игрек"),
        ("{a: {answered: false}}", "Выбор — нет ответа"),
        ("{n: {min: 1500, max: 2000}}", "Число — от 1 500 км до 2 000 км"),
        ("{n: {min: 1500}, a: x}", "Число — от 1 500 км, и Выбор — Икс"),
        ("[{a: x}, {n: {max: 3}}]", "Выбор — Икс; или Число — до 3 км"),
        ("{y: {min: this_year}}", "Год — от этого года"),
        ("{y: {max: this_year - 5}}", "Год — до «этот год - 5»"),
        ("{m: {all: [p, q]}}", "Много — Пэ и Ку"),
        ("{d: no}", "Да — Нет"),
    ],
)
def test_a_condition_reads_as_a_person_would_say_it(condition: str, words: str) -> None:
    one = flow(
        "  - {id: a, ask: А?, label: Выбор, choices: {x: Икс, y: Игрек, z: Зет}, optional: true}\n"
        "  - {id: n, ask: Н?, label: Число, type: number, unit: км}\n"
        "  - {id: y, ask: Г?, label: Год, type: year}\n"
        "  - {id: m, ask: М?, label: Много, type: many, choices: {p: Пэ, q: Ку}}\n"
        "  - {id: d, ask: Д?, label: Да, type: yes_no}\n"
        f"  - {{id: last, ask: Всё?, if: {condition}}}"
    )
    said = words_of(one.items[-1].when, one, "ru").replace("\u00a0", " ")
    assert said == words


@pytest.mark.parametrize(
    "written",
    ["Число * (Число + 1)", "Число - (1 - Число)", "Число * 2 + 1", "max(1, этот год - Число)", "Число / 1,5"],
)
def test_a_formula_keeps_its_brackets(written: str) -> None:
    source = written.replace("Число", "n").replace("этот год", "this_year").replace("1,5", "1.5")
    one = flow(f"  - {{id: n, ask: Н?, label: Число, type: number}}\n  - id: c\n    compute: {source}")
    assert formula(one.items[1].formula, one, "ru") == written  # type: ignore[union-attr]  # it is computed


def test_mermaid_leads_past_and_through_what_is_conditional() -> None:
    one = flow(
        "  - {id: a, ask: А?, label: Первый, type: yes_no}\n"
        "  - {id: b, ask: Б?, label: Второй, if: {a: yes}}\n"
        '  - {id: s, stop: Нет так нет, if: {a: no}}\n'
        '  - {id: c, ask: "«В»?", label: "Тре\\"тий"}'
    )  # fmt: skip
    drawn = mermaid(one).splitlines()
    assert drawn[0] == "flowchart TD"
    assert '  n0 -->|"Первый — Да"| n1' in drawn
    assert "  n0 --> n3" in drawn
    assert "  n1 --> n3" in drawn
    assert '  n0 -->|"Первый — Нет"| n2' in drawn
    assert not [line for line in drawn if line.startswith("  n2 -->")]
    assert '  n3["Тре#quot;тий"]' in drawn
    assert drawn[-1] == "  review --> done"


def test_a_flow_of_twenty_five_items_is_a_few_kilobytes(shipped: Project) -> None:
    assert all(len(svg(one).encode()) < 600 * (len(one.items) + 2) for one in shipped.flows.values())
