"""YAML's traps: each has its own finding at its own place, and a repair that mends it."""

import pytest

from engine.lang.source import read
from tests.lang.made import applied

#: text, code, line, column, the text after the repair (None: no repair is offered)
TRAPS = [
    ("ask: Внимание: ваш номер?", "CQ003.colon", 1, 14, 'ask: "Внимание: ваш номер?"'),
    ("- ask: Цена: 100 # с НДС", "CQ003.colon", 1, 12, '- ask: "Цена: 100" # с НДС'),
    ("ask: Пишите: «да»: или «нет»", "CQ003.colon", 1, 12, 'ask: "Пишите: «да»: или «нет»"'),
    ('ask: "Да" или нет', "CQ003.after_quote", 1, 11, "ask: '\"Да\" или нет'"),
    ("ask: 'Да' или нет", "CQ003.after_quote", 1, 11, "ask: \"'Да' или нет\""),
    ("ask: @manager ответит", "CQ003.start", 1, 6, 'ask: "@manager ответит"'),
    ("ask: `код`", "CQ003.start", 1, 6, 'ask: "`код`"'),
    ("ask: %скидка", "CQ003.start", 1, 6, 'ask: "%скидка"'),
    ("ask: {name}, когда удобно?", "CQ012.text", 1, 6, 'ask: "{name}, когда удобно?"'),
    ("ask: [скидка] на выкуп", "CQ012.square", 1, 6, 'ask: "[скидка] на выкуп"'),
    ("review: {name}", "CQ012.braces", 1, 9, 'review: "{name}"'),
    ("review: {имя и телефон}", "CQ012.braces", 1, 9, 'review: "{имя и телефон}"'),
    ("rule: {max: 5, say: Нет, так нельзя}", "CQ011", 1, 26, 'rule: {max: 5, say: "Нет, так нельзя"}'),
    ("rule: {a: один, два, три}", "CQ011", 1, 17, None),
    ("if: {pledge:yes}", "CQ003.space", 1, 12, "if: {pledge: yes}"),
    ("a: 1\nask:Какая марка?", "CQ003.space", 2, 4, "a: 1\nask: Какая марка?"),
    ("a: 1\nask Какая марка?", "CQ003.no_colon", 2, 1, "a: 1\nask: Какая марка?"),
    ("ask = Какая марка?\nhint: б", "CQ003.no_colon", 1, 1, "ask: Какая марка?\nhint: б"),
    ("hint: цена #1 в городе", "CQ008", 1, 12, 'hint: "цена #1 в городе"'),
    ("about: клиент\n  - продам камри\n  - продам весту", "CQ013", 2, 3, None),
    ("hint: “в кавычках”", "CQ005", 1, 7, 'hint: "в кавычках"'),
    ('hint: "не закрыта\nask: да', "CQ003.unclosed", 1, 7, 'hint: "не закрыта"\nask: да'),
    ("hint: \"не та кавычка'\nask: да", "CQ003.unclosed", 1, 7, 'hint: "не та кавычка"\nask: да'),
    ('hint: "не закрыта\nask: да\nwhy: "а эта"', "CQ003.unclosed", 1, 7, 'hint: "не закрыта"\nask: да\nwhy: "а эта"'),
    ("steps:\n  - id: a\n  — id: b", "CQ003.dash", 3, 3, "steps:\n  - id: a\n  - id: b"),
    ("steps:\n  - id: a\n  -id: b", "CQ003.dash_space", 3, 3, "steps:\n  - id: a\n  - id: b"),
    ("steps:\n  id: a\n    ask: б\n  - id: b\n    ask: в", "CQ003.no_dash", 2, 3, None),
    ("a:\n  один\n  - два\n  - три", "CQ003.no_dash", 2, 3, "a:\n  - один\n  - два\n  - три"),
    ("- id: a\n  ask: б\n- b\n  ask: в", "CQ003.no_key", 3, 3, "- id: a\n  ask: б\n- id: b\n  ask: в"),
    ("a: {label Да, ai: да}", "CQ003.no_colon", 1, 5, "a: {label: Да, ai: да}"),
    ("a: {label:Да, ai: да}", "CQ003.space", 1, 10, "a: {label: Да, ai: да}"),
    ("offer: [legal\nask: да", "CQ003.bracket", 1, 8, None),
    ("steps:\n\t- id: a", "CQ002", 2, 1, "steps:\n  - id: a"),
    ("ask:\u00a0Какая марка?", "CQ009.space", 1, 5, "ask: Какая марка?"),
    ("steps:\n\u00a0\u00a0- id: a", "CQ009.space", 2, 1, None),
    ("ask: Ка\u200bкая", "CQ009.zero", 1, 8, "ask: Какая"),
    ("ask: Ка\u202eкая", "CQ009.bidi", 1, 8, "ask: Какая"),
    ("ask: Ка\x07кая", "CQ009.control", 1, 8, None),
    ('ask: "C:\\new\\quiz"', "CQ003.escape", 1, 13, None),
    ("steps:\n  - id: a\n    ask: б\n     hint: в", "CQ003.indent_to", 4, 6, "steps:\n  - id: a\n    ask: б\n    hint: в"),
    ("steps:\n- id: a\n    ask: б", "CQ003.indent_to", 2, 1, "steps:\n  - id: a\n    ask: б"),
    # YAML complains of the line below.
    (
        "steps:\n  - id: a\n    ask: б\n hint: в\n    why: г", "CQ003.indent_to", 4, 2,
        "steps:\n  - id: a\n    ask: б\n    hint: в\n    why: г",
    ),
    ("steps:\n  - id: a\n    ask: б\n   hint: в", "CQ003.indent_to", 4, 4, "steps:\n  - id: a\n    ask: б\n    hint: в"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "key", "line", "column", "mended"), TRAPS)
def test_a_trap_has_one_finding_and_its_repair_leaves_none(
    text: str, key: str, line: int, column: int, mended: str | None
) -> None:
    (finding,) = read("a", text.encode()).findings[:1]
    assert (finding.key, finding.span.line, finding.span.column) == (key, line, column)
    if mended is not None:
        assert applied(text, finding) == mended
        assert read("a", mended.encode()).findings == []


@pytest.mark.parametrize(
    "text",
    [
        "hint: «в ёлочках»",
        "ask: От 5\u00a0000\u00a0₽",
        "a: |\n  Внимание:\u00a0мы закрыты\n  #1 в городе: да\n  {name}, здравствуйте",
        "a: б # пояснение",
        "url: https://carquery.example/a?b=c#d",
        "emoji: 👨‍👩‍👧 семья",
        "time: 9:00-18:00",
        "a: 'да: нет'",
        "crm: {contact: Город}",
        "if: {a: {answered: true}, b: [x, y]}",
    ],
)
def test_what_only_looks_like_a_trap_is_left_alone(text: str) -> None:
    assert read("a", text.encode()).findings == []


def test_every_tab_is_reported_in_one_run_and_what_follows_from_them_is_not() -> None:
    found = read("a", "steps:\n\t- id: a\n\t  ask: б\n".encode()).findings
    assert [(one.code, one.span.line) for one in found] == [("CQ002", 2), ("CQ002", 3)]


def test_columns_behind_a_replaced_tab_are_those_of_the_file() -> None:
    found = read("a", "a:\n\tb: “в”\n".encode())
    assert found.span(("a", "b")).column == 5
