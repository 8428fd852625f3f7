"""The methods a bot may call."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from engine.botapi import callbacks, commands, editing, files, profile, sending, webhook_methods
from engine.botapi.call import Call
from engine.botapi.profile import get_about, set_about
from engine.core.values import Json

type Method = Callable[[Call], Json | Awaitable[Json]]


def get_updates(call: Call) -> Awaitable[Json]:
    return call.updates.get(call.bot, call.query)


#: Names in lower case: Telegram does not distinguish.
METHODS: Mapping[str, Method] = {
    "getme": profile.get_me,
    "logout": profile.log_out,
    "close": profile.close,
    "getupdates": get_updates,
    "setwebhook": webhook_methods.set_webhook,
    "deletewebhook": webhook_methods.delete_webhook,
    "getwebhookinfo": webhook_methods.get_webhook_info,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendmediagroup": sending.send_media_group,
    "sendchataction": sending.send_chat_action,
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagemedia": editing.edit_message_media,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": editing.delete_message,
    "deletemessages": editing.delete_messages,
    "answercallbackquery": callbacks.answer_callback_query,
    "getfile": files.get_file,
    "getchat": profile.get_chat,
    "setmycommands": commands.set_my_commands,
    "getmycommands": commands.get_my_commands,
    "deletemycommands": commands.delete_my_commands,
    "setmyname": partial(set_about, field="name"),
    "getmyname": partial(get_about, field="name"),
    "setmydescription": partial(set_about, field="description"),
    "getmydescription": partial(get_about, field="description"),
    "setmyshortdescription": partial(set_about, field="short_description"),
    "getmyshortdescription": partial(get_about, field="short_description"),
}
