"""What an enterprise reads of its own claim by a number and a code: that one claim, no other's.

The code is 60 bits of an HMAC of the number and the code that it was filed under, by a key of this
server: it is not kept anywhere, and cannot be worked out without the key.
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from adapters.web.state.keys import key_named
from adapters.wording.claims.words import reasons, statuses
from adapters.wording.claims.working.working import WorkingLine, working_lines
from adapters.wording.policy.currency import use_currency_of
from adapters.wording.policy.titles import cap_title, own_title
from domain.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import date

    from adapters.ledger.look import Look
    from adapters.web.state.database import WebDatabase
    from domain.policy.book import PolicyBook
    from projections.claims.explanation import Explanation, FilledCap

KEY = "receipts"
CODE_LENGTH, GROUP = 12, 4  # letters of 5 bits: 60
LENGTH_MAX = 200  # of anything typed
LETTERS = str.maketrans("01", "OI", "- \t\u3000")  # what is typed instead of letters of base 32


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptCap:
    """A cap that the claim met, in fen or places; own: the enterprise's claims that used it before.

    others: how many claims of other enterprises had used it.
    """

    title: str
    article: str
    unit: str
    limit: int
    used_before: int
    applied: int
    own: tuple[str, ...]
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A claim as its enterprise reads it. Amounts in fen; None before a decision."""

    claim_no: str
    enterprise: str
    occurred_on: date
    status: str
    status_text: str
    reason: str
    measure: str
    article: str | None
    assessed_fen: int | None
    granted_fen: int | None
    working: tuple[WorkingLine, ...]
    caps: tuple[ReceiptCap, ...]
    position: int


class Receipts:
    """Receipts of the claims of one ledger."""

    def __init__(self, database: WebDatabase) -> None:
        self._database = database

    def code(self, claim_no: str, filed_under: str) -> str:
        """Return the code of a claim, in groups as letters print it."""
        key = key_named(self._database, KEY)
        digest = hmac.digest(key, f"{claim_no}\0{filed_under}".encode(), sha256)
        letters = base64.b32encode(digest).decode()[:CODE_LENGTH]
        return "-".join(letters[at : at + GROUP] for at in range(0, CODE_LENGTH, GROUP))

    def read(
        self, looking: Callable[[], AbstractContextManager[Look]], claim_no: str, code: str
    ) -> Receipt:
        """Return the claim of a number, to whom knows its code.

        Raises Refusal `receipt-not-matched`, the same where there is no such claim and where the
        code is another's: until the code fits, the same work is done for both.
        """
        number = claim_no.strip()[:LENGTH_MAX]
        with looking() as look:
            try:
                filed_under = look.filed_under(number)
            except Refusal as refusal:
                if refusal.code != "claim-unknown":
                    raise
                filed_under = ""
            right = self.code(number, filed_under).translate(LETTERS)
            given = code[:LENGTH_MAX].upper().translate(LETTERS)
            fits = hmac.compare_digest(right.encode(), given.encode("utf-8", "replace"))
            if not (fits and filed_under):
                raise Refusal("receipt-not-matched")
            claim, explanation = look.claim(number), look.explanation(number)
            book, position = look.book, look.position
        use_currency_of(book)
        decided = claim.assessed_fen is not None
        return Receipt(
            claim_no=number,
            enterprise=claim.enterprise,
            occurred_on=claim.occurred_on,
            status=claim.status,
            status_text=statuses()[claim.status],
            reason=reasons(book).get(claim.reason, claim.reason) or "",
            measure=own_title(claim.measure, book),
            article=claim.article,
            assessed_fen=claim.assessed_fen,
            granted_fen=claim.granted_fen if decided else None,
            working=tuple(_own_words(line, explanation) for line in _lines(explanation, book)),
            caps=tuple(_cap(use, explanation, book) for use in explanation.caps),
            position=position,
        )


def _lines(explanation: Explanation, book: PolicyBook) -> tuple[WorkingLine, ...]:
    return tuple(working_lines(explanation, book))


def _own_words(line: WorkingLine, explanation: Explanation) -> WorkingLine:
    """Return a line of a working without the numbers of claims that are other enterprises'."""
    text = line.text
    for step in explanation.steps:
        for number in str(dict(step.operands).get("claims", "")).split(", "):
            if number and number not in explanation.kinds:
                text = text.replace(number, "***")
    return WorkingLine(
        article=line.article, text=text, amount_fen=line.amount_fen, bound=line.bound
    )


def _cap(use: FilledCap, explanation: Explanation, book: PolicyBook) -> ReceiptCap:
    cap = book.caps[use.cap]
    own = tuple(number for number in use.filled_by if number in explanation.kinds)
    return ReceiptCap(
        title=cap_title(cap),
        article=cap.article,
        unit="fen" if cap.unit == "fen" else "count",
        limit=use.limit,
        used_before=use.used_before,
        applied=use.applied,
        own=own,
        others=len(use.filled_by) - len(own),
    )
