"""What a measure alone would pay for a claim, exactly, and what its item has left of that.

`Own.alone` is the amount as if nothing had been granted for the item before; `Own.left` is the
amount after what earlier claims of the item used. Source: each measure's article.
"""

from __future__ import annotations

from datetime import date
from math import ceil, floor
from typing import assert_never

from domain.enterprise.account import BRANDS, CERTIFICATIONS, ONLINE, Account
from domain.events.claims import Operand
from domain.money import BASIS_POINTS, Exact, exact, share
from domain.policy.facts import (
    CaseByCase,
    Exhibition,
    Facts,
    FxGuarantee,
    Outsourcing,
    WarningPoint,
    cost_fen,
)
from domain.policy.measures import (
    AmountDecided,
    Award,
    AwardByGrade,
    AwardPerBlock,
    BoothShare,
    FeeWithinShareOfGuaranteed,
    Measure,
    ShareOfFee,
    ShareOfFeeForExporters,
    WholeFee,
)
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
        case BoothShare() as formula:
            assert isinstance(facts, Exhibition), f"{measure.id} is for exhibitions: {facts!r}"
            used = account.item_booths(occurred_on.year, place)
            return _booths(formula, facts.booth_fees_fen, used)
        case ShareOfFee() as formula:
            measures = SHARES_ITEM.get(measure.id, ())
            used = account.item_granted_fen(measures, occurred_on.year, place)
            return _share(formula.rate_bp, formula.at_most_fen, _cost(facts), used)
        case ShareOfFeeForExporters() as formula:
            return _share(formula.rate_bp, None, _cost(facts), 0)
        case WholeFee():
            fee = _cost(facts)
            return BaseAmount(
                code="whole-fee",
                operands={"fee_fen": _cost(facts)},
                alone=fee,
                left=fee,
                used=0,
                bound=False,
            )
        case Award() as formula:
            return _award(measure.id, formula.award_fen, account, readings)
        case AwardByGrade() as formula:
            assert isinstance(facts, WarningPoint), f"{measure.id} is by grade: {facts!r}"
            return _fixed("award", formula.awards_fen[facts.grade], {"grade": facts.grade})
        case AwardPerBlock() as formula:
            assert isinstance(facts, Outsourcing), f"{measure.id} is for outsourcing: {facts!r}"
            return _blocks(formula, facts.executed_usd_cents, readings.outsourcing_blocks)
        case FeeWithinShareOfGuaranteed() as formula:
            assert isinstance(facts, FxGuarantee), f"{measure.id} is for guarantees: {facts!r}"
            return _guarantee(formula.share_of_guaranteed_bp, facts, readings.fx_guarantee)
        case AmountDecided():
            assert isinstance(facts, CaseByCase), f"{measure.id} needs a decision: {facts!r}"
            return _fixed("decided", facts.amount_fen, {"decision_no": facts.decision_no})
        case _:
            assert_never(measure.formula)


def _booths(formula: BoothShare, fees_fen: tuple[int, ...], used: int) -> BaseAmount:
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
        return BaseAmount(
            code="share", operands=operands, alone=by_rate, left=by_rate, used=0, bound=False
        )
    operands["at_most_fen"] = at_most_fen
    bound = by_rate >= at_most_fen
    alone = at_most_fen if bound else by_rate
    left = min(alone, max(0, at_most_fen - used)) if used else alone
    return BaseAmount(
        code="share", operands=operands, alone=alone, left=left, used=used, bound=bound
    )


def _fixed(code: str, fen: int, operands: dict[str, Operand]) -> BaseAmount:
    amount = fen
    return BaseAmount(
        code=code, operands={"fen": fen} | operands, alone=amount, left=amount, used=0, bound=False
    )


def _award(measure: str, award_fen: int, account: Account, readings: Readings) -> BaseAmount:
    own = _fixed("award", award_fen, {})
    if measure not in BRANDS or readings.brand_stack == "both":
        return own
    rows = account.rows(BRANDS, None, None)
    used = sum(use.amount_fen for *_, use in rows)
    left = max(0, award_fen - used)
    return BaseAmount(
        code="award", operands=own.operands, alone=own.alone, left=left, used=used, bound=False
    )


def _blocks(formula: AwardPerBlock, executed_cents: int, blocks: str) -> BaseAmount:
    """Whole blocks by default; under one block there is nothing, under any reading."""
    number: Exact = exact(executed_cents, formula.per_usd_cents)
    if number < 1:
        number = 0
    elif blocks == "whole":
        number = floor(number)
    elif blocks == "up":
        number = ceil(number)
    amount = number * formula.award_fen
    return BaseAmount(
        code="blocks",
        operands={
            "award_fen": formula.award_fen,
            "per_usd_cents": formula.per_usd_cents,
            "executed_usd_cents": executed_cents,
            "blocks": str(number),
        },
        alone=amount,
        left=amount,
        used=0,
        bound=False,
    )


def _guarantee(share_bp: int, facts: FxGuarantee, reading: str) -> BaseAmount:
    base = facts.guaranteed_amount_fen if reading == "guaranteed" else facts.guarantee_fee_fen
    most = share(base, share_bp)
    amount = min(most, facts.guarantee_fee_fen)
    return BaseAmount(
        code="guarantee",
        operands={
            "share_of_guaranteed_bp": share_bp,
            "base_fen": base,
            "guarantee_fee_fen": facts.guarantee_fee_fen,
        },
        alone=amount,
        left=amount,
        used=0,
        bound=most <= facts.guarantee_fee_fen,
    )


def _cost(facts: Facts) -> int:
    cost = cost_fen(facts)
    assert cost is not None, f"no fee to take a share of: {facts!r}"
    return cost
