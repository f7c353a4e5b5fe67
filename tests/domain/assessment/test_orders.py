"""Orders of decision: a document settles who goes first under a cap."""

from __future__ import annotations

from datetime import date

import pytest

from domain.commands.enterprise import ChooseOrder
from domain.events.claims import ClaimReassessed, OrderChosen
from domain.refusals import Refusal
from tests.domain.assessment.test_reassessment import AGAIN, why
from tests.domain.given import (
    POLICY,
    USCC,
    Desk,
    amended,
    book_of,
    certificate,
    executed,
    fair,
    result_of,
    trademark,
    withdraw,
)


def shows(desk: Desk) -> None:
    """Three shows worth 30,000, 45,000 and 60,000; then one of February worth 80,000."""
    for on, fees in (
        ("2022-04-10", ["20000", "40000"]),
        ("2022-06-10", ["10000", "40000", "40000"]),
        ("2022-09-10", ["10000", "40000", "40000", "40000"]),
    ):
        desk.grant(fair(*_worth(fees), name=on), on=on)
    desk.grant(fair("40000", "40000", "40000", "40000", name="February"), on="2022-02-10")


def _worth(fees: list[str]) -> list[str]:
    """Fees of 70 % of which the shows are worth what their names say."""
    return {
        2: ["28571.43", "14285.72"],
        3: ["28571.43", "28571.43", "7142.86"],
        4: ["28571.43", "28571.43", "28571.43"],
    }[len(fees)]


def choose(order: str, document: str = "乐商务〔2023〕7号", **others: object) -> ChooseOrder:
    given = {"cap": "key-exhibitions-per-year", "year": 2022} | others
    return ChooseOrder(uscc=USCC, order=order, document=document, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("order", "granted"),
    [
        ("decided", [3_000_000, 4_500_000, 6_000_000, 0]),
        ("matter", [3_000_000, 4_500_000, 0, 8_000_000]),
        ("best", [0, 4_500_000, 6_000_000, 8_000_000]),
    ],
)
def test_a_document_settles_who_goes_first_under_a_cap(order: str, granted: list[int]) -> None:
    desk = Desk()
    shows(desk)

    chosen, *events = desk.carry_out(choose(order))

    assert isinstance(chosen, OrderChosen)
    assert [desk.outcome(f"C{number}").granted_fen for number in (1, 2, 3, 4)] == granted
    for event in events:
        if isinstance(event, ClaimReassessed):
            assert why(event)[3:] == ("order", "乐商务〔2023〕7号", None)
    assert desk.carry_out(AGAIN) == ()


def test_the_same_document_again_records_nothing_and_otherwise_is_refused() -> None:
    desk = Desk()
    shows(desk)
    desk.carry_out(choose("matter"))

    assert desk.carry_out(choose("matter")) == ()
    with pytest.raises(Refusal, match="request-conflicts"):
        desk.carry_out(choose("best"))


def test_a_later_document_may_return_to_the_order_of_decision() -> None:
    desk = Desk()
    shows(desk)
    desk.carry_out(choose("best"))

    desk.carry_out(choose("decided", document="乐商务〔2023〕9号"))

    granted = [desk.outcome(f"C{number}").granted_fen for number in (1, 2, 3, 4)]
    assert granted == [3_000_000, 4_500_000, 6_000_000, 0]


def test_a_claim_approved_under_a_chosen_order_is_decided_last_until_reassessed() -> None:
    desk = Desk()
    shows(desk)
    desk.carry_out(choose("matter"))

    january = desk.grant(fair("20000", name="January"), on="2022-01-10")
    events = desk.carry_out(AGAIN)

    assert result_of(january) == (1_400_000, 0, "cap-reached")
    assert [why(event)[:3] for event in events if isinstance(event, ClaimReassessed)] == [
        ("C5", 0, 1_400_000),
        ("C2", 4_500_000, 0),
    ]


def test_a_document_stands_before_the_reading() -> None:
    desk = Desk(book_of(amended({"readings.late_claim_order": "matter"})))
    shows(desk)
    desk.carry_out(choose("decided"))

    assert desk.carry_out(AGAIN) == ()
    assert desk.outcome("C4").granted_fen == 0


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (choose("best", cap="no-such-cap"), "cap-unknown"),
        (choose("best", year=None), "cap-needs-year"),
        (choose("best", cap="trademarks-in-all"), "cap-has-no-year"),
    ],
)
def test_an_order_for_a_cap_that_does_not_count_so_is_refused(
    command: ChooseOrder, code: str
) -> None:
    desk = Desk()
    shows(desk)

    with pytest.raises(Refusal, match=code):
        desk.carry_out(command)


def test_claims_of_one_certificate_keep_together_in_the_best_order() -> None:
    desk = Desk(book_of(amended({"caps.certifications-per-year.limit": "1"})))
    desk.grant(certificate("40000", no="A"), on="2022-03-01")
    desk.grant(certificate("30000", no="B"), on="2022-04-01")
    desk.grant(certificate("30000", no="B"), on="2022-05-01")

    desk.carry_out(choose("best", cap="certifications-per-year"))

    assert [desk.outcome(f"C{number}").granted_fen for number in (1, 2, 3)] == [
        0,
        1_500_000,
        1_500_000,
    ]


def changes(desk: Desk) -> list[tuple[str, int, int, str, str, str | None]]:
    return [why(event) for event in desk.carry_out(AGAIN) if isinstance(event, ClaimReassessed)]


def test_a_claim_that_a_chosen_order_moves_later_names_the_document() -> None:
    desk = Desk()
    shows(desk)
    desk.carry_out(choose("matter"))
    desk.grant(fair("20000", name="January"), on="2022-01-10")

    first, second = changes(desk)

    assert first[3:] == ("order", "乐商务〔2023〕7号", None)
    assert second[3:] == ("order", "乐商务〔2023〕7号", "C5")


def test_the_reading_orders_where_no_document_does_and_is_the_cause() -> None:
    desk = Desk(book_of(amended({"readings.late_claim_order": "matter"})))
    desk.grant(trademark("60000"), on="2023-05-01")
    for name, on in (("A", "2023-05-03"), ("B", "2023-04-02"), ("C", "2023-03-01")):
        desk.grant(fair("1000", name=name), on=on)
    desk.grant(trademark("20000"), on="2023-03-01")
    desk.grant(fair("1000", name="D"), on="2023-06-01")

    assert changes(desk) == [
        ("C5", 0, 1_000_000, "order", "late_claim_order=matter", None),
        ("C1", 3_000_000, 2_000_000, "order", "late_claim_order=matter", "C5"),
    ]
    assert desk.outcome("C6").granted_fen == 0


def test_a_reading_of_a_later_version_orders_the_days_that_it_governs() -> None:
    later = amended({"readings.late_claim_order": "matter"}, first_day=date(2023, 1, 1))
    desk = Desk(book_of(POLICY, later))
    for on in ("2022-05-01", "2022-03-01", "2023-05-01", "2023-03-01"):
        desk.grant(executed("5500000" if on.endswith("05-01") else "6000000"), on=on)

    assert [change[:3] for change in changes(desk)] == [
        ("C4", 13_500_000, 18_000_000),
        ("C3", 16_500_000, 12_000_000),
    ]


def test_claims_worth_the_same_alone_go_by_their_first_day_then_by_number() -> None:
    desk = Desk(book_of(amended({"caps.certifications-per-year.limit": "1"})))
    for no, on in (("B", "2022-05-01"), ("A", "2022-04-01"), ("B", "2022-03-01")):
        desk.grant(certificate("10000" if no == "B" else "20000", no=no), on=on)

    desk.carry_out(choose("best", cap="certifications-per-year"))

    granted = [desk.outcome(f"C{number}").granted_fen for number in (1, 2, 3)]
    assert granted == [500_000, 0, 500_000]


def test_a_cap_of_any_version_may_be_ordered_and_the_known_ones_are_named() -> None:
    apart = amended({"readings.exhibition_counter": "apart", "readings.trademark_period": "year"})
    desk = Desk(book_of(POLICY, apart))
    shows(desk)

    assert desk.carry_out(choose("matter", cap="belt-road-exhibitions-per-year", document="1"))
    assert desk.carry_out(choose("matter", cap="trademarks-in-all", document="2"))
    assert desk.carry_out(choose("matter", cap="trademarks-in-all", year=None, document="3"))
    with pytest.raises(Refusal) as refused:
        desk.carry_out(choose("matter", cap="x"))

    known = {cap.id for cap in (*POLICY.caps.values(), *apart.caps.values())}
    assert refused.value.facts["known"] == ", ".join(sorted(known))


def test_an_order_under_one_cap_is_not_why_another_cap_has_room() -> None:
    desk = Desk()
    desk.grant(trademark("60000"), on="2022-03-01")
    desk.grant(trademark("10000"), on="2022-04-01")
    shows(desk)
    desk.carry_out(withdraw("C1"))

    _, *events = desk.carry_out(choose("matter"))

    caused = {event.claim_no: event.cause for event in events if isinstance(event, ClaimReassessed)}
    assert (caused["C2"], caused["C6"]) == ("room", "order")


def test_claims_of_no_item_are_each_their_own_in_the_best_order() -> None:
    desk = Desk()
    desk.grant(trademark("20000"), on="2023-05-01")
    desk.grant(trademark("60000"), on="2023-05-02")

    desk.carry_out(choose("best", cap="trademarks-in-all", year=None))

    assert [desk.outcome(claim).granted_fen for claim in ("C1", "C2")] == [0, 3_000_000]


def test_items_worth_the_same_from_the_same_day_go_by_their_first_number() -> None:
    desk = Desk(book_of(amended({"caps.certifications-per-year.limit": "1"})))
    for no in "ABBA":
        desk.grant(certificate("10000", no=no), on="2022-05-01")

    desk.carry_out(choose("best", cap="certifications-per-year"))

    granted = [desk.outcome(f"C{number}").granted_fen for number in (1, 2, 3, 4)]
    assert granted == [500_000, 0, 0, 500_000]


def test_an_order_for_an_enterprise_without_claims_is_refused() -> None:
    with pytest.raises(Refusal, match="enterprise-unknown"):
        Desk().carry_out(choose("best"))
