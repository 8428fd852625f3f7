"""How a lead reads in a chat: plain text, so that Telegram itself makes phones and @names tappable."""

from collections.abc import Iterator

from engine.core.lead import Client, Lead

#: Telegram's own limit, in UTF-16 units.
LIMIT = 4096
_CUT = "\n… остальное — в CRM"


def message(lead: Lead, heading: str) -> str:
    """The heading, a line per answer, who it came from; cut where Telegram would refuse it."""
    text = "\n".join((heading, *_lines(lead)))
    if _units(text) <= LIMIT:
        return text
    kept = text.encode("utf-16-le")[: 2 * (LIMIT - _units(_CUT))].decode("utf-16-le", "ignore")
    return kept.rstrip() + _CUT


def _lines(lead: Lead) -> Iterator[str]:
    for answer in lead.answers:
        # That the client agreed is a record for the CRM, not news for the chat.
        if answer.type != "consent":
            yield f"{answer.label}: {answer.shown}"
    yield f"Telegram: {_who(lead.client)}"


def _who(client: Client) -> str:
    return f"{client.name}, {client.address}" if client.name else client.address


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
