"""Holds, and all that keeps an enterprise's money back, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from adapters.wording.catalogue.changed.holds import hold_words
from adapters.wording.table import Column, Columns, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import headed, in_brackets, listed, pgettext
from domain.money import yuan
from domain.payments.barriers import OF_ACCOUNTS, Barrier

if TYPE_CHECKING:
    from domain.events.holds import EnterpriseHeld
    from projections.money.as_computed import LeftOutDetails
    from projections.money.batches import BatchLineDetails
    from projections.money.holds import HoldDetails


def barrier_text(why: Barrier) -> str:
    """Return what keeps money back: what it is, by which document, on which days."""
    facts = why.facts
    of_each = {
        "enterprise-held": _("held by {document} ({reason}), {days}").format(
            document=facts.get("document"),
            reason=hold_words().get(str(facts.get("reason")), ""),
            days=days_text(facts.get("first_day"), facts.get("last_day")),
        ),
    }
    return of_each.get(why.code, why.code)


def left_out_text(each: LeftOutDetails) -> str:
    """Return why a claim was left out of a batch."""
    of_each = {
        "enterprise-held": _("the enterprise is held by {document}").format(document=each.document),
    }
    return of_each.get(each.why, each.why)


def hold_text(event: EnterpriseHeld) -> str:
    """Return what a recorded hold says."""
    days = days_text(event.first_day, event.last_day)
    listed_on = "" if event.of_list is None else f"{event.of_list} "
    return in_brackets(headed(hold_words()[event.reason], days), f"{listed_on}{event.document}")


def days_text(first: object, last: object) -> str:
    """Return the days that money is kept back on."""
    if last is None:
        return _("from {first} until released").format(first=first)
    return f"{first} – {last}"


def holds_parts(holds: Iterable[HoldDetails]) -> Iterator[str | Table]:
    """Yield a table of the holds on an enterprise, and what was paid on their days, if any."""
    holds = list(holds)
    if not holds:
        return
    reasons = hold_words()
    columns: Columns[HoldDetails] = (
        (Column(pgettext("hold", "money is held by")), lambda hold: hold.document),
        (Column(pgettext("hold", "reason")), lambda hold: reasons[hold.reason]),
        (Column(pgettext("hold", "list")), lambda hold: hold.of_list or ""),
        (Column(pgettext("hold", "first day")), lambda hold: str(hold.first_day)),
        (Column(pgettext("hold", "last day")), _last_day),
        (Column(pgettext("hold", "released by")), lambda hold: hold.released_by or ""),
    )
    yield ""
    yield table_of(holds, columns)
    yield from holds_sentences(holds)


def holds_sentences(holds: Iterable[HoldDetails]) -> Iterator[str]:
    """Yield what was paid on the days of holds, a sentence each."""
    for hold in holds:
        for paid in hold.paid_within:
            yield _(
                "Paid within the hold by {document}: claim {claim}, batch {batch}, receipt "
                "{receipt}, {on}, {amount}"
            ).format(
                document=hold.document,
                claim=paid.claim_no,
                batch=paid.batch,
                receipt=paid.receipt,
                on=paid.on,
                amount=yuan(paid.amount_fen),
            )


def of_claim(holds: Iterable[HoldDetails]) -> Iterator[str]:
    """Yield what keeps the money of a claim's enterprise back, a sentence each."""
    for hold in holds:
        if hold.last_day is not None and hold.last_day < hold.first_day:
            continue  # released from its first day on
        yield _("Money of the enterprise is held by {document} ({reason}), {days}").format(
            document=hold.document,
            reason=hold_words()[hold.reason],
            days=days_text(hold.first_day, hold.last_day),
        )


def kept_back(lines: Iterable[BatchLineDetails], names: Mapping[str, str]) -> Iterator[Table]:
    """Yield a table of the lines whose money is kept back, where there are any."""
    barred = [line for line in lines if _held(line)]
    if not barred:
        return
    columns: Columns[BatchLineDetails] = (
        (Column(pgettext("batch", "money kept back of claim")), lambda line: line.claim_no),
        (Column(pgettext("batch", "code")), lambda line: line.uscc),
        (Column(pgettext("batch", "enterprise")), lambda line: names.get(line.uscc, "")),
        (
            Column(pgettext("batch", "why")),
            lambda line: listed(map(barrier_text, _held(line))),
        ),
    )
    yield table_of(barred, columns)


def _held(line: BatchLineDetails) -> list[Barrier]:
    """Return what keeps a line's money back besides its account, which its state tells."""
    return [why for why in line.barriers if why.code not in OF_ACCOUNTS]


def left_out(every: Iterable[LeftOutDetails], names: Mapping[str, str]) -> Iterator[Table]:
    """Yield a table of the claims that a batch left out, where there are any."""
    every = list(every)
    if not every:
        return
    columns: Columns[LeftOutDetails] = (
        (Column(pgettext("batch", "claim left out")), lambda each: each.claim_no),
        (Column(pgettext("batch", "code")), lambda each: each.uscc),
        (Column(pgettext("batch", "enterprise")), lambda each: names.get(each.uscc, "")),
        (Column(pgettext("batch", "owed"), "fen"), lambda each: each.owed_fen),
        (Column(pgettext("batch", "why")), left_out_text),
    )
    yield table_of(every, columns)


def _last_day(hold: HoldDetails) -> str:
    if hold.last_day is None:
        return pgettext("hold", "until released")
    if hold.last_day < hold.first_day:
        return pgettext("hold", "never in force")
    return str(hold.last_day)
