"""Money repaid that was entered wrongly: reversed where it was credited, credited where it is due.

One receipt may credit several payments of a claim. Whichever part of it is named, all of it is put
right. Where claim and amount stay, the right entry credits what the wrong one did; of a smaller
amount, as much as there is of it, the latest payment first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import cast

from domain.assessment.consequences import lowered
from domain.commands.money import CorrectEntry
from domain.enterprise.state import Enterprise, claim_of, evolve, granted_fen
from domain.events.budget import BudgetRecovered
from domain.events.corrections import EntryValues, RecoveryReversed, RepaymentValues
from domain.events.log import EnterpriseEvent, Recorded
from domain.events.payment import AllotmentLowered, ClaimRecovered
from domain.identity import skeleton
from domain.payments.budget import Allotments, Budgets
from domain.payments.happened import StreamEvent, budget_event
from domain.payments.payment import came_back, recover
from domain.payments.undoing.asked import (
    Money,
    Years,
    entry_reversed,
    is_said,
    must_be_of,
    standing,
)
from domain.payments.years.carry_over import budgets_after, drawn_back
from domain.refusals import Refusal

Parts = Sequence[Recorded]  # of one repayment: a `ClaimRecovered` for each payment it credits


def not_reversed(history: Iterable[Recorded]) -> list[Recorded]:
    """Return the parts of money repaid of one enterprise that still count.

    By position: who carries on others has events of several streams, each with versions of its own.
    """
    every = list(history)
    gone = {each.event.of_position for each in every if isinstance(each.event, RecoveryReversed)}
    return [
        each
        for each in every
        if isinstance(each.event, ClaimRecovered) and each.position not in gone
    ]


def parts_of(entry: Recorded, history: Sequence[Recorded]) -> Parts:
    """Return all that one receipt credited for a claim at once, with this part of it."""
    event = _event(entry)
    of = event.claim_no, event.receipt, event.on
    runs: list[list[Recorded]] = [[]]
    for recorded in history:
        part = recorded.event
        if isinstance(part, ClaimRecovered) and (part.claim_no, part.receipt, part.on) == of:
            runs[-1].append(recorded)
        elif runs[-1]:
            runs.append([])
    return next(run for run in runs if entry.position in [part.position for part in run])


def _wanted(command: CorrectEntry, parts: Parts) -> RepaymentValues | None:
    """Return what a repayment is to say; None where none is to be."""
    if command.void:
        return None
    was = _values(parts)
    return RepaymentValues(
        claim_no=command.claim_no or was.claim_no,
        amount_fen=command.amount_fen or was.amount_fen,
        receipt=command.receipt or was.receipt,
        on=command.on or was.on,
    )


def correct_repayment(
    command: CorrectEntry,
    entry: Recorded,
    history: Sequence[Recorded],
    owner: str | None,
    enterprises: Mapping[str, Enterprise],
    money: Money,
) -> list[StreamEvent]:
    """Return money repaid reversed, and the right entry; none where it is right, or was said so.

    history: of the enterprise that it was booked on. owner: whose the right claim is. Raises
    Refusal `correction-key`, `already-reversed`, `request-conflicts`, `money-spent-since`, and as
    `recover` does.
    """
    must_be_of(command, "receipt", "claim", "amount", "on")
    parts = parts_of(entry, history)
    was, wanted = _values(parts), _wanted(command, parts)
    reversal = _reversal_of(parts[0], history)
    if reversal is not None:
        same, stands = reversal.corrected == wanted, reversal.corrected is not None
        if is_said(command, reversal, same=same, stands=stands):
            return []
    if wanted == was:
        return []
    red = [StreamEvent(entry.stream, _reversed(command, part, wanted)) for part in parts]
    red += _of_budgets(command, parts, wanted, money.years)
    budgets = budgets_after(money.budgets, (each for each in red if each.stream != entry.stream))
    enterprises = enterprises_after(enterprises, red)
    happened = list(red)
    if wanted is not None:
        assert owner is not None, f"money repaid for nobody's claim: {wanted}"
        _must_be_new(wanted, budgets)
        right = list(_right(wanted, parts, owner, enterprises))
        budgets = budgets_after(budgets, (each for each in right if each.stream not in enterprises))
        enterprises = enterprises_after(enterprises, right)
        happened += right
    less = lowered_by(entry.stream, was.claim_no, enterprises[entry.stream])
    happened += less
    allotted = less_allotted(money.allotted, less, enterprises)
    for year, line in dict.fromkeys((of.budget_year, of.line) for of in map(_event, parts)):
        drawn = drawn_back(budgets, year, line, allotted, "correct")
        budgets = budgets_after(budgets, drawn)
        happened += drawn
    return happened


def _reversal_of(part: Recorded, history: Iterable[Recorded]) -> RecoveryReversed | None:
    """Return what reversed a part; None where nothing did."""
    every = (each.event for each in history if isinstance(each.event, RecoveryReversed))
    return next((event for event in every if event.of_position == part.position), None)


def _event(part: Recorded) -> ClaimRecovered:
    return cast(ClaimRecovered, part.event)


def _values(parts: Parts) -> RepaymentValues:
    events = list(map(_event, parts))
    first = events[0]
    return RepaymentValues(
        claim_no=first.claim_no,
        amount_fen=sum(each.amount_fen for each in events),
        receipt=first.receipt,
        on=first.on,
    )


def _reversed(
    command: CorrectEntry, part: Recorded, corrected: RepaymentValues | None
) -> RecoveryReversed:
    event = _event(part)
    return RecoveryReversed(
        claim_no=event.claim_no,
        of_batch=event.of_batch,
        budget_year=event.budget_year,
        line=event.line,
        amount_fen=event.amount_fen,
        receipt=event.receipt,
        on=event.on,
        of_position=part.position,
        of_version=part.version,
        corrected=corrected,
        document=command.document,
        words=command.words,
    )


def _kept_fen(parts: Parts, wanted: RepaymentValues | None) -> Iterator[tuple[Recorded, int]]:
    """Yield how much of each part the right entry credits too."""
    was = _values(parts)
    left = 0
    if wanted is not None and wanted.claim_no == was.claim_no:
        left = min(wanted.amount_fen, was.amount_fen)
    for part in parts:
        kept = min(left, _event(part).amount_fen)
        yield part, kept
        left -= kept


def _of_budgets(
    command: CorrectEntry,
    parts: Parts,
    wanted: RepaymentValues | None,
    years: Years,
) -> Iterator[StreamEvent]:
    """Yield what the parts credited to budget years in red, with what stands in place of each."""
    taken: set[tuple[int, int]] = set()
    for part, kept in _kept_fen(parts, wanted):
        event = _event(part)
        year, credit = event.budget_year, came_back(event)
        same = (
            each
            for each in standing(years[year], BudgetRecovered)
            if each.event == credit and (year, each.version) not in taken
        )
        entry = next(same)
        taken.add((year, entry.version))
        values = EntryValues(
            line=event.line,
            to_line=None,
            amount_fen=event.amount_fen,
            number=event.receipt,
            on=event.on,
        )
        now = None
        if wanted is not None and kept:
            now = replace(values, amount_fen=kept, number=wanted.receipt, on=wanted.on)
        yield entry_reversed(command, year, entry, values, now)


def _right(
    wanted: RepaymentValues, parts: Parts, owner: str, enterprises: Mapping[str, Enterprise]
) -> Iterator[StreamEvent]:
    """Yield the right entry: what it credits as the wrong one did, then what it credits besides.

    Raises Refusal as `recover`.
    """
    claim_no, receipt, on = wanted.claim_no, wanted.receipt, wanted.on
    copied: list[StreamEvent] = []
    left = wanted.amount_fen
    for part, kept in _kept_fen(parts, wanted):
        event = _event(part)
        if not kept:
            continue
        dues = enterprises[owner].claims[claim_no].dues
        assert dues is not None, f"repaid of nothing paid: {claim_no}"
        paid_on = dues.payments[event.of_batch].on
        if on < paid_on:
            raise Refusal("repaid-before-paid", claim_no=claim_no, paid_on=paid_on.isoformat())
        again = replace(event, amount_fen=kept, receipt=receipt, on=on)
        copied += [StreamEvent(owner, again), budget_event(event.budget_year, came_back(again))]
        left -= kept
    yield from copied
    if left:
        enterprise = enterprises_after(enterprises, copied)[owner]
        yield from recover(claim_no, owner, left, receipt, on, enterprise)


def _must_be_new(wanted: RepaymentValues, budgets: Budgets) -> None:
    """Raise Refusal `request-conflicts` where the receipt repaid the claim already."""
    key = skeleton(wanted.receipt), wanted.claim_no
    if any(key in budget.recoveries for budget in budgets.values()):
        facts = {"receipt": wanted.receipt, "of": wanted.claim_no}
        raise Refusal("request-conflicts", verb="recovery record", **facts)


def lowered_by(uscc: str, claim_no: str, enterprise: Enterprise) -> list[StreamEvent]:
    """Return what a batch may pay less of a claim, now that more was paid of it and kept."""
    claim = claim_of(enterprise, claim_no)
    return [StreamEvent(uscc, less) for less in lowered(claim, granted_fen(claim))]


def less_allotted(
    allotted: Allotments, less: Iterable[StreamEvent], enterprises: Mapping[str, Enterprise]
) -> dict[int, dict[str, int]]:
    """Return what is in publicity once less is. enterprises: as they stood before that."""
    sums = {year: dict(lines) for year, lines in allotted.items()}
    for uscc, event in less:
        assert isinstance(event, AllotmentLowered), f"lowers nothing: {event}"
        dues = enterprises[uscc].claims[event.claim_no].dues
        of = dues.allotment if dues is not None else None
        assert of is not None, f"lowered, not allotted: {event}"
        sums[of.budget_year][of.line] -= event.previous_fen - event.allotted_fen
    return sums


def enterprises_after(
    enterprises: Mapping[str, Enterprise], happened: Iterable[StreamEvent]
) -> dict[str, Enterprise]:
    """Return enterprises as these events leave them."""
    after = dict(enterprises)
    for stream, event in happened:
        if stream in after:
            if after[stream] is enterprises[stream]:
                after[stream] = deepcopy(after[stream])
            evolve(after[stream], cast(EnterpriseEvent, event), "")
    return after
