"""What the checker knows of `telegram.notify`: loads nothing, so that checking stays light."""

from engine.core.hookspec import HookSpec

SPEC = HookSpec(
    name="telegram.notify",
    about="Присылает заполненную анкету сотрудникам в рабочий чат.",
    parameters={
        "type": "object",
        "properties": {
            "chat": {
                "type": "string",
                "pattern": "^[a-z][a-z0-9_]*$",
                "description": (
                    "Имя чата. Сам чат задаёт переменная TELEGRAM_CHAT_<ИМЯ>: для `sales` — TELEGRAM_CHAT_SALES."
                    " Если её нет, сообщение придёт администратору."
                ),
            },
            "text": {
                "type": "string",
                "minLength": 1,
                "description": "Первая строка сообщения. По умолчанию — название анкеты.",
            },
        },
        "required": ["chat"],
        "additionalProperties": False,
    },
)
