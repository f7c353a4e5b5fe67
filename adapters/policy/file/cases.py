"""Cases worked by hand, beside a policy file: the policy must decide them as they are written.

`<file>.cases.toml` holds `[[case]]` tables, each a ledger of its own: `title`, `records`, and
`claims` in the order they are decided, each with what it is `granted` and the `reason`, if any. All
are of one enterprise, or of those that they name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from adapters.files.durable import read_regular
from adapters.policy.file.toml import toml_of
from domain.assessment.linked import share_pool
from domain.commands.enterprise import ApproveClaim, SubmitClaim
from domain.decide import decide
from domain.enterprise.records import read_figure
from domain.enterprise.state import Enterprise, evolve, outcome_of
from domain.money import parse_yuan
from domain.policy.book import PolicyBook, PolicyVersion
from domain.policy.facts import Facts, StatedFact
from domain.policy.kinds import FactType, Kind
from domain.policy.measures import Policy
from domain.refusals import Refusal
from domain.value import value

AN_ENTERPRISE = "91330382MA0000023T"
_Enterprise = Annotated[str, Field(min_length=1, max_length=100)]


class _Lines(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ClaimLines(_Lines):
    """One claim and what it comes to. filed: the day of the matter where it is left out.

    enterprise: whose it is, by any name.
    """

    kind: str
    enterprise: _Enterprise = ""
    on: date
    filed: date | None = None
    facts: dict[str, Any] = Field(default_factory=dict)
    other_support: str = "0"
    granted: str
    reason: str | None = None


class RecordLines(_Lines):
    """Figures of the enterprise in a year."""

    record: str
    enterprise: _Enterprise = ""
    year: int
    amounts: dict[str, str | int]


class CaseLines(_Lines):
    """What is recorded of enterprises, and their claims in the order they are decided."""

    title: str
    records: list[RecordLines] = Field(default_factory=list)
    claims: Annotated[list[ClaimLines], Field(min_length=1)]


class CasesLines(_Lines):
    case: Annotated[list[CaseLines], Field(min_length=1)]


@value
class WorkedClaim:
    """A claim of a case: what was written, and what the policy gives. Amounts in hundredths."""

    case: str
    claim: int
    measure: str
    expected_fen: int
    granted_fen: int
    expected_reason: str | None
    reason: str | None

    @property
    def agrees(self) -> bool:
        """Whether the policy decides it as it is written."""
        reason = self.expected_reason in (None, self.reason)
        return self.granted_fen == self.expected_fen and reason


def cases_beside(file: Path) -> Path:
    """Return where the cases of a policy file are."""
    return file.with_suffix(".cases.toml")


def worked(policy: Policy, path: Path) -> list[WorkedClaim]:
    """Return every claim of the cases in a file, decided.

    Raises Refusal `policy-cases-invalid` where the file, or a claim in it, cannot be read.
    """
    try:
        lines = CasesLines.model_validate(toml_of(read_regular(path)))
        return [claim for case in lines.case for claim in _worked(policy, case)]
    except ValidationError as problem:
        key = problem.errors(include_url=False)[0]["loc"]
        named = ".".join(str(part + 1) if isinstance(part, int) else part for part in key)
        raise Refusal("policy-cases-invalid", file=path.name, problem=named) from problem
    except (OSError, UnicodeDecodeError) as problem:
        first = str(problem).splitlines()[0]
        raise Refusal("policy-cases-invalid", file=path.name, problem=first) from problem
    except (KeyError, ValueError, AssertionError) as problem:
        raise Refusal("policy-cases-invalid", file=path.name, problem=str(problem)) from problem


def must_agree(policy: Policy, file: Path) -> None:
    """Raise Refusal `policy-cases-differ` unless the cases beside a policy file come out so."""
    path = cases_beside(file)
    if not path.exists():
        return
    differing = [claim for claim in worked(policy, path) if not claim.agrees]
    if differing:
        first = differing[0]
        raise Refusal(
            "policy-cases-differ",
            file=path.name,
            case=first.case,
            claim=first.claim,
            expected_fen=first.expected_fen,
            granted_fen=first.granted_fen,
            reason=first.reason or "",
            differing=len(differing),
        )


def _worked(policy: Policy, case: CaseLines) -> Iterator[WorkedClaim]:
    version = PolicyVersion(number=1, digest="", policy=policy, position=1)
    book = PolicyBook((version,), 1)
    names = [record.enterprise for record in case.records]
    names += [claim.enterprise for claim in case.claims]
    enterprises = {name: Enterprise() for name in names}
    share_pool(enterprises, book)
    for record in case.records:
        facts = policy.records[record.record].facts
        enterprises[record.enterprise].records[(record.record, record.year)] = {
            facts[name].recorded: read_figure(facts[name], str(figure))
            for name, figure in record.amounts.items()
        }
    for number, claim in enumerate(case.claims, start=1):
        enterprise = enterprises[claim.enterprise]
        submitted = _submission(str(number), claim, policy.kinds[claim.kind])
        approval = ApproveClaim(claim_no=str(number), by="cases", if_pending=False)
        for command in (submitted, approval):
            for event in decide(command, enterprise, book):
                evolve(enterprise, event, "cases")
        outcome = outcome_of(enterprise.claims[str(number)])
        yield WorkedClaim(
            case=case.title,
            claim=number,
            measure=outcome.measure or "",
            expected_fen=parse_yuan(claim.granted),
            granted_fen=outcome.granted_fen,
            expected_reason=claim.reason,
            reason=outcome.reason,
        )


def _submission(claim_no: str, claim: ClaimLines, kind: Kind) -> SubmitClaim:
    if claim.facts.keys() != kind.facts.keys():
        wanted = ", ".join(kind.facts)
        raise ValueError(f"a claim of {kind.id} states {wanted}")
    return SubmitClaim(
        claim_no=claim_no,
        uscc=AN_ENTERPRISE,
        enterprise=AN_ENTERPRISE,
        facts=Facts(kind.id, dict(_stated(claim.facts, kind))),
        occurred_on=claim.on,
        filed_on=claim.filed or claim.on,
        invoices=(),
        other_support_fen=parse_yuan(claim.other_support),
    )


def _stated(given: Mapping[str, Any], kind: Kind) -> Iterator[tuple[str, StatedFact]]:
    for name, fact in kind.facts.items():
        yield fact.recorded, _read(given[name], fact)


def _read(written: Any, fact: FactType) -> StatedFact:
    """Return a fact as a claim states it: amounts are written as text."""
    match fact.type:
        case "amount":
            return parse_yuan(written)
        case "amounts":
            return tuple(map(parse_yuan, written))
        case "yes-no" | "count":
            expected: type = bool if fact.type == "yes-no" else int
            if type(written) is not expected:
                raise ValueError(f"{fact.name}: {written}")
            return expected(written)  # type: ignore[no-any-return]
        case "word" if written not in fact.words:
            raise ValueError(f"{fact.name}: {written}")
        case _:
            return str(written)
