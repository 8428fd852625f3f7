"""The bot's own words in one client's language: buttons and service texts."""

from dataclasses import dataclass
from html import escape

from engine.core.model import Bot, Flow


@dataclass(frozen=True, slots=True)
class Words:
    bot: Bot
    language: str

    def button(self, name: str) -> str:
        return self.bot.buttons[name].plain(self.language).strip()

    def text(self, name: str, **places: str) -> str:
        """HTML; what is put into the places is escaped."""
        return self.bot.texts[name].render(self.language, places, escape).strip()

    def title(self, flow: Flow) -> str:
        return flow.title.plain(self.language).strip()
