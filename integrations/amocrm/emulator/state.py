"""Everything the emulated account remembers, in tables of JSON records, changed request by request."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from integrations.amocrm.emulator.message import Record

#: Where ids of a table begin; spread apart so that a contact's id is never mistaken for a lead's.
FIRST_IDS = {
    "users": 9000001,
    "pipelines": 44,
    "statuses": 4400,
    "contact_fields": 701,
    "lead_fields": 711,
    "enums": 801,
    "contacts": 5001,
    "leads": 6001,
    "notes": 7001,
    "tasks": 8001,
    "contact_tags": 21,
    "lead_tags": 31,
    "files": 1,
    "sessions": 1,
    "parts": 1,
    "tokens": 1,
    "unsorted": 1,
    "webhooks": 1,
}


@dataclass(frozen=True, slots=True)
class Change:
    """One record as it now is; None when it is gone."""

    table: str
    id: int
    record: Record | None


class Store(Protocol):
    """Where committed records survive a restart."""

    def load(self) -> Sequence[Change]: ...

    def save(self, changes: Sequence[Change]) -> None:
        """Keep the changes of one request, all or none."""
        ...


class State:
    """Tables of records by id.

    Records are never changed in place: take one, put a new one. Whatever a request puts is kept by
    `commit` or taken back by `rollback`, so a refused request saves nothing.
    """

    def __init__(self, store: Store | None = None) -> None:
        self._tables: dict[str, dict[int, Record]] = {}
        #: What stood there before the current request, in the order of its changes.
        self._undo: list[Change] = []
        self._store = store
        for change in store.load() if store else ():
            if change.record is not None:
                self._table(change.table)[change.id] = change.record

    def copy(self) -> "State":
        """All of it as it now is, to try something on; nothing reaches the store."""
        other = State()
        other._tables = {name: dict(rows) for name, rows in self._tables.items()}
        return other

    def get(self, table: str, id: object) -> Record | None:
        """None for what is no id at all: bodies may say anything."""
        return self._table(table).get(id) if isinstance(id, int) else None

    def rows(self, table: str) -> Iterator[Record]:
        """Every record, oldest id first."""
        rows = self._table(table)
        return (rows[id] for id in sorted(rows))

    def put(self, table: str, id: int, record: Record) -> Record:
        rows = self._table(table)
        self._undo.append(Change(table, id, rows.get(id)))
        rows[id] = record
        return record

    def remove(self, table: str, id: int) -> None:
        rows = self._table(table)
        if id in rows:
            self._undo.append(Change(table, id, rows.pop(id)))

    def add(self, table: str, record: Record) -> Record:
        """Put the record under the table's next id, which is never given twice."""
        id = self._next_id(table)
        return self.put(table, id, {"id": id, **record})

    def _next_id(self, table: str) -> int:
        # The counters are a record too: ids grow across restarts and a rollback gives them back.
        # A file of an older version may not know every table.
        counters = {**FIRST_IDS, **(self.get("counters", 0) or {})}
        self.put("counters", 0, {**counters, table: counters[table] + 1})
        return int(counters[table])

    def commit(self) -> None:
        touched = dict.fromkeys((change.table, change.id) for change in self._undo)
        self._undo.clear()
        if self._store and touched:
            self._store.save([Change(table, id, self.get(table, id)) for table, id in touched])

    def rollback(self) -> None:
        for change in reversed(self._undo):
            rows = self._table(change.table)
            if change.record is None:
                rows.pop(change.id, None)
            else:
                rows[change.id] = change.record
        self._undo.clear()

    def empty(self) -> bool:
        return not any(self._tables.values())

    def _table(self, name: str) -> dict[int, Record]:
        return self._tables.setdefault(name, {})
