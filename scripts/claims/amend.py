"""Commands that change a recorded claim by a document: corrected, redecided, reopened."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from adapters.intake.flat.corrections import corrected_claim
from adapters.intake.flat.rows import path_of
from adapters.intake.forms import forms_of
from adapters.ledger.handling.units import Outcome
from adapters.ledger.look import Look
from adapters.wording.claims.answers import amended_report, unchanged
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands.enterprise import AmendCommand, CorrectClaim, RedecideClaim, ReopenClaim
from domain.refusals import Refusal
from domain.value import fields_of
from projections.claims.amendments import AmendedClaim, CorrectedClaim
from projections.claims.register import ClaimAnswer
from scripts.claims.record import Claim, Document, Reason
from scripts.cli.doors import door
from scripts.cli.misuse import Misuse
from scripts.cli.options import WRITING, Writing
from scripts.cli.values import MANY, amount, any_text, value

Kind = Literal["review", "court", "error"]


def setting(given: str) -> str:
    """Read `path=value`, where an empty value states nothing; it stays as typed."""
    path, equals, _value = any_text(given).partition("=")
    if not (path and equals):
        raise ValueError(_("write PATH=VALUE: {given}").format(given=given))
    return given


Settings = Annotated[
    tuple[str, ...],
    value(setting, "PATH=VALUE", N_("what the claim is to state, such as facts.fee=2000")),
    Parameter(name="--set"),
    MANY,
]


def correct(
    claim: Claim,
    /,
    *,
    settings: Settings,
    document: Document,
    reason: Reason,
    at: Writing = WRITING,
) -> int:
    texts = {path: new for path, _equals, new in (each.partition("=") for each in settings)}
    with at.ledger() as (ledger, author), ledger.look() as look:
        kind, book, by = look.claim(claim).kind, look.book, author.by
    with forms_of(version.policy for version in book.versions):
        if len({path_of(path) for path in texts}) != len(settings):
            raise Misuse(_("each path is set once"))
        try:
            command = corrected_claim(claim, kind, texts, by, document, reason)
        except Refusal as refusal:  # is said in the words of the ledger's policies
            door().refuse(refusal, as_json=at.json)
            return 1
    with at.carry_out(command) as (outcome, look):
        _tell(command, outcome, look, at)
    return 0


def redecide(
    claim: Claim,
    /,
    *,
    reduced_to: Annotated[int | None, value(amount, "YUAN", N_("at most this amount"))] = None,
    document: Document,
    reason: Reason,
    at: Writing = WRITING,
) -> None:
    command = RedecideClaim(
        claim_no=claim, reduced_to_fen=reduced_to, document=document, words=reason
    )
    with at.carry_out(command) as (outcome, look):
        _tell(command, outcome, look, at)


def reopen(
    claim: Claim,
    /,
    *,
    document: Document,
    kind: Annotated[Kind, Parameter(help=N_("what annuls the ending"))],
    reason: Reason,
    at: Writing = WRITING,
) -> None:
    command = ReopenClaim(claim_no=claim, kind=kind, document=document, words=reason)
    with at.carry_out(command) as (outcome, look):
        _tell(command, outcome, look, at)


def _tell(command: AmendCommand, outcome: Outcome, look: Look, at: Writing) -> None:
    """Print the claim as it stands, what the document changed of it, and of what was decided."""
    claim_no, book = command.claim_no, look.book
    claim, differences = look.claim(claim_no), look.differences(outcome.events)
    shared = fields_of(ClaimAnswer, claim)
    answer = AmendedClaim(**shared, differences=differences)
    if isinstance(command, CorrectClaim):
        changed = look.corrected(claim_no) if outcome.events else ()
        answer = CorrectedClaim(**shared, differences=differences, changed=changed)
    said = "" if outcome.events else unchanged(command)
    at.tell(answer, lambda: amended_report(answer, said, book))
