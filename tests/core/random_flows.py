"""Random flows a compiler could have built, and random edits of them."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from engine.core.clauses import Rule
from engine.core.conditions import ALWAYS, Answered, Condition, Every, HasAll, Not, OneOf, Some, Test
from engine.core.model import Compute, Flow, HookCall, Item, Step
from engine.core.texts import Template, Text
from tests.core.flows import CONSENT, bound, compute, flow, rule, say, step, stop, within

IDS = ("a", "b", "c", "d", "e", "f", "g")
OPTIONS = {"x": "Икс", "y": "Игрек", "z": "Зет"}
TYPED = ("text", "name", "city", "number", "money", "year", "date", "phone", "email", "url", "vin", "plate")
NUMBERS = ("number", "money", "year")
#: What an item may be, the frequent ones several times.
KINDS = (
    *("typed", "choice", "by", "typed", "yes_no", "many", "typed", "choice", "by", "photo"),
    *("consent", "say", "button", "stop", "compute"),
)

Draw = st.DrawFn


@st.composite
def flows(draw: Draw, version: str = "1") -> Flow:
    items: list[Item] = []
    for id in draw(st.permutations(IDS))[: draw(st.sampled_from([5, 4, 7, 3, 6, 2, 1]))]:
        items.append(draw(item(id, tuple(items))))
    return made(items, version)


def made(items: Sequence[Item], version: str) -> Flow:
    built = flow(*items, version=version, done="Спасибо, {a}{b|б}!")
    hooks = (HookCall("note", {"text": Template.parse("{a} {b|нет}")}), HookCall("yes", {}, ({"a": Answered(True)},)))
    return replace(built, hooks=hooks)


@st.composite
def item(draw: Draw, id: str, earlier: tuple[Item, ...]) -> Item:
    """One item that looks only back."""
    when = draw(conditions(earlier))
    words = draw(
        st.sampled_from(
            ["Вопрос?", *(f"Про {{{one.id}}}" for one in earlier), *(f"{{{one.id}|нет}}" for one in earlier)]
        )
    )
    match draw(st.sampled_from(KINDS)):
        case "typed":
            return _varied(draw, step(id, draw(st.sampled_from(TYPED)), ask=words, when=when), earlier)
        case "choice":
            other = draw(st.sampled_from([None, "Другое"]))
            return _varied(draw, step(id, choices=OPTIONS, other=other, ask=words, when=when), earlier)
        case "by":
            parents = [one.id for one in earlier if isinstance(one, Step) and one.choices is not None]
            if not parents:
                return step(id, choices=OPTIONS, when=when)
            by = {
                draw(st.sampled_from(parents)): {
                    "x": {"x": "Икс", "w": "Дубль"},
                    "yes": {"y": "Игрек"},
                    "other": OPTIONS,
                }
            }
            return _varied(draw, step(id, by=by, other=draw(st.sampled_from([None, "Другое"])), when=when), earlier)
        case "yes_no":
            return _varied(draw, step(id, "yes_no", ask=words, when=when), earlier)
        case "many":
            other, none = draw(st.sampled_from([None, "Другое"])), draw(st.sampled_from([None, "Ничего"]))
            return _varied(draw, step(id, "many", choices=OPTIONS, other=other, none=none, when=when), earlier)
        case "photo":
            return _varied(draw, step(id, draw(st.sampled_from(["photo", "file"])), when=when), earlier)
        case "consent":
            return step(id, "consent", consent=CONSENT, when=when)
        case "say":
            return say(id, words, when=when)
        case "button":
            return say(id, words, button="Дальше", when=when)
        case "stop":
            return stop(id, words, when=when)
        case _:
            return _computed(draw, id, earlier, when)


def _varied(draw: Draw, plain: Step, earlier: tuple[Item, ...]) -> Step:
    rules: list[Rule] = []
    if plain.type.scale == "amount":
        low = draw(st.sampled_from([None, 0, 1000]))
        rules.append(rule(low, draw(st.sampled_from([None, 3000, "this_year"]))))
        numbers = [one.id for one in earlier if isinstance(one, Step) and one.type.name in NUMBERS]
        if numbers:
            rules.append(rule(must=f"{plain.id} >= {draw(st.sampled_from(numbers))}", soft=draw(st.booleans())))
    elif plain.type.scale == "day":
        rules.append(Rule(min=draw(st.sampled_from([None, bound("today"), bound("today - 1")]))))
    elif plain.type.scale is not None:
        rules.append(rule(draw(st.sampled_from([None, 2])), draw(st.sampled_from([None, 3]))))
    softened = tuple(replace(one, soft=one.soft or draw(st.booleans())) for one in rules)
    return replace(plain, optional=draw(st.booleans()), rules=softened, label=Text.of(plain.id))


def _computed(draw: Draw, id: str, earlier: tuple[Item, ...], when: Condition) -> Compute:
    numbers = [
        one.id for one in earlier if isinstance(one, Compute) or (isinstance(one, Step) and one.type.name in NUMBERS)
    ]
    choices = [one.id for one in earlier if isinstance(one, Step) and one.choices is not None]
    if choices and draw(st.booleans()):
        return compute(id, {draw(st.sampled_from(choices)): {"x": 1, "yes": 2000, "other": 3}}, label=id, when=when)
    first = draw(st.sampled_from([*numbers, "this_year"]))
    return compute(
        id, draw(st.sampled_from([f"{first} * 2", f"{first} / 7", f"{first} - this_year"])), label=id, when=when
    )


@st.composite
def conditions(draw: Draw, earlier: tuple[Item, ...]) -> Condition:
    asked = [one for one in earlier if isinstance(one, Step | Compute)]
    if not asked or draw(st.integers(0, 2)) > 0:
        return ALWAYS
    groups = draw(st.lists(st.lists(st.sampled_from(asked), min_size=1, max_size=2), min_size=1, max_size=2))
    return tuple({one.id: draw(tests) for one in group} for group in groups)


plain_tests: st.SearchStrategy[Test] = st.one_of(
    st.lists(st.sampled_from(["x", "y", "yes", "no", "other", "none", "2015"]), min_size=1, max_size=2)
    .map(tuple)
    .map(OneOf),
    st.booleans().map(Answered),
    st.just(HasAll(("x", "y"))),
    st.sampled_from([within(2000), within(most=2000), within(1, 5), within("today"), within(most="this_year")]),
)
tests = (
    plain_tests
    | plain_tests.map(Not)
    | st.tuples(plain_tests, plain_tests).map(Every)
    | st.tuples(plain_tests, plain_tests).map(Some)
)


@st.composite
def edits(draw: Draw, before: Flow, version: str, fresh: str) -> Flow:
    """The flow after somebody worked on it: an item removed, retyped, added, renamed (to `fresh`), or all anew."""
    items = list(before.items)
    place = draw(st.integers(0, len(items) - 1))
    match draw(st.sampled_from(["remove", "retype", "add", "rename", "anew", "version"])):
        case "remove" if len(items) > 1:
            items.pop(place)
        case "retype":
            items[place] = draw(item(items[place].id, tuple(items[:place])))
        case "add":
            unused = [id for id in IDS if before.item(id) is None]
            if unused:
                items.insert(place, draw(item(draw(st.sampled_from(unused)), tuple(items[:place]))))
        case "rename" if isinstance(items[place], Step):
            # What looks at the old name finds it absent, as it would after a careless edit.
            items[place] = replace(items[place], id=fresh, was=(items[place].id,))
        case "anew":
            return draw(flows(version))
        case _:
            pass
    return made(items, version)
