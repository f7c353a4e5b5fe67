"""The words that audit reports share, and the sentence that says what each rests on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from adapters.wording.table import Column, Columns
from adapters.wording.translation import gettext as _
from adapters.wording.translation import language, pgettext
from domain.calendar import clock

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook
    from projections.audit.answer import AuditAnswer

SHOWN_MAX = 30  # rows of a table at a terminal

Names = Mapping[str, str]


class OfClaim(Protocol):
    """What every line about a claim has."""

    @property
    def claim_no(self) -> str: ...

    @property
    def uscc(self) -> str: ...


def of_claim(names: Names) -> Columns[OfClaim]:
    """Return the columns by which a claim is known. names: of enterprises, by their codes."""
    return (
        (Column(pgettext("column", "claim")), lambda line: line.claim_no),
        (Column(pgettext("column", "code")), lambda line: line.uscc),
        (Column(pgettext("column", "enterprise")), lambda line: names.get(line.uscc, "")),
    )


def rests_on(answer: AuditAnswer) -> str:
    """Return the sentence that says which ledger an answer is about, and as of when."""
    moment = recorded_at(answer)
    rests = _("Log position {position}, recorded at {moment} (Beijing time)").format(
        position=answer.position, moment="-" if moment is None else clock(moment)
    )
    if answer.policy is None:
        return rests
    return rests + _("; claims of the policy {policy} only").format(policy=answer.policy)


def recorded_at(answer: AuditAnswer) -> datetime | None:
    """Return when the last event looked at was recorded; None where there is none."""
    return None if answer.recorded_at is None else datetime.fromisoformat(answer.recorded_at)


def states() -> dict[str, str]:
    """Return what each state of a claim or batch line is called."""
    return {
        "submitted": pgettext("state", "submitted"),
        "approved": pgettext("state", "approved, in no batch"),
        "in-batch": pgettext("state", "in a batch"),
        "computed": pgettext("state", "computed"),
        "published": pgettext("state", "published"),
        "held": pgettext("state", "held"),
        "waiting": pgettext("state", "no money, queued"),
        "paid": pgettext("state", "paid"),
        "failed": pgettext("state", "not paid by this batch"),
        "dropped": pgettext("state", "left the batch"),
        "lapsed": pgettext("state", "lapsed"),
        "owing": pgettext("state", "owes back"),
        "rejected": pgettext("state", "rejected"),
        "withdrawn": pgettext("state", "withdrawn"),
        "revoked": pgettext("state", "revoked"),
    }


def waited_for() -> dict[str, str]:
    """Return whom something waits for."""
    return {
        "approver": _("the approver"),
        "batch": _("the officer who computes batches"),
        "publisher": _("the publisher"),
        "notice": _("the end of the notice"),
        "payer": _("the payer"),
        "resolver": _("the officer who resolves the objection"),
        "enterprise": _("the enterprise's repayment"),
    }


def finding_kinds(book: PolicyBook) -> dict[str, str]:
    """Return what can be met twice; events as their policies call them."""
    kinds = (kind for version in book.versions for kind in version.policy.source["kinds"].values())
    facts = (each for kind in kinds for each in kind.get("facts", {}).items())
    events = {
        name: str(fact.get(language()) or name.replace("_", " "))
        for name, fact in facts
        if fact.get("identifies") == "event"
    }
    return events | {
        "invoice": pgettext("finding", "invoice"),
        "brought-in": pgettext("finding", "invoice granted in another county"),
        "same-file": pgettext("finding", "the same file attached"),
        "certificate": pgettext("finding", "certificate"),
        "bank-account": pgettext("finding", "bank account"),
        "above-cost": pgettext("finding", "support above cost"),
    }


def exception_kinds() -> dict[str, str]:
    """Return what each kind of exception is called."""
    return {
        "backdated": pgettext("exception", "backdated"),
        "short-notice": pgettext("exception", "notice shortened"),
        "paid-without-account": pgettext("exception", "paid without an account"),
        "notice-withdrawn": pgettext("exception", "notice withdrawn"),
        "cancelled-after-notice": pgettext("exception", "batch cancelled after its notice"),
        "early-carry-over": pgettext("exception", "carried over early"),
        "budget-reopened": pgettext("exception", "budget year reopened"),
        "claim-corrected": pgettext("exception", "claim corrected"),
        "claim-redecided": pgettext("exception", "claim redecided"),
        "claim-reopened": pgettext("exception", "claim reopened"),
        "entry-corrected": pgettext("exception", "entry put right"),
    }


def backdated_acts() -> dict[str, str]:
    """Return what each act that may be backdated is called."""
    return {
        "publish": pgettext("act", "notice"),
        "order": pgettext("act", "order"),
        "pay": pgettext("act", "payment"),
        "fail": pgettext("act", "payment come back"),
        "recover": pgettext("act", "repayment"),
        "reopen": pgettext("act", "reopening"),
    }


def differences() -> dict[str, str]:
    """Return in what the claims of a finding differ."""
    return {
        "enterprise": pgettext("across", "enterprises"),
        "policy": pgettext("across", "policies"),
        "kind": pgettext("across", "kinds"),
        "year": pgettext("across", "years"),
    }


def roles() -> dict[str, str]:
    """Return the roles that people have in a claim, in order."""
    return {
        "submitted": pgettext("role", "submitted"),
        "approved": pgettext("role", "approved"),
        "published": pgettext("role", "published"),
        "account": pgettext("role", "account named"),
        "confirmed": pgettext("role", "account confirmed"),
        "paid": pgettext("role", "paid"),
    }


def same_hands() -> dict[str, str]:
    """Return what two hands have in common."""
    return {"name": _("same name"), "login": _("same login"), "both": _("same name and login")}
