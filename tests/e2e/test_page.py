"""Everything the page promises, driven in a browser: the phone, the diagram, the answers, the CRM, saved files."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, expect

from engine.playground.server import Playground, serving
from tests.e2e.conftest import Opener
from tests.e2e.site import Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]


async def to_condition(site: Site) -> None:
    """In the middle of the sell branch."""
    await site.tap("Продать авто", "Какую машину продаёте?")
    await site.tap("Toyota", "Какая модель Toyota?")
    await site.tap("Camry", "Какого она года?")
    await site.say("2016", "Какой пробег?")
    await site.say("120 тыс", "В каком она состоянии?")


async def background(page: Page) -> str:
    colour: str = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour


# ---------------------------------------------------------------- the phone


async def test_bubbles_stand_on_their_sides_with_the_local_time(site: Site) -> None:
    await site.tap("Продать авто", "Какую машину продаёте?")
    await site.say("toyota", "Какая модель Toyota?")
    mine = site.page.locator(".bubble.mine")
    await expect(mine.last).to_contain_text("toyota")
    await expect(mine.last.locator("time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    left, right = await site.last.bounding_box(), await mine.last.bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] < right["x"]


async def test_bold_questions_and_italic_hints_are_drawn_from_entities(site: Site) -> None:
    await site.tap("Продать авто", "Какую машину продаёте?")
    await expect(site.last.locator("b")).to_have_text("Какую машину продаёте?")
    await expect(site.last.locator("i")).to_contain_text("выберите марку")


async def test_what_a_client_writes_never_becomes_markup(site: Site) -> None:
    await site.tap("Продать авто", "Какую машину продаёте?")
    await site.say("<img src=x onerror=alert(1)>", "Какая модель <img")
    assert await site.page.locator("#log img").count() == 0


async def test_the_contact_button_is_docked_and_goes_after_use(site: Site) -> None:
    await site.start_at("sell/phone", "По какому номеру позвонить?")
    contact = site.page.locator("#keyboard button[data-contact]")
    await expect(contact).to_have_text("📱 Отправить мой номер")
    await contact.click()
    await site.sees("Когда удобно поговорить?")
    await expect(site.page.locator("#keyboard")).to_be_hidden()
    await expect(site.page.locator(".bubble.mine").last).to_contain_text("+79000001001")
    await expect(site.answer("phone")).to_have_text("+7 900 000-10-01")


async def test_an_album_is_one_bubble_and_its_pictures_load(site: Site, pictures: list[Path]) -> None:
    await site.start_at("sell/photos", "Пришлите фото машины")
    await site.upload(pictures, "Фото получено: 4")
    album = site.page.locator(".bubble.mine .album")
    await expect(album).to_have_count(1)
    await expect(album.locator("img")).to_have_count(4)
    loaded = "images => images.every(image => image.complete && image.naturalWidth > 0)"
    await site.page.wait_for_function(f"({loaded})([...document.querySelectorAll('.album img')])")


async def test_a_pdf_goes_as_a_file_and_a_broken_picture_too(site: Site, tmp_path: Path) -> None:
    (tmp_path / "ПТС.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    await site.start_at("sell/photos", "Пришлите фото машины")
    await site.upload([tmp_path / "ПТС.pdf"], "Пришлите фото")
    await expect(site.page.locator(".bubble.mine").last).to_contain_text("ПТС.pdf")
    await site.upload([tmp_path / "broken.jpg"], "Пришлите фото")
    await expect(site.page.locator(".bubble.mine").last).to_contain_text("broken.jpg")


async def test_too_big_a_file_is_told_and_not_sent(site: Site, tmp_path: Path) -> None:
    with (tmp_path / "video.mov").open("wb") as huge:
        huge.truncate(51 * 1024 * 1024)
    await site.page.locator("#files").set_input_files(str(tmp_path / "video.mov"))
    await expect(site.page.locator("#hint")).to_contain_text("50 МБ")
    await expect(site.page.locator("#attach")).not_to_have_attribute("aria-busy", "true")
    await site.tap("Продать авто", "Какую машину продаёте?")
    await expect(site.page.locator(".bubble.mine")).to_have_count(1)


async def test_why_is_explained_in_an_alert_that_must_be_closed(site: Site) -> None:
    await site.start_at("sell/mileage", "Какой пробег?")
    await site.button("Зачем это?").click()
    alert = site.page.locator("#alert")
    await expect(alert).to_contain_text("От пробега зависит оценка")
    await alert.get_by_role("button").click()
    await expect(alert).to_be_hidden()


async def test_a_stale_button_is_answered_with_a_toast(site: Site) -> None:
    await site.tap("Продать авто", "Какую машину продаёте?")
    old = site.bench.emulator.user(1001).chat.last
    await site.say("toyota", "Какая модель Toyota?")
    await site.bench.emulator.user(1001).tap(data=old.buttons[0][0].data, message_id=old.id)
    await expect(site.page.locator("#toast")).to_contain_text("Это кнопка из прошлого сообщения")


async def test_typing_is_shown_during_a_real_wait(site: Site) -> None:
    await site.tap("Продать авто", "Какую машину продаёте?")
    await site.trouble("slow")
    await expect(site.page.locator('[data-chip="slow"]')).to_be_visible()
    await site.button("Toyota").click()
    await site.sees("Какая модель Toyota?")
    await site.status_was("печатает…")
    await expect(site.page.locator("#troubles")).to_be_empty()
    # As in Telegram itself, an edited message does not end it: five seconds do.
    await expect(site.page.locator("#status")).to_have_text("бот")


async def test_arrow_up_brings_back_what_was_typed(site: Site) -> None:
    await site.tap("Продать авто", "Какую машину продаёте?")
    await site.say("toyota", "Какая модель Toyota?")
    await site.say("camry", "Какого она года?")
    text = site.page.locator("#text")
    await text.press("ArrowUp")
    await expect(text).to_have_value("camry")
    await text.press("ArrowUp")
    await expect(text).to_have_value("toyota")
    await text.press("ArrowDown")
    await text.press("ArrowDown")
    await expect(text).to_have_value("")


# ---------------------------------------------------------------- beside it


async def test_the_diagram_is_lit_as_the_client_goes(site: Site, shots: Path) -> None:
    await expect(site.page.locator("#flow-title")).to_have_text("Анкеты")
    await to_condition(site)
    await expect(site.page.locator("#flow-title")).to_contain_text("Продать авто")
    for item in ("brand", "model", "year", "mileage"):
        await site.lit(item, "answered")
    await site.lit("condition", "current")
    await site.lit("damage", "hidden")
    await site.lit("city", "open")
    await site.tap("Нужен ремонт", "Что нужно починить?")
    await site.lit("damage", "current")
    await site.tap("Пропустить", "Машина в залоге или в кредите?")
    await site.lit("damage", "skipped")
    await site.tap("Назад", "Что нужно починить?")
    await site.tap("Назад", "В каком она состоянии?")
    await site.tap("Вложений не требует", "Машина в залоге или в кредите?")
    await site.lit("damage", "hidden")


async def test_hovering_over_a_hidden_item_tells_the_deciding_condition(site: Site, shots: Path) -> None:
    await to_condition(site)
    await site.tap("Вложений не требует", "Машина в залоге или в кредите?")
    await site.lit("pledge", "current")
    await site.node("damage").hover()
    tip = site.page.locator("#tip")
    await expect(tip).to_contain_text("Скрыто. Появится, если: Состояние — Нужен ремонт или После аварии")
    await expect(tip).to_contain_text("Сейчас: Состояние — Вложений не требует")
    await site.page.screenshot(path=shots / "hover.png")
    await site.page.mouse.move(5, 5)
    await expect(tip).to_be_hidden()
    opacity = await site.node("damage").evaluate("node => getComputedStyle(node).opacity")
    assert float(opacity) < 0.6


async def test_answers_appear_as_they_are_given(site: Site) -> None:
    await expect(site.page.locator("#answers")).to_contain_text("Пока пусто")
    await to_condition(site)
    await expect(site.page.locator("#answers dd")).to_have_count(4)
    shown = await site.page.locator("#answers").inner_text()
    assert [line for line in shown.replace("\u00a0", " ").splitlines() if line] == [
        "Марка", "Toyota", "Модель", "Camry", "Год выпуска", "2016", "Пробег", "120 000 км",
    ]  # fmt: skip


async def test_the_request_is_shown_before_and_the_lead_after_sending(site: Site) -> None:
    await site.start_at("sell/call_time", "Когда удобно")
    await expect(site.page.locator("#draft h3")).to_contain_text("Выкуп")
    await expect(site.page.locator("#request")).to_contain_text("POST /api/v4/leads")
    await expect(site.page.locator("#request")).to_contain_text('"custom_fields_values"')
    await expect(site.leads).to_have_count(0)
    await site.tap("Утром, 9–12", "Отправляем на оценку")
    previewed = await site.page.locator("#draft h3").inner_text()
    await site.tap("Отправить", "Спасибо")
    await expect(site.leads).to_have_count(1)
    await expect(site.leads.locator("h3")).to_have_text(previewed)
    await expect(site.leads).to_be_in_viewport()


# ---------------------------------------------------------------- saved files


async def test_a_good_save_changes_the_question_in_place_and_keeps_the_conversation(site: Site) -> None:
    await to_condition(site)
    before = await site.page.locator("#log .bubble").count()
    site.save("sell.flow.yaml", "В каком она состоянии?", "В каком состоянии машина?")
    await site.sees("В каком состоянии машина?")
    await expect(site.page.locator("#saved")).to_have_text("✓ Файлы перечитаны")
    await expect(site.page.locator("#log .bubble")).to_have_count(before)
    await expect(site.answer("mileage")).to_have_text("120 000 км")
    await site.tap("Нужен ремонт", "Что нужно починить?")


async def test_a_broken_save_shows_findings_over_the_last_good_flow(site: Site, shots: Path) -> None:
    await to_condition(site)
    site.save("sell.flow.yaml", "    unit: км\n", "    unti: км\n")
    findings = site.page.locator("#findings")
    await expect(findings).to_be_visible()
    await expect(findings).to_contain_text("ошибка[")
    await expect(findings).to_contain_text("sell.flow.yaml")
    await expect(findings).to_contain_text("unti: км")
    await expect(findings).to_contain_text("^^^^")
    await site.page.screenshot(path=shots / "broken.png")
    await site.page.locator("#findings-close").click()
    await expect(findings).to_be_hidden()
    await site.tap("Нужен ремонт", "Что нужно починить?")
    await site.page.locator("#findings-open").click()
    await expect(findings).to_be_visible()
    site.save("sell.flow.yaml", "    unti: км\n", "    unit: км\n")
    await expect(findings).to_be_hidden()
    await expect(site.page.locator("#findings-open")).to_be_hidden()
    await expect(site.answer("condition")).to_have_text("Нужен ремонт")


# ---------------------------------------------------------------- other clients, other places


async def test_a_new_client_begins_from_nothing(site: Site) -> None:
    await to_condition(site)
    await site.page.locator("#new-client").click()
    await site.sees("Здравствуйте!")
    await expect(site.page.locator("#client")).to_have_text("Борис · 1002")
    await expect(site.page.locator("#answers")).to_contain_text("Пока пусто")
    await expect(site.page.locator("#log .bubble")).to_have_count(2)


async def test_a_conversation_goes_on_from_any_item_of_the_list(site: Site) -> None:
    places = await site.page.locator("#restart option").evaluate_all("all => all.map(one => one.value)")
    assert len([place for place in places if place]) > 80
    await site.start_at("check/visit_date", "Когда удобно посмотреть?")
    await site.lit("visit_date", "current")
    await site.start_at("legal/not_ours", "Дела о лишении прав мы не ведём")
    await site.start_at("buy/loan_note", "В кредит понадобится")


async def test_a_click_on_the_diagram_goes_there_with_the_answers_before_it(site: Site) -> None:
    await to_condition(site)
    await site.node("year").click()
    await site.sees("Какого она года?")
    await expect(site.answer("model")).to_have_text("Camry")
    await expect(site.answer("mileage")).to_have_count(0)
    await site.node("city").click()
    await site.sees("В каком городе машина?")
    await expect(site.answer("brand")).to_have_text("Toyota")


async def test_a_flow_is_begun_from_its_card(site: Site) -> None:
    await site.page.locator('[data-flow="find"]').click()
    await site.sees("Какие марки рассматриваете?")


async def test_all_screens_are_on_one_page(site: Site, shots: Path) -> None:
    await site.tap("Продать авто", "Какую машину продаёте?")
    await site.page.locator("#screens-open").click()
    wall = site.page.locator("#screens")
    await expect(wall).to_be_visible()
    items = sum(len(flow.items) for flow in site.bench.project.flows.values())
    assert await wall.locator("[data-screen]").count() > items * 0.9
    await expect(wall.locator('[data-screen="sell/mileage"]')).to_contain_text("Какой пробег?")
    await expect(wall.locator('[data-screen="sell/phone"] .keyboard')).to_contain_text("Отправить мой номер")
    await expect(wall.locator('[data-screen="sell/@review"]')).to_contain_text("Отправляем на оценку")
    await expect(wall.locator('[data-screen="//help"]')).to_contain_text("/menu")
    await site.page.screenshot(path=shots / "screens.png")
    await wall.locator('[data-screen="legal/topic"] .link').click()
    await expect(wall).to_be_hidden()
    await site.sees("С чем нужно помочь?")


# ---------------------------------------------------------------- trouble


async def test_429_is_waited_out(site: Site) -> None:
    await site.tap("Продать авто", "Какую машину продаёте?")
    await site.trouble("429")
    await expect(site.page.locator('[data-chip="429"]')).to_be_visible()
    await site.button("Toyota").click()
    await site.sees("Какая модель Toyota?")
    await site.status_was("бот занят…")
    await expect(site.page.locator("#status")).to_have_text("бот")


async def test_a_lost_network_comes_back_by_itself(site: Site) -> None:
    await site.tap("Продать авто", "Какую машину продаёте?")
    await site.trouble("network")
    await site.button("Toyota").click()
    await site.sees("Какая модель Toyota?")
    await site.status_was("обрыв сети")
    await expect(site.page.locator("#status")).to_have_text("бот")
    await expect(site.answer("brand")).to_have_text("Toyota")


async def test_a_restart_of_the_bot_loses_no_answer(site: Site) -> None:
    await to_condition(site)
    await site.trouble("restart")
    await expect(site.page.locator("#hint")).to_contain_text("Бот перезапущен")
    await site.tap("Нужен ремонт", "Что нужно починить?")
    await expect(site.answer("mileage")).to_have_text("120 000 км")


async def test_double_taps_answer_once(site: Site) -> None:
    await site.trouble("double")
    await expect(site.page.locator('[data-chip="double"]')).to_be_visible()
    await site.tap("Продать авто", "Какую машину продаёте?")
    await site.tap("Toyota", "Какая модель Toyota?")
    await site.tap("Camry", "Какого она года?")
    await expect(site.page.locator("#answers dd")).to_have_text(["Toyota", "Camry"])
    await site.trouble("double")
    await expect(site.page.locator("#troubles")).to_be_empty()


async def test_half_an_hour_later_the_form_goes_on(site: Site) -> None:
    await to_condition(site)
    await site.trouble("later")
    await expect(site.page.locator("#hint")).to_contain_text("Прошло 30 минут")
    await site.say("нужен ремонт", "Что нужно починить?")
    await expect(site.answer("mileage")).to_have_text("120 000 км")
    minutes = await site.page.locator(".bubble time").evaluate_all("all => all.map(one => one.textContent)")
    assert minutes[0] != minutes[-1]


async def test_a_client_who_blocked_the_bot_unblocks_it_and_goes_on(site: Site) -> None:
    await to_condition(site)
    await site.trouble("blocked")
    await expect(site.page.locator("#status")).to_have_text("клиент заблокировал бота")
    await expect(site.page.locator("#composer")).to_be_hidden()
    await site.page.locator("#unblock").click()
    await expect(site.page.locator("#composer")).to_be_visible()
    await site.say("нужен ремонт", "Что нужно починить?")


# ---------------------------------------------------------------- looks


async def test_the_theme_follows_the_machine_and_the_button(opener: Opener, shots: Path) -> None:
    async with opener(theme="dark") as site:
        dark = await background(site.page)
        await to_condition(site)
        await site.page.screenshot(path=shots / "dark.png")
        await site.page.locator("#theme").click()
        assert await background(site.page) != dark
        await site.page.reload()
        await site.sees("В каком она состоянии?")
        assert await background(site.page) != dark


async def test_the_page_speaks_english_where_the_browser_does(opener: Opener, shots: Path) -> None:
    async with opener(locale="en-US") as site:
        await expect(site.page.locator("#new-client")).to_have_text("New client")
        await to_condition(site)
        await expect(site.page.locator("#diagram")).to_contain_text("choice · by “Марка”")
        await expect(site.page).to_have_title("CarQuery playground")
        await site.page.screenshot(path=shots / "english.png")
        await site.page.locator("#language").click()
        await expect(site.page.locator("#new-client")).to_have_text("Новый клиент")
        await expect(site.page.locator("#diagram")).to_contain_text("выбор · по ответу «Марка»")


async def test_no_word_is_missing_in_either_language(site: Site) -> None:
    words = await site.page.evaluate(
        """async () => {
          const source = await (await fetch("words.js")).text();
          const tables = source.match(/(ru|en): {[^]*?\\n  },/g);
          return tables.map(table => [...table.matchAll(/(\\w+): "/g)].map(found => found[1]).sort());
        }"""
    )
    assert words[0] == words[1]
    used = await site.page.evaluate(
        """async () => {
          const files = ["index.html", "app.js", "chat.js", "facts.js", "scheme.js", "files.js"];
          const texts = await Promise.all(files.map(async name => (await fetch(name)).text()));
          return texts.flatMap(text => [...text.matchAll(/data-[tap]="(\\w+)"|\\bt\\("(\\w+)"\\)|say\\("(\\w+)"/g)].map(found => found[1] ?? found[2] ?? found[3]));
        }"""
    )
    assert set(used) <= set(words[0])


async def test_nothing_is_asked_of_any_other_machine(opener: Opener) -> None:
    asked: list[str] = []
    async with opener() as site:
        site.page.on("request", lambda request: asked.append(request.url))
        await site.page.reload()
        await site.sees("Здравствуйте!")
        await to_condition(site)
        assert asked
        assert [url for url in asked if not url.startswith((site.address, "data:"))] == []


async def test_a_page_of_a_former_start_says_so(site: Site) -> None:
    """Its own server is gone, another answers at the port: as after `make play` again."""
    async with serving(Playground(site.bench, site.flows)) as address:
        await site.page.goto(address)
        await site.sees("Здравствуйте!")
    async with serving(Playground(site.bench, site.flows), port=urlsplit(address).port or 0):
        await site.status_was("площадка запущена заново")
    site.complaints.clear()


async def test_a_second_window_shows_the_same_conversation(site: Site) -> None:
    await to_condition(site)
    second = await site.page.context.new_page()
    await second.goto(site.address)
    await expect(second.locator("#log .bubble:not(.mine)").last).to_contain_text("В каком она состоянии?")
    await site.tap("Нужен ремонт", "Что нужно починить?")
    await expect(second.locator("#log .bubble:not(.mine)").last).to_contain_text("Что нужно починить?")
