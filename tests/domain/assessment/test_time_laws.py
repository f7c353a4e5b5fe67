"""Laws of reassessment, order and reperformance, over random histories."""

from __future__ import annotations

from hypothesis import given, settings

from domain.assessment.ordering import chosen_rules
from domain.assessment.walk import walk_by
from domain.decide import decide
from domain.enterprise.account import Account
from domain.enterprise.state import Enterprise, evolve
from domain.events.claims import ClaimApproved, ClaimReassessed, ClaimRejected
from domain.policy.book import PolicyBook
from projections.reassessment.payments import Payments
from projections.reassessment.reperformance import reperform
from tests.domain.histories import AGAIN, History, histories
from tests.support.extent import tried

many = settings(deadline=None, max_examples=tried(50, long=300))


def rows(account: Account) -> dict[object, object]:
    return {
        (measure, *at): (use.claims, use.amount_fen, use.booths)
        for measure, places in account.uses.items()
        for at, use in places.items()
    }


@given(histories())
@many
def test_reassessing_twice_changes_nothing_the_second_time(history: History) -> None:
    history.carry_out(AGAIN)

    assert history.carry_out(AGAIN) == ()


@given(histories())
@many
def test_after_a_reassessment_the_account_is_one_decided_from_the_start(history: History) -> None:
    history.carry_out(AGAIN)

    walked = walk_by(history.enterprise, history.book, chosen_rules(history.enterprise))

    assert rows(walked.enterprise.account) == rows(history.enterprise.account)
    assert walked.enterprise.reached.keys() == history.enterprise.reached.keys()


@given(histories())
@many
def test_no_decision_ever_applies_more_than_its_limit_minus_the_use_before(
    history: History,
) -> None:
    for recorded in history.log:
        event = recorded.event
        if isinstance(event, ClaimApproved | ClaimRejected | ClaimReassessed):
            outcome = event.decision.outcome
            assert 0 <= outcome.granted_fen <= outcome.assessed_fen
            assert outcome.reason or outcome.granted_fen == outcome.assessed_fen > 0
            for use in outcome.caps:
                assert 0 <= use.applied <= max(0, use.limit - use.used_before)


@given(histories())
@many
def test_every_decision_is_worked_out_again_the_same(history: History) -> None:
    history.carry_out(AGAIN)

    verdicts = list(reperform(history.log, history.book, Payments(history.book)))

    assert [verdict.fields for verdict in verdicts if not verdict.agrees] == []
    decisions = (ClaimApproved, ClaimRejected, ClaimReassessed)
    assert len(verdicts) == sum(isinstance(entry.event, decisions) for entry in history.log)


@given(histories())
@many
def test_a_rehearsal_leaves_the_enterprise_as_it_was(history: History) -> None:
    decide(AGAIN, history.enterprise, history.book)

    folded = Enterprise()
    for recorded in history.log:
        evolve(folded, recorded.event, recorded.by)  # type: ignore[arg-type]
    assert folded == history.enterprise


@given(histories())
@many
def test_each_difference_says_what_was_before_it(history: History) -> None:
    standing: dict[str, tuple[str | None, int, int]] = {}
    history.carry_out(AGAIN)
    for recorded in history.log:
        event = recorded.event
        if isinstance(event, ClaimReassessed):
            before = (event.previous_measure, event.previous_assessed_fen, event.previous_fen)
            assert before == standing[event.claim_no]
        if isinstance(event, ClaimApproved | ClaimRejected | ClaimReassessed):
            outcome = event.decision.outcome
            now = (outcome.measure, outcome.assessed_fen, outcome.granted_fen)
            standing[event.claim_no] = now


@given(histories())
@many
def test_the_book_until_a_position_holds_what_was_recorded_by_then(history: History) -> None:
    for version in history.book.versions:
        known = history.book.until(version.position or 0)
        assert known.versions[-1] == version
    assert history.book.until(0) == PolicyBook()
