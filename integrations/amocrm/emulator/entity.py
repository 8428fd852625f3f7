"""What leads and contacts have in common: a name, a responsible user, times, custom fields, tags."""

from integrations.amocrm.emulator.call import Call, ItemMistakes
from integrations.amocrm.emulator.message import Record
from integrations.amocrm.emulator.tags import read_tags
from integrations.amocrm.emulator.values import merged, read_values

USER_KEYS = ("responsible_user_id", "created_by", "updated_by")


def read_common(call: Call, entity: str, item: Record, old: Record | None, mistakes: ItemMistakes) -> Record:
    """The shared part of an entity after this write, over what it was."""
    if not isinstance(item.get("name", ""), str):
        mistakes.wrong_type("name", "string")
    for key in USER_KEYS:
        if key in item and not _active(call, key, item[key]):
            mistakes.not_a_choice(key)
    for key in ("created_at", "updated_at"):
        if key in item and not _integer(item[key]):
            mistakes.wrong_type(key, "int")
    before = old or {
        "name": "",
        "responsible_user_id": call.user,
        "group_id": 0,
        "created_by": call.user,
        "created_at": call.time,
        "closest_task_at": None,
        "is_deleted": False,
        "values": {},
        "tags": [],
    }
    sent: Record = {
        key: item[key] for key in ("name", "responsible_user_id", "created_by", "created_at") if key in item
    }
    return {
        **before,
        **sent,
        "updated_by": item.get("updated_by", call.user),
        "updated_at": item.get("updated_at", call.time),
        "values": merged(before["values"], read_values(call, entity, item, mistakes)),
        "tags": read_tags(call, entity, item, before["tags"], mistakes),
    }


def _active(call: Call, key: str, user: object) -> bool:
    # 0 is the robot: it may have made an entity, but cannot be responsible for one.
    if user == 0:
        return key != "responsible_user_id"
    row = call.state.get("users", user) if _integer(user) and isinstance(user, int) else None
    return row is not None and bool(row["rights"]["is_active"])


def _integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
