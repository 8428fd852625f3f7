"""Ready-made pieces: offered where they belong, and each makes a flow that checks clean."""

import json

import pytest

from engine.app.hooks import OWN
from engine.lang.compile import compile_bytes
from tests.editor.conftest import ROOT
from tests.editor.desk import FLOW, Caret, caret
from tests.editor.language_server import LanguageServer, Proposal

DEFINITIONS = json.loads((ROOT / "schemas" / "flow.schema.json").read_text(encoding="utf-8"))["definitions"]
ACTIONS = [snippet["label"] for snippet in DEFINITIONS["on_complete"]["items"]["defaultSnippets"]]
STEPS = [snippet["label"] for snippet in DEFINITIONS["unfinished"]["defaultSnippets"]]

BOT = """\
language: 1
languages: [ru]
menu: [own]
greeting: Здравствуйте!
help: Выберите раздел
consent: {version: 1, text: Перезвоним только по этой заявке.}
blocks:
  contacts:
    - {id: consent, ask: Можно записать контакты?, type: consent}
    - {id: phone, ask: По какому номеру позвонить?, type: phone}
lists:
  brands: {kia: Kia, lada: Lada}
"""
#: Everything the snippets speak of; whatever they are called themselves is renamed to `own`.
BEFORE = f"""\
{FLOW}flow: own
title: Проба
done: Спасибо!
steps:
  - {{id: pledge, ask: В залоге?, type: yes_no}}
  - {{id: year, ask: Какого года?, type: year}}
  - {{id: service, ask: Что проверить?, choices: {{papers: Базы, visit: Осмотр}}}}
  - {{id: budget, ask: Какой бюджет?, type: money, label: Бюджет}}
  - {{id: down_payment, ask: Какой взнос?, type: money, label: Взнос}}
  - {{id: brands, ask: Какая марка?, choices: brands}}
"""
LEGAL = "flow: legal\ntitle: Юрист\nsteps:\n  - {id: topic, ask: О чём?}\n  - use: contacts\ndone: Спасибо!\n"


def findings(text: str) -> list[str]:
    files = {"bot.yaml": BOT, "own.flow.yaml": text, "legal.flow.yaml": LEGAL}
    compiled = compile_bytes({name: text.encode() for name, text in files.items()}, OWN)
    return [f"{one.key} {one.file}:{one.span.line} {dict(one.args)}" for one in compiled.diagnostics]


def test_the_flow_of_these_tests_is_clean_itself() -> None:
    assert findings(BEFORE + "  - use: contacts\n") == []


def test_a_new_step_is_offered_every_snippet_first(server: LanguageServer) -> None:
    found = [one.label for one in caret(server, BEFORE + "  - ¦").proposals()]
    assert found[: len(STEPS)] == STEPS
    assert {"id", "ask", "say", "stop", "compute", "use", "if"} == set(found[len(STEPS) :])


def test_a_started_step_is_offered_no_snippet_of_another_kind(server: LanguageServer) -> None:
    found = [one.label for one in caret(server, BEFORE + "  - id: a\n    ask: Год?\n    ¦").proposals()]
    assert set(found) & set(STEPS) == set()


def test_a_step_that_has_an_id_is_completed(server: LanguageServer) -> None:
    place = caret(server, BEFORE + "  - id: damage\n    ¦\n")
    text = place.with_inserted(place.proposal("Вопрос"))
    assert "  - id: damage\n    ask: Что ещё важно?\n    label: Пожелания\n" in text


@pytest.mark.parametrize("label", STEPS)
def test_a_snippet_makes_a_step_that_checks_clean(server: LanguageServer, label: str) -> None:
    place = caret(server, BEFORE + "  - ¦\n")
    proposal = place.proposal(label)
    assert proposal.documentation
    text = own(place, proposal)
    assert caret(server, text).page.problems() == []
    assert findings(text) == []


def own(place: Caret, proposal: Proposal) -> str:
    """The file with the snippet, its step called `own`: the names of the examples are taken."""
    head, tail = place.with_inserted(proposal).split(BEFORE)
    lines = tail.split("\n")
    return head + BEFORE + "\n".join("  - id: own" if line.startswith("  - id: ") else line for line in lines)


VALUES = {
    "validate": ["Границы", "Не больше", "Границы и мягкое правило", "Сравнить с другим ответом", "Не раньше сегодня",
                 "Образец ответа"],
    "if": ["Ответ равен", "Ответ — любой из", "Ответ — любой, кроме", "Число в границах", "Ответ есть или пропущен",
           "Отмечены все", "Любое из условий"],
    "crm": ["Поле сделки", "Поле контакта", "Бюджет сделки", "Тег сделки", "Никуда"],
    "choices": ["Свои варианты", "Список из bot.yaml"],
    "choices_by": ["Таблица из bot.yaml"],
}  # fmt: skip


#: What makes some of them fit.
TYPED = {"Не раньше сегодня": "type: date\n    "}


@pytest.mark.parametrize(("key", "label"), [(key, label) for key, labels in VALUES.items() for label in labels])
def test_a_value_has_its_snippets(server: LanguageServer, key: str, label: str) -> None:
    place = caret(server, BEFORE + f"  - id: own\n    ask: Что?\n    {TYPED.get(label, '')}{key}: ¦\n")
    text = place.with_inserted(place.proposal(label))
    assert caret(server, text).page.problems() == []
    # The names are examples, so only their shape is checked here.
    assert [one for one in findings(text) if one.startswith(("CQ0", "CQ1"))] == []


@pytest.mark.parametrize("label", ["Формула", "Таблица по ответу"])
def test_a_computed_value_has_its_snippets(server: LanguageServer, label: str) -> None:
    place = caret(server, BEFORE + "  - id: own\n    compute: ¦\n")
    text = place.with_inserted(place.proposal(label))
    assert caret(server, text).page.problems() == []
    assert [one for one in findings(text) if one.startswith(("CQ0", "CQ1"))] == []


@pytest.mark.parametrize("label", ACTIONS)
def test_what_to_do_with_a_lead_has_its_snippets(server: LanguageServer, label: str) -> None:
    place = caret(server, BEFORE + "on_complete:\n  - ¦\n")
    text = place.with_inserted(place.proposal(label))
    assert caret(server, text).page.problems() == []
    # `{brand}` of the example is not a question here.
    assert [one for one in findings(text) if not one.startswith("CQ303")] == []
