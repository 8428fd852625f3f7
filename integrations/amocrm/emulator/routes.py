"""The addresses the emulator answers, and who answers there."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from integrations.amocrm.emulator import (
    account,
    complex,
    drive,
    entities,
    fields,
    links,
    notes,
    oauth,
    tags,
    tasks,
    unsorted,
    webhooks,
)
from integrations.amocrm.emulator.call import Call
from integrations.amocrm.emulator.message import Response

type Handler = Callable[[Call], Response]

#: What a place of a template matches; an unknown word in one of them is an unknown address.
PLACES = {"entity": "leads|contacts", "id": r"\d+", "note": r"\d+", "token": r"\w+", "uuid": r"[\w-]+", "uid": r"\w+"}


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    template: str
    handler: Handler
    #: Whether a bearer token is needed.
    closed: bool = True
    _pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        pattern = re.sub(r"\{(\w+)\}", lambda place: f"(?P<{place[1]}>{PLACES[place[1]]})", self.template)
        object.__setattr__(self, "_pattern", re.compile(pattern))

    def match(self, path: str) -> Mapping[str, str] | None:
        found = self._pattern.fullmatch(path)
        return found.groupdict() if found else None


ROUTES = (
    Route("POST", "/oauth2/access_token", oauth.access_token, closed=False),
    Route("GET", "/oauth2/account/current/subdomain", oauth.subdomain, closed=False),
    Route("GET", "/api/v4/account", account.account),
    Route("GET", "/api/v4/users", account.users),
    Route("GET", "/api/v4/users/{id}", account.user),
    Route("GET", "/api/v4/leads/pipelines", account.pipelines),
    Route("GET", "/api/v4/leads/pipelines/{id}", account.pipeline),
    Route("GET", "/api/v4/leads/pipelines/{id}/statuses", account.statuses),
    Route("POST", "/api/v4/leads/complex", complex.create),
    Route("GET", "/api/v4/leads/unsorted", unsorted.index),
    Route("POST", "/api/v4/leads/unsorted/forms", unsorted.create),
    Route("GET", "/api/v4/leads/unsorted/{uid}", unsorted.show),
    Route("POST", "/api/v4/leads/unsorted/{uid}/accept", unsorted.accept),
    Route("DELETE", "/api/v4/leads/unsorted/{uid}/decline", unsorted.decline),
    Route("GET", "/api/v4/webhooks", webhooks.index),
    Route("POST", "/api/v4/webhooks", webhooks.create),
    Route("DELETE", "/api/v4/webhooks", webhooks.delete),
    Route("GET", "/api/v4/{entity}", entities.index),
    Route("POST", "/api/v4/{entity}", entities.create),
    Route("PATCH", "/api/v4/{entity}", entities.update_many),
    Route("DELETE", "/api/v4/{entity}", entities.delete),
    Route("GET", "/api/v4/{entity}/{id}", entities.show),
    Route("PATCH", "/api/v4/{entity}/{id}", entities.update),
    Route("DELETE", "/api/v4/{entity}/{id}", entities.delete),
    Route("GET", "/api/v4/{entity}/custom_fields", fields.index),
    Route("POST", "/api/v4/{entity}/custom_fields", fields.create),
    Route("GET", "/api/v4/{entity}/custom_fields/{id}", fields.show),
    Route("GET", "/api/v4/{entity}/tags", tags.index),
    Route("POST", "/api/v4/{entity}/tags", tags.create),
    Route("GET", "/api/v4/leads/{id}/links", links.index),
    Route("POST", "/api/v4/leads/{id}/link", links.link),
    Route("POST", "/api/v4/leads/{id}/unlink", links.unlink),
    Route("GET", "/api/v4/{entity}/notes", notes.index),
    Route("POST", "/api/v4/{entity}/notes", notes.create),
    Route("GET", "/api/v4/{entity}/{id}/notes", notes.index),
    Route("POST", "/api/v4/{entity}/{id}/notes", notes.create),
    Route("GET", "/api/v4/{entity}/{id}/notes/{note}", notes.show),
    Route("GET", "/api/v4/tasks", tasks.index),
    Route("POST", "/api/v4/tasks", tasks.create),
    Route("GET", "/api/v4/tasks/{id}", tasks.show),
    Route("PATCH", "/api/v4/tasks/{id}", tasks.update),
    Route("GET", "/api/v4/{entity}/{id}/files", drive.attached),
    Route("PUT", "/api/v4/{entity}/{id}/files", drive.attach),
    Route("POST", "/v1.0/sessions", drive.open_session),
    Route("POST", "/v1.0/sessions/upload/{token}", drive.upload),
    Route("GET", "/v1.0/files", drive.files),
    Route("GET", "/v1.0/files/{uuid}", drive.file),
    Route("GET", "/download/{uuid}", drive.download, closed=False),
)
