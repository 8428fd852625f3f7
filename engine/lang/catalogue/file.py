"""0xx: the file as a text and as YAML."""

from engine.lang.catalogue.entry import Entries

FILE: Entries = {
    "CQ001": {
        "ru": (
            "файл не в UTF-8, похоже на {encoding}",
            "сохраните файл как UTF-8: в Блокноте «Файл → Сохранить как → Кодировка: UTF-8»",
        ),
        "en": ("the file is not UTF-8, it looks like {encoding}", "save it as UTF-8"),
    },
    "CQ002": {
        "ru": ("табуляция в отступе", "каждый отступ — два пробела"),
        "en": ("a tab in the indent", "indent by two spaces"),
    },
    "CQ003.colon": {
        "ru": (
            "двоеточие с пробелом внутри текста: дальше прочлось бы как новый ключ",
            "возьмите текст в кавычки: {line}",
        ),
        "en": ("a colon and a space inside a text begin a new key", "put the text in quotes: {line}"),
    },
    "CQ003.after_quote": {
        "ru": ("текст продолжается после закрывающей кавычки", "возьмите в кавычки весь текст: {line}"),
        "en": ("the text goes on after the closing quote", "put the whole text in quotes: {line}"),
    },
    "CQ003.start": {
        "ru": ("текст не может начинаться с `{letter}`", "возьмите текст в кавычки: {line}"),
        "en": ("a text cannot begin with `{letter}`", "put it in quotes: {line}"),
    },
    "CQ003.letter": {
        "ru": ("здесь не может стоять `{letter}`", "если это часть текста, возьмите весь текст в кавычки"),
        "en": ("`{letter}` cannot stand here", "if it is part of a text, put the whole text in quotes"),
    },
    "CQ003.escape": {
        "ru": ("обратная косая черта внутри двойных кавычек", "напишите `\\\\` или возьмите текст в одинарные кавычки"),
        "en": ("a backslash inside double quotes", "write `\\\\` or use single quotes"),
    },
    "CQ003.quote_open": {
        "ru": (
            "кавычка открыта и не закрыта",
            "закройте её в конце текста; если она часть текста, возьмите весь текст в другие кавычки",
        ),
        "en": ("a quote is opened and never closed", "close it at the end of the text"),
    },
    "CQ003.unclosed": {
        "ru": ("кавычка открыта и не закрыта", "закройте её: {line}"),
        "en": ("a quote is opened and never closed", "close it: {line}"),
    },
    "CQ003.no_colon": {
        "ru": (
            "в строке нет двоеточия после ключа",
            "напишите `{line}`; если это продолжение текста, сделайте отступ больше",
        ),
        "en": ("there is no colon after the key", "write `{line}`; if the text goes on here, indent it further"),
    },
    "CQ003.no_key": {
        "ru": ("перед значением нет ключа", "напишите, например, `{line}`"),
        "en": ("the value has no key", "write, for example, `{line}`"),
    },
    "CQ003.no_key_text": {
        "ru": (
            "перед текстом нет ключа",
            "шаг начинается с имени латиницей: строка `- id: …`, под ней `ask:` с этим текстом",
        ),
        "en": (
            "the text has no key",
            "an item begins with a Latin name: the line `- id: …`, under it `ask:` and this text",
        ),
    },
    "CQ003.no_steps": {
        "ru": ("над вопросами нет ключа `steps:`", "добавьте строку `steps:` перед первым `- id:`"),
        "en": ("there is no key `steps:` above the items", "add the line `steps:` before the first `- id:`"),
    },
    "CQ003.compare": {
        "ru": (
            "знаков сравнения в условии нет",
            "`{{min: 40000}}` — не меньше, `{{max: 40000}}` — не больше, например `if: {{price: {{min: 40000}}}}`",
        ),
        "en": (
            "there are no comparison signs in a condition",
            "`{{min: 40000}}` is not less, `{{max: 40000}}` not more, like `if: {{price: {{min: 40000}}}}`",
        ),
    },
    "CQ003.dash": {
        "ru": ("здесь `{letter}` вместо дефиса", "пункт списка начинается с дефиса и пробела: {line}"),
        "en": ("`{letter}` instead of a hyphen", "an entry of a list begins with a hyphen and a space: {line}"),
    },
    "CQ003.dash_space": {
        "ru": ("после дефиса нужен пробел", "напишите `{line}`"),
        "en": ("a hyphen is followed by a space", "write `{line}`"),
    },
    "CQ003.no_dash": {
        "ru": ("пункт списка без дефиса", "начните его с дефиса и пробела: {line}"),
        "en": ("an entry of a list without its hyphen", "begin it with a hyphen and a space: {line}"),
    },
    "CQ003.space": {
        "ru": ("после двоеточия нужен пробел", "поставьте пробел"),
        "en": ("a colon is followed by a space", "insert a space"),
    },
    "CQ003.bracket": {
        "ru": (
            "скобка открыта и не закрыта",
            "закройте её; тексты с запятыми и скобками внутри неё возьмите в кавычки",
        ),
        "en": ("a bracket is opened and never closed", "close it; put texts with commas and brackets in quotes"),
    },
    "CQ003.indent_to": {
        "ru": (
            "отступ не такой, как у соседних строк",
            "сделайте перед строкой {width} пробелов, как у тех, рядом с которыми она стоит",
        ),
        "en": ("the indent differs from the lines around", "indent the line by {width} spaces, like its neighbours"),
    },
    "CQ003.indent": {
        "ru": ("отступ не такой, как у соседних строк", "выровняйте строку с теми, рядом с которыми она стоит"),
        "en": ("the indent differs from the lines around", "align the line with its neighbours"),
    },
    "CQ003.other": {
        "ru": ("здесь файл перестал читаться", "проверьте отступ, кавычки и двоеточия в этой и предыдущей строке"),
        "en": (
            "the file cannot be read from here on",
            "check indents, quotes and colons in this and the previous line",
        ),
    },
    "CQ003.documents": {
        "ru": ("в файле больше одного документа", "уберите строку `---`: один файл — одна анкета"),
        "en": ("the file holds more than one document", "remove the line `---`"),
    },
    "CQ003.key": {
        "ru": ("ключом может быть только слово", "напишите `ключ: значение`"),
        "en": ("only a word can be a key", "write `key: value`"),
    },
    "CQ003.brace_key": {
        "ru": ("текст с фигурной скобки читается как набор ключей", "возьмите текст в кавычки"),
        "en": ("a text that begins with a brace is read as keys", "put it in quotes"),
    },
    "CQ003.empty": {
        "ru": ("файл пустой", "начните с `carquery new` или скопируйте соседнюю анкету"),
        "en": ("the file is empty", "begin with `carquery new` or copy another flow"),
    },
    "CQ004": {
        "ru": ("ключ `{key}` повторён, первое значение потерялось бы", "оставьте один"),
        "en": ("the key `{key}` is repeated, its first value would be lost", "keep one of them"),
    },
    "CQ004.several": {
        "ru": (
            "ключи {keys} повторены: похоже, два шага слились в один",
            "верните строку `- id: …` перед вторым",
        ),
        "en": (
            "the keys {keys} are repeated: two steps seem to have run into one",
            "put the line `- id: …` back before the second",
        ),
    },
    "CQ005": {
        "ru": ("типографские кавычки попадут в текст", 'поставьте прямые кавычки "…" или оставьте «ёлочки»'),
        "en": ("curly quotes become part of the text", "use straight quotes"),
    },
    "CQ005.half": {
        "ru": ("кавычка {quote} без пары: клиент увидит её как есть", "поставьте вторую или уберите эту"),
        "en": ("the quote {quote} has no partner: the client sees it as it is", "add the other one or remove it"),
    },
    "CQ007.alias": {
        "ru": (
            "ссылки `*{name}` не поддерживаются",
            "напишите значение целиком; если это текст, возьмите его в кавычки",
        ),
        "en": ("aliases like `*{name}` are not supported", "write the value out; if it is a text, put it in quotes"),
    },
    "CQ007.anchor": {
        "ru": ("якоря `&{name}` не поддерживаются", "уберите; общие вопросы и списки живут в bot.yaml: blocks и lists"),
        "en": (
            "anchors like `&{name}` are not supported",
            "remove it; shared items live in bot.yaml: blocks and lists",
        ),
    },
    "CQ007.tag": {
        "ru": ("метки с восклицательным знаком не поддерживаются", "уберите; если это текст, возьмите его в кавычки"),
        "en": ("tags are not supported", "remove it; if it is a text, put it in quotes"),
    },
    "CQ007.merge": {
        "ru": ("`<<` не поддерживается", "напишите ключи явно"),
        "en": ("`<<` is not supported", "write the keys out"),
    },
    "CQ008": {
        "ru": ("`{text}` пропадёт: после пробела `#` начинает комментарий", "возьмите весь текст в кавычки: {whole}"),
        "en": ("`{text}` is lost: `#` after a space begins a comment", "put the whole text in quotes: {whole}"),
    },
    "CQ009.space": {
        "ru": ("особый пробел {code}: попал сюда при вставке из Word или Telegram", "замените обычным пробелом"),
        "en": ("a special space {code}, pasted from a word processor or a messenger", "replace it with a plain space"),
    },
    "CQ009.control": {
        "ru": ("невидимый служебный символ {code}", "удалите его"),
        "en": ("an invisible control character {code}", "remove it"),
    },
    "CQ009.bidi": {
        "ru": ("невидимый символ {code} меняет порядок букв", "удалите его"),
        "en": ("the invisible character {code} changes the order of letters", "remove it"),
    },
    "CQ009.zero": {
        "ru": ("невидимый символ {code}", "удалите его"),
        "en": ("an invisible character {code}", "remove it"),
    },
    "CQ009.escaped": {
        "ru": ("в тексте зашифрован служебный символ, Telegram его не примет", "удалите его"),
        "en": ("the text holds a control character Telegram does not take", "remove it"),
    },
    "CQ010.size": {
        "ru": ("файл {size} КБ, а читается до {limit} КБ", "разделите его на несколько анкет"),
        "en": ("the file is {size} KB, the limit is {limit} KB", "split it into several flows"),
    },
    "CQ010.nodes": {
        "ru": ("в файле больше {limit} ключей и значений", "разделите его на несколько анкет"),
        "en": ("the file has more than {limit} keys and values", "split it into several flows"),
    },
    "CQ010.depth": {
        "ru": ("вложенность больше {limit} уровней", "проверьте скобки и отступы"),
        "en": ("nested deeper than {limit} levels", "check brackets and indents"),
    },
    "CQ011": {
        "ru": ("запятая внутри фигурных скобок оборвала текст перед `{text}`", "возьмите текст в кавычки: {whole}"),
        "en": ("a comma inside braces ended the text before `{text}`", "put the text in quotes: {whole}"),
    },
    "CQ013": {
        "ru": (
            "строка с дефисом приклеилась к тексту выше",
            "верните ключ над списком, например `examples:`; если дефис — часть текста, начните текст с `|`",
        ),
        "en": (
            "a line with a dash was glued to the text above",
            "put the key back above the list, like `examples:`; if it is a text of several lines, begin it with `|`",
        ),
    },
    "CQ012.text": {
        "ru": ("текст начинается с фигурной скобки и читается как набор ключей", "возьмите текст в кавычки: {line}"),
        "en": ("a text that begins with a brace is read as keys", "put it in quotes: {line}"),
    },
    "CQ012.square": {
        "ru": ("текст начинается с квадратной скобки и читается как список", "возьмите текст в кавычки: {line}"),
        "en": ("a text that begins with a square bracket is read as a list", "put it in quotes: {line}"),
    },
    "CQ012.braces": {
        "ru": ("`{text}` без кавычек читается как набор ключей, а не текст", 'возьмите в кавычки: "{text}"'),
        "en": ("`{text}` without quotes is read as keys, not as a text", 'put it in quotes: "{text}"'),
    },
    "CQ014": {
        "ru": ("{code} здесь — ошибка, её нельзя отключить", "исправьте ошибку и уберите комментарий"),
        "en": ("{code} is an error here and cannot be ignored", "mend the error and remove the comment"),
    },
    "CQ015": {
        "ru": ("{code} здесь больше нет: отключать нечего", "уберите комментарий"),
        "en": ("there is no {code} here any more: nothing to ignore", "remove the comment"),
    },
    "CQ015.unknown": {
        "ru": ("кода {code} нет", "коды стоят в отчёте в квадратных скобках: `# carquery: ignore CQ506 причина`"),
        "en": ("there is no code {code}", "codes stand in brackets in the report: `# carquery: ignore CQ506 reason`"),
    },
    "CQ015.code": {
        "ru": ("не сказано, какое замечание отключить", "напишите код из отчёта: `# carquery: ignore CQ506 причина`"),
        "en": ("no code to ignore", "write the code from the report: `# carquery: ignore CQ506 reason`"),
    },
    "CQ015.reason": {
        "ru": (
            "не сказано, почему замечание отключено",
            "допишите причину в ту же строку — для тех, кто будет править",
        ),
        "en": ("no reason why it is ignored", "add the reason to the line, for those who come after you"),
    },
}
