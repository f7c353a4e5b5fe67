"""What happened to the money of claims, in a history's words."""

from __future__ import annotations

from adapters.wording.history.money_streams import STREAM_TYPES, stream_what
from domain.events.log import Event
from domain.events.payment import (
    AllotmentLowered,
    ClaimPaid,
    ClaimRecovered,
    ClaimRevoked,
    ClaimTakenIntoBatch,
    DebtSetOff,
    PaymentFailed,
    SetOffReversed,
)
from domain.money import yuan

MONEY_TYPES = {
    "claim-revoked": ("撤销", "revoked"),
    "claim-taken-into-batch": ("列入批次", "taken into batch"),
    "allotment-lowered": ("批次金额调减", "allotment lowered"),
    "claim-paid": ("拨付", "paid"),
    "payment-failed": ("拨付失败", "payment failed"),
    "claim-recovered": ("追回", "repaid"),
    "debt-set-off": ("抵扣", "set off"),
    "set-off-reversed": ("抵扣撤回", "set-off undone"),
} | STREAM_TYPES


def money_what(event: Event, en: bool) -> str:
    """Return what an event about a claim's money says; empty for any other."""
    match event:
        case ClaimRevoked():
            return f"{yuan(event.previous_fen)} → 0.00: {event.words} ({event.document})"
        case ClaimTakenIntoBatch():
            lapsed = yuan(event.lapsed_fen)
            rest = (f", lapsed {lapsed}" if en else f"，失效 {lapsed}") if event.lapsed_fen else ""
            return f"{_batch(event.batch, en)}: {yuan(event.allotted_fen)}{rest}"
        case AllotmentLowered():
            amounts = f"{yuan(event.previous_fen)} → {yuan(event.allotted_fen)}"
            return f"{_batch(event.batch, en)}: {amounts}"
        case ClaimPaid():
            off = yuan(event.set_off_fen)
            rest = (f", set off {off}" if en else f"，抵扣 {off}") if event.set_off_fen else ""
            return f"{_batch(event.batch, en)}: {yuan(event.amount_fen)}{rest} ({event.receipt})"
        case PaymentFailed():
            return f"{_batch(event.batch, en)}: {yuan(event.amount_fen)}: {event.words}"
        case ClaimRecovered():
            return f"{yuan(event.amount_fen)} ({event.receipt})"
        case DebtSetOff() | SetOffReversed():
            return f"{yuan(event.amount_fen)} ← {event.against} ({_batch(event.batch, en)})"
        case _:
            return stream_what(event, en)


def _batch(number: int, en: bool) -> str:
    return f"batch {number}" if en else f"第 {number} 批"
