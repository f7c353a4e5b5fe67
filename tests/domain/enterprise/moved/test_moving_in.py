"""An enterprise that came from another county: what it used there counts under its caps here.

A trademark is granted 50 % of its fee, 30,000 yuan in all; a year has three ordinary exhibitions.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events.transfer import GrantsBroughtIn
from domain.refusals import Refusal
from tests.domain.assessment.test_reassessment import AGAIN, why
from tests.domain.enterprise.moved.moving import RUIAN, annul, cap, come, used
from tests.domain.enterprise.moved.test_moving_out import refused
from tests.domain.given import Desk, amended, book_of, fair, online, trademark, withdraw

MARKS = "overseas-trademark"
MARKS_CAP = "trademark-in-all"
WAN = 1_000_000


def met(desk: Desk, claim_no: str) -> list[tuple[str, int, int]]:
    caps = desk.outcome(claim_no).caps
    return [(use.cap, use.used_before, use.applied) for use in caps]


def test_a_cap_in_all_has_what_the_other_county_left() -> None:
    desk = Desk()
    desk.carry_out(come(used("A-1", MARKS, "20000")))

    outcome = desk.grant(trademark("40000"))

    assert (outcome.granted_fen, outcome.reason) == (WAN, "cap-reached")
    assert [use.used_before for use in outcome.caps] == [2 * WAN]


def test_a_cap_by_item_and_year_compares_items_as_names() -> None:
    desk = Desk()
    grants = [
        used(f"A-{n}", "other-exhibition", "10000", name, booths=1)
        for n, name in enumerate(("汉诺威 工业展", "B展"))
    ]
    desk.carry_out(come(*grants))

    same = desk.grant(fair("20000", name="汉诺威工业展", key=False))
    third = desk.grant(fair("20000", name="C展", key=False))
    fourth = desk.grant(fair("20000", name="D展", key=False))
    next_year = desk.grant(fair("20000", name="D展", key=False), "2024-02-01")

    assert [each.granted_fen > 0 for each in (same, third, fourth, next_year)] == [
        True, True, False, True,
    ]  # fmt: skip


def test_what_was_decided_before_stays_and_a_reassessment_takes_nothing_from_it() -> None:
    desk = Desk()
    desk.grant(trademark("40000"))

    desk.carry_out(come(used("A-1", MARKS, "20000")))

    assert desk.carry_out(AGAIN) == ()
    assert desk.outcome("C1").granted_fen == 2 * WAN
    assert desk.grant(trademark("40000")).granted_fen == 0
    assert desk.carry_out(AGAIN) == ()


def test_a_claim_before_it_that_is_withdrawn_leaves_its_room_to_those_after_it() -> None:
    desk = Desk()
    desk.grant(trademark("20000"))
    desk.carry_out(come(used("A-1", MARKS, "15000")))
    desk.grant(trademark("40000"))

    desk.carry_out(withdraw("C1"))

    assert [why(event)[:4] for event in desk.carry_out(AGAIN)[:1]] == [
        ("C2", 500_000, 1_500_000, "room")
    ]
    assert desk.carry_out(AGAIN) == ()


def test_annulled_it_gives_back_what_it_took_from_those_decided_since() -> None:
    desk = Desk()
    desk.carry_out(come(used("A-1", MARKS, "20000")))
    desk.grant(trademark("40000"))

    desk.carry_out(annul("D-in"))

    assert [why(event) for event in desk.carry_out(AGAIN)[:1]] == [
        ("C1", WAN, 2 * WAN, "transfer", "D-annul", None)
    ]
    assert desk.carry_out(AGAIN) == ()
    assert desk.enterprise.account.brought == []


def test_the_latest_pack_of_a_county_stands_in_place_of_those_before_it() -> None:
    desk = Desk()
    desk.carry_out(come(used("A-1", MARKS, "10000")))
    desk.grant(trademark("20000"))  # 10,000 of the 20,000 left
    desk.carry_out(come(used("A-1", MARKS, "10000"), used("A-2", MARKS, "5000"), document="D-2"))
    desk.carry_out(come(used("R-1", MARKS, "1000", county=RUIAN), document="D-3", origin=RUIAN))

    assert desk.grant(trademark("40000")).granted_fen == 400_000  # 30,000 − 15,000 − 1,000 − 10,000
    assert desk.carry_out(AGAIN) == ()
    desk.carry_out(annul("D-2"))
    assert [why(event)[:4] for event in desk.carry_out(AGAIN)[:1]] == [
        ("C2", 400_000, 900_000, "transfer")
    ]


def test_what_the_policy_here_does_not_know_is_listed_and_counts_nothing() -> None:
    desk = Desk()

    events = desk.carry_out(
        come(
            used("A-1", "mooncakes", "20000"),
            used("A-2", MARKS, "10000", policy="ruian-policy"),
            caps=(
                cap("mooncakes-in-all", "fen", 5),
                cap(desk.grant(trademark("2000")).caps[0].cap, "count", 5),
                cap(desk.outcome("C1").caps[0].cap, "fen", 5),
            ),
        )
    )

    page = events[1]
    assert isinstance(page, GrantsBroughtIn)
    assert [(grant.measure, grant.matched) for grant in page.grants] == [
        (None, "unknown-measure"),
        (MARKS, "counted"),
    ]
    assert [each.matched for each in page.caps] == ["unknown-cap", "other-unit", "counted"]
    assert desk.grant(trademark("80000")).granted_fen == WAN * 3 - 100_000 - WAN


def test_a_grant_that_comes_home_counts_once() -> None:
    desk = Desk()
    desk.grant(trademark("20000"), "2023-05-01")

    desk.carry_out(come(used("C1", MARKS, "10000", on="2023-05-01"), used("R-1", MARKS, "5000")))

    assert desk.grant(trademark("80000")).granted_fen == 3 * WAN - WAN - 500_000


def test_what_was_granted_offline_there_excludes_the_same_fair_online_here() -> None:
    desk = Desk()
    desk.carry_out(come(used("A-1", "key-exhibition", "10000", "Fair", booths=1)))

    outcome = desk.grant(online("20000"))

    assert outcome.reason == "already-subsidised-offline"
    assert desk.carry_out(AGAIN) == ()


def test_said_again_it_records_nothing_and_with_other_content_it_conflicts() -> None:
    desk = Desk()
    desk.carry_out(come(used("A-1", MARKS, "10000")))

    assert desk.carry_out(come(used("A-1", MARKS, "10000"))) == ()
    assert refused(desk, come(pack="another"))[0] == "request-conflicts"
    assert refused(desk, come(on="2023-04-16"))[0] == "request-conflicts"
    assert refused(desk, come(document="D-2", pack="digest of D-in"))[0] == "pack-known"


def test_many_grants_come_in_pages_that_a_log_entry_can_hold() -> None:
    desk = Desk()

    events = desk.carry_out(come(*(used(f"A-{n}", MARKS, "1") for n in range(200))))

    assert len(events) > 3
    assert len(desk.enterprise.account.brought) == 200


def test_a_version_that_raises_the_limit_counts_what_came_in_as_well() -> None:
    desk = Desk()
    desk.carry_out(come(used("A-1", MARKS, "20000")))
    desk.grant(trademark("80000"))
    (use,) = desk.outcome("C1").caps
    desk.book = book_of(desk.book.versions[0].policy, amended({f"caps.{use.cap}.limit": "35000"}))

    assert [why(event)[:4] for event in desk.carry_out(AGAIN)[:1]] == [
        ("C1", WAN, 1_500_000, "version")
    ]


moves = st.lists(
    st.one_of(
        st.tuples(st.just("grant"), st.integers(1, 40).map(lambda thousands: thousands * 1000)),
        st.tuples(st.just("come"), st.integers(1, 20).map(lambda thousands: thousands * 1000)),
        st.tuples(st.just("withdraw"), st.integers(0, 9)),
        st.tuples(st.just("annul"), st.integers(0, 9)),
        st.tuples(st.just("again"), st.just(0)),
    ),
    max_size=14,
)


@given(moves)
def test_a_reassessment_after_any_life_settles_it(steps: list[tuple[str, int]]) -> None:
    desk, packs = Desk(), 0
    for what, number in steps:
        if what == "grant":
            desk.grant(trademark(str(number)))
        elif what == "come":
            packs += 1
            grant = used(f"A-{packs}", MARKS, str(number))
            desk.carry_out(come(grant, document=f"P-{packs}", origin=f"county {packs % 3}"))
        elif what == "again":
            desk.carry_out(AGAIN)
        else:
            try:
                no = f"C{number + 1}"
                desk.carry_out(withdraw(no) if what == "withdraw" else annul(f"P-{number + 1}"))
            except Refusal:
                pass
    desk.carry_out(AGAIN)

    assert desk.carry_out(AGAIN) == ()
    transfers = desk.enterprise.transfers
    came = [] if transfers is None else transfers.brought()
    assert desk.enterprise.account.brought == came
    room = 3 * WAN
    for place, number in enumerate(desk.enterprise.decided):
        claim = desk.enterprise.claims[number]
        if claim.withdrawal is not None:
            continue
        before = [] if transfers is None else transfers.brought(place)
        left = max(0, room - sum(each.posting.amount_fen for each in before))
        fee = int(str(claim.submitted.facts["fee_fen"]))
        outcome = desk.outcome(number)
        assert outcome.granted_fen == min(fee // 2, left), number
        room -= outcome.granted_fen


@pytest.mark.parametrize("day", ["2023-04-14", "2023-04-15"])
def test_matters_before_it_came_may_be_filed_here_too(day: str) -> None:
    desk = Desk()
    desk.carry_out(come(on="2023-04-15"))

    assert desk.grant(trademark("2000"), day).granted_fen == 100_000
