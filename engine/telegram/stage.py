"""What every update is handled with: the use cases, the compiled windows, the repeated showing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from aiogram import Bot
from aiogram.types import CallbackQuery, ErrorEvent, Message, User
from aiogram_dialog import DialogManager, ShowMode, StartMode

from engine.core.lead import Client
from engine.core.model import Project
from engine.core.session import DONE, Session
from engine.core.values import Json
from engine.service.conversation import Conversation
from engine.telegram.refresh import Refresher
from engine.telegram.states import Run
from engine.telegram.turn import TURN_KEY, Compiled, Spot, Turn, client_of
from engine.telegram.view import View


class Stage:
    def __init__(self, conversation: Conversation, refresher: Refresher) -> None:
        self.conversation = conversation
        self.refresher = refresher
        #: The windows of the conversation's project; swapped together with it.
        self.compiled: Mapping[Spot, Compiled] = {}

    def turn(self, manager: DialogManager) -> Turn:
        """The turn of the update in hand, loaded from the dialog's data at the first call."""
        found = manager.middleware_data.get(TURN_KEY)
        if found is None:
            data = cast(dict[str, Json], manager.current_context().dialog_data)
            view = View.from_json(cast(dict[str, Json], data["view"]))
            stored = cast(dict[str, Json] | None, data.get("session"))
            session = Session.from_json(stored) if stored else None
            found = self._made(manager, self.conversation.project, view, session)
        return cast(Turn, found)

    async def reopened(self, manager: DialogManager) -> Turn:
        """A turn for a chat that has no dialog any more: what the draft and the users' table still know."""
        project = self.conversation.project
        client = client_of(_user(manager))
        language = await self.conversation.welcome(project, client)
        draft = await self.conversation.stored(project, client)
        session = replace(draft.session, step=DONE) if draft and draft.finished else draft.session if draft else None
        turn = self._made(manager, project, View(language=language), session)
        step = turn.flow.step(turn.session.step) if turn.flow and turn.session else None
        turn.keyboard = step is not None and step.type.name == "phone"
        return turn

    async def place(self, bot: Bot, client: Client, session: Session) -> None:
        """Put the client where this session stands and show it, without an update of theirs."""
        async with self.refresher.manager(bot, client.id) as manager:
            project = self.conversation.project
            turn = self._made(manager, project, View(language=client.language).opened("flow"), session)
            turn.client, turn.anew = client, True
            await self.show(turn, manager)

    async def redraw(self, bot: Bot, chat: int) -> None:
        """Show an open form once more where it stands, as the present project has it."""
        async with self.refresher.manager(bot, chat) as manager:
            if not manager.has_context():
                return
            turn = self.turn(manager)
            if turn.spot[0]:
                turn.keep(manager)
                await manager.show(ShowMode.EDIT)

    async def show(self, turn: Turn, manager: DialogManager) -> None:
        """Show the turn as a new message, in a dialog of its own where the chat has none."""
        if turn.anew or not manager.has_context():
            await manager.start(Run.step, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)
        else:
            turn.keep(manager)
            await manager.show(ShowMode.SEND)

    def _made(self, manager: DialogManager, project: Project, view: View, stored: Session | None) -> Turn:
        conversation, event = self.conversation, _event(manager)
        moment = conversation.moment(project, view.language)
        session = conversation.reconciled(project, stored, moment) if stored else None
        if stored is not None and session is None and stored.step != DONE and stored.answers:
            # The flow's file is gone. When it comes back, so does the form.
            view = view.aside(stored.flow, stored.to_json())
        moved = stored is not None and not _stays(project, stored, session, written=isinstance(event, Message))
        turn = Turn(
            project, self.compiled, client_of(_user(manager)), moment, view, session, moved=moved, update=_update(event)
        )
        manager.middleware_data[TURN_KEY] = turn
        return turn


def _stays(project: Project, before: Session, now: Session | None, *, written: bool) -> bool:
    """Whether the update still answers the question the client saw; a renamed one (`was:`) takes only written answers,
    because the buttons on the screen carry the old name."""
    flow = project.flow(now.flow) if now else None
    step = flow.step(now.step) if flow and now else None
    renamed = written and step is not None and before.step in step.was
    return now is not None and (now.step in (before.step, DONE) or renamed)


def _event(manager: DialogManager) -> object:
    event = manager.event
    return event.update.event if isinstance(event, ErrorEvent) else event


def _user(manager: DialogManager) -> User:
    """The client; in private chats every update has one."""
    return cast(User, getattr(_event(manager), "from_user", None))


def _update(event: object) -> str:
    match event:
        case Message(message_id=number):
            return f"m{number}"
        case CallbackQuery(id=number):
            return f"c{number}"
        case _:
            return ""
