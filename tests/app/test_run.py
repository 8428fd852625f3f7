"""`carquery run`, a real process, drives every branch to a lead in the CRM over real HTTP connections."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from integrations.amocrm.emulator.faults import Fault
from tests import shipped
from tests.app.live import World, play, running, world
from tests.app.stories import story, to_the_thanks

#: A story per branch that is true on any day; in four of them the client leaves the same phone.
BRANCHES = {
    "sell": "sell_camry",
    "buy": "buy_credit",
    "find": "find_russia",
    "check": "check_vin",
    "legal": "legal_contract",
}
SHARED_PHONE = "+79161234567"

#: Room for two starts and every answer, each as late as it may be.
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(params=["sqlite and memory", "postgres and redis"])
def data(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """Where the bot keeps its data: nothing migrated yet."""
    if request.param == "sqlite and memory":
        return {"DATABASE_URL": f"sqlite:///{tmp_path}/carquery.db"}
    return {
        "DATABASE_URL": request.getfixturevalue("empty_postgres_url"),
        "REDIS_URL": request.getfixturevalue("redis_url"),
    }


async def test_every_branch_ends_as_a_lead_in_the_crm(data: dict[str, str], tmp_path: Path) -> None:
    project = shipped.project()
    async with world(project) as outside, running(tmp_path, outside.settings() | data) as bot:
        await bot.ready()
        for client, (flow, name) in enumerate(BRANCHES.items(), 1001):
            told = story(name)
            assert told.flow == flow
            # `leads:` counts from the story's beginning, and here the CRM is everybody's.
            told = replace(told, actions=tuple(one for one in told.actions if one.kind != "leads"))
            await play(told, outside, client)
            assert len(outside.leads()) == client - 1000
        assert await bot.stop() == 0, bot.log
    check_contacts_and_notes(outside)


def check_contacts_and_notes(outside: World) -> None:
    leads = outside.leads()
    phones = Counter(
        phone for contact in outside.amocrm.state.rows("contacts") for phone in phones_of(outside, contact)
    )
    owners = [lead for lead in leads if SHARED_PHONE in lead.phones]
    assert len(owners) == 4
    assert phones[SHARED_PHONE] == 1, "the same phone in four branches is one contact"
    assert all(lead.notes for lead in leads)
    assert all(lead.fields for lead in leads)


def phones_of(outside: World, contact: dict[str, object]) -> set[str]:
    return {phone for lead in outside.leads() if lead.contact == contact["name"] for phone in lead.phones}


async def test_a_bot_killed_while_the_crm_writes_leaves_one_lead(tmp_path: Path) -> None:
    project = shipped.project()
    data = {"DATABASE_URL": f"sqlite:///{tmp_path}/carquery.db"}
    told = story("sell_camry")
    async with world(project) as outside:
        # Carried out at once, answered late: the bot dies not knowing.
        outside.amocrm.faults.add(Fault("delay", "POST /api/v4/leads", seconds=10))
        async with running(tmp_path, outside.settings() | data) as bot:
            await bot.ready()
            await play(to_the_thanks(told), outside, 1001)
            await outside.amocrm.asked("POST", "/api/v4/leads")
            await bot.kill()
        async with running(tmp_path, outside.settings() | data) as bot:
            await bot.ready()
            looking = tuple(one for one in told.actions if one.kind in ("leads", "crm", "notify"))
            await play(replace(told, actions=looking), outside, 1001)
            assert await bot.stop() == 0, bot.log
        assert len(outside.leads()) == 1
