"""Money repaid for a claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from adapters.ledger.handling.units import Outcome
from adapters.ledger.store import Store
from adapters.ledger.treasury.treasury import LoadedEnterprise, Treasury
from domain.commands import money
from domain.enterprise.dues import open_debt_fen
from domain.enterprise.state import claim_of, granted_fen
from domain.identity import skeleton
from domain.payments.budget import Receipt
from domain.payments.days import recovery_backdated
from domain.payments.happened import StreamEvent
from domain.payments.payment import recover
from domain.refusals import Refusal


def recover_money(store: Store, treasury: Treasury, command: money.RecordRecovery) -> Outcome:
    uscc = treasury.successions.heir(store.handler.owner(command.claim_no))
    if _is_recovered(treasury, command):
        return Outcome(stream=uscc)
    held = treasury.enterprises([uscc]).get(uscc, LoadedEnterprise())
    return Outcome(stream=uscc, events=tuple(_recovered(command, uscc, held)))


def recover_claims(store: Store, treasury: Treasury, command: money.RecordRecoveries) -> Outcome:
    """Record one repayment of several claims, each in turn what it owes back.

    Raises Refusal as `recover`, `claims-of-several`, `recovery-too-small`.
    """
    heir, owner = treasury.successions.heir, store.handler.owner
    codes = {heir(owner(claim_no)): claim_no for claim_no in command.claims}
    if len(codes) > 1:
        raise Refusal("claims-of-several", claim_no=list(codes.values())[-1])
    (uscc,) = codes
    claims = tuple(dict.fromkeys(command.claims))
    if _is_split(treasury, command, claims):
        return Outcome(stream=uscc)
    held = treasury.enterprises([uscc]).get(uscc, LoadedEnterprise())
    events: list[StreamEvent] = []
    left = command.amount_fen
    for claim_no in claims:
        claim = claim_of(held.enterprise, claim_no)
        owed = open_debt_fen(granted_fen(claim), claim.dues)
        if owed and not left:
            raise Refusal("recovery-too-small", claim_no=claim_no, amount_fen=command.amount_fen)
        last = claim_no == claims[-1]
        part = left if last else min(left, owed)  # of the last, more than it owes is refused
        of_one = money.RecordRecovery(
            claim_no=claim_no,
            amount_fen=part,
            receipt=command.receipt,
            on=command.on,
            backdated=command.backdated,
        )
        events += _recovered(of_one, uscc, held)
        left -= part
    return Outcome(stream=uscc, events=tuple(events))


def _recovered(
    command: money.RecordRecovery, uscc: str, held: LoadedEnterprise
) -> Iterator[StreamEvent]:
    claim_no, receipt, on = command.claim_no, command.receipt, command.on
    yield from recover(claim_no, uscc, command.amount_fen, receipt, on, held.enterprise)
    assert held.paid_on is not None, f"owes back what was never paid: {claim_no}"
    early = recovery_backdated(claim_no, receipt, on, held.paid_on, command.backdated)
    if early is not None:
        yield StreamEvent(uscc, early)


def _is_split(treasury: Treasury, command: money.RecordRecoveries, claims: Sequence[str]) -> bool:
    """Say whether a receipt repaid these claims before, the same sum on the same day."""
    said = {claim_no: _said(treasury, command.receipt, claim_no) for claim_no in claims}
    if not any(said.values()):
        return False
    every = [receipt for receipts in said.values() for receipt in receipts]
    same = all(said.values()) and {receipt.on for receipt in every} == {command.on}
    if not (same and sum(each.amount_fen for each in every) == command.amount_fen):
        facts = {"receipt": command.receipt, "of": ", ".join(no for no in claims if said[no])}
        raise Refusal("request-conflicts", verb="recovery record", **facts)
    return True


def _said(treasury: Treasury, receipt: str, claim_no: str) -> list[Receipt]:
    """Return what a receipt says was repaid for a claim, of whichever years."""
    key = skeleton(receipt), claim_no
    every = (budget.recoveries.get(key) for budget in treasury.budgets().values())
    return [each for each in every if each is not None]


def _is_recovered(treasury: Treasury, command: money.RecordRecovery) -> bool:
    """Say whether a receipt repaid a claim before, in whichever years that was credited to."""
    said = _said(treasury, command.receipt, command.claim_no)
    same = {receipt.on for receipt in said} == {command.on}
    if said and not (same and sum(each.amount_fen for each in said) == command.amount_fen):
        facts = {"receipt": command.receipt, "of": command.claim_no}
        raise Refusal("request-conflicts", verb="recovery record", **facts)
    return bool(said)
