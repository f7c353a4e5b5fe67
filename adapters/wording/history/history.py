"""A history for people: every event with its position, its days, the officer, and what it says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from adapters.log.upcasts import word
from adapters.wording.claims.words import cause, kinds, orders, reasons, source_text
from adapters.wording.history.words import event_words
from adapters.wording.policy.records import figures_text, record_lines, record_title
from adapters.wording.policy.titles import measure_title, title_of
from adapters.wording.table import Column, Report, Table
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from domain.calendar import clock
from domain.enterprise.names import with_masks
from domain.events import batch, budget, claims, payment, registration, store
from domain.events.log import Event, Recorded
from domain.money import yuan
from domain.policy.book import PolicyBook

MOVEMENTS = budget.BudgetAppropriated | budget.BudgetSupplemented | budget.BudgetReturned
ON_A_BATCH = budget.BudgetAllotted | budget.BudgetPaid | budget.BudgetPaymentReversed


def history_report(events: Iterable[Recorded], book: PolicyBook) -> Report:
    """Return events in order, a row each."""
    columns = (
        Column(pgettext("column", "position"), "figure"),
        Column(pgettext("column", "recorded")),
        Column(pgettext("column", "by")),
        Column(pgettext("column", "event")),
        Column(pgettext("column", "claim")),
        Column(pgettext("column", "occurred")),
        Column(pgettext("history", "what")),
    )
    words, days, rows = event_words(), dict[str, str](), []
    for recorded in events:
        event = recorded.event
        claim_no = getattr(event, "claim_no", "")
        if isinstance(event, claims.ClaimSubmitted):
            days[claim_no] = event.occurred_on.isoformat()
        rows.append(
            (
                str(recorded.position),
                clock(recorded.recorded_at),
                recorded.by,
                words[word(event.TOPIC)],
                claim_no,
                days.get(claim_no, ""),
                with_masks(_text(event, book), recorded.stream),
            )
        )
    table = Table(title="", columns=columns, rows=rows)
    return Report(title=pgettext("sheet", "events"), parts=(table if rows else _("No events"),))


def _text(event: Event, book: PolicyBook) -> str:
    match event:
        case registration.EnterpriseRegistered():
            return event.name
        case registration.EnterpriseRenamed():
            renamed = f"{event.previous} → {event.name} ({event.on}) {event.document or ''}"
            return renamed.rstrip()
        case registration.AccountNamed() | registration.AccountErased():
            return event.account_id
        case registration.NameErased():
            return event.name_id
        case store.PolicyPublished():
            days = f"{event.policy.first_day} – {event.policy.last_day}"
            return f"{event.number}: {days} ({event.policy.document})"
        case store.KeyNamed():
            keys = f"{event.replaces} → {event.key}"
            return keys if event.vouched else keys + _(" (not vouched)")
        case store.OldKeyLost():
            return f"{event.replaces} → {event.key}: {event.reason}"
        case store.LoginsSeparated():
            return _("the login that approved a claim may not pay it under another name")
        case store.AccountsShown():
            shown = _("{paper} {subject} at position {as_of}: {accounts} accounts in full")
            reason = f" ({event.reason})" if event.reason else ""
            return shown.format(**asdict(event)) + reason
        case _:
            return _claim_text(event, book)


def _claim_text(event: Event, book: PolicyBook) -> str:
    match event:
        case claims.ClaimSubmitted():
            said = f"{kinds(book)[event.facts.kind]} {event.enterprise}"
            return said if event.source is None else f"{said} ({source_text(event.source)})"
        case claims.ClaimApproved() | claims.ClaimRejected():
            outcome = event.decision.outcome
            granted = f"{measure_title(outcome.measure, book)} {yuan(outcome.granted_fen)}"
            return (
                f"{granted} ({reasons(book).get(outcome.reason, outcome.reason)})"
                if outcome.reason
                else granted
            )
        case claims.ClaimReassessed():
            granted = yuan(event.decision.outcome.granted_fen)
            return f"{yuan(event.previous_fen)} → {granted} ({cause(event, book)})"
        case claims.ClaimRejectedByOfficer():
            return event.words
        case claims.ClaimWithdrawn():
            return f"{yuan(event.previous_fen)} → 0.00: {event.words}"
        case claims.CapReached() | claims.CapLifted():
            return _cap_text(event, book)
        case claims.OrderChosen():
            year = "" if event.year is None else f" {event.year}"
            title = _cap_title(event.cap, book)
            return f"{title}{year}: {orders()[event.order]} ({event.document})"
        case claims.AmountsRecorded():
            figures = figures_text(event.amounts, record_lines(event.record, book))
            return f"{record_title(event.record, book)} {event.year}: {figures}"
        case _:
            return _money_text(event)


def _cap_text(event: claims.CapReached | claims.CapLifted, book: PolicyBook) -> str:
    cap = book.caps.get(event.cap)
    shown = yuan if cap is not None and cap.unit == "fen" else str
    year = f" {event.year}" if event.year else ""
    place = f" [{event.place}]" if event.place else ""
    title = _cap_title(event.cap, book)
    return f"{title}{year}{place} {shown(event.used)} / {shown(event.limit)}"


def _cap_title(cap_id: str, book: PolicyBook) -> str:
    """Return a cap's title; its id where the policy has no such cap."""
    cap = book.caps.get(cap_id)
    return cap_id if cap is None else title_of(cap)


def _money_text(event: Event) -> str:
    """Return what an event about money says; empty for any other."""
    match event:
        case payment.ClaimRevoked():
            return f"{yuan(event.previous_fen)} → 0.00: {event.words} ({event.document})"
        case payment.ClaimTakenIntoBatch():
            lapsed = _(", lapsed {amount}").format(amount=yuan(event.lapsed_fen))
            allotted = f"{_batch(event.batch)}: {yuan(event.allotted_fen)}"
            return allotted + (lapsed if event.lapsed_fen else "")
        case payment.AllotmentLowered():
            amounts = f"{yuan(event.previous_fen)} → {yuan(event.allotted_fen)}"
            return f"{_batch(event.batch)}: {amounts}"
        case payment.ClaimPaid():
            set_off = _(", set off {amount}").format(amount=yuan(event.set_off_fen))
            paid = yuan(event.amount_fen) + (set_off if event.set_off_fen else "")
            return f"{_batch(event.batch)}: {paid} ({event.receipt})"
        case payment.PaymentFailed():
            return f"{_batch(event.batch)}: {yuan(event.amount_fen)}: {event.words}"
        case payment.ClaimRecovered():
            return f"{yuan(event.amount_fen)} ({event.receipt})"
        case payment.DebtSetOff() | payment.SetOffReversed():
            return f"{yuan(event.amount_fen)} ← {event.against} ({_batch(event.batch)})"
        case _:
            return _budget_text(event)


def _budget_text(event: Event) -> str:
    if isinstance(event, MOVEMENTS):
        return f"{event.line} {yuan(event.amount_fen)} ({event.document}, {event.on})"
    if isinstance(event, ON_A_BATCH):
        return f"{event.line} {yuan(event.amount_fen)} ({_batch(event.batch)})"
    match event:
        case budget.BudgetLineNamed():
            return f"{event.line}: {', '.join(event.measures)}"
        case budget.BudgetTransferred():
            lines = f"{event.from_line} → {event.to_line}"
            return f"{lines} {yuan(event.amount_fen)} ({event.document}, {event.on})"
        case budget.BudgetCarriedOver() | budget.BudgetCarriedIn():
            amounts = (f"{carried.line} {yuan(carried.amount_fen)}" for carried in event.amounts)
            return f"{', '.join(amounts)} ({event.on})"
        case budget.BudgetRecovered() | budget.BudgetRecoveryReversed():
            return f"{event.line} {yuan(event.amount_fen)} ({event.on})"
        case _:
            return _batch_text(event)


def _batch_text(event: Event) -> str:
    match event:
        case batch.BatchComputed():
            amounts = f"{yuan(event.owed_fen)} / {yuan(event.money_fen)}"
            return f"{event.budget_year} {event.line}: {amounts} ({_terms(event)})"
        case batch.BatchLinesComputed():
            return _allotted(event)
        case batch.BatchPublished():
            return f"{event.on} – {event.last_day}"
        case batch.BatchLinesPaid():
            return yuan(sum(line.amount_fen for line in event.lines))
        case batch.BatchPaid():
            return f"{event.receipt} ({event.on})"
        case batch.BatchLineObjected() | batch.BatchLineFailed():
            return event.words
        case batch.ObjectionResolved():
            outcome = _("upheld") if event.upheld else _("dismissed")
            return f"{outcome} ({event.document})"
        case _:
            return ""


def _terms(event: batch.BatchComputed) -> str:
    """Return how a batch shares what is not enough, and what becomes of what it leaves unpaid."""
    if event.shortage == "queue":
        return _("queue, the rest waits")
    units = {None: "", "yuan": _("down to yuan"), "wan": _("down to wan")}
    least = _("at least {amount}").format(amount=yuan(event.at_least_fen))
    lapses = event.remainder == "lapse"
    terms = (
        _("pro-rata"),
        units[event.round_down_to],
        least if event.at_least_fen else "",
        _("remainder lapses") if lapses else _("remainder stays owed"),
    )
    return _(", ").join(filter(None, terms))


def _allotted(event: batch.BatchLinesComputed) -> str:
    allotted = sum(line.allotted_fen for line in event.lines)
    lapsed = sum(line.lapsed_fen for line in event.lines)
    owed = sum(line.owed_fen for line in event.lines) - allotted - lapsed
    parts = [yuan(allotted)]
    if owed:
        parts.append(_("{amount} stays owed").format(amount=yuan(owed)))
    if lapsed:
        parts.append(_("{amount} lapsed").format(amount=yuan(lapsed)))
    return _(", ").join(parts)


def _batch(number: int) -> str:
    return _("batch {number}").format(number=number)
