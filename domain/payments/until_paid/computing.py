"""A batch computed: which claims one line of a budget can pay, and how much of each.

Where there is not enough money, claims wait in a queue or get a share pro rata (按比例分配).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from domain.commands.money import ComputeBatch
from domain.events.batch import (
    BatchClaimsLeftOut,
    BatchComputed,
    BatchLine,
    BatchLinesComputed,
    BatchOfPolicyComputed,
    LeftOutClaim,
)
from domain.events.budget import BudgetAllotted
from domain.events.payment import ClaimTakenIntoBatch, LapseAnnounced
from domain.events.streams import batch_stream
from domain.money import rounded
from domain.payments.barriers import Barrier
from domain.payments.budget import Budget, must_be_open, must_have
from domain.payments.happened import StreamEvent, budget_event, event_sized_parts
from domain.refusals import Fact, Refusal
from domain.value import value


@value
class Candidate:
    """An approved claim that no batch holds, and what of it is unpaid.

    barrier: what keeps its money back on the day of computing; None for a claim that can be paid.
    """

    claim_no: str
    uscc: str
    owed_fen: int
    barrier: Barrier | None = None


def compute(
    command: ComputeBatch,
    number: int,
    budget: Budget,
    money_fen: int,
    candidates: Sequence[Candidate],
) -> list[StreamEvent]:
    """Return batch `number` of these claims, which stand in order of decision.

    Those that something bars are left out, and the batch says so. money_fen: what the line may pay.
    Raises Refusal `budget-unknown`, `budget-closed`, `budget-line-unknown`, `nothing-unpaid`,
    `no-money` when no claim would get any.
    """
    if budget.length == 0:
        raise Refusal("budget-unknown", year=budget.year)
    must_be_open(budget)
    must_have(budget, command.line)
    left_out = list(_left_out(candidates))
    candidates = [each for each in candidates if each.barrier is None]
    if not candidates:
        facts: dict[str, Fact] = {"year": budget.year, "line": command.line}
        if left_out:
            facts |= {"verb": "left-out", "claims": len(left_out)}
        raise Refusal("nothing-unpaid", **facts)
    lines = _lines(command, money_fen, candidates)
    owed_fen = sum(line.owed_fen for line in lines)
    if not any(line.allotted_fen for line in lines):
        raise Refusal(
            "no-money", year=budget.year, line=command.line, money_fen=money_fen, owed_fen=owed_fen
        )
    stream = batch_stream(number)
    terms = asdict(acting_terms(command, money_fen, candidates)) | {
        "money_fen": money_fen,
        "owed_fen": owed_fen,
    }
    policy = terms.pop("policy")
    computed = (
        BatchComputed(**terms) if policy is None else BatchOfPolicyComputed(**terms, policy=policy)
    )
    allotted = BudgetAllotted(
        batch=number,
        line=command.line,
        amount_fen=sum(line.allotted_fen for line in lines),
        document=command.document,
    )
    return [
        StreamEvent(stream, computed),
        *(
            StreamEvent(stream, BatchClaimsLeftOut(left_out=part))
            for part in event_sized_parts(left_out)
        ),
        *(StreamEvent(stream, BatchLinesComputed(lines=part)) for part in event_sized_parts(lines)),
        budget_event(budget.year, allotted),
        *_taken(number, budget.year, command.line, lines),
    ]


def acting_terms(
    command: ComputeBatch, money_fen: int, candidates: Sequence[Candidate]
) -> ComputeBatch:
    """Return a command less the terms of rounding that changed no share: they are not recorded."""
    if command.shortage == "queue":
        return replace(command, round_down_to=None, at_least_fen=0)
    unit, least = command.round_down_to, command.at_least_fen
    shares = pro_rata(candidates, money_fen, unit, least)
    if unit is not None and pro_rata(candidates, money_fen, None, least) == shares:
        command = replace(command, round_down_to=None)
    if least and pro_rata(candidates, money_fen, unit, 0) == shares:
        command = replace(command, at_least_fen=0)
    return command


def queue(owed: Sequence[Candidate], money_fen: int) -> list[int]:
    """Return what each gets, in order: all of it, until the first that does not fit."""
    shares, left = [], money_fen
    for claim in owed:
        left = left - claim.owed_fen if claim.owed_fen <= left else -1
        shares.append(claim.owed_fen if left >= 0 else 0)
    return shares


def pro_rata(
    owed: Sequence[Candidate],
    money_fen: int,
    round_down_to: str | None = None,
    at_least_fen: int = 0,
) -> list[int]:
    """Return what each gets of `money_fen` in proportion to what it is owed.

    Exact to the fen by largest remainder, ties by claim number: the shares add up to the money.
    round_down_to (`yuan`, `wan`) cuts each exact share to whole units instead, and what is then
    below `at_least_fen` gets nothing; what that leaves stays with the money.
    """
    total, money_fen = sum(claim.owed_fen for claim in owed), max(0, money_fen)
    if total <= money_fen:
        return [claim.owed_fen for claim in owed]
    if round_down_to is None:
        shares = _largest_remainder(owed, money_fen, total)
    else:
        exact = (claim.owed_fen * money_fen // total for claim in owed)
        shares = [rounded(fen, f"{round_down_to}-down") for fen in exact]
    return [fen if fen >= at_least_fen else 0 for fen in shares]


def _largest_remainder(owed: Sequence[Candidate], money_fen: int, total: int) -> list[int]:
    parts = [divmod(claim.owed_fen * money_fen, total) for claim in owed]
    shares = [whole for whole, _ in parts]
    left = money_fen - sum(shares)
    order = sorted(range(len(owed)), key=lambda at: (-parts[at][1], owed[at].claim_no))
    for at in order[:left]:
        shares[at] += 1
    return shares


def _lines(
    command: ComputeBatch, money_fen: int, candidates: Sequence[Candidate]
) -> list[BatchLine]:
    if command.shortage == "queue":
        shares = queue(candidates, money_fen)
    else:
        shares = pro_rata(candidates, money_fen, command.round_down_to, command.at_least_fen)
    lapses = command.shortage == "pro-rata" and command.remainder == "lapse"
    return [
        BatchLine(
            claim_no=each.claim_no,
            uscc=each.uscc,
            owed_fen=each.owed_fen,
            allotted_fen=share,
            lapsed_fen=each.owed_fen - share if lapses else 0,
        )
        for each, share in zip(candidates, shares, strict=True)
    ]


def _left_out(candidates: Sequence[Candidate]) -> Iterator[LeftOutClaim]:
    for each in candidates:
        if each.barrier is not None:
            document = each.barrier.facts.get("document")
            yield LeftOutClaim(
                claim_no=each.claim_no,
                uscc=each.uscc,
                owed_fen=each.owed_fen,
                why=each.barrier.code,
                document=None if document is None else str(document),
            )


def _taken(number: int, year: int, line: str, lines: Sequence[BatchLine]) -> Iterator[StreamEvent]:
    """Yield what each enterprise records, of claims that only wait too."""
    for each in lines:
        taken = ClaimTakenIntoBatch(
            claim_no=each.claim_no,
            batch=number,
            budget_year=year,
            line=line,
            owed_fen=each.owed_fen,
            allotted_fen=each.allotted_fen,
            lapsed_fen=0,
        )
        yield StreamEvent(each.uscc, taken)
        if each.lapsed_fen:
            lapse = LapseAnnounced(
                claim_no=each.claim_no, batch=number, lapsing_fen=each.lapsed_fen
            )
            yield StreamEvent(each.uscc, lapse)
