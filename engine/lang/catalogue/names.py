"""2xx: names, references and conditions."""

from engine.lang.catalogue.entry import Entries

NAMES: Entries = {
    "CQ201": {
        "ru": ("имя `{id}` уже занято", "назовите иначе: по имени бот хранит ответ"),
        "en": ("the name `{id}` is taken", "choose another: answers are kept by name"),
    },
    "CQ201.block": {
        "ru": (
            "имя `{id}` встречается в анкете `{flow}` дважды: в ней самой и в блоке",
            "назовите один из вопросов иначе",
        ),
        "en": ("the name `{id}` comes twice in the flow `{flow}`: its own and a block's", "rename one of them"),
    },
    "CQ201.reserved": {
        "ru": (
            "вариант не может называться `{id}`: так бот зовёт свою кнопку",
            "уберите его: кнопку даёт ключ `{id}:`",
        ),
        "en": (
            "an option cannot be called `{id}`: that is the name of the bot's own button",
            "remove it: the key `{id}:` makes the button",
        ),
    },
    "CQ201.was": {
        "ru": ("прежнее имя `{id}` занято", "уберите его из was или переименуйте другое"),
        "en": ("the former name `{id}` is taken", "remove it from was or rename the other"),
    },
    "CQ201.menu": {
        "ru": ("`{id}` повторяется", "оставьте один раз"),
        "en": ("`{id}` is repeated", "keep it once"),
    },
    "CQ202.item": {
        "ru": ("вопроса `{name}` в анкете нет", "выше есть: {known}"),
        "en": ("there is no item `{name}` in this flow", "above there are: {known}"),
    },
    "CQ202.item_near": {
        "ru": ("вопроса `{name}` в анкете нет", "напишите `{near}`"),
        "en": ("there is no item `{name}` in this flow", "write `{near}`"),
    },
    "CQ202.misnamed": {
        "ru": (
            "вопрос назван `{name}`, а в анкете его зовут `{near}`: раз {count}",
            "переименуйте его в `{near}` или исправьте остальные места",
        ),
        "en": (
            "the item is called `{name}`, but {count} places call it `{near}`",
            "rename it to `{near}` or correct the other places",
        ),
    },
    "CQ202.misnamed_list": {
        "ru": (
            "список назван `{name}`, а в анкетах его зовут `{near}`: раз {count}",
            "переименуйте его в `{near}` или исправьте остальные места",
        ),
        "en": (
            "the list is called `{name}`, but {count} places call it `{near}`",
            "rename it to `{near}` or correct the other places",
        ),
    },
    "CQ202.misnamed_block": {
        "ru": (
            "блок назван `{name}`, а в анкетах его зовут `{near}`: раз {count}",
            "переименуйте его в `{near}` или исправьте остальные места",
        ),
        "en": (
            "the block is called `{name}`, but {count} places call it `{near}`",
            "rename it to `{near}` or correct the other places",
        ),
    },
    "CQ202.item_block": {
        "ru": (
            "вопрос `{name}` есть в блоке `{block}`, а этого блока в анкете нет",
            "добавьте в steps строку `- use: {block}` выше этого места",
        ),
        "en": (
            "the item `{name}` is in the block `{block}`, which this flow does not use",
            "add the line `- use: {block}` to steps above this place",
        ),
    },
    "CQ202.item_none": {
        "ru": ("вопроса `{name}` в анкете нет", "выше нет ни одного вопроса"),
        "en": ("there is no item `{name}` in this flow", "no question stands above"),
    },
    "CQ202.block": {
        "ru": ("блока `{name}` в bot.yaml нет", "есть: {known}"),
        "en": ("there is no block `{name}` in bot.yaml", "there are: {known}"),
    },
    "CQ202.block_near": {
        "ru": ("блока `{name}` в bot.yaml нет", "напишите `{near}`"),
        "en": ("there is no block `{name}` in bot.yaml", "write `{near}`"),
    },
    "CQ202.list": {
        "ru": ("списка `{name}` в bot.yaml нет", "есть: {known}"),
        "en": ("there is no list `{name}` in bot.yaml", "there are: {known}"),
    },
    "CQ202.list_near": {
        "ru": ("списка `{name}` в bot.yaml нет", "напишите `{near}`"),
        "en": ("there is no list `{name}` in bot.yaml", "write `{near}`"),
    },
    "CQ202.table": {
        "ru": ("таблицы `{name}` в bot.yaml нет", "есть: {known}"),
        "en": ("there is no table `{name}` in bot.yaml", "there are: {known}"),
    },
    "CQ202.table_near": {
        "ru": ("таблицы `{name}` в bot.yaml нет", "напишите `{near}`"),
        "en": ("there is no table `{name}` in bot.yaml", "write `{near}`"),
    },
    "CQ202.flow": {
        "ru": ("анкеты `{name}` нет", "есть: {known}"),
        "en": ("there is no flow `{name}`", "there are: {known}"),
    },
    "CQ202.flow_near": {
        "ru": ("анкеты `{name}` нет", "напишите `{near}`"),
        "en": ("there is no flow `{name}`", "write `{near}`"),
    },
    "CQ202.is_table": {
        "ru": (
            "`{name}` — таблица: её варианты зависят от другого ответа",
            "напишите `choices_by: {{вопрос: {name}}}`",
        ),
        "en": ("`{name}` is a table: its options depend on another answer", "write `choices_by: {{question: {name}}}`"),
    },
    "CQ202.not_table": {
        "ru": (
            "`{name}` — простой список, а здесь нужна таблица по ответам",
            "напишите `choices: {name}` или составьте таблицу в bot.yaml",
        ),
        "en": (
            "`{name}` is a plain list, and a table by answers belongs here",
            "write `choices: {name}` or make a table in bot.yaml",
        ),
    },
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
    "CQ204": {
        "ru": ("у вопроса `{name}` нет варианта `{value}`", "есть: {known}"),
        "en": ("the question `{name}` has no option `{value}`", "there are: {known}"),
    },
    "CQ204.near": {
        "ru": ("у вопроса `{name}` нет варианта `{value}`", "напишите `{near}`"),
        "en": ("the question `{name}` has no option `{value}`", "write `{near}`"),
    },
    "CQ204.misnamed": {
        "ru": (
            "вариант назван `{name}`, а в анкете его зовут `{near}`: раз {count}",
            "переименуйте его в `{near}` или исправьте остальные места",
        ),
        "en": (
            "the option is called `{name}`, but {count} places call it `{near}`",
            "rename it to `{near}` or correct the other places",
        ),
    },
    "CQ204.reserved": {
        "ru": ("у вопроса `{name}` нет кнопки `{value}`", "добавьте ему `{value}:` с надписью или уберите условие"),
        "en": (
            "the question `{name}` has no button `{value}`",
            "give it `{value}:` with a label or remove the condition",
        ),
    },
    "CQ204.row": {
        "ru": (
            "варианта `{value}` нет в списке: эта строка таблицы никогда не понадобится",
            "исправьте имя или добавьте вариант в список",
        ),
        "en": (
            "no list has the option `{value}`: this row is never used",
            "correct the name or add the option to the list",
        ),
    },
    "CQ204.row_near": {
        "ru": ("варианта `{value}` нет в списке: эта строка таблицы никогда не понадобится", "напишите `{near}`"),
        "en": ("no list has the option `{value}`: this row is never used", "write `{near}`"),
    },
    "CQ205": {
        "ru": ("вопрос `{name}` задаётся позже", "переставьте его выше или возьмите другой"),
        "en": ("the item `{name}` comes later", "move it up or take another"),
    },
    "CQ205.itself": {
        "ru": ("`{name}` ссылается на свой же ответ", "здесь его ещё нет; возьмите вопрос выше"),
        "en": ("`{name}` refers to its own answer", "it is not there yet; take an earlier item"),
    },
    "CQ206.no_answer": {
        "ru": ("у `{name}` нет ответа: это сообщение", "назовите вопрос или вычисление"),
        "en": ("`{name}` has no answer: it is a message", "name a question or a computed value"),
    },
    "CQ206.all": {
        "ru": ("`all` подходит только для `type: many`, а `{name}` — один ответ", "напишите ответ или список ответов"),
        "en": ("`all` is for `type: many`, and `{name}` has one answer", "write an answer or a list of answers"),
    },
    "CQ206.only_answered": {
        "ru": ("ответ `{name}` ни с чем не сравнить", "напишите `{{answered: true}}`"),
        "en": ("the answer of `{name}` cannot be compared", "write `{{answered: true}}`"),
    },
    "CQ206.bounds": {
        "ru": ("у ответа `{name}` нет величины: границы не подходят", "напишите ответ или список ответов"),
        "en": ("the answer of `{name}` has no size: bounds do not fit", "write an answer or a list of answers"),
    },
    "CQ206.parent": {
        "ru": ("`{name}` — не выбор одного варианта", "назовите вопрос с `choices`"),
        "en": ("`{name}` is not a choice of one option", "name a question with `choices`"),
    },
    "CQ206.mixed": {
        "ru": (
            "в формуле складывается несовместимое: числа, даты или условия",
            "сравнивайте числа с числами, а даты с датами",
        ),
        "en": ("the formula mixes numbers, dates or conditions", "combine numbers with numbers and dates with dates"),
    },
    "CQ206.must": {
        "ru": ("формула даёт число, а нужно условие", "сравните с чем-нибудь, например `{formula} >= 0`"),
        "en": ("the formula yields a number, and a condition is wanted", "compare it, for example `{formula} >= 0`"),
    },
    "CQ206.amount": {
        "ru": ("формула даёт «да или нет», а нужно число", "напишите, как посчитать число; для условий есть `if:`"),
        "en": (
            "the formula yields true or false, and a number is wanted",
            "write how to count it; conditions belong to `if:`",
        ),
    },
    "CQ206.not_amount": {
        "ru": ("ответ `{name}` — не число и не дата", "возьмите вопрос с type: number, money, year или date"),
        "en": (
            "the answer of `{name}` is neither a number nor a date",
            "take a question of type number, money, year or date",
        ),
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
    "CQ211": {
        "ru": (
            "надпись `{label}` уже есть у варианта `{other}`",
            "назовите иначе: клиент не отличит кнопки, а бот — ответ словами",
        ),
        "en": (
            "the option `{other}` has the label `{label}` as well",
            "choose another: nobody can tell the buttons apart",
        ),
    },
    "CQ209.never": {
        "ru": ("условие никогда не выполнится: ответа нет, а его сравнивают", "оставьте что-то одно"),
        "en": ("the condition never holds: there is no answer to compare", "keep one of the two"),
    },
}
