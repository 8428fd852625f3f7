"""What the checker knows of `csv.append`: loads nothing, so that checking stays light."""

from engine.core.hookspec import HookSpec

SPEC = HookSpec(
    name="csv.append",
    about="Дописывает заявку строкой в файл CSV: его открывает Excel.",
    parameters={
        "type": "object",
        "properties": {
            "file": {
                "type": "string",
                "pattern": "^[\\w-][\\w.-]*\\.csv$",
                "description": "Имя файла в папке CSV_FOLDER, например sell.csv. Нового файла ещё нет — он появится.",
            },
        },
        "required": ["file"],
        "additionalProperties": False,
    },
)
