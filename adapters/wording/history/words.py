"""What each event is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.log.upcasts import word
from adapters.wording.translation import pgettext

if TYPE_CHECKING:
    from domain.events.log import Event


def event_words() -> dict[str, str]:
    """Return what each type of event is called."""
    return (
        {
            "claim-submitted": pgettext("event", "submitted"),
            "claim-approved": pgettext("event", "approved"),
            "claim-rejected": pgettext("event", "rejected by rule"),
            "claim-reassessed": pgettext("event", "reassessed"),
            "claim-rejected-by-officer": pgettext("event", "rejected by officer"),
            "claim-withdrawn": pgettext("event", "withdrawn"),
            "claim-revoked": pgettext("event", "revoked"),
            "claim-corrected": pgettext("event", "corrected"),
            "claim-redecided": pgettext("event", "redecided"),
            "claim-reopened": pgettext("event", "reopened"),
            "claim-attached": pgettext("event", "paper attached"),
            "attachment-erased": pgettext("event", "paper erased"),
            "cap-reached": pgettext("event", "cap reached"),
            "cap-lifted": pgettext("event", "cap lifted"),
            "amounts-recorded": pgettext("event", "amounts of a year"),
            "order-chosen": pgettext("event", "order chosen"),
            "policy-published": pgettext("event", "policy published"),
            "version-proposed": pgettext("event", "version proposed"),
            "version-confirmed": pgettext("event", "version confirmed"),
            "version-declined": pgettext("event", "version declined"),
            "key-named": pgettext("event", "key named"),
            "old-key-lost": pgettext("event", "old key lost"),
            "logins-separated": pgettext("event", "logins separated"),
            "hands-separated": pgettext("event", "hands separated"),
            "office-rules-set": pgettext("event", "rules of the office set"),
            "accounts-shown": pgettext("event", "accounts shown"),
            "enterprise-registered": pgettext("event", "registered"),
            "enterprise-renamed": pgettext("event", "renamed"),
            "account-named": pgettext("event", "account named"),
            "account-confirmed": pgettext("event", "account confirmed"),
            "account-erased": pgettext("event", "account erased"),
            "name-erased": pgettext("event", "name erased"),
            "enterprise-succeeded": pgettext("event", "carried on"),
            "enterprise-succeeds": pgettext("event", "carries on"),
            "succession-entered": pgettext("event", "succession"),
            "enterprise-divided": pgettext("event", "split"),
            "enterprise-takes-part": pgettext("event", "part of a split"),
            "division-entered": pgettext("event", "split entered"),
            "enterprise-transferred-out": pgettext("event", "moved to another county"),
            "enterprise-transferred-in": pgettext("event", "came from another county"),
            "grants-brought-in": pgettext("event", "grants brought in"),
            "transfer-annulled": pgettext("event", "transfer annulled"),
            "enterprise-held": pgettext("event", "held"),
            "enterprise-released": pgettext("event", "released from a hold"),
        }
        | _money_words()
        | _line_words()
    )


def event_word(event: Event) -> str:
    """Return what an event is called."""
    return event_words()[word(event.TOPIC)]


def _line_words() -> dict[str, str]:
    return {
        "budget-line-named": pgettext("event", "line named"),
        "budget-source-named": pgettext("event", "source of money named"),
        "budget-transfer-source-named": pgettext("event", "source of money named"),
        "budget-line-renamed": pgettext("event", "line renamed"),
        "budget-line-regrouped": pgettext("event", "line regrouped"),
    }


def _money_words() -> dict[str, str]:
    return {
        "claim-taken-into-batch": pgettext("event", "taken into batch"),
        "lapse-announced": pgettext("event", "to lapse"),
        "claim-lapsed": pgettext("event", "lapsed"),
        "claim-released": pgettext("event", "released from batch"),
        "allotment-lowered": pgettext("event", "allotment lowered"),
        "claim-paid": pgettext("event", "paid"),
        "payment-failed": pgettext("event", "payment failed"),
        "claim-recovered": pgettext("event", "repaid"),
        "recovery-reversed": pgettext("event", "repaid, reversed"),
        "claim-payment-corrected": pgettext("event", "payment corrected"),
        "payment-reinstated": pgettext("event", "had arrived"),
        "set-off-reinstated": pgettext("event", "set off again"),
        "set-off-ordered": pgettext("event", "set-off ordered"),
        "set-off-lifted": pgettext("event", "set-off order lifted"),
        "debt-set-off": pgettext("event", "set off"),
        "set-off-reversed": pgettext("event", "set-off undone"),
        "budget-appropriated": pgettext("event", "appropriated"),
        "budget-supplemented": pgettext("event", "supplemented"),
        "budget-returned": pgettext("event", "returned"),
        "budget-transferred": pgettext("event", "transferred"),
        "budget-carried-over": pgettext("event", "carried over"),
        "budget-carried-in": pgettext("event", "carried in"),
        "budget-reopened": pgettext("event", "year reopened"),
        "budget-carry-returned": pgettext("event", "carry-over returned"),
        "budget-act-backdated": pgettext("event", "backdated"),
        "budget-allotted": pgettext("event", "allotted"),
        "budget-allotment-cancelled": pgettext("event", "allotment given up"),
        "budget-paid": pgettext("budget event", "paid"),
        "budget-payment-reversed": pgettext("event", "payment reversed"),
        "budget-recovered": pgettext("event", "recovered"),
        "budget-recovery-reversed": pgettext("event", "recovery reversed"),
        "budget-entry-reversed": pgettext("event", "entry reversed"),
        "batch-computed": pgettext("event", "computed"),
        "batch-lines-computed": pgettext("event", "lines computed"),
        "batch-claims-left-out": pgettext("event", "claims left out"),
        "batch-published": pgettext("event", "published"),
        "batch-act-backdated": pgettext("event", "backdated"),
        "recovery-backdated": pgettext("event", "backdated"),
        "batch-notice-shortened": pgettext("event", "notice shortened"),
        "batch-notice-withdrawn": pgettext("event", "notice withdrawn"),
        "batch-cancelled": pgettext("event", "cancelled"),
        "batch-ordered": pgettext("event", "ordered"),
        "batch-lines-ordered": pgettext("event", "lines ordered"),
        "batch-line-objected": pgettext("event", "objected"),
        "objection-resolved": pgettext("event", "objection resolved"),
        "batch-paid": pgettext("event", "paid"),
        "batch-part-paid": pgettext("event", "partly paid"),
        "batch-paid-without-account": pgettext("event", "paid without an account"),
        "batch-lines-paid": pgettext("event", "lines paid"),
        "batch-line-failed": pgettext("event", "payment failed"),
        "batch-payment-corrected": pgettext("event", "payment corrected"),
        "batch-order-corrected": pgettext("event", "order corrected"),
        "batch-failure-reversed": pgettext("event", "had arrived"),
    }
