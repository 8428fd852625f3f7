"""What the checker knows of `webhook.post`: loads nothing, so that checking stays light."""

from engine.core.hookspec import HookSpec

SPEC = HookSpec(
    name="webhook.post",
    about="Отправляет заполненную анкету вашей программе: подписанный POST-запрос с JSON.",
    parameters={
        "type": "object",
        "properties": {
            "url": {
                "type": "string",
                "pattern": "^https://[^\\s{}]+$",
                "description": ("Адрес программы, только https. Его сервер должен быть в списке WEBHOOK_POST_HOSTS."),
            },
        },
        "required": ["url"],
        "additionalProperties": False,
    },
)
