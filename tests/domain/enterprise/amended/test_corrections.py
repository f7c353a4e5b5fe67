"""A claim corrected by a document: before its decision and after it, its place and number kept.

A trademark is granted 50 % of its fee, 30,000 yuan in all; a key exhibition 70 %, at most 20,000 a
booth and four booths, three exhibitions a year.
"""

from __future__ import annotations

from datetime import date

import pytest

from domain.enterprise.state import Status
from domain.events.claims import CapLifted, ClaimCorrected
from domain.money import parse_yuan
from tests.domain.enterprise.amended.amending import (
    DOCUMENT,
    changes,
    correct,
    refused,
    reopen,
    revoke,
)
from tests.domain.given import (
    Desk,
    amended,
    approval,
    book_of,
    fair,
    reject,
    submission,
    trademark,
    withdraw,
)

WAN = 1_000_000  # fen


def fee(yuan: str) -> dict[str, int]:
    return {"fee_fen": parse_yuan(yuan)}


def test_a_pending_claim_is_decided_as_corrected() -> None:
    desk = Desk()
    number = desk.file(trademark("2000"))

    (event,) = desk.carry_out(correct(number, **fee("20000")))
    desk.carry_out(approval(number))

    assert isinstance(event, ClaimCorrected)
    assert desk.outcome(number).granted_fen == WAN


def test_a_slip_in_a_fee_gives_what_was_too_much_to_whom_the_cap_had_turned_away() -> None:
    desk = Desk()
    desk.grant(trademark("80000"))  # 40,000 of which 30,000 are left
    desk.grant(trademark("20000"))  # 10,000 of which nothing is left

    assert changes(desk, correct("C1", **fee("30000"))) == [
        ("C1", 3 * WAN, 1_500_000, "correction", None),
        ("C2", 0, WAN, "correction", "C1"),
    ]
    (lifted,) = [event for event in desk.events if isinstance(event, CapLifted)]
    assert (lifted.claim_no, lifted.used) == ("C1", 2_500_000)


def test_a_fee_stated_too_low_takes_from_those_decided_later() -> None:
    desk = Desk()
    desk.grant(trademark("20000"))
    desk.grant(trademark("40000"))

    assert changes(desk, correct("C1", **fee("50000"))) == [
        ("C1", WAN, 2_500_000, "correction", None),
        ("C2", 2 * WAN, 500_000, "correction", "C1"),
    ]


def test_a_reversed_invoice_leaves_the_claim_without_it_and_free_for_another() -> None:
    desk = Desk()
    desk.grant(trademark("20000"), invoices=("A-1", "A-2"))

    assert changes(desk, correct("C1", invoices=("A-2",), **fee("12000"))) == [
        ("C1", WAN, 600_000, "correction", None)
    ]
    desk.carry_out(submission("C2", trademark("8000"), invoices=("A-1",)))
    assert refused(desk, submission("C3", trademark("1"), invoices=("a-2",)))[0] == (
        "duplicate-invoice"
    )


def test_one_booth_refunded_leaves_the_others() -> None:
    desk = Desk()
    desk.grant(fair("20000", "30000", "10000"))  # 14,000 and 20,000 and 7,000

    fees = (parse_yuan("20000"), parse_yuan("10000"))

    assert changes(desk, correct("C1", booth_fees_fen=fees)) == [
        ("C1", 4_100_000, 2_100_000, "correction", None)
    ]


def test_a_day_of_the_year_before_counts_there_and_makes_room_where_it_stood() -> None:
    desk = Desk()
    for show in "ABCD":
        desk.grant(fair("10000", name=show), on="2023-03-01")
    assert desk.outcome("C4").granted_fen == 0

    assert changes(desk, correct("C2", on="2022-12-30")) == [
        ("C2", 700_000, 700_000, "correction", None),
        ("C4", 0, 700_000, "correction", "C2"),
    ]


def test_a_day_under_another_version_is_decided_by_that_version() -> None:
    desk = Desk(book_of(amended(), amended({"measures.overseas-trademark.rate": "60%"},
                                           first_day=date(2023, 7, 1))))  # fmt: skip
    desk.grant(trademark("20000"), on="2023-06-30")

    assert changes(desk, correct("C1", on="2023-07-01")) == [
        ("C1", WAN, 1_200_000, "correction", None)
    ]
    assert desk.outcome("C1").version == 2


def test_a_day_that_no_version_governs_is_granted_nothing() -> None:
    desk = Desk()
    desk.grant(trademark("20000"))

    assert changes(desk, correct("C1", on="2019-07-01")) == [("C1", WAN, 0, "correction", None)]
    assert desk.enterprise.claims["C1"].status is Status.REJECTED
    assert changes(desk, correct("C1", on="2023-05-01", document="D2")) == [
        ("C1", 0, WAN, "correction", None)
    ]


def test_another_country_is_another_measure() -> None:
    desk = Desk()
    desk.grant(fair("10000", country="TH", key=False))  # an RCEP country

    assert changes(desk, correct("C1", country="DE")) == [
        ("C1", 600_000, 500_000, "correction", None)  # 60 % and 50 %
    ]


def test_an_item_of_another_name_is_decided_again_though_it_comes_to_the_same() -> None:
    desk = Desk()
    desk.grant(fair("10000", name="Fair"))

    assert changes(desk, correct("C1", exhibition="Messe")) == [
        ("C1", 700_000, 700_000, "correction", None)
    ]
    assert desk.outcome("C1").place == "messe"
    assert list(desk.enterprise.account.uses["key-exhibition"]) == [(2023, "messe")]


def test_the_ceiling_an_officer_set_holds_for_the_claim_as_corrected() -> None:
    desk = Desk()
    desk.grant(trademark("20000"), reduced_to="8000")

    assert changes(desk, correct("C1", **fee("30000"))) == [
        ("C1", 800_000, 800_000, "correction", None)  # assessed at 15,000 now
    ]
    assert changes(desk, correct("C1", document="D2", **fee("10000"))) == [
        ("C1", 800_000, 500_000, "correction", None)
    ]


def test_what_is_stated_already_is_not_recorded_and_a_document_says_one_thing() -> None:
    desk = Desk()
    desk.grant(trademark("20000"))
    assert desk.carry_out(correct("C1", country="US")) == ()
    desk.carry_out(correct("C1", **fee("30000")))
    desk.carry_out(correct("C1", document="D2", **fee("24000")))

    assert desk.carry_out(correct("C1", **fee("30000"))) == ()
    code, facts = refused(desk, correct("C1", **fee("31000")))

    assert (code, facts["verb"], facts["document"]) == ("request-conflicts", "correct", DOCUMENT)
    assert desk.outcome("C1").granted_fen == 1_200_000


def test_two_corrections_of_different_things_do_not_undo_each_other() -> None:
    desk = Desk()
    desk.file(trademark("20000"))

    desk.carry_out(correct("C1", document="D1", **fee("30000")))
    desk.carry_out(correct("C1", document="D2", country="JP"))

    claim = desk.enterprise.claims["C1"].submitted
    assert (claim.facts["fee_fen"], claim.facts["country"]) == (parse_yuan("30000"), "JP")


def test_an_invoice_of_another_standing_claim_is_refused() -> None:
    desk = Desk()
    desk.file(trademark("20000"), invoices=("A-1",))
    desk.file(trademark("10000"), invoices=("A-2",))

    assert refused(desk, correct("C2", invoices=("A-2", "ａ-1"))) == (
        "duplicate-invoice", {"invoice": "ａ-1", "other": "C1"}
    )  # fmt: skip
    desk.carry_out(withdraw("C1"))
    assert desk.carry_out(correct("C2", invoices=("A-2", "A-1")))


def test_a_claim_granted_nothing_is_not_corrected_onto_an_invoice_claimed_since() -> None:
    desk = Desk()
    desk.grant(trademark("20000"), on="2019-01-01", invoices=("A-1",))
    desk.grant(trademark("20000"), invoices=("A-1",))

    assert refused(desk, correct("C1", on="2023-01-01"))[0] == "duplicate-invoice"


def test_a_file_fed_in_again_is_known_as_it_was_and_as_it_is() -> None:
    desk = Desk()
    claim = desk.file(trademark("20000"))
    desk.carry_out(correct(claim, **fee("30000")))

    assert desk.carry_out(submission(claim, trademark("20000"))) == ()
    assert desk.carry_out(submission(claim, trademark("30000"))) == ()
    assert refused(desk, submission(claim, trademark("40000")))[0] == "claim-conflicts"


@pytest.mark.parametrize("end", ["reject", "withdraw", "revoke"])
def test_a_claim_that_people_ended_is_reopened_before_it_is_corrected(end: str) -> None:
    desk = Desk()
    number = desk.file(trademark("20000"))
    if end == "revoke":
        desk.carry_out(approval(number))
    desk.carry_out({"reject": reject, "withdraw": withdraw, "revoke": revoke}[end](number))

    assert refused(desk, correct(number, **fee("1")))[0] == "claim-ended"
    desk.carry_out(reopen(number, document="D1"))
    assert desk.carry_out(correct(number, **fee("1")))


def test_a_fact_that_the_kind_has_not_is_refused() -> None:
    desk = Desk()
    desk.file(trademark("20000"))

    code, facts = refused(desk, correct("C1", fees_fen=1))

    assert (code, facts["path"]) == ("claim-path-unknown", "fees_fen")


def test_who_corrected_a_claim_and_decided_it_approved_what_was_said_by_themselves() -> None:
    desk = Desk()
    number = desk.file(trademark("20000"))
    desk.carry_out(correct(number, by="Officer", **fee("30000")), by="Officer")

    (approved,) = desk.carry_out(approval(number, by="officer"), by="officer")

    assert approved.decision.self_approved  # type: ignore[union-attr]


def test_a_hidden_character_is_refused() -> None:
    desk = Desk()
    desk.file(trademark("20000"))

    assert refused(desk, correct("C1", document="D\u200b1", **fee("1")))[0] == "bad-character"
    assert refused(desk, correct("C1", registration_no="T\u200b1"))[0] == "bad-character"
    assert refused(desk, reopen("C1", document="D\u200b1"))[0] == "bad-character"
