"""1xx: keys and values against the schema."""

from engine.lang.catalogue.entry import Entries

SHAPE: Entries = {
    "CQ100": {
        "ru": (
            "неизвестный ключ `{key}`",
            "уберите его или проверьте написание: список ключей — в подсказке редактора",
        ),
        "en": ("unknown key `{key}`", "remove it or check the spelling"),
    },
    "CQ100.near": {
        "ru": ("неизвестный ключ `{key}`", "напишите `{near}`"),
        "en": ("unknown key `{key}`", "write `{near}`"),
    },
    "CQ100.rule": {
        "ru": ("`{key}` стоит не внутри `validate:`", "напишите `validate: {{{key}: {value}}}`"),
        "en": ("`{key}` is not inside `validate:`", "write `validate: {{{key}: {value}}}`"),
    },
    "CQ100.required": {
        "ru": ("ключа `{key}` нет: вопрос и так обязателен", "уберите строку"),
        "en": ("there is no key `{key}`: a question is mandatory anyhow", "remove the line"),
    },
    "CQ100.optional": {
        "ru": ("ключа `{key}` нет", "чтобы вопрос можно было пропустить, напишите `optional: true`"),
        "en": ("there is no key `{key}`", "to let clients skip the question write `optional: true`"),
    },
    "CQ100.synonym": {
        "ru": ("неизвестный ключ `{key}`", "здесь это называется `{near}`"),
        "en": ("unknown key `{key}`", "here it is called `{near}`"),
    },
    "CQ100.letter": {
        "ru": ("в ключе `{key}` русская буква «{letter}»", "наберите латиницей: `{near}`"),
        "en": ("the key `{key}` has the Cyrillic letter «{letter}»", "type it in Latin letters: `{near}`"),
    },
    "CQ101": {
        "ru": ("не хватает ключа `{key}`", "добавьте строку `{key}: …`"),
        "en": ("the key `{key}` is missing", "add a line `{key}: …`"),
    },
    "CQ101.id": {
        "ru": ("у вопроса нет имени", "добавьте первой строкой `id:` и короткое имя латиницей, например `- id: city`"),
        "en": ("the item has no name", "begin it with `id:` and a short name, like `- id: city`"),
    },
    "CQ101.title": {
        "ru": ("у анкеты нет названия", "добавьте `title: Продать авто` — это слова на кнопке меню"),
        "en": ("the flow has no title", "add `title: Sell a car`: the words on the menu's button"),
    },
    "CQ101.flow": {
        "ru": ("не сказано, какая это анкета", "добавьте первой строкой `flow:` и имя файла до .flow.yaml"),
        "en": ("the flow does not say its name", "begin with `flow:` and the file's name before .flow.yaml"),
    },
    "CQ101.steps": {
        "ru": ("в анкете нет вопросов", "добавьте `steps:` и под ним `- id: city`"),
        "en": ("the flow has no questions", "add `steps:` with `- id: city` under it"),
    },
    "CQ101.done": {
        "ru": ("нет текста после отправки", "добавьте `done: Спасибо! Скоро позвоним.`"),
        "en": ("there is no text for the end", "add `done: Thank you! We will call you soon.`"),
    },
    "CQ101.kind": {
        "ru": (
            "не сказано, что это: вопрос, сообщение или конец",
            "добавьте `ask:`, `say:`, `stop:`, `compute:` или `use:`",
        ),
        "en": ("the item does not say what it is", "add `ask:`, `say:`, `stop:`, `compute:` or `use:`"),
    },
    "CQ101.choices": {
        "ru": ("у вопроса с `type: {type}` нет вариантов", "добавьте `choices:` с вариантами или названием списка"),
        "en": ("a question of `type: {type}` has no options", "add `choices:` with options or the name of a list"),
    },
    "CQ101.rule": {
        "ru": ("правило ничего не проверяет", "добавьте `min`, `max`, `pattern` или `must`"),
        "en": ("the rule checks nothing", "add `min`, `max`, `pattern` or `must`"),
    },
    "CQ101.hook": {
        "ru": ("не сказано, что сделать с заявкой", "назовите действие: {known}"),
        "en": ("the entry names no hook", "name one of: {known}"),
    },
    "CQ101.consent": {
        "ru": ("бот спрашивает согласие, а текста согласия нет", "добавьте в bot.yaml `consent:` с `version` и `text`"),
        "en": (
            "the bot asks for consent, but there is no text of it",
            "add `consent:` with `version` and `text` to bot.yaml",
        ),
    },
    "CQ102": {
        "ru": ("`{value}` здесь не подходит", "выберите одно из: {known}"),
        "en": ("`{value}` does not fit here", "choose one of: {known}"),
    },
    "CQ102.near": {
        "ru": ("`{value}` здесь не подходит", "напишите `{near}`"),
        "en": ("`{value}` does not fit here", "write `{near}`"),
    },
    "CQ102.minimum": {
        "ru": ("{value} — слишком мало", "напишите число от {limit}"),
        "en": ("{value} is too little", "write a number from {limit}"),
    },
    "CQ102.maximum": {
        "ru": ("{value} — слишком много", "напишите число до {limit}"),
        "en": ("{value} is too much", "write a number up to {limit}"),
    },
    "CQ102.one": {
        "ru": ("здесь нужна ровно одна пара «ключ: значение»", "оставьте одну, остальные — отдельной строкой"),
        "en": ("exactly one key belongs here", "keep one, move the others to lines of their own"),
    },
    "CQ102.unique": {
        "ru": ("в списке есть повтор", "оставьте одно"),
        "en": ("the list repeats itself", "keep one of each"),
    },
    "CQ102.shape": {
        "ru": ("значение `{key}` не подходит", "посмотрите пример в подсказке редактора"),
        "en": ("the value of `{key}` does not fit", "see the example in the editor's hint"),
    },
    "CQ102.pattern": {
        "ru": ("`{value}` здесь не подходит", "посмотрите пример в подсказке редактора"),
        "en": ("`{value}` does not fit here", "see the example in the editor's hint"),
    },
    "CQ102.language": {
        "ru": (
            "`{value}` — не код языка",
            "код языка — две латинские буквы: ru, en; если это не язык, возьмите текст в кавычки",
        ),
        "en": ("`{value}` is not a language code", "a code has two letters: ru, en"),
    },
    "CQ102.duration": {
        "ru": ("`{value}` — непонятный срок", "напишите 30m, 2h или 1d: минуты, часы, дни"),
        "en": ("`{value}` is not a duration", "write 30m, 2h or 1d: minutes, hours, days"),
    },
    "CQ102.clock": {
        "ru": ("`{value}` — непонятное время", 'напишите часы и минуты: "21:00"'),
        "en": ("`{value}` is not a time", 'write hours and minutes: "21:00"'),
    },
    "CQ102.day": {
        "ru": ("`{value}` — такого дня нет", "напишите год, месяц и день: 2026-11-22"),
        "en": ("`{value}` is not a day", "write year, month and day: 2026-11-22"),
    },
    "CQ102.timezone": {
        "ru": (
            "`{value}` — неизвестный часовой пояс",
            "напишите, например, Europe/Moscow, Asia/Yekaterinburg, Asia/Vladivostok",
        ),
        "en": ("`{value}` is no time zone", "write one like Europe/Moscow or Asia/Yekaterinburg"),
    },
    "CQ102.hook": {
        "ru": ("действия `{name}` нет", "есть: {known}"),
        "en": ("there is no hook `{name}`", "there are: {known}"),
    },
    "CQ102.hook_near": {
        "ru": ("действия `{name}` нет", "напишите `{near}`"),
        "en": ("there is no hook `{name}`", "write `{near}`"),
    },
    "CQ102.one_hook": {
        "ru": ("в одной записи два действия: `{other}` и `{name}`", "начните `{name}` с новой строки с дефисом"),
        "en": ("one entry has two hooks: `{other}` and `{name}`", "begin `{name}` on a line of its own with a dash"),
    },
    "CQ103": {
        "ru": ("здесь {got}, а нужно другое: {want}", "если это текст, возьмите его в кавычки"),
        "en": ("here is {got}, but wanted is {want}", "if it is a text, put it in quotes"),
    },
    "CQ103.not_text": {
        "ru": ("здесь {got}, а нужно другое: {want}", ""),
        "en": ("{got} is here, but {want} is needed", ""),
    },
    "CQ103.choices_list": {
        "ru": (
            "варианты пишутся по одному в строке: имя латиницей, двоеточие, надпись",
            "напишите под `choices:`, например, `{line}`",
        ),
        "en": ("options are written one a line: a Latin name, a colon, the label", "write, for example, `{line}`"),
    },
    "CQ103.compare": {
        "ru": ("знаков сравнения в условии нет", "напишите `{line}`"),
        "en": ("there are no comparison signs in a condition", "write `{line}`"),
    },
    "CQ103.condition": {
        "ru": ("условие пишется в фигурных скобках", "напишите, например, `if: {line}`"),
        "en": ("a condition is written in braces", "write, for example, `if: {line}`"),
    },
    "CQ103.empty": {
        "ru": ("после `{key}:` ничего нет", "напишите значение — {want} — или уберите строку"),
        "en": ("nothing stands after `{key}:`", "write {want} or remove the line"),
    },
    "CQ103.nothing": {
        "ru": ("здесь пусто", "добавьте хотя бы одно значение или уберите ключ"),
        "en": ("nothing is here", "add at least one value or remove the key"),
    },
    "CQ103.boolean": {
        "ru": ("здесь нужно `true` или `false`, а написано `{value}`", "напишите `{near}`"),
        "en": ("wanted is `true` or `false`, not `{value}`", "write `{near}`"),
    },
    "CQ103.true": {
        "ru": ("здесь нужно `true` или `false`, а написано `{value}`", "напишите `true` или `false`, без кавычек"),
        "en": ("wanted is `true` or `false`, not `{value}`", "write `true` or `false` without quotes"),
    },
    "CQ103.integer": {
        "ru": (
            "здесь нужно целое число, а написано `{value}`",
            "напишите цифрами, без кавычек, пробелов и единиц: 150000",
        ),
        "en": (
            "wanted is a whole number, not `{value}`",
            "write digits only, without quotes, spaces and units: 150000",
        ),
    },
    "CQ103.number": {
        "ru": (
            "здесь нужно число, а написано `{value}`",
            "напишите цифрами, без кавычек, пробелов и единиц: 0.65 или 150000",
        ),
        "en": (
            "wanted is a number, not `{value}`",
            "write digits only, without quotes, spaces and units: 0.65 or 150000",
        ),
    },
    "CQ103.bound_amount": {
        "ru": ("`{value}` — не число", "напишите число, `this_year` или имя вопроса выше с числом"),
        "en": (
            "`{value}` is not a number",
            "write a number, `this_year` or the name of an earlier question with a number",
        ),
    },
    "CQ103.bound_day": {
        "ru": ("`{value}` — не дата", "напишите дату целиком, например 31.12.2026, или `today`"),
        "en": ("`{value}` is not a date", "write a whole date, like 31.12.2026, or `today`"),
    },
    "CQ103.bound_length": {
        "ru": ("`{value}` — не число знаков", "напишите целое число: для текста min и max считают знаки"),
        "en": (
            "`{value}` is not a number of characters",
            "write a whole number: for a text, min and max count characters",
        ),
    },
    "CQ103.bound_count": {
        "ru": ("`{value}` — не количество", "напишите целое число"),
        "en": ("`{value}` is not a count", "write a whole number"),
    },
    "CQ103.row": {
        "ru": ("`{name}` — таблица, а в этой строке нет вариантов", "напишите под ней варианты: «имя: надпись»"),
        "en": ("`{name}` is a table, but this row has no options", "write options under it: `name: label`"),
    },
    "CQ104": {
        "ru": ("`{key}` не имеет смысла у вопроса с `type: {type}`", "уберите ключ или смените type"),
        "en": ("`{key}` means nothing for `type: {type}`", "remove the key or change the type"),
    },
    "CQ104.kinds": {
        "ru": ("здесь и `{other}`, и `{key}`: это разные вещи", "оставьте одно, второе начните с новой строки `- id:`"),
        "en": ("both `{other}` and `{key}` are here", "keep one, begin the other with a new `- id:`"),
    },
    "CQ104.kind_ask": {
        "ru": ("`{key}` не имеет смысла у вопроса", "уберите ключ"),
        "en": ("`{key}` means nothing for a question", "remove it"),
    },
    "CQ104.kind_say": {
        "ru": ("`{key}` не имеет смысла у сообщения", "уберите ключ; рядом с say бывают только if, button и was"),
        "en": ("`{key}` means nothing for a message", "remove it; beside say there may be if, button and was"),
    },
    "CQ104.kind_stop": {
        "ru": ("`{key}` не имеет смысла у конца анкеты", "уберите ключ; рядом со stop бывают только if, offer и was"),
        "en": ("`{key}` means nothing for an end", "remove it; beside stop there may be if, offer and was"),
    },
    "CQ104.kind_compute": {
        "ru": ("`{key}` не имеет смысла у вычисления", "уберите ключ: клиента здесь не спрашивают"),
        "en": ("`{key}` means nothing for a computed value", "remove it: nobody is asked here"),
    },
    "CQ104.kind_use": {
        "ru": ("`{key}` не имеет смысла рядом с use", "уберите ключ; рядом с use бывает только if"),
        "en": ("`{key}` means nothing beside use", "remove it; beside use there may only be if"),
    },
    "CQ104.option": {
        "ru": (
            "`{key}` стоит среди вариантов ответа, и клиент увидит такую кнопку",
            "если это настройка вопроса, сделайте отступ как у `choices:`",
        ),
        "en": (
            "`{key}` stands among the options, and the client sees a button of it",
            "if it is a setting of the question, indent it like `choices:`",
        ),
    },
    "CQ104.both": {
        "ru": ("варианты заданы дважды: `choices` и `choices_by`", "оставьте что-то одно"),
        "en": ("options are given twice: `choices` and `choices_by`", "keep one of them"),
    },
    "CQ104.nested": {
        "ru": ("блок не может включать другой блок", "перенесите вопросы сюда или напишите `use:` в самой анкете"),
        "en": ("a block cannot use another block", "move the questions here or write `use:` in the flow"),
    },
    "CQ104.bounds": {
        "ru": ("у `type: {type}` нет границ: `{key}` нечего сравнивать", "уберите правило"),
        "en": ("`type: {type}` has no bounds: nothing to compare with `{key}`", "remove the rule"),
    },
    "CQ104.pattern": {
        "ru": (
            "`pattern` проверяет только тексты, а здесь `type: {type}`",
            "уберите правило: этот тип сам проверяет ответ",
        ),
        "en": (
            "`pattern` is for texts, and this is `type: {type}`",
            "remove the rule: the type checks the answer itself",
        ),
    },
    "CQ105.id": {
        "ru": ("имя `{id}` не подходит", "латиница, цифры и `_`, первой — буква; например `{near}`"),
        "en": (
            "the name `{id}` does not fit",
            "lower-case Latin letters, digits and `_`, a letter first; for example `{near}`",
        ),
    },
    "CQ105.option": {
        "ru": ("имя варианта `{id}` не подходит", "латиница, цифры и `_`; например `{near}`"),
        "en": (
            "the option's name `{id}` does not fit",
            "lower-case Latin letters, digits and `_`; for example `{near}`",
        ),
    },
    "CQ105.long": {
        "ru": ("имя `{id}` слишком длинное", "сократите, например `{near}`: Telegram хранит его в каждой кнопке"),
        "en": ("the name `{id}` is too long", "shorten it, for example `{near}`: Telegram keeps it in every button"),
    },
    "CQ105.letter": {
        "ru": ("в имени `{id}` русская буква «{letter}»", "наберите латиницей: `{near}`"),
        "en": ("the name `{id}` has the Cyrillic letter «{letter}»", "type it in Latin letters: `{near}`"),
    },
    "CQ105.reserved": {
        "ru": ("`{id}` — слово языка формул", "назовите иначе, например `{id}_1`"),
        "en": ("`{id}` is a word of formulas", "choose another name, like `{id}_1`"),
    },
    "CQ107": {
        "ru": ("версия языка {value} новее программы", "обновите программу или верните `language: {limit}`"),
        "en": (
            "language version {value} is newer than this program",
            "update the program or write `language: {limit}`",
        ),
    },
}
