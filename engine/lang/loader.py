"""YAML events from libyaml where it is built in, else from PyYAML's own scanner taught to read the same."""

from collections.abc import Iterator

import yaml
from yaml.scanner import ScannerError
from yaml.tokens import ScalarToken

type Event = yaml.Event

_BLANK = "\0 \t\r\n\x85\u2028\u2029"


class PureLoader(yaml.SafeLoader):
    """PyYAML's loader in Python; like libyaml it takes `?` inside a text within `{}` and `[]`."""

    def scan_plain(self) -> ScalarToken:
        # PyYAML's own scan_plain, but in a flow collection `?` is a letter and `:` before an indicator an error.
        chunks: list[str] = []
        start_mark = end_mark = self.get_mark()
        indent = self.indent + 1
        spaces: list[str] = []
        while self.peek() != "#":
            length = 0
            while True:
                letter = self.peek(length)
                # The reader must not be asked beyond the end.
                after = self.peek(length + 1) if letter == ":" else ""
                if self.flow_level and after and after in ",?[]{}":
                    problem = "found unexpected ':'"
                    self.forward(length)
                    raise ScannerError("while scanning a plain scalar", start_mark, problem, self.get_mark())
                if letter in _BLANK or (after and after in _BLANK) or (self.flow_level and letter in ",[]{}"):
                    break
                length += 1
            if length == 0:
                break
            self.allow_simple_key = False
            chunks += spaces
            chunks.append(self.prefix(length))
            self.forward(length)
            end_mark = self.get_mark()
            spaces = self.scan_plain_spaces(indent, start_mark) or []
            if not spaces or self.peek() == "#" or (not self.flow_level and self.column < indent):
                break
        return ScalarToken("".join(chunks), True, start_mark, end_mark)


#: Both read every file alike (a test); libyaml does it seven times faster.
LOADER: type = getattr(yaml, "CSafeLoader", PureLoader)


def events(text: str, loader: type = LOADER) -> Iterator[Event]:
    """The events of a text; raise yaml.MarkedYAMLError where it cannot be read."""
    return yaml.parse(text, Loader=loader)
