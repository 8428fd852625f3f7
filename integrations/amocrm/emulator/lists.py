"""Pages, order and the filters of lists."""

from collections.abc import Callable
from urllib.parse import urlencode

from integrations.amocrm.emulator.call import Call
from integrations.amocrm.emulator.message import Query, Record, Response, answer, each, nothing, section

DEFAULT_LIMIT = 50
MOST = 250


def shown_list(
    call: Call,
    name: str,
    rows: list[Record],
    show: Callable[[Record], Record],
    *,
    most: int = MOST,
    totals: bool = False,
) -> Response:
    """One page of a list, with a link to the next while there is one; 204 when the page is empty.

    `show` is applied to the rows of the page only: showing everything would be slow in a full account.
    """
    query = call.request.query
    page = max(1, _integer(query.get("page"), 1))
    limit = min(most, max(1, _integer(query.get("limit"), DEFAULT_LIMIT)))
    shown = [show(row) for row in rows[(page - 1) * limit : page * limit]]
    if not shown:
        return nothing()
    links: Record = {"self": {"href": call.request.url}}
    if page * limit < len(rows):
        links["next"] = {"href": _page_url(call, page + 1, limit)}
    if page > 1:
        links["first"] = {"href": _page_url(call, 1, limit)}
        links["prev"] = {"href": _page_url(call, page - 1, limit)}
    value: Record = {"_page": page, "_links": links, "_embedded": {name: shown}}
    if totals:
        value |= {"_total_items": len(rows), "_page_count": -(-len(rows) // limit)}
    return answer(value)


def ordered(
    rows: list[Record], query: Query, allowed: tuple[str, ...] = ("created_at", "updated_at", "id")
) -> list[Record]:
    """Sort by `order[key]=asc|desc`; unknown keys are ignored, equal ones go by id."""
    for key, direction in section(query, "order").items():
        if key in allowed:
            return sorted(rows, key=lambda row: (row[key], row["id"]), reverse=str(direction).lower() == "desc")
    return rows


def filtered(rows: list[Record], query: Query) -> list[Record]:
    """Apply `filter[…]` as the paid option does."""
    for key, wanted in section(query, "filter").items():
        rows = [row for row in rows if _meets(row, key, wanted)]
    return rows


def _meets(row: Record, key: str, wanted: object) -> bool:
    if key == "statuses" and isinstance(wanted, dict):
        stages = [pair for pair in wanted.values() if isinstance(pair, dict)]
        pairs = [(str(pair.get("pipeline_id")), str(pair.get("status_id"))) for pair in stages]
        return (str(row.get("pipeline_id")), str(row.get("status_id"))) in pairs
    if key == "custom_fields_values" and isinstance(wanted, dict):
        return all(
            {str(value.get("value")) for value in row.get("values", {}).get(field, ())} & set(each(values))
            for field, values in wanted.items()
        )
    if key not in row:
        return True
    if isinstance(wanted, dict) and {"from", "to"} & set(wanted):
        low, high = _integer(wanted.get("from"), 0), _integer(wanted.get("to"), 2**62)
        return low <= int(row[key] or 0) <= high
    return str(row[key]) in each(wanted)


def _integer(value: object, default: int) -> int:
    text = str(value)
    return int(text) if text.isdigit() else default


def _page_url(call: Call, page: int, limit: int) -> str:
    query = _flat("", {**call.request.query, "page": str(page), "limit": str(limit)})
    return f"{call.request.origin}{call.request.path}?{urlencode(query)}"


def _flat(prefix: str, value: object) -> list[tuple[str, str]]:
    if not isinstance(value, dict):
        return [(prefix, str(value))]
    pairs = []
    for key, item in value.items():
        pairs += _flat(f"{prefix}[{key}]" if prefix else str(key), item)
    return pairs
