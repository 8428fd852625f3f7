"""`carquery new`: a commented flow file to start from."""

import os
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.failure import FAILED, USAGE, give_up


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The flow's id: Latin letters, digits and _.")],
    title: Annotated[str, typer.Option(help="The flow's button in the menu.")] = "🆕 Новая анкета",
    flows: Annotated[Path, typer.Option(help="Folder with bot.yaml and the flow files.")] = Path("flows"),
) -> None:
    """Write a commented flow file to start from; an existing one is left alone."""
    from engine.lang.files import BOT_FILE, FLOW_SUFFIX
    from engine.lang.schemas import is_id
    from engine.lang.template import Surroundings, starter
    from engine.lang.words import transliterated

    if not is_id(name):
        give_up(
            f"Имя анкеты — маленькие латинские буквы, цифры и _, первая — буква, не длиннее 24 знаков. "
            f"Например: carquery new {transliterated(name)}",
            USAGE,
        )
    if not flows.is_dir():
        give_up(f"Папки {flows} нет. Где лежат анкеты, скажет --flows.", USAGE)
    path, bot = flows / f"{name}{FLOW_SUFFIX}", flows / BOT_FILE
    try:
        around = Surroundings.of(bot.read_bytes()) if bot.is_file() else Surroundings()
        # "x": a file somebody has made meanwhile is not overwritten either.
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(starter(name, title, _schema_from(flows), around))
    except FileExistsError:
        give_up(f"{path} уже есть — выберите другое имя.", USAGE)
    except OSError as error:
        give_up(f"{path} не записать: {error.strerror}.", FAILED)
    print(f"Готово: {path}")
    menu = ", ".join((*around.menu, name))
    print(f"Чтобы анкета появилась в меню, впишите её в {bot}:\n\n  menu: [{menu}]\n")
    print(f"Проверить: carquery check {flows}    Попробовать в чате: carquery play --flows {flows}")


def _schema_from(folder: Path) -> str:
    """Where editors find the schema, seen from the folder: in the project, else in the installed package."""
    from engine.lang.schemas import FOLDER

    name = "flow.schema.json"
    near = (parent / "schemas" / name for parent in folder.resolve().parents)
    found = next((path for path in near if path.is_file()), FOLDER / name)
    try:
        return Path(os.path.relpath(found, folder.resolve())).as_posix()
    except ValueError:
        # Another drive of Windows.
        return found.as_uri()
