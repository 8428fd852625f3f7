"""Compiling again with a memory gives what compiling anew gives, and reads only what has changed."""

from pathlib import Path

from engine.app.hooks import specs
from engine.lang.compile import Compilation, compile_bytes
from engine.lang.files import read
from engine.lang.memory import Memory

FLOWS = Path(__file__).parents[2] / "flows"


def shipped() -> dict[str, bytes]:
    return {Path(name).name: raw for name, raw in read([FLOWS]).items()}


def compiled(texts: dict[str, bytes], memory: Memory | None = None) -> Compilation:
    return compile_bytes(texts, specs(), memory=memory)


def told(compilation: Compilation) -> list[tuple[str, str, object]]:
    return [(found.code, found.file, found.path) for found in compilation.diagnostics]


def test_a_file_that_has_not_changed_is_the_one_read_before() -> None:
    memory, texts = Memory(), shipped()
    before = compiled(texts, memory)
    texts["sell.flow.yaml"] = texts["sell.flow.yaml"].replace("Какой пробег?".encode(), "Сколько прошла?".encode())
    after = compiled(texts, memory)
    changed = {name for name, source in after.sources.items() if before.sources[name] is not source}
    assert changed == {"sell.flow.yaml"}
    assert after.project is not None
    assert after.project.flows["sell"] != before.project.flows["sell"]


def test_findings_come_and_go_as_without_a_memory() -> None:
    memory, good = Memory(), shipped()
    bad = good | {
        "sell.flow.yaml": good["sell.flow.yaml"].replace(b"unit:", b"unti:", 1),
        "buy.flow.yaml": good["buy.flow.yaml"] + b"\t",
    }
    for texts in (good, bad, bad, good, bad):
        assert told(compiled(texts, memory)) == told(compiled(texts))


def test_a_file_that_is_gone_is_forgotten() -> None:
    memory, texts = Memory(), shipped()
    compiled(texts, memory)
    del texts["sell_camry.story.yaml"]
    assert "sell_camry.story.yaml" not in compiled(texts, memory).sources
