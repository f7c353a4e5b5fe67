"""Days of acts: none is yet to come, none lies before what it rests on was recorded."""

from __future__ import annotations

from datetime import date

from domain.events.batch import BatchActBackdated
from domain.events.budget import BudgetActBackdated
from domain.events.payment import RecoveryBackdated
from domain.refusals import Refusal


def must_have_come(on: date | None, today: date) -> None:
    """Raise Refusal `day-to-come` where an act is dated after today."""
    if on is not None and on > today:
        raise Refusal("day-to-come", on=on.isoformat(), today=today.isoformat())


def must_be_near(on: date, year: int) -> None:
    """Raise Refusal `day-outside-year` where a movement is not of its year or one beside it."""
    if abs(on.year - year) > 1:
        raise Refusal("day-outside-year", on=on.isoformat(), year=year)


def act_backdated(
    act: str, on: date, ground_on: date, document: str | None
) -> BatchActBackdated | None:
    """Return that an act lies before what it rests on was recorded; None where it does not.

    Raises Refusal `day-before-ground` where no document allows it.
    """
    if on >= ground_on:
        return None
    allowed = _allowed(on, ground_on, document)
    return BatchActBackdated(act=act, on=on, ground_on=ground_on, document=allowed)


def budget_act_backdated(
    act: str, on: date, ground_on: date, document: str | None
) -> BudgetActBackdated | None:
    """Return the same of an act of a budget year. Raises Refusal `day-before-ground`."""
    if on >= ground_on:
        return None
    allowed = _allowed(on, ground_on, document)
    return BudgetActBackdated(act=act, on=on, ground_on=ground_on, document=allowed)


def recovery_backdated(
    claim_no: str, receipt: str, on: date, ground_on: date, document: str | None
) -> RecoveryBackdated | None:
    """Return the same of a repayment. Raises Refusal `day-before-ground`."""
    if on >= ground_on:
        return None
    return RecoveryBackdated(
        claim_no=claim_no,
        receipt=receipt,
        on=on,
        ground_on=ground_on,
        document=_allowed(on, ground_on, document),
    )


def _allowed(on: date, ground_on: date, document: str | None) -> str:
    if document is None:
        raise Refusal("day-before-ground", on=on.isoformat(), ground=ground_on.isoformat())
    return document
