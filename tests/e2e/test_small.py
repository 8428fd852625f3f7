"""On a phone's width and without a mouse."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import DESK, PHONE, Opener
from tests.e2e.site import Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]


async def overflow(page: Page) -> list[str]:
    """What sticks out of the window to the right."""
    found: list[str] = await page.evaluate(
        """() => [...document.querySelectorAll("body *")]
          .filter(node => node.checkVisibility() && !node.closest("pre, .diagram, .log, .tip"))
          .filter(node => node.getBoundingClientRect().right > innerWidth + 1)
          .map(node => node.outerHTML.slice(0, 80))"""
    )
    return found


async def test_a_form_is_walked_on_a_phones_width(opener: Opener, shots: Path) -> None:
    async with opener(viewport=PHONE, touch=True) as site:
        bar = await site.page.locator(".bar").bounding_box()
        assert bar is not None
        assert bar["height"] < 60
        await site.tap("Продать авто", "Какую машину продаёте?")
        await site.tap("Toyota", "Какая модель Toyota?")
        await site.tap("Camry", "Какого она года?")
        await site.say("2016", "Какой пробег?")
        await site.page.screenshot(path=shots / "phone_chat.png")
        assert await overflow(site.page) == []
        await expect(site.page.locator(".scheme")).to_be_hidden()
        await site.page.locator('.tabs [data-tab="scheme"]').tap()
        await expect(site.page.locator(".scheme")).to_be_visible()
        await site.lit("mileage", "current")
        await site.page.screenshot(path=shots / "phone_scheme.png")
        assert await overflow(site.page) == []
        await site.page.locator('.tabs [data-tab="data"]').tap()
        await expect(site.answer("year")).to_be_visible()
        await site.page.screenshot(path=shots / "phone_data.png")
        assert await overflow(site.page) == []
        await site.page.locator('.tabs [data-tab="chat"]').tap()
        await expect(site.last).to_be_in_viewport()


async def test_every_tool_is_within_reach_on_a_phone(opener: Opener, shots: Path) -> None:
    async with opener(viewport=PHONE, touch=True) as site:
        await expect(site.page.locator("#new-client")).to_be_hidden()
        await site.page.locator("#more").tap()
        await site.page.locator(".menu summary").tap()
        for tool in ("#new-client", "#restart", "#screens-open", "#language", "#theme", "[data-trouble=later]"):
            await expect(site.page.locator(tool)).to_be_in_viewport()
        await site.page.screenshot(path=shots / "phone_tools.png")
        assert await overflow(site.page) == []
        await site.page.locator("[data-trouble=later]").tap()
        await expect(site.page.locator("#hint")).to_contain_text("Прошло 30 минут")
        await expect(site.page.locator("#new-client")).to_be_hidden()


async def test_the_bar_holds_every_chip_on_a_phone(opener: Opener, shots: Path) -> None:
    async with opener(viewport=PHONE, touch=True, locale="en-US", theme="dark") as site:
        site.save("sell.flow.yaml", "Какой пробег?", "Какой у неё пробег?")
        await expect(site.page.locator("#saved")).to_have_text("✓ Files reloaded")
        site.save("sell.flow.yaml", "    unit: км\n", "    unti: км\n")
        await expect(site.page.locator("#findings-open")).to_be_visible()
        await site.page.locator("#findings-close").click()
        # Both at once, however short the one about the good save lives.
        await site.page.evaluate("document.getElementById('saved').hidden = false")
        assert await overflow(site.page) == []
        for part in (".bar .logo", "#saved", "#findings-open", "#more"):
            await expect(site.page.locator(part)).to_be_in_viewport(ratio=1)
        await site.page.screenshot(path=shots / "phone_chips.png")


async def test_nothing_sticks_out_at_any_width(opener: Opener) -> None:
    async with opener() as site:
        await site.start_at("sell/phone", "По какому номеру позвонить?")
        for width in (320, 360, 768, 821, 1024, 1100, 1280, 1560, 1920):
            await site.page.set_viewport_size({"width": width, "height": 800})
            assert await overflow(site.page) == [], width
            await expect(site.page.locator("#text")).to_be_in_viewport()


async def test_the_last_message_stays_in_sight_when_the_window_changes(opener: Opener) -> None:
    async with opener(viewport=DESK) as site:
        await site.tap("Продать авто", "Какую машину продаёте?")
        await site.page.set_viewport_size({"width": 1280, "height": 520})
        await expect(site.button("В начало")).to_be_in_viewport()


async def focused(page: Page) -> str:
    """The element the keyboard is at: its id, or a data attribute, or its label, or its text."""
    name: str = await page.evaluate(
        """() => {
          const node = document.activeElement;
          return node.id || node.dataset.item || node.dataset.trouble || node.dataset.flow || node.ariaLabel || node.textContent.trim();
        }"""
    )
    return name


async def test_everything_is_reached_by_tab_and_has_a_name(site: Site) -> None:
    await site.tap("Продать авто", "Какую машину продаёте?")
    await site.tap("Toyota", "Какая модель Toyota?")
    await expect(site.page.locator("#request")).to_be_visible()
    await site.page.locator("body").click(position={"x": 2, "y": 2})
    met: list[str] = []
    for _ in range(80):
        await site.page.keyboard.press("Tab")
        name = await focused(site.page)
        assert name, "something without a name takes the focus"
        if name in met[:1]:
            break
        met.append(name)
    wanted = {
        "new-client", "restart", "screens-open", "language", "theme", "log", "text", "attach", "brand", "mileage",
        "@review", "request",
    }  # fmt: skip
    assert wanted <= set(met), wanted - set(met)
    assert any("Camry" in name for name in met)
    assert any("Проверить сбой" in name for name in met)
    assert "Отправить" in met
    nameless = await site.page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, a, [role=button]")]
          .filter(node => node.checkVisibility() && !node.textContent.trim() && !node.getAttribute("aria-label"))
          .map(node => node.outerHTML.slice(0, 80))"""
    )
    assert nameless == []


async def test_a_form_is_walked_without_a_mouse(site: Site) -> None:
    page = site.page
    await site.button("Продать авто").focus()
    await page.keyboard.press("Enter")
    await site.sees("Какую машину продаёте?")
    # The tapped button is gone; the keyboard goes on at the first new one.
    await expect(site.button("Lada")).to_be_focused()
    await page.keyboard.press("Enter")
    await site.sees("Какая модель Lada?")
    await expect(site.button("Granta")).to_be_focused()
    await page.keyboard.press("Space")
    await site.sees("Какого она года?")
    await page.locator("#text").focus()
    await page.keyboard.type("2016")
    await page.keyboard.press("Enter")
    await site.sees("Какой пробег?")
    await expect(page.locator("#text")).to_be_focused()


async def test_the_diagram_is_used_without_a_mouse(site: Site) -> None:
    await site.tap("Продать авто", "Какую машину продаёте?")
    await site.node("damage").focus()
    await expect(site.page.locator("#tip")).to_contain_text("Скрыто. Появится, если")
    await site.page.keyboard.press("Enter")
    await site.sees("Что нужно починить?")
    await site.lit("damage", "current")


async def test_the_menu_and_the_wall_are_closed_by_escape(site: Site) -> None:
    page = site.page
    await page.locator(".menu summary").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator('[data-trouble="429"]')).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator('[data-trouble="429"]')).to_be_hidden()
    await page.locator("#screens-open").click()
    await expect(page.locator("#screens")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#screens")).to_be_hidden()
