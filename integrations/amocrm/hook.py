"""The hook `amocrm.lead`: contact, lead, note, files; each remote id is stored before the next remote call."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, tzinfo

from engine.core.failures import PermanentFailure, TemporaryFailure
from engine.core.hookspec import HookSpec
from engine.core.lead import Lead
from engine.core.ports import Alerts, Journal, Phonebook
from engine.core.values import Json
from integrations.amocrm.api import AmoApi
from integrations.amocrm.contacts import Contacts
from integrations.amocrm.directory import STALE_AFTER, Directory
from integrations.amocrm.fields import Misfit
from integrations.amocrm.files import Files
from integrations.amocrm.leads import ContactGone, Leads
from integrations.amocrm.mapping import Defaults, Draft, draft, token_of
from integrations.amocrm.note import marker, notes
from integrations.amocrm.spec import LEAD
from integrations.amocrm.writes import look, write_once

GONE = "Сделку удалили в AmoCRM, пока бот её дополнял. Если она нужна, повтор создаст её заново."


class AmoLead:
    """One sender per account: nothing else may create contacts and leads for the same clients meanwhile."""

    def __init__(
        self,
        api: AmoApi,
        phonebook: Phonebook,
        alerts: Alerts,
        defaults: Defaults,
        *,
        now: Callable[[], datetime],
        zone: tzinfo,
        files: Files | None = None,
    ) -> None:
        """Without `files` photos and documents are only counted: for rehearsals."""
        self._api = api
        self._alerts = alerts
        self._defaults = defaults
        self._now = now
        self._zone = zone
        self._directory = Directory(api, now)
        self._contacts = Contacts(api, phonebook, alerts, now)
        self._leads = Leads(api, now)
        self._files = files
        #: What the admin has already been told does not fit; a wrong field name would repeat with every lead.
        self._told: set[Misfit] = set()

    @property
    def spec(self) -> HookSpec:
        return LEAD

    async def deliver(self, lead: Lead, params: Mapping[str, Json], journal: Journal) -> None:
        """Progress: contact, lead, note (ids), misfits (lines of the note), and what Files adds.

        The note does not wait for the files: the manager can call before they are there.
        """
        try:
            await self._deliver(lead, params, journal)
        except PermanentFailure as failure:
            made = journal.progress.get("lead")
            if not isinstance(made, int) or await self._leads.exists(made):
                raise
            # What a retry begins with.
            await journal.reached(lead=None, note=None, listed=None, shown=None)
            raise PermanentFailure(f"lead {made} has gone from AmoCRM", advice=GONE) from failure

    async def _deliver(self, lead: Lead, params: Mapping[str, Json], journal: Journal) -> None:
        made = journal.progress.get("lead")
        if not isinstance(made, int) or journal.progress.get("note") is None:
            made = await self._described(lead, params, journal)
        if self._files is not None:
            await self._files.attach(lead, made, token_of(journal.key), journal)

    async def _described(self, lead: Lead, params: Mapping[str, Json], journal: Journal) -> int:
        """The lead with its contact and the note; its id."""
        plan = await self._plan(lead, params, journal.key)
        contact = journal.progress.get("contact")
        if not isinstance(contact, int):
            contact = await self._contact(plan, journal)
        made = journal.progress.get("lead")
        if not isinstance(made, int):
            made = await self._lead(plan, contact, journal)
        await self._note(lead, plan, made, str(params.get("note") or ""), journal)
        return made

    async def _plan(self, lead: Lead, params: Mapping[str, Json], key: str) -> Draft:
        """The draft on what is known of the account; what is missing there is looked for once more."""
        contacts = any(answer.crm.kind == "contact" for answer in lead.answers)
        places = isinstance(params.get("pipeline"), str) or isinstance(params.get("status"), str)
        while True:
            chart = await self._directory.chart(contacts=contacts, places=places)
            plan = draft(lead, params, key, chart, self._defaults, self._zone)
            # Somebody may just have made the field the flow asks for.
            if not plan.misfits or not self._directory.forget(STALE_AFTER):
                return plan

    async def _contact(self, plan: Draft, journal: Journal) -> int:
        contact, refused = await self._contacts.find_or_create(plan.person, journal)
        if refused:
            lost = [Misfit(mapped.name, "AmoCRM не приняла значение в контакт") for mapped in refused]
            await self._keep(lost, journal)
        return contact

    async def _lead(self, plan: Draft, contact: int, journal: Journal) -> int:
        try:
            made = await self._leads.find_or_create(plan, contact, journal)
        except ContactGone as failure:
            await self._contacts.forget(plan.person, journal)
            raise TemporaryFailure("the contact has gone from AmoCRM") from failure
        if made.misfits:
            # AmoCRM knows something we do not: a field was removed, a user left.
            self._directory.forget()
            await self._keep(made.misfits, journal, lead=made.id)
        else:
            await journal.reached(lead=made.id)
        return made.id

    async def _note(self, lead: Lead, plan: Draft, made: int, opening: str, journal: Journal) -> None:
        kept = journal.progress.get("misfits")
        refused = [str(line) for line in kept] if isinstance(kept, list | tuple) else []
        texts = notes(lead, plan.token, opening, [*map(str, plan.misfits), *refused])
        found = await look(journal, "note", self._now(), lambda: self._noted(made, plan.token))
        if found is None:
            found = await write_once(journal, "note", lambda: self._api.create_notes(made, texts), self._now)
        await journal.reached(note=found)
        await self._warn(plan.misfits)

    async def _noted(self, lead: int, token: str) -> int | None:
        """Any true number will do: what counts is that the note is there."""
        notes = await self._api.notes(lead)
        return lead if any(str(note.get("text", "")).endswith(marker(token, 1)) for note in notes) else None

    async def _keep(self, lost: Iterable[Misfit], journal: Journal, **reached: Json) -> None:
        """Store what was refused for the note that is still to come, together with the step's id."""
        lost = tuple(lost)
        kept = journal.progress.get("misfits")
        before = [str(line) for line in kept] if isinstance(kept, list | tuple) else []
        await journal.reached(misfits=[*before, *map(str, lost)], **reached)
        await self._warn(lost)

    async def _warn(self, misfits: Iterable[Misfit]) -> None:
        new = [misfit for misfit in misfits if misfit not in self._told]
        if not new:
            return
        self._told.update(new)
        lines = "\n".join(f"— {misfit}" for misfit in new)
        await self._alerts.tell(
            f"Заявка дошла до AmoCRM, но не всё легло в поля. Значения есть в примечании к сделке.\n{lines}"
        )
