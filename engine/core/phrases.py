"""The engine's own words to clients: button words and texts bot.yaml may replace, and what each type expects."""

from collections.abc import Callable, Mapping
from functools import cache

type Words = Mapping[str, Mapping[str, str]]

#: Button words; bot.yaml `buttons:` replaces them one by one.
BUTTONS: Words = {
    "back": {"ru": "⬅️ Назад", "en": "⬅️ Back"},
    "home": {"ru": "🏠 В начало", "en": "🏠 Menu"},
    "skip": {"ru": "Пропустить", "en": "Skip"},
    "done": {"ru": "Готово", "en": "Done"},
    "yes": {"ru": "Да", "en": "Yes"},
    "no": {"ru": "Нет", "en": "No"},
    "why": {"ru": "Зачем это?", "en": "Why do you ask?"},
    "keep": {"ru": "Да, всё верно", "en": "Yes, that is right"},
    "change": {"ru": "Исправить", "en": "Change"},
    "next": {"ru": "Дальше ➡️", "en": "Next ➡️"},
    "edit": {"ru": "✏️ Изменить", "en": "✏️ Change"},
    "submit": {"ru": "✅ Отправить", "en": "✅ Send"},
    "share_phone": {"ru": "📱 Отправить мой номер", "en": "📱 Share my number"},
    "agree": {"ru": "Согласен", "en": "I agree"},
    "refuse": {"ru": "Не согласен", "en": "I do not agree"},
    "clear_photos": {"ru": "Убрать все фото", "en": "Remove all photos"},
    "previous_page": {"ru": "◀️", "en": "◀️"},
    "next_page": {"ru": "▶️", "en": "▶️"},
    "resume": {"ru": "Продолжить", "en": "Continue"},
    "restart": {"ru": "Начать заново", "en": "Start over"},
    "accept": {"ru": "Да, верно", "en": "Yes, that is it"},
    "reject": {"ru": "Нет, другое", "en": "No, something else"},
    "stop_reminders": {"ru": "Не напоминать", "en": "No more reminders"},
    "language": {"ru": "🌐 Язык", "en": "🌐 Language"},
}

#: Service texts with the engine's own places; bot.yaml `texts:` replaces them one by one.
TEXTS: Words = {
    "menu": {"ru": "Чем помочь?", "en": "How can we help?"},
    "progress": {"ru": "Шаг {step} из {total}", "en": "Step {step} of {total}"},
    "step": {"ru": "Шаг {step}", "en": "Step {step}"},
    "review": {"ru": "Проверьте, всё ли верно", "en": "Check your answers"},
    "choose_edit": {"ru": "Что изменить?", "en": "What would you like to change?"},
    "empty": {"ru": "не указано", "en": "not given"},
    "current": {"ru": "Сейчас: {answer}", "en": "Now: {answer}"},
    "other": {"ru": "Напишите свой вариант", "en": "Write your own answer"},
    "photos": {
        "ru": "Фото получено: {count}. Пришлите ещё или нажмите «Готово».",
        "en": "Photos received: {count}. Send more or tap “Done”.",
    },
    "photos_full": {
        "ru": "Уже {count} фото — больше не нужно. Нажмите «Готово».",
        "en": "{count} photos are enough. Tap “Done”.",
    },
    "resume": {
        "ru": "Вы не закончили анкету «{flow}». Ответы сохранились — продолжим?",
        "en": "You have not finished “{flow}”. Your answers are kept — shall we continue?",
    },
    "stale": {
        "ru": "Это кнопка из прошлого сообщения. Вот вопрос, на котором вы остановились.",
        "en": "That button is from an earlier message. Here is the question you are at.",
    },
    "updated": {
        "ru": "Мы обновили анкету. Ваши ответы на месте, продолжаем.",
        "en": "The form was updated. Your answers are kept, let us go on.",
    },
    "done": {
        "ru": "Спасибо! Заявка у менеджера, он скоро свяжется с вами.",
        "en": "Thank you! A manager has your request and will contact you soon.",
    },
    "already_sent": {"ru": "Эта заявка уже у менеджера.", "en": "A manager already has this request."},
    "failure": {
        "ru": "Следующий вопрос не открылся. Нажмите /menu — ответы сохранены.",
        "en": "The next question did not open. Tap /menu — your answers are kept.",
    },
    "proposal": {"ru": "Похоже, вам сюда: {flow}. Верно?", "en": "This looks like: {flow}. Is that right?"},
    "understood": {"ru": "Понял: {answers}. Осталось {left}.", "en": "Got it: {answers}. {left} to go."},
    "not_understood": {
        "ru": "Пока непонятно, чем помочь. Выберите раздел или напишите иначе.",
        "en": "It is not clear yet how to help. Choose a section or say it in other words.",
    },
    "refused": {
        "ru": "Без согласия заявку отправить нельзя. Передумаете — нажмите «Назад».",
        "en": "The request cannot be sent without your consent. If you change your mind, tap “Back”.",
    },
    "wait": {
        "ru": "Сообщения приходят слишком быстро. Подождите несколько секунд и продолжайте.",
        "en": "Messages arrive too fast. Wait a few seconds and go on.",
    },
}

COMMANDS: Words = {
    "start": {"ru": "Главное меню", "en": "Main menu"},
    "help": {"ru": "Помощь", "en": "Help"},
    "menu": {"ru": "Показать меню услуг", "en": "Show the services"},
}

#: What the engine says of an answer it cannot take: what is expected, with an example.
EXPECTS: Words = {
    "expects.text": {"ru": "Ответьте текстом.", "en": "Answer in words."},
    "expects.number": {
        "ru": "Напишите число, например 120 000 или «120 тыс».",
        "en": "Write a number, for example 120,000.",
    },
    "expects.money": {
        "ru": "Напишите сумму, например 850 000 или «1,2 млн».",
        "en": "Write an amount, for example 850,000.",
    },
    "expects.year": {
        "ru": "Напишите год четырьмя цифрами, например 2016.",
        "en": "Write the year in four digits, for example 2016.",
    },
    "expects.date": {
        "ru": "Напишите дату, например 15.03.2026 или «15 марта».",
        "en": "Write a date, for example 15.03.2026.",
    },
    "expects.choice": {"ru": "Выберите один из вариантов ниже.", "en": "Choose one of the options below."},
    "expects.many": {
        "ru": "Отметьте варианты ниже и нажмите «Готово».",
        "en": "Tick the options below and tap “Done”.",
    },
    "expects.yes_no": {"ru": "Ответьте «Да» или «Нет».", "en": "Answer “Yes” or “No”."},
    "expects.phone": {
        "ru": "Напишите номер целиком, например 8 916 123-45-67, или нажмите кнопку внизу.",
        "en": "Write the whole number with the country code, or tap the button below.",
    },
    "expects.email": {
        "ru": "Напишите адрес почты, например ivan@mail.ru.",
        "en": "Write an e-mail address, for example ivan@mail.ru.",
    },
    "expects.name": {
        "ru": "Напишите имя буквами, например Анна.",
        "en": "Write a name in letters, for example Anna.",
    },
    "expects.city": {
        "ru": "Напишите название города, например Тула.",
        "en": "Write the name of a town, for example Tula.",
    },
    "expects.url": {
        "ru": "Пришлите ссылку, например avito.ru/12345.",
        "en": "Send a link, for example avito.ru/12345.",
    },
    "expects.photo": {
        "ru": "Пришлите фото: скрепка → «Галерея». Можно несколько сразу.",
        "en": "Send a photo: paper clip → “Gallery”. Several at once are fine.",
    },
    "expects.file": {"ru": "Пришлите файл: скрепка → «Файл».", "en": "Send a file: paper clip → “File”."},
    "expects.vin": {
        "ru": "Напишите VIN — 17 латинских букв и цифр, он есть в СТС и под лобовым стеклом.",
        "en": "Write the VIN: 17 letters and digits, printed in the registration papers.",
    },
    "expects.plate": {
        "ru": "Напишите госномер, например А123ВС777.",
        "en": "Write the plate, for example А123ВС777.",
    },
    "expects.consent": {
        "ru": "Нажмите «Согласен», чтобы продолжить, или «Не согласен».",
        "en": "Tap “I agree” to continue, or “I do not agree”.",
    },
    "expects.review": {
        "ru": "Если всё верно, нажмите «{submit}». Поправить ответ — «{edit}».",
        "en": "If everything is right, tap “{submit}”. To change an answer, tap “{edit}”.",
    },
    "expects.say": {"ru": "Чтобы продолжить, нажмите «{button}».", "en": "Tap “{button}” to go on."},
    "expects.stop": {
        "ru": "На этом анкета закончена. Нажмите одну из кнопок ниже.",
        "en": "This form ends here. Tap one of the buttons below.",
    },
    "late.added": {"ru": "Добавили к анкете: теперь {count}.", "en": "Added to the form: {count} now."},
    "too_long": {
        "ru": "Слишком длинно: уложитесь в {max} знаков.",
        "en": "Too long: keep it within {max} characters.",
    },
    "whole": {
        "ru": "Напишите целое число, без дробной части.",
        "en": "Write a whole number, without a fraction.",
    },
    "currency": {
        "ru": "Напишите сумму в рублях, например 850 000 или «1,2 млн».",
        "en": "Write the amount in roubles, for example 850,000.",
    },
    "edited": {
        "ru": "Правок в отправленных сообщениях бот не видит. Напишите заново; прошлый ответ меняет «{button}».",
        "en": "The bot does not see edits. Write it again; to change an earlier answer tap “{button}”.",
    },
    "foreign_contact": {
        "ru": "Это чужой контакт. Нажмите «Отправить мой номер» или напишите свой номер.",
        "en": "That is someone else’s contact. Tap “Share my number” or write yours.",
    },
    "vin_length": {
        "ru": "В VIN 17 знаков, у вас {count}. Сверьте с СТС и пришлите ещё раз.",
        "en": "A VIN has 17 characters, yours has {count}. Check it and send it again.",
    },
    "min.amount": {
        "ru": "Меньше {bound} не бывает. Напишите число от {bound}.",
        "en": "Write a number not below {bound}.",
    },
    "max.amount": {
        "ru": "Больше {bound} не подойдёт. Напишите число до {bound}.",
        "en": "Write a number not above {bound}.",
    },
    "between.amount": {
        "ru": "Напишите число от {min} до {max}.",
        "en": "Write a number from {min} to {max}.",
    },
    "min.day": {"ru": "Напишите дату не раньше {bound}.", "en": "Write a date not before {bound}."},
    "max.day": {"ru": "Напишите дату не позже {bound}.", "en": "Write a date not after {bound}."},
    "between.day": {"ru": "Напишите дату с {min} по {max}.", "en": "Write a date from {min} to {max}."},
    "min.length": {
        "ru": "Напишите подробнее: не короче {bound} знаков.",
        "en": "Write a little more: at least {bound} characters.",
    },
    "max.length": {
        "ru": "Слишком длинно: уложитесь в {bound} знаков.",
        "en": "Too long: keep it within {bound} characters.",
    },
    "between.year": {"ru": "Напишите год с {min} по {max}.", "en": "Write a year from {min} to {max}."},
    "min.year": {"ru": "Напишите год не раньше {bound}.", "en": "Write a year not before {bound}."},
    "max.year": {"ru": "Напишите год не позже {bound}.", "en": "Write a year not after {bound}."},
    "consent.yes": {"ru": "дано", "en": "given"},
    "consent.no": {"ru": "не дано", "en": "not given"},
    "between.length": {
        "ru": "Нужно от {min} до {max} знаков.",
        "en": "Write from {min} to {max} characters.",
    },
    "min.count": {
        "ru": "Нужно хотя бы {bound}. Добавьте и нажмите «Готово».",
        "en": "At least {bound} are needed. Add and tap “Done”.",
    },
    "max.count": {"ru": "Больше {bound} не нужно. Уберите лишнее.", "en": "No more than {bound} are needed."},
    "between.count": {"ru": "Нужно от {min} до {max}.", "en": "From {min} to {max} are needed."},
    "pattern": {
        "ru": "Это не похоже на ответ. Посмотрите пример в вопросе и напишите так же.",
        "en": "Write it the way the question shows.",
    },
    "must": {
        "ru": "Этот ответ не сходится с предыдущими. Проверьте его.",
        "en": "This does not agree with your earlier answers.",
    },
    "soft": {
        "ru": "Необычный ответ: {answer}. Всё верно?",
        "en": "An unusual answer: {answer}. Is it right?",
    },
    "count.photo.one": {"ru": "{count} фото", "en": "{count} photo"},
    "count.photo.many": {"ru": "{count} фото", "en": "{count} photos"},
    "count.file.one": {"ru": "{count} файл", "en": "{count} file"},
    "count.file.few": {"ru": "{count} файла", "en": "{count} files"},
    "count.file.many": {"ru": "{count} файлов", "en": "{count} files"},
    "count.question.none": {"ru": "проверить", "en": "Only a check"},
    "count.question.one": {"ru": "{count} вопрос", "en": "{count} question"},
    "count.question.few": {"ru": "{count} вопроса", "en": "{count} questions"},
    "count.question.many": {"ru": "{count} вопросов", "en": "{count} questions"},
}

#: Language → form of a word → the numbers that take it, as the Unicode tables say it.
_FORMS = {
    "ru": {"one": "n mod 10 is 1 and n mod 100 is not 11", "few": "n mod 10 in 2..4 and n mod 100 not in 12..14"},
    "en": {"one": "n is 1"},
}


@cache
def _form_of(language: str) -> Callable[[int], str]:
    # Loaded with the first number: whoever only checks flows counts nothing.
    from babel.plural import PluralRule

    return PluralRule(_FORMS.get(language, _FORMS["ru"]))


def phrase(key: str, language: str, **details: str) -> str:
    """One of the engine's own sentences; Russian stands in for a language the engine does not speak."""
    by_language = EXPECTS.get(key) or EXPECTS["expects.text"]
    return by_language.get(language, by_language["ru"]).format_map(details)


def plural(key: str, count: int, language: str) -> str:
    """«1 вопрос», «3 вопроса», «5 вопросов»."""
    form = _form_of(language)(count)
    found = f"{key}.{form}" if f"{key}.{form}" in EXPECTS else f"{key}.many"
    return phrase(found, language, count=str(count))
