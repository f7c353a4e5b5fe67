"""A bank's answer matched: each line with the transfer that it answers, or named with why not.

What a bank did is judged by what was ordered, not by what keeps money back by now.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from adapters.ledger.look import Look
from adapters.papers.bank.bank_file import nothing_of
from adapters.papers.bank.results import Answered
from adapters.papers.kinds.payees import payees
from adapters.papers.paper import Secret
from domain.commands.money import FailedTransfer
from domain.identity import skeleton
from domain.money import yuan
from domain.value import value
from projections.money.transfers import Promised, Transfer

Numbers = Mapping[str, Collection[str]]  # by enterprise: of its accounts


@value
class Problem:
    """Why an answer is not taken. row: None for a transfer that it does not answer.

    code: `unmatched`, `amount-differs`, `answered-twice`, `word-unknown`, `not-answered`,
    `order-replaced`, `order-lifted`, `paid-before`, `failed-before`. by: the order or receipt that
    stands against it.
    """

    row: int | None
    code: str
    reference: str
    expected_fen: int | None
    says: str
    by: str = ""


class Matched(NamedTuple):
    """What an answer says of each transfer, or all that keeps it from being taken."""

    paid: tuple[Transfer, ...]
    failed: tuple[tuple[Transfer, str], ...]
    problems: tuple[Problem, ...]

    def claims(self) -> tuple[str, ...]:
        """Return every claim that the answer is of."""
        every = (*self.paid, *(transfer for transfer, _ in self.failed))
        return tuple(claim for transfer in every for claim in transfer.claims)

    def failures(self) -> tuple[FailedTransfer, ...]:
        """Return the claims of the transfers that failed, each with the bank's reason."""
        return tuple(
            FailedTransfer(claim_no=claim, words=words)
            for transfer, words in self.failed
            for claim in transfer.claims
        )


class Expected(NamedTuple):
    """What an answer may be of: transfers that are open, or settled by its receipt.

    promised: by reference, what any order ever fixed. numbers: of the payees' accounts. barred: the
    claims whose money was kept back on the day of payment, which need no answer.
    """

    transfers: tuple[Transfer, ...]
    promised: Mapping[str, Promised]
    numbers: Numbers
    barred: Collection[str]

    def is_due(self, transfer: Transfer) -> bool:
        """Say whether a transfer is open and nothing kept it back."""
        return transfer.receipt is None and not set(transfer.claims) & set(self.barred)

    def of_account(self, uscc: str, number: str) -> bool:
        """Say whether money went to an enterprise's account; where none is known, it may have."""
        known = self.numbers.get(uscc)
        return not number or not known or number in known


def expected(look: Look, batch: int, receipt: str, order: str | None, on: date) -> Expected:
    """Return what an answer may be of. on: the day of payment.

    Raises Refusal `batch-unknown`, `nothing-ordered`.
    """
    key = skeleton(receipt)
    asked = tuple(
        each
        for each in look.ordered_transfers(batch)
        if each.order is not None
        and (each.receipt is None or skeleton(each.receipt) == key)
        and order in (None, each.order)
    )
    if not any(each.net_fen for each in asked):
        raise nothing_of(look, batch, order)
    promised = {each.reference: each for each in look.promised(batch)}
    codes = dict.fromkeys([each.uscc for each in asked])
    barred = {line.claim_no for line in look.batch(batch, on=on).lines if line.barriers}
    return Expected(asked, promised, _numbers(look, batch, codes), barred)


def _numbers(look: Look, batch: int, codes: Collection[str]) -> Numbers:
    """Return the numbers of the accounts that are paid to now, and were when the notice began."""
    look.snapshot.store.private.must_be_open()
    known = [payees(look, codes)]
    if began := look.notice_at(batch):
        known.append(payees(look, codes, began))
    cells = {code: [each[code].number for each in known] for code in codes}
    return {
        code: {cell.shown for cell in each if isinstance(cell, Secret) and cell.shown is not None}
        for code, each in cells.items()
    }


def match(asked: Expected, answers: Sequence[Answered]) -> Matched:
    """Return what each line answers. A line is known by its reference, else by account and sum.

    What an order sets off whole needs no answer: it is settled with the others. What the receipt
    paid before may be answered again; an answer of that alone leaves the rest open.
    """
    sent = tuple(each for each in asked.transfers if each.net_fen)
    problems: list[Problem] = []
    answered: dict[tuple[str, bool], Answered] = {}
    for answer in answers:
        transfer = _answered_by(answer, sent, asked)
        problem = _problem(answer, transfer, asked, answered)
        if problem is not None:
            problems.append(problem)
        if transfer is not None:
            answered.setdefault(_key(transfer), answer)
    said = [(each, answered[_key(each)]) for each in sent if _key(each) in answered]
    again = bool(said) and all(each.receipt is not None for each, _ in said)
    left = () if again else (each for each in sent if asked.is_due(each))
    problems += [_not_answered(each) for each in left if _key(each) not in answered]
    whole = (each for each in asked.transfers if not each.net_fen)
    settled = () if again else (each for each in whole if not set(each.claims) & set(asked.barred))
    return Matched(
        paid=(*(each for each, answer in said if answer.paid), *settled),
        failed=tuple((each, answer.reason) for each, answer in said if answer.paid is False),
        problems=tuple(problems),
    )


def _key(transfer: Transfer) -> tuple[str, bool]:
    """Return what tells transfers apart: of one reference, some may be paid before the others."""
    return transfer.reference, transfer.receipt is not None


def _not_answered(transfer: Transfer) -> Problem:
    return Problem(
        row=None,
        code="not-answered",
        reference=transfer.reference,
        expected_fen=transfer.net_fen,
        says="",
    )


def _answered_by(answer: Answered, sent: Sequence[Transfer], asked: Expected) -> Transfer | None:
    """Return the transfer that a line answers, None where none is.

    By its reference; where an order that was replaced gave that, by its payee and sum.
    """
    same = [each for each in sent if each.reference == answer.reference]
    if not same and answer.reference:
        promised = asked.promised.get(answer.reference)
        if promised is None or not promised.replaced_by:
            return None
        same = [each for each in sent if each.uscc == promised.uscc]
        same = [each for each in same if each.net_fen == answer.amount_fen]
        return same[0] if len(same) == 1 else None
    if not same:
        numbers = asked.numbers
        same = [each for each in sent if answer.number in numbers.get(each.uscc, ())]
    of_sum = [each for each in same if each.net_fen == answer.amount_fen]
    chosen = of_sum if len(of_sum) == 1 else same
    return chosen[0] if len(chosen) == 1 else None


def _problem(
    answer: Answered,
    transfer: Transfer | None,
    asked: Expected,
    answered: Mapping[tuple[str, bool], Answered],
) -> Problem | None:
    """Return what keeps a line from being taken; None where nothing does."""
    shown = "" if answer.amount_fen is None else yuan(answer.amount_fen)
    code, says = "", shown
    if transfer is None:
        return _unmatched(answer, asked, shown)
    if not asked.of_account(transfer.uscc, answer.number):
        code, says = "unmatched", f"{answer.reference} ****{answer.number[-4:]}".strip()
    elif _key(transfer) in answered:
        code = "answered-twice"
    elif answer.amount_fen != transfer.net_fen:
        code = "amount-differs"
    elif answer.paid is None:
        code, says = "word-unknown", answer.word
    elif transfer.failed and answer.paid:
        code = "failed-before"
    if not code:
        return None
    return Problem(
        row=answer.row,
        code=code,
        reference=transfer.reference,
        expected_fen=transfer.net_fen,
        says=says,
    )


def _unmatched(answer: Answered, asked: Expected, shown: str) -> Problem:
    """Return why a line answers no transfer: what became of the one that its reference was of."""
    was = asked.promised.get(answer.reference)
    code, by = "unmatched", ""
    says = answer.reference or f"****{answer.number[-4:]} {shown}".strip()
    if was is not None and was.receipts:
        code, by = "paid-before", was.receipts[-1]
    elif was is not None and was.replaced_by:
        code, by = "order-replaced", was.replaced_by[-1]
    elif was is not None and not was.holds:
        code, by = "order-lifted", was.order
    return Problem(
        row=answer.row,
        code=code,
        reference="" if was is None else was.reference,
        expected_fen=None if was is None else was.net_fen,
        says=says,
        by=by,
    )
