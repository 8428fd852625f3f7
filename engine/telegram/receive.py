"""What a message does: a button's words written out, one more photo, an answer, or a wish in the client's own words."""

from dataclasses import replace

from aiogram.types import Message

from engine.core.raw import Raw, Typed
from engine.core.session import DONE
from engine.service.conversation import Conversation
from engine.telegram.acts import Acts
from engine.telegram.albums import take
from engine.telegram.free_text import FreeText
from engine.telegram.incoming import read_message
from engine.telegram.meaning import LEAST_WORDS, meant, still_proposed, taken_as_own_words
from engine.telegram.presses import read_press
from engine.telegram.proposal import Proposal
from engine.telegram.spoken import spoken, spoken_home
from engine.telegram.turn import Turn


class Receiver:
    """Takes whatever the client sends, and leaves the turn as it is to be shown."""

    def __init__(self, conversation: Conversation, acts: Acts, free_text: FreeText | None = None) -> None:
        self._conversation = conversation
        self._acts = acts
        #: Understands what is written outside of forms; None: that leads to the menu.
        self._free_text = free_text

    async def receive(self, message: Message, turn: Turn) -> None:
        """A message: a button's words written out, one more photo, or an answer."""
        raw = read_message(message)
        if isinstance(raw, Typed) and (button := spoken(raw.text, turn)):
            press = read_press(button.data)
            if press is not None:
                await self._acts.press(press, turn)
                return
        pending = turn.proposal if turn.proposed is not None else None
        if pending is not None and isinstance(raw, Typed) and spoken_home(raw.text):
            await self._acts.judge(pending, accepted=False)
            self._acts.home(turn)
            return
        outside = pending is not None and not pending.inside
        if outside and isinstance(raw, Typed) and self.understand(raw.text, message, turn):
            # What is proposed waits to be read together with it.
            turn.quiet = True
            return
        if turn.view.part == "proposal":
            turn.view = turn.view.opened("flow" if pending is not None and pending.inside else "menu")
        await self._receive(raw, message, pending, turn)

    async def _receive(self, raw: Raw, message: Message, pending: Proposal | None, turn: Turn) -> None:
        """An answer to the open question, which may have a proposal standing over it."""
        flow, place = turn.spot
        if not flow or place == DONE:
            await self._acts.judge(pending, accepted=False)
            self._outside(raw, message, turn)
            return
        turn.view = replace(turn.view, part="flow")
        if await take(self._conversation, raw, message.media_group_id, turn):
            await self._acts.judge(pending, accepted=False)
            return
        found = self._meant(raw, turn, pending)
        left = found if isinstance(found, Proposal) else None
        if not isinstance(found, Proposal):
            await self._acts.act(found or raw, turn)
            left = still_proposed(pending, place, turn)
        if left is not None:
            turn.view = turn.view.proposing(left.to_json())
        if pending is not None and (left is None or left.flow != pending.flow):
            await self._acts.judge(pending, accepted=False)
        unread = turn.notice or (left is not None and left is pending)
        own = left is None and taken_as_own_words(turn, place)
        private = turn.flow is not None and (step := turn.flow.step(place)) is not None and step.private
        # Not an answer: perhaps a wish for another branch. What is told to a private question no model hears.
        if (unread or own) and not private and isinstance(raw, Typed) and len(raw.text.split()) >= LEAST_WORDS:
            self.understand(raw.text, message, turn, inside=True, answered=place if own else None)

    def _meant(self, raw: Raw, turn: Turn, pending: Proposal | None) -> Raw | Proposal | None:
        if self._free_text is None or not isinstance(raw, Typed):
            return None
        return meant(self._free_text.understander, raw.text, turn, pending)

    def understand(
        self,
        text: str,
        message: Message,
        turn: Turn,
        *,
        inside: bool = False,
        answered: str | None = None,
        greeted: bool = False,
    ) -> bool:
        """Have the text read while the chat goes on; False where nobody reads."""
        if self._free_text is None or message.bot is None:
            return False
        self._free_text.read(text, turn, message.bot, inside=inside, answered=answered, greeted=greeted)
        return True

    def _outside(self, raw: Raw, message: Message, turn: Turn) -> None:
        """A message where no question is open: a wish in the client's own words, or something nobody can read."""
        self._acts.home(turn)
        if isinstance(raw, Typed) and self.understand(raw.text, message, turn):
            turn.quiet = True
        else:
            turn.notice = turn.words.text("not_understood")
