"""Files opened in the editor with a caret: `¦` marks where the author is typing."""

import re
from dataclasses import dataclass
from itertools import count

from tests.editor.language_server import LanguageServer, Page, Proposal

FLOW = "# yaml-language-server: $schema=../schemas/flow.schema.json\n"
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Caret:
    """A place in an opened file."""

    page: Page
    #: The file without the mark.
    text: str
    line: int
    column: int

    def proposals(self) -> list[Proposal]:
        return self.page.complete(self.line, self.column)

    def proposal(self, label: str) -> Proposal:
        found = [one for one in self.proposals() if one.label == label]
        assert len(found) == 1, f"«{label}» is offered {len(found)} times"
        return found[0]

    def hover(self) -> str:
        return self.page.hover(self.line, self.column)

    def with_inserted(self, proposal: Proposal) -> str:
        """The file after the proposal was taken and every placeholder left as it is."""
        lines = self.text.split("\n")
        row = lines[self.line - 1]
        indent = row[: len(row) - len(row.lstrip(" "))]
        # As VS Code does: further lines of a snippet start where the line they go into starts.
        put = plain(proposal.text).replace("\n", f"\n{indent}")
        lines[self.line - 1] = row[: self.column - 1] + put + row[self.column - 1 :]
        return "\n".join(lines)


def caret(server: LanguageServer, marked: str, name: str = "flow.yaml") -> Caret:
    """Open `marked` as a file of its own whose name ends with `name`."""
    before, _, after = marked.partition("¦")
    line = before.count("\n") + 1
    text = before + after
    page = server.open(f"flows/opened{next(_numbers)}.{name}", text)
    return Caret(page, text, line, len(before) - before.rfind("\n"))


def plain(snippet: str) -> str:
    """A snippet's text with its placeholders' own words."""
    words = re.sub(r"\$\{\d+:((?:\\.|[^}\\])*)\}", r"\1", snippet)
    words = re.sub(r"\$\{?\d+\}?", "", words)
    return re.sub(r"\\([$}\\])", r"\1", words)
