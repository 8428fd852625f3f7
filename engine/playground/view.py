"""Everything the page shows, as JSON: pure, so a picture of a state is a function of that state."""

from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from engine.botapi.keyboards import InlineButton, ReplyKeyboard
from engine.botapi.state import Contact, Document, Photo, Sticker
from engine.botapi.views import ChatView, MessageView, plain_label
from engine.core.facts import survey
from engine.core.model import Compute, Flow, Project, Step
from engine.core.rehearse import places
from engine.core.session import Session
from engine.core.values import Json, Moment
from engine.lang.plain import name_of
from engine.playground.bench import CrmLead, CrmPreview


def chat_json(chat: ChatView, zone: ZoneInfo) -> Json:
    """The phone: messages as they are now, the docked keyboard, «typing…»."""
    return {
        "messages": [message_json(message, zone) for message in chat.messages],
        "keyboard": keyboard_json(chat.keyboard),
        "placeholder": chat.keyboard.placeholder if chat.keyboard else "",
        "typing": chat.action is not None,
        "blocked": chat.blocked,
    }


def keyboard_json(keyboard: ReplyKeyboard | None) -> Json:
    if keyboard is None:
        return None
    return [
        [{"text": plain_label(button.text), "contact": button.request == "request_contact"} for button in row]
        for row in keyboard.rows
    ]


def message_json(message: MessageView, zone: ZoneInfo) -> Json:
    content = message.content
    entities = [{"type": e.type, "offset": e.offset, "length": e.length, "url": e.url} for e in message.entities]
    return {
        "id": message.id,
        "bot": message.from_bot,
        "time": message.date.astimezone(zone).strftime("%H:%M"),
        "text": message.text,
        "entities": entities,
        "buttons": [[_button(button) for button in row] for row in message.buttons],
        "photo": f"file/{content.sizes[-1].path}" if isinstance(content, Photo) else None,
        "document": (content.file.name or "?") if isinstance(content, Document) else None,
        "sticker": content.emoji if isinstance(content, Sticker) else None,
        "contact": {"name": content.first_name, "phone": content.phone} if isinstance(content, Contact) else None,
        "album": message.album_id,
    }


def _button(button: InlineButton) -> Json:
    """`url` where it opens a page and the bot is not told."""
    return {"text": button.text, "url": button.value if button.action == "url" else None}


def answers_json(flow: Flow, session: Session, moment: Moment) -> Json:
    """The answers so far, as the review would show them."""
    facts = survey(flow, session, moment)
    return [
        {
            "id": item.id,
            "label": name_of(item, moment.language),
            "value": facts.show(item) if item.id in facts.present else None,
        }
        for item in facts.visible
        if (isinstance(item, Step) and item.id in session.answers)
        or (isinstance(item, Compute) and item.label is not None and item.id in facts.present)
    ]


def crm_json(leads: Sequence[CrmLead], preview: CrmPreview) -> Json:
    """The emulated CRM and what would go there next."""
    calls: list[Json] = [{"method": call.method, "path": call.path, "body": call.body} for call in preview.calls]
    return {
        "leads": [lead_json(lead) for lead in leads],
        "draft": lead_json(preview.lead) if preview.lead else None,
        "request": calls or None,
    }


def lead_json(lead: CrmLead) -> Json:
    return {
        "id": lead.id,
        "name": lead.name,
        "price": lead.price,
        "contact": {"name": lead.contact[0], "phone": lead.contact[1]} if lead.contact else None,
        "fields": [{"name": name, "value": value} for name, value in lead.fields.items()],
        "tags": list(lead.tags),
        "note": lead.note,
    }


def places_json(project: Project, language: str) -> Json:
    """Every place a conversation can be started at."""
    return [
        {
            "id": flow.id,
            "title": flow.title.plain(language),
            "questions": len(flow.steps),
            "items": [{"id": id, "name": name_of(item, language)} for id, item in places(flow).items()],
        }
        for flow in ordered(project)
    ]


def ordered(project: Project) -> Iterator[Flow]:
    """Flows as the menu has them, then the others."""
    rest: Mapping[str, Flow] = {id: flow for id, flow in project.flows.items() if id not in project.bot.menu}
    yield from (project.flows[id] for id in project.bot.menu if id in project.flows)
    yield from rest.values()
