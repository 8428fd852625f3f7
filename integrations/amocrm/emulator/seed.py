"""The account a new emulator begins with: a car dealer's, with one pipeline and one administrator."""

from random import Random

from integrations.amocrm.emulator.fields import add_field
from integrations.amocrm.emulator.leads import LOST, UNSORTED, WON
from integrations.amocrm.emulator.message import Record
from integrations.amocrm.emulator.state import State

PHONE_ENUMS = ("WORK", "WORKDD", "MOB", "FAX", "HOME", "OTHER")
EMAIL_ENUMS = ("WORK", "PRIV", "OTHER")
STAGES = ("Новая заявка", "Связались", "Осмотр назначен", "Принимает решение")


def seed(state: State, random: Random) -> None:
    """Fill an empty state and commit."""
    state.put("account", 0, {"id": 31000001, "name": "Автосалон", "subdomain": "dealer"})
    state.put(
        "integration",
        0,
        {
            "client_id": _uuid(random),
            "client_secret": random.randbytes(32).hex(),
            "redirect_uri": "https://bot.dealer.example/amocrm",
        },
    )
    add_user(state, "Анна Администратор", "anna@dealer.example", admin=True)
    add_user(state, "Максим Менеджер", "maxim@dealer.example", admin=False)
    add_pipeline(state, "Продажи", main=True, stages=STAGES)
    add_field(state, "contacts", "Телефон", "PHONE", "multitext", list(PHONE_ENUMS))
    add_field(state, "contacts", "Email", "EMAIL", "multitext", list(EMAIL_ENUMS))
    add_field(state, "contacts", "Должность", "POSITION", "text")
    state.commit()


def add_user(state: State, name: str, email: str, *, admin: bool, active: bool = True) -> Record:
    """The caller commits."""
    rights = {"is_admin": admin, "is_active": active, "is_free": False, "group_id": None, "role_id": None}
    return state.add("users", {"name": name, "email": email, "lang": "ru", "rights": rights})


def add_pipeline(state: State, name: str, *, main: bool, stages: tuple[str, ...]) -> Record:
    """A pipeline: the unsorted stage, the given ones, the two that close a lead. The caller commits."""
    row = state.add("pipelines", {"name": name, "sort": 1, "is_main": main, "is_archive": False, "statuses": []})
    statuses = []
    for place, stage in enumerate(("Неразобранное", *stages)):
        id = state.add("statuses", {})["id"]
        statuses.append(_stage(id, stage, 10 * (place + 1), "#c1c1c1" if place == 0 else "#99ccff", place == 0))
    statuses.append(_stage(WON, "Успешно реализовано", 10000, "#ccff66", False))
    statuses.append(_stage(LOST, "Закрыто и не реализовано", 11000, "#d5d8db", False))
    return state.put("pipelines", row["id"], {**row, "statuses": statuses})


def _stage(id: int, name: str, sort: int, color: str, unsorted: bool) -> Record:
    editable = id not in (WON, LOST) and not unsorted
    return {
        "id": id,
        "name": name,
        "sort": sort,
        "is_editable": editable,
        "color": color,
        "type": UNSORTED if unsorted else 0,
    }


def _uuid(random: Random) -> str:
    digits = random.randbytes(16).hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
