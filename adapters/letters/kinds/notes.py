"""What stands on letters about money beside its entries: corrections, kin, transfers, receipts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from adapters.ledger.look import Look
from adapters.letters.facts import Facts, Said
from adapters.wording.enterprises.corrections import correction_sentence
from adapters.wording.enterprises.transfers import kin_lines, transfer_sentence
from domain.events.corrections import ClaimPaymentCorrected, PaymentReinstated
from domain.events.payment import ClaimPaid
from projections.money.corrections import EntryCorrection, EntrySaid
from projections.money.statement import KindredStatement, Statement, StatementAfterTransfer


def notes(answer: Statement) -> Iterator[Facts]:
    """Yield what is said of an enterprise and its entries, in order; each with its sentence."""
    if isinstance(answer, KindredStatement):
        kin = (*answer.succeeds, *answer.succeeded_by)
        lines = kin_lines(answer.succeeds, answer.succeeded_by)
        for each, line in zip(kin, lines, strict=True):
            yield {
                "code": each.uscc,
                "on": str(each.on),
                "document": each.document,
                "text": Said(line),
            }
    if isinstance(answer, StatementAfterTransfer):
        for made in answer.transfers:
            yield {
                "transfer": made.kind,
                "county": made.county,
                "on": str(made.on),
                "document": made.document,
                "annulled_by": made.annulled_by or "",
                "text": Said(transfer_sentence(made)),
            }
    yield from map(_correction, answer.corrections)


def receipts(look: Look, uscc: str) -> dict[tuple[str, int], str]:
    """Return the receipt of each payment as it stands now, by claim and batch."""
    known: dict[tuple[str, int], str] = {}
    for recorded in look.snapshot.family(uscc):
        match recorded.event:
            case ClaimPaid() | ClaimPaymentCorrected() | PaymentReinstated() as event:
                known[event.claim_no, event.batch] = event.receipt
            case _:
                pass
    return known


def _correction(made: EntryCorrection) -> Facts:
    return {
        "position": str(made.position),
        "entry": made.entry,
        "document": made.document,
        "words": made.words,
        "before": _values(made.before),
        "after": None if made.after is None else _values(made.after),
        "text": Said(correction_sentence(made)),
    }


def _values(said: EntrySaid) -> Facts:
    values = {each.name: getattr(said, each.name) for each in fields(said)}
    amount = values.pop("amount_fen")
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    return {**texts, "amount": amount}
