"""The use cases of a conversation, without Telegram."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from engine.core.lead import Client
from engine.core.model import Flow, Project
from engine.core.raw import Attached, Finished, Tapped, Typed
from engine.core.session import DONE, REVIEW, Session
from engine.core.values import Moment
from engine.service.completion import complete
from engine.service.conversation import Acknowledge, Back, Change, Clear, Conversation, Keep, Outcome, Skip
from tests.service.memory import Watch
from tests.telegram.bench import flow, project
from tests.telegram.memory import BuryingOutbox, MemoryDrafts, MemoryFunnel, MemoryUsers

IVAN = Client(7, "Иван", "ivan", "ru")
CONSENT = "consent: {version: v1, text: Номер нужен., refused: Нельзя.}"
STEPS = """
- {id: brand, ask: Марка?, choices: {kia: Kia, lada: Lada}, label: Марка}
- {id: note, say: Прочтите., button: Ясно}
- {id: year, ask: Год?, type: year, optional: true, label: Год}
- {id: photos, ask: Фото?, type: photo, validate: {max: 2}, optional: true, label: Фото}
- {id: consent, ask: Можно?, type: consent}
- {id: phone, ask: Телефон?, type: phone, label: Телефон}
"""
LANGUAGES = """
languages: [ru, en]
greeting: {ru: Здравствуйте!, en: Hello!}
help: {ru: Помощь., en: Help.}
"""
BILINGUAL = """
flow: sell
title: {ru: Продать, en: Sell}
steps: [{id: a, ask: {ru: Что?, en: What?}}]
done: {ru: Спасибо!, en: Thanks!}
"""
HOOKS = "on_complete: [{note: {text: '{brand}'}}]"


class Talk:
    """One client with one conversation."""

    def __init__(self, made: Project | None = None) -> None:
        self.project = made or project(flow(STEPS, more=HOOKS), bot=CONSENT)
        self.clock = Watch()
        self.drafts, self.users, self.funnel = MemoryDrafts(), MemoryUsers(), MemoryFunnel()
        self.outbox = BuryingOutbox(self.drafts)
        self.woken = 0
        self.conversation = Conversation(
            self.project,
            drafts=self.drafts,
            users=self.users,
            funnel=self.funnel,
            outbox=self.outbox,
            clock=self.clock,
            recorded=self._wake,
            new_id=iter([f"session{number}" for number in range(9)]).__next__,
        )
        self.session: Session | None = None

    def _wake(self) -> None:
        self.woken += 1

    @property
    def flow(self) -> Flow:
        return self.project.flows["sell"]

    @property
    def moment(self) -> Moment:
        return self.conversation.moment(self.project, "ru")

    async def begin(self, raw: Mapping[str, str] | None = None) -> Session:
        self.session = await self.conversation.begin(self.flow, IVAN, self.moment, raw)
        return self.session

    async def act(self, *actions: object) -> Outcome:
        for action in actions:
            assert self.session is not None
            outcome = await self.conversation.act(self.flow, self.session, action, IVAN, self.moment)  # type: ignore[arg-type]  # one of Action
            self.session = outcome.session
        return outcome

    async def to_the_review(self) -> Session:
        await self.begin()
        await self.act(Tapped("kia"), Acknowledge(), Skip(), Skip(), Tapped("yes"), Typed("89161234567"))
        assert self.session is not None
        assert self.session.step == REVIEW
        return self.session


async def test_every_accepted_action_is_in_the_draft_and_the_funnel() -> None:
    talk = Talk()
    await talk.begin()
    await talk.act(Tapped("kia"), Acknowledge(), Typed("2016"))
    draft = talk.drafts.kept[IVAN.id]
    assert draft.session == talk.session
    assert draft.session.answers == {"brand": "kia", "year": 2016}
    assert draft.session.id == "session0"
    assert talk.funnel.kinds == ["started", "answered", "answered"]


async def test_a_rejection_says_what_is_expected_and_changes_nothing_but_the_funnel() -> None:
    talk = Talk()
    await talk.begin()
    before = talk.session
    outcome = await talk.act(Typed("трактор"))
    assert outcome.session == before
    assert outcome.rejection == "Выберите один из вариантов ниже."
    assert talk.funnel.kinds == ["started", "invalid"]


async def test_an_action_without_meaning_here_is_rejected_without_words() -> None:
    talk = Talk()
    await talk.begin()
    assert (await talk.act(Skip())).rejection == ""
    for action in (Keep(), Acknowledge(), Back(), Change("year")):
        assert (await talk.act(action)).session.step == "brand"


async def test_consent_is_remembered_once_given_and_not_asked_again() -> None:
    talk = Talk()
    await talk.to_the_review()
    assert talk.users[IVAN.id].consent == "v1"
    assert (await talk.begin()).answers == {"consent": "v1"}


async def test_consent_to_an_older_text_is_asked_again() -> None:
    talk = Talk()
    talk.users[IVAN.id].consent = "v0"
    assert not (await talk.begin()).answers


async def test_a_refused_consent_is_not_remembered() -> None:
    talk = Talk()
    await talk.begin()
    await talk.act(Tapped("kia"), Acknowledge(), Skip(), Skip(), Tapped("no"))
    assert talk.users[IVAN.id].consent is None


async def test_texts_known_before_fill_the_form_through_its_own_validation() -> None:
    talk = Talk()
    session = await talk.begin({"brand": "lada", "year": "давно", "nothing": "1"})
    assert session.answers == {"brand": "lada"}
    assert session.step == "note"


async def test_sending_records_lead_deliveries_and_tombstone_and_wakes_the_sender() -> None:
    talk = Talk()
    review = await talk.to_the_review()
    submission = await talk.conversation.submit(talk.flow, review, IVAN, talk.moment)
    assert (submission.session.step, submission.sent, submission.already) == (DONE, True, False)
    (lead,) = talk.outbox.leads.values()
    assert (lead.id, lead.client, lead.flow) == (review.id, IVAN, "sell")
    assert [delivery.params for delivery in talk.outbox.deliveries] == [{"text": "Kia"}]
    assert talk.drafts.kept[IVAN.id].finished
    assert talk.woken == 1
    assert talk.funnel.kinds[-1] == "submitted"


async def test_sending_twice_records_once() -> None:
    talk = Talk()
    review = await talk.to_the_review()
    first = await talk.conversation.submit(talk.flow, review, IVAN, talk.moment)
    redelivered = await talk.conversation.submit(talk.flow, review, IVAN, talk.moment)
    tapped_again = await talk.conversation.submit(talk.flow, first.session, IVAN, talk.moment)
    assert redelivered.already
    assert not redelivered.sent
    assert tapped_again.already
    assert len(talk.outbox.leads) == 1
    assert talk.woken == 1
    assert talk.funnel.kinds.count("submitted") == 1


async def test_a_failed_recording_leaves_the_form_on_the_review() -> None:
    talk = Talk()
    review = await talk.to_the_review()
    talk.outbox.broken = ConnectionError("down")
    with pytest.raises(ConnectionError):
        await talk.conversation.submit(talk.flow, review, IVAN, talk.moment)
    assert talk.drafts.kept[IVAN.id].session == review
    assert not talk.drafts.kept[IVAN.id].finished
    assert talk.woken == 0


async def test_sending_from_anywhere_but_the_review_sends_nothing() -> None:
    talk = Talk()
    session = await talk.begin()
    submission = await talk.conversation.submit(talk.flow, session, IVAN, talk.moment)
    assert submission.session.step == "brand"
    assert not submission.sent
    assert not talk.outbox.leads


async def test_the_lead_speaks_the_dealers_language() -> None:
    talk = Talk(project(BILINGUAL, bot=LANGUAGES))
    english = talk.conversation.moment(talk.project, "en")
    session = await talk.conversation.begin(talk.flow, IVAN, english)
    outcome = await talk.conversation.act(talk.flow, session, Typed("car"), IVAN, english)
    await talk.conversation.submit(talk.flow, outcome.session, IVAN, english)
    (lead,) = talk.outbox.leads.values()
    assert (lead.title, lead.answers[0].label, lead.client.language) == ("Продать", "Что", "en")


async def test_completing_says_whether_the_lead_is_new() -> None:
    talk = Talk()
    review = await talk.to_the_review()
    done = replace(review, step=DONE)
    assert await complete(talk.outbox, talk.flow, done, IVAN, talk.moment)
    assert not await complete(talk.outbox, talk.flow, done, IVAN, talk.moment)


async def test_a_session_is_reconciled_with_the_project_as_it_is_now() -> None:
    talk = Talk()
    session = await talk.begin()
    renamed = project(flow(STEPS.replace("id: brand", "id: make, was: brand")), bot=CONSENT)
    talk.conversation.swap(renamed)
    found = talk.conversation.reconciled(talk.conversation.project, session, talk.moment)
    assert found is not None
    assert (found.step, found.version) == ("make", renamed.flows["sell"].version)
    gone = project(flow("- {id: a, ask: Что?}", id="help"))
    assert talk.conversation.reconciled(gone, session, talk.moment) is None


async def test_a_draft_of_a_flow_that_is_gone_is_no_draft() -> None:
    talk = Talk()
    await talk.begin()
    assert await talk.conversation.stored(talk.project, IVAN) is not None
    assert await talk.conversation.stored(project(flow("- {id: a, ask: Что?}", id="help")), IVAN) is None


def photo(number: int) -> Attached:
    return Attached("photo", f"file{number}", f"unique{number}", number)


async def test_late_photos_join_their_step_up_to_its_maximum() -> None:
    talk = Talk()
    await talk.begin()
    await talk.act(Tapped("kia"), Acknowledge(), Skip(), photo(2), Finished())
    assert talk.session is not None
    assert talk.session.step == "consent"
    for number in (1, 3):
        talk.session = await talk.conversation.add_late(
            talk.flow, talk.session, "photos", photo(number), IVAN, talk.moment
        )
    added = talk.session.answers["photos"]
    assert [item["message"] for item in added] == [1, 2]  # type: ignore[union-attr, call-overload, index]  # a list of photos
    assert talk.session.step == "consent"
    assert talk.drafts.kept[IVAN.id].session == talk.session


async def test_what_was_gathered_can_be_thrown_away() -> None:
    talk = Talk()
    await talk.begin()
    await talk.act(Tapped("kia"), Acknowledge(), Skip(), photo(1), Clear())
    assert talk.session is not None
    assert not talk.session.gathered


@pytest.mark.parametrize(
    ("telegrams", "chosen", "spoken"), [("en", None, "en"), ("de", None, "ru"), ("en", "ru", "ru")]
)
async def test_the_clients_choice_of_language_wins(telegrams: str, chosen: str | None, spoken: str) -> None:
    talk = Talk(project(BILINGUAL, bot=LANGUAGES))
    client = replace(IVAN, language=telegrams)
    if chosen is not None:
        await talk.conversation.choose_language(client, chosen)
    assert await talk.conversation.welcome(talk.project, client) == spoken
    assert talk.users[IVAN.id].client == client
