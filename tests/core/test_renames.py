"""`was:` carries answers over a renaming of steps and options."""

from dataclasses import replace

from engine.core.model import Flow, Item
from engine.core.options import Choices, Option
from engine.core.texts import Text
from tests.core.flows import Client, flow, step

BRAND = step("brand", choices={"toyota": "Toyota", "kia": "Kia"}, other="Другая")
MODELS = {"toyota": {"camry": "Camry", "corolla": "Corolla"}, "kia": {"rio": "Rio"}}
MODEL = step("model", by={"brand": MODELS}, other="Нет в списке")
NAME = step("name", "name")


def version(number: int, *items: Item) -> Flow:
    return flow(*items, version=str(number))


def test_a_renamed_step_keeps_its_answer_place_and_ticks() -> None:
    extras = {"hatch": "Люк", "heat": "Подогрев"}
    client = Client(version(1, step("auto", "text"), step("opts", "many", choices=extras))).answers("Kia").taps("heat")
    renamed = version(
        2, step("car", "text", was=("vehicle", "auto")), step("extras", "many", choices=extras, was=("opts",))
    )
    client.meets(renamed)
    assert client.values == {"car": "Kia"}
    assert client.place == "extras"
    assert client.screen.gathered == 1
    assert client.finishes().rows == {"car": "Kia", "extras": "Подогрев"}


def test_a_renamed_step_keeps_a_skip_a_parked_answer_and_an_edit() -> None:
    client = Client(version(1, step("a", optional=True), step("b", "text"))).skips().answers("два").edits("b")
    client.meets(version(2, step("a", optional=True), step("b", "number"))).meets(
        version(3, step("aa", optional=True, was=("a",)), step("bb", "number", was=("b",)))
    )
    assert client.place == "bb"
    assert client.values == {"aa": None}
    assert client.session.parked == {"bb": ("два",)}
    client.meets(version(4, step("aa", optional=True), step("bb", "text")))
    assert client.values == {"aa": None, "bb": "два"}


def test_an_old_name_that_is_somebody_else_s_name_today_renames_nothing() -> None:
    client = Client(version(1, step("a"), step("b"))).answers("раз")
    client.meets(version(2, step("a"), step("c", was=("a",)), step("b")))
    assert client.values == {"a": "раз"}


def test_of_two_questions_that_became_one_its_own_answer_stands_and_the_other_is_remembered() -> None:
    client = Client(version(1, step("a", "text"), step("b", "text"), step("c"))).answers("пять").answers("7")
    client.meets(version(2, step("b", "text", was=("a",)), step("c")))
    assert client.values == {"b": "7"}
    assert client.session.parked == {"b": ("пять",)}
    met = client.session
    assert client.meets(version(2, step("b", "text", was=("a",)), step("c"))).session == met


def with_options(id: str, *options: Option, other: str | None = None) -> Item:
    return replace(step(id, "choice"), choices=Choices({None: options}, other=Text.of(other) if other else None))


def test_a_renamed_option_is_carried_over_in_answers_and_among_the_parked() -> None:
    client = Client(version(1, BRAND, NAME)).taps("kia")
    renamed = with_options(
        "brand", Option("toyota", Text.of("Toyota")), Option("kia_motors", Text.of("Kia"), was=("kia",))
    )
    assert client.meets(version(2, renamed, NAME)).values == {"brand": "kia_motors"}
    parked = Client(version(1, BRAND, NAME)).taps("kia").meets(version(2, NAME)).meets(version(3, renamed, NAME))
    assert parked.values == {"brand": "kia_motors"}


def test_an_option_s_old_id_that_is_offered_today_stays_what_it_is() -> None:
    client = Client(version(1, BRAND, NAME)).taps("kia")
    swapped = with_options("brand", Option("kia", Text.of("Kia")), Option("new", Text.of("Новая"), was=("kia",)))
    assert client.meets(version(2, swapped, NAME)).values == {"brand": "kia"}


def test_renamed_options_are_ticked_still() -> None:
    client = Client(version(1, step("x", "many", choices={"a": "А", "b": "Б"}))).taps("a", "b")
    renamed = replace(
        step("x", "many", choices={"a": "А"}),
        choices=Choices({None: (Option("aa", Text.of("А"), was=("a",)), Option("b", Text.of("Б")))}),
    )
    assert client.meets(version(2, renamed)).finishes().values == {"x": ["aa", "b"]}


def test_renaming_a_parent_option_keeps_the_child_and_its_own_words() -> None:
    table = {"tyt": (Option("camry", Text.of("Camry")),)}
    brand = with_options("brand", Option("tyt", Text.of("Toyota"), was=("toyota",)))
    model = replace(step("model", "choice"), choices=Choices(dict(table), "brand", other=Text.of("Нет в списке")))
    chosen = Client(version(1, BRAND, MODEL, NAME)).taps("toyota", "camry").meets(version(2, brand, model, NAME))
    assert chosen.values == {"brand": "tyt", "model": "camry"}
    own = Client(version(1, BRAND, MODEL, NAME)).taps("toyota").answers("Supra").meets(version(2, brand, model, NAME))
    assert own.values == {"brand": "tyt", "model": {"other": "Supra", "under": "tyt"}}


def test_a_row_s_own_renaming_comes_before_another_row_s() -> None:
    rows = {
        "toyota": (Option("camry_xv70", Text.of("Camry"), was=("camry",)),),
        "kia": (Option("camry", Text.of("Странная")),),
    }
    model = replace(step("model", "choice"), choices=Choices(dict(rows), "brand"))
    client = Client(version(1, BRAND, MODEL, NAME)).taps("toyota", "camry").meets(version(2, BRAND, model, NAME))
    assert client.values["model"] == "camry_xv70"
