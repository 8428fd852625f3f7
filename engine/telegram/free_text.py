"""Free text: what a client writes in their own words, read while the chat goes on, proposed when it is understood."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError

from engine.core.lead import Client
from engine.core.model import Flow
from engine.core.values import Moment
from engine.service.routing.understanding import Understander, Understanding
from engine.telegram.proposal import Proposal
from engine.telegram.refresh import LOCK_SECONDS
from engine.telegram.stage import Stage
from engine.telegram.turn import Turn
from engine.telegram.typing import AGAIN_SECONDS, MOST_TIMES, PATIENCE_SECONDS

log = structlog.get_logger(__name__)


class FreeText:
    """Reads outside the chat's lock; what it finds counts only if the client did nothing meanwhile."""

    def __init__(
        self, understander: Understander, stage: Stage, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self.understander = understander
        self._stage = stage
        self._sleep = sleep
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> bool:
        return bool(self._tasks)

    async def settled(self) -> None:
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def stop(self) -> None:
        """The client will write again; nobody waits for a model at the end."""
        for task in self._tasks:
            task.cancel()
        await self.settled()

    def read(
        self,
        text: str,
        turn: Turn,
        bot: Bot,
        *,
        inside: bool = False,
        answered: str | None = None,
        greeted: bool = False,
    ) -> None:
        """Understand the text in the background and propose what it means.

        `inside`: the client stands in a form, another branch is all that may come of it. `answered`: the step that
        took the text for own words. `greeted`: the menu is on the screen already.
        """
        work = self._read(
            text, turn.client, turn.moment, turn.update, bot, inside=inside, answered=answered, greeted=greeted
        )
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _read(
        self,
        text: str,
        client: Client,
        moment: Moment,
        update: str,
        bot: Bot,
        *,
        inside: bool,
        answered: str | None,
        greeted: bool,
    ) -> None:
        typing = asyncio.create_task(self._type(bot, client.id))
        try:
            understood = await self.understander.understand(text, moment, client)
        finally:
            typing.cancel()
        try:
            async with asyncio.timeout(LOCK_SECONDS), self._stage.refresher.manager(bot, client.id) as manager:
                if not manager.has_context():
                    return
                turn = self._stage.turn(manager)
                # Anything the client did since then says more than the text.
                if turn.view.seen[-1:] != (update,):
                    return
                turn.client = client
                if await self._answer(understood, turn, inside=inside, answered=answered, greeted=greeted):
                    await self._stage.show(turn, manager)
        except Exception:
            log.exception("proposal_not_shown")

    async def _type(self, bot: Bot, chat: int) -> None:
        with suppress(AiogramError):
            await self._sleep(PATIENCE_SECONDS)
            for _ in range(MOST_TIMES):
                await bot.send_chat_action(chat, "typing")
                await self._sleep(AGAIN_SECONDS)

    async def _answer(
        self, understood: Understanding, turn: Turn, *, inside: bool, answered: str | None, greeted: bool
    ) -> bool:
        """Leave in the turn what is to be shown; False where there is nothing new to show."""
        flow = turn.project.flow(understood.flow) if understood.flow else None
        if inside and (flow is None or (turn.flow is not None and flow.id == turn.flow.id)):
            return False
        pending, proposed = turn.proposal, turn.proposed
        if pending is not None and proposed is not None:
            joined = self._joined(pending, proposed, understood, turn.moment)
            if joined is not None:
                turn.view = turn.view.proposing(joined.to_json())
                return True
            await self.understander.judged(pending.call, accepted=False)
        if flow is not None:
            offer = Proposal(flow.id, understood.answers, inside=inside, answered=answered, call=understood.call)
            turn.view = turn.view.proposing(offer.to_json())
        elif greeted:
            return False
        else:
            turn.view = turn.view.opened("menu")
            turn.notice = turn.words.text("not_understood")
        return True

    def _joined(self, pending: Proposal, flow: Flow, understood: Understanding, moment: Moment) -> Proposal | None:
        """The proposal on the screen after one more text; None where that is a wish for something else.

        «год 2016, пробег 80 тыс» sounds like selling, but to somebody about to buy it is only more of the same.
        """
        if understood.flow == flow.id:
            return replace(pending.joined(understood.answers, flow), call=understood.call or pending.call)
        told = self.understander.told(flow.id, understood.text, moment)
        if understood.flow is not None:
            other = self.understander.told(understood.flow, understood.text, moment)
            if max(told.covered, other.covered) < 1:
                return None
        return pending.joined(told.values, flow)
