"""An enterprise's statement (对账单): each entry with its batch and receipt."""

from __future__ import annotations

from itertools import pairwise

from adapters.ledger.look import Look
from adapters.ledger.parties import registrations
from adapters.letters.facts import OFFICIAL, Both, Facts, Said, in_both
from adapters.letters.kinds.claims import money_of
from adapters.letters.kinds.notes import notes, receipts
from adapters.letters.kinds.parties import named, spelled
from adapters.letters.letter import TITLES, Letter
from adapters.papers.kinds.currency import currency_of
from adapters.papers.kinds.payees import name_cell
from adapters.papers.kinds.statement import SUMMARY, WHAT, held
from adapters.papers.paper import OF
from adapters.wording.catalogue.changed.holds import hold_words
from adapters.wording.enterprises.holds import days_text
from adapters.wording.enterprises.money import entry_words
from adapters.wording.policy.titles import policy_title
from adapters.wording.translation import gettext as _
from adapters.wording.translation import language
from domain.enterprise.registered.registration import Registration
from domain.events import corrections, payment
from domain.events.log import Event
from domain.money import yuan
from projections.money.holds import HoldDetails
from projections.money.statement import Statement, StatementEntry


def account_statement(look: Look, subject: str) -> Letter:
    """Return the statement of an enterprise; of one policy's claims where the subject names it.

    Raises Refusal `enterprise-unknown`, `policy-unknown`.
    """
    uscc, _of, policy = subject.partition(OF)
    answer = look.statement(uscc, policy or None)
    name, currency = named(look, [uscc])[uscc], currency_of(look)
    sources = _sources(look, uscc)
    sums = {key.removesuffix("_fen"): getattr(answer, key) for _title, key in SUMMARY}
    return Letter(
        kind="account-statement",
        subject=subject,
        position=look.position,
        facts={
            "enterprise": name,
            "uscc": uscc,
            "policy": in_both(lambda: policy_title(policy, look.book)) if policy else "",
            "former": _former_names(look, uscc),
            "holds": [_hold(each) for each in answer.holds],
            "notes": list(notes(answer)),
            "currency": money_of(look),
            **sums,
            "entries": [_entry(entry, sources.get(entry.position)) for entry in answer.entries],
        },
        gist=(TITLES["account-statement"], f"{spelled(name)} {uscc}", _sums(answer, currency)),
    )


def _sums(answer: Statement, currency: str) -> str:
    said = "　".join(f"{title} {yuan(getattr(answer, key))}" for title, key in SUMMARY)
    return f"{said}（{currency}）"


def _hold(hold: HoldDetails) -> Facts:
    return {
        "reason": hold.reason,
        "first_day": str(hold.first_day),
        "last_day": "" if hold.last_day is None else str(hold.last_day),
        "document": hold.document,
        "released_by": hold.released_by or "",
        "text": Said(_held(hold)),
    }


def _held(hold: HoldDetails) -> str:
    if language() == OFFICIAL:
        return held(hold)
    said = _("Payments held: {reason}, {days} ({document})")
    if hold.released_by is not None:
        said = _("Payments held: {reason}, {days} ({document}; released by {release})")
    return said.format(
        reason=hold_words()[hold.reason],
        days=days_text(hold.first_day, hold.last_day),
        document=hold.document,
        release=hold.released_by,
    )


def _entry(entry: StatementEntry, source: tuple[str, str] | None) -> Facts:
    batch, receipt = source or ("", "")
    return {
        "position": str(entry.position),
        "on": str(entry.on),
        "what": Both(WHAT.get(entry.what, entry.what), entry_words()[entry.what]),
        "claim_no": entry.claim_no,
        "batch": batch,
        "receipt": receipt,
        "amount": entry.amount_fen,
        "balance": entry.balance_fen,
    }


def _sources(look: Look, uscc: str) -> dict[int, tuple[str, str]]:
    """Return the batch and the receipt behind what money did, by log position."""
    sources: dict[int, tuple[str, str]] = {}
    paid_by = receipts(look, uscc)
    for recorded in look.snapshot.family(uscc):
        source = _source(recorded.event, paid_by)
        if source is not None:
            sources[recorded.position] = source
    return sources


def _source(event: Event, paid_by: dict[tuple[str, int], str]) -> tuple[str, str] | None:
    match event:
        case payment.ClaimPaid():
            return str(event.batch), paid_by.get((event.claim_no, event.batch), "")
        case payment.PaymentFailed() | corrections.PaymentReinstated():
            return str(event.batch), event.receipt or ""
        case payment.ClaimRecovered() | corrections.RecoveryReversed():
            return str(event.of_batch), event.receipt
        case corrections.SetOffReinstated():
            return str(event.batch), ""
        case payment.DebtSetOff() | payment.SetOffReversed() | payment.ClaimLapsed():
            return str(event.batch), ""
    return None


def _former_names(look: Look, uscc: str) -> list[Facts]:
    """Return what the enterprise was called before, and the day until which it was."""
    recorder = look.snapshot.store.handler.recorder
    registration = registrations(recorder, look.position, [uscc]).get(uscc, Registration())
    names = registration.names
    shown = look.snapshot.shown_names((uscc, each.name) for each in names)
    return [
        {"name": name_cell(uscc, each.name, shown), "until": str(later.first_day)}
        for each, later in pairwise(names)
    ]
