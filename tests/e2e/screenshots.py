"""`make screenshots`: the README's one picture, a conversation in the middle with a lead already in the CRM."""

import asyncio
import logging
import os
import tempfile
from io import BytesIO
from pathlib import Path

import structlog
from PIL import Image
from playwright.async_api import Page, async_playwright, expect

from engine.app.bench import opened
from engine.app.hooks import specs
from engine.playground.server import Playground, serving
from tests.e2e.site import Site

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs" / "playground.png"
MOST_BYTES = 250 * 1024
#: The album's cars: paint, sky, ground.
CARS = (("#c8413a", "#bcd8ee", "#8d9aa5"), ("#c8413a", "#f3d9b8", "#a39c8e"))
CAR = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" width="800" height="600">
<rect width="400" height="300" fill="{sky}"/><rect y="205" width="400" height="95" fill="{ground}"/>
<path d="M40 200c0-26 12-36 44-40l34-2c24-34 42-46 92-46 46 0 62 14 86 46l36 6c22 4 30 16 30 36v12H40z" fill="{paint}"/>
<path d="M134 158c16-22 30-32 60-32v32zM204 126c32 0 46 8 64 32h-64z" fill="#e9f3fa"/>
<circle cx="106" cy="212" r="30" fill="#20262c"/><circle cx="106" cy="212" r="13" fill="#cfd6dc"/>
<circle cx="300" cy="212" r="30" fill="#20262c"/><circle cx="300" cy="212" r="13" fill="#cfd6dc"/></svg>"""


async def album(page: Page, folder: Path) -> list[Path]:
    """Pictures of cars, drawn by the browser."""
    files = []
    for number, (paint, sky, ground) in enumerate(CARS):
        await page.set_content(f"<body style='margin:0'>{CAR.format(paint=paint, sky=sky, ground=ground)}")
        files.append(folder / f"car{number}.png")
        await page.locator("svg").screenshot(path=files[-1])
    return files


async def picture(site: Site, cars: list[Path]) -> bytes:
    """One lead sent by another client, then a form up to its photos."""
    await site.start_at("check/car", "Что за машина?")
    await site.say("Kia Rio 2019", "Сколько за неё просят?")
    # What was answered before the place is kept.
    await site.start_at("check/call_time", "Когда удобно поговорить?")
    await site.tap("Утром, 9–12", "Проверьте заявку")
    await site.tap("Отправить", "Спасибо")
    await expect(site.leads).to_have_count(1)
    await site.page.locator("#new-client").click()
    await site.sees("Здравствуйте!")
    await site.tap("Продать авто", "Какую машину продаёте?")
    await site.tap("Toyota", "Какая модель Toyota?")
    await site.tap("Camry", "Какого она года?")
    await site.say("2016", "Какой пробег?")
    await site.say("120 тыс", "В каком она состоянии?")
    await site.tap("Нужен ремонт", "Что нужно починить?")
    await site.say("разбит бампер", "Машина в залоге или в кредите?")
    await site.tap("Нет", "Сколько хотите за машину?")
    await site.say("1,2 млн", "Пришлите фото машины")
    await site.upload(cars, "Фото получено: 2")
    await site.lit("photos", "current")
    await site.page.locator("#text").blur()
    await site.page.mouse.move(640, 790)
    await site.page.wait_for_load_state("networkidle")
    return await site.page.screenshot()


def small(png: bytes) -> bytes:
    """The same picture, packed as well as PNG can."""
    out = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").save(out, "PNG", optimize=True)
    return out.getvalue()


async def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with (
            async_playwright() as playwright,
            opened(ROOT / "flows", specs(), folder) as bench,
            serving(Playground(bench, ROOT / "flows")) as address,
        ):
            browser = await playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=arguments)
            drawing = await browser.new_page()
            cars = await album(drawing, folder)
            await drawing.close()
            page = await browser.new_page(
                viewport={"width": 1280, "height": 800}, locale="ru-RU", color_scheme="light", reduced_motion="reduce"
            )
            site = Site(page, address, bench, ROOT / "flows")
            await site.open()
            png = small(await picture(site, cars))
            await browser.close()
    assert site.complaints == [], site.complaints
    assert len(png) <= MOST_BYTES, f"{len(png)} bytes"
    PICTURE.write_bytes(png)
    print(f"{PICTURE.relative_to(ROOT)}: {len(png) // 1024} KB")


if __name__ == "__main__":
    asyncio.run(main())
