"""What an author may write under `amocrm.lead`; light, because the checker reads it without the network stack."""

from engine.core.hookspec import HookSpec

TEXT_OR_ID = {"type": ["string", "integer"]}

LEAD = HookSpec(
    name="amocrm.lead",
    about="Создаёт сделку в AmoCRM: контакт по телефону, поля из crm:, примечание со всей анкетой.",
    parameters={
        "type": "object",
        "additionalProperties": False,
        "required": ["name"],
        "properties": {
            "name": {"type": "string", "minLength": 1, "description": "Название сделки, можно с {ответами}."},
            "tags": {
                "type": "array",
                "items": {"type": "string", "minLength": 1},
                "description": "Теги сделки.",
            },
            "pipeline": {**TEXT_OR_ID, "description": "Воронка: название или номер. Без неё — главная."},
            "status": {**TEXT_OR_ID, "description": "Этап воронки: название или номер. Без него — первый."},
            "responsible": {"type": "integer", "description": "Номер ответственного сотрудника в AmoCRM."},
            "price": {
                "type": ["string", "integer"],
                "description": "Бюджет сделки, например {price|0}. Обычно хватает crm: {price: true}.",
            },
            "note": {"type": "string", "description": "Строка в начале примечания."},
        },
    },
)
