"""Commands for enterprises recorded together, each whole or refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.units import Author, Outcome, Request
from adapters.log.numbers import claim_unknown
from domain.commands.enterprise import ApproveClaim, EnterpriseCommand, SubmitClaim
from domain.payments.happened import StreamEvent


def carry_out_together(
    handler: CommandHandler, commands: Sequence[EnterpriseCommand], author: Author
) -> list[Outcome]:
    """Carry out commands in order, in one transaction; return what each led to.

    A command that names a claim is its enterprise's; `claim-unknown` where no enterprise has it.
    """
    codes = _codes(handler, commands)
    known = [(code, command) for code, command in zip(codes, commands, strict=True) if code]
    requests = [Request(uscc=code, commands=(command,)) for code, command in known]
    results = iter(handler.carry_out_all(requests, author))
    outcomes = []
    for code, command in zip(codes, commands, strict=True):
        if not code:
            refusal = claim_unknown(handler.recorder, getattr(command, "claim_no", ""))
            outcomes.append(Outcome(stream="", refusal=refusal))
            continue
        result = next(results)
        events = tuple(StreamEvent(code, event) for event in result.events)
        outcomes.append(Outcome(stream=code, events=events, refusal=result.refusal))
    return outcomes


def approvals(
    claim_nos: Iterable[str],
    author: Author,
    reduced_to_fen: int | None,
    words: str | None,
    *,
    if_pending: bool,
) -> list[ApproveClaim]:
    """Return the commands that decide these claims, in their order."""
    return [
        ApproveClaim(
            claim_no=number,
            by=author.by,
            if_pending=if_pending,
            reduced_to_fen=reduced_to_fen,
            words=words,
        )
        for number in claim_nos
    ]


def _codes(handler: CommandHandler, commands: Sequence[EnterpriseCommand]) -> list[str]:
    """Return whose command each is; empty for a claim that nobody has."""
    owners = {claim.claim_no: claim.uscc for claim in commands if isinstance(claim, SubmitClaim)}
    owners |= handler.recorder.owners(of.claim_no for of in commands if not hasattr(of, "uscc"))
    return [
        command.uscc if hasattr(command, "uscc") else owners.get(command.claim_no, "")
        for command in commands
    ]
