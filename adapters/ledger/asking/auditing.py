"""What an auditor asks over the whole ledger: every event read for it, until a position."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING

from adapters.ledger.enterprises import folded, histories, in_groups
from adapters.ledger.parties import check_commitments
from adapters.ledger.treasury.treasury import rules_of
from domain.calendar import clock_text, day_of
from domain.enterprise.amended.attaching import Attached
from domain.enterprise.hands import separation
from domain.enterprise.proposals import proposals
from domain.events.streams import (
    BATCH,
    BUDGET,
    POLICY_STREAM,
    PROPOSALS_STREAM,
    SETTINGS_STREAM,
    batch_stream,
    budget_stream,
    number_in,
)
from projections.audit import against as elsewhere
from projections.audit import delays as waiting
from projections.audit import duplicates as repeated
from projections.audit import exceptions as allowed
from projections.audit import separation as roles
from projections.audit.against import Against
from projections.audit.duplicates import Duplicates, LiveClaim, PaidAccount
from projections.audit.granted_elsewhere import (
    InvoiceElsewhere,
    findings_elsewhere,
    invoices_elsewhere,
)
from projections.audit.same_files import findings_of_files
from projections.audit.sampling import Sample, SampledGrant, draw_sample
from projections.audit.states import StateHistory, batch_history, claim_histories
from projections.audit.time_limits import StepsOfClaim, steps_of_claims, time_limits
from projections.claims.listing import Wanted

if TYPE_CHECKING:
    from adapters.intake.flat.lists import ListRead
    from adapters.ledger.snapshot import Snapshot
    from domain.enterprise.state import Enterprise
    from domain.events.log import Recorded
    from projections.audit.delays import Delays
    from projections.audit.exceptions import ExceptionalAct, Exceptions
    from projections.audit.separation import Separation


def find_duplicates(snapshot: Snapshot, policy: str | None) -> Duplicates:
    """Compare every claim that stands, and every account named. policy: see `duplicates`."""
    claims: list[LiveClaim] = []
    papers: list[tuple[LiveClaim, Mapping[str, Attached]]] = []
    brought_in: list[InvoiceElsewhere] = []
    for uscc, events in _every_enterprise(snapshot):
        enterprise = folded(events)
        live = list(_live_claims(snapshot, uscc, enterprise))
        attached = {no: claim.attached for no, claim in enterprise.claims.items()}
        papers += ((each, of_it) for each in live if (of_it := attached[each.submitted.claim_no]))
        claims += live
        brought_in += invoices_elsewhere(enterprise)
    accounts, missing = _accounts(snapshot)
    answer = repeated.duplicates(
        claims,
        accounts,
        (*findings_elsewhere(claims, brought_in), *findings_of_files(papers)),
        accounts_not_compared=missing,
        position=snapshot.position,
        recorded_at=_recorded_at(snapshot),
        policy=policy,
    )
    every = [(claim.uscc, claim.enterprise) for each in answer.findings for claim in each.claims]
    return _with_names(answer, snapshot.shown_names(every))


def find_against(snapshot: Snapshot, file: str, read: ListRead, policy: str | None) -> Against:
    """Compare every claim that stands with what a list says that other bureaus paid.

    What of the list was not read is said in words elsewhere. policy: claims of it alone, by its id.
    """
    claims = [
        each
        for uscc, events in _every_enterprise(snapshot)
        for each in _live_claims(snapshot, uscc, folded(events))
        if policy in (None, each.policy)
    ]
    paid = [
        elsewhere.OtherPayment(
            sheet=entry.at.sheet,
            row=entry.at.row,
            uscc=entry.values.get("uscc"),
            name=entry.values.get("name"),
            invoices=entry.values.get("invoices") or (),
            matter=entry.values.get("matter"),
            amount_fen=entry.values.get("amount_fen"),
            on=entry.values.get("on"),
            department=entry.values.get("department"),
        )
        for entry in read.entries
    ]
    matching = elsewhere.matches(paid, claims)
    shown = snapshot.shown_names((each.claim.uscc, each.claim.enterprise) for each in matching)
    matching = tuple(
        replace(
            each,
            claim=replace(
                each.claim, enterprise=shown.get(each.claim.enterprise, each.claim.enterprise)
            ),
        )
        for each in matching
    )
    return Against(
        position=snapshot.position,
        recorded_at=_recorded_at(snapshot),
        policy=policy,
        file=file,
        rows=len(read.entries) + len(read.rejected),
        claims_compared=len(claims),
        wrong=len(matching),
        matches=matching,
        rejects=(),
        unread=(),
    )


def find_delays(snapshot: Snapshot, policy: str | None, on: date | None) -> Delays:
    """Follow every claim and batch line through its states; those of a policy alone, by its id.

    on: the day that time limits are counted to; the last event's for None.
    """
    batches = {number: batch_history(number, events) for number, events in _every_batch(snapshot)}
    begun = {number: history for number, history in batches.items() if history.batch.length}
    book, position, until = snapshot.book, snapshot.position, _last_moment(snapshot)
    rules = rules_of(snapshot.stream(SETTINGS_STREAM))
    claims: list[tuple[str, str, StateHistory]] = []
    steps: list[StepsOfClaim] = []
    for uscc, stream in _every_enterprise(snapshot):
        events = list(stream)
        claims += ((no, uscc, history) for no, history in claim_histories(events).items())
        if rules.limits:
            steps += steps_of_claims(uscc, events, begun, book)
    as_of = on if on is not None or until is None else day_of(until)
    kept = time_limits(steps, rules, as_of or date.min, policy)
    return waiting.delays(claims, begun, book, position, until, policy, (as_of, kept))


def sample_claims(snapshot: Snapshot, size: int, seed: str, policy: str | None) -> Sample:
    """Draw from every claim granted more than 0; from those of a policy alone, by its id."""
    granted = (
        SampledGrant(
            claim_no=claim.claim_no,
            uscc=claim.uscc,
            policy=claim.policy,
            measure=claim.measure or "",
            granted_fen=claim.granted_fen,
        )
        for claim in snapshot.claims(Wanted(status="approved"))
        if policy in (None, claim.policy)
    )
    return draw_sample(granted, size, seed, snapshot.position, _recorded_at(snapshot), policy)


def find_separation(snapshot: Snapshot, policy: str | None) -> Separation:
    """Find who handled each claim, and who recorded each policy version; of a policy, by its id."""
    published = {
        number: actor
        for number, events in _every_batch(snapshot)
        if (actor := roles.publisher(events)) is not None
    }
    claims = (
        claim
        for _, events in _every_enterprise(snapshot)
        for claim in roles.handled_claims(events, published, snapshot.book)
    )
    versions = roles.handled_versions(
        list(snapshot.stream(POLICY_STREAM)),
        proposals(snapshot.stream(PROPOSALS_STREAM)),
        separation(snapshot.stream(SETTINGS_STREAM)),
    )
    return roles.separation(claims, versions, snapshot.position, _recorded_at(snapshot), policy)


def find_exceptions(snapshot: Snapshot, policy: str | None) -> Exceptions:
    """Find every act that a document allowed by way of exception.

    policy: only the acts of its claims, and of the batches that have a line of one.
    """
    streams = chain(_every_batch(snapshot), _every_year(snapshot), _every_enterprise(snapshot))
    acts = [act for _, events in streams for act in allowed.exceptional_acts(events)]
    if policy is not None:
        acts = [act for act in acts if policy in _policies_of(snapshot, act)]
    return allowed.exceptions(acts, snapshot.position, _recorded_at(snapshot), policy)


def _policies_of(snapshot: Snapshot, act: ExceptionalAct) -> set[str | None]:
    """Return the ids of the policies that the claims of an act are of; none of a budget year's."""
    claims = [act.claim_no]
    if not act.claim_no:
        if not act.of.startswith(BATCH):
            return set()
        number = number_in(act.of)
        events = snapshot.store.handler.stream(act.of, snapshot.position)
        claims = list(batch_history(number, events).batch.lines)
    return set(snapshot.policies_of(claims).values())


def _live_claims(snapshot: Snapshot, uscc: str, enterprise: Enterprise) -> Iterator[LiveClaim]:
    """Yield the claims of an enterprise that stand."""
    for claim in enterprise.claims.values():
        live = repeated.live_claim(uscc, claim, snapshot.book)
        if live is not None:
            yield live


def _accounts(snapshot: Snapshot) -> tuple[list[PaidAccount], int]:
    """Return every account named until then whose value is there, and how many are not."""
    named = check_commitments(snapshot)
    matching = [account for account in named if account.state == "matches"]
    held = snapshot.store.private.held(account.account_id for account in matching)
    heir = snapshot.successions.heir  # a code and who carries it on are one firm
    accounts = [
        PaidAccount(uscc=heir(account.uscc), number=kept.value.number, shown=kept.value.masked)
        for account in matching
        if (kept := held.get(account.account_id)) is not None
    ]
    return accounts, len(named) - len(accounts)


def _every_enterprise(snapshot: Snapshot) -> Iterator[tuple[str, Iterator[Recorded]]]:
    """Yield each enterprise's events by its code. Take each before asking for the next."""
    snapshot.everything()
    return in_groups(histories(snapshot.store.handler.recorder, snapshot.position))


def _every_batch(snapshot: Snapshot) -> Iterator[tuple[int, Iterator[Recorded]]]:
    """Yield each batch's events by its number; none of a batch computed later."""
    for number in sorted(map(number_in, snapshot.store.handler.recorder.streams(BATCH))):
        yield number, snapshot.store.handler.stream(batch_stream(number), snapshot.position)


def _every_year(snapshot: Snapshot) -> Iterator[tuple[int, Iterator[Recorded]]]:
    """Yield each budget year's events by the year."""
    for year in sorted(map(number_in, snapshot.store.handler.recorder.streams(BUDGET))):
        yield year, snapshot.store.handler.stream(budget_stream(year), snapshot.position)


def _last_moment(snapshot: Snapshot) -> datetime | None:
    """Return when the last event looked at was recorded; None where there is none."""
    if not snapshot.position:
        return None
    return snapshot.store.handler.recorder.time_of(snapshot.position)


def _recorded_at(snapshot: Snapshot) -> str | None:
    moment = _last_moment(snapshot)
    return None if moment is None else clock_text(moment)


def _with_names(answer: Duplicates, shown: Mapping[str, str]) -> Duplicates:
    """Return the answer with what is shown for names that are committed to."""
    if not shown:
        return answer
    findings = [
        replace(
            finding,
            claims=tuple(
                replace(claim, enterprise=shown.get(claim.enterprise, claim.enterprise))
                for claim in finding.claims
            ),
        )
        for finding in answer.findings
    ]
    return replace(answer, findings=tuple(findings))
