"""The playground's page in a real browser: what a person does on it, and what they see."""

import re
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from engine.app.bench import PlaygroundBench

#: In the page: everything the line under the bot's name has said, however short.
REMEMBER = """addEventListener("DOMContentLoaded", () => {
  const status = document.getElementById("status");
  window.statuses = [];
  new MutationObserver(() => window.statuses.push(status.textContent)).observe(status, { childList: true });
})"""


class Site:
    def __init__(self, page: Page, address: str, bench: PlaygroundBench, flows: Path) -> None:
        self.page = page
        self.address = address
        self.bench = bench
        self.flows = flows
        #: Errors and warnings of the browser's console, and requests that failed.
        self.complaints: list[str] = []
        page.on("console", lambda said: said.type in ("error", "warning") and self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", lambda request: self.complaints.append(f"{request.url}: {request.failure}"))
        page.on("response", lambda got: got.status >= 400 and self.complaints.append(f"{got.url}: {got.status}"))

    async def open(self) -> None:
        await self.page.add_init_script(REMEMBER)
        await self.page.goto(self.address)
        await self.sees("Здравствуйте!")

    # ------------------------------------------------------------ what a person does

    async def say(self, text: str, then: str) -> None:
        """Type a message and wait for the bot's last bubble to contain `then`."""
        await self.page.locator("#text").fill(text)
        await self.page.locator("#text").press("Enter")
        await self.sees(then)

    async def tap(self, label: str, then: str) -> None:
        """Tap an inline button under the bot's last message; pictures before the words do not matter."""
        await self.button(label).click()
        await self.sees(then)

    async def press(self, label: str, then: str) -> None:
        """A button of the docked keyboard."""
        await self.page.locator("#keyboard button", has_text=label).click()
        await self.sees(then)

    async def upload(self, files: Sequence[Path], then: str) -> None:
        await self.page.locator("#files").set_input_files([str(file) for file in files])
        await self.sees(then)

    async def trouble(self, kind: str) -> None:
        await self.page.locator(".menu summary").click()
        await self.page.locator(f'[data-trouble="{kind}"]').click()

    async def start_at(self, place: str, then: str) -> None:
        """«Начать с места»: flow/item."""
        await self.page.locator("#restart").select_option(place)
        await self.sees(then)

    async def tick(self, label: str) -> None:
        """Tick an option of a question that takes several."""
        await self.button(label).click()
        await expect(self.button(f"✅ {label}")).to_be_visible()

    # ------------------------------------------------------------ what they see

    def button(self, label: str) -> Locator:
        words = re.compile(rf"^\W*{re.escape(label)}\W*$") if label[0].isalnum() else label
        return self.page.locator(".bubble.latest .inline button").filter(has_text=words)

    @property
    def last(self) -> Locator:
        """The bot's last bubble."""
        return self.page.locator("#log .bubble:not(.mine)").last

    async def sees(self, words: str) -> None:
        await expect(self.last).to_contain_text(words)

    async def status_was(self, words: str) -> None:
        """The line under the bot's name says this, or has said it for a moment."""
        await self.page.wait_for_function("words => window.statuses.some(said => said.includes(words))", arg=words)

    def node(self, item: str) -> Locator:
        return self.page.locator(f'#diagram [data-item="{item}"]')

    async def lit(self, item: str, state: str) -> None:
        """current, answered, skipped, hidden, or open: none of them."""
        if state == "open":
            await expect(self.node(item)).not_to_have_class(re.compile(r"\bis-"))
        else:
            await expect(self.node(item)).to_have_class(re.compile(rf"\bis-{state}\b"))

    def answer(self, item: str) -> Locator:
        return self.page.locator(f'[data-answer="{item}"]')

    @property
    def leads(self) -> Locator:
        return self.page.locator("#leads .lead")

    async def reloaded(self, revision: int) -> None:
        """Until the page has heard of so many saves."""
        await expect(self.page.locator("body")).to_have_attribute("data-revision", str(revision))

    def save(self, file: str, old: str, new: str) -> None:
        """Edit a flow file as an editor would."""
        path = self.flows / file
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
