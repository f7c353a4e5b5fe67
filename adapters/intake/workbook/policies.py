"""Which policy a sheet is of, in a ledger that has several; and where its columns stand then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain, zip_longest

from adapters.files.grid import GridRow, Merges
from adapters.intake.forms import Forms, forms, in_force
from adapters.intake.workbook.frames import Layout, Rows, sheet_layout
from adapters.intake.workbook.headers import AT, HEADER_ROWS_MAX, Header, header_of
from domain.refusals import Refusal

OF_POLICY = "适用政策："
_NAMED = re.compile(r"\s*(?:适用政策|所属政策|Policy)\s*[:：]\s*(.+)", re.IGNORECASE)
_ALONE = re.compile(r"\s*(?:适用政策|所属政策|Policy)\s*[:：]?\s*", re.IGNORECASE)
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

    Raises Refusal `policy-unknown`, `policy-conflicts` where its line and its name say different
    ones, or `policy-not-named` where it may be of several.
    """
    every, where = forms(), file if title is None else f"{file} {title}"
    texts = [text for row in above.values() for text in _texts(row)]
    said = [match[1] for match in map(_NAMED.match, texts) if match is not None]
    said += AT.findall(title or "")[:1]
    named = {name: _called(name, every.whole) for name in said}
    for name, policy in named.items():
        spelt = name.strip()[:_NAME_MAX]
        if policy not in every.policies:
            known = ", ".join(every.policies)
            raise Refusal("policy-unknown", verb="sheet", where=where, policy=spelt, known=known)
        if policy != named[said[0]]:
            other = said[0].strip()[:_NAME_MAX]
            raise Refusal("policy-conflicts", where=where, policy=other, other=spelt)
    if said:
        return every.each[named[said[0]] or ""]
    headers = {policy: _header(title, above, own) for policy, own in every.each.items()}
    by_name = [policy for policy, header in headers.items() if header is not None]
    whole = [policy for policy in by_name if _is_whole(headers[policy])]
    fitting = whole or by_name  # a sheet's name alone says less than all its headers
    if len(fitting) > 1:
        raise Refusal("policy-not-named", verb="sheet", where=where, known=", ".join(fitting))
    return every.each[fitting[0]] if fitting else every


def _header(
    title: str | None, above: Mapping[int, Mapping[int, object]], forms: Forms
) -> Header | None:
    with in_force(forms):
        return header_of(title or "", above)


def _is_whole(header: Header | None) -> bool:
    return header is not None and not header.missing


def _texts(row: Mapping[int, object]) -> Iterator[str]:
    """Yield the texts of a row; what stands in the cell after 适用政策： with it."""
    cells = [cell for _, cell in sorted(row.items()) if isinstance(cell, str)]
    for cell, following in zip_longest(cells, cells[1:], fillvalue=""):
        alone = _ALONE.fullmatch(cell) is not None
        yield f"{cell.rstrip(':： ')}：{following}" if alone and following else cell


def _first(rows: Iterator[GridRow]) -> Iterator[GridRow]:
    """Yield the rows that may be above the claims, and the next."""
    for row in rows:
        yield row
        if row.number > HEADER_ROWS_MAX:
            return


def _called(name: str, every: Forms) -> str | None:
    """Return the policy that a sheet names: by its id, its title, or its title（id）."""
    whole = every.policy_called(name)
    title, _, id_ = name.strip().rstrip(")）").replace("（", "(").rpartition("(")
    if whole is not None or not title:
        return whole
    policy = every.policy_called(id_)
    return policy if policy == every.policy_called(title) else None
