"""What the ledger is asked to do at once, what came of it, and the rows that records it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from adapters.accounts.accounts import StoredAccount
from adapters.log.codec import encode_event
from adapters.log.drafts import ClaimNumber, Draft
from domain.commands.enterprise import (
    ApproveClaim,
    ChooseOrder,
    EnterpriseCommand,
    Reassess,
    RegistrationCommand,
    SubmitClaim,
)
from domain.commands.fit import must_be_fit
from domain.decide import decide
from domain.enterprise.doubts import Doubt
from domain.enterprise.hands import SeparatedHands
from domain.enterprise.kin.successions import Successions
from domain.enterprise.state import Enterprise, evolve
from domain.events.log import EnterpriseEvent, Event
from domain.identity import Actor, skeleton
from domain.payments.happened import StreamEvent
from domain.policy.book import PolicyBook
from domain.refusals import Refusal
from domain.value import value
from projections.claims.register import ClaimAnswer


class Request(NamedTuple):
    """Commands for one enterprise that are recorded together or not at all."""

    uscc: str
    commands: tuple[EnterpriseCommand, ...]


class Result(NamedTuple):
    """What a unit led to: its events (none when it was carried out before), or a refusal.

    doubts: what the enterprise's own record makes doubtful of its first command.
    """

    events: tuple[EnterpriseEvent, ...] = ()
    refusal: Refusal | None = None
    doubts: tuple[Doubt, ...] = ()


Of = TypeVar("Of")

_ASKING = (ApproveClaim, Reassess, ChooseOrder)


@dataclass(frozen=True, slots=True)
class Decided(Generic[Of]):
    """What to append, and what to return once it is. names: what it commits to, to be kept first.

    checked: the append itself checks that nothing decided on has changed. It does not where a part
    of what was decided leads to no event.
    """

    drafts: Sequence[Draft]
    numbers: Sequence[ClaimNumber]
    names: Sequence[StoredAccount]
    outcome: Of
    checked: bool


class Owners:
    """Whose each claim number is, of those recorded that look like a number asked for."""

    def __init__(self) -> None:
        self.by_number: dict[str, str] = {}
        self.alike: dict[str, str] = {}  # a number of each skeleton

    def take(self, claim_no: str, uscc: str) -> None:
        self.by_number[claim_no] = uscc
        self.alike.setdefault(skeleton(claim_no), claim_no)

    def must_be_free(self, claim_no: str, uscc: str) -> None:
        """Raise Refusal `claim-conflicts`, `claim-number-alike` where a number is another's.

        `claim-number-dots` for a new one that no address can have a part of its own for.
        """
        owner = self.by_number.get(claim_no)
        if owner is None and claim_no in (".", ".."):
            raise Refusal("claim-number-dots", claim_no=claim_no)
        if owner not in (None, uscc):
            codes = {"differs": "uscc", "old": owner, "new": uscc}
            raise Refusal("claim-conflicts", claim_no=claim_no, **codes)
        other = self.alike.get(skeleton(claim_no))
        if owner is None and other is not None:
            raise Refusal("claim-number-alike", claim_no=claim_no, other=other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command led to: its events, none when it was carried out before; or its refusal.

    stream: what the command is about: an enterprise's code, a batch, a budget year, the policy
    book. Empty where a refused command names nothing that is recorded.
    """

    stream: str
    events: tuple[StreamEvent, ...] = ()
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureOutcome(Outcome):
    """What an erasure led to: how many accounts and names were kept, and are no longer."""

    values_removed: int
    names_removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalOutcome(Outcome):
    """What came of a version put forward. proposal: its number, also of one that waited before."""

    proposal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Approvals:
    """What deciding many claims led to: the claims as they stand, refusals by claim number."""

    decided: Sequence[ClaimAnswer]
    refused: Mapping[str, Refusal]
    book: PolicyBook


@value
class Author:
    """On whose behalf (`by`), and which account the machine authenticated (`login`).

    clock_is_right: the author looked at the machine's clock, however far it is from the last event.
    """

    by: str
    login: str
    clock_is_right: bool = False

    def __post_init__(self) -> None:
        must_be_fit(self.by, "--by")


def decide_request(
    unit: Request,
    state: Enterprise,
    book: PolicyBook,
    owners: Owners,
    author: Author,
    said: SeparatedHands,
) -> tuple[EnterpriseEvent, ...]:
    """Return what a unit leads to, having taken it into `state`. Raises Refusal, taking nothing.

    said: whose hands must differ.
    """
    happened: list[EnterpriseEvent] = []
    hand = said.hand(author.by, author.login)
    if hand is not None:
        _must_not_do_both(unit, state, hand)
    for command in unit.commands:
        if isinstance(command, SubmitClaim):
            owners.must_be_free(command.claim_no, command.uscc)
        try:
            events = decide(command, state, book, hand)
        except Refusal:
            assert not happened, f"refused half-way: {unit}"
            raise
        for event in events:
            evolve(state, event, author.by, author.login)
        happened += events
    return tuple(happened)


def _must_not_do_both(unit: Request, state: Enterprise, hand: Actor) -> None:
    """Raise Refusal `submitter-cannot-approve` where a unit submits a new claim and approves it."""
    new = {
        command.claim_no
        for command in unit.commands
        if isinstance(command, SubmitClaim) and command.claim_no not in state.claims
    }
    for command in unit.commands:
        if isinstance(command, ApproveClaim) and command.claim_no in new:
            who = {"submitted_by": hand.shown, "approved_by": hand.shown}
            raise Refusal("submitter-cannot-approve", claim_no=command.claim_no, **who)


def asks_the_pool(units: Iterable[Request], book: PolicyBook) -> bool:
    """Say whether any unit may depend on what other enterprises hold under a cap over all."""
    return book.has_pools and any(
        isinstance(command, _ASKING) for unit in units for command in unit.commands
    )


def of_heir(unit: Request, known: Successions) -> Request:
    """Return a unit as of who carries on its enterprise; what is of a code itself stays."""
    heir = known.heir(unit.uscc)
    of_itself = heir == unit.uscc or isinstance(unit.commands[0], RegistrationCommand)
    return unit if of_itself else unit._replace(uscc=heir)


def drafts_of(
    uscc: str, state: Enterprise, events: Sequence[EnterpriseEvent], author: Author
) -> list[Draft]:
    """Return the drafts of events that an enterprise has just taken in, each to its own stream."""
    streams = [state.kin.stream_of(event, uscc) for event in events]
    left = {stream: streams.count(stream) for stream in streams}
    drafts = []
    for event, stream in zip(events, streams, strict=True):
        last = state.length if stream == uscc else state.kin.lengths[stream]
        left[stream] -= 1
        drafts.append(draft_of(stream, last - left[stream], event, author))
    return drafts


def draft_of(stream: str, version: int, event: Event, author: Author) -> Draft:
    return Draft(stream, version, event.TOPIC, encode_event(event), author.by, author.login)
