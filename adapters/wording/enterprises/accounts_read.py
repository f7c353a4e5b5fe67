"""What became of the rows of a sheet of accounts; no account is shown whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from adapters.accounts.sheet import place_of
from adapters.wording.catalogue.refusals import sentence
from adapters.wording.table import Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from projections.money.accounts_read import AccountNotice, AccountRejected, AccountsRead

if TYPE_CHECKING:
    from adapters.ledger.treasury.accounts_read import NamedRow


def accounts_read(rows: Sequence[NamedRow], file: str, *, dry_run: bool) -> AccountsRead:
    """Return what a sheet named."""
    good = [row for row in rows if row.refusal is None]
    rejects = tuple(
        AccountRejected(
            sheet=each.row.sheet,
            row=each.row.row,
            column=each.row.column,
            code=each.refusal.code,
            message=sentence(each.refusal),
        )
        for each in rows
        if each.refusal is not None
    )
    return AccountsRead(
        file=file,
        rows=len(rows),
        named=sum(row.new and not row.changed for row in good),
        changed=sum(row.changed for row in good),
        unchanged=sum(not row.new for row in good),
        rejected=len(rejects),
        dry_run=dry_run,
        rejects=rejects,
        notices=tuple(notice for row in good for notice in _notices(row)),
    )


def accounts_report(answer: AccountsRead, rows: Sequence[NamedRow]) -> Report:
    """Return the counts, each row that names nothing, and what is doubtful of the others."""
    columns = (
        Column(pgettext("accounts", "rows"), "count"),
        Column(pgettext("accounts", "named"), "count"),
        Column(pgettext("accounts", "changed"), "count"),
        Column(pgettext("accounts", "as before"), "count"),
        Column(pgettext("accounts", "sent back"), "count"),
    )
    counts = (answer.rows, answer.named, answer.changed, answer.unchanged, answer.rejected)
    parts: list[str | Table] = [Table(title="", columns=columns, rows=[counts])]
    bad = [row for row in rows if row.refusal is not None]
    if bad:
        back: Columns[NamedRow] = (
            (Column(pgettext("column", "sheet")), lambda each: each.row.sheet or ""),
            (Column(pgettext("column", "row"), "figure"), lambda each: str(each.row.row)),
            (Column(pgettext("column", "column")), _column),
            (Column(pgettext("column", "reason")), _why),
        )
        parts.append(table_of(bad, back))
    parts += [f"{notice.uscc}: {notice.message}" for notice in answer.notices]
    return Report(title=pgettext("sheet", "accounts"), parts=tuple(parts))


def why_back(rows: Sequence[NamedRow]) -> list[str]:
    """Return why each of these rows came back."""
    return [_why(row) for row in rows]


def _why(row: NamedRow) -> str:
    return "" if row.refusal is None else f"{row.refusal.code}: {sentence(row.refusal)}"


def _column(each: NamedRow) -> str:
    return f"{place_of(each.row)} {each.row.column or ''}".strip()


def _notices(each: NamedRow) -> Iterator[AccountNotice]:
    """Yield what is doubtful of an account that a row names."""
    account = each.row.account
    said = []
    if account is not None and each.other_holder is not None:
        text = _("the account is in the name {holder}; the enterprise is called {name}")
        said.append(("holder-differs", text.format(holder=account.holder, name=each.other_holder)))
    if each.unlike_a_card:
        text = _(
            "the number is as long as a bank card's and lacks its check digit: an enterprise's "
            "account has none; look at its paper"
        )
        said.append(("unlike-a-card", text))
    for code, message in said:
        assert account is not None, "named by the row"
        yield AccountNotice(
            sheet=each.row.sheet,
            row=each.row.row,
            uscc=account.uscc,
            code=code,
            message=message,
        )
