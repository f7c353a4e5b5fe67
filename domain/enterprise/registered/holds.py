"""Holds on an enterprise's money (暂停拨付), each known by the document that ordered it.

A held enterprise may file and be decided; what it is granted stays as it is, and is not paid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.commands.enterprise import HoldEnterprise, ReleaseEnterprise
from domain.enterprise.dues import Dues
from domain.events.holds import EnterpriseHeld, EnterpriseReleased, HoldEvent
from domain.events.payment import SetOffLifted
from domain.identity import skeleton
from domain.refusals import Refusal


@dataclass(slots=True)
class Hold:
    """One hold, and what ended it; None while nothing did."""

    said: EnterpriseHeld
    released: EnterpriseReleased | None = None

    @property
    def last_day(self) -> date | None:
        """The last day that money is kept back; before the first day where none ever was."""
        said = self.said.last_day
        if self.released is None:
            return said
        before = self.released.on - timedelta(days=1)
        return before if said is None else min(said, before)

    def keeps(self, on: date) -> bool:
        """Say whether money is kept back on a day."""
        return self.said.first_day <= on and (self.last_day is None or on <= self.last_day)


def held_on(holds: Iterable[Hold], on: date) -> list[Hold]:
    """Return the holds that keep money back on a day, in the order recorded."""
    return [hold for hold in holds if hold.keeps(on)]


def evolve(holds: list[Hold], event: HoldEvent) -> None:
    """Take in a hold or a release; changed in place."""
    if isinstance(event, EnterpriseHeld):
        holds.append(Hold(event))
        return
    for hold in holds:
        if skeleton(hold.said.document) == skeleton(event.of):
            hold.released = event


def hold(
    command: HoldEnterprise, holds: Sequence[Hold], dues: Mapping[str, Dues | None], *, known: bool
) -> tuple[EnterpriseHeld | SetOffLifted, ...]:
    """Return a hold, and the debts open again that orders would have settled while it keeps money.

    dues: of the enterprise's claims. known: whether anything was ever recorded of it. None when the
    hold was recorded before, by this document or by an edition before it of its list. Raises
    Refusal `enterprise-unknown`, `hold-ends-early`, `request-conflicts`.
    """
    if not known:
        raise Refusal("enterprise-unknown", verb="register", uscc=command.uscc)
    if command.last_day is not None and command.last_day < command.first_day:
        days = {"first": command.first_day.isoformat(), "last": command.last_day.isoformat()}
        raise Refusal("hold-ends-early", **days)
    held = EnterpriseHeld(
        document=command.document,
        reason=command.reason,
        first_day=command.first_day,
        last_day=command.last_day,
        of_list=command.of_list,
    )
    for each in holds:
        if skeleton(each.said.document) == skeleton(held.document):
            if _content(each.said) == _content(held):
                return ()
            facts = {"uscc": command.uscc, "document": each.said.document}
            raise Refusal(
                "request-conflicts",
                verb="hold",
                **facts,
                reason=each.said.reason,
                on=each.said.first_day.isoformat(),
            )
        if held.of_list is not None and each.released is None and _listed(each) == _listed_as(held):
            return ()
    return held, *_lifted(held, dues)


def release(command: ReleaseEnterprise, holds: Sequence[Hold]) -> tuple[EnterpriseReleased, ...]:
    """Return a hold ended; none when that was said before.

    Where no hold is named, it is the only one that keeps money back on the day. Raises Refusal
    `hold-unknown`, `not-held`, `hold-not-named`, `released-before-held`, `request-conflicts`.
    """
    ended = _to_end(command, holds)
    if ended is None:
        return ()
    if command.on < ended.said.first_day:
        raise Refusal(
            "released-before-held",
            uscc=command.uscc,
            document=ended.said.document,
            on=command.on.isoformat(),
            first=ended.said.first_day.isoformat(),
        )
    last = ended.said.last_day
    if last is not None and command.on > last:
        raise Refusal("not-held", uscc=command.uscc, on=command.on.isoformat())
    event = EnterpriseReleased(of=ended.said.document, document=command.document, on=command.on)
    return (event,)


def _to_end(command: ReleaseEnterprise, holds: Sequence[Hold]) -> Hold | None:
    """Return the hold meant; None where the same was said before."""
    if command.of is not None:
        named = skeleton(command.of)
        meant = [each for each in holds if skeleton(each.said.document) == named]
        if not meant:
            raise Refusal("hold-unknown", uscc=command.uscc, document=command.of)
        return None if _is_said(command, meant) else meant[0]
    same = [each for each in holds if each.released and _is_by(each.released, command.document)]
    if same and _is_said(command, same):
        return None
    standing = [each for each in held_on(holds, command.on) if each.released is None]
    if len(standing) > 1:
        documents = ", ".join(each.said.document for each in standing)
        raise Refusal("hold-not-named", uscc=command.uscc, documents=documents)
    if not standing:
        raise Refusal("not-held", uscc=command.uscc, on=command.on.isoformat())
    return standing[0]


def _is_said(command: ReleaseEnterprise, ended: Iterable[Hold]) -> bool:
    """Say whether any of these was ended so. Raises Refusal `request-conflicts` for otherwise."""
    for each in ended:
        said = each.released
        if said is None:
            continue
        if _is_by(said, command.document) and said.on == command.on:
            return True
        raise Refusal(
            "request-conflicts",
            verb="release",
            uscc=command.uscc,
            of=said.of,
            document=said.document,
            on=said.on.isoformat(),
        )
    return False


def _is_by(released: EnterpriseReleased, document: str) -> bool:
    return skeleton(released.document) == skeleton(document)


def _content(held: EnterpriseHeld) -> tuple[object, ...]:
    return held.reason, held.first_day, held.last_day, _list_of(held)


def _listed(hold: Hold) -> tuple[object, ...]:
    return _listed_as(hold.said)


def _listed_as(held: EnterpriseHeld) -> tuple[object, ...]:
    """Return by what a hold of a list is the same in each of its editions."""
    return _list_of(held), held.first_day


def _list_of(held: EnterpriseHeld) -> str | None:
    return None if held.of_list is None else skeleton(held.of_list)


def _lifted(held: EnterpriseHeld, every: Mapping[str, Dues | None]) -> Iterator[SetOffLifted]:
    """Yield the debts that orders fixed before the hold ends would have settled.

    The lines that would have settled them are not paid meanwhile.
    """
    for dues in every.values():
        for batch, fixed in dues.ordered.items() if dues is not None else ():
            for each in fixed:
                if held.last_day is None or each.on <= held.last_day:
                    yield SetOffLifted(
                        claim_no=each.claim_no,
                        of_batch=each.of_batch,
                        amount_fen=each.amount_fen,
                        against=each.against,
                        batch=batch,
                    )
