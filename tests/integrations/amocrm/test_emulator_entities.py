"""Leads, contacts and what hangs off them in the emulated account (facts/AMOCRM.md §2.2, §3, §8)."""

from dataclasses import replace
from typing import Any

import httpx2
import pytest

from integrations.amocrm.emulator.core import Emulator
from integrations.amocrm.emulator.fields import add_field
from tests.integrations.amocrm.world import Clock

PHONE = {"field_code": "PHONE", "values": [{"value": "+79161234567", "enum_code": "MOB"}]}


async def create(crm: httpx2.AsyncClient, entity: str, **item: Any) -> int:
    answer = await crm.post(f"/api/v4/{entity}", json=[item])
    assert answer.status_code == 200, answer.text
    return int(answer.json()["_embedded"][entity][0]["id"])


def codes(answer: httpx2.Response) -> list[tuple[str, str]]:
    assert answer.status_code == 400, answer.text
    [item] = answer.json()["validation-errors"]
    return [(error["code"], error["path"]) for error in item["errors"]]


async def test_a_contact_reads_back_with_its_fields_described(crm: httpx2.AsyncClient) -> None:
    id = await create(crm, "contacts", name="Иван Петров", custom_fields_values=[PHONE])
    contact = (await crm.get(f"/api/v4/contacts/{id}")).json()
    [field] = contact["custom_fields_values"]
    assert (field["field_name"], field["field_code"], field["field_type"]) == ("Телефон", "PHONE", "multitext")
    assert field["values"] == [{"value": "+79161234567", "enum_id": field["values"][0]["enum_id"], "enum_code": "MOB"}]
    assert "leads" not in contact["_embedded"]
    empty = await create(crm, "contacts", name="Без телефона")
    assert (await crm.get(f"/api/v4/contacts/{empty}")).json()["custom_fields_values"] is None


async def test_null_keys_are_absent(crm: httpx2.AsyncClient) -> None:
    value = {"value": "+79161234567", "enum_code": None, "enum_id": None}
    phone = {"field_id": None, "field_code": "PHONE", "values": [value]}
    await create(crm, "contacts", name="Иван", responsible_user_id=None, custom_fields_values=[phone])


async def test_a_lead_stands_in_the_first_ordinary_stage_of_the_main_pipeline(crm: httpx2.AsyncClient) -> None:
    contact = await create(crm, "contacts", name="Иван")
    id = await create(crm, "leads", name="Выкуп", _embedded={"contacts": [{"id": contact}]})
    lead = (await crm.get(f"/api/v4/leads/{id}", params={"with": "contacts"})).json()
    stages = (await crm.get("/api/v4/leads/pipelines")).json()["_embedded"]["pipelines"][0]["_embedded"]["statuses"]
    assert (lead["pipeline_id"], lead["status_id"]) == (stages[1]["pipeline_id"], stages[1]["id"])
    assert stages[0]["type"] == 1
    assert [(one["id"], one["is_main"]) for one in lead["_embedded"]["contacts"]] == [(contact, True)]
    found = (await crm.get(f"/api/v4/contacts/{contact}", params={"with": "leads"})).json()
    assert [set(one) for one in found["_embedded"]["leads"]] == [{"id", "_links"}]


async def test_closing_stages_set_closed_at(crm: httpx2.AsyncClient) -> None:
    id = await create(crm, "leads", name="Выкуп")
    assert (await crm.patch(f"/api/v4/leads/{id}", json={"status_id": 142})).status_code == 200
    assert (await crm.get(f"/api/v4/leads/{id}")).json()["closed_at"] == 1_790_000_000
    await crm.patch("/api/v4/leads", json=[{"id": id, "status_id": 4401}])
    assert (await crm.get(f"/api/v4/leads/{id}")).json()["closed_at"] is None


async def test_a_tag_is_created_once(crm: httpx2.AsyncClient) -> None:
    for _ in range(2):
        await create(crm, "leads", name="x", _embedded={"tags": [{"name": "telegram"}]})
    [tag] = (await crm.get("/api/v4/leads/tags")).json()["_embedded"]["tags"]
    same = (await crm.post("/api/v4/leads/tags", json=[{"name": "telegram"}])).json()
    assert same["_embedded"]["tags"][0]["id"] == tag["id"]
    assert (await crm.get("/api/v4/contacts/tags")).status_code == 204


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ({"field_id": 1, "values": [{"value": "x"}]}, ("NotSupportedChoice", "field_id")),
        ({"field_code": "PHONE", "values": [{"value": "x"}]}, ("NotSupportedChoice", "field_code")),
        ({"field_code": "MODEL", "values": [{"value": 5}]}, ("InvalidType", "values.0.value")),
        ({"field_code": "MODEL", "values": [{"value": "я" * 257}]}, ("TooLong", "values.0.value")),
        (
            {"field_code": "MODEL", "values": [{"value": "x", "enum_code": "MOB"}]},
            ("FieldNotExpected", "values.0.enum_code"),
        ),
        ({"field_code": "BRAND", "values": [{"value": "Lada"}]}, ("NotSupportedChoice", "values.0.value")),
        ({"field_code": "BRAND", "values": [{"enum_id": 1}]}, ("NotSupportedChoice", "values.0.enum_id")),
        ({"field_code": "MILEAGE", "values": [{"value": "много"}]}, ("InvalidType", "values.0.value")),
        ({"field_code": "SEEN", "values": [{"value": "завтра"}]}, ("InvalidType", "values.0.value")),
    ],
)
async def test_one_wrong_value_refuses_the_whole_request(
    crm: httpx2.AsyncClient, emulator: Emulator, value: dict[str, Any], wrong: tuple[str, str]
) -> None:
    add_field(emulator.state, "leads", "Марка", "BRAND", "select", ["Kia", "Toyota"])
    add_field(emulator.state, "leads", "Модель", "MODEL", "text")
    add_field(emulator.state, "leads", "Пробег", "MILEAGE", "numeric")
    add_field(emulator.state, "leads", "Осмотр", "SEEN", "date")
    emulator.state.commit()
    item = {"name": "x", "custom_fields_values": [value], "_embedded": {"tags": [{"name": "новый"}]}}
    answer = await crm.post("/api/v4/leads", json=[{"name": "хорошая"}, item])
    code, path = wrong
    assert codes(answer) == [(code, f"custom_fields_values.0.{path}")]
    assert answer.json()["validation-errors"][0]["request_id"] == "1"
    assert (await crm.get("/api/v4/leads")).status_code == 204
    assert (await crm.get("/api/v4/leads/tags")).status_code == 204


async def test_choices_are_taken_by_id_code_or_text_and_read_back_whole(
    crm: httpx2.AsyncClient, emulator: Emulator
) -> None:
    enums = [{"value": "Покупка", "code": "buy"}, {"value": "Trade-in", "code": "tradein"}]
    field = add_field(emulator.state, "leads", "Тип", "DEAL", "multiselect", enums)
    emulator.state.commit()
    buy, tradein = field["enums"]
    whole = {"value": "Покупка", "enum_id": buy["id"], "enum_code": "buy"}
    for value in ({"enum_id": buy["id"]}, {"enum_code": "buy"}, {"value": "Покупка"}):
        sent = {"field_id": field["id"], "values": [value, {"enum_code": "tradein"}]}
        id = await create(crm, "leads", name="x", custom_fields_values=[sent])
        [stored] = (await crm.get(f"/api/v4/leads/{id}")).json()["custom_fields_values"]
        assert stored["values"][0] == whole
        assert stored["values"][1]["enum_id"] == tradein["id"]


async def test_a_patched_field_is_replaced_and_the_others_stay(crm: httpx2.AsyncClient) -> None:
    mail = {"field_code": "EMAIL", "values": [{"value": "ivan@example.com"}]}
    id = await create(crm, "contacts", name="Иван", custom_fields_values=[PHONE, mail])
    other = {"field_code": "PHONE", "values": [{"value": "+79990000000"}]}
    answer = await crm.patch(f"/api/v4/contacts/{id}", json={"custom_fields_values": [other]})
    assert set(answer.json()) == {"id", "name", "updated_at", "_links"}
    fields = (await crm.get(f"/api/v4/contacts/{id}")).json()["custom_fields_values"]
    values = {field["field_code"]: [value["value"] for value in field["values"]] for field in fields}
    assert values == {"PHONE": ["+79990000000"], "EMAIL": ["ivan@example.com"]}


@pytest.mark.parametrize(
    ("item", "wrong"),
    [
        ({"responsible_user_id": 1}, ("NotSupportedChoice", "responsible_user_id")),
        ({"status_id": 9}, ("NotSupportedChoice", "status_id")),
        ({"pipeline_id": 9}, ("NotSupportedChoice", "pipeline_id")),
        ({"price": "дорого"}, ("InvalidType", "price")),
        ({"_embedded": {"contacts": [{"id": 9}]}}, ("NotSupportedChoice", "_embedded.contacts.0.id")),
    ],
)
async def test_a_lead_with_an_unknown_reference_is_refused(
    crm: httpx2.AsyncClient, item: dict[str, Any], wrong: tuple[str, str]
) -> None:
    assert codes(await crm.post("/api/v4/leads", json=[{"name": "x", **item}])) == [wrong]


async def test_an_empty_body_says_so(crm: httpx2.AsyncClient) -> None:
    for body in (b"", b"[]"):
        answer = await crm.post("/api/v4/leads", content=body)
        assert (answer.status_code, answer.json()["detail"]) == (400, "Request data can not be empty")
        assert "validation-errors" not in answer.json()


async def test_complex_answers_with_a_bare_array(crm: httpx2.AsyncClient) -> None:
    contact = {"name": "Иван", "custom_fields_values": [PHONE]}
    item = {"name": "Выкуп", "request_id": "lead-1", "_embedded": {"contacts": [contact]}}
    [made] = (await crm.post("/api/v4/leads/complex", json=[item])).json()
    assert made == {"id": 6001, "contact_id": 5001, "company_id": None, "request_id": ["lead-1"], "merged": False}
    many = {"name": "x", "custom_fields_values": [{"field_id": 1, "values": [{"value": "x"}]}] * 41}
    assert (await crm.post("/api/v4/leads/complex", json=[many])).status_code == 400
    assert (await crm.post("/api/v4/leads/complex", json=[item] * 51)).status_code == 400


async def test_a_link_is_asked_for_with_is_main_and_answered_with_main_contact(crm: httpx2.AsyncClient) -> None:
    lead, contact = await create(crm, "leads", name="x"), await create(crm, "contacts", name="Иван")
    to = {"to_entity_id": contact, "to_entity_type": "contacts"}
    answer = await crm.post(f"/api/v4/leads/{lead}/link", json=[{**to, "metadata": {"is_main": True}}])
    [link] = answer.json()["_embedded"]["links"]
    assert link["metadata"] == {"main_contact": True}
    wrong = await crm.post(f"/api/v4/leads/{lead}/link", json=[{**to, "metadata": {"main": True}}])
    assert codes(wrong) == [("FieldNotExpected", "metadata.main")]
    assert (await crm.get(f"/api/v4/leads/{lead}/links")).json()["_total_items"] == 1
    assert (await crm.post(f"/api/v4/leads/{lead}/unlink", json=[to])).status_code == 204
    assert (await crm.get(f"/api/v4/leads/{lead}/links")).status_code == 204


async def test_a_note_is_trimmed_and_listed_newest_first(crm: httpx2.AsyncClient) -> None:
    lead = await create(crm, "leads", name="x")
    note = {"note_type": "common", "params": {"text": "  Анкета\n"}}
    made = (await crm.post(f"/api/v4/leads/{lead}/notes", json=[note])).json()["_embedded"]["notes"]
    await crm.post("/api/v4/leads/notes", json=[{**note, "entity_id": lead}])
    listed = (await crm.get(f"/api/v4/leads/{lead}/notes?order[id]=desc&limit=50")).json()["_embedded"]["notes"]
    assert [one["params"]["text"] for one in listed] == ["Анкета", "Анкета"]
    assert listed[1]["id"] == made[0]["id"]
    assert (await crm.get(f"/api/v4/leads/{lead}/notes/{made[0]['id']}")).json()["note_type"] == "common"
    assert codes(await crm.post(f"/api/v4/leads/{lead}/notes", json=[{"note_type": "common"}])) == [
        ("FieldMissing", "params.text")
    ]


async def test_custom_fields_come_50_a_page_with_totals_and_are_created_with_201(
    crm: httpx2.AsyncClient, emulator: Emulator
) -> None:
    field = {"name": "Марка", "type": "select", "code": "BRAND", "enums": [{"value": "Kia", "sort": 1}]}
    made = await crm.post("/api/v4/leads/custom_fields", json=[field])
    assert made.status_code == 201
    assert made.json()["_embedded"]["custom_fields"][0]["enums"][0]["value"] == "Kia"
    assert codes(await crm.post("/api/v4/leads/custom_fields", json=[field])) == [("NotSupportedChoice", "code")]
    for number in range(59):
        add_field(emulator.state, "leads", f"Поле {number}", None, "text")
    emulator.state.commit()
    page = (await crm.get("/api/v4/leads/custom_fields?limit=250")).json()
    assert (len(page["_embedded"]["custom_fields"]), page["_total_items"], page["_page_count"]) == (50, 60, 2)
    rest = (await crm.get(page["_links"]["next"]["href"])).json()
    assert len(rest["_embedded"]["custom_fields"]) == 10
    assert "next" not in rest["_links"]


async def test_an_empty_query_finds_everybody_and_filters_do_nothing_unless_paid_for(
    crm: httpx2.AsyncClient, emulator: Emulator
) -> None:
    first, _ = await create(crm, "contacts", name="Иван"), await create(crm, "contacts", name="Пётр")
    for query in ("query=", f"filter[id][]={first}"):
        assert len((await crm.get(f"/api/v4/contacts?{query}")).json()["_embedded"]["contacts"]) == 2
    emulator.switches = replace(emulator.switches, filter_enabled=True)
    assert len((await crm.get(f"/api/v4/contacts?filter[id][]={first}")).json()["_embedded"]["contacts"]) == 1


async def test_search_is_a_substring_of_what_is_stored_unless_phones_are_read_as_digits(
    crm: httpx2.AsyncClient, emulator: Emulator
) -> None:
    written = {"field_code": "PHONE", "values": [{"value": "8 (916) 123-45-67"}]}
    await create(crm, "contacts", name="Иван", custom_fields_values=[written])
    assert (await crm.get("/api/v4/contacts?query=9161234567")).status_code == 204
    assert (await crm.get("/api/v4/contacts?query=123-45")).status_code == 200
    emulator.switches = replace(emulator.switches, phone_search="digits")
    assert (await crm.get("/api/v4/contacts?query=9161234567")).status_code == 200


async def test_a_lead_is_found_by_the_phone_of_its_contact(crm: httpx2.AsyncClient) -> None:
    contact = await create(crm, "contacts", name="Иван", custom_fields_values=[PHONE])
    lead = await create(crm, "leads", name="x", _embedded={"contacts": [{"id": contact}]})
    found = (await crm.get("/api/v4/leads?query=9161234567")).json()["_embedded"]["leads"]
    assert [one["id"] for one in found] == [lead]


async def test_search_lags_behind_writes_while_reads_by_id_and_lists_do_not(
    crm: httpx2.AsyncClient, emulator: Emulator, clock: Clock
) -> None:
    emulator.switches = replace(emulator.switches, index_lag_s=2)
    id = await create(crm, "contacts", name="Иван", custom_fields_values=[PHONE])
    assert (await crm.get("/api/v4/contacts?query=9161234567")).status_code == 204
    assert (await crm.get(f"/api/v4/contacts/{id}")).status_code == 200
    assert (await crm.get("/api/v4/contacts?order[id]=desc")).status_code == 200
    clock.now += 2
    assert (await crm.get("/api/v4/contacts?query=9161234567")).status_code == 200
    await crm.patch(f"/api/v4/contacts/{id}", json={"name": "Пётр"})
    assert (await crm.get("/api/v4/contacts", params={"query": "Пётр"})).status_code == 204
    assert (await crm.get("/api/v4/contacts", params={"query": "Иван"})).status_code == 200


async def test_a_task_needs_a_text_and_a_time(crm: httpx2.AsyncClient) -> None:
    lead = await create(crm, "leads", name="x")
    assert codes(await crm.post("/api/v4/tasks", json=[{"entity_id": lead, "entity_type": "leads"}])) == [
        ("FieldMissing", "text"),
        ("FieldMissing", "complete_till"),
    ]
    task = {"text": "Перезвонить", "complete_till": 1_790_003_600, "entity_id": lead, "entity_type": "leads"}
    id = (await crm.post("/api/v4/tasks", json=[task])).json()["_embedded"]["tasks"][0]["id"]
    await crm.patch(f"/api/v4/tasks/{id}", json={"is_completed": True})
    assert (await crm.get(f"/api/v4/tasks/{id}")).json()["is_completed"] is True


async def test_a_file_travels_in_parts_and_comes_back_byte_for_byte(
    crm: httpx2.AsyncClient, emulator: Emulator
) -> None:
    emulator.switches = replace(emulator.switches, max_part_size=4096, rate_limit=0)
    data = bytes(range(256)) * 40
    opened = {"file_name": "photo1.jpg", "file_size": len(data), "content_type": "image/jpeg"}
    session = (await crm.post("/v1.0/sessions", json=opened)).json()
    url, step = session["upload_url"], session["max_part_size"]
    parts = [data[start : start + step] for start in range(0, len(data), step)]
    for part in parts:
        answer = await crm.post(url, content=part)
        spent, url = url, answer.json().get("next_url", url)
    assert (await crm.post(spent, content=parts[-1])).status_code == 404
    file = answer.json()
    assert file["id"]
    assert file["metadata"] == {"extension": "jpg", "mime_type": "image/jpeg"}
    assert (await crm.get(file["_links"]["download"]["href"])).content == data
    lead = await create(crm, "leads", name="x")
    attached = await crm.put(f"/api/v4/leads/{lead}/files", json=[{"file_uuid": file["uuid"]}])
    assert (attached.status_code, attached.content) == (202, b"")
    listed = (await crm.get(f"/api/v4/leads/{lead}/files")).json()["_embedded"]["files"]
    assert [one["file_uuid"] for one in listed] == [file["uuid"]]
