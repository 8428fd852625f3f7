"""Conditions are decided: what nobody meets, everybody meets or some slip through, with the answers that show it."""

import pytest

from engine.lang.diagnostics import Diagnostic
from tests.lang.made import BOT, bot, compiled, flow, of

BRAND = "- {id: brand, ask: Марка?, choices: {kia: Kia, lada: Lada, bmw: BMW}}\n"
YEAR = "- {id: year, ask: Год?, type: year, validate: {min: 1950, max: this_year}}\n"
PLEDGE = "- {id: pledge, ask: Залог?, type: yes_no, skip: Не знаю}\n"
AMOUNTS = "".join(f"- {{id: {id}, ask: Сколько?, type: number, validate: {{min: 1, max: 10}}}}\n" for id in "ab")
BY_BRAND = "- {id: engine, if: {brand: kia}, ask: Мотор?, choices: {petrol: Бензин, diesel: Дизель}}\n"
STOP = "- {id: no_kia, if: {brand: kia}, stop: Нет}\n"

#: What a finding says: its wording, line, column, and the answers of its example.
type Said = tuple[str, int, int, str]


def said(steps: str, extra: str = "", bot_text: str = BOT) -> list[Said]:
    """The findings about a flow; its first step is on line 4."""
    return [_said(one) for one in compiled(flow(steps, extra), bot_text).diagnostics]


def other(flow_text: str) -> str:
    """The same flow under another name."""
    return flow_text.replace("flow: sell\ntitle: Продать", "flow: buy\ntitle: Купить")


def _said(one: Diagnostic) -> Said:
    answers = ", ".join(f"{id}: {shown}" for id, shown in one.example)
    return one.key, one.span.line, one.span.column, answers


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        (BRAND + YEAR + "- {id: old, if: {year: {max: 1940}}, ask: Что?}", [("CQ209.outside", 6, 20, "year: 2018")]),
        (BRAND + YEAR + "- {id: old, if: {year: {max: 1960}}, ask: Что?}", []),
        (BRAND + YEAR + "- {id: old, if: {year: 1950}, ask: Что?}", []),
        (BRAND + YEAR + "- {id: old, if: {year: 1949}, ask: Что?}", [("CQ209.outside", 6, 20, "year: 2018")]),
        (
            AMOUNTS + "- {id: s, compute: a + b}\n- {id: c, if: {s: {min: 30}}, ask: Кто?}",
            [("CQ209.alone", 7, 18, "a: 1, b: 1")],
        ),
        (AMOUNTS + "- {id: s, compute: a + b}\n- {id: c, if: {s: {min: 20}}, ask: Кто?}", []),
        (AMOUNTS + "- {id: s, compute: a / (b - 1)}\n- {id: c, if: {s: {min: 20}}, ask: Кто?}", []),
        (
            BRAND + BY_BRAND + "- {id: c, if: {brand: lada, engine: diesel}, ask: Кто?}",
            [("CQ209.together", 6, 31, "brand: lada")],
        ),
        (BRAND + BY_BRAND + "- {id: c, if: {brand: kia, engine: diesel}, ask: Кто?}", []),
        (
            BRAND + YEAR + "- {id: c, if: [{brand: kia}, {year: {max: 1900}}], ask: Кто?}",
            [("CQ209.outside", 6, 33, "year: 2018")],
        ),
        (BRAND + STOP + "- {id: c, if: {brand: kia}, ask: Кто?}", [("CQ203.stopped", 6, 13, "brand: kia")]),
        (BRAND + STOP + "- {id: c, if: {brand: [kia, lada]}, ask: Кто?}", []),
        (
            BRAND + STOP + BY_BRAND + "- {id: c, if: {engine: diesel}, ask: Кто?}",
            [("CQ203.stopped", 6, 18, "brand: kia")],
        ),
        (BRAND + STOP + "- {id: c, if: {brand: kia}, stop: Снова нет}", [("CQ203.stopped", 6, 13, "brand: kia")]),
    ],
)  # fmt: skip
def test_what_nobody_meets_is_found_once_where_it_is_ruled_out(steps: str, found: list[Said]) -> None:
    assert said(steps) == found


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        (BRAND + "- {id: c, if: {brand: {answered: true}}, ask: Кто?}", [("CQ209.always", 5, 13, "brand: kia")]),
        (
            BRAND + "- {id: c, if: [{brand: kia}, {brand: {not: kia}}], ask: Кто?}",
            [("CQ209.always", 5, 13, "brand: kia")],
        ),
        (BRAND + "- {id: c, if: {brand: [kia, lada, bmw]}, ask: Кто?}", [("CQ209.always", 5, 13, "brand: kia")]),
        (
            BRAND + YEAR + "- {id: c, if: {brand: kia, year: {min: 1900}}, ask: Кто?}",
            [("CQ209.always_one", 6, 30, "year: 2018")],
        ),
        (PLEDGE + "- {id: c, if: {pledge: {answered: true}}, ask: Кто?}", []),
        (PLEDGE + "- {id: c, if: {pledge: [yes, no]}, ask: Кто?}", []),
        # After the stop nobody else is left.
        (
            BRAND + "- {id: s, if: {brand: [kia, lada]}, stop: Нет}\n- {id: c, if: {brand: bmw}, ask: Кто?}",
            [("CQ209.always", 6, 13, "brand: bmw")],
        ),
    ],
)  # fmt: skip
def test_what_everybody_meets_is_found(steps: str, found: list[Said]) -> None:
    assert said(steps) == found


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        (YEAR + "- {id: s, if: {year: {min: 1900}}, stop: Нет}", [("CQ203.always", 5, 13, "year: 2018")]),
        (
            BRAND + "- {id: s, if: {brand: [kia, lada]}, stop: Нет}\n- {id: t, if: {brand: bmw}, stop: Нет}\n"
            "- {id: c, if: {brand: kia}, ask: Кто?}",
            [("CQ203.all", 6, 13, "brand: bmw")],
        ),
        (BRAND + "- {id: s, if: {brand: [kia, lada]}, stop: Нет}", []),
    ],
)
def test_a_flow_nobody_gets_through_is_an_error(steps: str, found: list[Said]) -> None:
    assert said(steps) == found


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        (PLEDGE + "- {id: s, if: {pledge: yes}, stop: Нет}", [("CQ210.stop", 5, 18, "pledge: @skipped")]),
        (PLEDGE + "- {id: s, if: [{pledge: yes}, {pledge: {answered: false}}], stop: Нет}", []),
        (PLEDGE + "- {id: c, if: {pledge: {not: yes}}, ask: Кто?}", [("CQ210.not", 5, 18, "pledge: @skipped")]),
        (PLEDGE + "- {id: c, if: {pledge: {not: yes, answered: true}}, ask: Кто?}", []),
        (PLEDGE + "- {id: c, if: {pledge: yes}, ask: Кто?}", []),
        (
            PLEDGE + "- {id: c, if: {pledge: yes}, ask: Кто?}\n- {id: d, if: {pledge: no}, ask: Что?}",
            [("CQ210.between", 4, 45, "pledge: @skipped")],
        ),
        (
            PLEDGE + "- {id: c, if: {pledge: yes}, ask: Кто?}\n- {id: d, if: {pledge: no}, ask: Что?}\n"
            "- {id: e, if: {pledge: {answered: false}}, ask: А так?}",
            [],
        ),
        (BRAND + "- {id: c, if: {brand: {not: kia}}, ask: Кто?}", []),
    ],
)
def test_what_depends_on_a_question_that_may_be_skipped_is_found(steps: str, found: list[Said]) -> None:
    assert said(steps) == found


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        (BRAND + BY_BRAND + "- {id: c, ask: 'Ваш {engine}?'}", [("CQ303.absent", 6, 23, "brand: lada")]),
        (BRAND + BY_BRAND + "- {id: c, if: {brand: kia}, ask: 'Ваш {engine}?'}", []),
        (
            BRAND + BY_BRAND + "- {id: c, if: {engine: {not: petrol}}, ask: 'Ваш {engine}?'}",
            [("CQ303.absent", 6, 52, "brand: lada")],
        ),
        (BRAND + BY_BRAND + STOP + "- {id: c, ask: 'Ваш {engine|мотор}?'}", []),
        # What the stop keeps away is no gap.
        (
            BRAND + "- {id: s, if: {brand: [lada, bmw]}, stop: Нет}\n" + BY_BRAND.replace("if: {brand: kia}, ", "")
            + "- {id: c, ask: 'Ваш {engine}?'}",
            [],
        ),
        (
            BRAND + "- {id: c, compute: {brand: {kia: 1, lada: 2}}}\n- {id: d, ask: 'Это {c}?'}",
            [("CQ303.absent", 6, 23, "brand: bmw")],
        ),
        (BRAND + "- {id: c, compute: {brand: {kia: 1, lada: 2}}}", [("CQ214.value", 5, 23, "brand: bmw")]),
        (BRAND + "- {id: c, compute: {brand: {kia: 1, other: 2}}}\n- {id: d, ask: 'Это {c}?'}", []),
        (
            AMOUNTS + "- {id: s, compute: a / (b - 1)}\n- {id: c, ask: 'Это {s}?'}",
            [("CQ303.absent", 7, 23, "a: 1, b: 1")],
        ),
        (AMOUNTS + "- {id: s, compute: 'a / max(b, 1)'}\n- {id: c, ask: 'Это {s}?'}", []),
    ],
)  # fmt: skip
def test_a_place_is_a_gap_only_where_some_answers_leave_it_empty(steps: str, found: list[Said]) -> None:
    assert said(steps) == found


ROWS = "- {id: model, ask: Модель?, choices_by: {brand: ROWS}}"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("{kia: {rio: Rio}, lada: {vesta: Vesta}, bmw: {x5: X5}}", []),
        ("{kia: {rio: Rio}}", [("CQ214", 5, 44, "brand: lada")]),
    ],
)
def test_an_option_without_a_row_is_found(rows: str, found: list[Said]) -> None:
    assert said(BRAND + ROWS.replace("ROWS", rows)) == found


def test_a_table_two_flows_share_is_told_of_once() -> None:
    lists = bot("lists: {brands: {kia: Kia, lada: Lada}, models: {kia: {rio: Rio}}}", menu="[sell, buy]")
    steps = "- {id: brand, ask: Марка?, choices: brands}\n" + ROWS.replace("ROWS", "models")
    found = of(flow(steps), lists, buy__flow__yaml=other(flow(steps)))
    assert [mark[0] for mark in found] == ["CQ214"]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("kia", "lada", [("CQ606", 6, 48, "brand: bmw")]),
        ("kia", "[lada, bmw]", []),
        ("[kia, lada]", "[lada, bmw]", [("CQ604", 6, 55, "brand: lada, c: @any, d: @any")]),
    ],
)
def test_branches_that_write_one_crm_field_neither_collide_nor_leave_it_empty(
    first: str, second: str, found: list[Said]
) -> None:
    steps = BRAND + f"- {{id: c, if: {{brand: {first}}}, ask: Что?, crm: Поле}}\n"
    assert said(steps + f"- {{id: d, if: {{brand: {second}}}, ask: Что?, crm: Поле}}") == found


CONSENT = "\nconsent: {version: 1, text: Согласие}\n"
CONTACT = "- {id: agreed, ask: Можно?, type: consent, if: {brand: kia}}\n- {id: phone, ask: Телефон?, type: phone}"


def test_a_contact_asked_for_without_consent_comes_with_the_answers_that_lead_there() -> None:
    assert said(BRAND + CONTACT, "", bot(CONSENT)) == [("CQ805.sometimes", 6, 10, "brand: lada")]


BLOCK = "blocks:\n  more:\n    - {id: why, if: {brand: kia}, ask: Почему?}\n"


def test_a_condition_of_a_block_is_dead_only_where_it_is_so_in_every_flow() -> None:
    dead = flow(BRAND + STOP + "- use: more")
    alive = other(flow(BRAND + "- use: more"))
    both = bot(BLOCK, menu="[sell, buy]")
    assert of(dead, both, buy__flow__yaml=alive) == []
    assert [mark[0] for mark in of(dead, both, buy__flow__yaml=other(dead))] == ["CQ203.stopped"]


def test_a_condition_its_block_rules_out_is_found_at_the_block() -> None:
    text = flow(BRAND + "- use: more\n  if: {brand: lada}")
    assert [mark[0] for mark in of(text, bot(BLOCK))] == ["CQ209.block"]


def test_nothing_is_concluded_from_what_has_a_mistake_itself() -> None:
    mistaken = (
        BRAND.replace("choices: {", "choices: {Рио: Rio, ") + "- {id: c, if: {brand: {answered: true}}, ask: Кто?}"
    )
    assert [one[0] for one in said(mistaken)] == ["CQ105.option"]
    misspelt = "- {id: year, ask: Год?, type: yaer}\n- {id: c, if: {year: {max: 10}}, ask: Кто?}"
    assert [one[0] for one in said(misspelt)] == ["CQ102.near"]


def test_a_hook_nobody_triggers_is_found() -> None:
    hooks = "on_complete:\n  - note.add: {text: Да}\n    if: {brand: kia}\n"
    assert said(BRAND + STOP, hooks) == [("CQ203.stopped", 9, 5, "brand: kia")]
