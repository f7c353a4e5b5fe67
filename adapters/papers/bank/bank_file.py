"""The file that a bank is given: a line a payee, as a layout says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from adapters.files.durable import OWNER_ONLY
from adapters.files.formula import starts_a_formula
from adapters.files.outputs import CSV, open_output
from adapters.ledger.handling.showing import record_showing
from adapters.ledger.handling.units import Author
from adapters.ledger.look import Look
from adapters.papers.bank.template import Column, Template
from adapters.papers.kinds.payees import Payee, payees
from adapters.papers.paper import ERASED, Secret
from domain.money import FEN_PER_YUAN
from domain.refusals import Refusal
from projections.money.transfers import Transfer

KIND = "bank-file"  # of a paper that shows accounts, in what is recorded of it
_LINE_END = "\r\n"


class Recipient(NamedTuple):
    """Who a transfer goes to, in plain text."""

    holder: str
    number: str
    bank: str
    bank_no: str


class BankFileWritten(NamedTuple):
    """A bank's file written: its transfers, and what they come to in fen."""

    transfers: tuple[Transfer, ...]
    total_fen: int


def to_transfer(look: Look, batch: int, order: str | None) -> tuple[Transfer, ...]:
    """Return what is ordered and still to be transferred; of one order, by its document.

    Raises Refusal `batch-unknown`, `nothing-ordered`.
    """
    every = look.transfers(batch)
    waiting = tuple(
        each
        for each in every
        if each.order is not None and each.receipt is None and each.net_fen
        and order in (None, each.order)
    )  # fmt: skip
    if not waiting:
        raise nothing_of(look, batch, order)
    return waiting


def nothing_of(look: Look, batch: int, order: str | None) -> Refusal:
    """Return that nothing is to be transferred; of an order, which others took its place."""
    of_order = (each for each in look.promised(batch) if each.order == order)
    later = dict.fromkeys(by for each in of_order for by in each.replaced_by)
    if order is None or not later:
        return Refusal("nothing-ordered", batch=batch)
    by = ", ".join(later)
    return Refusal("nothing-ordered", verb="replaced", batch=batch, order=order, by=by)


def write_bank_file(
    look: Look,
    batch: int,
    template: Template,
    path: Path,
    *,
    order: str | None,
    author: Author,
    reason: str | None,
    force: bool,
) -> BankFileWritten:
    """Write the file for a bank, its owner's only; that it shows accounts is recorded before.

    Raises Refusal as `to_transfer`, `recipients` and `record_showing` do, `bank-file-incomplete`,
    `bank-file-text`, `paper-unwritable`.
    """
    chosen = to_transfer(look, batch, order)
    known = recipients(look, chosen)
    content = _content(template, chosen, known)
    store, accounts = look.snapshot.store, len({to.number for to in known.values()})
    record_showing(store, KIND, str(batch), look.position, accounts, reason, author)
    with open_output(path, "paper-unwritable", CSV, force=force, mode=OWNER_ONLY) as file:
        file.write(content)
    return BankFileWritten(chosen, sum(each.net_fen or 0 for each in chosen))


def recipients(look: Look, chosen: Sequence[Transfer]) -> dict[str, Recipient]:
    """Return who each transfer goes to, by the enterprise's code.

    Raises Refusal `account-not-here` where an account cannot be read, else as the private table.
    """
    look.snapshot.store.private.must_be_open()
    by_code = payees(look, (each.uscc for each in chosen))
    return {uscc: _recipient(uscc, payee) for uscc, payee in by_code.items()}


def _recipient(uscc: str, payee: Payee) -> Recipient:
    cells = (payee.holder, payee.number, payee.bank, payee.bank_no)
    texts = [cell.shown if isinstance(cell, Secret) else cell for cell in cells]
    if texts[0] is None or texts[1] is None or ERASED in texts:
        raise Refusal("account-not-here", uscc=uscc)
    return Recipient(*(text or "" for text in texts))


def _content(
    template: Template, chosen: Sequence[Transfer], known: Mapping[str, Recipient]
) -> bytes:
    """Return the bytes of the file. Raises `bank-file-incomplete`, `bank-file-text`."""
    lines = [[column.header for column in template.columns]] if template.header else []
    for serial, transfer in enumerate(chosen, 1):
        lines.append(list(_cells(template, serial, transfer, known[transfer.uscc])))
    text = "".join(template.separator.join(line) + _LINE_END for line in lines)
    return text.encode(template.encoding)


def _cells(template: Template, serial: int, transfer: Transfer, to: Recipient) -> Iterator[str]:
    assert transfer.net_fen is not None, "ordered"
    assert transfer.ordered_on is not None, "ordered"
    values = {
        "serial": str(serial),
        "reference": transfer.reference,
        "number": to.number,
        "holder": to.holder,
        "bank": to.bank,
        "bank_no": to.bank_no,
        "amount": spelled(transfer.net_fen, template.amount),
        "date": transfer.ordered_on.strftime(template.date),
        "purpose": template.purpose,
        "order": transfer.order or "",
        "claims": " ".join(transfer.claims),
    }
    for column in template.columns:
        text = column.text if column.holds == "text" else values[column.holds]
        _must_fit(text, column, template, transfer.uscc)
        yield text


def _must_fit(text: str, column: Column, template: Template, uscc: str) -> None:
    """Raise where a text is missing, too long, or would be another in the bank's file."""
    facts = {"uscc": uscc, "column": column.header}
    if not text and (column.required or column.holds in ("number", "holder")):
        raise Refusal("bank-file-incomplete", **facts)
    if len(text) > column.most:
        raise Refusal("bank-file-text", verb="long", most=column.most, **facts)
    for character in text:
        if character in (template.separator, '"', "\r", "\n"):
            raise Refusal("bank-file-text", verb="separator", character=character, **facts)
        try:
            character.encode(template.encoding)
        except UnicodeEncodeError:
            raise Refusal("bank-file-text", verb="encoding", character=character,
                          encoding=template.encoding, **facts) from None  # fmt: skip
    if starts_a_formula(text):
        raise Refusal("bank-file-text", verb="separator", character=text[0], **facts)


def spelled(fen: int, unit: str) -> str:
    """Return an amount as a bank's file has it: in fen, or in yuan with two decimals."""
    return str(fen) if unit == "fen" else f"{fen // FEN_PER_YUAN}.{fen % FEN_PER_YUAN:02d}"
