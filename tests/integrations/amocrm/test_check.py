"""The flows' `crm:` held against an account: what is missing, of another type or not in a list is found and named."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.app.hooks import specs
from engine.core.model import Project
from engine.lang.compile import compile
from integrations.amocrm.check import findings, lacking
from integrations.amocrm.directory import Chart
from integrations.amocrm.drive import Drive
from integrations.amocrm.emulator.fields import add_field
from integrations.amocrm.examine import examine, make_missing, read_chart
from integrations.amocrm.fields import Enum, Field
from integrations.amocrm.mapping import KEY_FIELD, Defaults
from integrations.amocrm.wanted import Wanted
from tests.integrations.amocrm.world import Dealership

BOT = """\
language: 1
languages: [ru]
menu: [sell]
greeting: Здравствуйте!
help: Помощь.
consent: {version: 2026-11-01, text: Можно?}
"""
FLOW = """\
flow: sell
title: Продать авто
understand: {about: клиент хочет продать машину, examples: [продать, продаю, выкуп, заберите машину, сдать авто]}
steps:
  - {id: consent, ask: Можно?, type: consent}
  - id: brand
    ask: Марка?
    label: Марка
    choices:
      kia: Kia
      lada: {label: 🚗 Лада, crm: Lada}
    crm: Марка
  - {id: mileage, ask: Пробег?, label: Пробег, type: number, crm: Пробег}
  - {id: city, ask: Город?, label: Город, type: text, crm: {contact: Город}}
  - {id: photos, ask: Фото?, label: Фото, type: photo, validate: {max: 3}}
  - {id: phone, ask: Телефон?, label: Телефон, type: phone}
on_complete:
  - amocrm.lead: {name: Выкуп, pipeline: PIPELINE, status: STATUS}
done: Спасибо!
"""

KEY = Field(1, "ID заявки", KEY_FIELD, "text")
BRAND = Field(2, "Марка", None, "select", (Enum(1, "Kia", None), Enum(2, "lada", None)))
MILEAGE = Field(3, "Пробег", None, "numeric")
CITY = Field(4, "Город", None, "text")
PIPELINES: tuple[dict[str, Any], ...] = (
    {"id": 44, "name": "Продажи", "is_main": True, "_embedded": {"statuses": [{"id": 4401, "name": "Новая заявка"}]}},
)
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def project(folder: Path, pipeline: str = "Продажи", status: str = "Новая заявка") -> Project:
    flow = FLOW.replace("PIPELINE", pipeline).replace("STATUS", status)
    (folder / "sell.flow.yaml").write_text(flow, "utf-8")
    (folder / "bot.yaml").write_text(BOT, "utf-8")
    compiled = compile([folder], specs())
    assert compiled.project is not None, compiled.errors
    return compiled.project


@pytest.fixture
def sell(tmp_path: Path) -> Project:
    return project(tmp_path)


def told(given: Project, *fields: Field, ids: Mapping[str, int] | None = None) -> list[str]:
    chart = Chart(fields, (CITY,), PIPELINES)
    return [str(finding) for finding in findings(given, chart, Defaults(field_ids=ids or {}))]


def test_an_account_that_has_everything_is_clean(sell: Project) -> None:
    assert told(sell, KEY, BRAND, MILEAGE) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ((BRAND, MILEAGE), "AmoCRM — нет поля с кодом BOT_LEAD_ID, по нему бот надёжнее всего узнаёт свои сделки."),
        ((KEY, BRAND), "sell: mileage — «Пробег»: такого поля в AmoCRM нет. Создать недостающие поля"),
        (
            (KEY, BRAND, replace(MILEAGE, name="Пробег авто")),
            "sell: mileage — «Пробег»: такого поля в AmoCRM нет. Может быть, «Пробег авто»?",
        ),
        (
            (KEY, BRAND, replace(MILEAGE, name="ПРОБЕГ")),
            "sell: mileage — «Пробег»: такого поля в AmoCRM нет. Может быть, «ПРОБЕГ»?",
        ),
        ((KEY, BRAND, MILEAGE, replace(MILEAGE, id=9)), "sell: mileage — «Пробег»: полей с таким названием несколько"),
        (
            (KEY, BRAND, replace(MILEAGE, type="date")),
            "sell: mileage — поле «Пробег» — дата, а ответ — number. Возьмите поле другого типа.",
        ),
        (
            (KEY, replace(BRAND, type="numeric", enums=()), MILEAGE),
            "sell: brand — поле «Марка» — число, а ответ — choice.",
        ),
        (
            (KEY, replace(BRAND, type="chained_list"), MILEAGE),
            "sell: brand — в поле «Марка» типа chained_list бот не пишет.",
        ),
        (
            (KEY, replace(BRAND, enums=(Enum(1, "Kia", None), Enum(2, "Лада", "lada"))), MILEAGE),
            None,
        ),
        (
            (KEY, replace(BRAND, enums=(Enum(1, "Kia", None), Enum(2, "Lada (ВАЗ)", None))), MILEAGE),
            "sell: brand — в списке «Марка» нет «Lada».",
        ),
        (
            (KEY, replace(BRAND, enums=(Enum(1, "Kiа", None), Enum(2, "Lada", None))), MILEAGE),
            "sell: brand — в списке «Марка» нет «Kia». Может быть, «Kiа»?",
        ),
    ],
)
def test_what_keeps_an_answer_out_of_its_field_is_named(
    sell: Project, fields: tuple[Field, ...], sentence: str | None
) -> None:
    said = told(sell, *fields)
    if sentence is None:
        assert said == []
    else:
        [found] = said
        assert found.startswith(sentence)


def test_a_field_named_by_its_id_is_found_whatever_it_is_called(sell: Project) -> None:
    renamed = replace(MILEAGE, name="Одометр")
    assert told(sell, KEY, BRAND, renamed, ids={"MILEAGE": 3}) == []
    [found] = told(sell, KEY, BRAND, MILEAGE, ids={"ПРОБЕГ": 99})
    assert "AMOCRM_FIELD_ПРОБЕГ указывает на поле, которого нет" in found


def test_pipelines_and_stages_are_compared_by_name(tmp_path: Path) -> None:
    [found] = told(project(tmp_path, pipeline="Продажа"), KEY, BRAND, MILEAGE)
    assert found == "sell: воронка — «Продажа» в AmoCRM нет. Может быть, «Продажи»?"
    [found] = told(project(tmp_path, status="Новая заявка!"), KEY, BRAND, MILEAGE)
    assert found.endswith("Может быть, «Новая заявка»?")


def test_setup_makes_what_no_field_stands_for_and_nothing_twice(sell: Project) -> None:
    chart = Chart((replace(MILEAGE, id=9), MILEAGE), (CITY,), PIPELINES)
    key, brand = lacking(sell, chart, Defaults())
    assert key == Wanted("leads", "ID заявки бота", "text", code=KEY_FIELD)
    assert brand == Wanted("leads", "Марка", "select", ("Kia", "Lada"))


async def test_an_empty_account_is_set_up_and_then_clean(sell: Project) -> None:
    dealer = Dealership(fields=False)
    api, drive = dealer.api, Drive(dealer.api.client)
    before = await examine(api, drive, sell, Defaults(), None, NOW)
    assert len(before) == 4
    made = await make_missing(api, sell, Defaults())
    assert [field.name for field in made] == ["ID заявки бота", "Марка", "Пробег", "Город"]
    assert await make_missing(api, sell, Defaults()) == []
    assert await examine(api, drive, sell, Defaults(), None, NOW) == []
    key = next(row for row in dealer.rows("lead_fields") if row["code"] == KEY_FIELD)
    assert (key["type"], key["is_api_only"]) == ("text", True)
    brand = next(field for field in (await read_chart(api)).lead_fields if field.name == "Марка")
    assert [enum.value for enum in brand.enums] == ["Kia", "Lada"]


async def test_settings_files_and_a_dying_token_are_looked_at_too(sell: Project) -> None:
    dealer = Dealership(fields=False)
    await make_missing(dealer.api, sell, Defaults())
    dealer.switch(files_scope=False)
    token = dealer.emulator.new_long_lived_token()
    wrong = Defaults(pipeline=1, status=2, responsible=3)
    ends = datetime.fromtimestamp(dealer.emulator.now, UTC).replace(year=2031)
    found = await examine(dealer.api, Drive(dealer.api.client), sell, wrong, token, ends)
    assert [one.where for one in found] == [
        "AMOCRM_PIPELINE_ID",
        "AMOCRM_STATUS_ID",
        "AMOCRM_RESPONSIBLE_USER_ID",
        "Файлы",
        "AMOCRM_LONG_LIVED_TOKEN",
    ]


async def test_an_account_with_more_than_a_page_of_fields_is_read_whole(sell: Project) -> None:
    dealer = Dealership(fields=False)
    for number in range(60):
        add_field(dealer.emulator.state, "leads", f"Поле {number}", None, "text")
    dealer.emulator.state.commit()
    await make_missing(dealer.api, sell, Defaults())
    assert await make_missing(dealer.api, sell, Defaults()) == []
