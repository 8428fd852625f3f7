"""Tasks: what somebody is to do, and by when."""

from functools import partial

from integrations.amocrm.emulator.call import Call, ItemMistakes, Mistakes, named, read_batch, read_object
from integrations.amocrm.emulator.lists import filtered, ordered, shown_list
from integrations.amocrm.emulator.message import Record, Response, answer, nothing

SENT_KEYS = (
    "text",
    "complete_till",
    "task_type_id",
    "entity_id",
    "entity_type",
    "responsible_user_id",
    "is_completed",
    "result",
    "duration",
)


def index(call: Call) -> Response:
    """GET /tasks; its filter is not the paid one."""
    rows = filtered(list(call.state.rows("tasks")), call.request.query)
    rows = ordered(rows, call.request.query, ("created_at", "complete_till", "id"))
    return shown_list(call, "tasks", rows, partial(_show, call))


def show(call: Call) -> Response:
    row = call.state.get("tasks", call.id)
    return nothing() if row is None else answer(_show(call, row))


def create(call: Call) -> Response:
    mistakes = Mistakes()
    made = []
    for request_id, item in named(read_batch(call)):
        row = call.state.add("tasks", _read(call, item, None, mistakes.of(request_id)))
        made.append({"id": row["id"], "request_id": request_id, "_links": call.link(f"/api/v4/tasks/{row['id']}")})
    mistakes.refuse_if_any()
    return answer({"_links": call.link("/api/v4/tasks"), "_embedded": {"tasks": made}})


def update(call: Call) -> Response:
    item, old, mistakes = read_object(call), call.state.get("tasks", call.id), Mistakes()
    if old is None:
        mistakes.of("0").not_a_choice("id")
        mistakes.refuse_if_any()
    row = _read(call, item, old, mistakes.of("0"))
    mistakes.refuse_if_any()
    call.state.put("tasks", call.id, row)
    return answer({"id": call.id, "updated_at": call.time, "_links": call.link(f"/api/v4/tasks/{call.id}")})


def _read(call: Call, item: Record, old: Record | None, mistakes: ItemMistakes) -> Record:
    if old is None:
        for key in ("text", "complete_till"):
            if key not in item:
                mistakes.missing(key)
    if "complete_till" in item and not isinstance(item["complete_till"], int):
        mistakes.wrong_type("complete_till", "int")
    owner = item.get("entity_type")
    if owner is not None and (
        owner not in ("leads", "contacts") or call.state.get(owner, item.get("entity_id", 0)) is None
    ):
        mistakes.not_a_choice("entity_id")
    before = old or {
        "created_by": call.user,
        "created_at": call.time,
        "responsible_user_id": call.user,
        "group_id": 0,
        "entity_id": None,
        "entity_type": None,
        "is_completed": False,
        "task_type_id": 1,
        "duration": 0,
        "result": [],
    }
    sent = {key: item[key] for key in SENT_KEYS if key in item}
    return {**before, **sent, "updated_by": call.user, "updated_at": call.time}


def _show(call: Call, row: Record) -> Record:
    return {**row, "account_id": call.account_id, "_links": call.link(f"/api/v4/tasks/{row['id']}")}
