"""Which policy a sheet is of, in a ledger that has several; and where its columns stand then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from adapters.files.grid import GridRow, Merges
from adapters.intake.forms import Forms, forms, in_force
from adapters.intake.workbook.frames import Layout, Rows, sheet_layout
from adapters.intake.workbook.headers import AT, HEADER_ROWS_MAX, header_of
from domain.refusals import Refusal

OF_POLICY = "适用政策："
_NAMED = re.compile(r"\s*(?:适用政策|所属政策|Policy)\s*[:：]\s*(.+)", re.IGNORECASE)
_NAME_MAX = 200


def layout_of(
    file: str,
    title: str | None,
    sheet_rows: Rows,
    merged: Merges,
    *,
    from_1904: bool,
    accept_large: bool,
) -> tuple[Forms, Layout | None]:
    """Return the forms of the policy that a sheet is of, and where its columns stand by them.

    Raises Refusal as `sheet_layout` and `forms_of_sheet` do.
    """
    how = {"from_1904": from_1904, "accept_large": accept_large}
    if len(forms().whole.policies) == 1:
        return forms(), sheet_layout(file, title, sheet_rows, merged, **how)
    every = iter(sheet_rows)
    first = list(_first(every))
    above = {row.number: row.cells for row in first if row.number <= HEADER_ROWS_MAX}
    own = forms_of_sheet(file, title, above)
    with in_force(own):
        return own, sheet_layout(file, title, chain(first, every), merged, **how)


def forms_of_sheet(
    file: str, title: str | None, above: Mapping[int, Mapping[int, object]]
) -> Forms:
    """Return the forms of the policy that a sheet names, or else of the only one that it fits.

    Raises Refusal `policy-unknown`, or `policy-not-named` where it may be of several.
    """
    every, where = forms(), file if title is None else f"{file} {title}"
    facts = {"where": where, "known": ", ".join(every.policies)}
    texts = [cell for row in above.values() for cell in row.values() if isinstance(cell, str)]
    named = next(filter(None, map(_NAMED.match, texts)), None) or AT.search(title or "")
    if named is not None:
        policy = _called(named[1], every.whole)
        if policy not in every.policies:
            spelt = named[1].strip()[:_NAME_MAX]
            raise Refusal("policy-unknown", verb="sheet", policy=spelt, **facts)
        return every.each[policy]
    fitting = []
    for own in every.each.values():
        with in_force(own):
            fitting += [own] if header_of(title or "", above) is not None else []
    if len(fitting) > 1:
        raise Refusal("policy-not-named", verb="sheet", **facts)
    return fitting[0] if fitting else every


def _first(rows: Iterator[GridRow]) -> Iterator[GridRow]:
    """Yield the rows that may be above the claims, and the next."""
    for row in rows:
        yield row
        if row.number > HEADER_ROWS_MAX:
            return


def _called(name: str, every: Forms) -> str | None:
    """Return the policy that a sheet names: by its id, its title, or both."""
    title, _, id_ = name.strip().rstrip(")）").replace("（", "(").rpartition("(")
    spelt = (name, id_, title) if title else (name,)
    return next(filter(None, map(every.policy_called, spelt)), None)
