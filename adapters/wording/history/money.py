"""What an event about money says: of a claim, a budget, a batch."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from adapters.wording.enterprises.corrections import correction_text
from adapters.wording.policy.office import days_text
from adapters.wording.policy.titles import line_title
from adapters.wording.translation import gettext as _
from adapters.wording.translation import headed, in_brackets
from domain.events import batch, budget, corrections, payment
from domain.money import yuan
from projections.money.corrections import puts_right

if TYPE_CHECKING:
    from domain.events.log import Event

MOVEMENTS = budget.BudgetAppropriated | budget.BudgetSupplemented | budget.BudgetReturned
ON_A_BATCH = budget.AllottingEvent | budget.BudgetPaid | budget.BudgetPaymentReversed
SET_OFFS = payment.SettlingEvent | corrections.SetOffReinstated


def money_text(event: Event) -> str:
    """Return what an event about money says; empty for any other."""
    match event:
        case payment.ClaimRevoked():
            return in_brackets(
                headed(f"{yuan(event.previous_fen)} → 0.00", event.words), event.document
            )
        case payment.ClaimTakenIntoBatch():
            lapsed = _(", lapsed {amount}").format(amount=yuan(event.lapsed_fen))
            allotted = headed(_batch(event.batch), yuan(event.allotted_fen))
            return allotted + (lapsed if event.lapsed_fen else "")
        case payment.RecoveryBackdated():
            return _backdated(event)
        case payment.LapseAnnounced():
            return headed(_batch(event.batch), yuan(event.lapsing_fen))
        case payment.ClaimLapsed():
            return headed(_batch(event.batch), yuan(event.lapsed_fen))
        case payment.ClaimReleased():
            lapsed = _(", not lapsed {amount}").format(amount=yuan(event.lapsed_fen))
            released = headed(_batch(event.batch), yuan(event.allotted_fen))
            return released + (lapsed if event.lapsed_fen else "")
        case payment.AllotmentLowered():
            amounts = f"{yuan(event.previous_fen)} → {yuan(event.allotted_fen)}"
            return headed(_batch(event.batch), amounts)
        case payment.ClaimPaid():
            set_off = _(", set off {amount}").format(amount=yuan(event.set_off_fen))
            paid = yuan(event.amount_fen) + (set_off if event.set_off_fen else "")
            return in_brackets(headed(_batch(event.batch), paid), event.receipt)
        case payment.PaymentFailed():
            failed = headed(_batch(event.batch), headed(yuan(event.amount_fen), event.words))
            return failed + _came_back(event)
        case payment.ClaimRecovered():
            return in_brackets(yuan(event.amount_fen), event.receipt)
        case _ if isinstance(event, SET_OFFS):
            return in_brackets(f"{yuan(event.amount_fen)} ← {event.against}", _batch(event.batch))
        case _ if puts_right(event):
            return correction_text(event)
        case _:
            return _budget_text(event)


def _budget_text(event: Event) -> str:
    if isinstance(event, MOVEMENTS):
        return in_brackets(
            f"{line_title(event.line)} {yuan(event.amount_fen)}", _by(event.document, event.on)
        )
    if isinstance(event, ON_A_BATCH):
        return in_brackets(
            f"{line_title(event.line)} {yuan(event.amount_fen)}", _batch(event.batch)
        )
    match event:
        case budget.BudgetLineNamed():
            return headed(line_title(event.line), _(", ").join(event.measures))
        case budget.BudgetSourceNamed():
            return headed(in_brackets(line_title(event.line), event.document), event.source)
        case budget.BudgetTransferSourceNamed():
            lines = f"{line_title(event.from_line)} → {line_title(event.to_line)}"
            return headed(in_brackets(lines, event.document), event.source)
        case budget.BudgetLineRenamed():
            return in_brackets(f"{line_title(event.line)} → {event.title}", event.document)
        case budget.BudgetLineRegrouped():
            return in_brackets(
                headed(line_title(event.line), _(", ").join(event.measures)), event.document
            )
        case budget.BudgetTransferred():
            lines = f"{line_title(event.from_line)} → {line_title(event.to_line)}"
            return in_brackets(f"{lines} {yuan(event.amount_fen)}", _by(event.document, event.on))
        case budget.BudgetCarriedOver() | budget.BudgetCarriedIn() | budget.BudgetCarryReturned():
            return in_brackets(_amounts(event.amounts), _by(event.document, event.on))
        case budget.BudgetReopened():
            amounts = _amounts(event.amounts)
            return in_brackets(headed(amounts, event.words), _by(event.document, event.on))
        case budget.BudgetActBackdated():
            return _backdated(event)
        case budget.BudgetRecovered() | budget.BudgetRecoveryReversed():
            return in_brackets(f"{line_title(event.line)} {yuan(event.amount_fen)}", f"{event.on}")
        case _:
            return _batch_text(event)


def _batch_text(event: Event) -> str:
    match event:
        case batch.BatchComputed():
            amounts = f"{yuan(event.owed_fen)} / {yuan(event.money_fen)}"
            return in_brackets(
                headed(f"{event.budget_year} {line_title(event.line)}", amounts), _terms(event)
            )
        case batch.BatchLinesComputed():
            return _allotted(event)
        case batch.BatchClaimsLeftOut():
            return _(", ").join(each.claim_no for each in event.left_out)
        case batch.BatchPublished():
            days = days_text(event.days, event.counts)
            return in_brackets(
                f"{event.on} – {event.last_day}", _(", ").join((days, *event.calendars))
            )
        case batch.BatchNoticeShortened():
            return in_brackets(
                headed(f"{event.days} < {event.minimum_days}", event.source), event.document
            )
        case batch.NoticeWithdrawn():
            return in_brackets(event.words, event.document)
        case batch.BatchCancelled():
            return in_brackets(event.words, event.document)
        case batch.BatchActBackdated():
            return _backdated(event)
        case batch.BatchOrdered():
            return in_brackets(event.document, f"{event.on}")
        case batch.BatchLinesPaid() | batch.BatchLinesOrdered():
            return yuan(sum(line.amount_fen for line in event.lines))
        case batch.BatchPaidWithoutAccount():
            return _(", ").join((in_brackets(event.receipt, f"{event.on}"), event.document))
        case batch.BatchPaid():
            return in_brackets(event.receipt, f"{event.on}")
        case batch.BatchLineObjected():
            return _objected(event)
        case batch.BatchLineFailed():
            return event.words + _came_back(event)
        case batch.ObjectionResolved():
            outcome = _("upheld") if event.upheld else _("dismissed")
            number = "" if event.number == 1 else f"{event.number}. "
            return in_brackets(f"{number}{outcome}", event.document)
        case _:
            return ""


def _amounts(amounts: tuple[budget.LineAmount, ...]) -> str:
    return _(", ").join(f"{line_title(each.line)} {yuan(each.amount_fen)}" for each in amounts)


def _by(document: str | None, on: date) -> str:
    return str(on) if document is None else _(", ").join((document, str(on)))


def _backdated(
    event: batch.BatchActBackdated | budget.BudgetActBackdated | payment.RecoveryBackdated,
) -> str:
    return in_brackets(f"{event.on} < {event.ground_on}", event.document)


def _objected(event: batch.BatchLineObjected) -> str:
    number = "" if event.number == 1 else f"{event.number}. "
    said = [event.person, event.document, None if event.on is None else str(event.on)]
    whose = _(", ").join(filter(None, said))
    return in_brackets(number + event.words, whose)


def _came_back(event: batch.BatchLineFailed | payment.PaymentFailed) -> str:
    """Return when a payment came back and by which receipt, where that was recorded."""
    said = [event.receipt, None if event.on is None else str(event.on)]
    whose = _(", ").join(filter(None, said))
    return in_brackets("", whose)


def _terms(event: batch.BatchComputed) -> str:
    """Return how a batch shares what is not enough, and what becomes of what it leaves unpaid."""
    if event.shortage == "queue":
        return _("queue, the rest waits")
    units = {None: "", "yuan": _("down to yuan"), "wan": _("down to wan")}
    least = _("at least {amount}").format(amount=yuan(event.at_least_fen))
    lapses = event.remainder == "lapse"
    terms = (
        _("pro-rata"),
        units[event.round_down_to],
        least if event.at_least_fen else "",
        _("remainder lapses") if lapses else _("remainder stays owed"),
    )
    return _(", ").join(filter(None, terms))


def _allotted(event: batch.BatchLinesComputed) -> str:
    allotted = sum(line.allotted_fen for line in event.lines)
    lapsed = sum(line.lapsed_fen for line in event.lines)
    owed = sum(line.owed_fen for line in event.lines) - allotted - lapsed
    parts = [yuan(allotted)]
    if owed:
        parts.append(_("{amount} stays owed").format(amount=yuan(owed)))
    if lapsed:
        parts.append(_("{amount} lapsed").format(amount=yuan(lapsed)))
    return _(", ").join(parts)


def _batch(number: int) -> str:
    return _("batch {number}").format(number=number)
