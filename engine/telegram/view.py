"""What a chat shows besides the session: which part of the bot is open, and small things of the screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from engine.core.values import Json

#: `flow`: where the session stands. `fields`: choosing what to change on the review. `resume`: go on or start over.
#: `proposal`: what a free text was understood to mean.
type Part = Literal["menu", "flow", "fields", "language", "resume", "proposal"]

SEEN_KEPT = 24
ALBUMS_KEPT = 4


@dataclass(frozen=True, slots=True)
class View:
    """Everything a chat remembers that is neither an answer nor a place in a flow."""

    part: Part = "menu"
    #: The language spoken in this chat, e.g. "ru".
    language: str = "ru"
    #: The open page of a long list and the place it belongs to.
    page: tuple[str, int] | None = None
    #: The flow the question «go on or start over» is about.
    wanted: str | None = None
    #: Albums met: Telegram's id of the album → the item it began at.
    albums: Mapping[str, str] = field(default_factory=dict)
    #: Updates already applied ("m17" a message, "c…" a tap), newest last: a redelivery changes nothing.
    seen: tuple[str, ...] = ()
    #: When a text came that may be the first piece of a longer one, in Unix seconds.
    long: int | None = None
    #: Unfinished sessions of other flows, as JSON, by flow id.
    paused: Mapping[str, Json] = field(default_factory=dict)
    #: What is proposed, as JSON, while the part is `proposal`.
    proposal: Mapping[str, Json] | None = None

    def saw(self, update: str) -> "View":
        return replace(self, seen=(*self.seen, update)[-SEEN_KEPT:])

    def met(self, album: str, item: str) -> "View":
        known = {**self.albums, album: item}
        return replace(self, albums=dict(list(known.items())[-ALBUMS_KEPT:]))

    def aside(self, flow: str, session: Mapping[str, Json]) -> "View":
        """With one more unfinished form put aside."""
        return replace(self, paused={**self.paused, flow: session})

    def opened(self, part: Part, wanted: str | None = None) -> "View":
        return replace(self, part=part, wanted=wanted, page=None, proposal=None)

    def proposing(self, proposal: Mapping[str, Json]) -> "View":
        return replace(self.opened("proposal"), proposal=proposal)

    def to_json(self) -> dict[str, Json]:
        return {
            "part": self.part,
            "language": self.language,
            "page": list(self.page) if self.page else None,
            "wanted": self.wanted,
            "albums": dict(self.albums),
            "seen": list(self.seen),
            "long": self.long,
            "paused": dict(self.paused),
            "proposal": dict(self.proposal) if self.proposal else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> "View":
        page = cast(tuple[str, int] | None, data.get("page"))
        return cls(
            part=cast(Part, data["part"]),
            language=cast(str, data["language"]),
            page=(page[0], page[1]) if page else None,
            wanted=cast(str | None, data.get("wanted")),
            albums=cast(Mapping[str, str], data.get("albums") or {}),
            seen=tuple(cast(list[str], data.get("seen") or ())),
            long=cast(int | None, data.get("long")),
            paused=cast(Mapping[str, Json], data.get("paused") or {}),
            proposal=cast(Mapping[str, Json] | None, data.get("proposal")),
        )
