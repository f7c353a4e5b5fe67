"""Money repaid for a claim."""

from __future__ import annotations

from adapters.ledger.handling.units import Outcome
from adapters.ledger.store import Store
from adapters.ledger.treasury.treasury import LoadedEnterprise, Treasury
from domain.commands import money
from domain.identity import skeleton
from domain.payments.days import recovery_backdated
from domain.payments.happened import StreamEvent
from domain.payments.payment import recover
from domain.refusals import Refusal


def recover_money(store: Store, treasury: Treasury, command: money.RecordRecovery) -> Outcome:
    claim_no, fen, receipt, on = command.claim_no, command.amount_fen, command.receipt, command.on
    uscc = treasury.successions.heir(store.handler.owner(claim_no))
    if _is_recovered(treasury, command):
        return Outcome(stream=uscc)
    held = treasury.enterprises([uscc]).get(uscc, LoadedEnterprise())
    events = recover(claim_no, uscc, fen, receipt, on, held.enterprise)
    assert held.paid_on is not None, f"owes back what was never paid: {claim_no}"
    early = recovery_backdated(claim_no, receipt, on, held.paid_on, command.backdated)
    if early is not None:
        events = [*events, StreamEvent(uscc, early)]
    return Outcome(stream=uscc, events=tuple(events))


def _is_recovered(treasury: Treasury, command: money.RecordRecovery) -> bool:
    """Say whether a receipt repaid a claim before, in whichever years that was credited to."""
    key = skeleton(command.receipt), command.claim_no
    every = (budget.recoveries.get(key) for budget in treasury.budgets().values())
    said = [receipt for receipt in every if receipt is not None]
    same = {receipt.on for receipt in said} == {command.on}
    if said and not (same and sum(each.amount_fen for each in said) == command.amount_fen):
        facts = {"receipt": command.receipt, "of": command.claim_no}
        raise Refusal("request-conflicts", verb="recovery record", **facts)
    return bool(said)
