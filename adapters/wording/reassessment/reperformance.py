"""What a reperformance found, for people and for programs: both workings, side by side."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any

from msgspec import to_builtins

from adapters.ledger.reassessing.reperform import Reperformed
from adapters.log.upcasts import word as type_word
from adapters.wording.claims.answers import REASONS, measure_title, word
from adapters.wording.claims.steps import in_words
from adapters.wording.tables import show_table
from domain.events.claims import ClaimReassessed, Decision
from domain.money import yuan
from domain.policy.book import PolicyBook
from projections.reassessment.reperformance import DecisionEvent, Verdict


def answer(found: Reperformed, book: PolicyBook, lang: str) -> dict[str, Any]:
    """Return the result as other programs rely on it; amounts in fen."""
    return {
        "decisions": found.decisions,
        "agreeing": found.agreeing,
        "disagreements": [_disagreement(one, book, lang) for one in found.disagreements],
    }


def show(found: Reperformed, book: PolicyBook, lang: str) -> None:
    """Print the counts, then each disagreement with both workings."""
    en = lang == "en"
    headers = ["decisions", "agreeing", "disagreeing"] if en else ["核定", "一致", "不一致"]
    counts = (found.decisions, found.agreeing, len(found.disagreements))
    show_table(headers, [[f"{count:,}" for count in counts]], {0, 1, 2})
    for verdict in found.disagreements:
        _show(verdict, book, lang)


def _show(verdict: Verdict, book: PolicyBook, lang: str) -> None:
    en = lang == "en"
    position, by = verdict.recorded.position, verdict.recorded.by
    differ = ", ".join(verdict.fields)
    print()
    print(
        f"Position {position}, claim {verdict.event.claim_no}, by {by}: differs in {differ}"
        if en
        else f"账本位置 {position}，申报 {verdict.event.claim_no}，经办 {by}：不一致之处 {differ}"
    )
    for title, event in (
        ("recorded" if en else "账面记录", verdict.event),
        ("worked out again" if en else "复算结果", verdict.found),
    ):
        if event is None:
            print(f"{title}: {_nothing(verdict, en)}")
            continue
        outcome = event.decision.outcome
        measure = measure_title(outcome.measure, book, lang)
        reason = word(REASONS, outcome.reason, lang)
        print(f"{title}: {measure} {yuan(outcome.granted_fen)} {reason}".rstrip())
        rows = [
            ["", line["text"], yuan(line["amount_fen"])]
            for line in _working(event.decision, book, lang)
        ]
        if rows:
            show_table(["", "", ""], rows, {2})
    rows = [
        [name, str(to_builtins(ours)), str(to_builtins(theirs))]
        for name, ours, theirs in verdict.differences
        if name != "steps"  # both workings stand above
    ]
    if verdict.found is not None and rows:
        headers = (
            ["field", "recorded", "worked out again"] if en else ["字段", "账面记录", "复算结果"]
        )
        show_table(headers, rows, set())


def _nothing(verdict: Verdict, en: bool) -> str:
    if verdict.refusal is not None:
        return f"refused ({verdict.refusal})" if en else f"应予拒绝（{verdict.refusal}）"
    return "no such difference" if en else "没有这样的差额"


def _disagreement(verdict: Verdict, book: PolicyBook, lang: str) -> dict[str, Any]:
    return {
        "position": verdict.recorded.position,
        "claim_no": verdict.event.claim_no,
        "by": verdict.recorded.by,
        "fields": list(verdict.fields),
        "differences": [
            {"field": name, "recorded": to_builtins(ours), "found": to_builtins(theirs)}
            for name, ours, theirs in verdict.differences
        ],
        "refusal": verdict.refusal,
        "recorded": _told(verdict.event, book, lang),
        "found": None if verdict.found is None else _told(verdict.found, book, lang),
    }


def _told(event: DecisionEvent, book: PolicyBook, lang: str) -> dict[str, Any]:
    outcome = event.decision.outcome
    told: dict[str, Any] = {
        "type": type_word(event.TOPIC),
        "measure": outcome.measure,
        "assessed_fen": outcome.assessed_fen,
        "granted_fen": outcome.granted_fen,
        "reason": outcome.reason,
        "policy_version": outcome.version,
        "digest": event.decision.digest,
        "book_position": event.decision.book_position,
        "readings": event.decision.readings,
        "working": _working(event.decision, book, lang),
    }
    if isinstance(event, ClaimReassessed):
        told |= {"previous_fen": event.previous_fen, "cause": event.cause}
    return told


def _working(decision: Decision, book: PolicyBook, lang: str) -> list[dict[str, Any]]:
    version = book.numbered(decision.outcome.version)
    policy = None if version is None else version.policy
    return [
        {
            "text": in_words(step, decision, policy, lang == "en"),
            "amount_fen": floor(Fraction(step.fen)),
            "bound": step.bound,
        }
        for step in decision.steps
    ]
