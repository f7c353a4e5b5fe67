"""Requests said before: the same again records nothing, other content under its key is refused."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date

from adapters.ledger.treasury.treasury import Treasury
from domain.commands.money import ComputeBatch
from domain.identity import skeleton
from domain.payments.batch import terms_of
from domain.refusals import Refusal


def batch_of_document(treasury: Treasury, document: str | None) -> int | None:
    if document is None:
        return None
    numbers = (budget.documents.get(skeleton(document)) for budget in treasury.budgets().values())
    return next((number for number in numbers if number is not None), None)


def refuse_if_different(treasury: Treasury, number: int, command: ComputeBatch) -> None:
    terms = terms_of(treasury.batch(number))
    command = replace(command, document=terms.document)
    said = {"policy": None} | asdict(terms)
    if not asdict(command).items() <= said.items():
        raise Refusal(
            "request-conflicts", verb="batch compute", document=command.document, batch=number
        )


def already_paid(treasury: Treasury, number: int, receipt: str, on: date) -> bool:
    for budget in treasury.budgets().values():
        said = budget.payments.get(skeleton(receipt))
        if said == (number, on):
            return True
        if said is not None:
            raise Refusal(
                "request-conflicts", verb="batch pay", receipt=receipt, batch=said[0],
                on=said[1].isoformat(),
            )  # fmt: skip
    return False


def already_recovered(
    treasury: Treasury, claim_no: str, amount_fen: int, receipt: str, on: date
) -> bool:
    key, budgets = skeleton(receipt), treasury.budgets().values()
    said = [budget.recoveries[key] for budget in budgets if key in budget.recoveries]
    if not said:
        return False
    whole = sum(each.amount_fen for each in said)
    if {(each.claim_no, each.on) for each in said} == {(claim_no, on)} and whole == amount_fen:
        return True
    raise Refusal("request-conflicts", verb="recovery record", receipt=receipt, of=said[0].claim_no)
