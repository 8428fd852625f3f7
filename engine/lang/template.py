"""A flow file to start from: every kind of step once, explained, and clean for the checker as it stands."""

import re
from dataclasses import dataclass

from engine.lang import files
from engine.lang.document import BotDocument
from engine.lang.source import read

#: The block of bot.yaml with consent, name and phone.
CONTACTS = "contacts"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a new flow finds in its bot.yaml."""

    languages: tuple[str, ...] = ("ru",)
    #: Whether there is a block `contacts` to use.
    contacts: bool = False
    #: The flows in the menu.
    menu: tuple[str, ...] = ()

    @classmethod
    def of(cls, bot: bytes) -> "Surroundings":
        document = BotDocument(read(files.BOT_FILE, bot))
        menu = document.raw.get("menu")
        names = tuple(str(name) for name in menu) if isinstance(menu, list) else ()
        return cls(document.languages, CONTACTS in document.blocks, names)


def starter(name: str, title: str, schema: str, around: Surroundings) -> str:
    """The text of the file; `schema` is where flow.schema.json lies, seen from the file."""
    text = _FLOW.replace("‹name›", name).replace("‹schema›", schema)
    # Doubled braces are braces, not the place of an answer.
    title = " ".join(title.replace("{", "{{").replace("}", "}}").split())
    for key, (russian, english) in {"title": (title, title), **_TEXTS}.items():
        text = text.replace(f"‹{key}›", _by_language(russian, english, around.languages))
    return text.replace("‹contacts›", _CONTACTS if around.contacts else _NO_CONTACTS)


def _by_language(russian: str, english: str, languages: tuple[str, ...]) -> str:
    """The text in the bot's languages; Russian and English are known, others begin with the English."""
    words = {language: russian if language == "ru" else english for language in languages}
    if len(words) == 1:
        (text,) = words.values()
        return text if _SAFE.fullmatch(text) else _quoted(text)
    return "{" + ", ".join(f"{language}: {_quoted(text)}" for language, text in words.items()) + "}"


#: Read back as it stands without quotes.
_SAFE = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`~=0-9][^:#]*[^:#\s]")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_TEXTS = {
    "car": ("Какая у вас машина?", "What car do you have?"),
    "car_hint": ("марка, модель и год", "make, model and year"),
    "work": ("Что нужно сделать?", "What needs to be done?"),
    "service": ("Плановое ТО", "Scheduled service"),
    "repair": ("Ремонт", "Repair"),
    "tyres": ("Шиномонтаж", "Tyres"),
    "else": ("Другое", "Something else"),
    "trouble": ("Что беспокоит?", "What is wrong?"),
    "mileage": ("Какой пробег?", "What is the mileage?"),
    "km": ("км", "km"),
    "many": ("Больше 400 000 км — всё верно?", "Over 400,000 km. Is that right?"),
    "note": ("Точную цену мастер назовёт на осмотре.", "The exact price comes after an inspection."),
    "day": ("Когда удобно приехать?", "When would you like to come?"),
    "past": (
        "Этот день уже прошёл. Напишите сегодняшнее число или позже.",
        "That day has passed. Write today's date or a later one.",
    ),
    "photos": ("Пришлите фото, если есть что показать", "Send photos if there is something to show"),
    "done": ("Спасибо! Перезвоним и подтвердим время.", "Thank you! We will call to confirm the time."),
    "again": ("Записать ещё одну машину", "Book another car"),
}

_CONTACTS = """\
  # Согласие, имя и телефон — общий блок из bot.yaml.
  - use: contacts
"""
_NO_CONTACTS = """\
  # Согласие, имя и телефон удобно держать одним блоком contacts в bot.yaml (blocks:) и вставлять строкой:
  # - use: contacts
"""

_FLOW = """\
# yaml-language-server: $schema=‹schema›
#
# Анкета ‹name›. Строки, которые начинаются с #, — пояснения: бот их не читает, удалите, когда станут не нужны.
# Как править: отступ — два пробела, табуляцию не использовать. Если в тексте есть двоеточие с пробелом
# или знак # — возьмите весь текст в двойные кавычки.
#
# Проверить:            carquery check flows
# Попробовать в чате:   carquery play
# Распечатать вопросы:  carquery outline ‹name›

# Имя анкеты — как у файла. Потом его не меняют: на него ссылаются меню и старые кнопки.
flow: ‹name›

# Надпись на кнопке меню.
title: ‹title›

# Как узнать анкету, если клиент написал своими словами. Замените на фразы ваших клиентов, штук десять.
understand:
  about: клиент хочет записать машину в сервис
  examples:
    - запишите меня на то
    - нужен ремонт подвески, стучит справа
    - можно переобуться в субботу?

# Вопросы по порядку. Бот задаёт первый вопрос без ответа, условие if: которого выполнено.
steps:
  # Самый простой вопрос: клиент отвечает словами. id — постоянное имя латиницей, клиент его не видит.
  # crm — поле сделки, куда попадёт ответ; без этой строки ответ будет только в примечании.
  - id: car
    ask: ‹car›
    hint: ‹car_hint›
    crm: Машина

  # Вопрос с кнопками: слева имя варианта латиницей, справа надпись. other — кнопка «своё».
  - id: work
    ask: ‹work›
    choices:
      service: ‹service›
      repair: ‹repair›
      tyres: ‹tyres›
    other: ‹else›
    crm: Вид работ

  # Вопрос с условием: его увидят те, кто выбрал ремонт или написал своё. optional — можно пропустить.
  - id: trouble
    if: {work: [repair, other]}
    ask: ‹trouble›
    optional: true
    crm: Жалоба

  # Число: клиент может написать и «120 тыс». Первое правило строгое; второе мягкое — бот переспросит, но примет.
  - id: mileage
    ask: ‹mileage›
    type: number
    unit: ‹km›
    validate:
      - {min: 0, max: 999999}
      - max: 400000
        soft: true
        say: ‹many›
    crm: Пробег

  # Сообщение без ответа: приклеится к следующему вопросу.
  - id: price_note
    if: {work: repair}
    say: ‹note›

  # Дата: «завтра», «15 марта». Правило не пускает в прошлое.
  - id: day
    ask: ‹day›
    type: date
    validate:
      min: today
      say: ‹past›
    crm: Дата визита

  # Фото: до пяти штук, можно пропустить.
  - id: photos
    ask: ‹photos›
    type: photo
    validate: {max: 5}
    optional: true

‹contacts›
# Что клиент прочтёт, когда отправит анкету. Ответ подставляется так: {car}.
done: ‹done›

# Кнопка «заполнить ещё раз» после отправки. Не нужна — удалите строку.
again: ‹again›

# Что сделать с заявкой, если не то же, что у всех (общий список — в bot.yaml):
# on_complete:
#   - amocrm.lead:
#       name: Сервис, {car}
#       tags: [telegram, сервис]
#   - telegram.notify: {chat: sales}
"""
