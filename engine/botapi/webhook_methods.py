"""setWebhook, deleteWebhook, getWebhookInfo. As on a server of one's own, plain http addresses are allowed."""

import re

from engine.botapi.call import Call
from engine.botapi.errors import bad_request, refuse, too_many_requests
from engine.botapi.links import WrongLink, check_link
from engine.botapi.state import Webhook
from engine.botapi.updates import OTHER_WEBHOOK
from engine.botapi.wire import unix
from engine.core.values import Json

CONNECTIONS = 40
CONNECTIONS_LIMIT = 100
SECRET = re.compile(r"[A-Za-z0-9_-]*")
SECRET_LETTERS = 256
#: A host on this machine has no dot; Telegram's own check of addresses would refuse it.
LOCAL = re.compile(r"https?://(?:localhost|\[::1\])(?::\d+)?(?:[/?#].*)?$", re.IGNORECASE)


def set_webhook(call: Call) -> Json:
    url = call.query.text("url")
    if not url:
        return delete_webhook(call)
    if call.ticks < call.webhooks.next_change.get(call.bot.id, call.ticks):
        raise too_many_requests(1)
    call.webhooks.next_change[call.bot.id] = call.ticks + 1
    secret = call.query.text("secret_token")
    if not LOCAL.match(url) and isinstance(check_link(url), WrongLink):
        raise bad_request("invalid webhook URL specified")
    if len(secret) > SECRET_LETTERS:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    call.updates.abort(call.bot, refuse(409, f"Conflict: {OTHER_WEBHOOK}"))
    _drop_pending(call)
    call.updates.allow(call.bot, call.query)
    webhook = Webhook(
        url=url,
        secret_token=secret,
        max_connections=call.query.integer("max_connections", CONNECTIONS, 1, CONNECTIONS_LIMIT),
        ip_address=call.query.text("ip_address"),
    )
    call.webhooks.start(call.bot, webhook)
    return True


def delete_webhook(call: Call) -> Json:
    call.webhooks.stop(call.bot)
    _drop_pending(call)
    return True


def get_webhook_info(call: Call) -> Json:
    bot, webhook = call.bot, call.bot.webhook
    call.updates.drop_expired(bot)
    info: dict[str, Json] = {
        "url": "" if webhook is None else webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(bot.pending),
    }
    if webhook is not None:
        info["max_connections"] = webhook.max_connections
        if webhook.ip_address:
            info["ip_address"] = webhook.ip_address
        if webhook.last_error is not None:
            moment, message = webhook.last_error
            info |= {"last_error_date": unix(moment), "last_error_message": message}
    if bot.allowed_updates is not None:
        info["allowed_updates"] = sorted(bot.allowed_updates)
    return info


def _drop_pending(call: Call) -> None:
    if call.query.flag("drop_pending_updates"):
        call.updates.drop(call.bot, *list(call.bot.pending))
