"""Payment batches as reports for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from adapters.wording.catalogue.money import line_states
from adapters.wording.enterprises.corrections import corrections_tables
from adapters.wording.enterprises.holds import kept_back, left_out
from adapters.wording.policy.currency import currency
from adapters.wording.policy.titles import line_title, policy_column, policy_titles
from adapters.wording.table import Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import in_brackets, listed, ngettext, pgettext
from domain.money import yuan
from domain.payments.barriers import NO_ACCOUNT, OF_ACCOUNTS, UNCONFIRMED

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook
    from projections.money.as_computed import BatchMoney
    from projections.money.batches import BatchDetails, BatchLineDetails, ObjectionDetails
    from projections.money.made import OrderDetails, PaymentDetails


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
    columns = _line_columns(names, book, ordered=bool(answer.orders))
    title, sentence = _batch_title(answer), money_sentence(money)
    if claim_no is None:
        every = table_of(answer.lines, columns)
        made, objected = _made(answer), _objections(answer.lines)
        barred = (*kept_back(answer.lines, names), *left_out(answer.left_out, names))
        right = corrections_tables(answer.corrections)
        after = (*barred, *made, *objected, *right)
        return _report(title, *_given_up(answer), every, *after, sentence)
    lines = [line for line in answer.lines if line.claim_no == claim_no]
    states = line_states()
    counts = Counter(states[_state(line)] for line in answer.lines)
    of_all = ngettext(
        "{lines} line in all: {states}", "{lines} lines in all: {states}", len(answer.lines)
    ).format(
        lines=len(answer.lines),
        states=listed(f"{state} {count}" for state, count in counts.items()),
    )
    about = (*kept_back(lines, names), *_objections(lines))
    return _report(title, table_of(lines, columns), of_all, *about, sentence)


def barred_text(answer: BatchDetails) -> Iterator[str]:
    """Yield which enterprises' lines are neither ordered nor paid, for want of an account."""
    sentences = {
        NO_ACCOUNT: _(
            "Left in the batch, without an account: {codes}. Name their accounts with `subsidy "
            "enterprise account` or `accounts`; in cash, pay with --without-account."
        ),
        UNCONFIRMED: _(
            "Left in the batch, the account named after the notice and not confirmed: {codes}. "
            "Another person than who named it confirms it with `subsidy enterprise "
            "confirm-account`."
        ),
    }
    for why, sentence in sentences.items():
        barred = (line for line in answer.lines if why in {each.code for each in line.barriers})
        codes = dict.fromkeys(line.uscc for line in barred)
        if codes:
            yield sentence.format(codes=listed(codes))


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
        return _report(_("No batches yet. `subsidy batch compute` computes one."))
    states = _batch_states()
    of: Columns[BatchDetails] = (
        (Column(pgettext("column", "policy")), lambda batch: policy_titles(batch.policies, book)),
    )
    columns: Columns[BatchDetails] = (
        (Column(pgettext("column", "batch"), "count"), lambda batch: batch.batch),
        (Column(pgettext("batch", "year")), lambda batch: str(batch.budget_year)),
        (Column(pgettext("column", "line")), lambda batch: line_title(batch.line_title)),
        *(of if book.has_several else ()),
        (Column(pgettext("column", "state")), lambda batch: states[batch.state]),
        (Column(pgettext("column", "notice ends")), lambda batch: str(batch.publicity_ends or "")),
        (Column(pgettext("column", "total"), "fen"), lambda batch: batch.total_fen),
        (Column(pgettext("column", "lines"), "count"), lambda batch: len(batch.lines)),
        (Column(pgettext("column", "receipts and days")), _receipts),
    )
    return Report(title=pgettext("title", "Batches"), parts=(table_of(batches, columns),))


def _line_columns(
    names: Mapping[str, str], book: PolicyBook, *, ordered: bool
) -> Columns[BatchLineDetails]:
    """Return the columns of a batch's lines; ordered: with what an order leaves to transfer."""
    states = line_states()
    columns: Columns[BatchLineDetails] = (
        (Column(_("claim")), lambda line: line.claim_no),
        *policy_column(book),
        (Column(pgettext("batch", "code")), lambda line: line.uscc),
        (Column(pgettext("batch", "enterprise")), lambda line: _payee(line, names)),
        (Column(pgettext("batch", "owed"), "fen"), lambda line: line.owed_fen),
        (Column(pgettext("batch", "allotted"), "fen"), lambda line: line.allotted_fen),
        (Column(pgettext("batch", "set off"), "fen"), lambda line: line.set_off_fen),
        (Column(pgettext("batch", "transferred"), "fen"), lambda line: line.transferred_fen),
        (Column(pgettext("column", "state")), lambda line: states[_state(line)]),
    )
    if not ordered:
        return columns
    to_transfer = Column(pgettext("batch", "to transfer"), "fen")
    net: Columns[BatchLineDetails] = (
        (to_transfer, lambda line: (line.net_fen or 0) - line.transferred_fen),
    )
    return (*columns[:-2], *net, *columns[-2:])


def _payee(line: BatchLineDetails, names: Mapping[str, str]) -> str:
    """Return who is paid, and for whom where another carries on the code of the claim."""
    name = names.get(line.uscc, "")
    if line.filed_under == line.uscc:
        return name
    return _("{name} (for {code})").format(name=name, code=line.filed_under).strip()


def _state(line: BatchLineDetails) -> str:
    """Return a line's state; what keeps it back, where that is its account or its enterprise."""
    of_account = [why.code for why in line.barriers if why.code in OF_ACCOUNTS]
    of_enterprise = [why.code for why in line.barriers if why.code not in OF_ACCOUNTS]
    objected = any(each.upheld is None for each in line.objections)
    return next(iter((*of_account, *(() if objected else of_enterprise))), line.state)


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
        line=line_title(answer.line_title),
        state=_batch_states()[answer.state],
        ends=answer.publicity_ends,
        total=yuan(answer.total_fen),
    )


def _given_up(answer: BatchDetails) -> Iterator[str]:
    """Yield how notices were withdrawn, and how the batch was given up."""
    for withdrawn in answer.withdrawn:
        yield _("Notice withdrawn by {document}: {words}").format(
            document=withdrawn.document, words=withdrawn.words
        )
    if answer.cancelled is not None:
        by = answer.cancelled.document
        document = "" if by is None else _(" (document {document})").format(document=by)
        yield _("Cancelled: {words}").format(words=answer.cancelled.words) + document


def _made(answer: BatchDetails) -> Iterator[Table]:
    """Yield the orders that stand, and the payments."""
    if answer.orders:
        columns: Columns[OrderDetails] = (
            (Column(pgettext("batch", "order")), lambda order: order.document),
            (Column(pgettext("column", "on")), lambda order: str(order.on)),
            (Column(pgettext("column", "lines"), "count"), lambda order: order.lines),
            (Column(pgettext("batch", "ordered"), "fen"), lambda order: order.amount_fen),
            (Column(pgettext("batch", "set off"), "fen"), lambda order: order.set_off_fen),
            (Column(pgettext("batch", "to transfer"), "fen"), lambda order: order.net_fen),
        )
        if any(order.replaces for order in answer.orders):
            replaces = Column(pgettext("batch", "replaces order"))
            columns = (*columns, (replaces, lambda order: listed(order.replaces)))
        yield table_of(answer.orders, columns)
    if answer.payments:
        paid: Columns[PaymentDetails] = (
            (Column(pgettext("batch", "receipt")), lambda payment: payment.receipt),
            (Column(pgettext("column", "on")), lambda payment: str(payment.on)),
            (Column(pgettext("column", "lines"), "count"), lambda payment: payment.lines),
            (Column(pgettext("batch", "paid"), "fen"), lambda payment: payment.amount_fen),
            (Column(pgettext("batch", "set off"), "fen"), lambda payment: payment.set_off_fen),
            (
                Column(pgettext("batch", "transferred"), "fen"),
                lambda payment: payment.transferred_fen,
            ),
        )
        if any(payment.failed_fen for payment in answer.payments):
            paid = (*paid, *_came())
        yield table_of(answer.payments, paid)


def _came() -> Columns[PaymentDetails]:
    """Return the columns of what did not arrive of a payment, and of what did."""
    return (
        (Column(pgettext("batch", "did not arrive"), "fen"), lambda payment: payment.failed_fen),
        (
            Column(pgettext("batch", "arrived"), "fen"),
            lambda payment: payment.transferred_fen - payment.failed_fen,
        ),
    )


def _objections(lines: Iterable[BatchLineDetails]) -> Iterator[Table]:
    """Yield a table of the objections to lines, where there are any."""
    said = [(line.claim_no, each) for line in lines for each in line.objections]
    if not said:
        return
    columns: Columns[tuple[str, ObjectionDetails]] = (
        (Column(_("claim")), lambda row: row[0]),
        (Column(pgettext("objection", "objection"), "count"), lambda row: row[1].number),
        (Column(pgettext("column", "on")), lambda row: str(row[1].on or "")),
        (Column(pgettext("objection", "by")), lambda row: row[1].person or ""),
        (Column(pgettext("objection", "document")), lambda row: row[1].document or ""),
        (Column(pgettext("objection", "reason")), lambda row: row[1].words),
        (Column(pgettext("objection", "outcome")), lambda row: _outcome(row[1])),
    )
    yield table_of(said, columns)


def _outcome(objection: ObjectionDetails) -> str:
    if objection.upheld is None:
        return pgettext("objection", "open")
    outcome = _("upheld") if objection.upheld else _("dismissed")
    return in_brackets(outcome, objection.resolved_by)


def _receipts(batch: BatchDetails) -> str:
    return listed(f"{payment.receipt} {payment.on}" for payment in batch.payments)


def _batch_states() -> dict[str, str]:
    """Return what each state of a batch is called."""
    return {
        "computed": pgettext("batch", "computed"),
        "published": pgettext("batch", "published"),
        "paid": pgettext("batch", "paid"),
        "cancelled": pgettext("batch", "cancelled"),
    }
