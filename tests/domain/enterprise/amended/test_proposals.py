"""A version put forward by one hand enters the book by another's, on the book it was tried on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from domain.enterprise.hands import SeparatedHands
from domain.enterprise.proposals import (
    Proposals,
    ProposalState,
    by_one_hand,
    confirm,
    decline,
    proposals,
    propose,
)
from domain.events.log import Recorded
from domain.events.store import PolicyPublished, ProposalEvent, VersionConfirmed, VersionDeclined
from domain.events.streams import POLICY_STREAM, PROPOSALS_STREAM
from domain.identity import Actor, is_one_person
from domain.policy.book import PolicyBook, PolicyVersion
from domain.policy.measures import Policy
from domain.refusals import Fact, Refusal
from tests.domain.given import POLICY, amended
from tests.domain.policies import digest
from tests.support.extent import tried

CHEN, WANG, LI = Actor("chen", "web:chen"), Actor("wang", "web:wang"), Actor("李", "web:li")
HANDS = (CHEN, WANG, LI, Actor("ＣＨＥＮ", "token:chen"), Actor("somebody", "web:wang"))
DRAFTS = tuple(amended({"measures.overseas-trademark.rate": f"{rate}%"}) for rate in (40, 60, 70))
MOMENT = datetime(2026, 11, 30, tzinfo=UTC)


@dataclass
class Office:
    """A ledger of policy versions, whose hands are separated after its first."""

    log: list[Recorded] = field(default_factory=list)

    def __post_init__(self) -> None:
        first = PolicyPublished(number=1, digest=digest(POLICY), policy=POLICY)
        self.record(CHEN, first)

    def record(self, hand: Actor, *events: PolicyPublished | ProposalEvent) -> None:
        for each in events:
            stream = POLICY_STREAM if isinstance(each, PolicyPublished) else PROPOSALS_STREAM
            position = len(self.log) + 1
            self.log.append(
                Recorded(
                    position=position,
                    stream=stream,
                    version=sum(other.stream == stream for other in self.log) + 1,
                    recorded_at=MOMENT + timedelta(seconds=position),
                    by=str(hand.by),
                    login=str(hand.login),
                    event=each,
                )
            )

    @property
    def versions(self) -> list[Recorded]:
        return [each for each in self.log if each.stream == POLICY_STREAM]

    @property
    def known(self) -> Proposals:
        return proposals(each for each in self.log if each.stream == PROPOSALS_STREAM)

    @property
    def book(self) -> PolicyBook:
        book = PolicyBook()
        for each in self.versions:
            assert isinstance(each.event, PolicyPublished)
            said = each.event
            version = PolicyVersion(number=said.number, digest=said.digest, policy=said.policy)
            book = book.followed_by(version)
        return book

    def propose(self, policy: Policy, hand: Actor) -> int:
        """Put a version forward; return its number."""
        said = propose(policy, digest(policy), self.known, self.book)
        if said.number not in self.known.by_number:
            self.record(hand, said)
        return said.number

    def confirm(self, number: int, hand: Actor, *, separated: bool = True) -> None:
        self.record(hand, *confirm(number, self.known, self.book, hand if separated else None))

    def decline(self, number: int, words: str, hand: Actor) -> None:
        self.record(hand, *decline(number, words, self.known))

    def state(self, number: int) -> ProposalState:
        return self.known.numbered(number).state(self.book)


def refused(carry_out: Callable[[], object]) -> tuple[str, dict[str, Fact]]:
    with pytest.raises(Refusal) as refusal:
        carry_out()
    return refusal.value.code, refusal.value.facts


def test_a_proposal_changes_the_book_only_when_another_confirms_it() -> None:
    office = Office()

    number = office.propose(DRAFTS[0], CHEN)
    before = len(office.book.versions)
    office.confirm(number, WANG)

    assert (number, before, office.state(1)) == (1, 1, "confirmed")
    assert office.book.versions[-1].policy == DRAFTS[0]
    assert [type(each.event).__name__ for each in office.log[1:]] == [
        "VersionProposed",
        "VersionConfirmed",
        "PolicyPublished",
    ]


@pytest.mark.parametrize(
    "hand",
    [CHEN, Actor("CHEN", "web:x"), Actor("ｃｈ ｅｎ", "web:x"), Actor("wang", "web:chen")],
    ids=["the same", "by case", "by width and space", "by login"],
)
def test_who_put_it_forward_does_not_confirm_it(hand: Actor) -> None:
    office = Office()
    office.propose(DRAFTS[0], CHEN)

    code, facts = refused(lambda: office.confirm(1, hand))

    who = {"proposed_by": "chen (web:chen)", "confirmed_by": f"{hand.by} ({hand.login})"}
    assert (code, facts) == ("proposer-cannot-confirm", {"proposal": 1, **who})
    assert (office.state(1), len(office.book.versions)) == ("waiting", 1)


def test_where_hands_are_not_separated_a_proposal_is_anybodys_to_confirm() -> None:
    office = Office()
    office.propose(DRAFTS[0], CHEN)

    office.confirm(1, CHEN, separated=False)

    assert office.state(1) == "confirmed"


def test_a_proposal_tried_on_a_book_that_has_grown_since_is_stale() -> None:
    office = Office()
    office.propose(DRAFTS[0], CHEN)
    office.propose(DRAFTS[1], CHEN)
    office.confirm(2, WANG)

    code, facts = refused(lambda: office.confirm(1, WANG))
    again = office.propose(DRAFTS[0], CHEN)

    assert (code, facts) == ("proposal-stale", {"proposal": 1, "base": 1, "version": 2})
    assert (office.state(1), again, office.state(again)) == ("stale", 3, "waiting")


def test_the_same_said_again_is_the_same_proposal_from_any_hand() -> None:
    office = Office()

    assert [office.propose(DRAFTS[0], hand) for hand in (CHEN, CHEN, WANG)] == [1, 1, 1]
    assert office.known.numbered(1).by == CHEN
    office.confirm(1, WANG)
    length = len(office.log)
    office.confirm(1, LI)
    office.confirm(1, CHEN)
    assert len(office.log) == length


@pytest.mark.parametrize(("hand", "state"), [(CHEN, "withdrawn"), (WANG, "declined")])
def test_what_was_declined_or_withdrawn_is_not_confirmed(hand: Actor, state: str) -> None:
    office = Office()
    office.propose(DRAFTS[0], CHEN)
    office.decline(1, "no number yet", hand)
    office.decline(1, "no number yet", LI)

    said = refused(lambda: office.confirm(1, LI))
    other = refused(lambda: office.decline(1, "another reason", hand))

    assert office.state(1) == state
    assert said == ("proposal-declined", {"proposal": 1, "words": "no number yet"})
    assert other == ("request-conflicts", {"verb": "policy decline", "proposal": 1})
    assert office.propose(DRAFTS[0], CHEN) == 2


def test_what_is_recorded_is_not_declined_and_what_is_not_there_is_neither() -> None:
    office = Office()
    office.propose(DRAFTS[0], CHEN)
    office.confirm(1, WANG)

    assert refused(lambda: office.decline(1, "x", LI))[0] == "proposal-confirmed"
    unknown = ("proposal-unknown", {"proposal": 2, "proposals": 1})
    assert refused(lambda: office.decline(2, "x", LI)) == unknown
    assert refused(lambda: office.confirm(2, LI)) == unknown


@pytest.mark.parametrize(
    "rows",
    [
        [(LI, VersionConfirmed(proposal=1, version=2))],
        [(CHEN, DRAFTS[0]), (LI, VersionConfirmed(proposal=7, version=2))],
        [(CHEN, DRAFTS[0]), (CHEN, VersionConfirmed(proposal=1, version=2))],
        [(CHEN, DRAFTS[1]), (LI, VersionConfirmed(proposal=1, version=2))],
        [(CHEN, DRAFTS[0]), (WANG, VersionConfirmed(proposal=1, version=2))],
        [(CHEN, DRAFTS[0]), (LI, VersionDeclined(proposal=1, words="no"))],
    ],
    ids=[
        "no proposal",
        "of another proposal",
        "its own",
        "other content",
        "confirmed by a third",
        "declined",
    ],
)
def test_a_version_that_no_second_hand_confirmed_is_named(
    rows: list[tuple[Actor, Policy | ProposalEvent]],
) -> None:
    office = Office()
    said = SeparatedHands(hands_at=1, logins_at=1, position=1)
    for hand, each in rows:
        if isinstance(each, Policy):
            office.propose(each, hand)
        else:
            office.record(hand, each)
    last = rows[-1][0] if rows[-1][0] != WANG else LI
    office.record(last, PolicyPublished(number=2, digest=digest(DRAFTS[0]), policy=DRAFTS[0]))

    named = list(by_one_hand(office.versions, office.known, said))

    assert [each.position for each in named] == [len(office.log)]
    assert list(by_one_hand(office.versions, office.known, SeparatedHands())) == []


def test_rows_that_do_not_follow_are_of_no_effect() -> None:
    office = Office()
    office.propose(DRAFTS[0], CHEN)
    office.record(WANG, VersionDeclined(proposal=1, words="no"))
    office.record(WANG, VersionConfirmed(proposal=1, version=2))
    office.record(WANG, VersionConfirmed(proposal=5, version=2))

    known = office.known

    assert (office.state(1), known.length, len(known.by_number)) == ("declined", 4, 1)


ACTS = st.tuples(
    st.sampled_from(["propose", "confirm", "decline"]), st.sampled_from(HANDS), st.integers(0, 4)
)


@settings(max_examples=tried(150, long=3000), deadline=None)
@given(st.lists(ACTS, max_size=14))
def test_however_hands_and_acts_follow_each_other_no_version_is_of_one_hand(
    acts: list[tuple[str, Actor, int]],
) -> None:
    office = Office()
    for act, hand, which in acts:
        length = len(office.log)
        try:
            if act == "propose":
                office.propose(DRAFTS[which % len(DRAFTS)], hand)
            elif act == "confirm":
                office.confirm(which, hand)
            else:
                office.decline(which, "no", hand)
        except Refusal as refusal:
            event(refusal.code)
            assert len(office.log) == length

    known, said = office.known, SeparatedHands(hands_at=1, logins_at=1, position=1)
    recorded = office.versions[1:]
    event(f"{len(recorded)} versions")
    for version in recorded:
        assert isinstance(version.event, PolicyPublished)
        (by,) = (
            each
            for each in known.by_number.values()
            if isinstance(each.ended, VersionConfirmed)
            and each.ended.version == version.event.number
        )
        assert not is_one_person(by.by, Actor(version.by, version.login), separate_logins=True)
        assert (by.policy, by.base) == (version.event.policy, version.event.number - 1)
    assert list(by_one_hand(office.versions, known, said)) == []
    assert [each.event.number for each in office.versions] == list(  # type: ignore[union-attr]
        range(1, len(office.versions) + 1)
    )
