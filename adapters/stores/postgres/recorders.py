"""Which role records what: a database enforces it, whatever program its clerks use.

Consequences of another event (a cap that has room again) follow in the cause's transaction.
"""

from __future__ import annotations

from typing import get_args

from domain.events.batch import BatchEvent
from domain.events.budget import BudgetEvent
from domain.events.claims import (
    AmountsRecorded,
    AttachmentEvent,
    CapLifted,
    CapReached,
    ClaimApproved,
    ClaimAttached,
    ClaimCorrected,
    ClaimReassessed,
    ClaimRedecided,
    ClaimRejected,
    ClaimRejectedByOfficer,
    ClaimReopened,
    ClaimSubmitted,
    ClaimWithdrawn,
    OrderChosen,
)
from domain.events.holds import EnterpriseHeld, EnterpriseReleased
from domain.events.log import EnterpriseEvent, Event
from domain.events.payment import AllotmentLowered, ClaimRevoked, DuesEvent, SetOffLifted
from domain.events.registration import (
    AccountConfirmed,
    AccountErased,
    AccountNamed,
    AccountNamedByDocument,
    EnterpriseRegistered,
    EnterpriseRenamed,
    NameErased,
)
from domain.events.store import (
    AccountsShown,
    HandsSeparated,
    KeyEvent,
    LoginsSeparated,
    OfficeRulesSet,
    PolicyPublished,
    ProposalEvent,
)
from domain.events.streams import (
    ACCOUNTS_STREAM,
    BATCH,
    BUDGET,
    KEYS_STREAM,
    POLICY_STREAM,
    PROPOSALS_STREAM,
    SETTINGS_STREAM,
    SUCCESSIONS_STREAM,
)
from domain.events.succession import EnteredSuccession, SuccessionEvent
from domain.events.transfer import TransferEvent

SUBMITTER, APPROVER, CASHIER = "subsidy_submitter", "subsidy_approver", "subsidy_cashier"
AUDITOR = "subsidy_auditor"
WRITER, READER = "subsidy_writer", "subsidy_reader"  # of a small bureau: all three; the auditors'
SERVER = "subsidy_server"  # records nothing by itself, but for the officers of a server
RECORDING = (SUBMITTER, APPROVER, CASHIER)

_RECORDED_BY: dict[str, tuple[type, ...]] = {
    SUBMITTER: (
        ClaimSubmitted,
        ClaimWithdrawn,
        ClaimAttached,
        ClaimCorrected,  # while it is not decided: a reassessment is the approver's
        AmountsRecorded,
        EnterpriseRegistered,
        EnterpriseRenamed,
        AccountNamed,
        AccountNamedByDocument,
        CapLifted,
        AllotmentLowered,
    ),
    APPROVER: (
        ClaimApproved,
        ClaimRejected,
        ClaimRejectedByOfficer,
        ClaimReassessed,
        ClaimRevoked,
        ClaimCorrected,
        ClaimRedecided,
        ClaimReopened,
        *get_args(AttachmentEvent),
        AccountConfirmed,
        CapReached,
        CapLifted,
        AllotmentLowered,
        OrderChosen,
        *get_args(SuccessionEvent),
        *get_args(EnteredSuccession),
        EnterpriseHeld,
        EnterpriseReleased,  # who pays does not lift what keeps money back
        SetOffLifted,  # of a line ordered whose enterprise is held
        PolicyPublished,
        *get_args(ProposalEvent),
        LoginsSeparated,
        HandsSeparated,
        OfficeRulesSet,
        *get_args(TransferEvent),
        *get_args(KeyEvent),
    ),
    CASHIER: (
        *get_args(BudgetEvent),
        *get_args(BatchEvent),
        *get_args(DuesEvent),
        ClaimAttached,  # the proof of a payment
        AccountNamed,
        AccountNamedByDocument,
        AccountConfirmed,
        AccountErased,
        NameErased,
        EnterpriseHeld,
        AccountsShown,
        ClaimRevoked,  # by an objection upheld
        CapLifted,
        *get_args(KeyEvent),
    ),
}
_STREAMS = {
    PolicyPublished: f"^{POLICY_STREAM}$",
    **dict.fromkeys(get_args(ProposalEvent), f"^{PROPOSALS_STREAM}$"),
    **dict.fromkeys((LoginsSeparated, HandsSeparated, OfficeRulesSet), f"^{SETTINGS_STREAM}$"),
    **dict.fromkeys(get_args(KeyEvent), f"^{KEYS_STREAM}$"),
    AccountsShown: f"^{ACCOUNTS_STREAM}$",
    **dict.fromkeys(get_args(EnteredSuccession), f"^{SUCCESSIONS_STREAM}$"),
    **dict.fromkeys(get_args(BudgetEvent), f"^{BUDGET}[12][0-9]{{3}}$"),
    **dict.fromkeys(get_args(BatchEvent), f"^{BATCH}[1-9][0-9]{{0,8}}$"),
    **dict.fromkeys(get_args(EnterpriseEvent), "^[0-9A-Z]{18}$"),
}


def topics_by_role() -> dict[str, tuple[str, ...]]:
    """Return the topics that members of each role record."""
    return {
        role: tuple(sorted(event.TOPIC for event in events))  # type: ignore[attr-defined]
        for role, events in _RECORDED_BY.items()
    }


def streams_by_topic() -> dict[str, str]:
    """Return the pattern of the streams that events of each topic are recorded in."""
    return {event.TOPIC: _STREAMS[event] for event in get_args(Event)}
