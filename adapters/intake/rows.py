"""From the checks of a row to what a reader yields for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from adapters.intake.checks import Faults, Row, claim_no_of
from adapters.intake.items import AcceptedRow, At, Item, Notice, RejectedRow, Source
from domain.commands.enterprise import RecordExports, SubmitClaim

WHY = "退回原因"  # why a row came back; no reader minds it
RAW = "原文"  # a returned line that could not be split into named values


def row_result(
    checked: SubmitClaim | RecordExports | Faults,
    row: Row,
    at: At,
    columns: Mapping[str, str],
    source: Source,
    order: Sequence[str] = (),
) -> tuple[Item, ...]:
    """Return an accepted row, or a rejected row that names the leftmost column at fault.

    `columns`: key path to column. `order`: the file's columns; without it the faults' own order.
    """
    if isinstance(checked, list):
        named = [(columns.get(key, key), fault) for key, fault in checked]
        if order:
            place = {column: index for index, column in enumerate(order)}
            named.sort(key=lambda pair: place.get(pair[0], len(place)))
        column, fault = named[0]
        claim_no = claim_no_of(row)
        return (
            RejectedRow(
                at=at,
                of_claim="record" not in row,
                column=column,
                code=fault.code,
                value=fault.value,
                claim_no=claim_no,
                source=source,
            ),
        )
    good = AcceptedRow(at=at, command=checked, columns=columns, source=source)
    if isinstance(checked, SubmitClaim) and checked.occurred_on > checked.filed_on:
        return good, _filed_before(at, checked)
    return (good,)


def _filed_before(at: At, claim: SubmitClaim) -> Notice:
    facts = {
        "file": at.file,
        "sheet": at.sheet,
        "row": at.row,
        "claim_no": claim.claim_no,
        "occurred_on": claim.occurred_on.isoformat(),
        "filed_on": claim.filed_on.isoformat(),
    }
    return Notice(code="filed-before", facts=facts)
