"""`carquery classify` and `carquery ai eval`: the shapes scripts rely on, without a key."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from engine.cli.main import app

ROOT = Path(__file__).parents[2]
SHAPE = {"text", "flow", "confidence", "answers", "model", "escalated"}


@pytest.fixture(autouse=True)
def in_a_checkout_without_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


def carquery(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin)


def test_a_text_becomes_one_json_object() -> None:
    found = carquery("classify", "--json", "продам камри 2015, 120 тыс пробег")
    assert found.exit_code == 0, found.output
    row = json.loads(found.stdout)
    assert set(row) == SHAPE
    assert (row["flow"], row["model"], row["escalated"]) == ("sell", "offline", False)
    assert row["answers"] == {"brand": "toyota", "model": "camry", "year": 2015, "mileage": 120_000}
    assert 0.65 <= row["confidence"] <= 1


def test_without_arguments_lines_of_standard_input_are_read() -> None:
    found = carquery("classify", "--offline", "--json", stdin="куплю весту\n\nкак дела\n")
    rows = [json.loads(line) for line in found.stdout.splitlines()]
    assert [(row["text"], row["flow"]) for row in rows] == [("куплю весту", "buy"), ("как дела", None)]
    assert rows[1]["answers"] == {}


def test_people_read_titles_and_quotes() -> None:
    found = carquery("classify", "--offline", "продам гранту 2018")
    assert "Продать авто" in found.stdout
    assert "Год выпуска: 2018  ← «2018»" in found.stdout


def test_an_evaluation_prints_its_tables(tmp_path: Path) -> None:
    file = tmp_path / "phrases.jsonl"
    rows = [
        {"text": "продам камри 2015", "flow": "sell", "answers": {"brand": "toyota", "year": 2014}},
        {"text": "как дела", "flow": None},
        {"text": "погода завтра", "flow": "buy"},
    ]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    plain = carquery("ai", "eval", "--offline", str(file))
    assert plain.exit_code == 0, plain.output
    assert "right      50.0%" in plain.stdout
    assert "asked      50.0%" in plain.stdout
    assert "sell.brand" in plain.stdout
    found = json.loads(carquery("ai", "eval", "--offline", "--json", str(file)).stdout)
    assert (found["phrases"], found["off_topic"], found["accepted"]) == (2, 1, 0.0)
    assert found["confusion"] == {"sell": {"sell": 1}, "—": {"—": 1}, "buy": {"—": 1}}
    assert found["fields"]["sell.year"] == {"precision": 0.0, "recall": 0.0, "found": 1, "labelled": 1}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("не json", "line 1: not JSON"),
        ('{"flow": "sell"}', "line 1"),
        ('{"text": "x", "flow": "sale"}', "no flow sale"),
    ],
)
def test_a_wrong_file_is_one_sentence(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "phrases.jsonl"
    file.write_text(content, "utf-8")
    found = carquery("ai", "eval", "--offline", str(file))
    assert found.exit_code == 2
    assert said in found.stderr
    assert carquery("ai", "eval", str(tmp_path / "missing.jsonl")).exit_code == 2


def test_classifying_without_a_key_loads_no_sdk() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from typer.testing import CliRunner; from engine.cli.main import app; "
        "CliRunner().invoke(app, ['classify', '--offline', 'продам камри']); "
        "print([name for name in ('openai', 'aiogram', 'sqlalchemy') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout.strip() == "[]"
