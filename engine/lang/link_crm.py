"""`crm:` linked."""

from engine.core.clauses import CrmTarget
from engine.lang.scalars import Data, resolved


def crm(value: Data | None) -> CrmTarget:
    """Where an answer goes; nothing said: the note only."""
    match value:
        case None:
            return CrmTarget()
        case dict() if "contact" in value:
            return CrmTarget("contact", str(value["contact"]))
        case dict():
            kind = next(iter(value), "note")
            wanted = resolved(value.get(kind)) is True
            return CrmTarget("price" if kind == "price" else "tag") if wanted else CrmTarget()
        case "none":
            return CrmTarget("nowhere")
        case _:
            return CrmTarget("field", str(value))
