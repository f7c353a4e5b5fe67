"""Commands of enterprises that move between counties, and what tests ask of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.commands.transfer import AnnulTransfer, HandedCap, HandedGrant, TransferIn, TransferOut
from domain.money import parse_yuan
from tests.domain.given import USCC

YUEQING, RUIAN = "乐清市", "瑞安市"
POLICY = "yueqing-foreign-trade"


def out(on: str = "2023-07-01", to: str = RUIAN, document: str = "D-out") -> TransferOut:
    return TransferOut(uscc=USCC, to=to, on=date.fromisoformat(on), document=document)


def used(claim_no: str, measure: str, amount: str, place: str = "", **others: Any) -> HandedGrant:
    """A grant of another county, in yuan."""
    return HandedGrant(
        claim_no=claim_no,
        county=others.pop("county", YUEQING),
        policy=others.pop("policy", POLICY),
        measure=measure,
        day=date.fromisoformat(others.pop("on", "2023-04-01")),
        place=place,
        amount_fen=parse_yuan(amount),
        booths=others.pop("booths", 0),
        invoices=others.pop("invoices", ()),
    )


def cap(name: str, unit: str, amount: int, **others: Any) -> HandedCap:
    return HandedCap(
        policy=others.pop("policy", POLICY),
        cap=name,
        period="policy",
        of_all=others.pop("of_all", False),
        year=None,
        place=None,
        unit=unit,
        limit=3_000_000,
        used=amount,
        claims=("A-1",),
    )


def come(*grants: HandedGrant, document: str = "D-in", **others: Any) -> TransferIn:
    return TransferIn(
        uscc=USCC,
        origin=others.pop("origin", YUEQING),
        on=date.fromisoformat(others.pop("on", "2023-04-15")),
        document=document,
        pack=others.pop("pack", f"digest of {document}"),
        head=12,
        checked=("digest", "events", "uses"),
        grants=grants,
        caps=others.pop("caps", ()),
    )


def annul(annulled: str, document: str = "D-annul", words: str = "a mistake") -> AnnulTransfer:
    return AnnulTransfer(uscc=USCC, annulled=annulled, document=document, words=words)
