"""What a bot says of itself and asks of a chat: getMe, getChat, names and descriptions, logOut, close."""

from datetime import timedelta

from engine.botapi.call import Call
from engine.botapi.commands import LANGUAGE
from engine.botapi.errors import bad_request
from engine.botapi.wire import bot_object, chat_object
from engine.core.values import Json

#: After logOut the bot cannot come back for so long.
LOGGED_OUT_LIFE = timedelta(minutes=10)
#: Longest texts, in letters.
ABOUT_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def get_me(call: Call) -> Json:
    return bot_object(call.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(call: Call) -> Json:
    chat = call.known_chat()
    return chat_object(call.state.users[chat.id]) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": True,
            "limited_gifts": True,
            "unique_gifts": True,
            "premium_subscription": True,
            "gifts_from_channels": True,
        },
    }


def set_about(call: Call, field: str) -> Json:
    """setMyName, setMyDescription, setMyShortDescription."""
    text, language = call.query.text(field), call.query.text("language_code")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("Invalid language code specified")
    if len(text) > ABOUT_LIMITS[field]:
        raise bad_request(f"BOT_{'TITLE' if field == 'name' else 'DESCRIPTION'}_INVALID")
    call.bot.about[field, language] = text
    if field == "name" and text and not language:
        call.bot.first_name = text
    return True


def get_about(call: Call, field: str) -> Json:
    """The text in a language, else the one without."""
    about, language = call.bot.about, call.query.text("language_code")
    default = call.bot.first_name if field == "name" else ""
    return {field: about.get((field, language)) or about.get((field, "")) or default}


def log_out(call: Call) -> Json:
    call.webhooks.stop(call.bot)
    call.updates.drop(call.bot, *list(call.bot.pending))
    call.bot.logged_out = call.now
    return True


def close(call: Call) -> Json:
    return True
