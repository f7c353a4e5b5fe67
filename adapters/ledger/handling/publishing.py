"""Policy versions and keys recorded: what is asked of the ledger itself."""

from __future__ import annotations

from typing import cast

from adapters.ledger.handling.units import Author, Outcome, draft_of
from adapters.ledger.reassessing import reassess
from adapters.ledger.store import Store
from adapters.log.drafts import Draft
from adapters.log.reader import LogReader
from adapters.policy.amendment import Amendment, amended, of_the_book
from domain.commands.policy import AmendPolicy, NameKey, PolicyCommand, PublishPolicy
from domain.events.store import KeyEvent, KeyNamed, OldKeyLost, PolicyPublished
from domain.events.streams import KEYS_STREAM, POLICY_STREAM
from domain.payments.happened import StreamEvent
from domain.policy.book import PolicyBook
from domain.policy.measures import Policy
from domain.refusals import Refusal


def carry_out_policy(store: Store, command: PolicyCommand, author: Author) -> Outcome:
    """Record a policy version; nothing when it is the last one recorded already.

    Where the version says so (`new_version=reopen`), every enterprise is reassessed, and the events
    of that follow. Should the program end in between, a reassessment does the rest.

    Raises Refusal as `of_the_book` and `amended` do, and as the values set are refused.
    """

    def written(book: PolicyBook) -> Policy:
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

    version = store.handler.publish(written, author)
    if version is None:
        return Outcome(stream=POLICY_STREAM)
    event = PolicyPublished(number=version.number, digest=version.digest, policy=version.policy)
    events = [StreamEvent(POLICY_STREAM, event)]
    if version.policy.settings.new_version == "reopen":
        events += reassess(store.handler, author)
    return Outcome(stream=POLICY_STREAM, events=tuple(events))


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
