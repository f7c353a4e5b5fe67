"""Budgets, batches and statements as reports for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from adapters.wording.catalogue.money import line_states
from adapters.wording.policy.currency import currency
from adapters.wording.policy.titles import policy_column, policy_title
from adapters.wording.table import Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import listed, ngettext, pgettext
from domain.money import yuan
from domain.policy.book import PolicyBook
from projections.money.batches import BatchDetails, BatchLineDetails, BatchMoney
from projections.money.budgets import BudgetFigures
from projections.money.statement import Statement, StatementEntry


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
            (pgettext("budget", "policies"), *(_titles(line.policies, book) for line in lines))
        )
    columns = (Column(""), *(Column(name, "fen") for name in answer.lines))
    return _report(title, Table(title="", columns=columns, rows=rows, position=answer.position))


def batch_report(
    answer: BatchDetails,
    names: Mapping[str, str],
    money: BatchMoney,
    book: PolicyBook,
    claim_no: str | None,
) -> Report:
    """Return a batch and its lines, or the line of one claim and how many are in which state.

    names: what enterprises are called, by their codes.
    """
    states = line_states()
    columns: Columns[BatchLineDetails] = (
        (Column(_("claim")), lambda line: line.claim_no),
        *policy_column(book),
        (Column(pgettext("batch", "code")), lambda line: line.uscc),
        (Column(pgettext("batch", "enterprise")), lambda line: names.get(line.uscc, "")),
        (Column(pgettext("batch", "owed"), "fen"), lambda line: line.owed_fen),
        (Column(pgettext("batch", "allotted"), "fen"), lambda line: line.allotted_fen),
        (Column(pgettext("batch", "set off"), "fen"), lambda line: line.set_off_fen),
        (Column(pgettext("batch", "transferred"), "fen"), lambda line: line.transferred_fen),
        (Column(pgettext("column", "state")), lambda line: states[line.state]),
    )
    title, sentence = _batch_title(answer), money_sentence(money)
    if claim_no is None:
        return _report(title, table_of(answer.lines, columns), sentence)
    lines = [line for line in answer.lines if line.claim_no == claim_no]
    counts = Counter(states[line.state] for line in answer.lines)
    of_all = _("{lines} lines in all: {states}").format(
        lines=len(answer.lines),
        states=listed(f"{state} {count}" for state, count in counts.items()),
    )
    return _report(title, table_of(lines, columns), of_all, sentence)


def without_account(codes: Sequence[str]) -> str:
    """Return that enterprises were paid of which no account is registered."""
    return ngettext(
        "Paid without a registered account: {codes}. Check where the money went, and register the "
        "account with `subsidy enterprise account`.",
        "Paid without a registered account ({count}): {codes}. Check where the money went, and "
        "register the accounts with `subsidy enterprise account`.",
        len(codes),
    ).format(count=len(codes), codes=listed(codes))


def money_sentence(money: BatchMoney) -> str:
    """Return what a batch did with its line's money, and what becomes of what it did not pay."""
    sentence = _(
        "As computed: money of the line {money}, allotted {allotted}, still available {rest}"
    ).format(
        money=yuan(money.money_fen), allotted=yuan(money.allotted_fen), rest=yuan(money.rest_fen)
    )
    if money.owed_still_fen:
        owed = yuan(money.owed_still_fen)
        sentence += _("; {owed} of the claims stays owed").format(owed=owed)
    if money.lapsed_fen:
        sentence += _("; {lapsed} of the claims lapsed").format(lapsed=yuan(money.lapsed_fen))
    return sentence


def batches_report(batches: Sequence[BatchDetails], book: PolicyBook) -> Report:
    """Return every batch, a row each."""
    if not batches:
        return _report(_("No batches"))
    states = _batch_states()
    of: Columns[BatchDetails] = (
        (Column(pgettext("column", "policy")), lambda batch: _titles(batch.policies, book)),
    )
    columns: Columns[BatchDetails] = (
        (Column(pgettext("column", "batch"), "count"), lambda batch: batch.batch),
        (Column(pgettext("batch", "year")), lambda batch: str(batch.budget_year)),
        (Column(pgettext("column", "line")), lambda batch: batch.line),
        *(of if book.has_several else ()),
        (Column(pgettext("column", "state")), lambda batch: states[batch.state]),
        (Column(pgettext("column", "notice ends")), lambda batch: str(batch.publicity_ends or "")),
        (Column(pgettext("column", "total"), "fen"), lambda batch: batch.total_fen),
        (Column(pgettext("column", "lines"), "count"), lambda batch: len(batch.lines)),
    )
    return Report(title=pgettext("title", "Batches"), parts=(table_of(batches, columns),))


def _titles(policies: Sequence[str] | None, book: PolicyBook) -> str:
    return listed(policy_title(policy, book) for policy in policies or ())


def statement_report(answer: Statement, name: str | None, book: PolicyBook) -> Report:
    """Return an enterprise's statement: the sums, then every entry with the balance after it."""
    whose = f"{name or ''} {answer.uscc}".strip()
    sums = [
        (pgettext("statement", "granted"), answer.granted_fen),
        (pgettext("statement sum", "paid"), answer.paid_fen),
        (pgettext("statement sum", "recovered"), answer.recovered_fen),
        (pgettext("statement", "owed to the enterprise"), answer.owed_to_enterprise_fen),
        (pgettext("statement", "owed back"), answer.owed_back_fen),
    ]
    words = _entry_words()
    columns: Columns[StatementEntry] = (
        (Column(pgettext("column", "position"), "figure"), lambda entry: str(entry.position)),
        (Column(pgettext("column", "on")), lambda entry: str(entry.on)),
        (Column(pgettext("statement", "what")), lambda entry: words[entry.what]),
        (Column(_("claim")), lambda entry: entry.claim_no),
        *policy_column(book),
        (Column(pgettext("column", "amount"), "fen"), lambda entry: entry.amount_fen),
        (Column(pgettext("column", "balance"), "fen"), lambda entry: entry.balance_fen),
    )
    return _report(
        _("Statement of {whose}, {currency}").format(whose=whose, currency=currency()),
        Table(title="", columns=(Column(""), Column("", "fen")), rows=sums),
        "",
        table_of(answer.entries, columns),
    )


def _report(title: str, *parts: str | Table) -> Report:
    return Report(title=title, parts=(title, *parts))


def _batch_title(answer: BatchDetails) -> str:
    if answer.publicity_ends is None:
        title = _("Batch {number}, budget {year}, line {line}: {state}; {total} {currency}")
    else:
        title = _(
            "Batch {number}, budget {year}, line {line}: {state}, notice until {ends}; "
            "{total} {currency}"
        )
    return title.format(
        currency=currency(),
        number=answer.batch,
        year=answer.budget_year,
        line=answer.line,
        state=_batch_states()[answer.state],
        ends=answer.publicity_ends,
        total=yuan(answer.total_fen),
    )


def _budget_headings() -> dict[str, str]:
    """Return what each figure of a budget line is called, by its field."""
    return {
        "appropriated_fen": pgettext("budget", "appropriated"),
        "supplemented_fen": pgettext("budget", "supplemented"),
        "transferred_fen": pgettext("budget", "transferred (net)"),
        "carried_in_fen": pgettext("budget", "carried in (net)"),
        "returned_fen": pgettext("budget", "returned"),
        "budget_fen": pgettext("budget", "budget"),
        "paid_fen": pgettext("budget", "paid"),
        "recovered_fen": pgettext("budget", "recovered"),
        "approved_unpaid_fen": pgettext("budget", "approved, unpaid"),
        "in_publicity_fen": pgettext("budget", "in publicity"),
        "committed_fen": pgettext("budget", "committed"),
        "available_fen": pgettext("budget", "available"),
        "under_review_fen": pgettext("budget", "under review"),
        "available_after_review_fen": pgettext("budget", "available after review"),
    }


def _batch_states() -> dict[str, str]:
    """Return what each state of a batch is called."""
    return {
        "computed": pgettext("batch", "computed"),
        "published": pgettext("batch", "published"),
        "paid": pgettext("batch", "paid"),
    }


def _entry_words() -> dict[str, str]:
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
    }
