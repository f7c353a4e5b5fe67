"""Policies beside each other, and an enterprise that claims under them."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from domain.commands.enterprise import ApproveClaim, SubmitClaim
from domain.decide import decide
from domain.enterprise.state import Enterprise, evolve, granted_fen
from domain.policy.book import PolicyBook, PolicyVersion
from domain.policy.compiling.policy import compiled
from domain.policy.facts import Facts
from domain.policy.measures import Policy
from tests.domain.policy.small import document

USCC = "91330382MA0000023T"
RATES = {"one": 60, "two": 50}
RULES = ("up-to-cost", "deduct", "higher", "ignore")


def policy(id_: str, **sections: Any) -> Policy:
    pays = [{"of": "fee"}, {"rate": f"{RATES[id_]}%"}]
    said = document(pays, id=id_, title_en=id_, document=id_, **sections)
    said["kinds"]["work"] = {
        "item": "name",
        "cost": "fee",
        "facts": {"name": {"is": "text"}, "fee": {"is": "amount"}},
    }
    return compiled(said | ({} if id_ == "one" else {"qualified": True}))


def cap(**more: Any) -> dict[str, Any]:
    titles = {"article": "一", "title_zh": "限", "title_en": "Cap"}
    return titles | {"period": "policy", "per": "enterprise", "measures": ["first"]} | more


def book_of(*policies: Policy) -> PolicyBook:
    book = PolicyBook()
    for number, each in enumerate(policies, start=1):
        book = book.followed_by(
            PolicyVersion(number=number, digest=str(number), policy=each, position=number)
        )
    return book


def others(rule: str, same: str = "invoice") -> list[dict[str, Any]]:
    return [{"article": "一", "same": same, "rule": rule}]


class Filed(NamedTuple):
    policy: str
    fee: int
    invoice: str | None = None
    name: str = "fair"
    year: int = 2023
    support: int = 0


def lived(book: PolicyBook, claims: list[Filed]) -> Enterprise:
    """An enterprise whose claims C0, C1, … were filed and decided in this order."""
    enterprise = Enterprise()
    for number, filed in enumerate(claims):
        kind = "work" if filed.policy == "one" else f"{filed.policy}/work"
        submit = SubmitClaim(
            claim_no=f"C{number}",
            uscc=USCC,
            enterprise="E",
            facts=Facts(kind, {"name": filed.name, "fee_fen": filed.fee}),
            occurred_on=date(filed.year, 5, 1),
            filed_on=date(filed.year, 6, 1),
            invoices=() if filed.invoice is None else (filed.invoice,),
            other_support_fen=filed.support,
        )
        run(submit, enterprise, book)
        run(ApproveClaim(claim_no=f"C{number}", by="li", if_pending=False), enterprise, book)
    return enterprise


def run(command: Any, enterprise: Enterprise, book: PolicyBook) -> list[Any]:
    events = list(decide(command, enterprise, book))
    for event in events:
        evolve(enterprise, event, "li")
    return events


def granted(enterprise: Enterprise) -> list[int]:
    return [granted_fen(claim) for claim in enterprise.claims.values()]
