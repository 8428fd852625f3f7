"""Reading and writing leads and contacts, one by one and in batches."""

from collections.abc import Callable
from dataclasses import dataclass

from integrations.amocrm.emulator import contacts, leads
from integrations.amocrm.emulator.call import Call, ItemMistakes, Mistakes, named, read_batch, read_object
from integrations.amocrm.emulator.lists import filtered, ordered, shown_list
from integrations.amocrm.emulator.message import Record, Response, answer, nothing, problem
from integrations.amocrm.emulator.search import found_by, note_down


@dataclass(frozen=True, slots=True)
class Entity:
    #: Also the name of its table and the word in its routes.
    name: str
    read: Callable[[Call, Record, Record | None, ItemMistakes], Record]
    show: Callable[[Call, Record, frozenset[str]], Record]


ENTITIES = {
    "leads": Entity("leads", leads.read, leads.show),
    "contacts": Entity("contacts", contacts.read, contacts.show),
}


def index(call: Call) -> Response:
    """GET /{entity}: an empty `query=` finds everybody, `filter[…]` works only when paid for."""
    entity = _entity(call)
    query = call.request.query
    rows = [row for row in call.state.rows(entity.name) if not row["is_deleted"] and not row.get("unsorted")]
    if text := str(query.get("query", "")):
        rows = [row for row in rows if found_by(call, entity.name, row, text)]
    if call.switches.filter_enabled:
        rows = filtered(rows, query)
    return shown_list(call, entity.name, ordered(rows, query), lambda row: entity.show(call, row, call.wanted))


def show(call: Call) -> Response:
    entity = _entity(call)
    row = call.state.get(entity.name, call.id)
    return nothing() if row is None or row.get("unsorted") else answer(entity.show(call, row, call.wanted))


def create(call: Call) -> Response:
    """POST /{entity}: 200; one mistake anywhere and nothing of the batch is saved."""
    entity = _entity(call)
    mistakes = Mistakes()
    made = []
    for request_id, item in named(read_batch(call)):
        row = write(call, entity.name, item, None, mistakes.of(request_id))
        made.append({"id": row["id"], "request_id": request_id, "_links": _link(call, entity, row)})
    mistakes.refuse_if_any()
    return _written(call, entity, made)


def update_many(call: Call) -> Response:
    entity = _entity(call)
    mistakes = Mistakes()
    made = []
    for request_id, item in named(read_batch(call)):
        old = call.state.get(entity.name, item["id"]) if isinstance(item.get("id"), int) else None
        if old is None:
            mistakes.of(request_id).not_a_choice("id")
            continue
        row = write(call, entity.name, item, old, mistakes.of(request_id))
        made.append({**_bare(call, entity, row), "request_id": request_id})
    mistakes.refuse_if_any()
    return _written(call, entity, made)


def update(call: Call) -> Response:
    """PATCH /{entity}/{id}: an object in, the bare model out."""
    entity = _entity(call)
    mistakes = Mistakes()
    item = read_object(call)
    old = call.state.get(entity.name, call.id)
    if old is None:
        mistakes.of("0").not_a_choice("id")
        mistakes.refuse_if_any()
    row = write(call, entity.name, item, old, mistakes.of("0"))
    mistakes.refuse_if_any()
    return answer(_bare(call, entity, row))


def delete(call: Call) -> Response:
    """DELETE /{entity}[/{id}]: AmoCRM deletes nothing through the API."""
    return problem(405)


def write(call: Call, name: str, item: Record, old: Record | None, mistakes: ItemMistakes) -> Record:
    """Save one entity as the item asks; a row with mistakes is taken back with its request."""
    row = ENTITIES[name].read(call, item, old, mistakes)
    saved = call.state.add(name, row) if old is None else call.state.put(name, old["id"], row)
    note_down(call, name, saved)
    return saved


def _entity(call: Call) -> Entity:
    return ENTITIES[call.path["entity"]]


def _link(call: Call, entity: Entity, row: Record) -> Record:
    return call.link(f"/api/v4/{entity.name}/{row['id']}")


def _bare(call: Call, entity: Entity, row: Record) -> Record:
    return {
        "id": row["id"],
        "name": row["name"],
        "updated_at": row["updated_at"],
        "_links": _link(call, entity, row),
    }


def _written(call: Call, entity: Entity, made: list[Record]) -> Response:
    return answer({"_links": call.link(f"/api/v4/{entity.name}"), "_embedded": {entity.name: made}})
