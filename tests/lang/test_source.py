"""A file as text and as YAML: decoding, scalars, places, and two loaders that read alike."""

import itertools

import pytest
import yaml

from engine.lang.diagnostics import Span
from engine.lang.loader import PureLoader
from engine.lang.scalars import Plain, is_text, resolve, resolved
from engine.lang.source import Source, read

LOADERS = [PureLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]


def source(text: str, loader: type = LOADERS[-1]) -> Source:
    return read("a.flow.yaml", text.encode(), loader)


def keys(found: Source) -> list[tuple[str, int, int]]:
    return [(one.key, one.span.line, one.span.column) for one in found.findings]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True), ("False", False), ("yes", "yes"), ("on", "on"), ("да", "да"), ("null", None), ("~", None),
        ("", None), ("0", 0), ("-12", -12), ("+79161234567", 79161234567), ("012", "012"), ("00123", "00123"),
        ("10:30", "10:30"), ("1_000", "1_000"), ("0x1F", "0x1F"), ("1.50", 1.5), (".5", 0.5), ("1e3", 1000.0),
        ("2024-01-02", "2024-01-02"), ("1.2.3", "1.2.3"), ("-", "-"), ("9" * 40, "9" * 40), ("nan", "nan"),
    ],
)  # fmt: skip
def test_an_unquoted_scalar_follows_yaml_1_2(written: str, value: object) -> None:
    assert resolve(written) == value
    assert type(resolve(written)) is type(value)


def test_an_unquoted_scalar_is_text_and_value_at_once_and_the_empty_one_is_only_null() -> None:
    phone = Plain("+7916")
    assert phone == "+7916"
    assert resolved(phone) == 7916
    assert is_text(phone)
    assert resolved("+7916") == "+7916"
    assert not is_text(Plain(""))
    assert is_text("")


def test_keys_and_values_keep_their_raw_text() -> None:
    assert source("2015: yes\nyes: +7916\nno: 1.50").data == {"2015": "yes", "yes": "+7916", "no": "1.50"}


def test_every_key_value_and_entry_has_its_place_in_code_points() -> None:
    found = source("title: 🚗 Продать\nsteps:\n  - id: brand\n    tags: [один, два]\n")
    assert found.span(("title",)) == Span(1, 8, 1, 17)
    assert found.key(("title",)) == Span(1, 1, 1, 6)
    assert found.span(("steps", 0, "id")) == Span(3, 9, 3, 14)
    assert found.span(("steps", 0, "tags", 1)) == Span(4, 18, 4, 21)
    assert found.span(("steps", 0, "tags")) == Span(4, 11, 4, 22)
    assert found.owner(("steps", 0)) == Span(3, 5, 3, 7)


def test_a_block_is_marked_by_its_key_and_a_missing_place_by_its_owner() -> None:
    found = source("steps:\n  - id: a\n    choices:\n      x: X\n      y: Y\n")
    assert found.span(("steps", 0, "choices")) == Span(3, 5, 3, 12)
    assert found.span(("steps", 0)) == Span(2, 5, 2, 7)
    assert found.span(("steps", 0, "nothing")) == Span(2, 5, 2, 7)
    assert found.span(("nothing",)) == Span(1, 1, 1, 6)


@pytest.mark.parametrize(
    ("text", "needle", "place"),
    [
        ("ask: Привет, {name}!", "{name}", Span(1, 14, 1, 20)),
        ('ask: "Привет, {name}!"', "{name}", Span(1, 15, 1, 21)),
        ("ask: |\n  Первая\n  {name} вторая\n", "{name}", Span(3, 3, 3, 9)),
        ("ask: >\n  один\n  два {name}\n", "{name}", Span(3, 7, 3, 13)),
        ("ask: {ru: 'a {name}'}", "{name}", Span(1, 14, 1, 20)),
    ],
)
def test_a_word_within_a_text_has_its_own_place(text: str, needle: str, place: Span) -> None:
    found = source(text)
    path = ("ask", "ru") if "ru" in text else ("ask",)
    node = found.data["ask"] if isinstance(found.data, dict) else ""
    value = node["ru"] if isinstance(node, dict) else node
    assert found.inside(path, str(value).index(needle), len(needle)) == place


def test_the_second_of_two_equal_words_is_found_by_its_offset() -> None:
    found = source("ask: '{a} и {a}'")
    assert found.inside(("ask",), 6, 3) == Span(1, 13, 1, 16)


def test_a_word_hidden_by_escapes_gets_the_whole_value() -> None:
    found = source('ask: "\\x7bname\\x7d"')
    assert found.inside(("ask",), 0, 6) == Span(1, 6, 1, 20)


def test_a_byte_order_mark_and_windows_line_ends_are_silently_fine() -> None:
    found = read("a", "\ufeffa: b\r\nc: d\r\n".encode())
    assert found.data == {"a": "b", "c": "d"}
    assert found.findings == []
    assert found.span(("c",)) == Span(2, 4, 2, 5)


def test_a_cp1251_file_is_reported_at_its_first_russian_letter_and_read_on() -> None:
    found = read("a", "flow: sell\ntitle: Продать машину\n".encode("cp1251"))
    assert keys(found) == [("CQ001", 2, 8)]
    assert found.findings[0].args["encoding"] == "Windows-1251"
    assert found.data == {"flow": "sell", "title": "Продать машину"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_refused_by_name(encoding: str) -> None:
    found = read("a", "flow: sell\ntitle: Sell a car я\n".encode(encoding))
    assert keys(found) == [("CQ001", 1, 1)]
    assert found.findings[0].args["encoding"] == "UTF-16"


def test_a_file_above_256_kilobytes_is_refused_unread() -> None:
    found = read("a", b"a: " + b"x" * (256 * 1024))
    assert keys(found) == [("CQ010.size", 1, 1)]


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: &x b\nc: *x\n", [("CQ007.anchor", 1, 4), ("CQ007.alias", 2, 4)]),
        ("a: !!str b\n", [("CQ007.tag", 1, 4)]),
        ("a: !важно\n", [("CQ003.start", 1, 4)]),
        ("a: !important\n", [("CQ007.tag", 1, 4)]),
        ("a: {<<: b}\n", [("CQ007.merge", 1, 5)]),
        ("a: b\na: c\n", [("CQ004", 2, 1)]),
        ("a: b\n---\nc: d\n", [("CQ003.documents", 2, 1)]),
        ("[" * 30 + "]" * 30, [("CQ010.depth", 1, 22)]),
        ("", [("CQ003.empty", 1, 1)]),
        ("# только комментарий\n", [("CQ003.empty", 1, 1)]),
        ("? [a, b]\n: c\n", [("CQ003.key", 1, 3)]),
        ('a: "x\\0y"\n', [("CQ009.escaped", 1, 4)]),
    ],
)
def test_what_yaml_may_but_a_flow_may_not_is_refused(
    text: str, found: list[tuple[str, int, int]], loader: type
) -> None:
    assert keys(source(text, loader)) == found


def test_a_bomb_of_aliases_is_refused_without_growing() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    found = source("\n".join(lines))
    assert found.root is None
    assert {one.code for one in found.findings} == {"CQ007"}
    assert len(found.findings) < 30


def test_of_equal_keys_the_first_is_shown_as_well() -> None:
    found = source("title: Да\nflow: a\ntitle: Нет\n")
    (finding,) = found.findings
    assert finding.related[0].place.span == Span(1, 1, 1, 6)
    assert finding.related[0].key == "first"


FRAGMENTS = [
    "{ask: Какая марка?}", "{ask: a?b, c: d}", "[a?, b?]", "{a: http://x.y/?z}", "{a: b:c}", "{a: ,b: c}",
    "{a: {b}}", "a: b # c", "a: b#c", "a: 'it''s'", 'a: "\\"x\\""', "a: |\n  x\n  y", "a: >-\n  x\n  y\nb: c",
    "a:\n- b\n- c: d\n  e: f", "a:\n  - b\n  -\n    c: d", "{a: b, }", "'a': {\"b\":c}", "[a: b, c]",
    "a: x, {y}", "a: ? b", "a: - b", "{x:?}", "{a:}", "a:\tb", "a: b\t# c", "{a: b\tc}", "- \ta", "a: 😀 b",
    "a: 1\u2028b: 2", "a: b\u0085c: d", "a: @b", "a: %b", "a: 'b\nc: d", "a: \"b\nc: d", "a: [b\nc: d",
    "a: b: c", "a: b\n c: d", "a:\n   b: c\n  d: e", "a b\nc: d", "a: {b} c", "a: 'b' c",
]  # fmt: skip


@pytest.mark.skipif(len(LOADERS) < 2, reason="this PyYAML has no libyaml to compare with")
@pytest.mark.parametrize("text", FRAGMENTS)
def test_both_loaders_read_the_same_data_at_the_same_places(text: str) -> None:
    pure, fast = (source(text, loader) for loader in LOADERS)
    assert pure.data == fast.data
    assert keys(pure) == keys(fast)
    for path in paths(fast.data):
        assert pure.span(path) == fast.span(path)
        assert pure.key(path) == fast.key(path)


def paths(data: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *itertools.chain.from_iterable(paths(value, (*path, key)) for key, value in inner)]
