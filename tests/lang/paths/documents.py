"""Random flow files an author could have written, small enough to walk every path."""

from hypothesis import strategies as st

Draw = st.DrawFn

IDS = ("a", "b", "c", "d", "e")
_LISTS = """\
lists:
  cars: {x: Икс, y: Игрек, z: Зет}
  models:
    x: {x: Дубль, w: Вэ}
    y: {v: Вэ два}
"""
BOT = f"language: 1\nlanguages: [ru]\nmenu: [sell]\ngreeting: Здравствуйте!\nhelp: Помощь\n{_LISTS}"
NUMBERS = ("number", "year", "money")


@st.composite
def flows(draw: Draw) -> str:
    """The text of sell.flow.yaml."""
    items: list[dict[str, str]] = []
    for id in IDS[: draw(st.sampled_from([3, 4, 2, 5]))]:
        items.append(draw(item(id, tuple(items))))
    steps = "".join(
        f"  - id: {one['id']}\n" + "".join(f"    {key}: {value}\n" for key, value in one.items() if key != "id")
        for one in items
    )
    return f"flow: sell\ntitle: Продать\nsteps:\n{steps}done: Спасибо!\n"


@st.composite
def item(draw: Draw, id: str, earlier: tuple[dict[str, str], ...]) -> dict[str, str]:
    kind = draw(st.sampled_from(["choice", "number", "yes_no", "by", "many", "text", "year", "stop", "compute", "say"]))
    made = {"id": id, **draw(condition(earlier))}
    chosen = [one["id"] for one in earlier if "choices" in one and one.get("type") != "many"]
    numbers = [one["id"] for one in earlier if one.get("type") in NUMBERS or "compute" in one]
    match kind:
        case "stop" if "if" in made:
            return made | {"stop": "Конец"}
        case "say":
            return made | {"say": "Слово"}
        case "compute" if numbers or chosen:
            return made | {"compute": draw(formula(numbers, chosen))}
    made["ask"] = "Вопрос?"
    if kind == "by" and chosen:
        made["choices_by"] = f"{{{draw(st.sampled_from(chosen))}: models}}"
    elif kind == "many":
        made |= {"type": "many", "choices": "{x: Икс, y: Игрек, z: Зет}"}
        made |= draw(st.sampled_from([{}, {"none": "Ничего"}]))
    elif kind in NUMBERS:
        made |= {"type": kind} | draw(rules(numbers))
    elif kind in ("yes_no", "text"):
        made |= {"type": kind}
    else:
        made |= {"choices": "cars"} | draw(st.sampled_from([{}, {"other": "Другое"}]))
    return made | draw(st.sampled_from([{}, {}, {"optional": "true"}]))


@st.composite
def rules(draw: Draw, numbers: list[str]) -> dict[str, str]:
    plain = ["{min: 1950, max: this_year}", "{max: 3000}", "{min: 2000}", "[{min: 1}, {max: 2020, soft: true}]"]
    if numbers:
        plain.append(f"{{min: {draw(st.sampled_from(numbers))}}}")
    return draw(st.sampled_from([{}, {"validate": draw(st.sampled_from(plain))}]))


@st.composite
def formula(draw: Draw, numbers: list[str], chosen: list[str]) -> str:
    if chosen and (not numbers or draw(st.booleans())):
        rows = draw(st.sampled_from(["{x: 1, y: 2000}", "{x: 5, other: 7}"]))
        return f"{{{draw(st.sampled_from(chosen))}: {rows}}}"
    first, second = draw(st.sampled_from(numbers)), draw(st.sampled_from(numbers))
    return draw(st.sampled_from([f"{first} * 2", f"this_year - {first}", f"{first} + {second}", f"{first} / {second}"]))


@st.composite
def condition(draw: Draw, earlier: tuple[dict[str, str], ...]) -> dict[str, str]:
    asked = [one for one in earlier if "ask" in one or "compute" in one]
    if not asked or draw(st.integers(0, 3)) == 0:
        return {}
    groups = [
        "{" + ", ".join(f"{name}: {test}" for name, test in draw(group(asked)).items()) + "}"
        for _ in range(draw(st.sampled_from([1, 1, 2])))
    ]
    return {"if": groups[0] if len(groups) == 1 else f"[{', '.join(groups)}]"}


@st.composite
def group(draw: Draw, asked: list[dict[str, str]]) -> dict[str, str]:
    looked_at = draw(st.lists(st.sampled_from(asked), min_size=1, max_size=2, unique_by=lambda one: one["id"]))
    return {one["id"]: draw(test(one)) for one in looked_at}


@st.composite
def test(draw: Draw, one: dict[str, str]) -> str:
    if one.get("type") == "yes_no":
        options = ["yes", "no"]
    elif "choices_by" in one:
        options = ["x", "w", "other", "[v, w]"]
    elif one.get("type") == "many":
        options = ["x", "[y, z]", "{all: [x, y]}"]
    elif "choices" in one:
        options = ["x", "[y, z]"] + ["other"] * ("other" in one)
    elif one.get("type") == "text":
        options = ["{min: 3}", "{max: 5}"]
    elif one.get("type") == "year":
        options = ["2015", "{min: 2000}", "{max: 1949}", "{min: 1990, max: 2010}", "{max: this_year}"]
    else:
        options = ["5", "{min: 2000}", "{max: 1999}", "{min: 1, max: 5}", "{max: this_year}", "{min: 3001}"]
    plain = draw(st.sampled_from([*options, *options, "{answered: true}", "{answered: false}"]))
    return draw(st.sampled_from([plain, plain, plain, f"{{not: {plain}}}"]))
