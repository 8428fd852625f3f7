"""3xx to 5xx: texts, languages, rules, Telegram's limits."""

from engine.lang.catalogue.entry import Entries

TEXTS: Entries = {
    "CQ301": {
        "ru": ("нет текста на языке: {code}", "добавьте строку `{code}: …`"),
        "en": ("the text is missing in: {code}", "add a line `{code}: …`"),
    },
    "CQ301.unknown": {
        "ru": ("языка `{code}` у бота нет", "языки перечислены в bot.yaml, `languages`: {known}"),
        "en": ("the bot does not speak `{code}`", "the languages stand in bot.yaml, `languages`: {known}"),
    },
    "CQ301.plain": {
        "ru": ("текст без перевода: клиент с языком {code} увидит его как есть", "напишите `{first}: …` и `{code}: …`"),
        "en": ("the text is not translated into {code}", "write `{first}: …` and `{code}: …`"),
    },
    "CQ302": {
        "ru": ("перевод на {code} такой же, как текст на {first}", "переведите его"),
        "en": ("the text in {code} is the same as in {first}", "translate it"),
    },
    "CQ303.translation": {
        "ru": ("в переводе нет {names}, а в тексте на {first} есть", "добавьте в перевод"),
        "en": ("the translation lacks {names}, which the text in {first} has", "add it to the translation"),
    },
    "CQ303.item": {
        "ru": ("подставить `{{{name}}}` нечего: такого вопроса нет", "выше есть: {known}"),
        "en": ("nothing to put into `{{{name}}}`: there is no such item", "above there are: {known}"),
    },
    "CQ303.item_near": {
        "ru": ("подставить `{{{name}}}` нечего: такого вопроса нет", "напишите `{{{near}}}`"),
        "en": ("nothing to put into `{{{name}}}`: there is no such item", "write `{{{near}}}`"),
    },
    "CQ303.item_none": {
        "ru": (
            "подставить `{{{name}}}` нечего: выше нет ни одного вопроса",
            "уберите скобки или удвойте их: `{{{{` и `}}}}`",
        ),
        "en": ("nothing to put into `{{{name}}}`: no question stands above", "remove the braces or double them"),
    },
    "CQ303.static": {
        "ru": ("сюда ответы не подставляются", "напишите словами вместо `{{{name}}}`"),
        "en": ("answers are not put in here", "write words instead of `{{{name}}}`"),
    },
    "CQ303.absent": {
        "ru": (
            "ответа `{name}` здесь может не быть: останется пустое место",
            "добавьте замену: `{{{name}|не указано}}`",
        ),
        "en": ("there may be no answer `{name}` here: a gap would be left", "add a default: `{{{name}|not given}}`"),
    },
    "CQ303.service": {
        "ru": ("`{{{name}}}` здесь не подставляется", "можно: {known}"),
        "en": ("`{{{name}}}` is not put in here", "there are: {known}"),
    },
    "CQ303.service_near": {
        "ru": ("`{{{name}}}` здесь не подставляется", "напишите `{{{near}}}`"),
        "en": ("`{{{name}}}` is not put in here", "write `{{{near}}}`"),
    },
    "CQ303.item_block": {
        "ru": (
            "вопрос `{name}` есть в блоке `{block}`, а этого блока в анкете нет",
            "добавьте в steps строку `- use: {block}` выше этого места",
        ),
        "en": (
            "the item `{name}` is in the block `{block}`, which this flow does not use",
            "add the line `- use: {block}` to steps above this place",
        ),
    },
    "CQ303.opened": {
        "ru": (
            "фигурная скобка открыта и не закрыта: клиент увидит её как есть",
            "закройте её после имени, например {{name}}; если нужна сама скобка, напишите {{{{",
        ),
        "en": (
            "a brace is opened and never closed: the client sees it as it is",
            "close it after the name, like {{name}}; for a real brace write {{{{",
        ),
    },
    "CQ303.doubled": {
        "ru": (
            "двойные скобки ответ не подставят: клиент увидит само слово `{name}` в скобках",
            "напишите {{{name}}}",
        ),
        "en": ("doubled braces put no answer in: the client sees the word `{name}` in braces", "write {{{name}}}"),
    },
    "CQ303.closed": {
        "ru": (
            "лишняя закрывающая фигурная скобка: клиент увидит её как есть",
            "уберите её; если нужна сама скобка, напишите }}}}",
        ),
        "en": ("a closing brace without an opening one: the client sees it", "remove it; for a real brace write }}}}"),
    },
    "CQ304.angle": {
        "ru": ("Telegram примет `<` за начало тега", "напишите `&lt;`"),
        "en": ("Telegram takes `<` for the beginning of a tag", "write `&lt;`"),
    },
    "CQ304.unfinished": {
        "ru": ("тег `<{tag}` не закончен", "поставьте `>`"),
        "en": ("the tag `<{tag}` is not finished", "add `>`"),
    },
    "CQ304.tag": {
        "ru": ("тега `<{tag}>` в Telegram нет", "есть b, i, u, s, code, pre, a, blockquote; знак «меньше» — `&lt;`"),
        "en": ("Telegram has no tag `<{tag}>`", "it has b, i, u, s, code, pre, a, blockquote; a plain `<` is `&lt;`"),
    },
    "CQ304.unopened": {
        "ru": ("`</{tag}>` закрывает то, что не открыто", "закрывайте теги в обратном порядке"),
        "en": ("`</{tag}>` closes what is not open", "close tags in reverse order"),
    },
    "CQ304.unclosed": {
        "ru": ("тег `<{tag}>` не закрыт", "добавьте `</{tag}>`"),
        "en": ("the tag `<{tag}>` is not closed", "add `</{tag}>`"),
    },
    "CQ305": {
        "ru": ("текст пустой", "напишите слова или уберите ключ"),
        "en": ("the text is empty", "write words or remove the key"),
    },
    "CQ305.wordless": {
        "ru": ("вопрос без слов", "напишите, что спросить у клиента"),
        "en": ("a question without words", "write what the client is asked"),
    },
    "CQ306.latin": {
        "ru": (
            "в слове «{word}» латинская буква `{letter}`: по нему не найдут ни поиск, ни CRM",
            "наберите русскими буквами: {whole}",
        ),
        "en": ("the word «{word}» has the Latin letter `{letter}`: no search will find it", "type it anew: {whole}"),
    },
    "CQ306.cyrillic": {
        "ru": (
            "в слове «{word}» русская буква `{letter}`: по нему не найдут ни поиск, ни CRM",
            "наберите латиницей: {whole}",
        ),
        "en": ("the word «{word}» has the Cyrillic letter `{letter}`: no search will find it", "type it anew: {whole}"),
    },
    "CQ402.formula_syntax": {
        "ru": ("формула не читается", "проверьте скобки и знаки: + - * / // %, сравнения, and, or, min(), max()"),
        "en": (
            "the formula cannot be read",
            "check brackets and signs: + - * / // %, comparisons, and, or, min(), max()",
        ),
    },
    "CQ402.formula_not_allowed": {
        "ru": (
            "в формуле нельзя `{part}`",
            "можно числа, имена вопросов, + - * / // %, сравнения, and, or, min(), max()",
        ),
        "en": (
            "`{part}` is not allowed in a formula",
            "use numbers, names of questions, + - * / // %, comparisons, and, or, min(), max()",
        ),
    },
    "CQ402.formula_too_long": {
        "ru": ("формула слишком длинная", "разбейте её на несколько `compute`"),
        "en": ("the formula is too long", "split it into several `compute` items"),
    },
    "CQ402.re_perl": {
        "ru": ("проверки вперёд и назад `{part}` не поддерживаются", "перепишите выражение без них"),
        "en": ("look-around `{part}` is not supported", "rewrite the pattern without it"),
    },
    "CQ402.re_bracket": {
        "ru": ("в выражении не хватает или лишняя круглая скобка", "проверьте пары скобок"),
        "en": ("a bracket is missing or too many in the pattern", "check the pairs"),
    },
    "CQ402.re_square": {
        "ru": ("в выражении не закрыта квадратная скобка", "добавьте `]`"),
        "en": ("a square bracket is not closed in the pattern", "add `]`"),
    },
    "CQ402.re_repeat": {
        "ru": ("в выражении нечего повторять перед `{part}`", "поставьте перед ним символ или удалите"),
        "en": ("nothing to repeat before `{part}` in the pattern", "put a character before it or remove it"),
    },
    "CQ402.re_size": {
        "ru": ("слишком большое повторение `{part}`", "не больше 1000"),
        "en": ("the repetition `{part}` is too large", "at most 1000"),
    },
    "CQ402.re_escape": {
        "ru": ("сочетание `{part}` не поддерживается", "уберите обратную косую черту или замените сочетание"),
        "en": ("`{part}` is not supported", "remove the backslash or write it differently"),
    },
    "CQ402.re_range": {
        "ru": ("границы `{part}` стоят в обратном порядке", "поменяйте местами"),
        "en": ("the range `{part}` is reversed", "swap its ends"),
    },
    "CQ402.re_group": {
        "ru": ("группа `{part}` не читается", "уберите имя группы: хватит круглых скобок"),
        "en": ("the group `{part}` cannot be read", "drop its name: plain brackets will do"),
    },
    "CQ402.re_other": {
        "ru": ("регулярное выражение не читается", "проверьте скобки и обратные косые черты"),
        "en": ("the pattern cannot be read", "check brackets and backslashes"),
    },
    "CQ405": {
        "ru": ("ни один ответ не подойдёт: min {least} больше max {most}", "поменяйте местами"),
        "en": ("no answer fits: min {least} is above max {most}", "swap them"),
    },
    "CQ405.together": {
        "ru": ("ни один ответ не подойдёт: правила вместе требуют от {least} до {most}", "исправьте одно из правил"),
        "en": ("no answer fits: together the rules demand {least} to {most}", "correct one of the rules"),
    },
    "CQ405.nothing": {
        "ru": ("ни один ответ не подойдёт: max {most}", "напишите 1 или больше"),
        "en": ("no answer fits: max {most}", "write 1 or more"),
    },
    "CQ405.must": {
        "ru": ("ни один ответ не подойдёт: это условие всегда ложно", "исправьте его или границы вопросов"),
        "en": ("no answer fits: this is never true", "correct it or the bounds of the questions"),
    },
    "CQ405.idle": {
        "ru": (
            "правило ничего не проверяет: при таких границах вопросов оно верно всегда",
            "уберите его или исправьте",
        ),
        "en": ("the rule checks nothing: within the bounds of its questions it is always true", "remove or correct it"),
    },
    "CQ405.never_asks": {
        "ru": (
            "правило с soft никогда не сработает: такие ответы не пропустит обязательное правило",
            "сделайте границу строже обязательной или уберите правило",
        ),
        "en": (
            "the soft rule never asks: a hard one refuses such answers already",
            "make it stricter than the hard one or remove it",
        ),
    },
    "CQ405.always_asks": {
        "ru": (
            "правило с soft переспросит о любом ответе: все они вне его границ",
            "проверьте, не перепутаны ли min и max",
        ),
        "en": (
            "the soft rule asks about every answer: all are out of its bounds",
            "check whether min and max are swapped",
        ),
    },
    "CQ408": {
        "ru": ("{value} — последний год, который примет вопрос: скоро он устареет", "напишите `this_year`"),
        "en": ("{value} is the last year the question takes: soon it will be a past one", "write `this_year`"),
    },
    "CQ409": {
        "ru": ("в `{part}` нет буквы «{letter}»", "напишите `{whole}`"),
        "en": ("`{part}` lacks the letter «{letter}»", "write `{whole}`"),
    },
    "CQ410": {
        "ru": ("`{part}` здесь понимает только латинские буквы", "для русских напишите `[А-Яа-яЁёA-Za-z0-9]`"),
        "en": ("`{part}` knows only Latin letters here", "for Russian ones write `[А-Яа-яЁёA-Za-z0-9]`"),
    },
    "CQ410.border": {
        "ru": (
            "`{part}` здесь видит границу слова только у латинских букв",
            "уберите: выражение и так сравнивается со всем ответом",
        ),
        "en": ("`{part}` sees the edge of Latin words only", "remove it: the pattern is held against the whole answer"),
    },
    "CQ502": {
        "ru": (
            "знаков в сообщении — {size}, а Telegram принимает до {limit}",
            "сократите текст или разделите на два сообщения",
        ),
        "en": ("the message has {size} characters, Telegram takes {limit}", "shorten it or make two messages"),
    },
    "CQ503": {
        "ru": (
            "знаков под картинкой — {size}, а Telegram принимает до {limit}",
            "сократите вопрос или вынесите текст в сообщение `say:` выше",
        ),
        "en": (
            "the caption has {size} characters, Telegram takes {limit}",
            "shorten the question or move text to a `say:` above",
        ),
    },
    "CQ506": {
        "ru": ("знаков на кнопке — {size}, на телефоне надпись обрежет", "уложитесь в {limit}"),
        "en": ("the button's label has {size} characters and is cut on a phone", "keep it within {limit}"),
    },
    "CQ506.columns": {
        "ru": (
            "в {columns} колонки надпись «{label}» не поместится: телефон покажет до {limit} знаков",
            "уменьшите `columns:` или уберите — бот подберёт сам",
        ),
        "en": (
            "in {columns} columns the label «{label}» is cut: a phone shows up to {limit} characters",
            "use fewer columns, or none: the bot chooses itself",
        ),
    },
    "CQ511": {
        "ru": (
            "знаков в описании команды — {size}, а Telegram принимает до {limit}",
            "сократите его до нескольких слов",
        ),
        "en": ("the command's description has {size} characters, Telegram takes {limit}", "shorten it to a few words"),
    },
    "CQ509": {
        "ru": ("`{value}` — не адрес страницы", "напишите целиком, с https://"),
        "en": ("`{value}` is not a page's address", "write it whole, with https://"),
    },
    "CQ512": {
        "ru": (
            "картинки `{name}` рядом с анкетой нет",
            "положите файл в ту же папку или напишите адрес целиком, с https://",
        ),
        "en": ("there is no picture `{name}` beside the flow", "put the file there or write an address with https://"),
    },
    "CQ512.near": {
        "ru": ("картинки `{name}` рядом с анкетой нет", "есть `{near}`"),
        "en": ("there is no picture `{name}` beside the flow", "there is `{near}`"),
    },
}
