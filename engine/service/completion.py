"""A finished session becomes a lead: recorded with its deliveries before the client is thanked."""

from engine.core.finish import deliveries, lead_from_session
from engine.core.lead import Client
from engine.core.model import Flow
from engine.core.ports import Outbox
from engine.core.session import Session
from engine.core.values import Moment


async def complete(outbox: Outbox, flow: Flow, session: Session, client: Client, moment: Moment) -> bool:
    """Record the lead, its deliveries and the draft's tombstone in one transaction.

    `session` is the submitted one, `moment` speaks the dealer's language. False when this lead was there already:
    a second tap or a redelivered update. Raises what the outbox raises; then nothing was recorded.
    """
    lead = lead_from_session(flow, session, client, moment)
    return await outbox.record(lead, deliveries(flow, session, moment))
