"""Claims of the second implementation, and what a decision leaves on one."""

import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from tests.oracle.model.oracle_policy import fen

Line = dict[str, Any]
Company = frozenset[str]
"""Codes that were one when a claim was decided."""
Room = tuple[str, int | None, str | None]
"""A cap, the year if it is counted by the year, the warehouse or case if by those."""

MONEY_FACTS = ("fee", "premium", "guaranteed_amount", "guarantee_fee", "amount", "executed_usd")


def name(text: str) -> str:
    """A name as it is compared: NFKC, case folded, trimmed, white space collapsed."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def content(line: Line) -> dict[str, Any]:
    """A claim line as it is compared with another of the same number."""
    facts: dict[str, Any] = {}
    for key, fact in line["facts"].items():
        if key in MONEY_FACTS:
            facts[key] = Fraction(str(fact))
        elif key == "booth_fees":
            facts[key] = [Fraction(str(fee)) for fee in fact]
        else:
            facts[key] = fact
    texts = {key: line[key] for key in ("uscc", "enterprise", "kind", "occurred_on", "filed_on")}
    return {
        **texts,
        "facts": facts,
        "invoices": set(line.get("invoices", [])),
        "other_support": fen(line.get("other_support", "0")),
    }


@dataclass(kw_only=True, frozen=True)
class Outcome:
    """What was decided of a claim."""

    measure: str | None
    assessed_fen: int
    granted_fen: int
    reason: str | None
    version: int | None
    booths: int = 0
    uses: tuple[tuple[Room, int], ...] = ()

    def differs(self, other: "Outcome") -> bool:
        """Whether a reassessment from one to the other is worth recording.

        Booths used are part of it: the next claim for the exhibition depends on them.
        """
        return self._compared() != other._compared()

    def _compared(self) -> tuple[object, ...]:
        amounts = (self.assessed_fen, self.granted_fen)
        booths = self.booths if self.granted_fen > 0 else 0
        return (self.measure, *amounts, self.reason, booths, self.uses)


@dataclass(kw_only=True, eq=False)
class Claim:
    """One submitted claim and what became of it."""

    line: Line
    outcome: Outcome | None = None
    reduced_to: str | None = None
    ended: str | None = None
    """`rejected-by-officer`, `withdrawn` or `revoked`, once people took it out."""
    former: list[dict[str, Any]] = field(default_factory=list)
    """What it stated before each correction, as `content` has it."""
    elsewhere: bool = False
    """Whether another county granted it."""
    owner: str = ""
    """Who carries on the code it was filed under; empty for that code itself."""
    company: Company = frozenset()

    def __post_init__(self) -> None:
        self.company = self.company or frozenset(() if self.elsewhere else {self.uscc})

    def end(self, how: str) -> None:
        """People take the claim out: what was granted is freed."""
        self.ended = how
        if self.outcome is not None:
            self.outcome = replace(self.outcome, granted_fen=0, uses=())

    @property
    def number(self) -> str:
        return str(self.line["claim_no"])

    @property
    def uscc(self) -> str:
        return self.owner or str(self.line["uscc"])

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as filed."""
        facts: dict[str, Any] = self.line["facts"]
        return facts

    @property
    def day(self) -> date:
        """The day of the matter."""
        return date.fromisoformat(self.line["occurred_on"])

    @property
    def item(self) -> tuple[str, ...]:
        """The exhibition or certificate claimed for; any other claim stands for itself."""
        for key in ("exhibition", "certificate_no"):
            if key in self.facts:
                return (key, self.uscc, str(self.day.year), name(self.facts[key]))
        return ("claim", self.number)

    @property
    def granted_fen(self) -> int:
        return self.outcome.granted_fen if self.outcome else 0

    @property
    def status(self) -> str:
        if self.ended is not None:
            return "withdrawn" if self.ended == "withdrawn" else "rejected"
        if self.outcome is None:
            return "submitted"
        return "approved" if self.granted_fen > 0 else "rejected"

    @property
    def reason(self) -> str | None:
        return self.ended or (self.outcome.reason if self.outcome else None)
