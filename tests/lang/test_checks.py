"""Each check on the smallest flow that breaks it: the code and the place. A flow's first step is on line 4."""

import pytest

from engine.lang.compile import compile_bytes
from tests.lang.made import BOT, bot, compiled, flow, of, steps

BRAND = """
    - id: brand
      ask: Какая марка?
      choices: {kia: Kia, lada: Lada}
"""
AMOUNT = """
    - id: price
      ask: Сколько?
      type: number
"""


# --- structure


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- id: a\n  ask: Кто?", []),
        ("- id: a\n  aks: Кто?", [("CQ100.near", 5, 5)]),
        ("- id: a\n  вопрос: Кто?", [("CQ101.kind", 4, 5)]),
        ("- id: a\n  question: Кто?", [("CQ100.synonym", 5, 5)]),
        ("- id: a\n  ask: Кто?\n  lable: Имя", [("CQ100.near", 6, 5)]),
        ("- id: a\n  ask: Кто?\n  lаbel: Имя", [("CQ100.letter", 6, 5)]),
        ("- id: a\n  ask: Кто?\n  рште: Имя", [("CQ100.near", 6, 5)]),
        ("- id: a\n  ask: Кто?\n  совсем: Имя", [("CQ100", 6, 5)]),
        ("- ask: Кто?", [("CQ101.id", 4, 5)]),
        ("- id: a\n  ask:", [("CQ103.empty", 5, 5)]),
        ("- id: a\n  ask: ''", [("CQ103.nothing", 5, 5)]),
        ("- id: a\n  ask: [x]", [("CQ103", 5, 10)]),
        ("- id: a\n  ask: Кто?\n  stop: Нет\n  offer: [sell]", [("CQ104.kinds", 6, 5)]),
        ("- id: a\n  say: Да\n  hint: Нет", [("CQ104.kind_say", 6, 5)]),
        ("- id: a\n  ask: Кто?\n  type: choice", [("CQ101.choices", 6, 11)]),
        ("- id: a\n  ask: Кто?\n  choices: {}", [("CQ103.nothing", 6, 5)]),
        ("- id: a\n  ask: Кто?\n  choices: {x: X}\n  choices_by: {b: {x: {y: Y}}}", [("CQ104.both", 7, 5)]),
        ("- id: a\n  ask: Кто?\n  type: nubmer", [("CQ102.near", 6, 11)]),
        ("- id: a\n  ask: Кто?\n  type: [text]", [("CQ103", 6, 11)]),
        ("- id: a\n  ask: Кто?\n  optional: да", [("CQ103.boolean", 6, 15)]),
        ("- id: a\n  ask: Кто?\n  optional: 'true'", [("CQ103.true", 6, 15)]),
        ("- id: a\n  ask: Кто?\n  type: number\n  decimals: много", [("CQ103.integer", 7, 15)]),
        ("- id: a\n  ask: Кто?\n  type: number\n  decimals: 9", [("CQ102.maximum", 7, 15)]),
        ("- id: a\n  ask: Кто?\n  unit: км", [("CQ104", 6, 5)]),
        ("- id: a\n  ask: Кто?\n  type: consent\n  skip: Нет", [("CQ101.consent", 6, 11), ("CQ104", 7, 5)]),
        ("- просто текст", [("CQ103.not_text", 4, 5)]),
        ("- use: contacts\n  label: Контакты", [("CQ202.block", 4, 10), ("CQ104.kind_use", 5, 5)]),
        ("- id: a\n  compute: 1 + 1\n  hint: нет", [("CQ104.kind_compute", 6, 5)]),
    ],
)  # fmt: skip
def test_items_have_one_kind_and_the_keys_of_it(text: str, found: list[tuple[str, int, int]]) -> None:
    assert steps(text) == found


# --- names and references


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- id: a\n  ask: Кто?\n- id: a\n  ask: Где?", [("CQ201", 6, 9)]),
        ("- id: Имя\n  ask: Кто?", [("CQ105.id", 4, 9)]),
        ("- id: nаme\n  ask: Кто?", [("CQ105.letter", 4, 9)]),
        ("- id: a_very_long_name_indeed_x\n  ask: Кто?", [("CQ105.long", 4, 9)]),
        ("- id: today\n  ask: Когда?", [("CQ105.reserved", 4, 9)]),
        ("- id: from\n  ask: Откуда?", [("CQ105.reserved", 4, 9)]),
        ("- id: 2nd\n  ask: Кто?", [("CQ105.id", 4, 9)]),
        ("- id: yes\n  ask: Да?", []),
        ("- id: a\n  ask: Кто?\n  choices: {да: Да}", [("CQ105.option", 6, 15)]),
        ("- id: a\n  ask: Год?\n  choices: {2015: '2015', yes: Да, 1_5: Полтора}", []),
        ("- id: a\n  ask: Кто?\n  choices: {other: Да}\n  other: Иное", [("CQ201.reserved", 6, 15)]),
        ("- id: a\n  ask: Кто?\n  choices: {x: Да, y: да!}", [("CQ211", 6, 25)]),
        ("- id: a\n  ask: Кто?\n  choices: {x: Да, y: {label: ДА}}", [("CQ211", 6, 33)]),
        ("- id: a\n  ask: Кто?\n- id: b\n  was: a\n  ask: Где?", [("CQ201.was", 7, 10)]),
        ("- id: a\n  was: old\n  ask: Кто?\n- id: b\n  was: [x, old]\n  ask: Где?", [("CQ201.was", 8, 14)]),
        ("- id: a\n  ask: Кто?\n  choices: brands", [("CQ202.list", 6, 14)]),
        (
            "- id: a\n  ask: Кто?\n- id: b\n  if: {a: x}\n  stop: Нет\n  offer: [sell, sel]",
            [("CQ202.flow_near", 9, 19)],
        ),
        ("- id: a\n  ask: Кто?\n- id: b\n  if: {a: x}\n  stop: Нет\n  offer: sell", []),
        ("- id: a\n  ask: Кто?\n- id: b\n  if: {a: x}\n  stop: Нет\n  offer: [sell, sell]", [("CQ201.menu", 9, 19)]),
        ("- id: a\n  stop: Нет", [("CQ203.stop", 5, 5)]),
        ("- id: a\n  ask: Кто?\n- id: b\n  stop: Нет", [("CQ203.stop", 7, 5)]),
        ("- id: a\n  ask: Кто?\n  choices_by: {b: models}", [("CQ202.item_none", 6, 18), ("CQ202.table", 6, 21)]),
    ],
)
def test_names_are_unique_usable_and_lead_somewhere(text: str, found: list[tuple[str, int, int]]) -> None:
    assert steps(text) == found


LISTS = bot("""
    blocks:
      contacts:
        - id: agreed
          ask: Можно записать?
          type: consent
        - id: phone
          ask: Телефон?
          type: phone
    consent: {version: 1, text: Согласие}
    lists:
      brands: {kia: Kia, lada: Lada}
      models:
        kia: {rio: Rio}
        lada: {vesta: Vesta}
    """)
USED = "\n- use: contacts\n"
CASCADE = "- id: brand\n  ask: Марка?\n  choices: brands\n- id: model\n  ask: Модель?\n  choices_by: {brand: models}"


def test_lists_tables_and_blocks_of_bot_yaml_are_found() -> None:
    assert steps(CASCADE + USED, bot_text=LISTS) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("choices: brands", "choices: brand", ("CQ202.list_near", 6, 14)),
        ("choices: brands", "choices: models", ("CQ202.is_table", 6, 14)),
        ("{brand: models}", "{brand: brands}", ("CQ202.not_table", 9, 25)),
        ("{brand: models}", "{brand: modles}", ("CQ202.table_near", 9, 25)),
        ("{brand: models}", "{barnd: models}", ("CQ202.item_near", 9, 18)),
        ("{brand: models}", "{model: models}", ("CQ205.itself", 9, 18)),
        ("use: contacts", "use: contact", ("CQ202.block_near", 10, 10)),
        ("id: brand", "id: phone", ("CQ201.block", 12, 11)),
    ],
)
def test_a_wrong_reference_is_marked_itself(old: str, new: str, found: tuple[str, int, int]) -> None:
    assert found in steps((CASCADE + USED).replace(old, new), bot_text=LISTS)


def test_a_row_of_a_table_that_is_no_option_of_any_parent_is_marked() -> None:
    text = LISTS.replace("    lada: {vesta: Vesta}", "    ladа2: {vesta: Vesta}").replace("ladа2", "laad")
    assert steps(CASCADE + USED, bot_text=text) == [("CQ204.row_near", 20, 5)]


def test_unused_blocks_and_lists_are_remarked_upon() -> None:
    text = "- id: brand\n  ask: Марка?\n  choices: {kia: Kia}"
    found = [(key, line) for key, line, _ in steps(text, bot_text=LISTS)]
    assert found == [("CQ203.block", 8), ("CQ203.list", 17), ("CQ203.list", 18)]


def test_a_table_s_row_without_options_is_marked() -> None:
    text = LISTS.replace("    lada: {vesta: Vesta}", "    lada: Vesta")
    assert ("CQ103.row", 20, 11) in steps(CASCADE + USED, bot_text=text)


def test_an_unknown_block_does_not_make_its_answers_unknown_too() -> None:
    text = flow(CASCADE + "\n- use: contact\n").replace("Спасибо!", "Спасибо, {phone}!")
    assert [key for key, *_ in of(text, LISTS)] == ["CQ202.block_near"]


def test_a_flow_is_called_like_its_file() -> None:
    assert of(flow("- id: a\n  ask: Кто?", id="sale")) == [("CQ901", 1, 7)]


def test_the_menu_names_flows_there_are_once() -> None:
    text = flow("- id: a\n  ask: Кто?")
    assert of(text, bot(menu="[sell, sale, sell]")) == [("CQ202.flow", 3, 14), ("CQ201.menu", 3, 20)]


# --- conditions

CONDITIONS = """
- id: brand
  ask: Марка?
  choices: {kia: Kia, lada: Lada}
  optional: true
- id: price
  ask: Сколько?
  type: number
- id: day
  ask: Когда?
  type: date
- id: features
  ask: Что важно?
  type: many
  choices: {abs: ABS, esp: ESP}
  none: Ничего
- id: pledge
  ask: В залоге?
  type: yes_no
- id: photos
  ask: Фото?
  type: photo
- id: note
  say: Спасибо
- id: twice
  compute: price * 2
- id: last
  if: {IF}
  ask: Ещё?
- id: later
  ask: Потом?
"""


@pytest.mark.parametrize(
    ("condition", "key", "column"),
    [
        ("{brand: kia}", None, 0),
        ("{brand: [kia, lada]}", None, 0),
        ("{brand: {not: kia, answered: true}}", None, 0),
        ("[{brand: {not: kia}}, {brand: {answered: false}}]", None, 0),
        ("{brand: {not: kia}}", "CQ210.not", 10),
        ("[{brand: kia}, {price: {min: 5}}]", None, 0),
        ("{price: {min: 100 тыс, max: 2 млн}}", None, 0),
        ("{price: 5}", None, 0),
        ("{price: {not: [5, 6]}}", None, 0),
        ("{twice: {min: 5}}", None, 0),
        ("{day: {min: today, max: 31.12.2030}}", None, 0),
        ("{features: [abs, none]}", None, 0),
        ("{features: {all: [abs, esp]}}", None, 0),
        ("{features: {min: 2}}", None, 0),
        ("{photos: {min: 2}}", None, 0),
        ("{photos: {answered: true}}", "CQ209.always", 5),
        ("{pledge: yes}", None, 0),
        ("{brnad: kia}", "CQ202.item_near", 10),
        ("{zzz: kia}", "CQ202.item", 10),
        ("{later: x}", "CQ205", 10),
        ("{last: x}", "CQ205.itself", 10),
        ("{note: x}", "CQ206.no_answer", 10),
        ("{brand: kai}", "CQ204.near", 17),
        ("{brand: Lada}", "CQ204.near", 17),
        ("{brand: [kia, bmw]}", "CQ204", 23),
        ("{brand: other}", "CQ204.reserved", 17),
        ("{brand: {min: 5}}", "CQ206.bounds", 18),
        ("{brand: {all: [kia]}}", "CQ206.all", 18),
        ("{brand: {is: kia}}", "CQ100", 18),
        ("{pledge: да}", "CQ204.near", 18),
        ("{pledge: true}", "CQ204.near", 18),
        ("{pledge: maybe}", "CQ204", 18),
        ("{price: {min: много}}", "CQ103.bound_amount", 23),
        ("{price: дорого}", "CQ103.bound_amount", 17),
        ("{day: {max: скоро}}", "CQ103.bound_day", 21),
        ("{day: {max: 32.13.2026}}", "CQ103.bound_day", 21),
        ("{price: {min: 10, max: 5}}", "CQ209.bounds", 23),
        ("{photos: нет}", "CQ206.only_answered", 18),
        ("{brand: {answered: yes}}", "CQ103.boolean", 28),
        ("{brand: kia, price}", "CQ011", 22),
        ("[]", "CQ103.nothing", 5),
        ("{}", "CQ103.nothing", 5),
        ("kia", "CQ103.condition", 9),
    ],
)
def test_a_condition_is_marked_at_its_smallest_wrong_part(condition: str, key: str | None, column: int) -> None:
    expected = [] if key is None else [(key, 30, column)]
    assert steps(CONDITIONS.replace("{IF}", condition)) == expected


# --- formulas and rules


@pytest.mark.parametrize(
    ("formula", "key", "column"),
    [
        ("price * 2 + this_year", None, 0),
        ("max(price, 1) // 3", None, 0),
        ("today - day", None, 0),
        ("{brand: {kia: 1, lada: 2}}", None, 0),
        ("{brand: {kia: 1, other: 2}}", None, 0),
        ("prise * 2", "CQ202.item_near", 14),
        ("1 + prise * 2", "CQ202.item_near", 18),
        ("brand * 2", "CQ206.not_amount", 14),
        ("price + day", "CQ206.mixed", 14),
        ("price > 2", "CQ206.amount", 14),
        ("price *", "CQ402.formula_syntax", 14),
        ("price ** 2", "CQ402.formula_not_allowed", 14),
        ("open('x')", "CQ402.formula_not_allowed", 14),
        ("price.real", "CQ402.formula_not_allowed", 14),
        ("total * 2", "CQ205.itself", 14),
        ("{brand: {kai: 1}}", "CQ204.near", 23),
        ("{price: {kia: 1}}", "CQ206.parent", 15),
        ("{brand: {kia: дорого}}", "CQ103.number", 28),
        ("{brand: {kia: 1}, price: {x: 1}}", "CQ102.one", 15),
    ],
)
def test_a_formula_is_marked_at_its_smallest_wrong_part(formula: str, key: str | None, column: int) -> None:
    text = BRAND + AMOUNT + "    - {id: day, ask: Когда?, type: date}\n    - id: total\n      compute: " + formula
    assert [mark for mark in steps(text) if mark[0] != "x"] == ([] if key is None else [(key, 13, column)])


@pytest.mark.parametrize(
    ("type", "rule", "key", "column"),
    [
        ("number", "{min: 0, max: 100 тыс}", None, 0),
        ("year", "{min: 1950, max: this_year}", None, 0),
        ("date", "{min: today, max: 31.12.2030}", None, 0),
        ("text", "{min: 3, max: 200, pattern: '[А-ЯЁа-яё ]+'}", None, 0),
        ("photo", "{max: 10}", None, 0),
        ("number", "[{min: 0}, {max: 5, soft: true, say: Точно?}]", None, 0),
        ("number", "{must: a >= price, say: 'Не меньше {price}, у вас {a}'}", None, 0),
        ("number", "{min: price}", None, 0),
        ("number", "{min: 10, max: 5}", "CQ405", 21),
        ("number", "{max: сто}", "CQ103.bound_amount", 21),
        ("number", "{max: this_yaer}", "CQ202.item_near", 21),
        ("number", "{max: today}", "CQ103.bound_amount", 21),
        ("year", "{min: 15}", "CQ103.bound_amount", 21),
        ("date", "{min: 2030}", "CQ103.bound_day", 21),
        ("text", "{min: пять}", "CQ103.bound_length", 21),
        ("photo", "{max: десять}", "CQ103.bound_count", 21),
        ("text", "{must: a >= 5}", "CQ206.not_amount", 22),
        ("number", "{must: a + price}", "CQ206.must", 22),
        ("number", "{must: a >= prise}", "CQ202.item_near", 27),
        ("number", "{must: a >= later}", "CQ205", 27),
        ("number", "{must: a >=}", "CQ402.formula_syntax", 22),
        ("number", "{pattern: '[0-9]+'}", "CQ104.pattern", 16),
        ("text", "{pattern: '(?=a)b'}", "CQ402.re_perl", 26),
        ("text", "{pattern: '[a'}", "CQ402.re_square", 26),
        ("text", "{pattern: '(a'}", "CQ402.re_bracket", 26),
        ("text", "{pattern: '*a'}", "CQ402.re_repeat", 26),
        ("text", "{pattern: 'a{5000}'}", "CQ402.re_size", 27),
        ("text", "{say: Нет}", "CQ101.rule", 16),
        ("text", "{max: 5, error: Нет}", "CQ100.synonym", 24),
        ("text", "{max: 5, soft: да}", "CQ103.boolean", 30),
        ("phone", "{max: 5}", "CQ104", 5),
    ],
)
def test_a_rule_is_marked_at_its_smallest_wrong_part(type: str, rule: str, key: str | None, column: int) -> None:
    text = f"{AMOUNT}    - id: a\n      ask: Что?\n      type: {type}\n      validate: {rule}\n"
    text += "    - id: later\n      ask: Потом?\n      type: number\n"
    found = [mark for mark in steps(text) if not mark[0].startswith("CQ805")]
    assert found == ([] if key is None else [(key, 10, column)])


# --- texts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- id: a\n  ask: Кто?\n- id: b\n  ask: Где, {a}?", []),
        ("- id: a\n  ask: Кто?\n- id: b\n  ask: Где, {c}?", [("CQ303.item", 7, 15)]),
        ("- id: abc\n  ask: Кто?\n- id: b\n  ask: Где, {acb}?", [("CQ303.item_near", 7, 15)]),
        ("- id: a\n  ask: Кто, {b}?\n- id: b\n  ask: Где?", [("CQ205", 5, 15)]),
        ("- id: a\n  ask: Кто, {a}?", [("CQ205.itself", 5, 15)]),
        ("- id: a\n  ask: Кто, {имя}?", [("CQ303.item_none", 5, 15)]),
        ("- id: a\n  ask: Кто?\n  optional: true\n- id: b\n  ask: Где, {a}?", [("CQ303.absent", 8, 15)]),
        ("- id: a\n  ask: Кто?\n  optional: true\n- id: b\n  ask: Где, {a|друг}?", []),
        ("- id: a\n  ask: Кто?\n  skip: Не скажу\n- id: b\n  say: Привет, {a}", []),
        ("- id: a\n  ask: Кто?\n  skip: Нет\n- id: b\n  if: {a: {answered: true}}\n  ask: Где, {a}?", []),
        ("- id: a\n  ask: Кто?\n  label: Имя {a}", [("CQ303.static", 6, 16)]),
        ("- id: a\n  ask: Кто?\n  skip: '{a}'", [("CQ303.static", 6, 12)]),
        ("- id: a\n  ask: Кто?\n  choices: {x: '{a}'}", [("CQ303.static", 6, 19)]),
        ("- id: a\n  ask: '{{слово}} — это скобки'", []),
        ("- id: a\n  ask: |\n    Первая строка\n    и {нет} вторая", [("CQ303.item_none", 7, 9)]),
        ("- id: a\n  ask: Цена < 5?", [("CQ304.angle", 5, 15)]),
        ("- id: a\n  ask: Это <b>важно?", [("CQ304.unclosed", 5, 14)]),
        ("- id: a\n  ask: Это <h1>важно</h1>?", [("CQ304.tag", 5, 14)]),
        ("- id: a\n  ask: Это важно</b>?", [("CQ304.unopened", 5, 19)]),
        ('- id: a\n  ask: <b>Это</b> &lt; <a href="https://a.b">важно</a> & всё?', []),
        ("- id: a\n  ask: Кто?\n  hint: '  '", [("CQ305", 6, 11)]),
        ("- id: a\n  ask: Кто?\n  choices: {x: ' '}", [("CQ305", 6, 18)]),
        (f"- id: a\n  ask: {'Кто это? ' * 500}", [("CQ502", 5, 10)]),
        (f"- id: a\n  ask: Кто?\n  choices: {{x: {'Да' * 40}}}", [("CQ506", 6, 18)]),
        (f"- id: a\n  ask: {'Кто это? ' * 150}\n  photo: a.jpg", [("CQ503", 5, 10)]),
        ("- id: a\n  ask: {ru: Кто?, en: Who?}", [("CQ301.unknown", 5, 21)]),
        ("- id: a\n  ask: {russian: Кто?}", [("CQ102.language", 5, 11)]),
    ],
)
def test_texts_can_be_filled_and_sent(text: str, found: list[tuple[str, int, int]]) -> None:
    assert steps(text) == found


def test_texts_of_the_end_may_name_every_answer_and_need_a_default_for_absent_ones() -> None:
    text = flow("- id: a\n  ask: Кто?\n- id: b\n  if: {a: x}\n  ask: Где?").replace(
        "Спасибо!", "Спасибо, {a}, {b}, {b|там}!"
    )
    assert of(text) == [("CQ303.absent", 9, 21)]


@pytest.mark.parametrize(
    ("ask", "found"),
    [
        ("{ru: Кто?, en: Who?}", []),
        ("{ru: Кто?}", [("CQ301", 5, 11)]),
        ("{ru: Кто?, de: Wer?}", [("CQ301.unknown", 5, 21), ("CQ301", 5, 11)]),
        ("Кто?", [("CQ301.plain", 5, 10)]),
    ],
)
def test_a_bot_of_two_languages_has_every_text_in_both(ask: str, found: list[tuple[str, int, int]]) -> None:
    whole = flow(f"- id: a\n  ask: {ask}\n  choices: {{x: XL}}", id="sell").replace(
        "Спасибо!", "{ru: Спасибо, en: Thanks}"
    )
    words = (
        bot(languages="[ru, en]")
        .replace("Здравствуйте!", "{ru: Привет, en: Hi}")
        .replace("Выберите раздел", "{ru: а, en: b}")
    )
    assert sorted(of(whole, words)) == sorted(found)


# --- hooks, CRM, consent, bot


@pytest.mark.parametrize(
    ("entry", "key", "column"),
    [
        ("note.add: {text: 'Марка {brand}'}", None, 0),
        ("note.add: {text: x, copies: 2, tags: [a], mode: quiet}", None, 0),
        ("note.ad: {text: x}", "CQ102.hook_near", 5),
        ("crm.lead: {text: x}", "CQ102.hook", 5),
        ("note.add: {txet: x}", "CQ100.near", 16),
        ("note.add: {copies: 2}", "CQ101", 16),
        ("note.add: {text: [x]}", "CQ103", 22),
        ("note.add: {text: x, copies: два}", "CQ103.integer", 33),
        ("note.add: {text: x, copies: 0}", "CQ102.minimum", 33),
        ("note.add: {text: x, mode: laud}", "CQ102.near", 31),
        ("note.add: {text: '{marka}'}", "CQ303.item", 23),
        ("note.add: {text: x, tags: ['{marka}']}", "CQ303.item", 33),
        ("note.add:", "CQ101", 5),
        ("if: {brand: kia}", "CQ101.hook", 5),
    ],
)
def test_hooks_are_called_as_they_are_specified(entry: str, key: str | None, column: int) -> None:
    found = steps(BRAND, f"on_complete:\n  - {entry}\n")
    assert found == ([] if key is None else [(key, 9, column)])


def test_a_hook_s_condition_is_checked_and_proves_answers_present() -> None:
    text = BRAND.replace("choices: {", "optional: true\n      choices: {")
    calls = "on_complete:\n  - note.add: {text: '{brand}'}\n    if: {brand: IF}\n"
    assert steps(text, calls.replace("IF", "kia")) == []
    assert steps(text, calls.replace("IF", "{not: kia}")) == [("CQ303.absent", 10, 23), ("CQ210.not", 11, 10)]
    assert steps(text, calls.replace("IF", "kai")) == [("CQ204.near", 11, 17)]


def test_one_entry_calls_one_hook() -> None:
    assert steps(BRAND, "on_complete:\n  - note.add: {text: x}\n    note.two: {}\n") == [("CQ102.one_hook", 10, 5)]


@pytest.mark.parametrize(
    ("first", "second", "key"),
    [
        ("crm: Цена", "crm: Скидка", None),
        ("crm: Цена", "crm: цена", "CQ604"),
        ("crm: {contact: Город}", "crm: Город", None),
        ("crm: {price: true}", "crm: {price: true}", "CQ604.price"),
        ("crm: {tag: true}", "crm: {tag: true}", None),
        ("crm: none", "crm: none", None),
        ("crm: Цена, if: {brand: kia}", "crm: Цена, if: {brand: [lada, bmw]}", None),
        ("crm: Цена, if: {brand: kia}", "crm: Цена, if: {brand: lada}", "CQ606"),
        ("crm: Цена, if: {brand: kia}", "crm: Цена, if: {brand: {not: kia}}", None),
        ("crm: Цена, if: {brand: [kia, lada]}", "crm: Цена, if: {brand: lada}", "CQ604"),
        ("crm: Цена, if: {sum: {max: 5}}", "crm: Цена, if: {sum: {min: 6}}", None),
        ("crm: Цена, if: {sum: {max: 5}}", "crm: Цена, if: {sum: {min: 5}}", "CQ604"),
    ],
)
def test_two_answers_of_one_path_do_not_share_a_crm_field(first: str, second: str, key: str | None) -> None:
    text = "- {id: brand, ask: Марка?, choices: {kia: Kia, lada: Lada, bmw: BMW}}\n"
    text += "- {id: sum, ask: Сумма?, type: number}\n"
    text += f"- {{id: a, ask: Сколько?, type: money, {first}}}\n- {{id: b, ask: А ещё?, type: money, {second}}}"
    assert [mark[:2] for mark in steps(text)] == ([] if key is None else [(key, 7)])


def test_a_budget_is_an_amount() -> None:
    assert steps("- id: a\n  ask: Кто?\n  crm: {price: true}") == [("CQ603", 6, 11)]


CONSENT = bot("consent: {version: 1, text: Согласие на обработку}\n")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- {id: c, ask: Можно?, type: consent}\n- {id: p, ask: Телефон?, type: phone}", []),
        ("- {id: p, ask: Телефон?, type: phone}\n- {id: c, ask: Можно?, type: consent}", [("CQ805", 4, 10)]),
        ("- {id: n, ask: Имя?, type: name}\n- {id: p, ask: Телефон?, type: phone}", [("CQ805", 4, 10)]),
        ("- {id: v, ask: VIN?, type: vin}", []),
        (
            "- {id: a, ask: Да?, type: yes_no}\n- {id: c, if: {a: yes}, ask: Можно?, type: consent}\n"
            "- {id: p, ask: Телефон?, type: phone}",
            [("CQ805.sometimes", 6, 10)],
        ),
        (
            "- {id: a, ask: Да?, type: yes_no}\n- {id: c, if: {a: yes}, ask: Можно?, type: consent}\n"
            "- {id: p, if: {a: yes}, ask: Телефон?, type: phone}",
            [],
        ),
    ],
)
def test_consent_stands_before_the_first_contact(text: str, found: list[tuple[str, int, int]]) -> None:
    assert steps(text, bot_text=CONSENT) == found


@pytest.mark.parametrize(
    ("extra", "found"),
    [
        ("buttons: {back: Назад}\n", []),
        ("buttons: {bakc: Назад}\n", [("CQ100.near", 6, 11)]),
        ("buttons: {back: 'Назад {name}'}\n", [("CQ303.static", 6, 24)]),
        ("texts: {progress: 'Шаг {step} из {total}'}\n", []),
        ("texts: {progress: 'Шаг {setp}'}\n", [("CQ303.service_near", 6, 24)]),
        ("texts: {menu: 'Привет, {name}'}\n", [("CQ303.static", 6, 24)]),
        ("timezone: Europe/Moskva\n", [("CQ102.timezone", 6, 11)]),
        ("timezone: ../../etc/passwd\n", [("CQ102.timezone", 6, 11)]),
        ("reminders: {after: [2h, 1д]}\n", [("CQ102.duration", 6, 25)]),
        ("reminders: {after: [2h], quiet: {from: 21:00, to: 10:00}}\n", []),
        ("reminders: {after: [2h], quiet: {from: 25:00, to: 10:00}}\n", [("CQ102.clock", 6, 40)]),
        ("reminders: {after: [2h], text: 'Ждём {flows}'}\n", [("CQ303.service_near", 6, 38)]),
        ("throttling: {messages: ноль}\n", [("CQ103.integer", 6, 24)]),
        ("ai: {escalate_below: 1.5}\n", [("CQ102.maximum", 6, 22)]),
        ("ai: {escalate_below: '0.5'}\n", [("CQ103.number", 6, 22)]),
        ("consent: {version: 1}\n", [("CQ101", 6, 11)]),
        ("consent: {version: 1, text: Да, policy: carquery.example}\n", [("CQ509", 6, 41)]),
        ("commands: {start: " + "Начать " * 40 + "}\n", [("CQ511", 6, 19)]),
        ("texts: {menu: '<b>Чем помочь?'}\n", [("CQ304.unclosed", 6, 16)]),
        ("texts: {menu: ' '}\n", [("CQ305", 6, 15)]),
        ("commands: {stop: Хватит}\n", [("CQ100", 6, 12)]),
        ("blocks: {a: [{use: b}]}\n", [("CQ203.block", 6, 10), ("CQ104.nested", 6, 15)]),
        ("blocks: {А: [{id: x, ask: Кто?}]}\n", [("CQ105.id", 6, 10)]),
        ("on_complete: [{note.ad: {text: x}}]\n", [("CQ102.hook_near", 6, 16)]),
        ("on_complete: [{note.add: {text: '{zzz}'}}]\n", [("CQ303.item", 6, 34)]),
    ],
)
def test_bot_yaml_is_checked_as_well(extra: str, found: list[tuple[str, int, int]]) -> None:
    assert of(flow("- id: a\n  ask: Кто?"), bot(extra)) == found


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("language: 1", "language: 2", [("CQ107", 1, 11)]),
        ("language: 1", "language: один", [("CQ103.integer", 1, 11)]),
        ("[ru]", "[рус]", [("CQ102.language", 2, 13)]),
        ("[ru]", "[ru, ru]", [("CQ102.unique", 2, 12)]),
        ("greeting: Здравствуйте!\n", "", [("CQ101", 1, 1)]),
        ("greeting", "greetnig", [("CQ100.near", 4, 1)]),
        ("[sell]", "sell", [("CQ103.not_text", 3, 7)]),
    ],
)
def test_the_head_of_bot_yaml_is_checked(old: str, new: str, found: list[tuple[str, int, int]]) -> None:
    assert of(flow("- id: a\n  ask: Кто?"), BOT.replace(old, new, 1)) == found


def test_a_flow_without_a_bot_yaml_is_told_so_once() -> None:
    found = compile_bytes({"x/sell.flow.yaml": flow("- use: contacts").encode()})
    assert [one.key for one in found.diagnostics] == ["CQ907"]
    assert found.project is None


STORY = """\
story: Клиент продаёт машину
flow: sell
today: 2026-11-22
dialog:
  - start: sell?brand=kia
  - client: 2015
  - tap: Kia
  - buttons: [Kia, Lada]
  - photos: 3
  - crm: {name: Выкуп, price: 1500, Марка: Kia, absent: [Год]}
  - crm_fails: true
  - ai: {flow: sell, confidence: 0.9, answers: {brand: kia}}
  - bot: /от \\d+/
"""


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("", "", []),
        ("flow: sell\n", "flow: sel\n", [("CQ904.flow_near", 2, 7)]),
        ("dialog", "dialgo", [("CQ100.near", 4, 1)]),
        ("client: 2015", "clinet: 2015", [("CQ100.near", 6, 5)]),
        ("sell?brand=kia", "buy?brand=kia", [("CQ904.flow", 5, 12)]),
        ("sell?brand=kia", "sell?barnd=kia", [("CQ904.item_near", 5, 17)]),
        ("sell?brand=kia", "sell?brand=kai", [("CQ204.near", 5, 23)]),
        ("photos: 3", "photos: три", [("CQ103.integer", 9, 13)]),
        ("crm_fails: true", "crm_fails: да", [("CQ103.boolean", 11, 16)]),
        ("{brand: kia}}", "{marka: kia}}", [("CQ904.item", 12, 49)]),
        ("ai: {flow: sell", "ai: {flow: buy", [("CQ904.flow", 12, 16)]),
        ("/от \\d+/", "/от (/", [("CQ402.re_other", 13, 10)]),
        ("2026-11-22", "2026-02-30", [("CQ102.day", 3, 8)]),
        ("2026-11-22", "завтра", [("CQ102.day", 3, 8)]),
        ("  - tap: Kia\n", "  - tap: Kia\n    wait: 1d\n", [("CQ102.one", 7, 5)]),
        ("tap: Kia", "wait: 1 час", [("CQ102.duration", 7, 11)]),
        ("tap: Kia", "language: en", [("CQ904.language", 7, 15)]),
    ],
)
def test_stories_talk_about_what_there_is(old: str, new: str, found: list[tuple[str, int, int]]) -> None:
    story = STORY.replace(old, new, 1)
    assert of(flow(BRAND), a__story__yaml=story) == found


def test_a_broken_story_does_not_stop_the_bot() -> None:
    found = compiled(flow(BRAND), a__story__yaml=STORY.replace("flow: sell\n", "flow: sale\n"))
    assert found.project is not None
    assert found.stories == ()


def test_a_misspelt_id_that_several_places_call_otherwise_is_one_finding_at_the_id() -> None:
    text = BRAND.replace("id: brand", "id: barnd") + "    - {id: b, if: {brand: kia}, ask: 'Какая {brand}?'}"
    assert steps(text) == [("CQ202.misnamed", 4, 9)]
    assert [one.place.span.line for one in compiled(flow(text)).diagnostics[0].related] == [7, 7]


def test_a_single_wrong_reference_stays_where_it_is() -> None:
    text = BRAND + "    - {id: b, if: {barnd: kia}, ask: 'Какая {brand}?'}"
    assert steps(text) == [("CQ202.item_near", 7, 18)]


def test_a_lost_line_between_two_steps_is_one_finding() -> None:
    text = "- id: a\n  ask: Кто?\n  crm: Имя\n  ask: Где?\n  crm: Город\n- {id: c, if: {b: x}, ask: Куда?}"
    assert steps(text) == [("CQ004.several", 7, 5)]


def test_a_misspelt_key_that_decides_the_type_does_not_make_the_others_wrong() -> None:
    assert steps("- {id: a, ask: Кто?, chioces: {x: X}, other: Иное, columns: 1}") == [("CQ100.near", 4, 24)]
    assert steps("- {id: a, ask: Кто?, tpye: number, unit: км}\n- {id: b, compute: a * 2}") == [("CQ100.near", 4, 24)]
    assert steps("- {id: a, ask: Кто?, choices: {x: {lable: X, crm: Y}}}") == [("CQ100.near", 4, 38)]
    assert steps("- {id: a, ask: Кто?, type: number, validate: {mxa: 5}}") == [("CQ100.near", 4, 49)]


def test_a_misspelt_steps_does_not_make_every_answer_unknown() -> None:
    text = flow(BRAND).replace("steps:", "setps:").replace("Спасибо!", "Спасибо, {brand}!")
    assert of(text) == [("CQ100.near", 3, 1)]
