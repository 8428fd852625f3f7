"""What a checked flow becomes: conditions, texts, choices, rules, hooks, versions."""

from engine.core.arithmetic import Binary, Literally, Name
from engine.core.clauses import CrmTarget, Table
from engine.core.conditions import Answered, Every, HasAll, Not, OneOf, Some, Within
from engine.core.model import Compute, Say, Stop
from engine.core.phrases import BUTTONS, COMMANDS, TEXTS
from engine.core.texts import Template, Text
from tests.lang.made import BOT, bot, compiled, flow, linked

ASKED = """
- {id: brand, ask: Марка?, choices: {kia: Kia, lada: Lada}, other: Другая}
- {id: price, ask: Сколько?, type: money}
- {id: day, ask: Когда?, type: date}
- {id: features, ask: Что важно?, type: many, choices: {abs: ABS, esp: ESP}}
- {id: pledge, ask: В залоге?, type: yes_no}
"""


def condition(written: str) -> object:
    return linked(f"{ASKED}- {{id: last, if: {written}, ask: Ещё?}}").items[-1].when


def test_values_bounds_and_their_opposites_become_tests() -> None:
    assert condition("{brand: kia}") == ({"brand": OneOf(("kia",))},)
    assert condition("{brand: [kia, lada]}") == ({"brand": OneOf(("kia", "lada"))},)
    assert condition("{brand: {not: kia}}") == ({"brand": Not(OneOf(("kia",)))},)
    assert condition("{brand: {answered: false}}") == ({"brand": Answered(False)},)
    assert condition("{features: {all: [abs, esp]}}") == ({"features": HasAll(("abs", "esp"))},)
    assert condition("{pledge: yes}") == ({"pledge": OneOf(("yes",))},)


def test_amounts_and_days_are_compared_as_amounts_and_days() -> None:
    assert condition("{price: {min: 150 тыс}}") == ({"price": Within(Literally(150000), None)},)
    assert condition("{price: 5}") == ({"price": Within(Literally(5), Literally(5))},)
    assert condition("{price: [5, 6]}") == (
        {"price": Some((Within(Literally(5), Literally(5)), Within(Literally(6), Literally(6))))},
    )
    assert condition("{day: {min: today}}") == ({"day": Within(Name("today", 0), None)},)


def test_a_list_of_groups_means_any_and_a_group_means_all() -> None:
    assert condition("[{brand: kia}, {pledge: no, price: {max: 5}}]") == (
        {"brand": OneOf(("kia",))},
        {"pledge": OneOf(("no",)), "price": Within(None, Literally(5))},
    )


def test_a_block_s_condition_holds_for_each_of_its_items_besides_their_own() -> None:
    block = bot("blocks: {extra: [{id: a, ask: А?}, {id: b, if: {brand: lada, a: x}, ask: Б?}]}\n")
    items = linked(f"{ASKED}- {{use: extra, if: {{brand: [kia, lada]}}}}", bot_text=block).items
    assert items[-2].when == ({"brand": OneOf(("kia", "lada"))},)
    assert items[-1].when == ({"brand": Every((OneOf(("kia", "lada")), OneOf(("lada",)))), "a": OneOf(("x",))},)


def test_a_label_is_said_or_the_crm_field_s_name_or_the_question() -> None:
    text = """
    - {id: a, ask: Какого она года?, label: Год, crm: Год выпуска}
    - {id: b, ask: Какой пробег?, crm: Пробег}
    - {id: c, ask: Какой город?, crm: {contact: Город}}
    - {id: d, ask: "Какая модель {a}?"}
    - {id: e, ask: Сколько?, crm: none}
    """
    assert [step.label.plain("ru") for step in linked(text).steps] == [
        "Год",
        "Пробег",
        "Город",
        "Какая модель",
        "Сколько",
    ]


def test_answers_go_where_crm_says() -> None:
    text = """
    - {id: a, ask: А?, crm: Марка}
    - {id: b, ask: Б?, crm: {contact: Город}}
    - {id: c, ask: В?, type: money, crm: {price: true}}
    - {id: d, ask: Г?, crm: {tag: true}}
    - {id: e, ask: Д?, crm: none}
    - {id: f, ask: Е?}
    """
    assert [step.crm for step in linked(text).steps] == [
        CrmTarget("field", "Марка"), CrmTarget("contact", "Город"), CrmTarget("price"), CrmTarget("tag"),
        CrmTarget("nowhere"), CrmTarget("note"),
    ]  # fmt: skip


def test_choices_come_in_file_order_with_the_bot_s_own_words_for_yes_and_no() -> None:
    text = """
    - id: a
      ask: А?
      choices:
        new: Новая
        used: {label: С пробегом, crm: БУ, was: old}
      other: Иное
      columns: 1
    - {id: b, ask: Б?, type: yes_no}
    - {id: c, ask: В?, choices_by: {a: {new: {x: X}, used: {y: Y}}}}
    """
    a, b, c = linked(text, bot_text=bot("buttons: {yes: Ага}\n")).steps
    assert a.type.name == "choice"
    assert a.choices is not None
    assert b.choices is not None
    assert c.choices is not None
    assert [(option.id, option.label.plain("ru"), option.crm, option.was) for option in a.choices.rows[None]] == [
        ("new", "Новая", None, ()), ("used", "С пробегом", "БУ", ("old",)),
    ]  # fmt: skip
    assert a.choices.other == Text.of("Иное")
    assert a.choices.columns == 1
    assert [option.label.plain("ru") for option in b.choices.rows[None]] == ["Ага", "Нет"]
    assert c.choices.parent == "a"
    assert [option.id for option in c.choices.offered({"a": "used"})] == ["y"]


def test_rules_keep_their_order_and_bounds_are_read_by_the_type() -> None:
    text = """
    - id: a
      ask: А?
      type: number
      validate:
        - {min: 0, max: 100 тыс}
        - {max: 50 тыс, soft: true, say: Точно?}
        - {must: a >= 5}
    """
    first, second, third = linked(text).steps[0].rules
    assert (first.min, first.max, first.soft) == (Literally(0), Literally(100000), False)
    assert (second.soft, second.say) == (True, Text.of("Точно?"))
    assert third.must == Binary(">=", Name("a", 0), Literally(5), 0)


def test_says_stops_and_computed_values_are_items_too() -> None:
    text = """
    - {id: a, ask: А?, choices: {x: X, y: Y}}
    - {id: b, say: "Итак, {a}", button: Понятно}
    - {id: c, if: {a: y}, stop: Всё, offer: [sell]}
    - {id: d, compute: {a: {x: 1, y: 2.5}}, label: Цена, unit: ₽}
    """
    _, say, stop, compute = linked(text).items
    assert say == Say("b", Text.of("Итак, {a}"), button=Text.of("Понятно"))
    assert isinstance(stop, Stop)
    assert stop.offer == ("sell",)
    assert isinstance(compute, Compute)
    assert compute.formula == Table("a", {"x": 1, "y": 2.5})


def test_raw_text_survives_where_text_is_wanted() -> None:
    text = """
    - id: a
      ask: 2015
      hint: +7916
      choices: {2015: 1.50, yes: no, 012: 0x1F}
    """
    step = linked(text).steps[0]
    assert (step.ask, step.hint) == (Text.of("2015"), Text.of("+7916"))
    assert step.choices is not None
    assert [(option.id, option.label.plain("ru")) for option in step.choices.rows[None]] == [
        ("2015", "1.50"), ("yes", "no"), ("012", "0x1F"),
    ]  # fmt: skip


def test_hooks_of_a_flow_replace_the_bot_s_and_their_texts_are_templates() -> None:
    common = bot("on_complete: [{note.add: {text: 'Заявка {a}', copies: 2}}]\n")
    own = "on_complete:\n  - note.add: {text: Своя, tags: ['{a}', x]}\n    if: {a: да}\n"
    (inherited,) = linked("- {id: a, ask: А?}", bot_text=common).hooks
    (replaced,) = linked("- {id: a, ask: А?}", own, common).hooks
    assert inherited.params == {"text": Template.parse("Заявка {a}"), "copies": 2}
    assert replaced.params == {"text": Template.parse("Своя"), "tags": (Template.parse("{a}"), Template.parse("x"))}
    assert replaced.when == ({"a": OneOf(("да",))},)
    assert linked("- {id: a, ask: А?}", "on_complete: []\n", common).hooks == ()


def test_the_bot_has_every_word_the_engine_needs() -> None:
    project = compiled(
        flow("- {id: a, ask: А?}"), bot("buttons: {back: Вернуться}\ntexts: {menu: Чем помочь?}\n")
    ).project
    assert project is not None
    made = project.bot
    assert (set(made.buttons), set(made.texts), set(made.commands)) == (set(BUTTONS), set(TEXTS), set(COMMANDS))
    assert made.buttons["back"] == Text.of("Вернуться")
    assert made.reminders.after == ()


def test_a_bot_of_two_languages_has_the_engine_s_words_in_both() -> None:
    text = (
        bot(languages="[ru, en]")
        .replace("Здравствуйте!", "{ru: а, en: b}")
        .replace("Выберите раздел", "{ru: а, en: b}")
    )
    whole = compiled(
        "flow: sell\ntitle: {ru: а, en: b}\nsteps: [{id: a, ask: {ru: а, en: b}}]\ndone: {ru: а, en: b}\n", text
    )
    assert whole.project is not None
    assert whole.project.bot.buttons["back"].plain("en") == "⬅️ Back"
    step = whole.project.flows["sell"].steps[0]
    assert (step.label.plain("ru"), step.label.plain("en")) == ("а", "b")


def test_reminders_quiet_hours_and_thresholds_are_read() -> None:
    extra = "reminders: {after: [1d, 2h], quiet: {from: 21:00, to: 10:00}}\nai: {propose_from: 0.8}\n"
    project = compiled(flow("- {id: a, ask: А?}"), bot(extra)).project
    assert project is not None
    assert project.bot.reminders.after == (120, 1440)
    assert project.bot.reminders.quiet == ("21:00", "10:00")
    assert (project.bot.ai.escalate_below, project.bot.ai.propose_from) == (0.65, 0.8)


def test_a_consent_step_says_to_what_and_keeps_the_version() -> None:
    text = bot("consent: {version: 2026-11-01, text: Согласие на обработку, policy: https://a.b}\n")
    (step,) = linked("- {id: c, ask: Можно?, type: consent}", bot_text=text).steps
    assert step.ask.plain("ru") == "Можно?\n\nСогласие на обработку"
    assert step.consent is not None
    assert (step.consent.version, step.consent.policy) == ("2026-11-01", "https://a.b")


def version(steps: str, bot_text: str = BOT) -> str:
    return linked(steps, bot_text=bot_text).version


def test_the_version_changes_with_what_shapes_the_conversation_and_only_with_that() -> None:
    first = version("- {id: a, ask: А?}")
    assert version("- {id: a, ask: А?} # комментарий") == first
    assert version("- {id: a, ask: А?}", BOT.replace("Здравствуйте!", "Привет!")) == first
    assert version("- {id: a, ask: Б?}") != first
    lists = bot("lists: {brands: {kia: Kia}}\n")
    used = version("- {id: a, ask: А?, choices: brands}", lists)
    assert version("- {id: a, ask: А?, choices: brands}", lists.replace("Kia", "KIA")) != used


def test_a_former_id_of_a_flow_still_finds_it() -> None:
    project = compiled(flow("- {id: a, ask: А?, was: [x, y]}", "was: sale\n")).project
    assert project is not None
    found = project.flow("sale")
    assert found is not None
    assert found.id == "sell"
    assert found.steps[0].was == ("x", "y")
