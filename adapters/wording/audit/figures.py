"""Delays and a sample as reports for people."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from adapters.wording.audit.limits import limit_tables
from adapters.wording.audit.words import SHOWN_MAX, Names, of_claim, rests_on, states, waited_for
from adapters.wording.policy.titles import own_title, policy_column
from adapters.wording.table import Cell, Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from domain.calendar import clock
from domain.money import yuan
from projections.audit.states import IN_BATCH

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook
    from projections.audit.delays import Delay, Delays, NoticeToPayment
    from projections.audit.sampling import DrawnClaim, Sample, Stratum


def delays_report(answer: Delays, names: Names, book: PolicyBook, *, whole: bool) -> Report:
    """Return the delays. whole: with what waits for nobody too, for a file."""
    counted = _("Counted to the recorded time of the last event looked at, not to today.")
    known: Columns[Delay] = (*of_claim(names), *policy_column(book))
    tables = [
        _waiting(answer),
        _delays(pgettext("sheet", "claims"), answer.claims, known, whole),
        _delays(pgettext("sheet", "batch lines"), answer.lines, known, whole),
        _notices(answer.notice_to_payment),
    ]
    if whole:
        tables.append(_states(answer))
    limits = limit_tables(answer, names, book)
    parts = (rests_on(answer), *limits, counted, *tables)
    return Report(title=pgettext("sheet", "delays"), parts=parts)


def sample_report(answer: Sample, names: Names, book: PolicyBook) -> Report:
    """Return a sample: its strata, and the claims drawn."""
    drawn = _(
        "Seed {seed}: {drawn} of {claims} granted claims drawn. Rank: SHA-256 of "
        "seed:position:claim number, lowest first."
    ).format(seed=answer.seed, drawn=f"{answer.drawn:,}", claims=f"{answer.claims_in_all:,}")
    return Report(
        title=pgettext("sheet", "sample"),
        parts=(rests_on(answer), drawn, _strata(answer, book), _drawn(answer, names, book)),
    )


def _waiting(answer: Delays) -> Table:
    return Table(
        title=pgettext("sheet", "waiting"),
        columns=(
            Column(pgettext("column", "for")),
            Column(pgettext("waiting", "claims"), "count"),
            Column(pgettext("waiting", "batch lines"), "count"),
            Column(pgettext("column", "longest, days"), "count"),
        ),
        rows=[
            (who, waiting.claims, waiting.lines, waiting.longest_days)
            for code, who in waited_for().items()
            if (waiting := answer.waiting.get(code)) is not None
        ],
    )


def _delays(title: str, delays: tuple[Delay, ...], known: Columns[Delay], whole: bool) -> Table:
    state_words, who = states(), waited_for()
    columns: Columns[Delay] = (
        *known,
        (Column(pgettext("column", "batch"), "count"), lambda delay: delay.batch),
        (Column(pgettext("column", "state")), lambda delay: state_words[delay.state]),
        (
            Column(pgettext("column", "since")),
            lambda delay: clock(datetime.fromisoformat(delay.since)),
        ),
        (Column(pgettext("column", "days"), "count"), lambda delay: delay.days),
        (
            Column(pgettext("column", "waits for")),
            lambda delay: who[delay.waits_for] if delay.waits_for else "",
        ),
    )
    shown = (delay for delay in delays if whole or delay.waits_for is not None)
    return table_of(shown, columns, title=title, shown_max=SHOWN_MAX)


def _notices(notices: tuple[NoticeToPayment, ...]) -> Table:
    columns: Columns[NoticeToPayment] = (
        (Column(pgettext("column", "batch"), "count"), lambda notice: notice.batch),
        (Column(pgettext("notice", "published")), lambda notice: notice.published_on),
        (
            Column(pgettext("notice", "paid")),
            lambda notice: notice.paid_on or _("not all paid"),
        ),
        (Column(pgettext("column", "receipt")), lambda notice: notice.receipt),
        (Column(pgettext("column", "months"), "count"), lambda notice: notice.months),
        (Column(pgettext("column", "and days"), "count"), lambda notice: notice.days),
    )
    title = pgettext("sheet", "notice to payment")
    return table_of(notices, columns, title=title, shown_max=SHOWN_MAX)


def _states(answer: Delays) -> Table:
    """Return each state of each claim and line, a row each."""
    batches = {(line.claim_no, line.states[0].since): line.batch for line in answer.lines}
    state_words = states()
    rows: list[tuple[Cell, ...]] = []
    for kind, delays in (
        (pgettext("what", "claim"), answer.claims),
        (pgettext("what", "batch line"), answer.lines),
    ):
        for delay in delays:
            ends = [state.since for state in delay.states[1:]] + [answer.counted_to or ""]
            for state, end in zip(delay.states, ends, strict=True):
                batch = delay.batch
                if state.state == IN_BATCH:  # a claim is in a batch from when its line is computed
                    batch = batches.get((delay.claim_no, state.since), batch)
                since, until = map(datetime.fromisoformat, (state.since, end))
                word = state_words[state.state]
                rows.append(
                    (kind, delay.claim_no, batch, word, clock(since), clock(until), state.days)
                )
    return Table(
        title=pgettext("sheet", "states"),
        columns=(
            Column(pgettext("column", "what")),
            Column(pgettext("column", "claim")),
            Column(pgettext("column", "batch"), "count"),
            Column(pgettext("column", "state")),
            Column(pgettext("column", "since")),
            Column(pgettext("column", "until")),
            Column(pgettext("column", "days"), "count"),
        ),
        rows=rows,
        shown_max=SHOWN_MAX,
    )


def _strata(answer: Sample, book: PolicyBook) -> Table:
    columns: Columns[Stratum] = (
        *policy_column(book),
        (Column(pgettext("column", "measure")), lambda each: own_title(each.measure, book)),
        (Column(pgettext("column", "amount")), _band),
        (Column(pgettext("column", "claims"), "count"), lambda each: each.claims),
        (Column(pgettext("column", "granted"), "fen"), lambda each: each.granted_fen),
        (Column(pgettext("column", "drawn"), "count"), lambda each: each.drawn),
    )
    return table_of(answer.strata, columns, title=pgettext("sheet", "strata"))


def _drawn(answer: Sample, names: Names, book: PolicyBook) -> Table:
    columns: Columns[DrawnClaim] = (
        *of_claim(names),
        *policy_column(book),
        (Column(pgettext("column", "measure")), lambda claim: own_title(claim.measure, book)),
        (Column(pgettext("column", "granted"), "fen"), lambda claim: claim.granted_fen),
        (Column(pgettext("column", "rank")), lambda claim: claim.rank),
    )
    return table_of(answer.claims, columns, title=pgettext("sheet", "drawn"))


def _band(stratum: Stratum) -> str:
    if stratum.below_fen is None:
        return _("{amount} and more").format(amount=yuan(stratum.from_fen))
    return _("{lowest} to {highest}").format(
        lowest=yuan(stratum.from_fen), highest=yuan(stratum.below_fen)
    )
