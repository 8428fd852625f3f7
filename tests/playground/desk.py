"""A person at the playground without a browser: they send what the page sends and read what it shows."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from engine.app.bench import STAFF, PlaygroundBench
from engine.botapi.views import MessageView
from engine.core.answers.choices import folded
from engine.core.values import Json
from engine.playground.studio import Studio
from engine.playground.troubles import Seconds

#: Short, but long enough to be met.
SOON = Seconds(outage=0.3, retry_after=1, delay=1.5)


class Desk:
    def __init__(self, bench: PlaygroundBench) -> None:
        self.bench = bench
        self.changes = 0
        self.studio = Studio(bench, self._changed, SOON)

    def _changed(self) -> None:
        self.changes += 1

    async def act(self, do: str, **more: Json) -> Json:
        """One message of the page, and the bot's reaction to its end."""
        answer = await self.studio.act({"do": do, **more})
        await self.bench.settled()
        return answer

    async def open(self) -> None:
        await self.studio.open()
        await self.bench.settled()

    async def say(self, *texts: str) -> None:
        for text in texts:
            await self.act("text", text=text)

    async def tap(self, *labels: str, settle: bool = True) -> None:
        for label in labels:
            row, column = self.place_of(label)
            tapped = await self.studio.act({"do": "tap", "message": self.last.id, "row": row, "column": column})
            assert tapped is None, tapped
            if settle:
                await self.bench.settled()

    def place_of(self, label: str) -> tuple[int, int]:
        for row, buttons in enumerate(self.last.buttons):
            for column, button in enumerate(buttons):
                if folded(button.text) == folded(label):
                    return row, column
        raise AssertionError(f"no button {label}: {self.last.labels}")

    @property
    def last(self) -> MessageView:
        return self.studio.user.chat.last

    async def state(self) -> Mapping[str, Any]:
        """What the page shows now; JSON, so of any shape."""
        state = await self.studio.state()
        assert isinstance(state, Mapping)
        return state

    async def answers(self) -> dict[str, str | None]:
        return {row["id"]: row["value"] for row in (await self.state())["answers"]}

    async def lit(self) -> dict[str, str]:
        flow = (await self.state())["flow"]
        return {id: item["state"] for id, item in flow["items"].items()}

    async def leads(self) -> Sequence[Mapping[str, Any]]:
        leads: Sequence[Mapping[str, Any]] = (await self.state())["crm"]["leads"]
        return leads

    async def delivered(self, leads: int = 1) -> None:
        """Wait until so many leads are in the CRM, notes and all, and the staff has been told of each."""
        happened = asyncio.Event()
        stops = [self.bench.listen(happened.set), self.bench.emulator.listen(lambda change: happened.set())]
        try:
            async with asyncio.timeout(60):
                while not await self._delivered(leads):
                    await happened.wait()
                    happened.clear()
        finally:
            for stop in stops:
                stop()

    async def _delivered(self, leads: int) -> bool:
        told = [message for message in self.bench.emulator.user(STAFF).chat.messages if message.from_bot]
        return sum(bool(lead.note) for lead in await self.bench.leads()) == leads == len(told)

    async def walk_sell(self, mileage: str = "120 тыс") -> None:
        """From the menu to the review of the sell branch."""
        await self.tap("Продать авто", "Toyota", "Camry")
        await self.say("2016", mileage)
        await self.tap("Вложений не требует", "Нет")
        await self.say("850 тыс")
        await self.tap("Пропустить")
        await self.say("Казань")
        await self.tap("Согласен")
        await self.say("Иван", "8 916 123-45-67")
        await self.tap("Утром, 9–12")

    async def walk_sell_again(self, city: str) -> None:
        """The sell branch from its first question, for a client whose consent is given."""
        await self.tap("Kia", "Rio")
        await self.say("2019", "50 тыс")
        await self.tap("Вложений не требует", "Нет")
        await self.say("900 тыс")
        await self.tap("Пропустить")
        await self.say(city, "Иван", "8 916 123-45-67")
        await self.tap("Утром, 9–12")
