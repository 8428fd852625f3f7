"""Reports: what a person reads, what programs parse, and words for every finding in both languages."""

import json
import re
from pathlib import Path
from string import Formatter

import pytest

from engine.lang import report
from engine.lang.catalogue import CATALOGUE, LANGUAGES, advice, message
from engine.lang.catalogue.words import FIXES, RELATED, WORDS
from engine.lang.diagnostics import Span
from engine.lang.frame import underlined, width
from tests.lang.made import BOT, compiled, flow

TWICE = flow("- id: year\n  ask: Год 🚗?\n- id: year\n  ask: Год?\n  hnit: да")


def test_a_person_reads_the_line_the_place_the_reason_and_what_to_do() -> None:
    found = compiled(TWICE)
    assert (
        report.text(found.diagnostics, found.sources, "ru")
        == """\
ошибка[CQ201]: имя `year` уже занято
 --> sell.flow.yaml:6:9
4 |   - id: year
  |         ---- первый раз здесь
6 |   - id: year
  |         ^^^^
  = назовите иначе: по имени бот хранит ответ

ошибка[CQ100]: неизвестный ключ `hnit`
 --> sell.flow.yaml:8:5
8 |     hnit: да
  |     ^^^^
  = напишите `hint`

Проверено файлов: 2: ошибок — 2, замечаний — 0"""
    )


def test_english_is_there_as_well() -> None:
    found = compiled(TWICE)
    text = report.text(found.diagnostics, found.sources, "en")
    assert "error[CQ201]: the name `year` is taken" in text
    assert text.endswith("2 files checked: 2 errors, 0 warnings")


def test_a_clean_project_says_so() -> None:
    found = compiled(flow("- {id: a, ask: Кто?}"))
    assert report.text(found.diagnostics, found.sources, "ru") == "Проверено файлов: 2: ошибок нет"


def test_colours_are_for_terminals_only() -> None:
    found = compiled(TWICE)
    painted = report.text(found.diagnostics, found.sources, "ru", colour=True)
    assert "\x1b[31m" in painted
    assert re.sub(r"\x1b\[\d+m", "", painted) == report.text(found.diagnostics, found.sources, "ru")


def test_the_underline_stands_below_its_place_behind_emoji_and_wide_letters() -> None:
    line, under = underlined(["title: 🚗👨‍👩‍👧 日本 {имя}"], found_span(18, 23), "^")
    assert line[: line.index("{")].endswith("日本 ")
    assert len(under) - under.count("^") == width("title: 🚗👨‍👩‍👧 日本 ")
    assert under.count("^") == 5


def found_span(column: int, end: int) -> Span:
    return Span(1, column, 1, end)


def test_a_very_long_line_is_shown_around_the_place() -> None:
    line, under = underlined(["x" * 5000 + "беда" + "y" * 5000], found_span(5001, 5005), "^")
    assert len(line) < 150
    assert line[under.index("^") : under.rindex("^") + 1] == "беда"


def test_json_has_the_promised_shape() -> None:
    found = compiled(TWICE)
    data = json.loads(report.as_json(found.diagnostics, found.sources, "ru"))
    assert {key: data[key] for key in ("files", "errors", "warnings")} == {"files": 2, "errors": 2, "warnings": 0}
    assert data["findings"] == [
        {
            "code": "CQ201", "severity": "error", "file": "sell.flow.yaml",
            "line": 6, "column": 9, "end_line": 6, "end_column": 13,
            "message": "имя `year` уже занято", "help": "назовите иначе: по имени бот хранит ответ",
            "related": [{"line": 4, "column": 9, "message": "первый раз здесь"}], "fix": None,
        },
        {
            "code": "CQ100", "severity": "error", "file": "sell.flow.yaml",
            "line": 8, "column": 5, "end_line": 8, "end_column": 9,
            "message": "неизвестный ключ `hnit`", "help": "напишите `hint`",
            "related": [], "fix": {"title": "исправить слово", "safe": True},
        },
    ]  # fmt: skip


def test_github_shows_errors_first_and_survives_line_breaks_and_percent_signs() -> None:
    found = compiled(flow("- id: a\n  ask: Кто?\n  hint: 5% #скидка\n  hnit: 5%"))
    lines = report.github(found.diagnostics, found.sources, "ru").split("\n")
    assert lines[0].startswith("::error file=sell.flow.yaml,line=7,col=5,endLine=7,endColumn=9,title=CQ100::")
    assert lines[1].startswith("::warning file=sell.flow.yaml,line=6,")
    assert "%0A" in lines[1]
    assert "5%25" in lines[1]


def test_sarif_counts_columns_in_code_points() -> None:
    found = compiled(TWICE)
    run = json.loads(report.sarif(found.diagnostics, found.sources, "en"))["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    assert [result["ruleId"] for result in run["results"]] == ["CQ201", "CQ100"]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 6, "startColumn": 9, "endLine": 6, "endColumn": 13}


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_finding_has_words_in_both_languages_with_the_same_places(key: str) -> None:
    entry = CATALOGUE[key]
    assert set(entry) == set(LANGUAGES)
    for language in LANGUAGES:
        said, help = entry[language]
        # A sentence without capital and full stop, which may begin with a name.
        assert re.match(r"[a-zа-яё`{]|Telegram", said)
        assert not said.endswith(".")
        assert not help.endswith(".")
    places = [
        sorted({name for _, name, _, _ in Formatter().parse(" ".join(entry[code])) if name}) for code in LANGUAGES
    ]
    assert set(places[0]) ^ set(places[1]) <= {"letter", "first", "flow", "near", "id"}


def test_the_catalogue_holds_what_the_checker_may_say_and_nothing_else() -> None:
    """Codes are written out in the code: each appears in the catalogue, and each of its entries is used."""
    package = Path(report.__file__).parent
    code = "\n".join(path.read_text() for path in package.rglob("*.py") if "catalogue" not in path.parts)
    used = set(re.findall(r'"(CQ\d{3})"', code))
    assert used == {key.partition(".")[0] for key in CATALOGUE}


def test_words_relations_and_repairs_are_in_both_languages() -> None:
    for table in (WORDS, RELATED, FIXES):
        for entry in table.values():
            assert set(entry) == set(LANGUAGES)


def test_every_wanted_shape_of_the_schemas_has_a_word() -> None:
    package = Path(report.__file__).parents[2] / "schemas"
    wants = {want for path in package.glob("*.json") for want in re.findall(r'"x-want": "(\w+)"', path.read_text())}
    assert wants <= set(WORDS)


def test_no_place_of_a_message_is_left_unfilled() -> None:
    found = compiled(TWICE, BOT.replace("language: 1", "language: 7"))
    for one in found.diagnostics:
        for language in LANGUAGES:
            assert "{" not in message(one, language) + advice(one, language)
