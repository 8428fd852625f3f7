"""Files: sessions, parts, the files themselves, and their links to leads and contacts."""

import base64

from integrations.amocrm.emulator.call import Call, Mistakes, Refused, named, read_batch, read_object
from integrations.amocrm.emulator.message import JSON, Record, Response, answer, nothing, problem

MAX_FILE_SIZE = 314_572_800


def open_session(call: Call) -> Response:
    """POST /v1.0/sessions"""
    _check_scope(call)
    item = read_object(call)
    name, size = item.get("file_name"), item.get("file_size")
    if not isinstance(name, str) or not isinstance(size, int) or not 0 < size <= MAX_FILE_SIZE:
        return problem(400, "file_name and file_size are required")
    kind = item.get("content_type", "application/octet-stream")
    row = call.state.add(
        "sessions", {"name": name, "size": size, "kind": kind, "received": 0, "file_uuid": item.get("file_uuid")}
    )
    row = _next_part(call, row)
    return answer(
        {
            "session_id": row["id"],
            "upload_url": _part_url(call, row),
            "max_part_size": call.switches.max_part_size,
            "max_file_size": MAX_FILE_SIZE,
        },
        content_type=JSON,
    )


def upload(call: Call) -> Response:
    """POST /v1.0/sessions/upload/{token}: each part has its own address, good for once."""
    row = next((row for row in call.state.rows("sessions") if row["token"] == call.path["token"]), None)
    part = call.request.body
    if row is None:
        return problem(404)
    received = row["received"] + len(part)
    if not part or len(part) > call.switches.max_part_size or received > row["size"]:
        return problem(400, "Wrong size of the part")
    # Each part is a record of its own: rewriting the whole with every part would be slow in a file.
    call.state.add("parts", {"session": row["id"], "data": base64.b64encode(part).decode()})
    row = {**row, "received": received}
    if received < row["size"]:
        row = _next_part(call, row)
        return answer({"session_id": row["id"], "next_url": _part_url(call, row)}, content_type=JSON)
    file = {"uuid": _uuid(call), "version_uuid": _uuid(call), "created_at": call.time, "data": _joined(call, row["id"])}
    file |= {key: row[key] for key in ("name", "size", "kind")}
    call.state.remove("sessions", row["id"])
    return answer(_show(call, call.state.add("files", file)), content_type=JSON)


def _joined(call: Call, session: int) -> str:
    """The file's content; its parts are gone."""
    parts = [part for part in call.state.rows("parts") if part["session"] == session]
    for part in parts:
        call.state.remove("parts", part["id"])
    return base64.b64encode(b"".join(_bytes(part["data"]) for part in parts)).decode()


def files(call: Call) -> Response:
    """GET /v1.0/files"""
    _check_scope(call)
    rows = [_show(call, row) for row in call.state.rows("files")]
    return answer({"_embedded": {"files": rows}}, content_type=JSON) if rows else nothing()


def file(call: Call) -> Response:
    row = _file(call, call.path["uuid"])
    return problem(404) if row is None else answer(_show(call, row), content_type=JSON)


def download(call: Call) -> Response:
    row = _file(call, call.path["uuid"])
    if row is None:
        return problem(404)
    return Response(200, {"Content-Type": row["kind"]}, _bytes(row["data"]))


def attached(call: Call) -> Response:
    """GET /{entity}/{id}/files"""
    owner = _owner(call)
    uuids = owner.get("files", [])
    rows = [row for uuid in uuids if (row := _file(call, uuid)) is not None]
    shown = [{"file_uuid": row["uuid"], "id": row["id"]} for row in rows]
    return answer({"_embedded": {"files": shown}}) if shown else nothing()


def attach(call: Call) -> Response:
    """PUT /{entity}/{id}/files: 202 without a body."""
    owner, mistakes = _owner(call), Mistakes()
    uuids = list(owner.get("files", []))
    for request_id, item in named(read_batch(call)):
        if _file(call, str(item.get("file_uuid"))) is None:
            mistakes.of(request_id).not_a_choice("file_uuid")
        uuids.append(item.get("file_uuid"))
    mistakes.refuse_if_any()
    call.state.put(call.path["entity"], call.id, {**owner, "files": list(dict.fromkeys(uuids))})
    return nothing(202)


def _check_scope(call: Call) -> None:
    if not call.switches.files_scope:
        raise Refused(problem(403))


def _owner(call: Call) -> Record:
    owner = call.state.get(call.path["entity"], call.id)
    if owner is None:
        raise Refused(problem(404))
    return owner


def _file(call: Call, uuid: str) -> Record | None:
    return next((row for row in call.state.rows("files") if row["uuid"] == uuid), None)


def _next_part(call: Call, row: Record) -> Record:
    return call.state.put("sessions", row["id"], {**row, "token": call.random.randbytes(24).hex()})


def _part_url(call: Call, row: Record) -> str:
    return f"{call.request.origin}/v1.0/sessions/upload/{row['token']}"


def _show(call: Call, row: Record) -> Record:
    stem, _, extension = row["name"].rpartition(".")
    return {
        "id": row["id"],
        "uuid": row["uuid"],
        "version_uuid": row["version_uuid"],
        "name": stem or row["name"],
        "sanitized_name": row["name"],
        "size": row["size"],
        "type": "image" if row["kind"].startswith("image/") else "file",
        "metadata": {"extension": extension if stem else "", "mime_type": row["kind"]},
        "created_at": row["created_at"],
        "created_by": {"id": call.user, "type": "user"},
        "is_trashed": False,
        "_links": {
            **call.link(f"/v1.0/files/{row['uuid']}"),
            "download": {"href": f"{call.request.origin}/download/{row['uuid']}"},
        },
    }


def _bytes(data: str) -> bytes:
    return base64.b64decode(data)


def _uuid(call: Call) -> str:
    digits = call.random.randbytes(16).hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
