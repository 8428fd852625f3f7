"""Breakages of the shipped flows: what a tired marketer types, and where the checker must point."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Breakage:
    """`old`, which is once in the file, becomes `new`; `code` stands so many lines below where `new` begins."""

    file: str
    old: str
    new: str
    code: str
    below: int = 0
    column: int = 1
    #: What else is found because of it: code, lines below, column.
    also: tuple[tuple[str, int, int], ...] = ()
    #: Whether `check --fix` brings back what was there.
    mends: bool = False


BREAKAGES: tuple[Breakage, ...] = (
    # misspelt key
    Breakage("sell.flow.yaml", "    hint: можно примерно", "    hnit: можно примерно", "CQ100", column=5, mends=True),
    # misspelt kind key: one finding, no second «no kind key»
    Breakage("sell.flow.yaml", "    ask: Какой пробег?", "    aks: Какой пробег?", "CQ100", column=5, mends=True),
    # Cyrillic «а» in a Latin key
    Breakage(
        "sell.flow.yaml",
        "    ask: В каком она состоянии?",
        "    аsk: В каком она состоянии?",
        "CQ100",
        column=5,
        mends=True,
    ),
    # `required` is not a word of the language (`optional`)
    Breakage(
        "sell.flow.yaml", "    label: Фото\n", "    label: Фото\n    required: false\n", "CQ100", below=1, column=5
    ),
    # duplicate key; the second is marked
    Breakage(
        "sell.flow.yaml",
        "    hint: год выпуска по документам, например 2016\n",
        "    hint: год выпуска по документам, например 2016\n    hint: год\n",
        "CQ004",
        below=1,
        column=5,
    ),
    # misspelt top-level key of bot.yaml; not also «no consent text»
    Breakage("bot.yaml", "consent:\n  version", "consnet:\n  version", "CQ100", column=1, mends=True),
    # unknown button word
    Breakage("bot.yaml", "  back: ⬅️ Назад", "  bakc: ⬅️ Назад", "CQ100", column=3, mends=True),
    # unknown key inside crm
    Breakage("sell.flow.yaml", "crm: {contact: Город}", "crm: {contct: Город}", "CQ100", column=11, mends=True),
    # item without id
    Breakage("sell.flow.yaml", "  - id: price\n    ask: Сколько", "  - ask: Сколько", "CQ101", column=5),
    # missing title; reported at the first key of the file
    Breakage("sell.flow.yaml", "title: 🚗 Продать авто\n", "", "CQ101", below=-1, column=1),
    # empty question
    Breakage("sell.flow.yaml", "    ask: Какого она года?", "    ask:", "CQ103", column=5),
    # a choice without options
    Breakage(
        "sell.flow.yaml",
        (
            "    choices:\n"
            '      good: {label: Вложений не требует, ai: "отличное, идеальное, хорошее, как новая"}\n'
            '      minor: {label: Есть мелочи, ai: "нормальное, среднее, мелкие недочёты"}\n'
            '      repair: {label: Нужен ремонт, ai: "не на ходу, сломана, плохое"}\n'
            '      crashed: {label: После аварии, ai: "битая, разбита, после дтп"}\n'
        ),
        "    choices: {}\n",
        "CQ103",
        column=5,
    ),
    # duplicate id
    Breakage("sell.flow.yaml", "  - id: damage\n", "  - id: mileage\n", "CQ201", column=9),
    # id with a capital letter
    Breakage("sell.flow.yaml", "  - id: photos", "  - id: Photos", "CQ105", column=9),
    # id with a hyphen
    Breakage("check.flow.yaml", "  - id: ad_link", "  - id: ad-link", "CQ105", column=9),
    # option id in Cyrillic
    Breakage(
        "legal.flow.yaml", "      ban: Залог, арест, запрет", "      запрет: Залог, арест, запрет", "CQ105", column=7
    ),
    # unknown item in if
    Breakage("sell.flow.yaml", "if: {pledge: yes}", "if: {pledg: yes}", "CQ202", column=10, mends=True),
    # unknown placeholder in a question
    Breakage("sell.flow.yaml", "ask: Какая модель {brand}?", "ask: Какая модель {brnad}?", "CQ303", column=23),
    # unknown placeholder in a hook parameter
    Breakage("legal.flow.yaml", 'name: "Юрист: {topic}, {city}"', 'name: "Юрист: {topic}, {town}"', "CQ303", column=30),
    # unknown list
    Breakage("sell.flow.yaml", "    choices: brands", "    choices: brand", "CQ202", column=14, mends=True),
    # choices_by names an unknown item
    Breakage("sell.flow.yaml", "choices_by: {brand: models}", "choices_by: {marka: models}", "CQ202", column=18),
    # choices_by names an unknown table
    Breakage(
        "sell.flow.yaml", "choices_by: {brand: models}", "choices_by: {brand: modles}", "CQ202", column=25, mends=True
    ),
    # choices_by wants a table, `brands` is a flat list
    Breakage("sell.flow.yaml", "choices_by: {brand: models}", "choices_by: {brand: brands}", "CQ202", column=25),
    # unknown flow in offer
    Breakage("sell.flow.yaml", "offer: [legal]", "offer: [lawyer]", "CQ202", column=13),
    # second of two offers unknown
    Breakage("check.flow.yaml", "offer: [find, buy]", "offer: [find, bye]", "CQ202", column=19),
    # unknown block
    Breakage("sell.flow.yaml", "- use: contacts", "- use: contact", "CQ202", column=10, mends=True),
    # unknown flow in the menu
    Breakage(
        "bot.yaml",
        "menu: [sell, buy, find, check, legal]",
        "menu: [sell, buy, find, chek, legal]",
        "CQ202",
        column=25,
        mends=True,
    ),
    # unknown name in must
    Breakage(
        "find.flow.yaml",
        "must: budget_to >= budget_from",
        "must: budget_to >= budget_form",
        "CQ202",
        column=28,
        mends=True,
    ),
    # unknown name in compute
    Breakage(
        "sell.flow.yaml",
        "compute: mileage / max(1, this_year - year)",
        "compute: milage / max(1, this_year - year)",
        "CQ202",
        column=14,
        mends=True,
    ),
    # unknown item in a compute table
    Breakage("check.flow.yaml", "compute: {service: {", "compute: {servise: {", "CQ202", column=15, mends=True),
    # condition on a later item
    Breakage("sell.flow.yaml", "if: {yearly: {min: 40000}}", "if: {price: {min: 40000}}", "CQ205", column=10),
    # placeholder of a later item
    Breakage("sell.flow.yaml", "ask: Какого она года?", "ask: Какого года машина в городе {city}?", "CQ205", column=38),
    # unknown name in a formula
    Breakage("buy.flow.yaml", "compute: budget - down_payment", "compute: budget - old_price", "CQ202", column=23),
    # must looks at a later item
    Breakage("find.flow.yaml", "must: budget_to >= budget_from", "must: budget_to >= year_from", "CQ205", column=28),
    # no such option: half of the condition never holds
    Breakage(
        "sell.flow.yaml", "if: {condition: [repair, crashed]}", "if: {condition: [repair, crash]}", "CQ204", column=30
    ),
    # label instead of the id
    Breakage("buy.flow.yaml", "if: {payment: credit}\n    ask", "if: {payment: Кредит}\n    ask", "CQ204", column=19),
    # no such option in all
    Breakage("find.flow.yaml", "{all: [diesel, hybrid]}", "{all: [diesel, hibrid]}", "CQ204", column=35),
    # row of a compute table that is no option
    Breakage(
        "check.flow.yaml",
        "{papers: 1500, visit: 5500, full: 6500}",
        "{papers: 1500, visit: 5500, fool: 6500}",
        "CQ204",
        column=52,
    ),
    # row of a models table that is no brand
    Breakage("bot.yaml", "    uaz:\n      patriot", "    uazik:\n      patriot", "CQ204", column=5, mends=True),
    # yes_no has only yes and no
    Breakage("check.flow.yaml", "if: {agreed: no}", "if: {agreed: maybe}", "CQ204", column=18),
    # unknown type
    Breakage("sell.flow.yaml", "    type: year", "    type: yaer", "CQ102", column=11, mends=True),
    # boolean wanted
    Breakage(
        "sell.flow.yaml",
        "    optional: true\n    crm: Повреждения",
        "    optional: да\n    crm: Повреждения",
        "CQ103",
        column=15,
        mends=True,
    ),
    # boolean wanted: write true
    Breakage(
        "sell.flow.yaml",
        "        soft: true\n        say: Больше",
        "        soft: yes\n        say: Больше",
        "CQ103",
        column=15,
        mends=True,
    ),
    # min above max
    Breakage("sell.flow.yaml", "{min: 0, max: 999999}", "{min: 1000000, max: 999999}", "CQ405", column=15),
    # bound that the type cannot read
    Breakage(
        "buy.flow.yaml", "{min: 1995, max: this_year}", "{min: 1995, max: this_yaer}", "CQ202", column=32, mends=True
    ),
    # bound in words
    Breakage("sell.flow.yaml", "{max: 10}", "{max: десять}", "CQ103", column=21),
    # impossible date as a bound
    Breakage("check.flow.yaml", "      - min: today\n", "      - min: 32.13.2026\n", "CQ103", column=14),
    # a condition that contradicts itself
    Breakage("sell.flow.yaml", "if: {year: {max: 1994}}", "if: {year: {min: 2000, max: 1994}}", "CQ209", column=22),
    # bounds on a yes-or-no answer
    Breakage("sell.flow.yaml", "if: {pledge: yes}", "if: {pledge: {min: 1}}", "CQ206", column=19),
    # arithmetic over a choice
    Breakage("buy.flow.yaml", "compute: budget - down_payment", "compute: budget - state", "CQ206", column=23),
    # a call outside the whitelist
    Breakage(
        "sell.flow.yaml",
        "compute: mileage / max(1, this_year - year)",
        'compute: __import__("os").getcwd()',
        "CQ402",
        column=14,
    ),
    # unbalanced bracket in a formula
    Breakage(
        "sell.flow.yaml",
        "compute: mileage / max(1, this_year - year)",
        "compute: mileage / max(1, this_year - year",
        "CQ402",
        column=27,
    ),
    # must has to be true or false
    Breakage("find.flow.yaml", "must: budget_to >= budget_from", "must: budget_to + budget_from", "CQ206", column=15),
    # a pattern RE2 does not take
    Breakage(
        "sell.flow.yaml",
        "    validate: {max: 500}",
        '    validate: {pattern: "(?=стук).*", say: Опишите словами}',
        "CQ402",
        column=26,
    ),
    # other without choices
    Breakage(
        "sell.flow.yaml",
        "    type: number\n    unit: км",
        "    type: number\n    unit: км\n    other: Не знаю",
        "CQ104",
        below=2,
        column=5,
    ),
    # none at a single choice
    Breakage(
        "sell.flow.yaml",
        "    columns: 1\n    crm: Состояние",
        "    none: Ничего\n    crm: Состояние",
        "CQ104",
        column=5,
    ),
    # hint has no meaning at a say item
    Breakage(
        "buy.flow.yaml",
        "    say: В кредит понадобится",
        "    hint: примерно\n    say: В кредит понадобится",
        "CQ104",
        column=5,
    ),
    # two kinds in one item: the second is marked, nothing about `offer`
    Breakage(
        "sell.flow.yaml",
        "    stop: Машины старше",
        "    ask: Продолжим?\n    stop: Машины старше",
        "CQ104",
        below=1,
        column=5,
    ),
    # only if may stand beside use
    Breakage(
        "sell.flow.yaml", "  - use: contacts", "  - use: contacts\n    label: Контакты", "CQ104", below=1, column=5
    ),
    # flow id differs from the file name
    Breakage("sell.flow.yaml", "flow: sell", "flow: sale", "CQ901", column=7, mends=True),
    # a newer version of the language
    Breakage("bot.yaml", "language: 1", "language: 2", "CQ107", column=11),
    # no consent before name and phone
    Breakage(
        "bot.yaml",
        (
            "    - id: consent\n"
            "      ask: Осталось познакомиться. Можно записать ваши контакты?\n"
            "      label: Согласие\n"
            "      type: consent\n"
        ),
        "",
        "CQ805",
        column=11,
    ),
    # email without consent
    Breakage("legal.flow.yaml", "  - use: contacts\n", "", "CQ805", below=2, also=(("CQ303", 19, 12),), column=9),
    # unknown hook
    Breakage("sell.flow.yaml", "amocrm.lead:", "amocrm.led:", "CQ102", column=5, mends=True),
    # unknown parameter of a hook
    Breakage(
        "sell.flow.yaml", "      tags: [telegram, выкуп]", "      tag: [telegram, выкуп]", "CQ100", column=7, mends=True
    ),
    # a hook parameter of the wrong type
    Breakage(
        "find.flow.yaml", "telegram.notify: {chat: sales}", "telegram.notify: {chat: [sales]}", "CQ103", column=29
    ),
    # misspelt parameter; not also «chat is missing»
    Breakage(
        "find.flow.yaml",
        "telegram.notify: {chat: sales}",
        "telegram.notify: {chta: sales}",
        "CQ100",
        column=23,
        mends=True,
    ),
    # longer than a Telegram message
    Breakage(
        "sell.flow.yaml", "ask: Пришлите фото машины", "ask: " + "Пришлите фото машины. " * 250, "CQ502", column=10
    ),
    # a language the bot does not have
    Breakage(
        "sell.flow.yaml",
        "    ask: Какой пробег?",
        "    ask: {ru: Какой пробег?, en: What is the mileage?}",
        "CQ301",
        column=30,
    ),
    # bad indent
    Breakage("sell.flow.yaml", "    label: Банк", "   label: Банк", "CQ003", column=4),
    # tab in the indent
    Breakage("sell.flow.yaml", "    label: Такси", "\tlabel: Такси", "CQ002", column=1, mends=True),
    # unquoted colon in a text
    Breakage("sell.flow.yaml", "ask: В каком городе машина?", "ask: Город: где машина?", "CQ003", column=15),
    # a comma cuts the text inside braces
    Breakage(
        "buy.flow.yaml",
        "    validate: {min: 1995, max: this_year}",
        "    validate: {min: 1995, max: this_year, say: Нужен год, например 2018}",
        "CQ011",
        column=59,
    ),
    # a text that starts with a brace is a map
    Breakage("sell.flow.yaml", "review: Всё верно? Отправляем на оценку", "review: {name}", "CQ012", column=9),
    # a text that starts with a brace, then goes on
    Breakage(
        "sell.flow.yaml", "review: Всё верно? Отправляем на оценку", "review: {name}, отправляем?", "CQ012", column=9
    ),
    # anchors are not accepted
    Breakage("sell.flow.yaml", "    choices: brands", "    choices: &brands brands", "CQ007", column=14),
    # bracket not closed
    Breakage("sell.flow.yaml", "offer: [legal]", "offer: [legal", "CQ003", column=12),
    # no-break space after the colon
    Breakage("buy.flow.yaml", "title: 🔑", "title:\u00a0🔑", "CQ009", column=7, mends=True),
    # text after # is lost
    Breakage("sell.flow.yaml", "hint: «850 тыс», «1,2 млн»", "hint: цена #1 в вашем городе", "CQ008", column=16),
    # unknown action of a story
    Breakage("sell_camry.story.yaml", "  - client: 2015 г.", "  - clinet: 2015 г.", "CQ100", column=5, mends=True),
    # a story about an unknown flow
    Breakage("sell_camry.story.yaml", "flow: sell", "flow: sale", "CQ904", column=7),
    # misspelt key of a story
    Breakage("sell_camry.story.yaml", "dialog:", "dialgo:", "CQ100", column=1, mends=True),
)
