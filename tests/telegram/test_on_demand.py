"""aiogram's types are the same whether they are built at its import or when somebody needs them."""

import json
import subprocess
import sys
from typing import Any

LOADED = "from engine.telegram.on_demand import load; load()"
#: Every type and method: its fields with all that is known of them, without the numbers of objects.
TELL = """
import json, re
from inspect import isclass
import aiogram.types, aiogram.methods
from aiogram.methods.base import Response
from pydantic import BaseModel

def models():
    for module in (aiogram.types, aiogram.methods):
        for name in module.__all__:
            if isclass(found := getattr(module, name)) and issubclass(found, BaseModel):
                yield name, found

early = sum(model.__pydantic_complete__ for _, model in models())
# As a bot meets them: an answer to a request first.
answer = Response[aiogram.types.Message].model_validate(
    {"ok": True, "result": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "да"}}
)
told = {}
for name, model in models():
    model.model_rebuild()
    told[name] = [re.sub(r" at 0x[0-9a-f]+", "", repr(model.model_fields)), model.__pydantic_complete__]
print(json.dumps({"early": early, "answer": answer.result.text, "types": told}))
"""


def told(before: str) -> Any:
    run = subprocess.run([sys.executable, "-c", before + TELL], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_a_type_built_on_demand_is_the_type_aiogram_builds() -> None:
    # What is loaded already is left as it is.
    ours, theirs = told(LOADED), told("import aiogram; " + LOADED)
    assert ours["answer"] == theirs["answer"] == "да"
    assert len(ours["types"]) > 500
    assert all(complete for _, complete in ours["types"].values())
    assert ours["types"] == theirs["types"]
    assert ours["early"] < theirs["early"] / 2, "most types wait until they are needed"
    assert theirs["early"] == len(theirs["types"])
