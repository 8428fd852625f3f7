"""Warnings about wording, buttons, bounds and patterns, each on the smallest flow that earns it."""

from pathlib import Path

import pytest

from engine.lang.check import check
from tests.lang.made import Mark, bot, compiled, flow, of, steps

PRICE = "- {id: price, ask: Сколько?, type: number}\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- {id: a, ask: Cколько?}", [("CQ306.latin", 4, 18)]),
        ("- {id: a, ask: 'Машина Kiа?'}", [("CQ306.cyrillic", 4, 26)]),
        ("- {id: a, ask: 'IT-отдел, VIN-код, 3D-обзор, USB и А123ВС777?'}", []),
        ("- {id: a, ask: 'Сайт carquery.ru и почта я@ya.ru?'}", []),
        ("- {id: a, ask: 'Чат и фордfocus?'}", []),
        ("- {id: a, ask: '<b>Кто?</b>'}", []),
        ("- {id: a, ask: '?'}", [("CQ305.wordless", 4, 18)]),
        ("- {id: a, ask: 2 + 2?}", []),
    ],
)
def test_texts_are_in_words_of_one_alphabet(text: str, found: list[Mark]) -> None:
    assert steps(text) == found


TWO = bot("", languages="[ru, en]")
WHOLE = "title: {ru: Продать, en: Sell}"
DONE = "done: {ru: Спасибо!, en: Thanks!}"


@pytest.mark.parametrize(
    ("ask", "found"),
    [
        ("{ru: Кто?, en: Who?}", []),
        ("{ru: Кто?, en: Кто?}", [("CQ302", 4, 33)]),
        ("{ru: Kia Rio?, en: Kia Rio?}", []),
        ("{ru: Are you ready to go?, en: Are you ready to go?}", [("CQ302", 4, 49)]),
        ("{ru: 'Сколько, {price|да}?', en: 'How much?'}", [("CQ303.translation", 5, 51)]),
    ],
)
def test_translations_differ_in_words_and_not_in_places(ask: str, found: list[Mark]) -> None:
    before = "- {id: price, ask: {ru: Цена?, en: Price?}, type: number}\n" if "price" in ask else ""
    text = flow(f"{before}- {{id: a, ask: {ask}}}").replace("title: Продать", WHOLE).replace("done: Спасибо!", DONE)
    marks = of(
        text, TWO.replace("Здравствуйте!", "{ru: Привет!, en: Hello!}").replace("Выберите раздел", "{ru: Да, en: Yes}")
    )
    assert marks == found


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ("{min: 1, max: 10}", []),
        ("{min: 10, max: 1}", [("CQ405", 4, 62)]),
        ("[{min: 10}, {max: 1}]", [("CQ405.together", 4, 74)]),
        ("[{max: 1}, {min: 10}]", [("CQ405.together", 4, 73)]),
        ("[{max: 10}, {max: 5, soft: true}]", []),
        ("[{max: 10}, {max: 20, soft: true}]", [("CQ405.never_asks", 4, 74)]),
        ("[{min: 10}, {max: 5, soft: true}]", [("CQ405.always_asks", 4, 74)]),
        ("[{max: this_year}, {max: 5000, soft: true}]", []),
        ("[{min: 10}, {must: price > 5}]", [("CQ405.idle", 4, 75)]),
        ("[{min: 10}, {must: price < 5}]", [("CQ405.must", 4, 75)]),
        ("[{min: 10}, {must: price < 50}]", []),
    ],
)
def test_the_rules_of_a_question_leave_answers_and_matter(rules: str, found: list[Mark]) -> None:
    assert steps(f"- {{id: price, ask: Сколько?, type: number, validate: {rules}}}") == found


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ("type: text, validate: {max: 0}", [("CQ405.nothing", 4, 56)]),
        ("type: photo, validate: {max: 0}", [("CQ405.nothing", 4, 57)]),
        ("type: year, validate: {max: 2027}", [("CQ408", 4, 56)]),
        ("type: year, validate: {max: 1994}", []),
        ("type: year, validate: {max: this_year}", []),
        ("validate: {pattern: '[а-я]+'}", [("CQ409", 4, 50)]),
        ("validate: {pattern: '[А-Яа-я ]+'}", [("CQ409", 4, 50), ("CQ409", 4, 53)]),
        ("validate: {pattern: '[А-ЯЁа-яё]+'}", []),
        ("validate: {pattern: 'а-я'}", []),
        (r"validate: {pattern: '\w+ \d'}", [("CQ410", 4, 49)]),
        (r"validate: {pattern: '\bда\b'}", [("CQ410.border", 4, 49), ("CQ410.border", 4, 53)]),
        (r"validate: {pattern: '\\w'}", []),
        ("validate: {pattern: '[[:alpha:]]'}", [("CQ410", 4, 49)]),
        ("type: phone, ai: по России", [("CQ704", 4, 41), ("CQ805", 4, 10)]),
        ("private: true, ai: по России", [("CQ704.private", 4, 43)]),
        ("photo: www.site.ru/vin.jpg", [("CQ509", 4, 35)]),
    ],
)  # fmt: skip
def test_one_question_of_each_kind(item: str, found: list[Mark]) -> None:
    assert sorted(steps(f"- {{id: a, ask: Сколько?, {item}}}")) == sorted(found)


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ("columns: 1", []),
        ("columns: 2", []),
        ("columns: 3", [("CQ506.columns", 4, 78)]),
        ("columns: 2, other: Что-нибудь совсем другое", [("CQ506.columns", 4, 78)]),
    ],
)
def test_labels_fit_their_columns(keys: str, found: list[Mark]) -> None:
    assert steps(f"- {{id: a, ask: Сколько?, choices: {{x: Икс, y: Вложений не нужно}}, {keys}}}") == found


def test_two_flows_of_the_menu_differ_in_their_titles() -> None:
    again = flow(PRICE, id="buy")
    assert of(flow(PRICE), bot(menu="[sell, buy]"), buy__flow__yaml=again) == [("CQ902", 2, 8)]
    assert of(flow(PRICE), bot(), buy__flow__yaml=again) == []


def test_a_flow_without_examples_beside_one_that_has_them_is_told_of() -> None:
    other = flow(PRICE, "understand: {about: клиент хочет купить}\n", id="buy").replace("Продать", "Купить")
    assert of(flow(PRICE), bot(menu="[sell, buy]"), buy__flow__yaml=other) == [("CQ703", 1, 1)]
    assert of(flow(PRICE), bot(menu="[buy]"), buy__flow__yaml=other) == []


def test_a_long_form_is_worth_knowing_and_no_reason_to_fail(tmp_path: Path) -> None:
    text = flow("".join(f"- {{id: q{n}, ask: Что?}}\n" for n in range(13)))
    found = compiled(text).diagnostics
    assert [(one.code, one.severity, one.span.line) for one in found] == [("CQ213", "info", 3)]
    (tmp_path / "bot.yaml").write_text(bot(), "utf-8")
    (tmp_path / "sell.flow.yaml").write_text(text, "utf-8")
    assert check([tmp_path]).exit_code == 0
    assert steps("".join(f"- {{id: q{n}, ask: Что?, optional: true}}\n" for n in range(13))) == []


def test_a_picture_lies_beside_the_flow(tmp_path: Path) -> None:
    (tmp_path / "bot.yaml").write_text(bot(), "utf-8")
    (tmp_path / "vin.jpg").write_bytes(b"")
    for name, keys in (("vin.jpg", []), ("vim.jpg", ["CQ512.near"]), ("plate.png", ["CQ512"])):
        (tmp_path / "sell.flow.yaml").write_text(flow(f"- {{id: a, ask: VIN?, photo: {name}}}"), "utf-8")
        assert [one.key for one in check([tmp_path]).findings] == keys
