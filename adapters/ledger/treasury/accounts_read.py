"""Accounts of a sheet named, each row for itself; what a rehearsal would name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.accounts.sheet import AccountRow
from adapters.intake.workbook.cells import plain
from adapters.ledger.handling.units import Author
from adapters.ledger.treasury.accounts import is_named
from domain.commands.enterprise import PayInto
from domain.enterprise.registered.names import masked
from domain.refusals import Refusal

if TYPE_CHECKING:
    from adapters.ledger.ledger import Ledger
    from adapters.ledger.look import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRow:
    """What became of a row. new: an account is named by it; changed: in place of another.

    unlike_a_card, other_holder: what is doubtful of it, and stops nothing.
    """

    row: AccountRow
    refusal: Refusal | None
    new: bool = False
    changed: bool = False
    unlike_a_card: bool = False
    other_holder: str | None = None


def name_accounts(
    ledger: Ledger,
    rows: Sequence[AccountRow],
    author: Author,
    document: str | None,
    *,
    dry_run: bool,
) -> list[NamedRow]:
    """Name the accounts of rows, in order; a row that is refused stops no other.

    document: by which accounts are changed. dry_run: record nothing.
    """
    with ledger.look() as look:
        judged = [_judged(look, row, document) for row in rows]
    if dry_run:
        return judged
    named = []
    for each in judged:
        if each.refusal is not None or not each.new:
            named.append(each)
            continue
        try:
            ledger.carry_out(_command(each.row, document), author)
        except Refusal as refusal:
            each = NamedRow(row=each.row, refusal=refusal.with_traceback(None))
        named.append(each)
    return named


def _judged(look: Look, row: AccountRow, document: str | None) -> NamedRow:
    """Return what a row would name. Raises Refusal `private-unreadable`."""
    account = row.account
    if account is None:
        return NamedRow(row=row, refusal=row.fault)
    snapshot, uscc = look.snapshot, account.uscc
    enterprise = snapshot.enterprise(uscc)
    if enterprise.length == 0:
        return NamedRow(row=row, refusal=Refusal("enterprise-unknown", verb="register", uscc=uscc))
    latest = enterprise.registration.account
    command = _command(row, document)
    if latest is not None and is_named(latest, command, snapshot.store.private):
        return NamedRow(row=row, refusal=None)
    stands = latest is not None and not latest.erased
    if stands and document is None:
        return NamedRow(row=row, refusal=Refusal("account-document-needed", uscc=uscc))
    name = look.name(uscc) or ""
    known = name == masked(uscc) or plain(name) == plain(account.holder)
    return NamedRow(
        row=row,
        refusal=None,
        new=True,
        changed=stands,
        unlike_a_card=row.unlike_a_card,
        other_holder=None if known else name,
    )


def _command(row: AccountRow, document: str | None) -> PayInto:
    assert row.account is not None, "a row at fault names nothing"
    account = row.account
    return PayInto(
        uscc=account.uscc,
        number=account.number,
        bank=account.bank,
        bank_no=account.bank_no,
        holder=account.holder,
        document=document,
    )
