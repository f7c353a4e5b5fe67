"""An event as the log keeps it, and the unions of all events."""

from __future__ import annotations

from datetime import datetime

from domain.events.batch import BatchEvent
from domain.events.budget import BudgetEvent
from domain.events.claims import ClaimEvent
from domain.events.payment import PaymentEvent
from domain.events.registration import RegistrationEvent
from domain.events.store import (
    AccountsShown,
    HandsSeparated,
    KeyEvent,
    LoginsSeparated,
    OfficeRulesSet,
    PolicyPublished,
    ProposalEvent,
)
from domain.events.succession import EnteredSuccession, SuccessionEvent
from domain.events.transfer import TransferEvent
from domain.value import value

EnterpriseEvent = ClaimEvent | RegistrationEvent | PaymentEvent | SuccessionEvent | TransferEvent
StoreEvent = (
    PolicyPublished
    | ProposalEvent
    | KeyEvent
    | LoginsSeparated
    | HandsSeparated
    | OfficeRulesSet
    | AccountsShown
    | EnteredSuccession
)
Event = EnterpriseEvent | StoreEvent | BudgetEvent | BatchEvent


@value
class Recorded:
    """An event in its envelope: its place in the log, whose it is, when and by whom it was written.

    position: gapless from 1 over the whole log. version: gapless from 1 in its stream.
    by: the officer's account as given; login: the account the machine authenticated.
    former: the topic and the content it was recorded with, where that topic is no longer recorded.
    """

    position: int
    stream: str
    version: int
    recorded_at: datetime
    by: str
    login: str
    event: Event
    former: tuple[str, object] | None = None
