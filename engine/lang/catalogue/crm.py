"""6xx, 8xx, 9xx: the CRM, personal data, the project and its stories."""

from engine.lang.catalogue.entry import Entries

CRM: Entries = {
    "CQ603": {
        "ru": (
            "бюджет сделки — число, а здесь `type: {type}`",
            "возьмите `type: money` или пишите в обычное поле: `crm: Бюджет`",
        ),
        "en": ("the lead's budget is a number, and this is `type: {type}`", "use `type: money` or a field of its own"),
    },
    "CQ604": {
        "ru": (
            "`{first}` и `{second}` пишут в одно поле CRM «{name}»: останется только второй ответ",
            "дайте им разные поля",
        ),
        "en": (
            "`{first}` and `{second}` write one CRM field «{name}»: only the second answer stays",
            "give them different fields",
        ),
    },
    "CQ604.price": {
        "ru": (
            "`{first}` и `{second}` оба пишут в бюджет сделки: останется только второй ответ",
            "оставьте `price: true` у одного",
        ),
        "en": (
            "`{first}` and `{second}` both write the lead's budget: only the second stays",
            "keep `price: true` at one of them",
        ),
    },
    "CQ606": {
        "ru": (
            "поле CRM «{name}» останется пустым: его пишут {others}, но есть путь мимо всех",
            "добавьте вопрос для этого пути или уберите `if:` у одного из них",
        ),
        "en": (
            "the CRM field «{name}» stays empty: {others} write it, but a path leads past them all",
            "add a question for that path or remove an `if:`",
        ),
    },
    "CQ606.price": {
        "ru": (
            "бюджет сделки останется пустым: его пишут {others}, но есть путь мимо всех",
            "добавьте вопрос для этого пути или уберите `if:` у одного из них",
        ),
        "en": (
            "the lead's budget stays empty: {others} write it, but a path leads past them all",
            "add a question for that path or remove an `if:`",
        ),
    },
    "CQ703": {
        "ru": (
            "бот не узнает анкету `{flow}` в сообщении клиента: у других анкет есть примеры, у этой нет",
            "добавьте `understand:` с `about:` и 8–15 примерами сообщений",
        ),
        "en": (
            "the bot cannot recognise the flow `{flow}` in a message: other flows have examples, this one has none",
            "add `understand:` with `about:` and 8 to 15 examples",
        ),
    },
    "CQ704": {
        "ru": (
            "пояснение для ИИ не понадобится: ответ с `type: {type}` ИИ никогда не видит",
            "уберите `ai:`",
        ),
        "en": ("the AI never sees an answer of `type: {type}`: the hint is not needed", "remove `ai:`"),
    },
    "CQ704.private": {
        "ru": (
            "пояснение для ИИ не понадобится: вопрос с `private: true` ИИ не видит",
            "уберите `ai:` или `private:`",
        ),
        "en": ("the AI does not see a question with `private: true`: the hint is not needed", "remove one of the two"),
    },
    "CQ805": {
        "ru": (
            "анкета `{flow}` спрашивает контакт (`type: {type}`) без согласия на обработку данных",
            "поставьте раньше вопрос `type: consent` или блок с ним",
        ),
        "en": (
            "the flow `{flow}` asks for a contact (`type: {type}`) without consent",
            "put a question of `type: consent` before it",
        ),
    },
    "CQ805.sometimes": {
        "ru": (
            "в анкете `{flow}` контакт (`type: {type}`) спросят и там, где согласия не было",
            "уберите `if:` у вопроса с согласием или сделайте условия одинаковыми",
        ),
        "en": (
            "the flow `{flow}` may ask for a contact (`type: {type}`) where no consent was asked",
            "remove the consent's `if:` or make the conditions equal",
        ),
    },
    "CQ901": {
        "ru": (
            "анкета называется `{id}`, а файл — {name}.flow.yaml",
            "напишите `flow: {name}` или переименуйте файл; прежнее имя — в `was:`",
        ),
        "en": (
            "the flow is called `{id}`, its file {name}.flow.yaml",
            "write `flow: {name}` or rename the file; the former name goes to `was:`",
        ),
    },
    "CQ901.taken": {
        "ru": ("анкета `{id}` уже есть в другом файле", "назовите одну из них иначе"),
        "en": ("another file holds the flow `{id}`", "rename one of them"),
    },
    "CQ902": {
        "ru": (
            "название «{title}» уже есть у другой анкеты: в меню будут две одинаковые кнопки",
            "назовите одну из них иначе",
        ),
        "en": ("another flow has the title «{title}»: the menu would have two equal buttons", "rename one of them"),
    },
    "CQ904.flow": {
        "ru": ("анкеты `{name}` нет", "есть: {known}"),
        "en": ("there is no flow `{name}`", "there are: {known}"),
    },
    "CQ904.flow_near": {
        "ru": ("анкеты `{name}` нет", "напишите `{near}`"),
        "en": ("there is no flow `{name}`", "write `{near}`"),
    },
    "CQ904.item": {
        "ru": ("вопроса `{name}` в анкете `{flow}` нет", "возьмите имя (id) вопроса из анкеты"),
        "en": ("the flow `{flow}` has no question `{name}`", "take a question's id"),
    },
    "CQ904.item_near": {
        "ru": ("вопроса `{name}` в анкете `{flow}` нет", "напишите `{near}`"),
        "en": ("the flow `{flow}` has no question `{name}`", "write `{near}`"),
    },
    "CQ904.language": {
        "ru": ("языка `{name}` у бота нет", "есть: {known}"),
        "en": ("the bot does not speak `{name}`", "it speaks: {known}"),
    },
    "CQ907": {
        "ru": (
            "рядом с анкетой нет bot.yaml",
            "положите bot.yaml в ту же папку: там меню, приветствие и общие вопросы",
        ),
        "en": (
            "there is no bot.yaml beside the flow",
            "put bot.yaml into the same folder: menu, greeting and shared questions live there",
        ),
    },
}
