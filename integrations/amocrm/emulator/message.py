"""HTTP without a server: what a request and an answer of the emulator are made of."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

#: A JSON object of AmoCRM: an entity, a part of one, a list of ids and links.
type Record = dict[str, Any]
#: A query read the PHP way: `filter[id][0]=1` is {"filter": {"id": {"0": "1"}}}.
type Query = dict[str, Any]

HAL = "application/hal+json"
PROBLEM = "application/problem+json"
JSON = "application/json"
HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    #: Without the question mark.
    query_string: str = ""
    #: Names in lower case.
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    #: Scheme and host the client used; links in answers point there.
    origin: str = "http://127.0.0.1"

    @property
    def query(self) -> Query:
        return read_query(self.query_string)

    @property
    def url(self) -> str:
        return f"{self.origin}{self.path}{'?' + self.query_string if self.query_string else ''}"


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def answer(value: Any, status: int = 200, content_type: str = HAL) -> Response:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(status, {"Content-Type": content_type}, body)


def nothing(status: int = 204) -> Response:
    """204 stands for "nothing found" and "no such id" alike; 202 and unlink have no body either."""
    return Response(status, {})


def problem(status: int, detail: str | None = None, **more: Any) -> Response:
    title = _title(status)
    value = {
        **more,
        "title": title,
        "type": f"https://httpstatus.es/{status}",
        "status": status,
        "detail": detail or title,
    }
    return answer(value, status, PROBLEM)


def page(status: int) -> Response:
    """The nginx page that comes instead of JSON when AmoCRM's front server refuses a request."""
    title = f"{status} {_title(status)}"
    text = (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
        "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    )
    return Response(status, {"Content-Type": HTML}, text.encode())


def _title(status: int) -> str:
    """A fault may ask for any status, also for one nobody has named."""
    named = {one.value: one.phrase for one in HTTPStatus} | {422: "Unprocessable Entity"}
    return named.get(status, "Error")


def read_query(text: str) -> Query:
    """Read PHP brackets; `key[]` numbers itself, a key sent twice keeps the last value."""
    tree: Query = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        first, *rest = re.split(r"\[(.*?)\](?=\[|$)", name)
        path = [first, *rest[::2]] if rest else [first]
        node = tree
        for key in path[:-1]:
            child = node.setdefault(key or str(len(node)), {})
            if not isinstance(child, dict):
                break  # `a=1&a[b]=2`: the scalar came first and stays
            node = child
        else:
            node[path[-1] or str(len(node))] = value
    return tree


def section(query: Query, name: str) -> Query:
    """`filter[…]`, `order[…]`: what stands in the brackets; a bare `filter=1` says nothing."""
    found = query.get(name)
    return found if isinstance(found, dict) else {}


def each(value: Any) -> list[str]:
    """The values of `filter[id][]=1&filter[id][]=2`, of `filter[id]=1`, or of nothing."""
    if value is None:
        return []
    if isinstance(value, dict):
        return [str(item) for item in value.values()]
    return [str(value)]


def read_form(body: bytes) -> Record:
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
