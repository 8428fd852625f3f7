"""The table for the dealer's sign-off: everything of the flow is in it, in words of a dealer."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from engine.app.hooks import OWN
from engine.core.model import Project, Say, Step, Stop
from engine.lang.compile import compile, compile_bytes
from engine.lang.outline import Outline, Row, outline
from engine.lang.outline_report import RENDERERS, html, markdown, text

ROOT = Path(__file__).parents[2]
BOT = """\
language: 1
languages: [ru]
menu: [own]
greeting: Здравствуйте!
help: Помощь
buttons: {skip: Дальше}
consent: {version: v7, text: Только по этой заявке., policy: "https://a.example/p", refused: Тогда до свидания.}
"""


@pytest.fixture(scope="module")
def shipped() -> Project:
    project = compile([ROOT / "flows"], OWN).project
    assert project is not None
    return project


def made(steps: str, extra: str = "") -> Outline:
    flow = f"flow: own\ntitle: Проба\nsteps:\n{steps}\ndone: Спасибо!\n{extra}"
    other = "flow: other\ntitle: 🛂 Другая\nsteps:\n  - {id: a, ask: А?}\ndone: Да\n"
    files = {"bot.yaml": BOT, "own.flow.yaml": flow, "other.flow.yaml": other}
    compiled = compile_bytes({name: body.encode() for name, body in files.items()}, OWN)
    assert compiled.project is not None, [(one.key, one.span.line) for one in compiled.errors]
    return outline(compiled.project.flows["own"], compiled.project, OWN)


def row(steps: str, id: str = "x") -> Row:
    return next(row for row in made(steps).rows if row.id == id)


def answer(step: str) -> tuple[str, ...]:
    """What the table says of the answer to a question."""
    return tuple(line.replace("\u00a0", " ") for line in row(f"  - {{id: x, ask: Что?, {step}}}").answer)


def test_every_item_of_every_shipped_flow_has_its_row_in_order(shipped: Project) -> None:
    for flow in shipped.flows.values():
        found = outline(flow, shipped, OWN)
        assert [row.id for row in found.rows] == [item.id for item in flow.items]
        assert [row.number for row in found.rows if row.number] == list(range(1, len(flow.steps) + 1))


@pytest.mark.parametrize("format", RENDERERS)
def test_nothing_a_client_reads_is_left_out(shipped: Project, format: str) -> None:
    """Every text and every option of every shipped flow, in every format."""
    for flow in shipped.flows.values():
        shown = bare(RENDERERS[format](outline(flow, shipped, OWN)))
        for item in flow.items:
            texts = {
                Step: lambda item: [item.ask, item.hint, item.why, item.skip],
                Say: lambda item: [item.say, item.button],
                Stop: lambda item: [item.stop],
            }.get(type(item), lambda item: [])(item)  # type: ignore[no-untyped-call]  # a table of plain lambdas
            for one in filter(None, texts):
                for part in one.template("ru").parts:
                    if isinstance(part, str):
                        assert bare(part) in shown, (flow.id, item.id, part)
            if isinstance(item, Step) and item.choices:
                for options in item.choices.rows.values():
                    assert all(bare(option.label.plain("ru")) in shown for option in options)


def bare(words: str) -> str:
    """Letters only: how lines are broken and marks are escaped does not matter."""
    return re.sub(r"[^\w]+", "", re.sub(r"<[^>]*>", "", words))


@pytest.mark.parametrize(
    ("step", "lines"),
    [
        ("type: text", ("Текст",)),
        ("optional: true", ("Текст", "Можно пропустить: кнопка «Дальше»")),
        ("skip: Не знаю", ("Текст", "Можно пропустить: кнопка «Не знаю»")),
        ("private: true", ("Текст", "Искусственному интеллекту не передаётся")),
        ("type: number, unit: км, decimals: 1", ("Число, км, знаков после запятой: 1",)),
        ("type: yes_no", ("Кнопки: Да · Нет",)),
        ("choices: {a: Раз, b: {label: Два, crm: Two}}", ("Один вариант: Раз · Два (в CRM «Two»)",)),
        (
            "type: many, choices: {a: Раз}, other: Своё, none: Ничего",
            (
                "Несколько вариантов: Раз",
                "Кнопка «Своё»: ответ своими словами",
                "Кнопка «Ничего» снимает остальные",
            ),
        ),
        ("validate: {min: 3, max: 200}", ("Текст", "От 3 до 200 знаков")),
        ("validate: {min: 21}", ("Текст", "Не короче 21 знака")),
        ("validate: {max: 11}", ("Текст", "Не длиннее 11 знаков")),
        ("validate: {pattern: '[0-9]+', say: Цифры}", ("Текст", "По образцу [0-9]+, иначе: «Цифры»")),
        ("type: number, validate: {min: 0, max: 999999}, unit: км", ("Число, км", "От 0 до 999 999 км")),
        ("type: number, validate: {min: 5}", ("Число", "Не меньше 5")),
        ("type: year, validate: {min: 1950, max: this_year}", ("Год", "От 1950 до этого года")),
        ("type: date, validate: {min: today}", ("Дата", "Не раньше сегодня")),
        ("type: date, validate: {max: 31.12.2030}", ("Дата", "Не позже 31.12.2030")),
        ("type: date, validate: {min: 01.01.2030, max: 31.12.2030}", ("Дата", "С 01.01.2030 по 31.12.2030")),
        ("type: photo, validate: {max: 10}", ("Одно или несколько фото, в конце «Готово»", "Не больше 10 фото")),
        ("type: many, choices: {a: А, b: Б}, validate: {max: 1}",
         ("Несколько вариантов: А · Б", "Не больше 1 варианта")),
        ("type: number, validate: {max: 400, soft: true, say: Точно?}",
         ("Число", "Больше 400 — переспросит, но примет: «Точно?»")),
        ("type: number, validate: {min: 5, max: 9, soft: true}",
         ("Число", "Меньше 5 или больше 9 — переспросит, но примет")),
        ("type: date, validate: {max: today + 30, soft: true}",
         ("Дата", "Позже «сегодня + 30» — переспросит, но примет")),
    ],
)  # fmt: skip
def test_an_answer_and_its_rules_read_as_a_dealer_would_say_them(step: str, lines: tuple[str, ...]) -> None:
    assert answer(step) == lines


def test_a_comparison_names_the_questions() -> None:
    steps = (
        "  - {id: low, ask: От?, label: Бюджет от, type: money}\n"
        "  - {id: x, ask: До?, label: Бюджет до, type: money, validate: {must: x >= low, say: Не меньше}}"
    )
    assert row(steps).answer[1] == "Нужно: «Бюджет до» не меньше «Бюджет от», иначе: «Не меньше»"


@pytest.mark.parametrize(
    ("step", "crm"),
    [
        ("crm: Марка", "поле сделки «Марка»"),
        ("crm: {contact: Город}", "поле контакта «Город»"),
        ("crm: {tag: true}", "тег сделки"),
        ("crm: none", "никуда"),
        ("hint: а", "только примечание"),
    ],
)
def test_the_crm_field_is_named(step: str, crm: str) -> None:
    steps = f"  - {{id: first, ask: Кто?, crm: Кто}}\n  - {{id: x, ask: Что?, {step}}}"
    assert row(steps).crm == crm


def test_without_a_crm_no_answer_is_said_to_go_there() -> None:
    found = made("  - {id: x, ask: Что?}")
    assert [row.crm for row in found.rows] == [""]
    assert all("примечание" not in render(found) for render in RENDERERS.values())


def test_contacts_fill_the_contact_by_themselves() -> None:
    steps = "  - {id: c, ask: Можно?, type: consent, crm: none}\n  - {id: x, ask: Номер?, type: phone}"
    assert row(steps).crm == "контакт: телефон"


def test_consent_shows_its_whole_text_version_policy_and_what_a_refusal_brings() -> None:
    found = row("  - {id: x, ask: Можно?, type: consent}")
    assert found.text == "Можно?\n\nТолько по этой заявке."
    assert found.notes == ("Версия согласия: v7", "Политика: https://a.example/p")
    assert found.answer == ("Кнопки «Согласен» и «Не согласен». Отказ заканчивает анкету: «Тогда до свидания.»",)


def test_an_answer_put_into_a_text_is_named() -> None:
    steps = (
        "  - {id: a, ask: Марка?, label: Марка, optional: true}\n"
        "  - {id: x, ask: 'Какая модель {a|этой марки}, <b>да</b>?'}"
    )
    assert row(steps).text == "Какая модель [Марка, а без ответа — «этой марки»], да?"


def test_a_stop_offers_flows_by_their_titles() -> None:
    steps = "  - {id: a, ask: Год?, type: year}\n  - {id: x, if: {a: {max: 1994}}, stop: Нет., offer: [other]}"
    found = row(steps)
    assert (found.number, found.when, found.notes) == (None, "Год — до 1994", ("Кнопки: 🛂 Другая",))


def test_a_computed_value_shows_its_formula_or_its_table() -> None:
    steps = "  - {id: a, ask: Что?, label: Услуга, choices: {p: Базы, v: Осмотр}}\n"
    table = row(steps + "  - {id: x, compute: {a: {p: 1500, v: 2.5}}, label: Цена, unit: ₽}")
    assert [line.replace("\u00a0", " ") for line in table.answer] == [
        "По ответу «Услуга», ₽:", "Базы — 1 500", "Осмотр — 2,5",
    ]  # fmt: skip
    hidden = row("  - {id: n, ask: Н?, type: number, crm: Число}\n  - {id: x, compute: 'max(1, n * 2)'}")
    assert hidden.answer == ("Считается: большее из (1, Число × 2)",)
    assert (hidden.notes, hidden.crm) == (("Клиент этого не видит",), "—")


def test_what_happens_with_the_lead_is_told(shipped: Project) -> None:
    ending = dict(outline(shipped.flows["buy"], shipped, OWN).ending)
    assert ending["Кнопка «ещё раз»"] == "Выбрать ещё одну машину"
    assert "Название сделки: Покупка: [Марка, а без ответа — «любая марка»]" in ending["Заявка → amocrm.lead"]
    assert "Теги сделки: telegram, продажа" in ending["Заявка → amocrm.lead"]
    assert any(title.startswith("Заявка → telegram.notify, если Срок — ") for title in ending)


def test_long_lists_stand_at_the_end(shipped: Project) -> None:
    found = outline(shipped.flows["sell"], shipped, OWN)
    assert found.rows[0].answer[0] == "Один вариант: список «Марка» в конце, вариантов: 46"
    brands, models = found.lists
    assert len(brands.rows[0][1]) == 46
    assert dict(models.rows)["Toyota"][:2] == ("Camry", "Corolla")


def test_the_summary_counts(shipped: Project) -> None:
    steps = (
        "  - {id: a, ask: А?, type: yes_no}\n  - {id: b, ask: Б?, if: {a: yes}, optional: true}\n  - {id: s, say: Да}"
    )
    assert made(steps).summary == "Вопросов: 2. Задаются не всем: 1. Можно пропустить: 1."


def test_the_terminal_s_lines_fit(shipped: Project) -> None:
    for flow in shipped.flows.values():
        assert all(len(line) <= 100 for line in text(outline(flow, shipped, OWN)).splitlines())


def test_markdown_is_one_table_whatever_the_author_wrote() -> None:
    found = markdown(made("  - {id: x, ask: 'Раз | два <b>три</b> *четыре*', hint: 'а\\b'}"))
    rows = [line for line in found.splitlines() if line.startswith("|")]
    assert [len(re.findall(r"(?<!\\)\|", line)) for line in rows] == [6, 6, 6]
    assert r"Раз \| два три \*четыре\*" in found


class Strict(HTMLParser):
    """Tags closed in the order they were opened; everything that would be fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [str(value) for name, value in attrs if name in ("src", "href", "srcset")]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_is_whole_and_loads_nothing(shipped: Project) -> None:
    for flow in shipped.flows.values():
        page = html(outline(flow, shipped, OWN))
        parser = Strict()
        parser.feed(page)
        assert parser.open == []
        assert parser.loads == []
        assert "url(" not in page
        assert "@import" not in page


def test_the_author_s_words_cannot_become_markup() -> None:
    page = html(made("  - {id: x, ask: 'Цена &lt;script&gt; & «кавычки»?'}"))
    assert "Цена &lt;script&gt; &amp; «кавычки»?" in page
