"""Objections to the lines of a batch (异议): said, and resolved."""

from __future__ import annotations

from collections.abc import Mapping

from domain.commands.money import ObjectToLine, ResolveObjection
from domain.enterprise.state import Enterprise
from domain.events import batch as events
from domain.events.streams import batch_stream
from domain.identity import skeleton
from domain.payments.batch import (
    OPEN,
    Batch,
    LineState,
    Objection,
    PaymentLine,
    line_of,
    must_stand,
)
from domain.payments.happened import StreamEvent
from domain.payments.ordering import set_offs_lifted
from domain.refusals import Refusal


def object_to(
    command: ObjectToLine,
    batch: Batch,
    payable: Mapping[str, int],
    enterprises: Mapping[str, Enterprise],
) -> list[StreamEvent]:
    """Return one line held, and no longer ordered; none when that was said before.

    payable: what the open lines may still be paid. Raises Refusal `batch-unknown`,
    `claim-not-in-batch`, `request-conflicts`, `objection-unknown`, `line-not-free`.
    """
    line, claim_no = line_of(batch, command.claim_no), command.claim_no
    number = _number(command, batch, line)
    if number is None:
        return []
    must_stand(batch)
    if line.state not in OPEN or not payable.get(claim_no):
        state = line.state if line.state not in OPEN else LineState.FAILED
        raise Refusal("line-not-free", batch=batch.number, claim_no=claim_no, state=state.value)
    objected = events.BatchLineObjected(
        claim_no=claim_no,
        number=number,
        words=command.words,
        on=command.on,
        person=command.person,
        document=command.document,
    )
    return [
        StreamEvent(batch_stream(batch.number), objected),
        *set_offs_lifted(batch, [claim_no], enterprises),
    ]


def resolve(command: ResolveObjection, batch: Batch) -> tuple[events.ObjectionResolved, ...]:
    """Return an objection resolved; none when it was before.

    Raises Refusal `batch-unknown`, `claim-not-in-batch`, `objection-unknown`, `no-objection`,
    `objection-not-named` where several are open, `request-conflicts`.
    """
    line = line_of(batch, command.claim_no)
    objection = _to_resolve(command, batch, line)
    if objection is None:
        return ()
    said = objection.resolved
    if said is not None:
        if _is_same(said, command):
            return ()
        raise Refusal(
            "request-conflicts",
            verb="batch resolve",
            batch=batch.number,
            claim_no=command.claim_no,
            number=said.number,
            how="upheld" if said.upheld else "dismissed",
            document=said.document,
        )
    return (
        events.ObjectionResolved(
            claim_no=command.claim_no,
            number=objection.said.number,
            upheld=command.upheld,
            document=command.document,
        ),
    )


def _number(command: ObjectToLine, batch: Batch, line: PaymentLine) -> int | None:
    """Return the number of a new objection; None where it was said before."""
    following = len(line.objections) + 1
    if command.number is None:
        known = any(_content(each.said) == _content(command) for each in line.objections)
        return None if known else following
    if command.number in range(1, following):
        said = line.objections[command.number - 1].said
        if _content(said) == _content(command):
            return None
        raise Refusal(
            "request-conflicts",
            verb="batch object",
            batch=batch.number,
            claim_no=command.claim_no,
            number=command.number,
            words=said.words,
        )
    if command.number != following:
        raise _unknown(batch, command.claim_no, command.number, len(line.objections))
    return following


def _to_resolve(command: ResolveObjection, batch: Batch, line: PaymentLine) -> Objection | None:
    """Return the objection meant; None where the same was said of one before."""
    number, claim_no, known = command.number, command.claim_no, line.objections
    if number is not None:
        if not 1 <= number <= len(known):
            raise _unknown(batch, claim_no, number, len(known))
        if known[number - 1].resolved is not None:
            return known[number - 1]
    else:
        resolved = [each for each in known if each.resolved is not None]
        if any(each.resolved and _is_same(each.resolved, command) for each in resolved):
            return None
        if not line.open_objections() and resolved:
            return resolved[-1]
    waiting = line.open_objections()
    if line.state is not LineState.HELD or not waiting:
        raise Refusal("no-objection", batch=batch.number, claim_no=claim_no)
    if number is not None:
        return known[number - 1]
    if len(waiting) > 1:
        numbers = ", ".join(str(each.said.number) for each in waiting)
        raise Refusal("objection-not-named", batch=batch.number, claim_no=claim_no, numbers=numbers)
    return waiting[0]


def _content(said: ObjectToLine | events.BatchLineObjected) -> tuple[object, ...]:
    document = None if said.document is None else skeleton(said.document)
    return said.words, said.on, said.person, document


def _is_same(said: events.ObjectionResolved, command: ResolveObjection) -> bool:
    same = skeleton(said.document) == skeleton(command.document)
    return same and said.upheld is command.upheld


def _unknown(batch: Batch, claim_no: str, number: int, last: int) -> Refusal:
    return Refusal(
        "objection-unknown", batch=batch.number, claim_no=claim_no, number=number, last=last
    )
