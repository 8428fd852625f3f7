"""The bot's commands by scope and language, and which of them a client sees."""

import re
from collections.abc import Mapping

from engine.botapi.call import Call
from engine.botapi.changes import Kind
from engine.botapi.errors import ApiError, bad_request, within
from engine.botapi.fields import as_array, as_object, decode, optional_string, required_integer, required_string
from engine.botapi.query import to_integer
from engine.botapi.state import Bot, User
from engine.core.values import Json

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"(?:[a-z]{2})?")
COMMAND_LETTERS = 32
DESCRIPTION_LETTERS = 256
COMMANDS_LIMIT = 100
BROAD_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})


def set_my_commands(call: Call) -> Json:
    source = call.query.text("commands")
    items = as_array(decode(source, "commands"), "Expected an Array of BotCommand") if source else []
    commands = [_command(item) for item in items]
    key = _scope(call), _language(call)
    if len(commands) > COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command, _ in commands:
        if not COMMAND.fullmatch(command):
            raise bad_request("BOT_COMMAND_INVALID")
    if commands:
        call.bot.commands[key] = tuple(commands)
    else:
        call.bot.commands.pop(key, None)
    call.tell(Kind.COMMANDS)
    return True


def get_my_commands(call: Call) -> Json:
    return command_objects(call.bot.commands.get((_scope(call), _language(call)), ()))


def delete_my_commands(call: Call) -> Json:
    call.bot.commands.pop((_scope(call), _language(call)), None)
    call.tell(Kind.COMMANDS)
    return True


def shown_commands(bot: Bot, user: User) -> tuple[tuple[str, str], ...]:
    """What the menu of a user's private chat holds: the narrowest scope, its language before none."""
    scopes = f"chat_member:{user.id}:{user.id}", f"chat:{user.id}", "all_private_chats", "default"
    for scope in scopes:
        for language in (user.language_code, ""):
            if found := bot.commands.get((scope, language)):
                return found
    return ()


def command_objects(commands: tuple[tuple[str, str], ...]) -> list[dict[str, Json]]:
    return [{"command": command, "description": description} for command, description in commands]


def _command(item: object) -> tuple[str, str]:
    try:
        fields = as_object(item, "expected an Object")
        command, description = required_string(fields, "command"), required_string(fields, "description")
    except ApiError as wrong:
        raise within("BotCommand", wrong) from None
    command, description = command.removeprefix("/"), description.strip()
    if not command:
        raise bad_request("Command must be non-empty")
    if len(command) > COMMAND_LETTERS:
        raise bad_request(f"Command length must not exceed {COMMAND_LETTERS}")
    if not description:
        raise bad_request("Command description must be non-empty")
    if len(description) > DESCRIPTION_LETTERS:
        raise bad_request(f"Command description length must not exceed {DESCRIPTION_LETTERS}")
    return command, description


def _scope(call: Call) -> str:
    source = call.query.text("scope")
    if not source:
        return "default"
    value = decode(source, "BotCommandScope")
    try:
        return _read_scope(call, as_object(value, "BotCommandScope must be an Object"))
    except ApiError as wrong:
        if wrong.description.endswith("chat not found"):
            raise
        raise within("BotCommandScope", wrong) from None


def _read_scope(call: Call, fields: Mapping[str, object]) -> str:
    kind = required_string(fields, "type")
    if kind in BROAD_SCOPES:
        return kind
    if kind not in CHAT_SCOPES:
        raise bad_request("Unsupported type specified")
    required_string(fields, "chat_id")
    chat_id = optional_string(fields, "chat_id")
    if not chat_id:
        raise bad_request("Empty chat_id specified")
    if to_integer(chat_id) not in call.state.users:
        raise bad_request("chat not found")
    if kind != "chat_member":
        return f"{kind}:{to_integer(chat_id)}"
    user_id = required_integer(fields, "user_id")
    if user_id <= 0:
        raise bad_request("Invalid user_id specified")
    return f"{kind}:{to_integer(chat_id)}:{user_id}"


def _language(call: Call) -> str:
    language = call.query.text("language_code")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("Invalid language code specified")
    return language
