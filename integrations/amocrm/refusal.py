"""What AmoCRM's answers mean: which failure each status is, and what was wrong with a request."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx2

from engine.core.failures import AmbiguousFailure, PermanentFailure, TemporaryFailure

#: The longest wait we take on AmoCRM's word.
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing AmoCRM did not like in a request."""

    code: str
    #: "custom_fields_values.2.values.0.enum_id"; empty when it was not named.
    path: str
    detail: str

    @property
    def field_index(self) -> int | None:
        """Which of the sent custom fields it is about."""
        found = re.match(r"custom_fields_values\.(\d+)(\.|$)", self.path)
        return int(found[1]) if found else None


class Refused(PermanentFailure):
    """AmoCRM read the request and will not have it (400, 422): nothing was saved."""

    def __init__(self, message: str, issues: tuple[Issue, ...] = (), *, advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.issues = issues


class Denied(PermanentFailure):
    """AmoCRM will not do that for us at all (403, 404, 405, redirects): nothing happened."""

    def __init__(self, message: str, status: int, *, advice: str) -> None:
        super().__init__(message, advice=advice)
        self.status = status


def failure_of(response: httpx2.Response, *, write: bool) -> TemporaryFailure | PermanentFailure:
    """The failure an answer outside 2xx stands for; 401, 402 and the 403 page are the client's own matter."""
    status = response.status_code
    where = f"AmoCRM answered {status} to {response.request.method} {response.request.url.path}"
    if status >= 500:
        # It may have been carried out before something broke behind it.
        kind = AmbiguousFailure if write else TemporaryFailure
        return kind(where)
    if status == 429:
        return TemporaryFailure(where, retry_after=retry_after(response))
    if status in (400, 422):
        return _refused(response, where)
    if status == 403:
        return Denied(where, status, advice="У интеграции AmoCRM не хватает прав. Проверьте её доступы.")
    if 300 <= status < 400:
        advice = "AmoCRM перенаправляет на другой адрес. Проверьте AMOCRM_SUBDOMAIN."
        return Denied(where, status, advice=advice)
    return Denied(where, status, advice=f"AmoCRM не знает такого адреса: {response.request.url.path}.")


def is_page(response: httpx2.Response) -> bool:
    """Whether a page came instead of JSON: the front server speaks, not the application."""
    return "html" in response.headers.get("content-type", "") or response.text.lstrip().startswith("<")


def _refused(response: httpx2.Response, where: str) -> Refused:
    try:
        body = response.json()
    except ValueError:
        body = {}
    body = body if isinstance(body, Mapping) else {}
    issues = tuple(_issues(body))
    said = "; ".join(f"{issue.path}: {issue.detail}" for issue in issues) or str(body.get("detail", ""))
    return Refused(f"{where}: {said}", issues, advice=f"AmoCRM не приняла данные: {said}")


def _issues(body: Mapping[str, Any]) -> list[Issue]:
    items = body.get("validation-errors")
    return [
        Issue(str(error.get("code", "")), str(error.get("path", "")), str(error.get("detail", "")))
        for item in (items if isinstance(items, list) else ())
        for error in item.get("errors", ())
    ]


def retry_after(response: httpx2.Response) -> timedelta:
    """Seconds from the header or the body, at least one (facts: AMOCRM §2.1)."""
    named = [response.headers.get("retry-after", "")]
    if not is_page(response):
        with suppress(ValueError, AttributeError):
            named.append(str(response.json().get("retry_after", "")))
    seconds = [int(text) for text in named if text.isdigit()]
    return min(LONGEST_WAIT, timedelta(seconds=max([1, *seconds])))
