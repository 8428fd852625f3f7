"""The note in the lead's feed: the whole questionnaire as the client saw it, for the sales manager."""

from collections.abc import Iterator, Sequence

from engine.core.lead import Lead

#: AmoCRM does not say how long a note may be; longer ones are split (facts: AMOCRM §3.6).
NOTE_LIMIT = 10_000


def marker(token: str, part: int) -> str:
    """The last line of a note: how we know it again."""
    return f"#{token}/{part}"


def lost_marker(token: str) -> str:
    """The last line of the note about files that did not arrive."""
    return f"#{token}/files"


def lost_files(lost: Sequence[str], token: str) -> str:
    """The note about files that did not arrive; they are still in the chat with the client."""
    lines = "\n".join(f"— {line}" for line in lost)
    return f"Файлы клиента не загрузились, попросите прислать ещё раз:\n{lines}\n\n{lost_marker(token)}"


def notes(lead: Lead, token: str, opening: str, misfits: Sequence[str]) -> list[str]:
    """Texts of the notes, usually one, each with its marker line."""
    parts = list(_split("\n".join(_lines(lead, opening, misfits)), NOTE_LIMIT))
    return [f"{text}\n\n{marker(token, part)}" for part, text in enumerate(parts, 1)]


def _lines(lead: Lead, opening: str, misfits: Sequence[str]) -> Iterator[str]:
    yield from filter(None, [opening])
    yield f"Заявка из Telegram: {lead.title}"
    client = lead.client
    yield f"Клиент: {client.name}, {client.address}" if client.name else f"Клиент: {client.address}"
    yield ""
    for answer in lead.answers:
        if answer.crm.kind == "nowhere":
            continue
        if answer.type == "consent":
            yield f"Согласие на обработку данных: {answer.shown}, текст {answer.value}"
        elif answer.shown:
            yield f"{answer.label}: {answer.shown}"
    if misfits:
        yield ""
        yield "Не записалось в поля сделки, есть только здесь:"
        yield from (f"— {misfit}" for misfit in misfits)


def _split(text: str, limit: int) -> Iterator[str]:
    """Pieces of at most `limit` characters, cut at the end of a line or a word where one is near."""
    while len(text) > limit:
        near = limit // 2
        cut = next((at for end in "\n " if (at := text.rfind(end, near, limit)) > 0), limit)
        yield text[:cut]
        text = text[cut:].lstrip()
    yield text
