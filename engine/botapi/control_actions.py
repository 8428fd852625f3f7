"""Users' actions by name, as the control API offers them."""

from collections.abc import Awaitable, Callable, Mapping

from engine.botapi.control_body import Body, WrongRequest
from engine.botapi.users import EmulatedUser
from engine.botapi.views import MessageView, Tap
from engine.core.values import Json

#: What it answers besides `ok`.
type Action = Callable[[EmulatedUser, Body], Awaitable[Mapping[str, Json]]]


async def _message(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    text = body.text("text")
    if text is None:
        raise WrongRequest("`text` is missing")
    edited = body.number("edit")
    return _sent(await (user.send_text(text) if edited is None else user.edit_text(edited, text)))


async def _tap(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    done: list[Tap | MessageView] = [
        await user.tap(
            body.text("text"),
            message_id=body.number("message_id"),
            row=body.number("row"),
            column=body.number("column") or 0,
            data=body.text("callback_data") or body.text("data"),
        )
        for _ in range(body.number("times") or 1)
    ]
    last = done[-1]
    if isinstance(last, MessageView):
        return _sent(last)
    queries = [tap.query.id for tap in done if isinstance(tap, Tap)]
    return {"message_id": last.query.message_id, "query_id": last.query.id, "query_ids": queries}


async def _press(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    return _sent(await user.press(body.text("text") or ""))


async def _photo(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    return _sent(await user.send_photo(next(iter(body.contents()), None), body.text("caption") or ""))


async def _album(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    photos = body.contents() or (body.number("count") or 2)
    sent = await user.send_album(photos, body.text("caption") or "")
    return {"message_ids": [message.id for message in sent], "media_group_id": sent[0].album_id}


async def _document(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    content = next(iter(body.contents()), b"%PDF-1.4\n")
    name = body.text("name") or next((name for name, _ in body.files), "document.pdf")
    return _sent(await user.send_document(content, name, caption=body.text("caption") or ""))


async def _sticker(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    return _sent(await user.send_sticker(body.text("emoji") or "👍"))


async def _contact(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    return _sent(await user.share_contact(body.text("phone_number") or body.text("phone"), own=body.flag("own", True)))


async def _delete(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    await user.delete(body.number("message_id") or 0)
    return {}


async def _block(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    await user.block()
    return {}


async def _unblock(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    await user.unblock()
    return {}


async def _open(user: EmulatedUser, body: Body) -> Mapping[str, Json]:
    user.open()
    return {}


ACTIONS: Mapping[str, Action] = {
    "message": _message,
    "tap": _tap,
    "press": _press,
    "photo": _photo,
    "album": _album,
    "document": _document,
    "sticker": _sticker,
    "contact": _contact,
    "delete": _delete,
    "block": _block,
    "unblock": _unblock,
    "open": _open,
}


def _sent(message: MessageView) -> Mapping[str, Json]:
    return {"message_id": message.id}
