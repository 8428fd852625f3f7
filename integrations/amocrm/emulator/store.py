"""The emulated account in one SQLite file: a row per record."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from integrations.amocrm.emulator.state import Change

SCHEMA = "CREATE TABLE IF NOT EXISTS records (kind TEXT, id INTEGER, body TEXT NOT NULL, PRIMARY KEY (kind, id))"


class SqliteStore:
    """Keeps every committed request durably. One process per file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path)
        self._database.execute("PRAGMA journal_mode = WAL")
        with self._database:
            self._database.execute(SCHEMA)

    def load(self) -> Sequence[Change]:
        rows = self._database.execute("SELECT kind, id, body FROM records")
        return [Change(kind, id, json.loads(body)) for kind, id, body in rows]

    def save(self, changes: Sequence[Change]) -> None:
        with self._database:
            for change in changes:
                key = (change.table, change.id)
                if change.record is None:
                    self._database.execute("DELETE FROM records WHERE kind = ? AND id = ?", key)
                else:
                    body = json.dumps(change.record, ensure_ascii=False)
                    self._database.execute("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", (*key, body))

    def close(self) -> None:
        self._database.close()
