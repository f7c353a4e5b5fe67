"""Policies with one cap, and what an enterprise is granted under them."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from domain.commands.enterprise import ApproveClaim, SubmitClaim
from domain.decide import decide
from domain.enterprise.state import Enterprise, evolve, granted_fen
from domain.policy.book import PolicyBook, PolicyVersion
from domain.policy.compiling.policy import compiled
from domain.policy.facts import Facts
from tests.domain.policy.small import document

USCC = "91330382MA0000023T"
FEE = [{"of": "fee"}]
TITLES = {"article": "一", "title_zh": "限", "title_en": "Cap"}
DAYS = st.dates(date(2022, 1, 1), date(2024, 12, 31))


def cap(limit: Any, period: str, unit: str = "money", **more: Any) -> dict[str, Any]:
    said = {"limit": limit, "unit": unit, "period": period, "per": "enterprise"}
    return {"c": TITLES | said | {"measures": ["first"]} | more}


def book_with(caps: dict[str, Any], **sections: Any) -> PolicyBook:
    said = document(FEE, caps=caps, **sections)
    said["kinds"]["work"] = {
        "item": "name",
        "facts": {"name": {"is": "text"}, "fee": {"is": "amount"}},
    }
    version = PolicyVersion(number=1, digest="1", policy=compiled(said), position=1)
    return PolicyBook().followed_by(version)


def run(command: Any, enterprise: Enterprise, book: PolicyBook) -> list[Any]:
    events = list(decide(command, enterprise, book))
    for event in events:
        evolve(enterprise, event, "li")
    return events


def file(
    enterprise: Enterprise, book: PolicyBook, number: str, on: date, fee: int, name: str = "a"
) -> list[Any]:
    """File and decide one claim; return what followed."""
    submit = SubmitClaim(
        claim_no=number,
        uscc=USCC,
        enterprise="E",
        facts=Facts("work", {"name": name, "fee_fen": fee}),
        occurred_on=on,
        filed_on=date(2025, 1, 1),
        invoices=(),
        other_support_fen=0,
    )
    run(submit, enterprise, book)
    return run(ApproveClaim(claim_no=number, by="li", if_pending=False), enterprise, book)


def lived(book: PolicyBook, claims: list[tuple[date, int]]) -> Enterprise:
    enterprise = Enterprise()
    for number, (on, fee) in enumerate(claims):
        file(enterprise, book, f"C{number}", on, fee)
    return enterprise


def granted(enterprise: Enterprise) -> list[int]:
    return [granted_fen(claim) for claim in enterprise.claims.values()]
