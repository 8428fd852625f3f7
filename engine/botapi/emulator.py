"""The emulated Telegram: one core behind two doors (`session.EmulatedSession` in process, `http` on loopback).

Bots come in through `call`; people are driven through `user`; tests and pages watch through `listen`, `until` and
`settled`. Everything belongs to one event loop.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from inspect import isawaitable
from typing import assert_never

from engine.botapi.activity import Activity
from engine.botapi.call import Call
from engine.botapi.changes import Changes, Listener
from engine.botapi.clock import Clock, MovedClock, machine_clock
from engine.botapi.errors import ApiError, ConnectionLost, refuse, too_many_requests
from engine.botapi.faults import (
    POLL,
    Delay,
    Effect,
    Fault,
    Faults,
    LostAnswer,
    NetworkLoss,
    ServerError,
    TooManyRequests,
)
from engine.botapi.files import file_at
from engine.botapi.incoming import Incoming
from engine.botapi.methods import METHODS
from engine.botapi.profile import LOGGED_OUT_LIFE
from engine.botapi.query import Query, Upload
from engine.botapi.state import Bot, File, State, Update, User
from engine.botapi.updates import Updates
from engine.botapi.users import EmulatedUser
from engine.botapi.webhooks import Webhooks
from engine.core.values import Json

TOKEN = re.compile(r"([1-9]\d{0,15}):[A-Za-z0-9_-]{24,}")
TOKEN_LETTERS = 80
#: Anything that does not even look like a token is no address at all.
TOKEN_SHAPE = re.compile(r"\d+:.+")
#: Bounds hanging, not speed: beside twenty busy processes a second of work takes half a minute.
PATIENCE_SECONDS = 60.0


class Emulator:
    def __init__(
        self,
        *,
        clock: Clock = machine_clock,
        ticks: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        state: State | None = None,
    ) -> None:
        """`clock` tells the moment of messages and their ages; `ticks` (monotonic seconds) paces getUpdates."""
        self.state = state or State()
        self.clock = MovedClock(clock)
        self.changes = Changes()
        self.activity = Activity()
        self.faults = Faults(self._on_fault)
        self.updates = Updates(self.clock, ticks, self.activity)
        self.webhooks = Webhooks(self.updates, self.clock, self._perform_quietly, sleep)
        self.updates.on_new = self.webhooks.deliver
        self._ticks = ticks
        self._sleep = sleep

    # ------------------------------------------------------------------ bots

    async def call(
        self,
        token: str,
        method: str,
        params: Mapping[str, str] | None = None,
        files: Mapping[str, Upload] | None = None,
    ) -> Json | ApiError:
        """Carry out a Bot API method; raises ConnectionLost when a fault cuts the network."""
        query = Query(method.lower(), params or {}, files or {})
        effects = self.faults.take(query.method)
        if query.method == POLL:
            return await self._meet(token, query, effects)
        with self.activity.working(query.method):
            return await self._meet(token, query, effects)

    def bot(self, token: str, *, first_name: str | None = None, username: str | None = None) -> Bot:
        """The bot of a token, made when new; raises ApiError for a token Telegram would refuse."""
        bot = self._authorised(token)
        bot.first_name = first_name or bot.first_name
        bot.username = username or bot.username
        return bot

    def the_bot(self) -> Bot:
        """The only bot there is, or the one that is still to come."""
        if len(self.state.bots) > 1:
            raise ValueError(f"several bots are known, say which: {sorted(self.state.bots)}")
        for bot in self.state.bots.values():
            return bot
        if self.state.nameless is None:
            self.state.nameless = Bot()
        return self.state.nameless

    def download(self, token: str, path: str) -> File:
        """The file at an address getFile gave; raises ApiError."""
        file = file_at(self._authorised(token), path)
        if file is None:
            raise refuse(404, "Not Found")
        return file

    def take_updates(self, bot: Bot | None = None) -> list[Update]:
        """Everything that waits for the bot, confirmed: for a caller that feeds a Dispatcher itself."""
        return self.updates.take_all(bot or self.the_bot())

    # ------------------------------------------------------------------ users

    def user(
        self,
        user_id: int,
        *,
        first_name: str | None = None,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
        phone: str | None = None,
        bot: Bot | None = None,
    ) -> EmulatedUser:
        """A person talking to a bot (the only one unless given); what is named is changed, the rest stays."""
        user = self.state.users.setdefault(user_id, User(user_id, "Клиент", phone=f"7900{user_id % 10**7:07}"))
        user.first_name = first_name or user.first_name
        user.last_name = user.last_name if last_name is None else last_name
        user.username = user.username if username is None else username
        user.language_code = user.language_code if language_code is None else language_code
        user.phone = phone or user.phone
        incoming = Incoming(self.state, self.updates, self.changes, self.clock, user, bot or self.the_bot())
        return EmulatedUser(incoming)

    # ------------------------------------------------------------------ watching

    @property
    def version(self) -> int:
        """Grows with everything a client would notice."""
        return self.changes.version

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` on every change; the returned function ends that."""
        return self.changes.listen(listener)

    async def until(self, holds: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until `holds()`, asked after every change; TimeoutError after `seconds`."""
        await self.changes.until(holds, seconds)

    async def settled(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until the bot has finished with every update it was given.

        Exact when its Dispatcher is watched (`session.watch`) or updates go by webhook; a foreign polling bot counts
        as finished once it has confirmed them and no call of its is under way.
        """
        await self.activity.settled(seconds)

    def advance(self, by: timedelta) -> None:
        """Move the emulator's clock forward."""
        self.clock.advance(by)

    async def close(self) -> None:
        """End polls and webhook deliveries."""
        for bot in self.state.bots.values():
            self.updates.abort(bot, ConnectionLost(done=False))
        await self.webhooks.close()

    # ------------------------------------------------------------------ inside

    async def _meet(self, token: str, query: Query, effects: list[Effect]) -> Json | ApiError:
        """The call, with what the faults do to it."""
        lost = False
        for effect in effects:
            match effect:
                case Delay(seconds):
                    await self._sleep(seconds)
                case TooManyRequests(retry_after):
                    return too_many_requests(retry_after)
                case ServerError(code):
                    return ApiError(code, "Bad Gateway" if code == 502 else "Internal Server Error")
                case NetworkLoss():
                    raise ConnectionLost(done=False)
                case LostAnswer():
                    lost = True
                case unknown:
                    assert_never(unknown)
        answer = await self._answer(token, query)
        if lost:
            raise ConnectionLost(done=True)
        return answer

    async def _answer(self, token: str, query: Query) -> Json | ApiError:
        try:
            return await self._perform(self._authorised(token), query)
        except ApiError as refusal:
            return refusal

    async def _perform(self, bot: Bot, query: Query) -> Json:
        if bot.logged_out is not None:
            if self.clock() < bot.logged_out + LOGGED_OUT_LIFE:
                raise ApiError(400, "Logged out")
            bot.logged_out = None
        method = METHODS.get(query.method)
        if method is None:
            raise refuse(404, "Not Found: method not found")
        call = Call(
            state=self.state,
            bot=bot,
            query=query,
            now=self.clock(),
            ticks=self._ticks(),
            changes=self.changes,
            updates=self.updates,
            webhooks=self.webhooks,
        )
        result = method(call)
        return await result if isawaitable(result) else result

    async def _perform_quietly(self, bot: Bot, query: Query) -> None:
        """A method called in a webhook's answer: nobody is told how it went."""
        try:
            await self._perform(bot, query)
        except ApiError:
            return

    def _authorised(self, token: str) -> Bot:
        found = TOKEN.fullmatch(token)
        if found is None or len(token) > TOKEN_LETTERS:
            raise ApiError(401, "Unauthorized") if TOKEN_SHAPE.fullmatch(token) else ApiError(404, "Not Found")
        bot_id = int(found[1])
        known = self.state.bots.get(bot_id)
        if known is not None:
            if known.token != token:
                raise ApiError(401, "Unauthorized")
            return known
        bot, self.state.nameless = self.state.nameless or Bot(), None
        self.activity.adopted(bot.id, bot_id)
        bot.id, bot.token, bot.username = bot_id, token, f"emulated_{bot_id}_bot"
        self.state.bots[bot_id] = bot
        return bot

    def _on_fault(self, fault: Fault) -> None:
        """A lost network breaks the polls under way too."""
        if isinstance(fault.effect, NetworkLoss) and fault.hits(POLL):
            for bot in self.state.bots.values():
                if self.updates.polled(bot):
                    self.faults.take(POLL)
                    self.updates.abort(bot, ConnectionLost(done=False))
