"""What a measure alone would pay for a claim, exactly, and what its item has left of that.

`BaseAmount.alone` is the amount as if nothing had been granted for the item before, and `left` the
amount after what earlier claims of the item used. Source: each measure's article.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import ceil, floor
from typing import assert_never

from domain.enterprise.account import BRANDS, CERTIFICATIONS, ONLINE, Account
from domain.events.claims import Operand
from domain.money import BASIS_POINTS, Exact, exact, share
from domain.policy import facts as kinds
from domain.policy import measures
from domain.policy.facts import Facts, cost_fen
from domain.policy.measures import Measure
from domain.policy.readings import Readings
from domain.value import value

SHARES_ITEM = {ONLINE: (ONLINE,)} | dict.fromkeys(CERTIFICATIONS, CERTIFICATIONS)


@value
class BaseAmount:
    """A measure's own amount, in exact fen, with the operands it was worked from.

    used: what earlier claims of the item had used (booths or fen); 0 where items do not matter.
    bound: whether the measure's own ceiling was met. booths: how many booths were counted.
    """

    code: str
    operands: dict[str, Operand]
    alone: Exact
    left: Exact
    used: int
    bound: bool
    booths: int = 0


def base_amount(
    measure: Measure,
    facts: Facts,
    occurred_on: date,
    place: str,
    account: Account,
    readings: Readings,
) -> BaseAmount:
    """Return what the measure pays by itself. The facts are of the kind the measure is for."""
    match measure.formula:
        case measures.BoothShare() as formula:
            assert isinstance(facts, kinds.Exhibition), f"{measure.id} needs booths: {facts!r}"
            used = account.item_booths(occurred_on.year, place)
            return _booths(formula, facts.booth_fees_fen, used)
        case measures.ShareOfFee() as formula:
            sharing = SHARES_ITEM.get(measure.id, ())
            used = account.item_granted_fen(sharing, occurred_on.year, place)
            return _share(formula.rate_bp, formula.at_most_fen, _cost(facts), used)
        case measures.ShareOfFeeForExporters() as formula:
            return _share(formula.rate_bp, None, _cost(facts), 0)
        case measures.WholeFee():
            fee = _cost(facts)
            return _of_no_item("whole-fee", fee, {"fee_fen": fee})
        case measures.Award() as formula:
            return _award(measure.id, formula.award_fen, account, readings)
        case measures.AwardByGrade() as formula:
            assert isinstance(facts, kinds.WarningPoint), f"{measure.id} is by grade: {facts!r}"
            return _fixed("award", formula.awards_fen[facts.grade], {"grade": facts.grade})
        case measures.AwardPerBlock() as formula:
            assert isinstance(facts, kinds.Outsourcing), f"{measure.id}: not outsourcing: {facts!r}"
            return _blocks(formula, facts.executed_usd_cents, readings.outsourcing_blocks)
        case measures.FeeWithinShareOfGuaranteed() as formula:
            assert isinstance(facts, kinds.FxGuarantee), f"{measure.id}: not a guarantee: {facts!r}"
            return _guarantee(formula.share_of_guaranteed_bp, facts, readings.fx_guarantee)
        case measures.AmountDecided():
            assert isinstance(facts, kinds.CaseByCase), f"{measure.id} needs a decision: {facts!r}"
            return _fixed("decided", facts.amount_fen, {"decision_no": facts.decision_no})
        case _:
            assert_never(measure.formula)


def _booths(formula: measures.BoothShare, fees_fen: tuple[int, ...], used: int) -> BaseAmount:
    """The highest booths first, as many as the limit leaves for this exhibition."""
    limit = formula.booths_per_exhibition
    most = formula.per_booth_fen * BASIS_POINTS
    highest = sorted(fees_fen, reverse=True)[:limit]
    shares = [min(fee * formula.rate_bp, most) for fee in highest]
    counted = min(len(highest), max(0, limit - used))
    return BaseAmount(
        code="booths",
        operands={
            "rate_bp": formula.rate_bp,
            "per_booth_fen": formula.per_booth_fen,
            "booths_per_exhibition": limit,
            "fees_fen": tuple(highest[:counted]),
            "claimed": len(fees_fen),
        },
        alone=exact(sum(shares), BASIS_POINTS),
        left=exact(sum(shares[:counted]), BASIS_POINTS),
        used=used,
        bound=most in shares[:counted] or len(fees_fen) > counted,
        booths=counted,
    )


def _share(rate_bp: int, at_most_fen: int | None, fee_fen: int, used: int) -> BaseAmount:
    by_rate = share(fee_fen, rate_bp)
    operands: dict[str, Operand] = {"rate_bp": rate_bp, "fee_fen": fee_fen}
    if at_most_fen is None:
        return _of_no_item("share", by_rate, operands)
    operands["at_most_fen"] = at_most_fen
    bound = by_rate >= at_most_fen
    alone = at_most_fen if bound else by_rate
    left = min(alone, max(0, at_most_fen - used)) if used else alone
    return BaseAmount(
        code="share", operands=operands, alone=alone, left=left, used=used, bound=bound
    )


def _of_no_item(
    code: str, amount: Exact, operands: dict[str, Operand], *, bound: bool = False
) -> BaseAmount:
    return BaseAmount(code=code, operands=operands, alone=amount, left=amount, used=0, bound=bound)


def _fixed(code: str, fen: int, operands: dict[str, Operand]) -> BaseAmount:
    return _of_no_item(code, fen, {"fen": fen} | operands)


def _award(measure: str, award_fen: int, account: Account, readings: Readings) -> BaseAmount:
    own = _fixed("award", award_fen, {})
    if measure not in BRANDS or readings.brand_stack == "both":
        return own
    used = sum(use.amount_fen for *_, use in account.rows(BRANDS, None, None))
    return replace(own, left=max(0, award_fen - used), used=used)


def _blocks(formula: measures.AwardPerBlock, executed_cents: int, blocks: str) -> BaseAmount:
    """Whole blocks by default; under one block there is nothing, under any reading."""
    number: Exact = exact(executed_cents, formula.per_usd_cents)
    if number < 1:
        number = 0
    elif blocks == "whole":
        number = floor(number)
    elif blocks == "up":
        number = ceil(number)
    operands: dict[str, Operand] = {
        "award_fen": formula.award_fen,
        "per_usd_cents": formula.per_usd_cents,
        "executed_usd_cents": executed_cents,
        "blocks": str(number),
    }
    return _of_no_item("blocks", number * formula.award_fen, operands)


def _guarantee(share_bp: int, facts: kinds.FxGuarantee, reading: str) -> BaseAmount:
    base = facts.guaranteed_amount_fen if reading == "guaranteed" else facts.guarantee_fee_fen
    most, fee = share(base, share_bp), facts.guarantee_fee_fen
    operands: dict[str, Operand] = {"share_of_guaranteed_bp": share_bp, "base_fen": base}
    operands["guarantee_fee_fen"] = fee
    return _of_no_item("guarantee", min(most, fee), operands, bound=most <= fee)


def _cost(facts: Facts) -> int:
    cost = cost_fen(facts)
    assert cost is not None, f"no fee to take a share of: {facts!r}"
    return cost
