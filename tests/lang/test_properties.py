"""Whatever bytes come, compile answers with findings in words, at places that exist; it never raises."""

import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.app.hooks import specs
from engine.lang import report
from engine.lang.catalogue import LANGUAGES, advice, example, message
from engine.lang.compile import Compilation, compile_bytes
from engine.lang.loader import PureLoader
from engine.lang.source import read
from tests.drawn import TIMES

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "estimate"
SMALL = {path.name: path.read_bytes() for path in EXAMPLE.glob("*.yaml")}
FLOW = "estimate.flow.yaml"
SHIPPED = [*(ROOT / "flows").glob("*.yaml"), *(ROOT / "docs" / "examples").rglob("*.yaml")]
#: What shows a programmer's words instead of an author's: reprs, tracebacks, jsonschema's sentences.
FOREIGN = re.compile(
    r"is not valid under|is a required property|Traceback|Plain\(|<class|<function|\bNone\b|object at 0x|frozenset\(|dict_keys"
)

QUICK = settings(
    max_examples=60 * TIMES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
PIECES = [
    ":", ": ", " #", "- ", "{", "}", "[", "]", ",", "'", '"', "|", ">", "&a ", "*a", "!x ", "<<: ", "\t",
    "\u00a0", "\u200b", "\x00", "\n", "\n  ", "---\n", "{name}", "{нет}", "<b>", "<", "&", "if: ",
    "validate: {min: ", "choices: ", "type: many", "yes", "true", "null", "~", "0", "-1", "1e9", "9" * 50, "а",
    "🚗", "steps:", "id: brand", "use: contacts", "compute: {", "must: ", "was: [", "? ", "must: a.b", "[[[[[[",
    "\u2028", "\r",
]  # fmt: skip


@st.composite
def mutants(draw: st.DrawFn) -> dict[str, bytes]:
    """The shipped files with a few lines cut, doubled, moved or sprinkled with what misleads YAML."""
    files = dict(SMALL)
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(files)))
        lines = files[name].decode("utf-8", "replace").split("\n")
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 5)):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[draw(st.integers(0, len(lines) - 1))])
            case 2:
                column = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:column] + draw(st.sampled_from(PIECES)) + lines[at][column:]
            case 3:
                start = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:start] + lines[at][start + draw(st.integers(1, 5)) :]
            case 4:
                lines[at] = draw(st.sampled_from(["", " ", "  "])) + lines[at]
            case _:
                lines[at] = lines[at].replace(draw(st.sampled_from("abceo:-{}[], ")), draw(st.sampled_from(PIECES)))
        files[name] = "\n".join(lines).encode("utf-8", "replace")
    return files


@QUICK
@given(mutants())
def test_mutated_flows_give_findings_in_words_at_places_that_exist(files: dict[str, bytes]) -> None:
    readable(compile_bytes(files, specs()), files)


@QUICK
@given(st.binary(max_size=300), st.sampled_from(sorted(SMALL)))
def test_any_bytes_at_all_are_a_file_to_report_on(data: bytes, name: str) -> None:
    files = {**SMALL, name: data}
    readable(compile_bytes(files, specs()), files)


@QUICK
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(PIECES),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["flow", "title", "steps", "id", "ask", "if", "validate", "choices", "compute", "x", "min", "not"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=15,
    )
)
def test_any_structure_at_all_is_a_flow_to_report_on(data: object) -> None:
    text = json.dumps({"flow": "estimate", "steps": [data], "done": data}, ensure_ascii=True)
    files = {**SMALL, FLOW: text.encode()}
    readable(compile_bytes(files, specs()), files)


def readable(found: Compilation, files: dict[str, bytes]) -> None:
    """Every finding has words in both languages and a place in its file."""
    for one in found.diagnostics:
        assert one.file in files
        lines = found.sources[one.file].lines
        line, column, end_line, end_column = one.span
        assert 1 <= line <= end_line <= max(1, len(lines)) + 1
        assert column >= 1
        assert end_column >= 1
        for language in LANGUAGES:
            assert message(one, language)
            words = f"{message(one, language)} {advice(one, language)} {example(one, language)}"
            # What the file says itself may be quoted.
            assert not FOREIGN.search(words) or FOREIGN.search(found.sources[one.file].text), words
    for name in report.RENDERERS:
        report.RENDERERS[name](found.diagnostics, found.sources, "ru")
    assert (found.project is None) or not [one for one in found.errors if not one.file.endswith("story.yaml")]


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="this PyYAML has no libyaml to compare with")
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_both_loaders_read_the_shipped_files_alike(path: Path) -> None:
    pure, fast = (read(path.name, path.read_bytes(), loader) for loader in (PureLoader, yaml.CSafeLoader))
    assert pure.data == fast.data
    assert pure.findings == fast.findings == []
    assert pure.root == fast.root
