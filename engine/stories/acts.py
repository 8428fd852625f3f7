"""What each line of a story does or demands."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import cast

from engine.core.values import Json
from engine.stories.crm import differences
from engine.stories.failure import Untrue, listed
from engine.stories.phone import PAGES, Phone, no_button
from engine.stories.stage import Heard, Stage
from engine.stories.words import says, short

#: How long a client thinks before each act: nobody answers ten questions in no time.
THINKING = timedelta(seconds=3)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


@dataclass(frozen=True, slots=True)
class Scene:
    """A stage and the client's phone on it."""

    stage: Stage
    phone: Phone

    async def act(self, what: Callable[[], Awaitable[object]]) -> None:
        """The client does something, and the bot reacts to the end."""
        await self.stage.advance(self.stage.now() + THINKING)
        self.phone.begin()
        await what()
        await self.stage.settle()

    def word(self, button: str) -> str:
        """A service button's word in the bot's main language."""
        bot = self.stage.project.bot
        return bot.buttons[button].plain(bot.languages[0])


async def _client(scene: Scene, value: Json) -> None:
    await scene.act(lambda: scene.phone.user.send_text(str(value)))


async def _tap(scene: Scene, value: Json) -> None:
    """A list shown by pages is turned until the button comes."""
    arrows = scene.word("next_page"), scene.word("previous_page")
    seen = dict.fromkeys(scene.phone.labels())
    for arrow in arrows:
        for _ in range(PAGES):
            if scene.phone.has(str(value)) or arrow not in scene.phone.labels():
                break
            await scene.act(partial(scene.phone.tap, arrow))
            seen |= dict.fromkeys(scene.phone.labels())
    if not scene.phone.has(str(value)):
        raise Untrue(no_button(str(value), [one for one in seen if one not in arrows]))
    await scene.act(lambda: scene.phone.tap(str(value)))


async def _share(scene: Scene, value: Json) -> None:
    number = None if value == "phone" else str(value)
    await scene.act(lambda: scene.phone.share(number))


async def _photos(scene: Scene, value: Json) -> None:
    await scene.act(lambda: scene.phone.send_photos(cast(int, value)))


async def _edit(scene: Scene, value: Json) -> None:
    if not scene.phone.has(str(value)):
        await scene.act(lambda: scene.phone.tap(scene.word("edit")))
    await _tap(scene, value)


async def _start(scene: Scene, value: Json) -> None:
    await scene.act(lambda: scene.phone.user.send_text(f"/start {value}"))


async def _wait(scene: Scene, value: Json) -> None:
    text = str(value)
    await scene.stage.advance(scene.stage.now() + int(text[:-1]) * _UNITS[text[-1]])


async def _language(scene: Scene, value: Json) -> None:
    scene.phone.speak(str(value))


async def _today(scene: Scene, value: Json) -> None:
    """The day begins at the hour it is now."""
    now, day = scene.stage.now(), date.fromisoformat(str(value))
    wanted = datetime.combine(day, now.timetz())
    if wanted < now:
        raise Untrue(f"сейчас уже {now:%d.%m.%Y}, назад время не идёт")
    await scene.stage.advance(wanted)


async def _crm_fails(scene: Scene, value: Json) -> None:
    scene.stage.crm_fails(bool(value))


async def _bot(scene: Scene, value: Json) -> None:
    said = scene.phone.said()
    if not said:
        raise Untrue("бот ничего не ответил")
    if not any(says(text, str(value)) for text in said):
        raise Untrue(f"бот написал другое: {listed([f'«{short(text)}»' for text in said])}")


async def _buttons(scene: Scene, value: Json) -> None:
    for wanted in cast(Sequence[Json], value):
        if not scene.phone.has(str(wanted)):
            raise Untrue(no_button(str(wanted), scene.phone.labels()))


async def _leads(scene: Scene, value: Json) -> None:
    count = len(scene.stage.leads())
    if count != value:
        raise Untrue(f"заявок в CRM: {count}")


async def _crm(scene: Scene, value: Json) -> None:
    leads = scene.stage.leads()
    if not leads:
        raise Untrue("заявок в CRM нет")
    wrong = list(differences(leads[-1], cast(Mapping[str, Json], value)))
    if wrong:
        raise Untrue("; ".join(wrong))


async def _notify(scene: Scene, value: Json) -> None:
    notices = scene.stage.notices()
    if not any(says(notice, str(value)) for notice in notices):
        raise Untrue(f"сотрудникам написали: {listed([f'«{short(notice)}»' for notice in notices])}")


async def _ai(scene: Scene, value: Json) -> None:
    said = cast(Mapping[str, Json], value)
    found = cast(Mapping[str, str | Sequence[str]], said.get("answers") or {})
    answers = {id: text if isinstance(text, str) else ", ".join(text) for id, text in found.items()}
    scene.stage.understood(Heard(cast(str | None, said.get("flow")), cast(float, said.get("confidence", 1.0)), answers))


#: By the key of the line; the story's schema has the same.
ACTS: Mapping[str, Callable[[Scene, Json], Awaitable[None]]] = {
    "client": _client,
    "tap": _tap,
    "share": _share,
    "photos": _photos,
    "edit": _edit,
    "start": _start,
    "wait": _wait,
    "language": _language,
    "today": _today,
    "crm_fails": _crm_fails,
    "bot": _bot,
    "buttons": _buttons,
    "leads": _leads,
    "crm": _crm,
    "notify": _notify,
    "ai": _ai,
}
