"""Bodies and queries nobody in their right mind sends: each gets an answer, and a refused one leaves no trace."""

import copy
import json
from random import Random
from typing import Any

import httpx2
import pytest

from integrations.amocrm.emulator.call import Switches
from integrations.amocrm.emulator.core import Emulator
from integrations.amocrm.emulator.fields import add_field
from integrations.amocrm.emulator.message import Request
from integrations.amocrm.emulator.routes import ROUTES

WORDS = (
    "id", "name", "price", "status_id", "pipeline_id", "responsible_user_id", "custom_fields_values", "_embedded",
    "contacts", "tags", "tags_to_add", "tags_to_delete", "note_type", "params", "text", "entity_id", "entity_type",
    "to_entity_id", "to_entity_type", "metadata", "file_uuid", "values", "value", "enum_id", "enum_code",
    "field_id", "field_code", "complete_till", "file_name", "file_size", "content_type", "type", "enums", "code",
    "sort", "request_id", "grant_type", "client_id", "created_at", "is_main", "is_completed",
)  # fmt: skip
SCALARS = (
    None, 0, 1, -1, 1.5, True, 5001, 6001, 711, 44, 4401, 142, 10**30, "", "x", "-1", "common", "attachment", "select",
    "leads", "contacts", "э" * 300, [], {},
)  # fmt: skip
QUERIES = (
    "", "limit=-1&page=0", "limit=x&page=y", "filter=1&order=2&with=3", "filter[a][b][c]=1&filter[a]=2", "query=%FF%00",
    "order[no]=asc", "filter[updated_at][from]=x", "filter[statuses][0]=1", "filter[custom_fields_values][1]=x",
    "page=99999999999999999999", "filter[statuses][0][pipeline_id]=44", "filter[note_type]=x&with=leads,contacts",
)  # fmt: skip
PLACES = {"{note}": "7001", "{token}": "abc", "{uuid}": "x-1", "{uid}": "abc"}


class Stranger:
    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def value(self, depth: int) -> Any:
        kind = self._random.random()
        if depth == 0 or kind < 0.45:
            return self._random.choice(SCALARS)
        if kind < 0.75:
            return {self._random.choice(WORDS): self.value(depth - 1) for _ in range(self._random.randint(0, 5))}
        return [self.value(depth - 1) for _ in range(self._random.randint(0, 3))]

    def body(self) -> bytes:
        if self._random.random() < 0.05:
            return self._random.choice((b"", b"{", b"\xff\xfe", b"null", b"1"))
        item = {word: self.value(3) for word in self._random.sample(WORDS, 8)}
        return json.dumps(self._random.choice((item, [item], self.value(4), [self.value(4)]))).encode()

    def request(self, token: str) -> Request:
        route = self._random.choice(ROUTES)
        path = route.template.replace("{entity}", self._random.choice(("leads", "contacts")))
        path = path.replace("{id}", self._random.choice(("5001", "6001", "711", "44", "9" * 20)))
        for place, given in PLACES.items():
            path = path.replace(place, given)
        kind = self._random.choice(("application/json", "application/x-www-form-urlencoded"))
        headers = {"authorization": f"Bearer {token}", "content-type": kind}
        return Request(route.method, path, self._random.choice(QUERIES), headers, self.body())


@pytest.mark.parametrize("filters", [False, True])
def test_whatever_is_sent_is_answered_and_a_refusal_leaves_no_trace(filters: bool) -> None:
    emulator = Emulator(switches=Switches(rate_limit=0, filter_enabled=filters), random=Random(1))
    for type in ("text", "numeric", "select", "multiselect", "checkbox", "date", "smart_address", "file"):
        add_field(emulator.state, "leads", type, None, type, ["a", "b"] if "select" in type else None)
    token, stranger = emulator.new_long_lived_token(), Stranger(filters)
    answered = set()
    for _ in range(3000):
        before = copy.copy(_tables(emulator))
        response = emulator.respond(stranger.request(token)).response
        assert response is not None
        answered.add(response.status)
        if response.status >= 400:
            assert _tables(emulator) == before
    assert {200, 204, 400, 404} <= answered
    assert max(answered) < 500


def _tables(emulator: Emulator) -> dict[str, list[dict[str, Any]]]:
    names = (
        "contacts",
        "leads",
        "notes",
        "tasks",
        "unsorted",
        "webhooks",
        "lead_fields",
        "contact_fields",
        "lead_tags",
        "contact_tags",
    )
    return {name: list(emulator.state.rows(name)) for name in names}


async def test_a_mistake_of_ours_does_not_leave_half_a_request_behind(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: object) -> None:
        raise RuntimeError

    token = emulator.new_long_lived_token()
    monkeypatch.setattr("integrations.amocrm.emulator.entities.note_down", broken)
    body = json.dumps([{"name": "x"}]).encode()
    with pytest.raises(RuntimeError):
        emulator.respond(Request("POST", "/api/v4/leads", "", {"authorization": f"Bearer {token}"}, body))
    monkeypatch.undo()
    emulator.respond(Request("POST", "/api/v4/contacts", "", {"authorization": f"Bearer {token}"}, body))
    assert (len(_tables(emulator)["leads"]), len(_tables(emulator)["contacts"])) == (0, 1)


@pytest.mark.parametrize(
    ("address", "body", "said"),
    [
        ("faults", {"kind": "nonsense"}, "kind is one of"),
        ("faults", {"kind": "delay", "seconds": "long"}, "seconds cannot be 'long'"),
        ("faults", {"kind": "status", "status": None}, "status cannot be None"),
        ("faults", {"kind": "delay", "often": 1}, "unknown keys: often"),
        ("switches", {"rate_limit": True}, "rate_limit cannot be True"),
        ("switches", {"index_lag_s": "2"}, "index_lag_s cannot be '2'"),
        ("switches", {"speed": 1}, "unknown keys: speed"),
        ("clock", {}, "advance_s"),
        ("clock", [], "TypeError"),
    ],
)
async def test_a_wrong_control_says_what_is_wrong(
    crm: httpx2.AsyncClient, address: str, body: object, said: str
) -> None:
    answer = await crm.post(f"/__emulator__/{address}", json=body)
    assert answer.status_code == 400
    assert said in answer.json()["detail"]


async def test_a_fault_and_a_switch_may_be_whole_numbers_and_null(crm: httpx2.AsyncClient) -> None:
    fault = {"kind": "delay", "seconds": 0, "times": None, "retry_after": None}
    assert (await crm.post("/__emulator__/faults", json=fault)).status_code == 200
    assert (await crm.post("/__emulator__/switches", json={"index_lag_s": 2})).status_code == 200
