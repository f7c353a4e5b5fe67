"""One question to many ledgers: each one's answer, bound to its position, and the whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from adapters.cluster.answers import (
    CostOfReading,
    InvoicesWhole,
    OfLedger,
    RehearsedWhole,
    ReperformedWhole,
    SealedAt,
    Together,
    VerifiedWhole,
)
from adapters.cluster.engines import Engine, OnDone
from adapters.cluster.run import run
from adapters.cluster.sources import Source
from adapters.cluster.works import invoices as of_invoices
from adapters.cluster.works import totals as of_totals
from adapters.cluster.works.rehearse import Rehearse, costs, of_readings, rehearsals
from adapters.cluster.works.reperform import reperformance, work_of
from adapters.cluster.works.totals import TotalsOf
from adapters.cluster.works.verify import Verify, verified
from adapters.policy.amendment import Draft, one_policy
from adapters.seal.notes import VerifierKey
from adapters.wording.as_json import as_json
from domain.refusals import Refusal
from projections.policy_versions import ReadingCost
from projections.reassessment.differences import Rehearsal, Sums
from projections.reassessment.reperformance import Reperformance

Sources = Sequence[Source]
NOTHING = Sums(claims=0, before_fen=0, after_fen=0, delta_fen=0)


def totals(
    sources: Sources,
    engine: Engine,
    *,
    by: str,
    year: int | None = None,
    policy: str | None = None,
    on_done: OnDone | None = None,
) -> Together:
    """Return what was granted. policy: of its measures alone, by its id, which each must have."""
    if policy is not None:
        for source in sources:
            one_policy(source.book, policy)
    results = run(TotalsOf(by=by, year=year, policy=policy), sources, engine, on_done=on_done)
    answers = {source.name: of_totals.totals(source, results[source.name]) for source in sources}
    return _together(sources, answers, of_totals.together(answers.values()))


def rehearse(
    sources: Sources,
    engine: Engine,
    draft: Draft,
    *,
    policy: str | None = None,
    on_done: OnDone | None = None,
) -> Together:
    """Return what a reassessment by a draft would change. Raises Refusal `mixed-books`.

    policy: whose values the draft sets, by its id; without values, whose claims are asked for.
    """
    _must_share_books(sources)
    of = policy if not draft else None
    prefix = None if of is None else one_policy(sources[0].book, of).versions[0].policy.prefix
    work = Rehearse(drafts={"": (draft, policy)})
    for source in sources:
        work.books(source.book)  # a draft that does not fit is refused before anything is read
    results = run(work, sources, engine, on_done=on_done)
    answers = {
        source.name: rehearsals(work, source, results[source.name], prefix)[""]
        for source in sources
    }
    return _together(sources, answers, _rehearsed(answers.values()))


def reading_costs(
    sources: Sources, engine: Engine, policy: str | None = None, on_done: OnDone | None = None
) -> Together:
    """Return what each rival reading would change. Raises Refusal `mixed-books`."""
    _must_share_books(sources)
    work = of_readings(sources[0].book, policy)
    results = run(work, sources, engine, on_done=on_done)
    every = [costs(rehearsals(work, source, results[source.name])) for source in sources]
    answers = {source.name: _listed(cost) for source, cost in zip(sources, every, strict=True)}
    added = {key: _added(cost[key] for cost in every) for key in every[0]}
    return _together(sources, answers, _listed(added))


def reperform(
    sources: Sources, engine: Engine, policy: str | None = None, on_done: OnDone | None = None
) -> tuple[Together, dict[str, Reperformance]]:
    """Return how decisions came out again; beside it each ledger's answer with its events."""
    from adapters.wording.reassessment.reperformance import reperformance_details

    work = work_of(sources, policy)
    results = run(work, sources, engine, on_done=on_done)
    answers = {source.name: reperformance(work, source, results[source.name]) for source in sources}
    details = {
        source.name: reperformance_details(answers[source.name], source.book) for source in sources
    }
    whole = ReperformedWhole(
        decisions=sum(each.decisions for each in answers.values()),
        disagreements=sum(len(each.disagreements) for each in answers.values()),
        payments=sum(each.payments for each in answers.values()),
        false_payments=sum(len(each.false_payments) for each in answers.values()),
        false_rows=sum(len(each.false_rows) for each in answers.values()),
    )
    said = {name: _language_free(each) for name, each in answers.items()}
    return _together(sources, details, whole, said), answers


def verify(
    sources: Sources,
    engine: Engine,
    keys: Sequence[VerifierKey] = (),
    on_done: OnDone | None = None,
) -> Together:
    """Return what is wrong with the rows. keys: believed to sign the seals."""
    work = Verify(hashed=any(source.checkpoint is not None for source in sources))
    results = run(work, sources, engine, others=True, sampled=False, on_done=on_done)
    answers = {source.name: verified(source, results[source.name], keys) for source in sources}
    whole = VerifiedWhole(
        events=sum(each.events for each in answers.values()),
        faults=sum(len(each.faults) for each in answers.values()),
    )
    return _together(sources, answers, whole)


def duplicates(sources: Sources, engine: Engine, on_done: OnDone | None = None) -> Together:
    """Return the invoices that claims of several ledgers stand on."""
    results = run(of_invoices.invoices, sources, engine, on_done=on_done)
    answers = {
        source.name: of_invoices.of_ledger(source.position, results[source.name])
        for source in sources
    }
    findings = of_invoices.across(results)
    return _together(sources, answers, InvoicesWhole(findings=findings))


def _language_free(answer: Reperformance) -> object:
    """Return what a reperformance says in no language."""
    differing = [(each.recorded.position, each.fields) for each in answer.disagreements]
    return answer.decisions, differing, answer.payments, answer.false_payments, answer.false_rows


def _together(
    sources: Sources,
    answers: Mapping[str, object],
    whole: object,
    digested: Mapping[str, object] | None = None,
) -> Together:
    """digested: of each ledger, where its answer is in the reader's language."""
    ledgers = tuple(
        OfLedger(
            ledger=source.name,
            position=source.position,
            checkpoint=None
            if source.checkpoint is None
            else SealedAt(size=source.checkpoint.size, root=source.checkpoint.root),
            answer=answers[source.name],
        )
        for source in sources
    )
    free = ledgers if digested is None else [_with(each, digested) for each in ledgers]
    said = json.dumps(as_json({"ledgers": free, "whole": whole}), sort_keys=True)
    return Together(ledgers=ledgers, whole=whole, digest=sha256(said.encode()).hexdigest())


def _with(each: OfLedger, digested: Mapping[str, object]) -> OfLedger:
    return replace(each, answer=digested[each.ledger])


def _must_share_books(sources: Sources) -> None:
    """Raise Refusal `mixed-books` where ledgers have other versions of policies."""
    first, *others = sources
    ours = [version.digest for version in first.book.versions]
    for source in others:
        if [version.digest for version in source.book.versions] != ours:
            raise Refusal("mixed-books", one=first.name, other=source.name)


def _rehearsed(answers: Iterable[Rehearsal]) -> RehearsedWhole:
    every = list(answers)
    return RehearsedWhole(
        claims_changed=sum(each.claims_changed for each in every),
        before_fen=sum(each.before_fen for each in every),
        after_fen=sum(each.after_fen for each in every),
        delta_fen=sum(each.delta_fen for each in every),
        by_measure=_merged(every, lambda each: each.by_measure),
        by_year=_merged(every, lambda each: each.by_year),
    )


def _merged(
    every: Sequence[Rehearsal], groups_of: Callable[[Rehearsal], Mapping[str, Sums]]
) -> dict[str, Sums]:
    groups: dict[str, Sums] = {}
    for each in every:
        for key, sums in groups_of(each).items():
            before = groups.get(key, NOTHING)
            groups[key] = Sums(
                claims=before.claims + sums.claims,
                before_fen=before.before_fen + sums.before_fen,
                after_fen=before.after_fen + sums.after_fen,
                delta_fen=before.delta_fen + sums.delta_fen,
            )
    return dict(sorted(groups.items()))


def _listed(every: Mapping[tuple[str, str], ReadingCost]) -> list[CostOfReading]:
    return [
        CostOfReading(
            reading=reading,
            choice=choice,
            claims_changed=cost.claims_changed,
            delta_fen=cost.delta_fen,
            cost_fen=cost.cost_fen,
        )
        for (reading, choice), cost in every.items()
    ]


def _added(every: Iterable[ReadingCost]) -> ReadingCost:
    whole = ReadingCost(claims_changed=0, delta_fen=0, cost_fen=0)
    for each in every:
        whole = replace(
            whole,
            claims_changed=whole.claims_changed + each.claims_changed,
            delta_fen=whole.delta_fen + each.delta_fen,
            cost_fen=whole.cost_fen + each.cost_fen,
        )
    return whole
