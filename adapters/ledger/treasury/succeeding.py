"""Others carry on a code: read all of them, decide, append to each and to the list of all."""

from __future__ import annotations

from adapters.ledger.enterprises import folded
from adapters.ledger.handling.handler import CommandHandler
from adapters.ledger.handling.units import Author, Outcome, draft_of
from adapters.ledger.store import Store
from adapters.ledger.treasury.treasury import Treasury
from adapters.log.drafts import Draft
from domain.calendar import day_of
from domain.commands.succession import Divide, Succeed
from domain.commands.texts import must_have_fit_texts
from domain.enterprise.kin.dividing import divide
from domain.enterprise.kin.succeeding import succeed
from domain.enterprise.state import Enterprise
from domain.events.streams import SUCCESSIONS_STREAM
from domain.events.succession import DivisionEntered, SuccessionEntered
from domain.payments.batch import OPEN
from domain.payments.days import must_have_come
from domain.payments.happened import StreamEvent
from domain.policy.book import PolicyBook


def carry_out_succession(store: Store, command: Succeed | Divide, author: Author) -> Outcome:
    """Carry out a succession or a split, whole.

    Raises Refusal as `succeed` and `divide` do, and `day-to-come`.
    """
    must_have_fit_texts(command)
    handler, happened = store.handler, list[StreamEvent]()

    def drafts(_book: PolicyBook) -> list[Draft]:
        nonlocal happened
        must_have_come(command.on, day_of(handler.recorder.clock()))
        code_of = _Codes(handler)
        if isinstance(command, Divide):
            happened = _divided(command, code_of)
        else:
            happened = _succeeded(command, code_of)
        return [
            draft_of(each.stream, code_of.next(each.stream), each.event, author)
            for each in happened
        ]

    handler.append_across(drafts, alone=True)
    stream = command.predecessor if isinstance(command, Divide) else command.successor
    return Outcome(stream=stream, events=tuple(happened))


class _Codes:
    """The streams that a succession is about, each as it stands."""

    def __init__(self, handler: CommandHandler) -> None:
        self._handler = handler

    def alone(self, code: str) -> Enterprise:
        """Return what is recorded of a code itself."""
        return folded(self._handler.stream(code), code)

    def having(self, code: str) -> Enterprise:
        """Return who has by now what a code had."""
        return self._handler.enterprise(code)

    def ordered(self, code: str) -> dict[str, int]:
        return _ordered(Treasury(self._handler), self.having(code))

    def next(self, stream: str) -> int:
        """Return the version that the next event of a stream has."""
        return sum(1 for _ in self._handler.stream(stream)) + 1


def _succeeded(command: Succeed, code_of: _Codes) -> list[StreamEvent]:
    old, heir = code_of.alone(command.predecessor), code_of.alone(command.successor)
    decided = succeed(command, old, heir, code_of.ordered(command.predecessor))
    if decided is None:
        return []
    entered = SuccessionEntered(
        kind=command.kind,
        predecessor=command.predecessor,
        successor=command.successor,
        on=command.on,
        document=command.document,
    )
    return [
        StreamEvent(command.predecessor, decided[0]),
        StreamEvent(command.successor, decided[1]),
        StreamEvent(SUCCESSIONS_STREAM, entered),
    ]


def _divided(command: Divide, code_of: _Codes) -> list[StreamEvent]:
    code = command.predecessor
    old = code_of.alone(code)
    if old.kin.successor is None:
        old = code_of.having(code)  # with the claims of those that it carries on
    heirs = {part: code_of.alone(part) for part, _ in command.parts}
    decided = divide(command, old, heirs, code_of.ordered(code))
    if decided is None:
        return []
    divided, parts = decided
    entered = DivisionEntered(
        predecessor=code,
        parts=divided.parts,
        successor=divided.successor,
        on=command.on,
        document=command.document,
    )
    return [
        StreamEvent(code, divided),
        *(StreamEvent(part, takes) for part, takes in parts.items()),
        StreamEvent(SUCCESSIONS_STREAM, entered),
    ]


def _ordered(treasury: Treasury, enterprise: Enterprise) -> dict[str, int]:
    """Return the claims whose transfer is ordered and not made, each with its batch."""
    ordered: dict[str, int] = {}
    for number, claim in enterprise.claims.items():
        if claim.dues is not None and claim.dues.holder is not None:
            line = treasury.batch(claim.dues.holder).lines[number]
            if line.ordered is not None and line.state in OPEN:
                ordered[number] = claim.dues.holder
    return ordered
