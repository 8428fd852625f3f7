"""The stories of the example questionnaires come true on the real bot; those of flows/ `make test` plays by command."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from engine.app import hooks
from engine.app.stage import Theatre
from engine.lang import files
from engine.lang.compile import Compilation, compile
from engine.lang.report import text
from engine.stories import report
from engine.stories.play import play

ROOT = Path(__file__).parents[2]
FOLDERS = list(files.projects([ROOT / "docs" / "examples"]))
STORIES = [story for folder in FOLDERS for story in sorted(folder.glob("*.story.yaml"))]


@cache
def compiled(folder: Path) -> Compilation:
    return compile([folder], hooks.specs())


@pytest.fixture(scope="session")
def theatres(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Path, Theatre]:
    found = {}
    for number, folder in enumerate(FOLDERS):
        project = compiled(folder).project
        assert project is not None, text(compiled(folder).diagnostics, compiled(folder).sources, "ru")
        found[folder] = Theatre(project, hooks.specs(), tmp_path_factory.mktemp(f"theatre{number}"))
    return found


@pytest.mark.parametrize("path", STORIES, ids=[path.name.removesuffix(".story.yaml") for path in STORIES])
async def test_the_story_comes_true(path: Path, theatres: Mapping[Path, Theatre]) -> None:
    found = compiled(path.parent)
    assert found.project is not None
    (story,) = (one for one in found.stories if one.file == path.as_posix())
    played = await play(story, found.project, theatres[path.parent].open)
    assert played.failure is None, report.text([played], {}, found.sources)


def test_there_are_stories_enough() -> None:
    assert len(list((ROOT / "flows").glob("*.story.yaml"))) >= 12
    for flow in (ROOT / "flows").glob("*.flow.yaml"):
        about = [story for story in compiled(ROOT / "flows").stories if f"{story.flow}.flow.yaml" == flow.name]
        assert len(about) >= 2, f"{flow.name} has fewer than two stories"
