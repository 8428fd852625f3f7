"""A client of the YAML language server: files opened in it, and what an editor would show."""

import json
import queue
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

#: What comes over the wire is JSON of the protocol's own shapes.
type Message = dict[str, Any]

PROGRAM = Path(__file__).parent / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
#: Seconds an answer may take; the first one includes Node's start.
PATIENCE = 120


class NoAnswer(Exception):
    """The server ended or is silent."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A wavy line: 1-based code points, the end not included."""

    message: str
    line: int
    column: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """One line of the completion list."""

    label: str
    #: Markdown beside the list.
    documentation: str
    #: What is put in, in the snippet syntax of editors: `$1`, `${1:word}`.
    text: str


class LanguageServer:
    """The server on one workspace, its settings those of `.vscode/settings.json`."""

    def __init__(self, workspace: Path, settings: Mapping[str, Any]) -> None:
        self._workspace, self._settings = workspace, settings
        self._inbox: queue.Queue[Message | None] = queue.Queue()
        self._published: dict[str, list[Message]] = {}
        self._opened: set[str] = set()
        self._configured = False
        self._last = 0

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            ["node", PROGRAM, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input = self._process.stdin
        threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True).start()
        uri = self._workspace.as_uri()
        markdown = ["markdown", "plaintext"]
        self.ask("initialize", {
            "processId": None,
            "rootUri": uri,
            "workspaceFolders": [{"uri": uri, "name": "carquery"}],
            "capabilities": {
                "workspace": {"configuration": True, "workspaceFolders": True},
                "textDocument": {
                    "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": markdown}},
                    "hover": {"contentFormat": markdown},
                    "publishDiagnostics": {},
                },
            },
        })  # fmt: skip
        self._tell("initialized", {})
        # What is opened before the settings are there is looked at twice.
        while not self._configured:
            self._receive()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)
        self._input.close()

    def open(self, name: str, text: str) -> "Page":
        """Show the server a file of the workspace, which need not exist on disk; each name once."""
        uri = (self._workspace / name).as_uri()
        assert uri not in self._opened
        self._opened.add(uri)
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        return Page(self, uri, text)

    def published(self, uri: str) -> list[Message]:
        """The diagnostics of a file; waits for them."""
        while uri not in self._published:
            self._receive()
        return self._published[uri]

    def ask(self, method: str, params: Message) -> Any:
        """The answer to a question, as the protocol has it."""
        self._last += 1
        number = self._last
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == number and "method" not in message:
                if "error" in message:
                    raise NoAnswer(f"{method}: {message['error']}")
                return message.get("result")

    def _tell(self, method: str, params: Message) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._input.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._input.flush()

    def _receive(self) -> Message:
        """The next message; questions and news of the server are dealt with on the way."""
        try:
            message = self._inbox.get(timeout=PATIENCE)
        except queue.Empty:
            raise NoAnswer(f"nothing from the language server for {PATIENCE} s") from None
        if message is None:
            raise NoAnswer(f"the language server ended with {self._process.poll()}")
        if message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self._published[params["uri"]] = params["diagnostics"]
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": self._answer(message)})
        return message

    def _answer(self, question: Message) -> Any:
        if question["method"] != "workspace/configuration":
            return None
        self._configured = True
        return [self._section(item["section"]) for item in question["params"]["items"]]

    def _section(self, name: str) -> Any:
        """Settings as VS Code hands them out: `"yaml.schemas": …` becomes `{"schemas": …}` of the section `yaml`."""
        if name in self._settings:
            return self._settings[name]
        found: Message = {}
        for key, value in self._settings.items():
            if key.startswith(f"{name}."):
                *path, last = key.removeprefix(f"{name}.").split(".")
                inner = found
                for part in path:
                    inner = inner.setdefault(part, {})
                inner[last] = value
        return found or None

    def _read(self, output: IO[bytes]) -> None:
        while header := output.readline():
            if header.lower().startswith(b"content-length:"):
                length = int(header.split(b":")[1])
                while output.readline().strip():
                    pass
                self._inbox.put(json.loads(output.read(length)))
        self._inbox.put(None)


class Page:
    """A file opened in the editor; places are 1-based code points."""

    def __init__(self, server: LanguageServer, uri: str, text: str) -> None:
        self._server, self._uri, self._text = server, uri, text

    def problems(self) -> list[Problem]:
        """The wavy lines, from top to bottom."""
        found = [_problem(one, self._text) for one in self._server.published(self._uri)]
        return sorted(found, key=lambda one: (one.line, one.column))

    def complete(self, line: int, column: int) -> list[Proposal]:
        """The completion list at a place."""
        result = self._server.ask("textDocument/completion", self._place(line, column))
        items = result["items"] if isinstance(result, dict) else result or []
        return [_proposal(item) for item in items]

    def hover(self, line: int, column: int) -> str:
        """The Markdown shown under the pointer; empty where there is none."""
        result = self._server.ask("textDocument/hover", self._place(line, column))
        return str(result["contents"]["value"]) if result else ""

    def _place(self, line: int, column: int) -> Message:
        row = self._text.split("\n")[line - 1]
        return {
            "textDocument": {"uri": self._uri},
            "position": {"line": line - 1, "character": _units(row[: column - 1])},
        }


def _problem(found: Message, text: str) -> Problem:
    start, end = found["range"]["start"], found["range"]["end"]
    rows = text.split("\n")
    column, end_column = (_points(rows[place["line"]], place["character"]) for place in (start, end))
    return Problem(found["message"], start["line"] + 1, column, end_column)


def _proposal(item: Message) -> Proposal:
    documentation = item.get("documentation") or ""
    return Proposal(
        label=item["label"],
        documentation=documentation["value"] if isinstance(documentation, dict) else documentation,
        text=item["textEdit"]["newText"] if "textEdit" in item else item.get("insertText", ""),
    )


def _units(text: str) -> int:
    """The protocol counts UTF-16 units, people count letters."""
    return len(text.encode("utf-16-le")) // 2


def _points(row: str, units: int) -> int:
    return len(row.encode("utf-16-le")[: units * 2].decode("utf-16-le", errors="ignore")) + 1
