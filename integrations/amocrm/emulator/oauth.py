"""Tokens: the code is traded once, a refresh kills the pair it came from."""

import base64
import json
from random import Random

from integrations.amocrm.emulator.call import Call
from integrations.amocrm.emulator.message import (
    JSON,
    PROBLEM,
    Record,
    Request,
    Response,
    answer,
    problem,
    read_form,
)
from integrations.amocrm.emulator.state import State

CODE_LIFE_S = 20 * 60
ACCESS_LIFE_S = 86_400
REFRESH_LIFE_S = 90 * 86_400
LONG_LIVED_S = 5 * 365 * 86_400


def access_token(call: Call) -> Response:
    """POST /oauth2/access_token; JSON, or a form as the official client sends it."""
    body = _body(call.request)
    client = call.state.get("integration", 0) or {}
    if (body.get("client_id"), body.get("client_secret")) != (client["client_id"], client["client_secret"]):
        return _refused(400, "Check the `client_id` parameter")
    if body.get("redirect_uri") != client["redirect_uri"]:
        return _refused(400, "Check the `redirect_uri` parameter")
    match body.get("grant_type"):
        case "authorization_code":
            return _trade_code(call, str(body.get("code", "")))
        case "refresh_token":
            return _refresh(call, str(body.get("refresh_token", "")))
        case _:
            return _refused(400, "Check that all required parameters have been provided")


def subdomain(call: Call) -> Response:
    """GET /oauth2/account/current/subdomain: where the account of a refresh token lives now."""
    given = call.request.headers.get("x-refresh-token", "")
    if not any(token.get("refresh_token") == given for token in call.state.rows("tokens")):
        return problem(401)
    account = call.state.get("account", 0) or {}
    host = call.request.origin.partition("://")[2]
    found = {"id": account["id"], "subdomain": account["subdomain"], "domain": host, "top_level_domain": "ru"}
    return answer(found, content_type=JSON)


def new_code(state: State, random: Random, now: float) -> str:
    """A fresh authorization code, as the integration's window shows it. The caller commits."""
    code = "def502" + random.randbytes(32).hex()
    state.add(
        "tokens",
        {"access_token": None, "code": code, "expires_at": now + CODE_LIFE_S, "spent": False, "user": 0},
    )
    return code


def new_long_lived_token(state: State, random: Random, now: float, user: int, host: str) -> str:
    """A token without a refresh token, as the integration's window shows it once. The caller commits."""
    expires_at = now + LONG_LIVED_S
    token = _jwt(state, random, now, expires_at, user, host)
    state.add("tokens", {"access_token": token, "expires_at": expires_at, "user": user})
    return token


def _trade_code(call: Call, code: str) -> Response:
    record = next((row for row in call.state.rows("tokens") if row.get("code") == code), None)
    if record is None:
        return _refused(400, "Cannot decrypt the authorization code")
    if record["spent"]:
        return _refused(400, "Authorization code has been revoked")
    if record["expires_at"] <= call.now:
        return _refused(400, "Authorization code has expired")
    call.state.put("tokens", record["id"], {**record, "spent": True})
    return _pair(call)


def _refresh(call: Call, given: str) -> Response:
    record = next((row for row in call.state.rows("tokens") if row.get("refresh_token") == given), None)
    if record is None or record["refresh_until"] <= call.now:
        return _refused(401, "Token has been revoked")
    call.state.remove("tokens", record["id"])
    return _pair(call)


def _pair(call: Call) -> Response:
    user = next(row["id"] for row in call.state.rows("users") if row["rights"]["is_admin"])
    host = call.request.origin.partition("://")[2]
    token = _jwt(call.state, call.random, call.now, call.now + ACCESS_LIFE_S, user, host)
    record = call.state.add(
        "tokens",
        {
            "access_token": token,
            "expires_at": call.now + ACCESS_LIFE_S,
            "refresh_token": "def502" + call.random.randbytes(48).hex(),
            "refresh_until": call.now + REFRESH_LIFE_S,
            "user": user,
        },
    )
    pair = {
        "token_type": "Bearer",
        "expires_in": ACCESS_LIFE_S,
        "server_time": call.time,
        "access_token": token,
        "refresh_token": record["refresh_token"],
    }
    return answer(pair, content_type=JSON)


def _jwt(state: State, random: Random, now: float, expires_at: float, user: int, host: str) -> str:
    """Claims that clients read are true; nobody checks the signature."""
    account = state.get("account", 0) or {}
    integration = state.get("integration", 0) or {}
    claims = {
        "aud": integration["client_id"],
        "jti": random.randbytes(16).hex(),
        "iat": int(now),
        "nbf": int(now),
        "exp": int(expires_at),
        "sub": str(user),
        "account_id": account["id"],
        "api_domain": host,
        "scopes": ["crm", "files", "files_delete", "notifications"],
    }
    parts = ({"typ": "JWT", "alg": "RS256"}, claims)
    return ".".join([*(_base64(json.dumps(part).encode()) for part in parts), _base64(random.randbytes(32))])


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _body(request: Request) -> Record:
    if "form-urlencoded" in request.headers.get("content-type", ""):
        return read_form(request.body)
    try:
        value = json.loads(request.body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _refused(status: int, hint: str) -> Response:
    value = {
        "hint": hint,
        "title": "Некорректный запрос",
        "type": "https://developers.amocrm.ru/v3/errors/OAuthProblemJson",
        "status": status,
        "detail": "В запросе отсутствует ряд параметров или параметры невалидны",
    }
    return answer(value, status, PROBLEM)
