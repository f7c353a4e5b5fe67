"""A history for people: every event with its position, its days, the officer, and what it says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from adapters.log.upcasts import word
from adapters.wording.catalogue.changed.attachments import paper_words
from adapters.wording.claims.amendments import changes_text, value_titles
from adapters.wording.claims.words import (
    cause,
    kinds,
    orders,
    reasons,
    reopenings,
    source_text,
)
from adapters.wording.enterprises.holds import hold_text
from adapters.wording.enterprises.transfers import succession_event, transfer_text
from adapters.wording.history.money import money_text
from adapters.wording.history.words import event_words
from adapters.wording.policy.office import days_text
from adapters.wording.policy.records import figures_text, record_lines, record_title
from adapters.wording.policy.titles import measure_title, title_of
from adapters.wording.table import Column, Report, Table
from adapters.wording.translation import gettext as _
from adapters.wording.translation import headed, in_brackets, pgettext
from domain.calendar import clock
from domain.enterprise.amended.amendments import restated
from domain.enterprise.registered.names import with_masks
from domain.events import claims, holds, registration, store
from domain.events.succession import EnteredSuccession, SuccessionEvent
from domain.events.transfer import TransferEvent
from domain.money import yuan
from projections.claims.amendments import restated_values

if TYPE_CHECKING:
    from domain.events.log import Event, Recorded
    from domain.policy.book import PolicyBook


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
    words, rows = event_words(), []
    stated: dict[str, claims.ClaimSubmitted] = {}
    for recorded in events:
        event = recorded.event
        claim_no = getattr(event, "claim_no", "")
        text = _text(event, book)
        if isinstance(event, claims.ClaimSubmitted):
            stated[claim_no] = event
        elif isinstance(event, claims.ClaimCorrected) and claim_no in stated:
            before, stated[claim_no] = stated[claim_no], restated(stated[claim_no], event)
            kind = before.facts.kind
            values = restated_values(before, stated[claim_no], book.kind(kind))
            changed = changes_text(values, value_titles(kind, book))
            text = headed(changed, text)
        rows.append(
            (
                str(recorded.position),
                clock(recorded.recorded_at),
                recorded.by,
                words[word(event.TOPIC)],
                claim_no,
                stated[claim_no].occurred_on.isoformat() if claim_no in stated else "",
                with_masks(text, recorded.stream),
            )
        )
    table = Table(title="", columns=columns, rows=rows)
    return Report(title=pgettext("sheet", "events"), parts=(table if rows else _("No events"),))


def _text(event: Event, book: PolicyBook) -> str:
    match event:
        case registration.EnterpriseRegistered():
            return event.name
        case registration.EnterpriseRenamed():
            return in_brackets(
                f"{event.previous} → {event.name}",
                _(", ").join(filter(None, (f"{event.on}", event.document))),
            )
        case registration.AccountNamedByDocument() | registration.AccountConfirmed():
            return in_brackets(event.account_id, event.document)
        case registration.AccountNamed() | registration.AccountErased():
            return event.account_id
        case holds.EnterpriseHeld():
            return hold_text(event)
        case holds.EnterpriseReleased():
            return _("{of}, from {day} ({document})").format(
                of=event.of, day=event.on, document=event.document
            )
        case registration.NameErased():
            return event.name_id
        case _ if isinstance(event, SuccessionEvent | EnteredSuccession):
            return succession_event(event)
        case _ if isinstance(event, TransferEvent):
            return transfer_text(event)
        case store.PolicyPublished() | store.VersionProposed():
            days = f"{event.policy.first_day} – {event.policy.last_day}"
            return in_brackets(headed(f"{event.number}", days), event.policy.document)
        case store.VersionConfirmed():
            said = _("proposal {proposal} is version {version}")
            return said.format(proposal=event.proposal, version=event.version)
        case store.VersionDeclined():
            return headed(f"{event.proposal}", event.words)
        case store.KeyNamed():
            keys = f"{event.replaces} → {event.key}"
            return keys if event.vouched else keys + _(" (not vouched)")
        case store.OldKeyLost():
            return headed(f"{event.replaces} → {event.key}", event.reason)
        case store.LoginsSeparated():
            return _("the login that approved a claim may not pay it under another name")
        case store.HandsSeparated():
            return _("who submits a claim may not approve it, nor who approves it pay")
        case store.OfficeRulesSet():
            return _rules_text(event)
        case store.AccountsShown():
            shown = _("{paper} {subject} at position {as_of}: {accounts} accounts in full")
            return in_brackets(shown.format(**asdict(event)), event.reason)
        case _:
            return _claim_text(event, book)


def _rules_text(event: store.OfficeRulesSet) -> str:
    """Return which rules a document set: the notice, limits by their number, years of calendars."""
    parts = [] if event.notice is None else [days_text(event.notice.days, event.notice.counts)]
    if event.limits is not None:
        parts.append(_("{limits} time limits").format(limits=len(event.limits)))
    parts += [_("calendar of {year}").format(year=each.year) for each in event.years]
    return in_brackets(_(", ").join(parts), event.document)


def _claim_text(event: Event, book: PolicyBook) -> str:
    match event:
        case claims.ClaimSubmitted():
            said = f"{kinds(book)[event.facts.kind]} {event.enterprise}"
            return said if event.source is None else in_brackets(said, source_text(event.source))
        case claims.ClaimApproved() | claims.ClaimRejected():
            outcome = event.decision.outcome
            granted = f"{measure_title(outcome.measure, book)} {yuan(outcome.granted_fen)}"
            why = outcome.reason and reasons(book).get(outcome.reason, outcome.reason)
            return in_brackets(granted, why)
        case claims.ClaimReassessed():
            granted = yuan(event.decision.outcome.granted_fen)
            return in_brackets(f"{yuan(event.previous_fen)} → {granted}", cause(event, book))
        case claims.ClaimRejectedByOfficer():
            return event.words
        case claims.ClaimWithdrawn():
            return headed(f"{yuan(event.previous_fen)} → 0.00", event.words)
        case claims.ClaimCorrected():
            return in_brackets(event.words, event.document)
        case claims.ClaimRedecided():
            ceiling = event.reduced_to_fen
            most = _("no ceiling") if ceiling is None else _("at most {amount}")
            amount = "" if ceiling is None else yuan(ceiling)
            return in_brackets(headed(most.format(amount=amount), event.words), event.document)
        case claims.ClaimReopened():
            return in_brackets(headed(reopenings()[event.kind], event.words), event.document)
        case claims.ClaimAttached():
            return in_brackets(paper_words()[event.paper], event.media_type) + f" {event.sha256}"
        case claims.AttachmentErased():
            return in_brackets(headed(event.sha256, event.words), event.document)
        case claims.CapReached() | claims.CapLifted():
            return _cap_text(event, book)
        case claims.OrderChosen():
            year = "" if event.year is None else f" {event.year}"
            title = _cap_title(event.cap, book)
            return in_brackets(headed(f"{title}{year}", orders()[event.order]), event.document)
        case claims.AmountsRecorded():
            figures = figures_text(event.amounts, record_lines(event.record, book))
            return headed(f"{record_title(event.record, book)} {event.year}", figures)
        case _:
            return money_text(event)


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
