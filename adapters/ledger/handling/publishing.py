"""Policy versions and keys recorded: what is asked of the ledger itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from adapters.ledger.handling.units import Author, Outcome, ProposalOutcome, draft_of
from adapters.ledger.reassessing.reassessment import reassess
from adapters.ledger.store import Store
from adapters.log.drafts import Draft
from adapters.log.reader import LogReader
from adapters.policy.amendment import Amendment, amended, of_the_book
from adapters.policy.codec import digest
from domain.commands.policy import (
    AmendPolicy,
    ConfirmVersion,
    DeclineVersion,
    NameKey,
    PolicyCommand,
    PublishPolicy,
)
from domain.commands.texts import must_have_fit_texts
from domain.enterprise.hands import SeparatedHands
from domain.enterprise.proposals import Proposals, confirm, decline, proposals, propose
from domain.events.log import Event
from domain.events.store import (
    KeyEvent,
    KeyNamed,
    OldKeyLost,
    PolicyPublished,
    VersionProposed,
)
from domain.events.streams import KEYS_STREAM, POLICY_STREAM, PROPOSALS_STREAM
from domain.payments.happened import StreamEvent
from domain.policy.book import PolicyBook
from domain.policy.measures import Policy
from domain.refusals import Refusal


def carry_out_policy(store: Store, command: PolicyCommand, author: Author) -> Outcome:
    """Record a policy version; nothing when it is the last one recorded already.

    Where hands are separated it is put forward instead, and recorded when another hand confirms it.
    Where the version says so (`new_version=reopen`), every enterprise is reassessed, and the events
    of that follow. Should the program end in between, a reassessment does the rest.

    Raises Refusal as `of_the_book` and `amended` do, as the values set are refused, and as
    `confirm` and `decline` do.
    """
    outcome = Outcome(stream=POLICY_STREAM)

    def drafts(book: PolicyBook) -> list[Draft]:
        nonlocal outcome
        known = proposals(store.handler.stream(PROPOSALS_STREAM))
        outcome = _decided(command, book, known, store.handler.separation(), author)
        last = {POLICY_STREAM: len(book.versions), PROPOSALS_STREAM: known.length}
        return [
            draft_of(stream, last[stream] + 1, event, author) for stream, event in outcome.events
        ]

    # Under the write lock: no proposal seems stale, or new, for want of what others recorded.
    store.handler.append_across(drafts, alone=True)
    for _stream, event in outcome.events:
        if isinstance(event, PolicyPublished) and event.policy.settings.new_version == "reopen":
            again = reassess(store.handler, author)
            return replace(outcome, events=(*outcome.events, *again))
    return outcome


def _decided(
    command: PolicyCommand,
    book: PolicyBook,
    known: Proposals,
    said: SeparatedHands,
    author: Author,
) -> Outcome:
    hand = said.hand(author.by, author.login)
    match command:
        case ConfirmVersion():
            of_book: Sequence[Event] = confirm(command.proposal, known, book, hand)
        case DeclineVersion():
            must_have_fit_texts(command)
            of_book = decline(command.proposal, command.words, known)
        case _:
            policy = _written(book, command)
            earlier = book.of_policy(policy.id).versions
            if earlier and earlier[-1].policy == policy:
                return Outcome(stream=POLICY_STREAM)
            if hand is not None:
                return _proposed(propose(policy, digest(policy), known, book), known)
            number = len(book.versions) + 1
            of_book = (PolicyPublished(number=number, digest=digest(policy), policy=policy),)
    events = tuple(
        StreamEvent(
            POLICY_STREAM if isinstance(event, PolicyPublished) else PROPOSALS_STREAM, event
        )
        for event in of_book
    )
    return Outcome(stream=POLICY_STREAM, events=events)


def _proposed(event: VersionProposed, known: Proposals) -> ProposalOutcome:
    is_new = event.number not in known.by_number
    events = (StreamEvent(PROPOSALS_STREAM, event),) if is_new else ()
    return ProposalOutcome(stream=PROPOSALS_STREAM, events=events, proposal=event.number)


def _written(book: PolicyBook, command: PublishPolicy | AmendPolicy) -> Policy:
    match command:
        case PublishPolicy():
            return of_the_book(book, command.policy)
        case AmendPolicy():
            amendment = Amendment(
                settings=dict(command.settings),
                first_day=command.first_day,
                last_day=command.last_day,
                announced_on=command.announced_on,
                document=command.document,
                policy=command.policy,
                ended=command.ended,
                repealed=command.repealed,
            )
            return amended(book, amendment)


def named_keys(reader: LogReader, until: int | None = None) -> list[KeyEvent]:
    """Return every naming of a key, in order, until a log position."""
    return [cast(KeyEvent, recorded.event) for recorded in reader.stream(KEYS_STREAM, until)]


def name_key(store: Store, command: NameKey, author: Author) -> Outcome:
    """Record that a key follows another; nothing when that is the last naming already.

    Raises Refusal `key-not-vouched` where the key replaced is not the last that the log names.
    """
    event: KeyEvent = KeyNamed(key=command.key, replaces=command.replaces, vouched=command.vouched)
    if command.lost is not None:
        event = OldKeyLost(key=command.key, replaces=command.replaces, reason=command.lost)

    def decided(book: PolicyBook) -> list[Draft]:
        del book  # a key follows another whatever the policy says
        earlier = named_keys(store.handler)
        if earlier and earlier[-1].key == event.key:
            return []
        if earlier and earlier[-1].key != event.replaces:
            raise Refusal("key-not-vouched", key=event.key, current=earlier[-1].key)
        return [draft_of(KEYS_STREAM, len(earlier) + 1, event, author)]

    recorded = store.handler.append_across(decided)
    events = (StreamEvent(KEYS_STREAM, event),) if recorded else ()
    return Outcome(stream=KEYS_STREAM, events=events)
