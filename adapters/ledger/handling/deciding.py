"""Claims decided as a person filled in a sheet: each row against what the ledger has of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.intake.workbook.cells import plain
from adapters.intake.workbook.decisions import DecisionRow, columns
from adapters.ledger.handling.units import Author
from domain.commands.enterprise import ApproveClaim, RejectClaim
from domain.enterprise.registered.names import masked
from domain.policy.book import PolicyBook
from domain.refusals import Refusal
from projections.claims.listing import ListedClaim
from projections.claims.register import ClaimAnswer

if TYPE_CHECKING:
    from adapters.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedRow:
    """What became of a row. claim: as it stands; None where the row was refused or decides nothing.

    new: whether its decision was recorded now, not before.
    """

    row: DecisionRow
    claim: ClaimAnswer | None
    refusal: Refusal | None
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedSheet:
    """What became of every row, in the order of the file."""

    rows: Sequence[DecidedRow]
    book: PolicyBook


def decide_rows(
    ledger: Ledger,
    rows: Sequence[DecisionRow],
    author: Author,
    kind_names: Mapping[str, Collection[str]],
    policy: str | None = None,
    *,
    dry_run: bool = False,
) -> DecidedSheet:
    """Carry out what a sheet decides, in its order; a row that is refused stops no other.

    kind_names: what each kind is called, in any language. policy: claims of this one only, by its
    id. dry_run: record nothing, and answer what would become of each row. Raises Refusal
    `policy-unknown`.
    """
    with ledger.look() as look:
        numbers = [row.claim_no for row in rows]
        known, others = look.details(numbers), look.of_other_policies(numbers, policy)
    faults = [
        _fault(row, known.get(row.claim_no), kind_names)
        or (others.get(row.claim_no) if row.approved is not None else None)
        for row in rows
    ]
    paired = list(zip(rows, faults, strict=True))
    carried = [row for row, fault in paired if not fault and row.approved is not None]
    commands = [_command(row, author) for row in carried]
    after: Mapping[str, ClaimAnswer]
    if dry_run:
        with ledger.look() as look:
            foresight, book = look.foreseen(commands, author), look.book
        after = {claim.claim_no: claim for claim in foresight.decided}
        outcomes = iter([(each.refusal, bool(each.events)) for each in foresight.decisions])
    else:
        done = ledger.carry_out_all(commands, author)
        outcomes = iter([(each.refusal, bool(each.events)) for each in done])
        with ledger.look() as look:
            after, book = look.details([row.claim_no for row in rows]), look.book
    results = []
    for row, fault in paired:
        decides = not fault and row.approved is not None
        results.append(next(outcomes) if decides else (fault, False))
    return DecidedSheet(
        rows=[
            DecidedRow(
                row=row,
                claim=None if refusal or row.approved is None else after[row.claim_no],
                refusal=refusal,
                new=new,
            )
            for row, (refusal, new) in zip(rows, results, strict=True)
        ],
        book=book,
    )


def _command(row: DecisionRow, author: Author) -> ApproveClaim | RejectClaim:
    if not row.approved:
        return RejectClaim(claim_no=row.claim_no, words=row.words or "")
    return ApproveClaim(
        claim_no=row.claim_no,
        by=author.by,
        if_pending=False,
        reduced_to_fen=row.reduced_to_fen,
        words=row.words,
    )


def _fault(
    row: DecisionRow, claim: ListedClaim | None, kind_names: Mapping[str, Collection[str]]
) -> Refusal | None:
    """Return why a row is not carried out: it is at fault, or shows another claim than recorded."""
    if row.fault is not None or row.approved is None:
        return row.fault
    if claim is None:
        return Refusal("claim-unknown", claim_no=row.claim_no)
    recorded: dict[str, Collection[object]] = {
        "enterprise": {plain(claim.enterprise), masked(claim.uscc)},
        "uscc": {claim.uscc},
        "kind": {plain(name) for name in kind_names.get(claim.kind, (claim.kind,))},
        "occurred_on": {claim.occurred_on.isoformat()},
        "filed_on": {claim.filed_on.isoformat()},
        "declared_fen": {claim.declared_fen},
    }
    if claim.enterprise == masked(claim.uscc):
        del recorded["enterprise"]  # not for this officer to read: not compared
    for name, right in recorded.items():
        if row.shown[name] not in right:
            return Refusal("row-changed", claim_no=row.claim_no, column=columns()[name])
    return None
