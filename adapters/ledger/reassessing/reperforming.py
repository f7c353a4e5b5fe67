"""Every decision and payment worked out again where it stands (审计复算)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from copy import copy
from operator import attrgetter

from adapters.files.gc_pause import collect_young, gc_paused
from adapters.ledger.enterprises import (
    GROUP,
    Progress,
    codes,
    histories_of,
    with_pooled_claims,
)
from adapters.ledger.handling.clock import now
from adapters.ledger.processes.sharing import shared
from adapters.ledger.reassessing.keeping import PARALLEL_FROM_EVENTS
from adapters.ledger.snapshot import Snapshot
from adapters.log.numbers import chunked
from adapters.log.reader import LogReader
from adapters.log.recorder import Log
from adapters.stores.place import Location
from domain.enterprise.hands import SeparatedHands, separation
from domain.enterprise.kin.successions import Successions
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
from domain.policy.book import PolicyBook
from domain.value import value
from projections.reassessment.payments import (
    AccountGrounds,
    Compared,
    Payments,
    account_grounds,
)
from projections.reassessment.reperformance import Reperformance, Verdict
from projections.reassessment.reperformance import reperform as verdicts
from projections.reassessment.rows import FalseRow, Rows

History = tuple[Iterable[Recorded], Collection[str] | None]  # None: decisions of all its streams


def reperform(
    snapshot: Snapshot,
    uscc: str | None = None,
    on_progress: Progress | None = None,
    policy: str | None = None,
) -> Reperformance:
    """Work out every decision until the position looked at, and compare every payment.

    policy: those on its claims alone, by its id. What a budget paid is compared where all are. The
    enterprises of a long log are shared among processes.
    """
    recorder = snapshot.store.handler.recorder
    work = _work(snapshot, policy)
    linked = frozenset(with_pooled_claims(recorder, snapshot.book, snapshot.position))
    here = work.here(recorder)
    every = [here.repeated(_asked(snapshot, uscc, linked))]
    if uscc is None:
        every += _of_all(snapshot, work, linked, on_progress)
    payments, rows = work.payments(), work.rows()
    for each in every:
        payments.add(each.payments)
    if rows is not None and uscc is None:
        known = proposals(snapshot.stream(PROPOSALS_STREAM))
        rows.compare_versions(snapshot.stream(POLICY_STREAM), known)
    false = list(payments.false)
    everything = uscc is None and policy is None
    if everything and snapshot.at is None:  # a position may lie between claims and their budget
        for stream in recorder.streams(BUDGET):
            for recorded in snapshot.stream(stream):
                payments.of_budget(recorded)
        false += payments.batches()
    false_rows = [row for each in every for row in each.false_rows]
    false_rows += () if rows is None else rows.false
    return Reperformance(
        decisions=sum(each.decisions for each in every),
        disagreements=tuple(verdict for each in every for verdict in each.disagreements),
        payments=payments.count,
        false_payments=tuple(sorted(false, key=attrgetter("position"))),
        false_rows=tuple(sorted(false_rows, key=attrgetter("position"))),
    )


@value
class _Repeated:
    """What came out of some enterprises."""

    decisions: int
    disagreements: tuple[Verdict, ...]
    payments: Compared
    false_rows: tuple[FalseRow, ...]


class _Reperforming:
    """Works the decisions on some enterprises out again: can be sent to a process.

    accounts: what each batch says of accounts. said: from where on hands must differ. successions:
    as the ledger's list has them; None at an earlier position, which may lie within one.
    """

    def __init__(
        self,
        place: Location,
        until: int,
        book: PolicyBook,
        policy: str | None,
        accounts: Mapping[int, AccountGrounds],
        said: SeparatedHands,
        successions: Successions | None,
    ) -> None:
        self.place, self.until, self.book, self.policy = place, until, book, policy
        self.accounts, self.said, self.successions = accounts, said, successions
        self._log: Log | None = None

    def here(self, log: Log) -> _Reperforming:
        """Return it for this process, with the log that is open here."""
        kept = copy(self)
        kept._log = log
        return kept

    def payments(self) -> Payments:
        return Payments(self.book, self.policy, self.accounts)

    def rows(self) -> Rows | None:
        """Return what compares the rows of enterprises: registration is of no policy."""
        return Rows(self.successions, self.said) if self.policy is None else None

    def __call__(self, codes: Sequence[str]) -> _Repeated:
        if self._log is None:
            self._log = self.place.log(now)
        reader = LogReader(self._log)
        known = reader.successions(self.until)
        every = histories_of(self._log, codes, self.until, whole=True, reader=reader)
        with gc_paused():
            repeated = self.repeated((history, known.streams(code)) for code, history in every)
        collect_young()
        return repeated

    def repeated(self, histories: Iterable[History]) -> _Repeated:
        """Return what comes out of histories, of which only the decisions asked for count."""
        payments, rows = self.payments(), self.rows()
        decisions, disagreements = 0, list[Verdict]()
        for history, only in histories:
            for verdict in verdicts(history, self.book, payments, only, rows, self.said):
                if self.policy not in (None, self.book.policy_of(verdict.kind)):
                    continue
                decisions += 1
                if not verdict.agrees:
                    disagreements.append(verdict)
        return _Repeated(
            decisions=decisions,
            disagreements=tuple(disagreements),
            payments=payments.compared,
            false_rows=() if rows is None else tuple(rows.false),
        )


def _work(snapshot: Snapshot, policy: str | None) -> _Reperforming:
    store = snapshot.store
    accounts = {
        number_in(stream): account_grounds(snapshot.stream(stream))
        for stream in store.handler.recorder.streams(BATCH)
    }
    said = separation(snapshot.stream(SETTINGS_STREAM))
    entered = snapshot.successions if snapshot.at is None else None
    return _Reperforming(
        store.place, snapshot.position, snapshot.book, policy, accounts, said, entered
    )


def _of_all(
    snapshot: Snapshot,
    work: _Reperforming,
    linked: Collection[str],
    on_progress: Progress | None,
) -> Iterator[_Repeated]:
    """Yield what comes out of enterprises that no cap links with others."""
    recorder = snapshot.store.handler.recorder
    every = [code for code in codes(recorder, snapshot.position) if code not in linked]
    many = snapshot.position >= PARALLEL_FROM_EVENTS and len(every) > GROUP
    parts, done = list(chunked(every, GROUP)), 0
    work = work if many else work.here(recorder)
    with closing(shared(work, parts, workers=None if many else 1, fresh=True)) as results:
        for part, repeated in zip(parts, results, strict=True):
            yield repeated
            done += len(part)
            if on_progress is not None:
                on_progress(done)


def _asked(snapshot: Snapshot, uscc: str | None, linked: Collection[str]) -> Iterator[History]:
    """Yield the events of enterprises that caps over all may link, as they lie, and of one that is
    asked for, with those it may be linked with. Beside them the streams whose decisions count.
    """
    known = snapshot.successions
    asked = None if uscc is None else known.streams(uscc)
    recorder, until = snapshot.store.handler.recorder, snapshot.position
    heir = None if uscc is None else known.heir(uscc)
    if linked and (heir is None or heir in linked):
        every = histories_of(recorder, linked, until, whole=True)
        together = {event.position: event for _, events in every for event in events}
        own = {stream for code in linked for stream in known.streams(code)}
        yield [together[position] for position in sorted(together)], asked or own
    elif heir is not None:
        yield snapshot.family(heir, whole=True), asked
