"""What a person who knows no Python and no YAML writes: one finding each, at the right place, with a word of advice."""

import pytest

from engine.lang.catalogue import advice
from tests.lang.made import BOT, bot, compiled, flow, marks

QUESTION = "- {id: pledge, ask: Машина в залоге?, label: Залог, type: yes_no}\n"
PRICE = "- {id: price, ask: Цена?, type: money}\n"
LISTS = bot("lists: {gears: {auto: Автомат, manual: Механика}}")

#: steps (the first on line 4), code, line, column, what the help must contain
WRITTEN = [
    (QUESTION + "- {id: b, ask: Банк?, if: pledge = yes}", "CQ103.condition", 5, 29, "if: {pledge: yes}"),
    (PRICE + "- {id: b, ask: Да?, if: price >= 5000}", "CQ103.condition", 5, 27, "{price: {min: 5000}}"),
    (PRICE + "- {id: b, ask: Да?, if: price < 5000}", "CQ103.condition", 5, 27, "{price: {max: 4999}}"),
    (PRICE + "- {id: b, ask: Да?, if: {price: <5000}}", "CQ103.compare", 5, 35, "{price: {max: 4999}}"),
    (PRICE + "- {id: b, ask: Да?, if: {price: > 5000}}", "CQ003.compare", 5, 35, "min"),
    (QUESTION + "- {id: b, ask: Банк?, if: {pledge: да}}", "CQ204.near", 5, 38, "yes"),
    (QUESTION + "- {id: b, ask: Банк?, if: {Залог: yes}}", "CQ202.item_near", 5, 30, "pledge"),
    ("- {id: a, ask: Кто?, choices: [Целая, Битая]}", "CQ103.choices_list", 4, 33, "celaya: Целая"),
    ("- id: a\n  ask: Кто?\n  choices: Целая, Битая", "CQ103.choices_list", 6, 14, "celaya: Целая"),
    ("- id: a\n  ask: Кто?\n  choices: {w: Белый, чёрный, красный}", "CQ011", 6, 25, '"Белый, чёрный, красный"'),
    ("- {id: a, ask: Кто?, type: год}", "CQ102.near", 4, 30, "year"),
    ("- {id: a, ask: Кто?, type: checkbox, choices: gears}", "CQ102.near", 4, 30, "many"),
    ("- {id: a, ask: Кто?, required: true}", "CQ100.required", 4, 24, "уберите"),
    ("- {id: a, ask: Кто?, required: false}", "CQ100.optional", 4, 24, "optional: true"),
    ("- {id: a, ask: Кто?, max: 10}", "CQ100.rule", 4, 24, "validate: {max: 10}"),
    ("- {id: a, ask: Кто?, validate: не больше 10}", "CQ103.not_text", 4, 34, ""),
    ("- Кто вы?\n- {id: a, ask: Кто?}", "CQ103.not_text", 4, 5, ""),
    ("- id: a\n  ask: Кто?\n- Кто вы?\n  hint: имя", "CQ003.no_key_text", 6, 5, "- id: …"),
    ("- id: a\n  ask: Кто?\n  choices:\n    a: А\n    b: Б\n    columns: 1", "CQ104.option", 9, 7, "choices:"),
    ("- {id: name, ask: Имя?}\n- id: a\n  ask: 'Кто, {{name}}?'", "CQ303.doubled", 6, 16, "{name}"),
    ("- id: a\n  ask: Кто, {name?", "CQ303.opened", 5, 15, "{name}"),
    ("- id: a\n  ask: Кто, name}?", "CQ303.closed", 5, 19, "уберите"),
    ("- id: a\n  ask: Кто «вы?", "CQ005.half", 5, 14, "вторую"),
    ("- id: a\n  ask: Кто вы?\"", "CQ005.half", 5, 17, "вторую"),
    ("- id: a\n  ask: **Кто** вы?", "CQ003.start", 5, 10, 'ask: "**Кто** вы?"'),
    ("- id: a\n  ask: Кто<br>вы?", "CQ304.tag", 5, 13, "&lt;"),
    ("- {id: a, ask: Год?, type: year, validate: {min: this_year, max: 2000}}", "CQ405", 4, 52, "местами"),
    ("- {id: a, ask: Кто?, choices: gears}\n- {id: b, ask: Да?, if: {a: Автомат}}", "CQ204.near", 5, 31, "auto"),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "key", "line", "column", "word"), WRITTEN, ids=[row[1] for row in WRITTEN])
def test_what_people_write_has_one_finding_with_advice(steps: str, key: str, line: int, column: int, word: str) -> None:
    found = compiled(flow(steps), LISTS).diagnostics
    found = tuple(one for one in found if one.code != "CQ203")
    assert marks(found) == [(key, line, column)]
    assert word in advice(found[0], "ru")


def test_a_flow_without_steps_above_its_questions_is_told_so() -> None:
    text = "flow: sell\ntitle: Продать\n  - id: a\n    ask: Кто?\ndone: Спасибо!\n"
    assert marks(compiled(text).diagnostics) == [("CQ003.no_steps", 3, 3)]


def test_what_was_lost_with_a_repeated_key_is_not_told_of_as_well() -> None:
    text = flow("- {id: a, ask: Кто?}", "steps: [{id: b, ask: 'Кто?'}]\nreview: '{a}'\n")
    assert marks(compiled(text).diagnostics) == [("CQ004", 6, 1)]


def test_a_flow_that_lacks_a_block_lacks_everything_in_it_once() -> None:
    blocks = bot("blocks: {contacts: [{id: name, ask: Имя?}, {id: town, ask: Город?}]}", menu="[sell, buy]")
    user = flow("- use: contacts", id="buy").replace("title: Продать", "title: Купить")
    text = flow("- {id: a, ask: Кто?}", "review: '{name}, {town}'\nagain: Ещё\n")
    found = compiled(text, blocks, buy__flow__yaml=user).diagnostics
    assert marks(found) == [("CQ303.item_block", 6, 10)]
    assert "- use: contacts" in advice(found[0], "ru")


@pytest.mark.parametrize(
    ("options", "place"),
    [("{goood: Да, bad: Нет}", ("CQ204.misnamed", 4, 34)), ("{пщщв: Да, bad: Нет}", ("CQ105.option", 4, 34))],
)
def test_a_misspelt_option_is_the_mistake_not_the_conditions_that_name_it(
    options: str, place: tuple[str, int, int]
) -> None:
    steps = f"- {{id: a, ask: Кто?, choices: {options}}}\n" + "".join(
        f"- {{id: {id}, ask: Что?, if: {{a: good}}}}\n" for id in "bc"
    )
    assert marks(compiled(flow(steps), BOT).diagnostics) == [place]


def test_a_misspelt_list_is_the_mistake_not_the_questions_that_take_it() -> None:
    lists = bot("lists: {gearz: {auto: Автомат, manual: Механика}}")
    steps = "- {id: a, ask: Кто?, choices: gears}\n- {id: b, ask: Что?, choices: gears}"
    assert marks(compiled(flow(steps), lists).diagnostics) == [("CQ202.misnamed_list", 6, 9)]


def test_a_name_that_is_no_name_does_not_fell_the_search_for_a_near_one() -> None:
    steps = "- {id: '[[[', ask: Кто?, label: Имя}\n- {id: b, ask: 'Вы {Имя}?'}"
    assert ("CQ105.id", 4, 10) in marks(compiled(flow(steps)).diagnostics)
