"""answerCallbackQuery: what the client sees after a tap."""

from datetime import timedelta

from engine.botapi.call import Call
from engine.botapi.changes import Kind
from engine.botapi.entities import units
from engine.botapi.errors import bad_request
from engine.botapi.links import WrongLink, check_link
from engine.botapi.state import CallbackAnswer
from engine.core.values import Json

#: How long a tap waits for its answer. Telegram states no figure; users saw queries dead after 15 s.
ANSWER_LIFE = timedelta(seconds=15)
ANSWER_UNITS = 200
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(call: Call) -> Json:
    """Answering again is allowed; the client has seen the first answer only."""
    query = call.bot.queries.get(call.query.text("callback_query_id"))
    if query is None or call.now > query.date + ANSWER_LIFE:
        raise bad_request(TOO_OLD)
    text, url = call.query.text("text"), call.query.text("url")
    if units(text) > ANSWER_UNITS:
        raise bad_request("MESSAGE_TOO_LONG")
    if url and isinstance(check_link(url), WrongLink):
        raise bad_request("URL_INVALID")
    query.answers.append(CallbackAnswer(text, call.query.flag("show_alert"), url))
    call.tell(Kind.ANSWERED, call.bot.chat(query.chat_id), query.message_id)
    return True
