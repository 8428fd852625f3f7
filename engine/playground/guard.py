"""Who may talk to the playground: this machine's own page, and nobody else."""

import hmac
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

#: Names a browser on this machine may call us by; anything else is DNS rebinding.
OWN_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def guard(token: str) -> Middleware:
    """A middleware: 403 for a foreign Host, a foreign Origin or a wrong token in the path's first part."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not (_own_host(request) and _own_origin(request) and _has_token(request, token)):
            raise web.HTTPForbidden(text="This page belongs to the playground that printed its address.")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return guarded


def _own_host(request: web.Request) -> bool:
    return (urlsplit(f"//{request.host}").hostname or "") in OWN_HOSTS


def _own_origin(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    return origin is None or origin == f"http://{request.host}"


def _has_token(request: web.Request, token: str) -> bool:
    given = request.path.lstrip("/").split("/", 1)[0]
    return hmac.compare_digest(given.encode(), token.encode())
