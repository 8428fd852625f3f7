"""Whatever a client sends to whichever type: a value that fits, shows and survives a store, or a refusal with words."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.answers import TYPES, Refusal
from engine.core.model import Step
from engine.core.raw import Attached, Finished, Raw, SharedContact, Tapped, Typed, Unreadable
from engine.core.values import Value
from tests.core.flows import CONSENT, IN_ENGLISH, NOW, asked, step

OPTIONS = {"a": "Первый", "b": "Второй вариант", "c": "Не третий"}
QUESTIONS: dict[str, Step] = {
    name: step(
        "x",
        name,
        choices=OPTIONS if name in ("choice", "many") else None,
        other="Другое" if name in ("choice", "many") else None,
        none="Ничего" if name == "many" else None,
        unit="км" if name == "number" else None,
        consent=CONSENT if name == "consent" else None,
    )
    for name in TYPES
}
BY_PARENT = step("x", by={"p": {"a": OPTIONS, "b": {"d": "Четвёртый"}}}, other="Другое")

PIECES = [
    *(
        "8",
        "916",
        "+7",
        " ",
        "2015",
        "15",
        "марта",
        "тыс",
        "млн",
        "полтора",
        "½",
        "٣",
        "²",
        ",",
        ".",
        "и",
        "-",
        "@",
        "\n",
    ),
    *("да", "нет", "не", "Первый", "второй", "Другое", "Ничего", "согласен", "no", "mail.ru", "https://", "avito.ru/"),
    *("XTA210990Y2766045", "А123ВС77", "<b>", "{x}", "👍", "\x00", "\ud800", "\u202e", "\u3164"),
]
texts = st.text(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
raws: st.SearchStrategy[Raw] = st.one_of(
    texts.map(Typed),
    st.sampled_from(["a", "b", "c", "yes", "no", "none", "other", "", "gone"]).map(Tapped),
    st.builds(SharedContact, texts, st.booleans()),
    st.builds(
        Attached, st.sampled_from(["photo", "file"]), st.text(min_size=1), st.text(min_size=1), st.integers(0, 2**40)
    ),
    st.sampled_from([Finished(), Unreadable()]),
)
junk: st.SearchStrategy[Value] = st.recursive(
    st.text(max_size=10)
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.sampled_from(["a", "yes", "no", "other", "2026-11-01"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["other", "under", "id", "unique", "message", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("name", QUESTIONS)
@given(raw=raws)
def test_every_answer_is_a_value_that_holds_or_a_refusal_with_words(name: str, raw: Raw) -> None:
    question = QUESTIONS[name]
    for context in (asked(question), asked(question, moment=IN_ENGLISH)):
        value = question.type.read(raw, context)
        if isinstance(value, Refusal):
            assert value.text("ru")
            assert value.text("en")
            assert "{" not in value.text("ru").replace("{x}", "")
            continue
        stored = json.loads(json.dumps(value))
        assert question.type.fits(value, context)
        assert question.type.fits(stored, context)
        assert question.type.show(value, context).strip()
        assert question.type.show(stored, context) == question.type.show(value, context)
        assert question.type.measure(stored) == question.type.measure(value)
        json.dumps(question.type.crm(value, context), ensure_ascii=False).encode()


@pytest.mark.parametrize("name", QUESTIONS)
@given(value=junk)
def test_whatever_a_store_holds_fits_or_does_not_and_shows_if_it_does(name: str, value: Value) -> None:
    question = QUESTIONS[name]
    context = asked(question)
    question.type.measure(value)
    question.type.show(value, context)
    if question.type.fits(value, context):
        assert question.type.show(value, context).strip()
        json.dumps(question.type.crm(value, context))


@given(raw=raws, parent=st.sampled_from(["a", "b", "gone", ""]) | texts.map(lambda text: {"other": text}))
def test_choices_by_a_parent_hold_as_well(raw: Raw, parent: Value) -> None:
    context = asked(BY_PARENT, {"p": parent})
    value = BY_PARENT.type.read(raw, context)
    if not isinstance(value, Refusal):
        assert BY_PARENT.type.fits(json.loads(json.dumps(value)), context)
        assert BY_PARENT.type.show(value, context)


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize(
    "long", ["а" * 5000, "1" * 5000, " " * 5000 + "x", "1 " * 2500, "a@" * 2500, "," * 5000, "ab." * 1700]
)
def test_five_thousand_characters_are_refused_or_read_at_once(name: str, long: str) -> None:
    question = QUESTIONS[name]
    value = question.type.read(Typed(long), asked(question))
    assert isinstance(value, Refusal) or name in ("text", "name", "city", "choice", "many")


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_sample_of_a_type_is_one_of_its_answers(name: str) -> None:
    question = QUESTIONS[name]
    if question.type.gathers or name in ("choice", "yes_no", "consent"):
        return
    for sample in question.type.samples:
        assert not isinstance(question.type.read(Typed(sample), asked(question)), Refusal)


@pytest.mark.parametrize("name", TYPES)
def test_the_table_of_types_is_keyed_by_their_names(name: str) -> None:
    assert TYPES[name].name == name
    assert TYPES[name].scale in ("amount", "day", "length", "count", None)
    refusal = TYPES[name].refuse(asked(QUESTIONS[name], moment=NOW))
    assert refusal.text("ru") != refusal.text("en")
