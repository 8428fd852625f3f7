"""Words of the language the checker looks for: kinds of items, what people write instead of a key."""

from collections.abc import Iterable
from itertools import islice

from engine.lang.near import nearest

#: Of a question with more unknown keys none is a slip.
MOST_COMPARED = 50

#: The key that says what an item is; an item has exactly one.
KINDS = ("ask", "say", "stop", "compute", "use")

#: Every key an item may have, whatever its kind.
ITEM_KEYS = frozenset({
    *KINDS, "id", "if", "was", "type", "hint", "why", "label", "optional", "skip", "unit", "decimals", "choices",
    "choices_by", "other", "none", "columns", "validate", "retry", "crm", "private", "ai", "photo", "button", "offer",
})  # fmt: skip

#: Keys that decide what a question's answer is.
TYPING = ("type", "choices", "choices_by")

#: Keys of other tools and other words for ours.
SYNONYMS = {
    "question": "ask", "text": "ask", "message": "say", "error": "say", "end": "stop", "finish": "stop", "calc":
    "compute", "formula": "compute", "include": "use", "block": "use", "options": "choices", "buttons": "choices",
    "values": "choices", "required": "optional", "when": "if", "condition": "if", "name": "id", "key": "id", "help":
    "hint", "placeholder": "hint", "description": "hint", "validation": "validate", "rules": "validate", "regex":
    "pattern", "regexp": "pattern", "field": "crm", "crm_field": "crm", "items": "steps", "questions": "steps",
    "id": "flow", "hooks": "on_complete", "thanks": "done", "renamed_from": "was", "caption": "label", "units":
    "unit", "reason": "why", "secret": "private",
}  # fmt: skip

#: What people call the types of answers.
TYPE_WORDS = {
    "текст": "text", "строка": "text", "string": "text", "str": "text", "число": "number", "int": "number",
    "integer": "number", "float": "number", "цена": "money", "сумма": "money", "деньги": "money", "price": "money",
    "сум": "money", "год": "year", "дата": "date", "выбор": "choice", "список": "choice", "варианты": "choice",
    "select": "choice", "radio": "choice", "list": "choice", "несколько": "many", "checkbox": "many", "multi": "many",
    "multiple": "many", "да/нет": "yes_no", "да_нет": "yes_no", "bool": "yes_no", "boolean": "yes_no", "телефон":
    "phone", "tel": "phone", "почта": "email", "mail": "email", "имя": "name", "фио": "name", "город": "city", "ссылка":
    "url", "link": "url", "фото": "photo", "image": "photo", "picture": "photo", "файл": "file", "document": "file",
    "вин": "vin", "госномер": "plate", "согласие": "consent",
}  # fmt: skip

#: What people write for true and false.
BOOLEANS = {
    "yes": "true", "on": "true", "да": "true", "1": "true", "+": "true", "истина": "true", "y": "true", "ага": "true",
    "no": "false", "off": "false", "нет": "false", "0": "false", "-": "false", "ложь": "false", "n": "false",
}  # fmt: skip

_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip


def transliterated(word: str) -> str:
    """A name made of another word, e.g. «Год выпуска» → `god_vypuska`."""
    letters = "".join(_LETTERS.get(letter, letter) for letter in word.lower())
    name = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in letters).strip("_")
    while "__" in name:
        name = name.replace("__", "_")
    return (name if name[:1].isalpha() else f"n_{name}" if name else "step")[:24]


def misspells(keys: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether one of the keys is no key, but was meant to be one of those wanted."""
    names = tuple(wanted)
    unknown = islice((key for key in keys if key not in ITEM_KEYS), MOST_COMPARED)
    return any((nearest(key, names) or SYNONYMS.get(key)) in names for key in unknown)
