"""What a bank was given of a batch, and what it answered, for people and programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from adapters.wording.policy.currency import currency
from adapters.wording.table import Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import listed, pgettext
from domain.money import yuan
from projections.money.transfers import (
    AnswerProblem,
    BankAnswer,
    BankFile,
    FailedAtBank,
    Transfer,
)

if TYPE_CHECKING:
    from adapters.papers.bank.bank_file import BankFileWritten
    from adapters.papers.bank.matching import Matched, Problem
    from adapters.papers.bank.template import Template


def written(made: BankFileWritten, batch: int, file: str, template: str) -> BankFile:
    """Return a bank's file that was written."""
    return BankFile(
        batch=batch,
        file=file,
        template=template,
        total_fen=made.total_fen,
        transfers=made.transfers,
    )


def written_report(answer: BankFile, layout: Template, names: Mapping[str, str]) -> Report:
    """Return what the file transfers, without accounts, and the sum of it."""
    columns: Columns[Transfer] = (
        (Column(pgettext("bank", "reference")), lambda each: each.reference),
        (Column(pgettext("batch", "enterprise")), lambda each: names.get(each.uscc, "")),
        (Column(_("claim")), lambda each: listed(each.claims)),
        (Column(pgettext("batch", "to transfer"), "fen"), lambda each: each.net_fen),
    )
    said = _("{file}: {count} transfers, {total} {currency}, laid out as: {layout}").format(
        file=answer.file,
        count=len(answer.transfers),
        total=yuan(answer.total_fen),
        currency=currency(),
        layout=layout.title,
    )
    parts: tuple[str | Table, ...] = (said, table_of(answer.transfers, columns))
    return Report(title=pgettext("title", "Bank file"), parts=parts)


def answered(matched: Matched, batch: int, receipt: str, events: int) -> BankAnswer:
    """Return what a bank's answer came to."""
    return BankAnswer(
        batch=batch,
        receipt=receipt,
        paid=matched.paid,
        paid_fen=sum(each.net_fen or 0 for each in matched.paid),
        failed=tuple(
            FailedAtBank(transfer=transfer, reason=reason) for transfer, reason in matched.failed
        ),
        failed_fen=sum(transfer.net_fen or 0 for transfer, _reason in matched.failed),
        problems=tuple(map(_problem, matched.problems)),
        events_appended=events,
    )


def answered_report(answer: BankAnswer, names: Mapping[str, str]) -> Report:
    """Return how many transfers arrived, each that did not, and all that does not match."""
    said = _("{paid} transfers arrived, {sum} {currency}; {failed} did not, {back}").format(
        paid=len(answer.paid),
        sum=yuan(answer.paid_fen),
        currency=currency(),
        failed=len(answer.failed),
        back=yuan(answer.failed_fen),
    )
    parts: list[str | Table] = [said]
    if answer.failed:
        columns: Columns[FailedAtBank] = (
            (Column(pgettext("batch", "enterprise")), lambda each: names.get(each.transfer.uscc)),
            (Column(_("claim")), lambda each: listed(each.transfer.claims)),
            (Column(pgettext("batch", "transferred"), "fen"), lambda each: each.transfer.net_fen),
            (Column(pgettext("column", "reason")), lambda each: each.reason),
        )
        parts.append(table_of(answer.failed, columns))
    if answer.problems:
        unlike: Columns[AnswerProblem] = (
            (Column(pgettext("column", "row"), "figure"), lambda each: str(each.row or "")),
            (Column(pgettext("bank", "reference")), lambda each: each.reference),
            (Column(pgettext("bank", "expected"), "fen"), lambda each: each.expected_fen),
            (Column(pgettext("column", "reason")), lambda each: each.message),
        )
        parts.append(table_of(answer.problems, unlike))
    return Report(title=pgettext("title", "Bank answer"), parts=tuple(parts))


def _problem(problem: Problem) -> AnswerProblem:
    sentences = {
        "unmatched": _("answers no transfer of this batch: {says}"),
        "order-replaced": _(
            "answers an order that {by} replaced, and that has no such sum to this payee: {says}. "
            "Check that the bank did not pay by both files; name the order answered with --order"
        ),
        "order-lifted": _(
            "answers order {by}, which no longer stands for this payee: {says}. See `subsidy batch "
            "show`, resolve what holds the line, order it again and take the answer then"
        ),
        "paid-before": _(
            "answers what receipt {by} paid: {says}. Take it with that receipt, or ask the bank "
            "whether it paid twice"
        ),
        "failed-before": _(
            "this transfer is recorded as failed, and the bank says that it arrived: {says}. Where "
            "it did, reverse the failure with `subsidy batch correct --void`"
        ),
        "amount-differs": _("the amount is another: {says}"),
        "answered-twice": _("the transfer is answered twice: {says}"),
        "word-unknown": _("the layout knows this word as neither success nor failure: {says}"),
        "not-answered": _("the bank's file has no line of this transfer"),
    }
    return AnswerProblem(
        row=problem.row,
        code=problem.code,
        reference=problem.reference,
        expected_fen=problem.expected_fen,
        message=sentences[problem.code].format(says=problem.says, by=problem.by),
    )
