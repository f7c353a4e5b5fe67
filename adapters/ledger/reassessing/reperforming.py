"""Every decision and payment worked out again where it stands (审计复算)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from operator import attrgetter

from adapters.ledger.enterprises import (
    Progress,
    histories,
    histories_of,
    in_groups,
    with_pooled_claims,
)
from adapters.ledger.snapshot import Snapshot
from domain.enterprise.hands import SeparatedHands, separation
from domain.enterprise.proposals import proposals
from domain.events.log import Recorded
from domain.events.streams import (
    BATCH,
    BUDGET,
    POLICY_STREAM,
    PROPOSALS_STREAM,
    SETTINGS_STREAM,
    number_in,
)
from projections.reassessment.payments import Payments, account_grounds
from projections.reassessment.reperformance import Reperformance, Verdict
from projections.reassessment.reperformance import reperform as verdicts
from projections.reassessment.rows import Rows


def reperform(
    snapshot: Snapshot,
    uscc: str | None = None,
    on_progress: Progress | None = None,
    policy: str | None = None,
) -> Reperformance:
    """Work out every decision until the position looked at, and compare every payment.

    policy: those on its claims alone, by its id. What a budget paid is compared where all are.
    """
    accounts = {
        number_in(stream): account_grounds(snapshot.stream(stream))
        for stream in snapshot.store.handler.recorder.streams(BATCH)
    }
    decisions, payments = 0, Payments(snapshot.book, policy, accounts)
    said = separation(snapshot.stream(SETTINGS_STREAM))
    rows = _rows(snapshot, said) if policy is None else None  # registration is of no policy
    disagreements: list[Verdict] = []
    for history, only in in_groups(_histories(snapshot, uscc), on_progress):
        for verdict in verdicts(history, snapshot.book, payments, only, rows, said):
            if policy not in (None, snapshot.book.policy_of(verdict.kind)):
                continue
            decisions += 1
            if not verdict.agrees:
                disagreements.append(verdict)
    if rows is not None and uscc is None:
        known = proposals(snapshot.stream(PROPOSALS_STREAM))
        rows.compare_versions(snapshot.stream(POLICY_STREAM), known)
    false = list(payments.false)
    everything = uscc is None and policy is None
    if everything and snapshot.at is None:  # a position may lie between claims and their budget
        for stream in snapshot.store.handler.recorder.streams(BUDGET):
            for recorded in snapshot.stream(stream):
                payments.of_budget(recorded)
        false += payments.batches()
    return Reperformance(
        decisions=decisions,
        disagreements=tuple(disagreements),
        payments=payments.count,
        false_payments=tuple(sorted(false, key=attrgetter("position"))),
        false_rows=() if rows is None else tuple(sorted(rows.false, key=attrgetter("position"))),
    )


def _rows(snapshot: Snapshot, said: SeparatedHands) -> Rows:
    """Return what compares the rows of enterprises. A position may lie within a succession."""
    entered = snapshot.successions if snapshot.at is None else None
    return Rows(entered, said)


def _histories(
    snapshot: Snapshot, uscc: str | None
) -> Iterator[tuple[Iterable[Recorded], Collection[str] | None]]:
    """Yield the events of each enterprise; of those that caps over all may link, as they lie.

    Of one enterprise asked for, with those it may be linked with. Beside them the streams whose
    decisions are asked for; None for all.
    """
    known = snapshot.successions
    asked = None if uscc is None else known.streams(uscc)
    recorder, until = snapshot.store.handler.recorder, snapshot.position
    linked = frozenset(with_pooled_claims(recorder, snapshot.book, until))
    uscc = None if uscc is None else known.heir(uscc)
    if linked and (uscc is None or uscc in linked):
        every = histories_of(recorder, linked, until, whole=True)
        together = {event.position: event for _, events in every for event in events}
        own = {stream for code in linked for stream in known.streams(code)}
        yield [together[position] for position in sorted(together)], asked or own
    if uscc is not None:
        yield from () if uscc in linked else ((snapshot.family(uscc, whole=True), asked),)
        return
    for code, history in histories(recorder, until, whole=True):
        if code not in linked:
            yield history, known.streams(code)
