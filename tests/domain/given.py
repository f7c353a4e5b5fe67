"""Builders for the domain's tests: facts in yuan, a desk that decides, the shipped policy."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from domain.commands.enterprise import (
    ApproveClaim,
    EnterpriseCommand,
    RecordAmounts,
    RejectClaim,
    SubmitClaim,
    WithdrawClaim,
)
from domain.decide import decide
from domain.enterprise.state import Enterprise, evolve
from domain.events.claims import Outcome
from domain.events.log import EnterpriseEvent
from domain.money import parse_yuan
from domain.policy.book import PolicyBook, PolicyVersion
from domain.policy.facts import Facts
from domain.policy.measures import Policy
from tests.domain.facts import (
    Certification,
    CreditInsurance,
    Exhibition,
    FxGuarantee,
    OnlineExhibition,
    Outsourcing,
    OverseasWarehouse,
    Trademark,
    TradeRemedy,
)
from tests.domain.policies import digest, shipped, with_settings

USCC = "91330382MA0000023T"
POLICY = shipped()
DAY = "2023-05-01"


def amended(settings: dict[str, str] | None = None, **days: date) -> Policy:
    """The shipped policy with other parameters (written as an officer writes them) and days."""
    return with_settings(POLICY, settings or {}, **days)


def book_of(*policies: Policy) -> PolicyBook:
    """A book of these policies, recorded one after another."""
    versions = tuple(
        PolicyVersion(number=number, digest=digest(policy), policy=policy, position=number)
        for number, policy in enumerate(policies, start=1)
    )
    return PolicyBook(versions, len(policies))


BOOK = book_of(POLICY)


def fair(*fees: str, name: str = "Fair", country: str = "DE", key: bool = True) -> Facts:
    paid = tuple(parse_yuan(fee) for fee in fees)
    return Exhibition(exhibition=name, country=country, key=key, booth_fees_fen=paid)


def online(fee: str, name: str = "Fair", organiser: Any = "other") -> Facts:
    return OnlineExhibition(exhibition=name, organiser=organiser, fee_fen=parse_yuan(fee))


def certificate(fee: str, no: str = "C-1", country: str = "DE", self_export: bool = True) -> Facts:
    return Certification(
        certificate_no=no, country=country, fee_fen=parse_yuan(fee), self_export=self_export
    )


def trademark(fee: str, country: str = "US", self_export: bool = True) -> Facts:
    return Trademark(
        registration_no="T-1", country=country, fee_fen=parse_yuan(fee), self_export=self_export
    )


def insurance(premium: str, pool: bool = False) -> Facts:
    return CreditInsurance(insurance_policy_no="P-1", premium_fen=parse_yuan(premium), pool=pool)


def remedy(fee: str, case: str = "AD-1") -> Facts:
    return TradeRemedy(case_no=case, fee_fen=parse_yuan(fee))


def executed(usd: str) -> Facts:
    return Outsourcing(executed_usd_cents=parse_yuan(usd))


def guarantee(amount: str, fee: str) -> Facts:
    return FxGuarantee(guaranteed_amount_fen=parse_yuan(amount), guarantee_fee_fen=parse_yuan(fee))


def warehouse(name: str = "Hub", country: str = "DE") -> Facts:
    return OverseasWarehouse(warehouse=name, country=country)


def submission(claim_no: str, facts: Facts, on: str = DAY, **others: Any) -> SubmitClaim:
    """A claim as filed; `support`, in yuan, was granted elsewhere."""
    return SubmitClaim(
        claim_no=claim_no,
        uscc=USCC,
        enterprise="示例企业",
        facts=facts,
        occurred_on=date.fromisoformat(on),
        filed_on=date(2024, 12, 31),
        invoices=tuple(others.pop("invoices", ())),
        other_support_fen=parse_yuan(others.pop("support", "0")),
    )


def approval(claim_no: str, reduced_to: str | None = None, **others: Any) -> ApproveClaim:
    return ApproveClaim(
        claim_no=claim_no,
        by=others.pop("by", "officer"),
        if_pending=others.pop("if_pending", False),
        reduced_to_fen=None if reduced_to is None else parse_yuan(reduced_to),
        words=None if reduced_to is None else others.pop("words", "too much"),
        expected_fen=others.pop("expected_fen", None),
    )


def exports(year: int, us: str, rcep: str, once_ever: bool = False) -> RecordAmounts:
    return RecordAmounts(
        uscc=USCC,
        record="exports",
        year=year,
        amounts=(("us_usd", parse_yuan(us)), ("rcep_usd", parse_yuan(rcep))),
        once_ever=once_ever,
    )


def reject(claim_no: str, words: str = "no") -> RejectClaim:
    return RejectClaim(claim_no=claim_no, words=words)


def withdraw(claim_no: str, words: str = "changed my mind") -> WithdrawClaim:
    return WithdrawClaim(claim_no=claim_no, words=words)


@dataclass
class Desk:
    """One enterprise and the book it is decided by; every event that came of it, in order."""

    book: PolicyBook = BOOK
    enterprise: Enterprise = field(default_factory=Enterprise)
    events: list[EnterpriseEvent] = field(default_factory=list)
    numbers: Any = field(default_factory=lambda: count(1))

    def carry_out(
        self, command: EnterpriseCommand, by: str = "clerk"
    ) -> tuple[EnterpriseEvent, ...]:
        events = decide(command, self.enterprise, self.book)
        for event in events:
            evolve(self.enterprise, event, by)
        self.events += events
        return events

    def file(self, facts: Facts, on: str = DAY, **others: Any) -> str:
        """Submit a claim and return its number."""
        claim_no = f"C{next(self.numbers)}"
        self.carry_out(submission(claim_no, facts, on, **others))
        return claim_no

    def grant(
        self, facts: Facts, on: str = DAY, reduced_to: str | None = None, **others: Any
    ) -> Outcome:
        """Submit a claim, decide it, return what it came to."""
        claim_no = self.file(facts, on, **others)
        self.carry_out(approval(claim_no, reduced_to))
        return self.outcome(claim_no)

    def outcome(self, claim_no: str) -> Outcome:
        """What a claim stands at now."""
        outcome = self.enterprise.claims[claim_no].outcome
        assert outcome is not None, f"not decided: {claim_no}"
        return outcome


def desk(**readings: str) -> Desk:
    """A desk that reads the policy as given, by default as shipped."""
    return Desk(book_of(amended({f"readings.{name}": choice for name, choice in readings.items()})))


def result_of(outcome: Outcome) -> tuple[int, int, str | None]:
    return outcome.assessed_fen, outcome.granted_fen, outcome.reason
