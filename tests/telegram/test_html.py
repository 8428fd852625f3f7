"""Telegram HTML: always valid, never too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.botapi.errors import ApiError
from engine.botapi.formatting import formatted
from engine.botapi.html import parse_html
from engine.telegram.html import cut, length, plain, tidy, units


@pytest.mark.parametrize(
    ("written", "tidied"),
    [
        ("просто текст", "просто текст"),
        ("5 < 6 & 7 > 2", "5 &lt; 6 &amp; 7 &gt; 2"),
        ("<b>жирно</b>", "<b>жирно</b>"),
        ("<b>не закрыто", "<b>не закрыто</b>"),
        ("<b>крест <i>накрест</b> да</i>", "<b>крест <i>накрест</i></b> да"),
        ("</b>лишнее", "лишнее"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ('<a href="https://x.example?a=1&amp;b=2">сюда</a>', '<a href="https://x.example?a=1&amp;b=2">сюда</a>'),
        ("R&amp;D &lt;3", "R&amp;D &lt;3"),
        ("&nbsp;", "&amp;nbsp;"),
    ],
)
def test_whatever_was_written_becomes_valid(written: str, tidied: str) -> None:
    assert tidy(written) == tidied


def test_a_cut_leaves_tags_closed_and_entities_whole() -> None:
    assert tidy("<b>аб<i>вг</i></b>де", 4) == "<b>аб<i>в…</i></b>"
    assert tidy("<b>&amp;&amp;&amp;&amp;</b>", 3) == "<b>&amp;&amp;…</b>"


def test_length_counts_what_telegram_counts() -> None:
    assert length("<b>а&amp;б</b>") == 3
    assert units("🚗") == 2


@pytest.mark.parametrize(
    ("text", "most", "kept"), [("абв", 3, "абв"), ("абвг", 3, "аб…"), ("🚗🚗", 3, "🚗…"), ("аб вг", 4, "аб…")]
)
def test_plain_text_is_cut_with_an_ellipsis(text: str, most: int, kept: str) -> None:
    assert cut(text, most) == kept
    assert units(cut(text, most)) <= most


PIECES = [
    "<b>", "</b>", "<i>", "</i>", "<a href='x.ru'>", "<a>", "</a>", "<code>", "</code>", "<span>", "</span>",
    "<tg-emoji>", "<b x=1>", "&", "&amp;", "<", ">", "я", "🚗", "&lt;", " ", "<br>", "\n", "x" * 50,
]  # fmt: skip
WRITTEN = st.lists(st.sampled_from(PIECES)).map("".join)


@given(WRITTEN, st.integers(1, 120))
def test_anything_is_valid_within_its_length_and_says_the_same(html: str, most: int) -> None:
    tidied = tidy(html, most)
    assert length(tidied) <= most
    assert tidy(tidied, most) == tidied
    if length(html) <= most:
        assert plain(tidied) == plain(html)
    try:
        read = formatted(*parse_html(tidied), allow_empty=True)
    except ApiError as refusal:
        pytest.fail(f"Telegram refuses {tidied!r}: {refusal.description}")
    assert read.units <= most
