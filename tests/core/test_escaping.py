"""No client text can create markup, whichever slot of whichever text it gets into (target C2)."""

from collections.abc import Iterator
from dataclasses import replace
from html import escape, unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from engine.core import interpreter
from engine.core.answers.base import cleaned
from engine.core.model import Flow
from engine.core.raw import Finished, Tapped, Typed, Unreadable
from engine.core.session import Rejection
from engine.core.texts import Template, Text
from tests.core.flows import NOW, Client, compute, flow, rule, say, step, stop, when, within

#: Every place in every slot, once inside a tag of the author's.
SLOT = "<b>{a}</b> {b|нет} {model|нет}"

MARKUP = [
    *(
        "<b>",
        "</b>",
        "<a href='tg://user?id=1'>",
        '<a href="https://x.ru">',
        "</a>",
        "<script>",
        "<tg-spoiler>",
        "<!--",
    ),
    *("-->", "&lt;", "&amp;", "&#60;", "&", "<", ">", '"', "'", "`", "[x](https://x.ru)", "*", "_", "{a}", "{{", "}}"),
    *("{b|<i>}", "%s", "\u202e", "\n", "\t", "\x00", "Анна", "👍"),
]
HOSTILE = st.text(min_size=1, max_size=40) | st.lists(st.sampled_from(MARKUP), min_size=1, max_size=8).map("".join)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.found.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.found.append("declaration")

    def handle_pi(self, data: str) -> None:
        self.found.append("instruction")

    def handle_data(self, data: str) -> None:
        self.text += data


def everywhere() -> Flow:
    hard = rule(max=5, say=SLOT + "{x}")
    soft = rule(min=5, soft=True, say=SLOT + "{x}")
    built = flow(
        step("a", "text"),
        step("b", "text"),
        step("model", by={"a": {"never": {"x": "X"}}}),
        say("glued", SLOT),
        say("alone", SLOT, button="Дальше"),
        step("x", "number", ask=SLOT, hint=SLOT, retry=SLOT, rules=(hard, soft)),
        stop("end", SLOT, when=when(x=within(most=0))),
        step("own", choices={"yes": "Да"}, other="Другое", ask=SLOT, retry=SLOT),
        step("engine", "text", rules=(rule(max=10_000, min=10_000, soft=True),)),
        compute("sum", "x * 2", label="Сумма"),
        done=SLOT,
    )
    return replace(built, review=Text.of(SLOT))


def texts(client: Client) -> Iterator[str]:
    """Everything that is sent as HTML."""
    screen = client.screen
    yield from (screen.text, *screen.said, screen.hint or "", screen.doubt or "", client.told or "")


def markup(html: str) -> list[str]:
    parser = Tags()
    parser.feed(html)
    parser.close()
    return parser.found


def walked(a: str, b: str) -> Iterator[str]:
    client = Client(everywhere()).answers(a, b, a)
    yield from texts(client)
    client.reads_on()
    for raw in (Typed("слово"), Unreadable(), Typed("9"), Typed("0")):
        yield from texts(client.answers(raw))
    yield from texts(client.answers(Finished()))
    yield from texts(client.goes_back())
    yield from texts(client.answers("3"))
    yield from texts(client.answers(Finished()))
    yield from texts(client.answers(Tapped("gone")))
    yield from texts(client.answers(b))
    yield from texts(client.answers(a))
    yield from texts(client.answers(Finished()))
    yield from texts(client.submits())


@given(a=HOSTILE, b=HOSTILE)
def test_no_client_text_creates_markup_in_any_slot(a: str, b: str) -> None:
    if not (cleaned(a) and cleaned(b)):
        return
    for html in walked(a, b):
        assert markup(html) in ([], ["b", "/b"], ["b", "/b"] * 2), html


@given(HOSTILE)
def test_what_the_client_wrote_reads_the_same(written: str) -> None:
    template = Template.parse("до {a} после")
    assert unescape(template.render({"a": written}, escape)) == unescape("до ") + written + " после"


@given(author=st.text(max_size=40), answer=st.text(max_size=20))
def test_any_author_text_is_a_template(author: str, answer: str) -> None:
    template = Template.parse(author)
    rendered = template.render({place.name: answer for place in template.places})
    assert isinstance(rendered, str)
    literal = author.replace("{", "(").replace("}", ")")
    assert Template.parse(literal).render({}) == literal


@given(a=HOSTILE)
def test_labels_values_and_the_review_stay_plain_for_the_edge_to_escape(a: str) -> None:
    stored = cleaned(a)
    if not any(letter.isalnum() for letter in stored):
        return
    client = Client(flow(step("a", "text"), step("b", "text"))).answers(a, "б")
    assert client.rows["a"] == stored
    assert client.edits("a").screen.current == stored


def test_a_rejection_of_the_engine_s_own_quotes_nothing_of_the_client_unescaped() -> None:
    asks = flow(step("x", "text", rules=(rule(min=50, soft=True),)))
    refused = interpreter.answer(asks, Client(asks).session, Typed("<b>"), NOW)
    assert not isinstance(refused, Rejection)
    assert Client(asks).answers("<b>&").screen.doubt == "Необычный ответ: &lt;b&gt;&amp;. Всё верно?"
