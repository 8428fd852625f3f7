"""Words put into messages: what was wanted, what was found, why another place is shown, what a repair does."""

from collections.abc import Mapping

type ByLanguage = Mapping[str, Mapping[str, str]]

#: `@word` in a finding's arguments.
WORDS: ByLanguage = {
    "text": {"ru": "текст", "en": "a text"},
    "word": {"ru": "одно из слов", "en": "one of the words"},
    "string": {"ru": "текст", "en": "a text"},
    "number": {"ru": "число", "en": "a number"},
    "integer": {"ru": "целое число", "en": "a whole number"},
    "boolean": {"ru": "`true` или `false`", "en": "`true` or `false`"},
    "null": {"ru": "пустое место", "en": "nothing"},
    "array": {
        "ru": "список в квадратных скобках или по строке с дефисом",
        "en": "a list: in square brackets or one dash a line",
    },
    "object": {"ru": "набор «ключ: значение»", "en": "keys with values"},
    "names": {"ru": "имя или список имён", "en": "a name or a list of names"},
    "item": {
        "ru": "вопрос или сообщение: `- id: …` и под ним `ask: …`",
        "en": "an item: `- id: …` with `ask: …` under it",
    },
    "choices": {"ru": "варианты или название списка из bot.yaml", "en": "options or the name of a list of bot.yaml"},
    "choices_by": {
        "ru": "вопрос и таблица, например `{brand: models}`",
        "en": "a question and a table, like `{brand: models}`",
    },
    "table": {"ru": "название таблицы из bot.yaml", "en": "the name of a table of bot.yaml"},
    "rules": {"ru": "правило, например `{min: 1, max: 10}`", "en": "a rule, like `{min: 1, max: 10}`"},
    "formula": {"ru": "формула, например `price - discount`", "en": "a formula, like `price - discount`"},
    "condition": {"ru": "условие, например `{pledge: yes}`", "en": "a condition, like `{pledge: yes}`"},
    "test": {"ru": "ответ, список ответов или границы", "en": "an answer, a list of answers or bounds"},
    "values": {"ru": "значение или список значений", "en": "a value or a list of values"},
    "value": {"ru": "одно значение", "en": "one value"},
    "bound": {"ru": "число, дата или формула", "en": "a number, a date or a formula"},
    "options": {"ru": "варианты: «имя: надпись»", "en": "options: `name: label`"},
    "option": {"ru": "надпись на кнопке", "en": "a label"},
    "crm": {
        "ru": "имя поля CRM, `{contact: …}`, `{price: true}` или `none`",
        "en": "a CRM field, `{contact: …}`, `{price: true}` or `none`",
    },
    "hook": {
        "ru": "действие с параметрами, например `amocrm.lead:`",
        "en": "a hook with parameters, like `amocrm.lead:`",
    },
    "params": {"ru": "параметры: «ключ: значение»", "en": "parameters: keys with values"},
    "action": {"ru": "одно действие, например `- client: /start`", "en": "one action, like `- client: /start`"},
    "example": {"ru": "например, при ответах: {answers}", "en": "for example, with the answers: {answers}"},
    "skipped": {"ru": "пропущен", "en": "skipped"},
    "any": {"ru": "любой", "en": "any"},
    "own": {"ru": "своими словами", "en": "in own words"},
    "pair": {"ru": "ключ: значение", "en": "key: value"},
    "got.map": {"ru": "набор «ключ: значение»", "en": "keys with values"},
    "got.list": {"ru": "список", "en": "a list"},
    "got.text": {"ru": "текст", "en": "a text"},
}

RELATED: ByLanguage = {
    "first": {"ru": "первый раз здесь", "en": "first here"},
    "unused": {"ru": "похожее имя, на которое никто не ссылается", "en": "a similar name nobody refers to"},
    "unused_option": {
        "ru": "похожий вариант, который никто не называет",
        "en": "a similar option nobody refers to",
    },
    "unused_list": {"ru": "похожий список, который никто не берёт", "en": "a similar list nobody takes"},
    "unused_block": {"ru": "похожий блок, который никто не берёт", "en": "a similar block nobody takes"},
    "named": {"ru": "здесь", "en": "here"},
    "also": {"ru": "и здесь", "en": "here as well"},
    "here": {"ru": "стоит здесь", "en": "stands here"},
    "bounds": {"ru": "вот правило", "en": "the rule"},
    "excluded": {"ru": "исключает это условие", "en": "excludes it"},
    "own_if": {"ru": "и задаётся не всегда", "en": "and is not always asked"},
    "stops": {"ru": "кончает анкету раньше", "en": "ends the flow before"},
    "skippable": {"ru": "можно пропустить", "en": "may be skipped"},
    "depends": {"ru": "зависит от ответа", "en": "depends on the answer"},
    "example": {"ru": "например, как здесь", "en": "like here"},
    "consent": {"ru": "согласие здесь", "en": "the consent"},
}

FIXES: ByLanguage = {
    "quote": {"ru": "взять в кавычки", "en": "put in quotes"},
    "rename": {"ru": "исправить слово", "en": "correct the word"},
    "line": {"ru": "исправить строку", "en": "correct the line"},
    "space": {"ru": "поставить пробел", "en": "insert a space"},
    "replace": {"ru": "заменить пробелами", "en": "replace with spaces"},
    "uncomment": {"ru": "удалить комментарий", "en": "remove the comment"},
    "remove": {"ru": "удалить невидимый символ", "en": "remove the invisible character"},
}
