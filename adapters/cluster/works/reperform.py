"""Every decision worked out again where it stands, part by part (审计复算)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from adapters.cluster.part import Part, decoded, is_pooled
from adapters.cluster.sources import Source
from adapters.log.entries import Row
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
    of_money,
)
from domain.value import value
from projections.reassessment.payments import (
    AccountGrounds,
    Compared,
    Payments,
    account_grounds,
)
from projections.reassessment.reperformance import Reperformance, Verdict, reperform
from projections.reassessment.rows import FalseRow, Rows


@value
class Reperformed:
    """What came out of a part. together: enterprises that caps over all may link, put back."""

    decisions: int
    disagreements: tuple[Verdict, ...]
    payments: Compared
    false_rows: tuple[FalseRow, ...]
    together: tuple[tuple[str, tuple[Row, ...]], ...]


@value
class Reperform:
    """Works decisions out again. accounts: what each batch says of accounts, by ledger.

    said: from which positions on hands must differ, by ledger. policy: of those on its claims
    alone, by its id.
    """

    accounts: Mapping[str, Mapping[int, AccountGrounds]]
    said: Mapping[str, SeparatedHands]
    policy: str | None = None

    def payments(self, part: Part) -> Payments:
        return Payments(part.book, self.policy, self.accounts[part.segment.ledger])

    def rows(self, part: Part) -> Rows | None:
        """Return what compares the rows of enterprises: registration is of no policy."""
        if self.policy is not None:
            return None
        return Rows(part.known, self.said[part.segment.ledger])

    def __call__(self, part: Part) -> Reperformed:
        payments, compared, results = self.payments(part), self.rows(part), list[Verdict]()
        together: list[tuple[str, tuple[Row, ...]]] = []
        decisions = 0
        for code, rows in part.enterprises():
            if is_pooled(rows, part.book.pooled_kinds):
                together.append((code, tuple(rows)))
                continue
            only = part.known.streams(code)
            said = self.said[part.segment.ledger]
            history = decoded(rows)
            verdicts = reperform(history, part.book, payments, only, compared, said)
            decisions += self.judged(part, verdicts, results)
        return Reperformed(
            decisions=decisions,
            disagreements=tuple(results),
            payments=payments.compared,
            false_rows=() if compared is None else tuple(compared.false),
            together=tuple(together),
        )

    def judged(self, part: Part, verdicts: Iterable[Verdict], results: list[Verdict]) -> int:
        """Count the decisions that are asked for, and keep those that came out otherwise."""
        decisions = 0
        for verdict in verdicts:
            if self.policy in (None, part.book.policy_of(verdict.kind)):
                decisions += 1
                if not verdict.agrees:
                    results.append(verdict)
        return decisions


def work_of(sources: Iterable[Source], policy: str | None = None) -> Reperform:
    """Return the work for these ledgers."""
    return Reperform(
        accounts={source.name: dict(_accounts(source)) for source in sources},
        said={source.name: _separation(source) for source in sources},
        policy=policy,
    )


def reperformance(work: Reperform, source: Source, parts: Sequence[Reperformed]) -> Reperformance:
    """Return what came out of a ledger, of all its parts; by the order of the log."""
    payments, results = work.payments(source.part), list[Verdict]()
    compared = work.rows(source.part)
    decisions, false_rows = 0, list[FalseRow]()
    for each in parts:
        decisions += each.decisions
        results += each.disagreements
        false_rows += each.false_rows
        payments.add(each.payments)
    every = {row.id: row for each in parts for _, rows in each.together for row in rows}
    if every:
        codes = [code for each in parts for code, _ in each.together]
        own = {stream for code in codes for stream in source.part.known.streams(code)}
        history = decoded(every[position] for position in sorted(every))
        verdicts = reperform(history, source.book, payments, own, compared, work.said[source.name])
        decisions += work.judged(source.part, verdicts, results)
    if compared is not None:
        known = proposals(_of_stream(source, PROPOSALS_STREAM))
        compared.compare_versions(_of_stream(source, POLICY_STREAM), known)
        false_rows += compared.false
    false = list(payments.false)
    if work.policy is None:
        for _, rows in _streams(source, BUDGET):
            for recorded in decoded(rows):
                payments.of_budget(recorded)
        false += payments.batches()
    return Reperformance(
        decisions=decisions,
        disagreements=tuple(sorted(results, key=lambda verdict: verdict.recorded.position)),
        payments=payments.count,
        false_payments=tuple(sorted(false, key=attrgetter("position"))),
        false_rows=tuple(sorted(false_rows, key=attrgetter("position"))),
    )


def _accounts(source: Source) -> Iterable[tuple[int, AccountGrounds]]:
    for stream, rows in _streams(source, BATCH):
        yield number_in(stream), account_grounds(decoded(rows))


def _separation(source: Source) -> SeparatedHands:
    return separation(_of_stream(source, SETTINGS_STREAM))


def _of_stream(source: Source, stream: str) -> Iterable[Recorded]:
    return decoded(row for row in source.part.rows() if row.originator_id == stream)


def _streams(source: Source, prefix: str) -> Iterable[tuple[str, list[Row]]]:
    for stream, rows in groupby(source.part.rows(), key=attrgetter("originator_id")):
        if of_money(stream) and stream.startswith(prefix):
            yield stream, list(rows)
