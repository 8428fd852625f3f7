"""The flow a command is about: an id in a folder, or a file; and where what it makes goes."""

from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.failure import USAGE, give_up
from engine.cli.project import compiled

if TYPE_CHECKING:
    from engine.core.model import Flow, Project


def chosen(flow: str, folder: Path) -> "tuple[Project, Flow]":
    """The compiled project and its flow; findings or a sentence end the command."""
    from engine.lang.files import FLOW_SUFFIX

    path, id = Path(flow), flow
    if path.suffix or path.parent != Path():
        if not path.name.endswith(FLOW_SUFFIX):
            give_up(f"{flow} — не анкета: имя файла анкеты кончается на {FLOW_SUFFIX}.", USAGE)
        if not path.is_file():
            give_up(f"Файла {flow} нет.", USAGE)
        folder, id = path.parent, path.name.removesuffix(FLOW_SUFFIX)
    if not folder.is_dir():
        give_up(f"Папки {folder} нет. Где лежат анкеты, скажет --flows.", USAGE)
    project = compiled(folder)
    found = project.flow(id)
    if found is None:
        give_up(f"Анкеты {id} в папке {folder} нет. Есть: {', '.join(sorted(project.flows))}.", USAGE)
    return project, found


def put(text: str, output: Path | None) -> None:
    """To the file, or to the terminal."""
    if output is None:
        print(text, end="")
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        give_up(f"{output} не записать: {error.strerror}.", USAGE)
    print(f"Готово: {output}")
