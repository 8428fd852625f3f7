"""A comment silences a warning it names, gives its reason, and goes when it is not needed."""

import pytest

from tests.lang.made import Mark, applied, compiled, flow, of

LONG = "x: Очень длинная надпись, которая на телефоне никак не поместится"
WARNED = f"- id: a\n  ask: Что?\n  choices:\n    {LONG}"


def marks(steps: str) -> list[Mark]:
    return of(flow(steps))


def test_without_a_comment_the_warning_stands() -> None:
    assert marks(WARNED) == [("CQ506", 7, 10)]


@pytest.mark.parametrize(
    "steps",
    [
        WARNED + "  # carquery: ignore CQ506 так в договоре",
        WARNED.replace("    x:", "    # carquery: ignore CQ506 так в договоре\n    x:"),
        WARNED.replace("    x:", "    # carquery: ignore CQ506 так в договоре\n    # ещё слово\n\n    x:"),
        WARNED + "  #carquery:ignore CQ506 так в договоре",
    ],
)
def test_a_comment_on_the_line_or_above_silences_it(steps: str) -> None:
    assert marks(steps) == []


@pytest.mark.parametrize(
    ("comment", "found"),
    [
        ("# carquery: ignore CQ506", ["CQ015.reason"]),
        ("# carquery: ignore", ["CQ015.code", "CQ506"]),
        ("# carquery: ignore так надо", ["CQ015.code", "CQ506"]),
        ("# carquery: ignore CQ999 так надо", ["CQ015.unknown", "CQ506"]),
        ("# carquery: ignore CQ306 так надо", ["CQ015", "CQ506"]),
        ("# carquery: ignore CQ306, CQ506 так надо", ["CQ015"]),
    ],
)
def test_a_comment_names_codes_there_are_and_why(comment: str, found: list[str]) -> None:
    assert sorted(key for key, _, _ in marks(f"{WARNED}  {comment}")) == found


def test_an_error_cannot_be_silenced() -> None:
    steps = "- id: a\n  ask: Что?\n  lable: Имя  # carquery: ignore CQ100 так надо"
    assert marks(steps) == [("CQ100.near", 6, 5), ("CQ014", 6, 36)]


def test_what_looks_like_a_comment_inside_a_text_is_text() -> None:
    steps = "- id: a\n  ask: |\n    Что?\n    # carquery: ignore CQ506 так надо\n- id: b\n  ask: 'Кто? # carquery: ignore CQ1 да'"
    assert marks(steps) == []


def test_a_comment_is_not_called_needless_while_something_else_is_broken() -> None:
    steps = "- id: a\n  ask: Что?  # carquery: ignore CQ306 так надо\n  lable: Имя"
    assert marks(steps) == [("CQ100.near", 6, 5)]


@pytest.mark.parametrize(
    ("steps", "mended"),
    [
        ("- id: a\n  ask: Что?  # carquery: ignore CQ506 да", "- id: a\n  ask: Что?"),
        ("- id: a\n  # carquery: ignore CQ506 да\n  ask: Что?", "- id: a\n  ask: Что?"),
    ],
)
def test_a_needless_comment_can_be_taken_away(steps: str, mended: str) -> None:
    (finding,) = compiled(flow(steps)).diagnostics
    assert applied(flow(steps), finding) == flow(mended)
