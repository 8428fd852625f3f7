"""A client walks all five branches in the browser, and five leads are in the CRM."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.site import Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]


async def sell(site: Site, pictures: list[Path]) -> None:
    await site.tap("Продать авто", "Какую машину продаёте?")
    await site.tap("Toyota", "Какая модель Toyota?")
    await site.tap("Camry", "Какого она года?")
    await site.say("2016 г.", "Какой пробег?")
    await site.say("120 тыс", "В каком она состоянии?")
    await site.tap("Нужен ремонт", "Что нужно починить?")
    await site.say("Стучит коробка <b>&</b>", "Машина в залоге или в кредите?")
    await site.tap("Да", "В каком банке?")
    await site.say("Сбер", "Сколько хотите за машину?")
    await site.say("1,2 млн", "Пришлите фото машины")
    await site.upload(pictures[:3], "Фото получено: 3")
    await site.upload(pictures[3:], "Фото получено: 4")
    await site.tap("Готово", "В каком городе машина?")
    await site.say("Казань", "Можно записать ваши контакты?")
    await site.tap("Согласен", "Как к вам обращаться?")
    await site.say("Анна", "По какому номеру позвонить?")
    await site.press("Отправить мой номер", "Когда удобно поговорить?")
    await site.tap("Утром, 9–12", "Отправляем на оценку")
    await site.tap("Изменить", "Что изменить?")
    await site.tap("Пробег", "Какой пробег?")
    await site.say("125000", "Отправляем на оценку")
    await expect(site.answer("mileage")).to_have_text("125 000 км")
    await site.tap("Отправить", "Спасибо, Анна!")


async def buy(site: Site) -> None:
    await site.tap("Купить авто", "Какую марку хотите?")
    await site.say("haval", "Какая модель Haval нравится?")
    await site.tap("Jolion", "Новую или с пробегом?")
    await site.tap("С пробегом", "Не старше какого года?")
    await site.say("2020", "Какой у вас бюджет?")
    await site.say("1,5 млн", "Как планируете платить?")
    await site.tap("В кредит", "Какой первый взнос внесёте?")
    await site.say("2 млн", "Взнос должен быть меньше бюджета")
    await site.say("300 тыс", "В кредит понадобится 1 200 000 ₽")
    await site.tap("Автомат", "Когда хотите купить?")
    await site.tap("На этой неделе", "Записать вас на тест-драйв?")
    await site.say("да", "Как к вам обращаться?")
    await site.say("Анна", "По какому номеру позвонить?")
    await site.say("8 916 123-45-67", "Когда удобно поговорить?")
    await site.tap("В любое время", "Проверьте, всё ли верно")
    await site.tap("Отправить", "Спасибо, Анна!")


async def find(site: Site) -> None:
    await site.tap("Подобрать под заказ", "Какие марки рассматриваете?")
    await site.tick("Kia")
    await site.tick("Toyota")
    await site.tap("Готово", "Какой кузов подойдёт?")
    await site.say("кроссовер и универсал", "Какой кузов подойдёт?")
    await expect(site.button("✅ Универсал")).to_be_visible()
    await site.tap("Готово", "Откуда везём?")
    await site.tap("Из-за рубежа", "Из каких стран?")
    await site.tick("Корея")
    await site.tap("Готово", "От какой суммы смотреть?")
    await site.tap("Без нижней границы", "До какой суммы?")
    await site.say("3 млн", "Из-за рубежа машина едет 1–3 месяца")
    await site.tap("Понятно", "Не старше какого года?")
    await site.say("2021", "Что обязательно должно быть?")
    await site.tap("Всё обсуждаемо", "Что обязательно должно быть?")
    await site.tap("Готово", "Когда нужна машина?")
    await site.tap("За месяц", "Что ещё важно?")
    await site.say("белая", "Как к вам обращаться?")
    await site.say("Анна", "По какому номеру позвонить?")
    await site.say("+7 916 123 45 67", "Когда удобно поговорить?")
    await site.tap("Вечером, 17–21", "Проверьте задание на поиск")
    await site.tap("Отправить", "Спасибо, Анна!")


async def check(site: Site) -> None:
    await site.tap("Проверить перед покупкой", "Что проверить?")
    await site.tap("Документы и базы", "Что знаете о машине?")
    await site.tap("VIN", "Напишите VIN")
    await site.say("XTA210990Y2766046", "Что за машина?")
    await site.say("Kia Rio 2019", "Сколько за неё просят?")
    await site.say("1,1 млн", "Кто продаёт?")
    await site.tap("Хозяин", "Что смущает больше всего?")
    await site.tick("Пробег")
    await site.tap("Готово", "Как к вам обращаться?")
    await site.say("Анна", "По какому номеру позвонить?")
    await site.say("89161234567", "Когда удобно поговорить?")
    await site.tap("Днём, 12–17", "Проверьте заявку")
    await site.tap("Отправить", "Спасибо, Анна!")


async def legal(site: Site, pictures: list[Path]) -> None:
    await site.tap("Юридическая помощь", "С чем нужно помочь?")
    await site.tap("Спор с продавцом", "Вы покупатель или продавец?")
    await site.tap("Покупатель", "У кого купили машину?")
    await site.tap("У автосалона", "Когда подписали договор?")
    await site.tap("Ещё не подписан", "Расскажите, что случилось")
    await site.say("Салон навязал страховку и не отдаёт деньги", "О какой сумме речь?")
    await site.say("450 тыс", "Дело уже в суде?")
    await site.tap("Нет", "О какой машине речь?")
    await site.tap("Пропустить", "В каком вы городе?")
    await site.say("Самара", "Как удобнее поговорить с юристом?")
    await site.tap("Письменно, по почте", "Как к вам обращаться?")
    await site.say("Анна", "По какому номеру позвонить?")
    await site.press("Отправить мой номер", "Когда удобно поговорить?")
    await site.tap("В ближайший час", "На какую почту ответить?")
    await site.say("anna@example.ru", "Пришлите фото документов")
    await site.upload(pictures[:2], "Фото получено: 2")
    await site.tap("Готово", "Проверьте обращение")
    await site.tap("Отправить", "Спасибо, Анна!")


async def to_menu(site: Site) -> None:
    await site.say("/menu", "Чем помочь?")


async def test_a_client_walks_all_five_branches_and_five_leads_are_in_the_crm(
    site: Site, pictures: list[Path], shots: Path
) -> None:
    await sell(site, pictures)
    await expect(site.leads).to_have_count(1)
    await site.page.screenshot(path=shots / "sold.png")
    await to_menu(site)
    await buy(site)
    await to_menu(site)
    await find(site)
    await to_menu(site)
    await check(site)
    await to_menu(site)
    await legal(site, pictures)
    await expect(site.leads).to_have_count(5)
    # The note is the delivery's last request.
    await expect(site.leads.locator("pre")).to_have_count(5)
    await site.page.screenshot(path=shots / "five_leads.png")

    shown: list[dict[str, Any]] = await site.leads.evaluate_all(READ)
    legal_lead, check_lead, find_lead, buy_lead, sell_lead = shown
    own = "+79000001001"
    assert sell_lead["name"].startswith("Выкуп Toyota Camry, 2016, 125 000 км #")
    assert "Анна" in sell_lead["about"]
    assert own in sell_lead["about"]
    assert "1 200 000 ₽" in sell_lead["about"]
    assert sell_lead["tags"] == ["telegram", "выкуп"]
    expected = {
        "Марка": "Toyota",
        "Модель": "Camry",
        "Год выпуска": "2016",
        "Пробег": "125000",
        "Состояние": "Нужен ремонт",
        "Повреждения": "Стучит коробка <b>&</b>",
        "Банк": "Сбер",
        "Город": "Казань",
        "Время звонка": "Утром, 9–12",
    }
    assert sell_lead["fields"] | expected == sell_lead["fields"]
    for line in ("Пробег: 125 000 км", "Фото: 4", "Желаемая цена: 1 200 000 ₽"):
        assert line in sell_lead["note"]

    assert "Haval" in buy_lead["name"]
    assert "+79161234567" in buy_lead["about"]
    assert buy_lead["fields"]["Первый взнос"] == "300000"
    assert "Сумма кредита: 1 200 000 ₽" in buy_lead["note"]

    assert find_lead["fields"]["Марки"] == "Kia, Toyota"
    assert "3 000 000 ₽" in find_lead["about"]
    assert "Корея" in find_lead["note"]

    assert check_lead["name"].startswith("Проверка: Документы и базы, Kia Rio 2019")
    assert "XTA210990Y2766046" in check_lead["note"]

    assert legal_lead["name"].startswith("Юрист: Спор с продавцом, Самара")
    assert legal_lead["tags"] == ["telegram", "юрист"]
    assert own in legal_lead["about"]
    assert "anna@example.ru" in legal_lead["note"]
    assert "Документы: 2" in legal_lead["note"]


#: Leads as the page shows them.
READ = """leads => leads.map(lead => {
  const text = node => node.textContent.replaceAll("\u00a0", " ");
  const terms = [...lead.querySelectorAll("dl dt")].map(text);
  const values = [...lead.querySelectorAll("dl dd")].map(text);
  return {
    name: text(lead.querySelector("h3")),
    about: text(lead.querySelector("p")),
    tags: [...lead.querySelectorAll(".tags span")].map(text),
    fields: Object.fromEntries(terms.map((term, index) => [term, values[index]])),
    note: text(lead.querySelector("pre")),
  };
})"""
