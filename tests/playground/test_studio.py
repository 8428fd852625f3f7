"""Everything the page can ask for, asked of a real bot, and what the client sees afterwards."""

import json

import pytest

from engine.app.bench import STAFF
from engine.botapi.images import plain_picture
from engine.playground.studio import ACTIONS
from tests.playground.desk import Desk


async def test_the_client_opens_the_bot_and_is_greeted(desk: Desk) -> None:
    state = await desk.state()
    assert [message["text"].split("!")[0] for message in state["chat"]["messages"]] == ["/start", "Здравствуйте"]
    assert state["flow"] is None
    assert [flow["id"] for flow in state["flows"]] == ["sell", "buy", "find", "check", "legal"]
    assert state["crm"] == {"leads": [], "draft": None, "request": None}


async def test_the_state_is_plain_json(desk: Desk) -> None:
    await desk.walk_sell()
    assert json.loads(json.dumps(await desk.state()))["type"] == "state"


async def test_typing_and_tapping_answer_questions(desk: Desk) -> None:
    await desk.tap("Продать авто", "Toyota", "Camry")
    await desk.say("2016 год")
    assert await desk.answers() == {"brand": "Toyota", "model": "Camry", "year": "2016"}
    assert "Какой пробег?" in desk.last.text


async def test_the_request_to_the_crm_grows_with_the_answers(desk: Desk) -> None:
    await desk.tap("Продать авто")
    assert (await desk.state())["crm"] == {"leads": [], "draft": None, "request": None}
    await desk.tap("Toyota")
    assert (await desk.state())["crm"]["draft"]["name"].startswith("Выкуп Toyota …, …, ")
    await desk.tap("Camry")
    await desk.say("2016", "120 тыс")
    crm = (await desk.state())["crm"]
    assert crm["draft"]["name"].startswith("Выкуп Toyota Camry, 2016, 120")
    assert {"name": "Марка", "value": "Toyota"} in crm["draft"]["fields"]
    assert [(call["method"], call["path"]) for call in crm["request"]][:2] == [
        ("POST", "/api/v4/contacts"),
        ("POST", "/api/v4/leads"),
    ]
    assert crm["leads"] == []


async def test_a_sent_form_becomes_the_lead_that_was_previewed(desk: Desk) -> None:
    await desk.walk_sell()
    previewed = (await desk.state())["crm"]["draft"]
    await desk.tap("Отправить")
    await desk.delivered()
    crm = (await desk.state())["crm"]
    (lead,) = crm["leads"]
    assert lead | {"id": 0} == previewed | {"id": 0}
    assert lead["contact"] == {"name": "Иван", "phone": "+79161234567"}
    assert lead["price"] == 850000
    assert crm["draft"] is None
    assert "Иван" in desk.last.text
    assert await desk.lit() == dict.fromkeys(await desk.lit(), "answered") | {
        "too_old": "hidden",
        "taxi": "hidden",
        "damage": "hidden",
        "pledge_bank": "hidden",
        "photos": "skipped",
        "@done": "current",
    }
    notified = desk.bench.emulator.user(STAFF).chat.last.text
    assert "Выкуп Toyota Camry" in notified


async def test_a_client_the_crm_knows_gets_no_second_contact_in_the_preview_either(desk: Desk) -> None:
    await desk.walk_sell()
    await desk.tap("Отправить")
    await desk.delivered()
    await desk.act("begin", flow="sell")
    await desk.walk_sell_again("Тверь")
    crm = (await desk.state())["crm"]
    writes = [(call["method"], call["path"]) for call in crm["request"]]
    assert ("POST", "/api/v4/contacts") not in writes
    assert ("POST", "/api/v4/leads") in writes
    previewed = crm["draft"]
    # The contact keeps the town of the first form, and the preview knows.
    assert {"name": "Город", "value": "Казань"} in previewed["fields"]
    await desk.tap("Отправить")
    await desk.delivered(2)
    newest, _ = await desk.leads()
    assert newest | {"id": 0} == previewed | {"id": 0}


async def test_the_contact_button_sends_the_clients_own_number(desk: Desk) -> None:
    await desk.act("restart", flow="sell", item="phone")
    keyboard = (await desk.state())["chat"]["keyboard"]
    asking = next(button for row in keyboard for button in row if button["contact"])
    await desk.act("press", text=asking["text"])
    assert (await desk.state())["chat"]["keyboard"] is None
    answered = await desk.answers()
    assert answered["phone"] is not None
    assert "".join(filter(str.isdigit, answered["phone"])) == desk.bench.emulator.state.users[1001].phone


async def test_other_docked_buttons_are_pressed_by_what_the_eye_sees(desk: Desk) -> None:
    await desk.act("restart", flow="sell", item="phone")
    await desk.act("press", text="⬅️ Назад")
    assert "Как к вам обращаться?" in desk.last.text


async def test_an_album_and_a_single_photo_are_gathered(desk: Desk) -> None:
    await desk.act("restart", flow="sell", item="photos")
    await desk.studio.send_files([("a.png", "image/png", plain_picture(1)), ("b.png", "image/png", plain_picture(2))])
    await desk.bench.settled()
    assert "Фото получено: 2" in desk.last.text
    await desk.studio.send_files([("c.png", "image/png", plain_picture(3))])
    await desk.bench.settled()
    assert "Фото получено: 3" in desk.last.text
    messages = (await desk.state())["chat"]["messages"]
    albums = [message["album"] for message in messages if message["photo"]]
    assert albums[0] == albums[1] != albums[2]


async def test_more_pictures_than_an_album_holds_become_several(desk: Desk) -> None:
    pictures = [(f"{number}.png", "image/png", plain_picture(number)) for number in range(12)]
    await desk.studio.send_files(pictures)
    await desk.bench.settled()
    sent = [message for message in (await desk.state())["chat"]["messages"] if message["photo"]]
    assert len(sent) == 12
    assert len({message["album"] for message in sent}) == 2


async def test_what_is_no_picture_goes_as_a_file(desk: Desk) -> None:
    await desk.studio.send_files([("ПТС.pdf", "application/pdf", b"%PDF-1.4")])
    await desk.bench.settled()
    assert "ПТС.pdf" in [message["document"] for message in (await desk.state())["chat"]["messages"]]


async def test_a_broken_picture_is_told_not_raised(desk: Desk) -> None:
    told = await desk.studio.send_files([("car.jpg", "image/jpeg", b"not a picture")])
    assert isinstance(told, dict)
    assert told["key"] == "refused"


async def test_a_new_client_begins_from_nothing_and_keeps_the_crm(desk: Desk) -> None:
    await desk.walk_sell()
    await desk.tap("Отправить")
    await desk.delivered()
    await desk.act("new_client")
    state = await desk.state()
    assert state["client"] == {"id": 1002, "name": "Борис"}
    assert len(state["chat"]["messages"]) == 2
    assert state["answers"] == []
    assert len(state["crm"]["leads"]) == 1


async def test_a_conversation_begins_at_any_place_with_plausible_answers(desk: Desk) -> None:
    await desk.act("restart", flow="check", item="visit_date")
    assert "Когда удобно посмотреть?" in desk.last.text
    state = await desk.state()
    assert state["flow"]["id"] == "check"
    assert (await desk.lit())["visit_date"] == "current"
    assert (await desk.lit())["city"] == "answered"


async def test_going_back_on_the_diagram_keeps_what_was_answered_before(desk: Desk) -> None:
    await desk.tap("Продать авто", "Kia", "Rio")
    await desk.say("2012", "90000")
    await desk.act("restart", flow="sell", item="mileage")
    assert await desk.answers() == {"brand": "Kia", "model": "Rio", "year": "2012"}
    assert "Какой пробег?" in desk.last.text


async def test_every_place_of_every_flow_can_be_begun_at(desk: Desk) -> None:
    for flow in (await desk.state())["flows"]:
        for item in flow["items"]:
            assert await desk.act("restart", flow=flow["id"], item=item["id"]) is None, (flow["id"], item["id"])
            assert desk.last.labels or desk.studio.user.chat.keyboard, (flow["id"], item["id"])


@pytest.mark.parametrize(("flow", "item"), [("sell", "nowhere"), ("sell", "yearly"), ("nothing", "brand")])
async def test_a_place_nothing_leads_to_is_told(desk: Desk, flow: str, item: str) -> None:
    told = await desk.act("restart", flow=flow, item=item)
    assert isinstance(told, dict)
    assert told["key"] == "unreachable"


async def test_a_flow_is_begun_from_its_card(desk: Desk) -> None:
    await desk.act("begin", flow="legal")
    assert "С чем нужно помочь?" in desk.last.text
    assert await desk.answers() == {}


async def test_the_pages_language_changes_its_words_and_not_the_bots(desk: Desk) -> None:
    await desk.tap("Продать авто")
    before = desk.last.text
    await desk.act("language", language="en")
    sell = desk.bench.project.flow("sell")
    assert sell is not None
    brand = sell.step("brand")
    assert brand is not None
    assert brand.choices is not None
    brands = len(brand.choices.rows[None])
    assert f"choice · {brands}" in (await desk.state())["flow"]["svg"]
    assert desk.last.text == before
    await desk.act("language", language="ru")
    assert f"выбор · {brands}" in (await desk.state())["flow"]["svg"]


async def test_all_screens_are_drawn_by_the_bot_itself(desk: Desk) -> None:
    drawn = await desk.act("screens")
    assert isinstance(drawn, dict)
    screens = {(screen["flow"], screen["item"]): screen for screen in drawn["screens"]}
    places = {(flow["id"], item["id"]) for flow in (await desk.state())["flows"] for item in flow["items"]}
    extra = {(flow, place) for flow in desk.bench.project.flows for place in ("@review", "@done")}
    assert screens.keys() == places | extra | {("", "/start"), ("", "/menu"), ("", "/help")}
    assert "Какой пробег?" in screens["sell", "mileage"]["message"]["text"]
    assert any(button["contact"] for row in screens["sell", "phone"]["keyboard"] for button in row)
    assert (await desk.state())["client"]["id"] == 1001


async def test_drawing_all_screens_leaves_the_players_conversation_alone(desk: Desk) -> None:
    await desk.tap("Продать авто", "Toyota")
    before = (await desk.state())["chat"], await desk.answers()
    await desk.act("screens")
    assert ((await desk.state())["chat"], await desk.answers()) == before
    await desk.tap("Camry")
    assert "Какого она года?" in desk.last.text


@pytest.mark.parametrize(
    "message",
    [
        {"do": "explode"},
        {},
        {"do": "text"},
        {"do": "tap", "message": "x", "row": 0, "column": 0},
        {"do": "trouble", "kind": "fire"},
        {"do": "restart"},
    ],
)
async def test_a_wish_nobody_knows_is_refused(desk: Desk, message: dict[str, str]) -> None:
    told = await desk.studio.act(message)
    assert isinstance(told, dict)
    assert told["key"] == "unknown"


async def test_a_button_that_is_gone_is_refused(desk: Desk) -> None:
    told = await desk.studio.act({"do": "tap", "message": 999, "row": 0, "column": 0})
    assert isinstance(told, dict)
    assert told["key"] == "refused"


def test_these_are_all_actions() -> None:
    """Each has a test above or among the troubles; a new one wants its own."""
    assert set(ACTIONS) == {
        "text", "press", "tap", "begin", "new_client", "restart", "trouble", "language", "screens",
    }  # fmt: skip
