"""One request being answered: what every handler is given, and how it collects what is wrong with a body."""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from integrations.amocrm.emulator.message import Record, Request, Response, problem
from integrations.amocrm.emulator.state import State

#: Entities in one write; above it AmoCRM answers 422.
BATCH_LIMIT = 250


@dataclass(frozen=True, slots=True)
class Switches:
    """How this account behaves where real accounts differ, or where nobody knows."""

    #: "raw": `query=` is a substring of the stored text; "digits": it also finds a phone by its bare digits.
    phone_search: str = "raw"
    #: Seconds until a written entity can be found by `query=`; by id and in lists it is there at once.
    index_lag_s: float = 0.0
    #: Without this paid option `filter[…]` on leads and contacts is silently ignored.
    filter_enabled: bool = False
    #: Requests a second for one token; 0 switches the limit off.
    rate_limit: int = 7
    #: Refusals (429) within a minute after which everything answers 403 …
    block_after: int = 20
    #: … for this many seconds.
    block_s: float = 900.0
    #: Body of 429: the nginx page, or JSON with `retry_after`.
    rate_limit_html: bool = True
    #: Bytes of one uploaded part.
    max_part_size: int = 524288
    #: Whether `leads/complex` adds to an open lead of a contact with the same phone instead of making another.
    duplicate_control: bool = False
    #: Whether the integration has «Доступ к файлам»; without it the drive answers 403.
    files_scope: bool = True


@dataclass(frozen=True, slots=True)
class Call:
    request: Request
    #: What the route's template captured: {"entity": "leads", "id": "6001"}.
    path: Mapping[str, str]
    state: State
    switches: Switches
    #: Unix seconds.
    now: float
    #: The user the token acts for.
    user: int
    random: random.Random

    @property
    def id(self) -> int:
        return int(self.path["id"])

    @property
    def time(self) -> int:
        return int(self.now)

    @property
    def wanted(self) -> frozenset[str]:
        """What `with=` asks for."""
        return frozenset(str(self.request.query.get("with", "")).split(","))

    @property
    def account_id(self) -> int:
        return int((self.state.get("account", 0) or {})["id"])

    @property
    def admin(self) -> bool:
        return bool((self.state.get("users", self.user) or {})["rights"]["is_admin"])

    def link(self, path: str) -> Record:
        return {"self": {"href": f"{self.request.origin}{path}"}}


class Refused(Exception):
    """The handler cannot go on; the response is the answer."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


@dataclass(slots=True)
class Mistakes:
    """What is wrong with the items of one write, in AmoCRM's words."""

    items: dict[str, list[Record]] = field(default_factory=dict)

    def of(self, item: str) -> "ItemMistakes":
        return ItemMistakes(self, item)

    def refuse_if_any(self) -> None:
        """Raises `Refused` with a 400 that lists them all; whatever the request wrote is taken back."""
        if self.items:
            errors = [{"request_id": item, "errors": found} for item, found in self.items.items()]
            raise Refused(problem(400, "Request validation failed", **{"validation-errors": errors}))


@dataclass(frozen=True, slots=True)
class ItemMistakes:
    mistakes: Mistakes
    item: str

    def add(self, code: str, path: str, detail: str) -> None:
        self.mistakes.items.setdefault(self.item, []).append({"code": code, "path": path, "detail": detail})

    def not_a_choice(self, path: str) -> None:
        self.add("NotSupportedChoice", path, "The value you selected is not a valid choice.")

    def unexpected(self, path: str) -> None:
        self.add("FieldNotExpected", path, "This field was not expected.")

    def missing(self, path: str) -> None:
        self.add("FieldMissing", path, "This field is missing.")

    def wrong_type(self, path: str, wanted: str) -> None:
        self.add("InvalidType", path, f"This value should be of type {wanted}.")


def read_json(call: Call) -> Any:
    if not call.request.body.strip():
        raise Refused(problem(400, "Request data can not be empty"))
    try:
        return json.loads(call.request.body)
    except ValueError:
        raise Refused(problem(400, "Request body is not a valid JSON")) from None


def read_batch(call: Call, limit: int = BATCH_LIMIT) -> list[Record]:
    """The items of a batch write: an array of objects, null keys left out."""
    value = read_json(call)
    if value in ([], {}):
        raise Refused(problem(400, "Request data can not be empty"))
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Refused(problem(400, "Request body should be an array of objects"))
    if len(value) > limit:
        raise Refused(problem(422, f"Limit {limit} per page"))
    return [without_nulls(item) for item in value]


def read_object(call: Call) -> Record:
    value = read_json(call)
    if not isinstance(value, dict):
        raise Refused(problem(400, "Request body should be an object"))
    if not value:
        raise Refused(problem(400, "Request data can not be empty"))
    return without_nulls(value)


def named(items: list[Record]) -> Iterator[tuple[str, Record]]:
    """Each item with its `request_id`; an item without one goes by its index."""
    return ((str(item.get("request_id", index)), item) for index, item in enumerate(items))


def without_nulls(item: Record) -> Record:
    """A null key is an absent one (the official client sends them), but `values: null` clears a field."""
    return {key: _clean(value) for key, value in item.items() if value is not None or key in CLEARED_BY_NULL}


#: Keys where null is a value of its own: it empties what stood there.
CLEARED_BY_NULL = frozenset({"values", "custom_fields_values", "tags"})


def _clean(value: Any) -> Any:
    if isinstance(value, dict):
        return without_nulls(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return value
