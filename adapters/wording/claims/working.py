"""The working of a decision in words: each step with its article, the arithmetic, what bound it."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any

from adapters.wording.claims.causes import ORDERS, cause
from adapters.wording.claims.steps import in_words
from domain.calendar import clock
from domain.enterprise.state import Order
from domain.events.claims import (
    ClaimReassessed,
    ClaimRejectedByOfficer,
    ClaimWithdrawn,
    Decision,
    Operand,
    Step,
)
from domain.events.log import Recorded
from domain.events.payment import ClaimRevoked
from domain.money import yuan
from domain.policy.book import PolicyBook
from domain.policy.measures import Policy
from projections.explanation import Explanation

Operands = dict[str, Operand]


def working_lines(explanation: Explanation, book: PolicyBook, lang: str) -> list[dict[str, Any]]:
    """Return the steps as programs read them: article, text, amount_fen, bound."""
    decision = explanation.decision
    if decision is None:
        return []
    version = book.numbered(decision.outcome.version)
    policy = None if version is None else version.policy
    return [
        {
            "article": _article(step, decision, policy),
            "text": _text(step, decision, policy, lang),
            "amount_fen": floor(Fraction(step.fen)),
            "bound": step.bound,
        }
        for step in explanation.steps
    ]


def caps_met(explanation: Explanation) -> list[dict[str, Any]]:
    """Return every cap the decision met, with the claims that had used it until then."""
    return [
        {
            "cap": met.use.cap,
            "limit": met.use.limit,
            "used_before": met.use.used_before,
            "applied": met.use.applied,
            "used_after": met.use.used_after,
            "filled_by": list(met.filled_by),
        }
        for met in explanation.caps
    ]


def marks(explanation: Explanation, lang: str) -> list[str]:
    """Return what else a reader must know: when, by whom, under what; in words."""
    en = lang == "en"
    by, at = explanation.submitted.by, clock(explanation.submitted.recorded_at)
    told = [f"Submitted by {by}, recorded {at}" if en else f"登记：{by}，{at}"]
    decided, decision = explanation.decided, explanation.decision
    if decided is not None and decision is not None:
        by, at, position = decided.by, clock(decided.recorded_at), decided.position
        told.append(
            f"Decided by {by}, recorded {at}, log position {position}"
            if en
            else f"核定：{by}，{at}，账本位置 {position}"
        )
        if decision.retroactive:
            told.append("Retroactive: before the policy was announced" if en else "追溯适用")
        if decision.self_approved:
            told.append("Approved by the one who submitted it" if en else "登记人自行核定")
    told += [_reassessed(recorded, lang) for recorded in explanation.reassessed]
    if explanation.caps:
        told.append(
            f"Caps as they stood at log position {explanation.caps_at}"
            if en
            else f"封顶占用按账本位置 {explanation.caps_at} 时计"
        )
    for cap, year, order in explanation.orders:
        told.append(_order(cap, year, order, en))
    for ended in explanation.ended:
        words = getattr(ended.event, "words", "")
        zh, english = _ENDINGS[ended.event.TOPIC]
        told.append(f"{english} by {ended.by}: {words}" if en else f"{zh}：{ended.by}：{words}")
    return told


def _order(cap: str, year: int | None, order: Order, en: bool) -> str:
    of = cap if year is None else f"{cap} {year}"
    rule = ORDERS[order.order][en]
    return (
        f"Order under {of}: {rule} ({order.document})"
        if en
        else (f"{of} 的先后次序：{rule}（{order.document}）")
    )


_ENDINGS = {
    ClaimWithdrawn.TOPIC: ("撤回", "Withdrawn"),
    ClaimRejectedByOfficer.TOPIC: ("驳回", "Rejected"),
    ClaimRevoked.TOPIC: ("撤销", "Revoked"),
}


def _reassessed(recorded: Recorded, lang: str) -> str:
    event = recorded.event
    assert isinstance(event, ClaimReassessed), f"no reassessment: {event!r}"
    amounts = f"{yuan(event.previous_fen)} → {yuan(event.decision.outcome.granted_fen)}"
    by, at, position = recorded.by, clock(recorded.recorded_at), recorded.position
    why = cause(event, lang)
    if lang == "en":
        return f"Reassessed by {by}, recorded {at}, log position {position}: {amounts} ({why})"
    return f"重新核定：{by}，{at}，账本位置 {position}：{amounts}（{why}）"


def _article(step: Step, decision: Decision, policy: Policy | None) -> str:
    if step.code == "cap" and policy is not None:
        caps = {cap.id: cap.article for cap in policy.caps_in_force}
        return caps.get(str(step.operands["cap"]), "")
    if step.code in ("already-subsidised-offline", "excluded"):
        return "一（三）"
    return decision.outcome.article or "八"


def _text(step: Step, decision: Decision, policy: Policy | None, lang: str) -> str:
    return in_words(step, decision, policy, lang == "en")
