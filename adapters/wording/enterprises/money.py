"""Budgets and statements as reports for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.wording.enterprises.corrections import corrections_tables
from adapters.wording.enterprises.holds import holds_parts
from adapters.wording.enterprises.transfers import kin_lines, transfer_lines
from adapters.wording.policy.currency import currency
from adapters.wording.policy.titles import line_title, policy_column, policy_titles
from adapters.wording.table import Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from projections.money.statement import (
    KindredStatement,
    Statement,
    StatementAfterTransfer,
    StatementEntry,
)

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook
    from projections.money.budgets import BudgetFigures


def budget_report(answer: BudgetFigures, book: PolicyBook) -> Report:
    """Return a budget year: a column for each of its lines."""
    title = _("Budget of {year} (log position {position}), {currency}").format(
        currency=currency(), year=answer.year, position=answer.position
    )
    lines = answer.lines.values()
    rows = [
        (heading, *(getattr(line, name) for line in lines))
        for name, heading in _budget_headings().items()
    ]
    rows.append((pgettext("budget", "executed"), *(f"{line.execution_rate} %" for line in lines)))
    if book.has_several:
        rows.append(
            (
                pgettext("budget", "policies"),
                *(policy_titles(line.policies, book) for line in lines),
            )
        )
    columns = (Column(""), *(Column(line_title(line.title), "fen") for line in lines))
    every = Table(title="", columns=columns, rows=rows, position=answer.position)
    return _report(title, every, *corrections_tables(answer.corrections))


def statement_report(answer: Statement, name: str | None, book: PolicyBook) -> Report:
    """Return an enterprise's statement: the sums, then every entry with the balance after it."""
    whose = f"{name or ''} {answer.uscc}".strip()
    sums = [
        (pgettext("statement", "granted"), answer.granted_fen),
        (pgettext("statement sum", "paid"), answer.paid_fen),
        (pgettext("statement sum", "recovered"), answer.recovered_fen),
        (pgettext("statement sum", "lapsed"), answer.lapsed_fen),
        (pgettext("statement", "owed to the enterprise"), answer.owed_to_enterprise_fen),
        (pgettext("statement", "owed back"), answer.owed_back_fen),
    ]
    words = entry_words()
    moved: tuple[str | Table, ...] = ()
    if isinstance(answer, StatementAfterTransfer):
        moved = ("", *transfer_lines(answer.transfers))
    columns: Columns[StatementEntry] = (
        (Column(pgettext("column", "position"), "figure"), lambda entry: str(entry.position)),
        (Column(pgettext("column", "on")), lambda entry: str(entry.on)),
        (Column(pgettext("statement", "what")), lambda entry: words[entry.what]),
        (Column(_("claim")), lambda entry: entry.claim_no),
        *policy_column(book),
        (Column(pgettext("column", "amount"), "fen"), lambda entry: entry.amount_fen),
        (Column(pgettext("column", "balance"), "fen"), lambda entry: entry.balance_fen),
    )
    kin: tuple[str, ...] = ()
    if isinstance(answer, KindredStatement):
        kin = tuple(kin_lines(answer.succeeds, answer.succeeded_by))
    return _report(
        _("Statement of {whose}, {currency}").format(whose=whose, currency=currency()),
        *kin,
        Table(title="", columns=(Column(""), Column("", "fen")), rows=sums),
        "",
        table_of(answer.entries, columns),
        *corrections_tables(answer.corrections),
        *moved,
        *holds_parts(answer.holds),
    )


def _report(title: str, *parts: str | Table) -> Report:
    return Report(title=title, parts=(title, *parts))


def _budget_headings() -> dict[str, str]:
    """Return what each figure of a budget line is called, by its field."""
    return {
        "appropriated_fen": pgettext("budget", "appropriated"),
        "supplemented_fen": pgettext("budget", "supplemented"),
        "transferred_fen": pgettext("budget", "transferred (net)"),
        "carried_in_fen": pgettext("budget", "carried in (net)"),
        "carried_out_fen": pgettext("budget", "of it carried out"),
        "returned_fen": pgettext("budget", "returned"),
        "budget_fen": pgettext("budget", "budget"),
        "paid_fen": pgettext("budget", "paid"),
        "recovered_fen": pgettext("budget", "recovered"),
        "approved_unpaid_fen": pgettext("budget", "approved, unpaid"),
        "in_publicity_fen": pgettext("budget", "in publicity"),
        "held_fen": pgettext("budget", "of it held by objections"),
        "committed_fen": pgettext("budget", "committed"),
        "available_fen": pgettext("budget", "available"),
        "under_review_fen": pgettext("budget", "under review"),
        "available_after_review_fen": pgettext("budget", "available after review"),
        "lapsed_fen": pgettext("budget", "lapsed"),
    }


def entry_words() -> dict[str, str]:
    """Return what each kind of a statement's entries is called."""
    return {
        "granted": pgettext("statement", "granted"),
        "reassessed": pgettext("statement", "reassessed"),
        "withdrawn": pgettext("statement", "withdrawn"),
        "revoked": pgettext("statement", "revoked"),
        "lapsed": pgettext("statement", "lapsed"),
        "paid": pgettext("statement", "paid"),
        "payment-failed": pgettext("statement", "payment failed"),
        "recovered": pgettext("statement", "repaid"),
        "set-off": pgettext("statement", "set off"),
        "set-off-reversed": pgettext("statement", "set-off undone"),
        "payment-reinstated": pgettext("statement", "had arrived"),
        "set-off-reinstated": pgettext("statement", "set off again"),
        "recovery-reversed": pgettext("statement", "repaid, reversed"),
    }
