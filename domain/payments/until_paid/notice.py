"""A batch before it is paid: its public notice (公示) begun or withdrawn, the whole given up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from domain.commands.money import CancelBatch, PublishBatch, WithdrawNotice
from domain.enterprise.state import Enterprise
from domain.events import batch as events
from domain.events.budget import BudgetAllotmentCancelled
from domain.events.payment import ClaimReleased
from domain.events.streams import batch_stream
from domain.identity import skeleton
from domain.payments.batch import LAST_DAY, Batch, LineState, must_stand, terms_of
from domain.payments.happened import StreamEvent, budget_event
from domain.payments.ordering import set_offs_lifted
from domain.policy.office.rules import WORKING, RulesInForce
from domain.policy.office.working_days import WorkingDays
from domain.refusals import Refusal


def publish(
    command: PublishBatch, batch: Batch, rules: RulesInForce, payable: Mapping[str, int]
) -> tuple[events.NoticeEvent, ...]:
    """Return the notice begun: so many days from its first, both its ends among them.

    What account each line is paid to is fixed with it.

    payable: what the open lines may still be paid. Raises Refusal `batch-unknown`,
    `batch-cancelled`, `notice-too-late`, `request-conflicts`, `nothing-to-publish`,
    `notice-too-short`, `calendar-missing`.
    """
    must_stand(batch)
    on, rule = command.on, rules.notice
    days = rule.days if command.days is None else command.days
    if on > LAST_DAY - timedelta(days=days):  # it is paid after its last day
        raise Refusal("notice-too-late", batch=batch.number, last=LAST_DAY.isoformat())
    said = batch.published
    if said is not None:
        if (said.on, said.days) == (on, days):
            return ()
        raise Refusal(
            "request-conflicts",
            verb="batch publish",
            batch=batch.number,
            on=said.on.isoformat(),
            days=said.days,
        )
    if not payable:
        raise Refusal("nothing-to-publish", batch=batch.number)
    shortened = _shortened(batch, days, rules, command.shortened)
    calendar = WorkingDays(rules.years)
    last = calendar.last_of(on, days, rule.counts)
    begun = events.BatchAccountsFixed(
        on=on,
        days=days,
        last_day=last,
        counts=rule.counts,
        calendars=calendar.documents(on, last) if rule.counts == WORKING else (),
    )
    return begun, *shortened


def _shortened(
    batch: Batch, days: int, rules: RulesInForce, document: str | None
) -> tuple[events.BatchNoticeShortened, ...]:
    """Return that a notice is shorter than the rule asks for; nothing where it is not."""
    rule = rules.notice
    if days >= rule.minimum_days:
        return ()
    if document is None:
        raise Refusal(
            "notice-too-short",
            batch=batch.number,
            days=days,
            minimum=rule.minimum_days,
            source=rule.source,
        )
    return (
        events.BatchNoticeShortened(
            days=days, minimum_days=rule.minimum_days, source=rule.source, document=document
        ),
    )


def withdraw_notice(
    command: WithdrawNotice, batch: Batch, enterprises: Mapping[str, Enterprise]
) -> list[StreamEvent]:
    """Return the notice taken back, and every order with it.

    Raises Refusal `batch-unknown`, `batch-cancelled`, `batch-not-published`, `request-conflicts`,
    `batch-partly-paid`.
    """
    terms_of(batch)
    event = events.NoticeWithdrawn(words=command.words, document=command.document)
    for said in batch.withdrawals:
        if skeleton(said.document) == skeleton(command.document):
            if said.words == command.words and batch.published is None:
                return []
            of_another = said.words == command.words  # of the notice before the one that stands
            raise Refusal(
                "request-conflicts",
                verb="batch withdraw-notice again" if of_another else "batch withdraw-notice",
                batch=batch.number,
                document=said.document,
                words=said.words,
            )
    must_stand(batch)
    if batch.published is None:
        raise Refusal("batch-not-published", batch=batch.number)
    if batch.payments:
        raise Refusal("batch-partly-paid", batch=batch.number)
    return [
        StreamEvent(batch_stream(batch.number), event),
        *set_offs_lifted(batch, list(batch.lines), enterprises),
    ]


def cancel(
    command: CancelBatch,
    batch: Batch,
    payable: Mapping[str, int],
    enterprises: Mapping[str, Enterprise],
) -> list[StreamEvent]:
    """Return what a batch has not paid given up: allotments, lapses, orders.

    payable: what the open lines may still be paid. Raises Refusal `batch-unknown`,
    `request-conflicts`, `nothing-to-cancel`, `document-needed`.
    """
    terms, said = terms_of(batch), batch.cancelled
    if said is not None:
        same = said.words == command.words
        if same and skeleton(said.document or "") == skeleton(command.document or ""):
            return []
        raise Refusal(
            "request-conflicts",
            verb="batch cancel",
            batch=batch.number,
            words=said.words,
            document=said.document or "",
        )
    ordered = any(line.ordered is not None for line in batch.lines.values())
    if batch.payments and not payable and not ordered:
        raise Refusal("nothing-to-cancel", batch=batch.number)
    if batch.was_published and command.document is None:
        raise Refusal("document-needed", batch=batch.number)
    given_up = BudgetAllotmentCancelled(
        batch=batch.number, line=terms.line, amount_fen=sum(payable.values())
    )
    cancelled = events.BatchCancelled(words=command.words, document=command.document)
    return [
        StreamEvent(batch_stream(batch.number), cancelled),
        budget_event(terms.budget_year, given_up),
        *set_offs_lifted(batch, list(batch.lines), enterprises),
        *_released(batch, enterprises),
    ]


def _released(batch: Batch, enterprises: Mapping[str, Enterprise]) -> Iterator[StreamEvent]:
    """Yield the claims that the batch holds, and those it let lapse when it was computed.

    What lapsed with a payment of the batch stays lapsed.
    """
    for claim_no, line in batch.lines.items():
        enterprise = enterprises.get(line.uscc)
        dues = enterprise.claims[claim_no].dues if enterprise is not None else None
        if dues is None or line.state is LineState.PAID or line.paid_by is not None:
            continue
        held = dues.holder == batch.number
        lapse = None if batch.payments else dues.lapses.get(batch.number)
        lapsed_fen = 0 if lapse is None else lapse.amount_fen
        if held and dues.lapsing is not None:
            lapsed_fen += dues.lapsing.amount_fen
        if held or lapsed_fen:
            released = ClaimReleased(
                claim_no=claim_no,
                batch=batch.number,
                allotted_fen=dues.allotted_fen if held else 0,
                lapsed_fen=lapsed_fen,
            )
            yield StreamEvent(line.uscc, released)
