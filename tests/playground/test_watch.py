"""A save is noticed once it is whole, whichever way the editor saves."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from engine.playground.watch import look, watch


class Told:
    def __init__(self) -> None:
        self.times = 0
        self.last = asyncio.Event()

    def __call__(self) -> None:
        self.times += 1
        self.last.set()

    async def again(self) -> None:
        async with asyncio.timeout(60):
            await self.last.wait()
        self.last.clear()


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[Told]:
    (tmp_path / "a.flow.yaml").write_text("flow: a\n")
    told = Told()
    task = asyncio.create_task(watch(tmp_path, told, pause=0.01, rest=0.01))
    await asyncio.sleep(0)
    yield told
    task.cancel()


async def test_a_file_written_anew_is_noticed(tmp_path: Path, told: Told) -> None:
    (tmp_path / "a.flow.yaml").write_text("flow: a # more\n")
    await told.again()


async def test_a_file_replaced_by_renaming_is_noticed(tmp_path: Path, told: Told) -> None:
    (tmp_path / "a.tmp").write_text("flow: b\n")
    os.replace(tmp_path / "a.tmp", tmp_path / "a.flow.yaml")
    await told.again()


async def test_a_new_file_and_a_deleted_one_are_noticed(tmp_path: Path, told: Told) -> None:
    (tmp_path / "b.flow.yaml").write_text("flow: b\n")
    await told.again()
    (tmp_path / "b.flow.yaml").unlink()
    await told.again()


async def test_other_files_are_nobodys_business(tmp_path: Path, told: Told) -> None:
    (tmp_path / "notes.txt").write_text("…")
    (tmp_path / "a.flow.yaml").write_text("flow: a # last\n")
    await told.again()
    assert told.times == 1


async def test_a_file_still_being_written_is_waited_for(tmp_path: Path) -> None:
    """Every look finds another size, so nothing is told until the writer rests."""
    told, file = Told(), tmp_path / "a.flow.yaml"
    file.write_text("flow: a\n")
    task = asyncio.create_task(watch(tmp_path, told, pause=0, rest=0))
    for _ in range(50):
        with file.open("a") as growing:
            growing.write("# more\n")
        await asyncio.sleep(0)
        assert told.times == 0
    await told.again()
    assert told.times == 1
    task.cancel()


def test_a_file_that_goes_while_it_is_looked_at_is_simply_absent(tmp_path: Path) -> None:
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nothing")
    assert look(tmp_path) == {}
