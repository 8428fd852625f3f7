"""Every rule has a page, and the page is right: its bad example gives exactly its report, its good one none.

`pytest tests/lang/test_rule_pages.py --update-reports` writes the reports anew.
"""

import pytest
from typer.testing import CliRunner

from engine.app.hooks import specs
from engine.cli.main import app
from engine.lang.catalogue import CATALOGUE, LANGUAGES
from engine.lang.compile import Compilation, compile_bytes
from engine.lang.pages import FOLDER, Block, Page, codes, page, with_report
from engine.lang.report import text_of

CODES = sorted({key.partition(".")[0] for key in CATALOGUE})
#: What cannot but come along.
ALONG = {"CQ014": {"CQ100"}}
#: What an example does not show of its project.
AROUND = {
    "bot.yaml": (
        "language: 1\nlanguages: [ru]\nmenu: [sell]\ngreeting: Здравствуйте!\nhelp: Выберите раздел\n"
        "consent: {version: 1, text: Согласен на обработку персональных данных.}\n"
    ).encode(),
    "sell.flow.yaml": (
        "flow: sell\ntitle: Продать авто\nsteps:\n  - id: brand\n    ask: Какая марка?\ndone: Спасибо!\n"
    ).encode(),
}


def compiled(blocks: tuple[Block, ...]) -> Compilation:
    around = {} if any("only" in block.info for block in blocks) else AROUND
    return compile_bytes({**around, **{block.file: block.raw for block in blocks}}, specs(), beside=frozenset())


def the_page(code: str) -> Page:
    found = page(code)
    assert found is not None, f"docs/rules/{code}.md is missing"
    return found


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert list(codes()) == CODES


@pytest.mark.parametrize("code", CODES)
def test_the_bad_example_gives_exactly_the_report(code: str, request: pytest.FixtureRequest) -> None:
    shown = the_page(code)
    found = compiled(shown.bad)
    assert {one.code for one in found.diagnostics} - ALONG.get(code, set()) == {code}
    path = FOLDER / f"{code}.md"
    for language in LANGUAGES:
        report = "\n\n".join(text_of(one, found.sources, language) for one in found.diagnostics) + "\n"
        if request.config.getoption("--update-reports", default=False):
            path.write_text(with_report(path.read_text("utf-8"), language, report), "utf-8")
        else:
            assert shown.report[language] == report


@pytest.mark.parametrize("code", CODES)
def test_the_good_example_is_clean(code: str) -> None:
    found = compiled(the_page(code).good)
    assert [text_of(one, found.sources, "ru") for one in found.diagnostics] == []


@pytest.mark.parametrize("code", CODES)
def test_a_page_says_why_in_both_languages(code: str) -> None:
    shown = the_page(code)
    assert shown.code == code
    for language in LANGUAGES:
        assert 1 <= shown.why[language].count(". ") + 1 <= 4
        assert shown.why[language].endswith(".")


def test_the_table_of_contents_names_every_rule() -> None:
    contents = (FOLDER / "README.md").read_text("utf-8")
    assert [code for code in CODES if f"[{code}]({code}.md)" not in contents] == []


def explained(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["explain", *arguments])
    return result.exit_code, result.output


def test_explain_prints_the_page_in_the_language_asked_for() -> None:
    code, russian = explained("CQ506", "--lang", "ru")
    assert code == 0
    assert russian.startswith("# CQ506 · надпись на кнопке обрежется")
    assert "замечание[CQ506]" in russian
    assert "Why" not in russian
    code, english = explained("cq506", "--lang", "en")
    assert code == 0
    assert "warning[CQ506]" in english
    assert "Почему" not in english


def test_explain_of_what_is_no_rule_is_wrong_usage() -> None:
    code, said = explained("CQ999")
    assert code == 2
    assert "CQ999" in said
