"""Which files make a project: bot.yaml, *.flow.yaml and *.story.yaml of one folder."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Literal

type Kind = Literal["bot", "flow", "story"]

BOT_FILE = "bot.yaml"
FLOW_SUFFIX = ".flow.yaml"
STORY_SUFFIX = ".story.yaml"


def kind_of(file: str) -> Kind | None:
    """What a file is, by its name; None for files that are not ours."""
    name = PurePath(file).name
    if name == BOT_FILE:
        return "bot"
    return "flow" if name.endswith(FLOW_SUFFIX) else "story" if name.endswith(STORY_SUFFIX) else None


def of_folder(folder: Path) -> list[Path]:
    """The project's files of one folder, by name."""
    return sorted(path for path in folder.iterdir() if kind_of(path.name) and path.is_file())


def read(paths: Iterable[Path]) -> Mapping[str, bytes]:
    """Files, and the project's files of folders, by their path as given; raises OSError."""
    found = [file for path in paths for file in (of_folder(path) if path.is_dir() else [path])]
    return {file.as_posix(): file.read_bytes() for file in found}


def write(path: Path, raw: bytes) -> None:
    """Replace a file as one, so that nobody reads half of it; raises OSError."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(raw)
    part.chmod(path.stat().st_mode)
    part.replace(path)


def beside(paths: Iterable[Path]) -> frozenset[str]:
    """The names of every file that lies beside the project's: pictures of questions are named so; raises OSError."""
    folders = {path if path.is_dir() else path.parent for path in paths}
    return frozenset(file.name for folder in folders for file in folder.iterdir())


def projects(paths: Sequence[Path]) -> Mapping[Path, frozenset[Path]]:
    """Folders that are projects → the files of each that were asked for. Folders are searched to the bottom."""
    asked: dict[Path, set[Path]] = {}
    for path in paths:
        found = [file for file in path.rglob("*.yaml") if kind_of(file.name)] if path.is_dir() else [path]
        for file in found:
            asked.setdefault(file.parent, set()).add(file)
    return {folder: frozenset(files) for folder, files in sorted(asked.items())}
