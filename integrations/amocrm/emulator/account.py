"""The account itself, its users and its pipelines: read only."""

from functools import partial

from integrations.amocrm.emulator.call import Call
from integrations.amocrm.emulator.lists import shown_list
from integrations.amocrm.emulator.message import Record, Response, answer, nothing, problem


def account(call: Call) -> Response:
    """GET /api/v4/account?with=…"""
    row = call.state.get("account", 0) or {}
    value: Record = {
        **row,
        "current_user_id": call.user,
        "country": "RU",
        "currency": "RUB",
        "currency_symbol": "₽",
        "customers_mode": "disabled",
        "is_unsorted_on": True,
        "is_loss_reason_enabled": True,
        "is_helpbot_enabled": False,
        "is_technical_account": False,
        "contact_name_display_order": 1,
    }
    more: Record = {
        "drive_url": call.request.origin,
        "is_api_filter_enabled": call.switches.filter_enabled,
        "amojo_id": "0f7c4c8e-5a3e-4d2b-9a57-3d0d0f5a1b11",
        "version": 14,
    }
    value |= {key: item for key, item in more.items() if key in call.wanted}
    embedded: Record = {}
    if "task_types" in call.wanted:
        embedded["task_types"] = [{"id": 1, "name": "Связаться"}, {"id": 2, "name": "Встреча"}]
    if "users_groups" in call.wanted:
        embedded["users_groups"] = [{"id": 0, "name": "Отдел продаж", "uuid": None}]
    if "datetime_settings" in call.wanted:
        embedded["datetime_settings"] = {"timezone": "Europe/Moscow", "timezone_offset": "+03:00"}
    return answer({**value, "_links": call.link("/api/v4/account"), "_embedded": embedded})


def users(call: Call) -> Response:
    """GET /users, administrators only."""
    if not call.admin:
        return problem(403)
    return shown_list(call, "users", list(call.state.rows("users")), partial(_user, call), totals=True)


def user(call: Call) -> Response:
    row = call.state.get("users", call.id)
    return nothing() if row is None else answer(_user(call, row))


def pipelines(call: Call) -> Response:
    rows = [_pipeline(call, row) for row in call.state.rows("pipelines")]
    embedded = {"pipelines": rows}
    return answer({"_total_items": len(rows), "_links": call.link(call.request.path), "_embedded": embedded})


def pipeline(call: Call) -> Response:
    row = call.state.get("pipelines", call.id)
    return problem(404) if row is None else answer(_pipeline(call, row))


def statuses(call: Call) -> Response:
    row = call.state.get("pipelines", call.id)
    if row is None:
        return problem(404)
    rows = _pipeline(call, row)["_embedded"]["statuses"]
    return answer({"_total_items": len(rows), "_embedded": {"statuses": rows}})


def _user(call: Call, row: Record) -> Record:
    return {**row, "_links": call.link(f"/api/v4/users/{row['id']}")}


def _pipeline(call: Call, row: Record) -> Record:
    path = f"/api/v4/leads/pipelines/{row['id']}"
    stages = [
        {
            **stage,
            "pipeline_id": row["id"],
            "account_id": call.account_id,
            "_links": call.link(f"{path}/statuses/{stage['id']}"),
        }
        for stage in row["statuses"]
    ]
    shown = {key: value for key, value in row.items() if key != "statuses"}
    more = {"is_unsorted_on": True, "account_id": call.account_id, "_links": call.link(path)}
    return {**shown, **more, "_embedded": {"statuses": stages}}
