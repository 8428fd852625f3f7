"""2xx: names and references; what an option is called."""

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
}
