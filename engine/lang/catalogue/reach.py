"""2xx: conditions decided; what nobody meets, what always holds, what stays empty."""

from engine.lang.catalogue.entry import Entries

REACH: Entries = {
    "CQ203.stop": {
        "ru": (
            "анкета всегда кончается здесь: до отправки заявки не дойдёт никто",
            "добавьте `if:` или уберите этот шаг",
        ),
        "en": ("the flow always ends here: nobody gets to send it", "add an `if:` or remove this step"),
    },
    "CQ203.always": {
        "ru": (
            "анкета всегда кончается здесь: условие выполняется при любых ответах",
            "исправьте `if:` — до отправки заявки сейчас не дойдёт никто",
        ),
        "en": ("the flow always ends here: every answer meets the condition", "correct the `if:`: nobody gets further"),
    },
    "CQ203.all": {
        "ru": (
            "до отправки заявки не дойдёт никто: кого не остановили раньше, останавливает этот шаг",
            "оставьте хотя бы один ответ, с которым анкета идёт дальше",
        ),
        "en": (
            "nobody gets to send the flow: whom no earlier end stops, this one does",
            "leave at least one answer with which the flow goes on",
        ),
    },
    "CQ203.stopped": {
        "ru": (
            "сюда не попадёт никто: с такими ответами анкету раньше кончает {name}",
            "поставьте этот шаг выше или исправьте одно из условий",
        ),
        "en": (
            "nobody gets here: with such answers the flow ends before, at {name}",
            "move this item up or correct one of the conditions",
        ),
    },
    "CQ203.block": {
        "ru": ("блок `{name}` нигде не используется", "вставьте его в анкету строкой `- use: {name}` или удалите"),
        "en": ("the block `{name}` is used nowhere", "use it in a flow with `- use: {name}` or remove it"),
    },
    "CQ203.list": {
        "ru": ("список `{name}` нигде не используется", "назовите его в `choices:` или удалите"),
        "en": ("the list `{name}` is used nowhere", "name it in `choices:` or remove it"),
    },
    "CQ209.bounds": {
        "ru": ("условие никогда не выполнится: {least} больше {most}", "поменяйте min и max местами"),
        "en": ("the condition never holds: {least} is above {most}", "swap min and max"),
    },
    "CQ209.outside": {
        "ru": (
            "условие никогда не выполнится: такого ответа на `{name}` не пропустит его же validate",
            "поправьте границы здесь или там",
        ),
        "en": (
            "the condition never holds: the rules of `{name}` refuse such an answer",
            "correct the bounds here or there",
        ),
    },
    "CQ209.alone": {
        "ru": ("условие никогда не выполнится: такого ответа на `{name}` не бывает", "исправьте или уберите его"),
        "en": ("the condition never holds: `{name}` has no such answer", "correct or remove it"),
    },
    "CQ209.together": {
        "ru": (
            "условие никогда не выполнится: `{name}` не бывает таким вместе с {others}",
            "исправьте одно из условий; «или» пишется списком: `if: [{{…}}, {{…}}]`",
        ),
        "en": (
            "the condition never holds: `{name}` and {others} exclude each other",
            "correct one of them; «or» is a list: `if: [{{…}}, {{…}}]`",
        ),
    },
    "CQ209.block": {
        "ru": (
            "условие никогда не выполнится: его исключает условие блока у `use:`",
            "исправьте одно из условий",
        ),
        "en": ("the condition never holds: the block's own condition at `use:` excludes it", "correct one of them"),
    },
    "CQ209.always": {
        "ru": ("условие выполняется всегда", "уберите `if:` или исправьте его"),
        "en": ("the condition always holds", "remove the `if:` or correct it"),
    },
    "CQ209.always_one": {
        "ru": ("условие `{name}` выполняется всегда и ничего не меняет", "уберите его или исправьте"),
        "en": ("the test of `{name}` always holds and changes nothing", "remove or correct it"),
    },
    "CQ210.stop": {
        "ru": (
            "`{name}` можно пропустить — и анкета здесь не кончится",
            "сделайте вопрос обязательным или добавьте условие `{{{name}: {{answered: false}}}}`",
        ),
        "en": (
            "`{name}` may be skipped, and the flow does not end here",
            "make it mandatory or add a group `{{{name}: {{answered: false}}}}`",
        ),
    },
    "CQ210.not": {
        "ru": (
            "кто пропустит `{name}`, тоже попадёт сюда: `not` верно и без ответа",
            "добавьте `answered: true` рядом с not; если так и задумано — группу `{{{name}: {{answered: false}}}}`",
        ),
        "en": (
            "who skips `{name}` comes here as well: `not` holds without an answer",
            "add `answered: true` beside not, or a group `{{{name}: {{answered: false}}}}` if this is meant",
        ),
    },
    "CQ210.between": {
        "ru": (
            "для каждого ответа на `{name}` есть своя ветка ({others}), а для того, кто пропустит, — нет",
            "сделайте вопрос обязательным или добавьте ветку `{{{name}: {{answered: false}}}}`",
        ),
        "en": (
            "every answer of `{name}` has its branch ({others}), a skipped one has none",
            "make it mandatory or add a branch `{{{name}: {{answered: false}}}}`",
        ),
    },
    "CQ213": {
        "ru": (
            "каждый клиент должен ответить на {count} вопросов: часть не дойдёт до конца",
            "сделайте часть вопросов необязательными (`optional: true`) или задавайте их по условию; удобно до {limit}",
        ),
        "en": (
            "every client has to answer {count} questions: some will not get to the end",
            "make some of them optional or conditional; up to {limit} are bearable",
        ),
    },
    "CQ214": {
        "ru": (
            "нет строк для ответов `{name}`: {left}. Клиент напишет этот ответ словами",
            "добавьте строки в таблицу",
        ),
        "en": ("no rows for answers of `{name}`: {left}; the client writes words there", "add rows to the table"),
    },
    "CQ214.value": {
        "ru": (
            "`{value}` останется пустым при ответах `{name}`: {left}",
            "добавьте их в таблицу или одно значение на всех: `other: 0`",
        ),
        "en": (
            "`{value}` stays empty with the answers of `{name}`: {left}",
            "add them to the table, or one value for all: `other: 0`",
        ),
    },
    "CQ209.never": {
        "ru": ("условие никогда не выполнится: ответа нет, а его сравнивают", "оставьте что-то одно"),
        "en": ("the condition never holds: there is no answer to compare", "keep one of the two"),
    },
}
