"""Policies of one kind with a fact of every type, and what their measure makes of a claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any

from domain.assessment.assessment import assess
from domain.assessment.matter import matter_of
from domain.assessment.terms import OwnAmount, own_amount
from domain.enterprise.account import Account
from domain.events.claims import ClaimSubmitted, Outcome, Step
from domain.money import Exact
from domain.policy.book import PolicyVersion
from domain.policy.compiling.faults import PolicyError
from domain.policy.compiling.policy import compiled
from domain.policy.facts import Facts, StatedFact
from domain.policy.measures import Policy

Records = Mapping[tuple[str, int], Mapping[str, int]]

FACTS: dict[str, dict[str, Any]] = {
    "name": {"is": "text"},
    "grade": {"is": "word", "words": {"good": "良", "best": "优"}},
    "country": {"is": "country"},
    "new": {"is": "yes-no"},
    "staff": {"is": "count"},
    "area": {"is": "quantity"},
    "fee": {"is": "amount"},
    "budget": {"is": "amount"},
    "sold_usd": {"is": "amount", "currency": "USD"},
    "booths": {"is": "amounts"},
}
STATED: dict[str, StatedFact] = {
    "name": "Fair",
    "grade": "good",
    "country": "DE",
    "new": True,
    "staff": 5,
    "area": "100",
    "fee_fen": 100_000,
    "budget_fen": 100_000,
    "sold_usd_cents": 100_000,
    "booths_fen": (30_000, 10_000, 20_000),
}
MATTER = date(2023, 5, 1)


def document(pays: Sequence[Any], **sections: Any) -> dict[str, Any]:
    """A policy of one kind: `pays` where its conditions hold; without `when`, nothing else."""
    measure = _measure(list(pays), sections)
    measures = {"first": measure}
    if measure.get("when"):
        measures["rest"] = _measure([{"award": "1"}], {})
    said = {
        "id": "small",
        "title_zh": "小",
        "title_en": "Small",
        "document": "Small",
        "announced_on": "2022-01-01",
        "first_day": "2022-01-01",
        "last_day": "2024-12-31",
        "currency": "CNY",
        "kinds": {"work": {"item": "name", "facts": deepcopy(FACTS)}},
        "records": {
            "trade": {
                "zh": "进出口",
                "en": "trade",
                "year": "年度",
                "facts": {"total": {"is": "amount"}, "us_usd": {"is": "amount", "currency": "USD"}},
            }
        },
        "lists": {
            "near": {"members": ["DE", "FR"]},
            "joined": {"since": {"JP": "2023-05-02", "KR": "2023-05-01"}},
        },
        "measures": measures,
    }
    return said | sections


def _measure(pays: list[Any], sections: dict[str, Any]) -> dict[str, Any]:
    own = {key: sections.pop(key) for key in ("when", "needs", "by_item") if key in sections}
    titles = {"article": "一", "title_zh": "小", "title_en": "Small"}
    return titles | {"kind": "work"} | own | {"pays": pays}


def claim(on: date = MATTER, filed_on: date = MATTER, **stated: StatedFact) -> ClaimSubmitted:
    return ClaimSubmitted(
        claim_no="C1",
        enterprise="E",
        facts=Facts("work", STATED | stated),
        occurred_on=on,
        filed_on=filed_on,
        invoices=(),
        other_support_fen=0,
    )


def own(
    policy: Policy, account: Account | None = None, records: Records | None = None, **stated: Any
) -> OwnAmount:
    """What the first measure pays for a claim by itself."""
    matter = matter_of(claim(**stated), policy, account or Account(), records or {})
    return own_amount(policy.measures["first"], matter)


def paid(pays: Sequence[Any], records: Records | None = None, **stated: Any) -> Exact:
    """What these terms come to in fen, exactly."""
    return own(compiled(document(pays)), records=records, **stated).alone


def decided(
    policy: Policy, account: Account | None = None, records: Records | None = None, **stated: Any
) -> tuple[Outcome, tuple[Step, ...]]:
    """What a claim comes to, and its working."""
    version = PolicyVersion(number=1, digest="", policy=policy)
    return assess(claim(**stated), version, account or Account(), records or {}, None)


def chosen(
    when: Sequence[Any],
    account: Account | None = None,
    records: Records | None = None,
    **stated: Any,
) -> bool:
    """Whether the measure with these conditions takes a claim."""
    outcome, _ = decided(
        compiled(document([{"award": "2"}], when=list(when))), account, records, **stated
    )
    return outcome.measure == "first"


def fault(said: Mapping[str, Any]) -> tuple[str, str]:
    """The path and the word of what is wrong with a document."""
    try:
        compiled(said)
    except PolicyError as wrong:
        return wrong.where, wrong.problem
    raise AssertionError("nothing is wrong with the document")
