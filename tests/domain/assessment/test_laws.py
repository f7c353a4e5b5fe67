"""Laws that hold over every story of an enterprise, however it goes."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.decide import decide
from domain.enterprise.state import Enterprise, Status, evolve
from domain.events.claims import ClaimApproved, ClaimReassessed, ClaimRejected
from domain.policy.facts import Facts
from domain.refusals import Refusal
from tests.domain.facts import Aeo, Brand, MonitoringPoint
from tests.domain.given import (
    BOOK,
    Desk,
    amended,
    approval,
    book_of,
    certificate,
    executed,
    exports,
    fair,
    insurance,
    online,
    reject,
    remedy,
    submission,
    trademark,
    warehouse,
    withdraw,
)
from tests.domain.policies import rivals

DECIDED = (ClaimApproved, ClaimRejected, ClaimReassessed)
NAMES = st.sampled_from(["A", "Ｂ", "b ", "C", "D"])
COUNTRIES = st.sampled_from(["US", "PL", "JP", "KR", "CN"])
YUAN = st.integers(1, 2_000_000_00).map(lambda fen: f"{fen // 100}.{fen % 100:02d}")
SMALL = st.sampled_from(["0.01", "0.02", "0.03", "28571.43", "40000", "99999.99"])
FEES = SMALL | YUAN
DAYS = st.sampled_from(["2021-12-31", "2022-02-01", "2022-12-31", "2023-01-01", "2023-07-01"])
FACTS: st.SearchStrategy[Facts] = st.one_of(
    st.builds(
        lambda fees, name, country, key: fair(*fees, name=name, country=country, key=key),
        st.lists(FEES, min_size=1, max_size=5),
        NAMES,
        COUNTRIES,
        st.booleans(),
    ),
    st.builds(online, FEES, NAMES, st.sampled_from(["other", "other", "city"])),
    st.builds(certificate, FEES, NAMES, COUNTRIES, st.booleans()),
    st.builds(trademark, FEES, COUNTRIES, st.booleans()),
    st.builds(insurance, FEES, st.booleans()),
    st.builds(remedy, FEES, NAMES),
    st.builds(executed, FEES),
    st.builds(warehouse, NAMES, COUNTRIES),
    st.sampled_from([Brand(title="zhejiang"), Brand(title="wenzhou"), Aeo(), MonitoringPoint()]),
)
RIVALS = rivals()
RIVAL_READINGS = st.dictionaries(
    st.sampled_from(sorted(RIVALS)), st.integers(0, 3), max_size=6
).map(
    lambda drawn: {
        f"readings.{name}": RIVALS[name][at % len(RIVALS[name])] for name, at in drawn.items()
    }
)


@st.composite
def stories(draw: st.DrawFn, rivals: bool = False) -> Desk:
    """Draw a desk after claims, decisions, reductions, withdrawals and rejections."""
    desk = Desk(book_of(amended(draw(RIVAL_READINGS)))) if rivals else Desk()
    for number in range(draw(st.integers(1, 14))):
        if draw(st.integers(0, 9)) == 0:
            desk.carry_out(exports(2023, draw(st.sampled_from(["9", "10000000"])), "0"))
        support = draw(st.sampled_from(["0", "0", "0.01", "40000"]))
        claim_no = desk.file(draw(FACTS), on=draw(DAYS), support=support)
        if draw(st.integers(0, 9)) == 0:
            desk.carry_out(reject(claim_no))
        else:
            desk.carry_out(approval(claim_no, draw(st.sampled_from([None, None, "0", "5000"]))))
        if draw(st.integers(0, 5)) == 0:
            desk.carry_out(withdraw(f"C{draw(st.integers(1, number + 1))}"))
    return desk


def written(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


many = settings(deadline=None, max_examples=60)


@given(stories(rivals=True))
@many
def test_no_decision_applies_more_than_its_limit_minus_the_use_before(desk: Desk) -> None:
    for event in desk.events:
        if isinstance(event, DECIDED):
            for use in event.decision.outcome.caps:
                assert 0 <= use.applied <= max(0, use.limit - use.used_before)
                assert use.used_after == use.used_before + use.applied
                assert use.applied <= use.attempted


@given(stories(rivals=True))
@many
def test_granted_is_never_more_than_assessed_and_less_only_for_a_reason(desk: Desk) -> None:
    for event in desk.events:
        if isinstance(event, DECIDED):
            outcome = event.decision.outcome
            assert 0 <= outcome.granted_fen <= outcome.assessed_fen
            assert outcome.reason or outcome.granted_fen == outcome.assessed_fen > 0


@given(stories(rivals=True))
@many
def test_nothing_granted_is_rejected_and_says_why(desk: Desk) -> None:
    for event in desk.events:
        if isinstance(event, DECIDED):
            granted = event.decision.outcome.granted_fen
            assert isinstance(event, ClaimRejected) <= (granted == 0)
            assert isinstance(event, ClaimApproved) <= (granted > 0)
    for claim in desk.enterprise.claims.values():
        outcome = claim.outcome
        if outcome is not None and claim.status is not Status.WITHDRAWN:
            assert (claim.status is Status.REJECTED) == (outcome.granted_fen == 0)
            assert outcome.granted_fen > 0 or outcome.reason is not None


@given(stories(rivals=True))
@many
def test_what_is_used_is_never_above_a_limit(desk: Desk) -> None:
    policy = desk.book.versions[0].policy
    for cap in policy.caps.values():
        years = (2022, 2023) if cap.period == "year" else (None,)
        rows = [place for _, _, place, _ in desk.enterprise.account.rows(cap.measures, None, None)]
        places = [None] if cap.item is None else rows
        for year in years:
            assert all(desk.enterprise.account.used(cap, year, at) <= cap.limit for at in places)


@given(stories(rivals=True))
@many
def test_cap_reached_is_recorded_exactly_while_a_cap_is_full(desk: Desk) -> None:
    account, full = desk.enterprise.account, set()
    for cap in desk.book.versions[0].policy.caps.values():
        for _, year, place, _ in account.rows(cap.measures, None, None):
            scope = (year if cap.period == "year" else None,
                     None if cap.item is None else place)  # fmt: skip
            if account.used(cap, *scope) >= cap.limit:
                full.add((cap.id, *scope))

    assert set(desk.enterprise.reached) == full


@given(stories())
@many
def test_saying_everything_again_changes_nothing(desk: Desk) -> None:
    for claim_no, claim in list(desk.enterprise.claims.items()):
        asked = claim.submitted
        support = written(asked.other_support_fen)
        day = asked.occurred_on.isoformat()
        assert desk.carry_out(submission(claim_no, asked.facts, day, support=support)) == ()
        if claim.approval is not None:
            ceiling = claim.approval[0]
            said = None if ceiling is None else written(ceiling)
            assert desk.carry_out(approval(claim_no, said)) == ()


@given(stories(rivals=True))
@many
def test_folding_is_deterministic(desk: Desk) -> None:
    folded = Enterprise()
    for event in desk.events:
        evolve(folded, event, "clerk")

    assert folded == desk.enterprise


@given(stories(), RIVAL_READINGS)
@many
def test_a_new_version_changes_no_amount_already_decided(
    desk: Desk, readings: dict[str, str]
) -> None:
    figures = {"measures.overseas-trademark.rate": "1%", "caps.key-exhibitions-per-year.limit": "9"}
    before = [claim.outcome for claim in desk.enterprise.claims.values()]
    desk.book = book_of(amended(), amended(readings | figures))

    folded = Enterprise()
    for event in desk.events:
        evolve(folded, event, "clerk")

    assert [claim.outcome for claim in folded.claims.values()] == before
    assert folded.account == desk.enterprise.account


@given(stories(rivals=True))
@many
def test_withdrawing_everything_empties_the_account(desk: Desk) -> None:
    for claim_no, claim in desk.enterprise.claims.items():
        if claim.status is not Status.WITHDRAWN:
            desk.carry_out(withdraw(claim_no))

    assert not any(desk.enterprise.account.uses.values())
    assert desk.enterprise.reached == {}
    assert not any(desk.enterprise.holders.values())


@given(stories())
@many
def test_a_refusal_leaves_everything_as_it_was(desk: Desk) -> None:
    claims, length = dict(desk.enterprise.claims), desk.enterprise.length
    for claim_no in claims:
        for command in (approval(claim_no, "77"), reject(claim_no, "77"), withdraw("C99")):
            with suppress(Refusal):
                decide(command, desk.enterprise, BOOK)

    assert (desk.enterprise.claims, desk.enterprise.length) == (claims, length)
