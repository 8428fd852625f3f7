"""A finished form becomes a contact, a lead and a note in AmoCRM, whatever the account looks like."""

import re
from dataclasses import replace
from typing import Any

import pytest

from engine.core.clauses import CrmTarget
from engine.core.lead import LeadAnswer
from integrations.amocrm.emulator.fields import add_field
from integrations.amocrm.emulator.seed import add_pipeline, add_user
from integrations.amocrm.mapping import KEY_FIELD, Defaults, token_of
from tests.integrations.amocrm.world import (
    BRAND,
    FORM,
    MILEAGE,
    NAME,
    PHONE,
    PHOTOS,
    Dealership,
    answer,
)

WITHOUT_FILES = tuple(given for given in FORM if given is not PHOTOS)


@pytest.fixture
def dealer() -> Dealership:
    return Dealership()


def add_contact(dealer: Dealership, phone: str, name: str = "Старый клиент", **more: Any) -> int:
    """A contact somebody entered by hand."""
    state = dealer.emulator.state
    field = next(row for row in dealer.rows("contact_fields") if row["code"] == "PHONE")
    values = {str(field["id"]): [{"value": phone, "enum_id": None, "enum_code": "WORK"}]}
    row = {"name": name, "values": values, "tags": [], "is_deleted": False, "created_at": 1, "updated_at": 1}
    made = state.add("contacts", {**row, **more})
    words = [name, phone]
    state.put("contacts_index", made["id"], {"texts": [[0, words]]})
    state.commit()
    return int(made["id"])


async def test_contact_lead_and_note_arrive_complete(dealer: Dealership) -> None:
    await dealer.deliver()
    [contact] = dealer.rows("contacts")
    assert contact["name"] == "Иван Петров"
    assert dealer.values("contact_fields", contact) == {"Телефон": "+79161234567"}
    token = token_of("s1.0")
    assert dealer.lead["name"] == f"Выкуп Toyota #{token}"
    assert dealer.lead["price"] == 1_500_000
    assert dealer.lead["contacts"] == [{"id": contact["id"], "is_main": True}]
    assert dealer.values("lead_fields", dealer.lead) == {"Марка": "Toyota", "Пробег": "120000", "ID заявки": "s1.0"}
    assert [tag["name"] for tag in dealer.rows("lead_tags")] == ["telegram", "выкуп"]
    [note] = dealer.notes
    assert note.splitlines() == [
        "Заявка из Telegram: 🚗 Продать авто",
        "Клиент: Иван, @ivan",
        "",
        "Марка: Toyota",
        "Пробег: 120 000 км",
        "Желаемая цена: 1 500 000 ₽",
        "Фото: 3 фото",
        "Согласие на обработку данных: Согласен, текст 2026-11-01",
        "Имя: Иван Петров",
        "Телефон: +7 916 123-45-67",
        "",
        f"#{token}/1",
    ]
    assert dealer.alerts.told == []


async def test_a_new_contact_costs_four_requests_and_a_known_one_three(dealer: Dealership) -> None:
    await dealer.deliver("s1", WITHOUT_FILES)
    assert len(dealer.requests) == 4
    await dealer.deliver("s2", WITHOUT_FILES)
    assert len(dealer.requests) == 4 + 3
    assert len(dealer.rows("contacts")) == 1
    assert len(dealer.rows("leads")) == 2


@pytest.mark.parametrize("written", ["+79161234567", "89161234567", "79161234567", "9161234567"])
async def test_a_contact_is_found_however_its_phone_was_written(dealer: Dealership, written: str) -> None:
    id = add_contact(dealer, written)
    await dealer.deliver()
    assert [contact["id"] for contact in dealer.rows("contacts")] == [id]
    assert dealer.lead["contacts"] == [{"id": id, "is_main": True}]


async def test_brackets_and_dashes_are_no_trouble_where_amocrm_reads_digits(dealer: Dealership) -> None:
    dealer.switch(phone_search="digits")
    id = add_contact(dealer, "8 (916) 123-45-67")
    await dealer.deliver()
    assert [contact["id"] for contact in dealer.rows("contacts")] == [id]


async def test_digits_outside_the_phone_field_do_not_make_a_contact_this_person(dealer: Dealership) -> None:
    id = add_contact(dealer, "+79990000000", name="Счёт 9161234567")
    await dealer.deliver()
    assert len(dealer.rows("contacts")) == 2
    assert dealer.lead["contacts"][0]["id"] != id


async def test_a_found_contact_is_never_overwritten_only_completed(dealer: Dealership) -> None:
    id = add_contact(dealer, "89161234567", name="Пётр Менеджерович")
    city = answer("city", "city", "Город", "Казань", CrmTarget("contact", "Город"))
    email = answer("email", "email", "Почта", "ivan@example.com")
    await dealer.deliver(answers=(*FORM, city, email))
    [contact] = dealer.rows("contacts")
    assert (contact["id"], contact["name"]) == (id, "Пётр Менеджерович")
    assert dealer.values("contact_fields", contact) == {
        "Телефон": "89161234567",
        "Город": "Казань",
        "Email": "ivan@example.com",
    }
    await dealer.deliver("s2", (*FORM, answer("city", "city", "Город", "Москва", CrmTarget("contact", "Город"))))
    assert dealer.values("contact_fields", dealer.rows("contacts")[0])["Город"] == "Казань"


async def test_of_several_contacts_the_one_with_an_open_lead_is_taken_and_the_admin_hears(dealer: Dealership) -> None:
    busy = add_contact(dealer, "89161234567", updated_at=1)
    idle = add_contact(dealer, "+79161234567", updated_at=2)
    lead = {"name": "x", "status_id": 4401, "contacts": [{"id": busy, "is_main": True}], "is_deleted": False}
    dealer.emulator.state.add("leads", {**lead, "values": {}, "tags": []})
    dealer.emulator.state.commit()
    await dealer.deliver()
    assert dealer.rows("leads")[-1]["contacts"][0]["id"] == busy
    [told] = dealer.alerts.told
    assert f"contacts/detail/{busy}" in told
    assert f"contacts/detail/{idle}" in told


async def test_two_forms_within_the_index_lag_share_one_contact(dealer: Dealership) -> None:
    dealer.switch(index_lag_s=30)
    await dealer.record("s1")
    await dealer.record("s2")
    await dealer.until_quiet()
    assert len(dealer.rows("contacts")) == 1
    assert len(dealer.rows("leads")) == 2


async def test_a_contact_deleted_in_amocrm_is_made_anew(dealer: Dealership) -> None:
    await dealer.deliver()
    [contact] = dealer.rows("contacts")
    dealer.emulator.state.put("contacts", contact["id"], {**contact, "is_deleted": True})
    dealer.emulator.state.commit()
    await dealer.deliver("s2")
    assert len(dealer.rows("contacts")) == 2
    assert dealer.rows("leads")[-1]["contacts"][0]["id"] != contact["id"]


async def test_a_client_without_a_phone_is_known_by_telegram(dealer: Dealership) -> None:
    await dealer.deliver(answers=(BRAND,))
    await dealer.deliver("s2", (BRAND,))
    [contact] = dealer.rows("contacts")
    assert contact["name"] == "Иван, @ivan"
    assert len(dealer.rows("leads")) == 2


def settings(**field_ids: int) -> Defaults:
    return Defaults(field_ids=field_ids)


async def test_a_field_is_taken_from_the_settings_then_by_code_then_by_name() -> None:
    for name, by in (("Марка", "name"), ("BRAND", "code"), ("Любое", "settings")):
        dealer = Dealership()
        other = add_field(dealer.emulator.state, "leads", "Другое", None, "text")
        dealer.emulator.state.commit()
        if by == "settings":
            dealer.defaults = settings(ЛЮБОЕ=other["id"])
            dealer.start()
        await dealer.deliver(answers=(answer("x", "choice", "Марка", "Toyota", name), PHONE))
        stored = dealer.values("lead_fields", dealer.lead)
        assert stored["Другое" if by == "settings" else "Марка"] == "Toyota"


async def test_the_setting_may_be_named_after_the_step() -> None:
    dealer = Dealership()
    other = add_field(dealer.emulator.state, "leads", "Машина клиента", None, "text")
    dealer.emulator.state.commit()
    dealer.defaults = settings(BRAND=other["id"])
    dealer.start()
    await dealer.deliver()
    assert dealer.values("lead_fields", dealer.lead)["Машина клиента"] == "Toyota"


async def test_a_setting_that_names_no_field_is_told(dealer: Dealership) -> None:
    dealer.defaults = settings(МАРКА=1)
    dealer.start()
    await dealer.deliver()
    assert "AMOCRM_FIELD_МАРКА указывает на поле, которого нет" in dealer.alerts.told[0]


async def test_a_field_made_after_the_bot_started_is_noticed(dealer: Dealership) -> None:
    colour = answer("colour", "text", "Цвет", "красный", "Цвет")
    await dealer.deliver("s1", (colour, PHONE))
    add_field(dealer.emulator.state, "leads", "Цвет", None, "text")
    dealer.emulator.state.commit()
    dealer.watch.forward(minutes=6)
    await dealer.deliver("s2", (colour, PHONE))
    assert dealer.values("lead_fields", dealer.rows("leads")[-1])["Цвет"] == "красный"


async def test_the_account_is_read_as_far_as_a_lead_needs_it(dealer: Dealership) -> None:
    for id in ("s1", "s2"):
        await dealer.deliver(id)
        dealer.watch.forward(minutes=30)
    directories = [one["path"] for one in dealer.emulator.requests if "custom_fields" in one["path"]]
    assert directories == ["/api/v4/leads/custom_fields"]


@pytest.mark.parametrize(
    ("type", "enums", "given", "stored"),
    [
        ("text", None, answer("x", "text", "Л", "я" * 300, "Поле"), "я" * 255),
        ("textarea", None, answer("x", "text", "Л", "я" * 300, "Поле"), "я" * 300),
        ("numeric", None, answer("x", "money", "Л", "1 500 ₽", "Поле", 1500, 1500), "1500"),
        ("numeric", None, answer("x", "text", "Л", "примерно 1 500,5", "Поле"), "1500.5"),
        ("text", None, answer("x", "number", "Л", "120 000 км", "Поле", 120000, 120000), "120 000 км"),
        ("checkbox", None, answer("x", "yes_no", "Л", "Да", "Поле", "yes"), True),
        ("checkbox", None, answer("x", "yes_no", "Л", "Нет", "Поле", "no"), False),
        ("select", ["Да", "Нет"], answer("x", "yes_no", "Л", "да", "Поле", "yes"), "Да"),
        ("radiobutton", ["Покупка"], answer("x", "choice", "Л", "Куплю", "Поле", "buy", "Покупка"), "Покупка"),
        ("multiselect", ["ABS", "Люк"], answer("x", "many", "Л", "Люк", "Поле", ["roof"], ["Люк"]), "Люк"),
        ("text", None, answer("x", "many", "Л", "ABS и люк", "Поле", ["a", "b"], ["ABS", "Люк"]), "ABS, Люк"),
        ("date", None, answer("x", "date", "Л", "25 ноября", "Поле", "2026-11-25", "2026-11-25"), 1795554000),
        ("url", None, answer("x", "url", "Л", "https://avito.ru/1", "Поле"), "https://avito.ru/1"),
    ],
)
async def test_values_are_converted_to_the_fields_type(
    dealer: Dealership, type: str, enums: list[str] | None, given: LeadAnswer, stored: object
) -> None:
    add_field(dealer.emulator.state, "leads", "Поле", None, type, enums)
    dealer.emulator.state.commit()
    await dealer.deliver(answers=(given, PHONE))
    assert dealer.values("lead_fields", dealer.lead)["Поле"] == stored
    assert dealer.alerts.told == []


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (answer("x", "text", "Л", "v", "Нет такого"), "Нет такого: такого поля в AmoCRM нет"),
        (answer("x", "choice", "Л", "ЗАЗ", "Марка", "other"), "Марка: в списке нет «ЗАЗ»"),
        (answer("x", "text", "Л", "много", "Пробег"), "Пробег: «много» — не число"),
        (answer("x", "text", "Л", "v", "Двойное"), "Двойное: полей с таким названием несколько"),
        (answer("x", "text", "Л", "скоро", "Когда"), "Когда: «скоро» — не дата"),
    ],
)
async def test_what_does_not_fit_a_field_is_in_the_note_and_the_admin_hears_once(
    dealer: Dealership, given: LeadAnswer, reason: str
) -> None:
    for name, type in (("Двойное", "text"), ("Двойное", "text"), ("Когда", "date")):
        add_field(dealer.emulator.state, "leads", name, None, type)
    dealer.emulator.state.commit()
    for id in ("s1", "s2"):
        await dealer.deliver(id, (given, PHONE))
    assert len(dealer.rows("leads")) == 2
    assert all(f"Л: {given.shown}" in note and f"— {reason}" in note for note in dealer.notes)
    [told] = dealer.alerts.told
    assert reason in told


async def test_a_field_amocrm_refuses_is_left_out_and_the_lead_still_lands(dealer: Dealership) -> None:
    await dealer.deliver("s0")
    mileage = next(row for row in dealer.rows("lead_fields") if row["name"] == "Пробег")
    # Removed by hand while our list of fields is still fresh.
    dealer.emulator.state.remove("lead_fields", mileage["id"])
    dealer.emulator.state.commit()
    await dealer.deliver("s1")
    lead = dealer.rows("leads")[-1]
    assert dealer.values("lead_fields", lead) == {"Марка": "Toyota", "ID заявки": "s1.0"}
    assert "Пробег: 120 000 км" in dealer.notes[-1]
    assert "— Пробег: AmoCRM не приняла значение" in dealer.notes[-1]
    assert "Пробег" in dealer.alerts.told[0]


async def test_pipeline_status_responsible_and_price_come_from_the_flow(dealer: Dealership) -> None:
    state = dealer.emulator.state
    buyers = add_pipeline(state, "Выкуп авто", main=False, stages=("Оценка", "Осмотр"))
    maxim = add_user(state, "Ольга", "olga@dealer.example", admin=False)
    state.commit()
    await dealer.deliver(
        answers=(BRAND, PHONE), pipeline="Выкуп авто", status="Осмотр", responsible=maxim["id"], price="950 000 ₽"
    )
    stage = next(one for one in buyers["statuses"] if one["name"] == "Осмотр")
    assert (dealer.lead["pipeline_id"], dealer.lead["status_id"]) == (buyers["id"], stage["id"])
    assert (dealer.lead["responsible_user_id"], dealer.lead["price"]) == (maxim["id"], 950_000)


async def test_a_left_colleague_or_an_unknown_stage_does_not_stop_the_lead(dealer: Dealership) -> None:
    gone = add_user(dealer.emulator.state, "Уволен", "x@dealer.example", admin=False, active=False)
    dealer.emulator.state.commit()
    dealer.defaults = Defaults(responsible=gone["id"])
    dealer.start()
    await dealer.deliver(pipeline="Нет такой")
    assert dealer.lead["responsible_user_id"] != gone["id"]
    [note] = dealer.notes
    assert "— Воронка: «Нет такой» в AmoCRM нет" in note
    assert "— Ответственный: такого сотрудника в AmoCRM нет или он отключён" in note


async def test_the_settings_say_where_leads_appear_unless_the_flow_does(dealer: Dealership) -> None:
    buyers = add_pipeline(dealer.emulator.state, "Выкуп авто", main=False, stages=("Оценка",))
    dealer.emulator.state.commit()
    dealer.defaults = Defaults(pipeline=buyers["id"])
    dealer.start()
    await dealer.deliver()
    assert dealer.lead["pipeline_id"] == buyers["id"]


async def test_answers_can_be_tags_and_some_go_nowhere(dealer: Dealership) -> None:
    secret = answer("s", "text", "Секрет", "пароль", CrmTarget("nowhere"))
    kind = answer("k", "choice", "Вид", "срочно", CrmTarget("tag"))
    await dealer.deliver(answers=(secret, kind, PHONE))
    assert {tag["name"] for tag in dealer.rows("lead_tags")} == {"telegram", "выкуп", "срочно"}
    assert "пароль" not in str(dealer.lead) + dealer.notes[0]


async def test_a_long_questionnaire_is_split_into_notes_that_fit(dealer: Dealership) -> None:
    story = answer("story", "text", "История", "слово " * 4000)
    await dealer.deliver(answers=(story, PHONE), note="Срочно!")
    assert len(dealer.notes) == 3
    assert dealer.notes[0].startswith("Срочно!\n")
    assert [re.search(r"#\w+/(\d)$", note)[1] for note in dealer.notes] == ["1", "2", "3"]  # type: ignore[index]  # a note without a marker fails here
    assert all(len(note) < 10_100 for note in dealer.notes)


async def test_a_lead_whose_contact_vanished_between_two_steps_finds_another(dealer: Dealership) -> None:
    await dealer.record()
    dealer.break_("status", "POST /api/v4/leads", status=503)
    await dealer.worker.drain()
    [contact] = dealer.rows("contacts")
    dealer.emulator.state.remove("contacts", contact["id"])
    dealer.emulator.state.commit()
    await dealer.until_quiet()
    assert dealer.lead["contacts"][0]["id"] == dealer.rows("contacts")[0]["id"]


@pytest.mark.parametrize("route", ["POST /api/v4/leads/*/notes", "PUT /api/v4/leads/*/files"])
async def test_a_lead_a_manager_deleted_meanwhile_is_made_anew_when_asked_to(dealer: Dealership, route: str) -> None:
    await dealer.record()
    dealer.break_("status", route, status=503)
    await dealer.worker.drain()
    dealer.emulator.state.remove("leads", dealer.lead["id"])
    dealer.emulator.state.commit()
    await dealer.until_quiet()
    assert dealer.outbox.deliveries[0].status == "needs_review"
    assert "Сделку удалили в AmoCRM" in dealer.alerts.told[0]
    assert dealer.rows("leads") == []

    await dealer.outbox.save(replace(dealer.outbox.deliveries[0], status="pending"))
    await dealer.until_quiet()
    assert dealer.outbox.deliveries[0].status == "done"
    notes = [note for note in dealer.rows("notes") if note["entity_id"] == dealer.lead["id"]]
    assert (len(notes), len(dealer.listed_files), len(dealer.rows("contacts"))) == (4, 3, 1)


@pytest.mark.parametrize(
    ("written", "price"),
    [("1 500 000 ₽", 1_500_000), ("до 1,5 млн ₽", 1_500_000), ("1.500.000", 1_500_000), ("900 тыс", 900_000)],
)
async def test_a_price_is_what_people_mean_by_it(dealer: Dealership, written: str, price: int) -> None:
    budget = answer("b", "choice", "Бюджет", written, CrmTarget("price"))
    await dealer.deliver("s1", (budget, PHONE))
    await dealer.deliver("s2", (PHONE,), price=written)
    assert [lead["price"] for lead in dealer.rows("leads")] == [price, price]
    assert dealer.alerts.told == []


async def test_what_is_no_single_price_is_in_the_note_only(dealer: Dealership) -> None:
    budget = answer("b", "choice", "Бюджет", "1–2 млн", CrmTarget("price"))
    await dealer.deliver("s1", (budget, PHONE))
    await dealer.deliver("s2", (PHONE,), price="от 1 до 2 млн")
    assert [lead["price"] for lead in dealer.rows("leads")] == [0, 0]
    assert "— Бюджет: «1–2 млн» — не число" in dealer.notes[0]
    assert "— Бюджет: «от 1 до 2 млн» — не число" in dealer.notes[1]


async def test_accounts_without_our_key_field_are_served_by_the_token_in_the_name(dealer: Dealership) -> None:
    field = next(row for row in dealer.rows("lead_fields") if row["code"] == KEY_FIELD)
    dealer.emulator.state.remove("lead_fields", field["id"])
    dealer.emulator.state.commit()
    dealer.start()
    dealer.break_("drop_after", "POST /api/v4/leads")
    await dealer.deliver(answers=(BRAND, MILEAGE, NAME, PHONE))
    assert dealer.lead["name"].endswith(f"#{token_of('s1.0')}")
    assert len(dealer.notes) == 1
