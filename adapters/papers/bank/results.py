"""A bank's answer read back: each line matched with the transfer it answers, or named."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from adapters.files.durable import problem_text, read_regular
from adapters.files.grid import Formatted
from adapters.files.separated import text_of
from adapters.ledger.look import Look
from adapters.papers.bank.bank_file import recipients
from adapters.papers.bank.template import At, Template
from domain.commands.money import FailedTransfer
from domain.identity import fit
from domain.money import FEN_PER_YUAN
from domain.policy.facts import TEXT_MAX
from domain.refusals import Refusal
from projections.money.transfers import Transfer

HEADER_ROWS_MAX = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A line of the bank's answer. row: in the file. paid: None where its word means nothing."""

    row: int
    reference: str
    number: str
    amount_fen: int | None
    word: str
    paid: bool | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why an answer is not taken. row: None for a transfer that it does not answer.

    code: `unmatched`, `amount-differs`, `answered-twice`, `word-unknown`, `not-answered`.
    """

    row: int | None
    code: str
    reference: str
    expected_fen: int | None
    says: str


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


def expected(look: Look, batch: int, receipt: str, order: str | None, on: date) -> list[Transfer]:
    """Return the transfers that an answer is of: ordered and open, or settled by its receipt.

    on: the day they were paid, without who was held then. Raises Refusal `batch-unknown`,
    `nothing-ordered`.
    """
    asked = [
        each
        for each in look.transfers(batch, on)
        if each.order is not None
        and each.receipt in (None, receipt)
        and order in (None, each.order)
    ]
    if not any(each.net_fen for each in asked):
        raise Refusal("nothing-ordered", batch=batch)
    settled = [each for each in asked if each.receipt is not None]
    return settled or asked  # said again, it answers what it answered


def match(look: Look, asked: Sequence[Transfer], answers: Sequence[Answered]) -> Matched:
    """Return what each line answers. A line is known by its reference, else by account and sum.

    What an order sets off whole needs no answer: it is settled with the others.
    """
    nothing_to_send = tuple(each for each in asked if not each.net_fen)
    asked = [each for each in asked if each.net_fen]
    known = recipients(look, asked)
    by_reference = {each.reference: each for each in asked}
    problems: list[Problem] = []
    answered: dict[str, Answered] = {}
    for answer in answers:
        transfer = by_reference.get(answer.reference) or _by_account(answer, asked, known)
        problem = _problem(answer, transfer, known, answered)
        if problem is not None:
            problems.append(problem)
        if transfer is not None:
            answered.setdefault(transfer.reference, answer)
    for transfer in asked:
        if transfer.reference not in answered:
            problems.append(
                Problem(
                    row=None,
                    code="not-answered",
                    reference=transfer.reference,
                    expected_fen=transfer.net_fen,
                    says="",
                )
            )
    said = [(each, answered[each.reference]) for each in asked if each.reference in answered]
    return Matched(
        paid=(*(each for each, answer in said if answer.paid), *nothing_to_send),
        failed=tuple((each, answer.reason) for each, answer in said if answer.paid is False),
        problems=tuple(problems),
    )


def read_answers(path: Path, template: Template) -> list[Answered]:
    """Return the lines of a bank's answer, as its layout says.

    Raises Refusal `bank-results-unreadable`, and what reading a workbook raises.
    """
    rows = list(_rows(path, template))
    results = template.results
    with_header = template.header if results.header is None else results.header
    places, first = _places(rows, template, path) if with_header else (_numbers(template), 0)
    answers = []
    for number, cells in rows[first:]:
        of = {name: _cell(cells, at) for name, at in places.items()}
        if not (of["number"] or of["reference"]) or not of["state"]:
            continue  # a total, a note, an empty line
        answers.append(_answered(number, of, template))
    if not answers:
        raise Refusal("bank-results-unreadable", verb="empty", file=path.name)
    return answers


def _answered(number: int, of: Mapping[str, str], template: Template) -> Answered:
    results, word = template.results, of["state"]
    paid = None
    if word in results.success or word in results.failure:
        paid = word in results.success
    return Answered(
        row=number,
        reference=_reference(of["reference"]),
        number=re.sub(r"[\s-]", "", of["number"]).upper(),
        amount_fen=_fen(of["amount"], results.amount_in or template.amount),
        word=word,
        paid=paid,
        reason=fit(of["reason"] or word)[:TEXT_MAX],
    )


def _reference(text: str) -> str:
    """Return the reference that a text holds: a bank may put words around it."""
    there = re.search(r"BT[0-9]+-[0-9]+-[0-9A-Z]{18}", text)
    return there[0] if there else ""


def _fen(text: str, unit: str) -> int | None:
    """Return an amount in fen; None for what is none."""
    plain = text.replace(",", "").removeprefix("¥").strip()
    try:
        fen = Decimal(plain) * (1 if unit == "fen" else FEN_PER_YUAN)
    except InvalidOperation:
        return None
    return int(fen) if fen.is_finite() and fen == fen.to_integral_value() else None


def _by_account(
    answer: Answered, asked: Sequence[Transfer], known: Mapping[str, object]
) -> Transfer | None:
    """Return the one transfer to the account of a line; of several, the one of its sum."""
    if answer.reference:
        return None
    same = [each for each in asked if getattr(known[each.uscc], "number", "") == answer.number]
    of_sum = [each for each in same if each.net_fen == answer.amount_fen]
    chosen = of_sum if len(of_sum) == 1 else same
    return chosen[0] if len(chosen) == 1 else None


def _problem(
    answer: Answered,
    transfer: Transfer | None,
    known: Mapping[str, object],
    answered: Mapping[str, Answered],
) -> Problem | None:
    """Return what keeps a line from being taken; None where nothing does."""
    fen = answer.amount_fen
    shown = "" if fen is None else f"{fen // FEN_PER_YUAN}.{fen % FEN_PER_YUAN:02d}"
    code, says = "", shown
    if transfer is None or (
        answer.number and getattr(known[transfer.uscc], "number", "") != answer.number
    ):
        code, says = "unmatched", answer.reference or f"****{answer.number[-4:]} {shown}".strip()
    elif transfer.reference in answered:
        code = "answered-twice"
    elif fen != transfer.net_fen:
        code = "amount-differs"
    elif answer.paid is None:
        code, says = "word-unknown", answer.word
    if not code:
        return None
    return Problem(
        row=answer.row,
        code=code,
        reference="" if transfer is None else transfer.reference,
        expected_fen=None if transfer is None else transfer.net_fen,
        says=says,
    )


def _rows(path: Path, template: Template) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a workbook or a text file, each with its number, cells as plain text."""
    try:
        raw = read_regular(path)
    except OSError as problem:
        why = problem_text(problem)
        raise Refusal("bank-results-unreadable", file=path.name, problem=why) from problem
    if raw.startswith(b"PK"):
        from adapters.intake.flat.tables import tables_of

        for row in tables_of(path)[0].rows:
            width = max(row.cells, default=-1) + 1
            yield row.number, [_plain(row.cells.get(at)) for at in range(width)]
        return
    encoding = template.results.encoding or template.encoding
    text = text_of(raw, "utf-8-sig") or text_of(raw, encoding)  # no GBK text is UTF-8 by chance
    if text is None:
        raise Refusal("bank-results-unreadable", verb="encoding", file=path.name, encoding=encoding)
    separator = template.results.separator or template.separator
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in lines:
            yield lines.line_num, [_plain(cell) for cell in cells]
    except csv.Error as broken:
        raise Refusal("bank-results-unreadable", file=path.name, problem=str(broken)) from None


def _plain(cell: object) -> str:
    if isinstance(cell, Formatted):
        cell = cell.number
    text = unicodedata.normalize("NFKC", "" if cell is None else str(cell))
    return " ".join(text.removeprefix("'").split())


def _cell(cells: Sequence[str], at: int | None) -> str:
    return "" if at is None or at >= len(cells) else cells[at]


def _names(template: Template) -> dict[str, At | None]:
    results = template.results
    return {
        "reference": results.reference,
        "number": results.number,
        "amount": results.amount,
        "state": results.state,
        "reason": results.reason,
    }


def _numbers(template: Template) -> dict[str, int | None]:
    """Return the places of columns given by number, from 0."""
    return {name: at - 1 if isinstance(at, int) else None for name, at in _names(template).items()}


def _places(
    rows: Sequence[tuple[int, list[str]]], template: Template, path: Path
) -> tuple[dict[str, int | None], int]:
    """Return the places of the columns by their headers, and the first row beneath these."""
    wanted = _names(template)
    for index, (_, cells) in enumerate(rows[:HEADER_ROWS_MAX]):
        bare = ["".join(cell.split()) for cell in cells]
        places = {
            name: bare.index(at) if isinstance(at, str) and at in bare
            else at - 1 if isinstance(at, int) else None
            for name, at in wanted.items()
        }  # fmt: skip
        if all(places[name] is not None for name in ("number", "amount", "state")):
            return places, index + 1
    headers = ", ".join(str(at) for at in wanted.values() if at is not None)
    raise Refusal("bank-results-unreadable", verb="headers", file=path.name, headers=headers)
