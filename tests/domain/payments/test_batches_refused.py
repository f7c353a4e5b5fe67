"""A refusal about a batch names the facts it was decided by, each of them exactly."""

from __future__ import annotations

from datetime import date

from domain.enterprise.state import evolve as evolve_enterprise
from domain.events.registration import AccountNamed
from domain.identity import Actor
from domain.payments.batch import Batch, terms_of
from domain.payments.budget import ALL, Budget
from domain.payments.budget import evolve as evolve_budget
from domain.payments.happened import StreamEvent
from domain.payments.payment import recover
from tests.domain.given import USCC
from tests.domain.payments.closing import carried_over, publish
from tests.domain.payments.office import NOTICE, PAYDAY, Office, refused

DAY = date(2022, 6, 1)


def published(claims: int = 2) -> tuple[Office, Batch]:
    """An office with a published batch of every claim."""
    office = Office(claims, claims * 1_500_000)
    batch = office.compute(*(f"C{number}" for number in range(1, claims + 1)))
    office.publish()
    return office, batch


def objected() -> Office:
    """A batch whose line C1 was objected to, and resolved for the objector; C2 is held."""
    office, _ = published()
    for claim_no in ("C1", "C2"):
        office.object_to(claim_no)
    office.resolve("C1", upheld=True, document="M-1")
    return office


def test_a_batch_that_is_not_computed_says_what_the_line_has_and_what_is_owed() -> None:
    office, closed = Office(1, 100), Office(1, 100)
    evolve_budget(closed.budget, carried_over(to_year=2023, amounts=(), on=DAY))
    empty = Office(1, 100)
    empty.budget = Budget(2022)

    assert [
        refused(lambda: empty.compute("C1")),
        refused(lambda: closed.compute("C1")),
        refused(lambda: office.compute("C1", line="none")),
        refused(lambda: office.compute()),
        refused(lambda: office.compute("C1", "C2", owed=101)),
    ] == [
        ("budget-unknown", {"year": 2022}),
        ("budget-closed", {"year": 2022, "next_year": 2023}),
        ("budget-line-unknown", {"year": 2022, "line": "none"}),
        ("nothing-unpaid", {"year": 2022, "line": ALL}),
        ("no-money", {"year": 2022, "line": ALL, "money_fen": 100, "owed_fen": 202}),
    ]


def test_a_batch_that_is_not_published_says_what_was_published_before() -> None:
    _, batch = published()
    before = {"verb": "batch publish", "batch": 1, "on": "2022-11-01", "days": 7}
    new = Office(1, 1_500_000).compute("C1")

    assert [
        refused(lambda: publish(Batch(9), NOTICE, 7, {"C1": 1})),
        refused(lambda: publish(new, date(2999, 12, 25), 7, {"C1": 1})),
        refused(lambda: publish(batch, NOTICE, 8, {"C1": 1})),
        refused(lambda: publish(batch, date(2022, 11, 2), 6, {"C1": 1})),
        refused(lambda: publish(new, NOTICE, 7, {})),
    ] == [
        ("batch-unknown", {"batch": 9}),
        ("notice-too-late", {"batch": 1, "last": "2999-12-31"}),
        ("request-conflicts", before),
        ("request-conflicts", before),
        ("nothing-to-publish", {"batch": 1}),
    ]
    (notice,) = publish(new, date(2999, 12, 24), 7, {"C1": 1})
    assert notice.last_day == date(2999, 12, 30)


def test_a_refusal_about_a_line_of_a_batch_quotes_what_was_recorded_of_it() -> None:
    office = objected()
    office.batches[9] = Batch(9)
    line = {"batch": 1, "claim_no": "C1"}
    objection = {"verb": "batch object", "number": 1, "words": "words"} | line
    upheld = {"number": 1, "how": "upheld", "document": "M-1"} | line
    office.resolve("C2", upheld=False, document="M-2")
    dismissed = {"number": 1, "how": "dismissed", "document": "M-2"} | line | {"claim_no": "C2"}
    fresh, _ = published()
    waiting = Office(2, 1_500_000)
    waiting.compute("C1", "C2")

    assert [
        refused(lambda: office.object_to("C1", number=9)),
        refused(lambda: office.object_to("none")),
        refused(lambda: office.object_to("C1", "others", of=1)),
        refused(lambda: office.object_to("C1", "others", of=3)),
        refused(lambda: waiting.object_to("C2")),
        refused(lambda: office.resolve("C1", upheld=True, document="M-2")),
        refused(lambda: office.resolve("C2", upheld=True, document="M-2")),
        refused(lambda: fresh.resolve("C1", upheld=True, document="M-1")),
    ] == [
        ("batch-unknown", {"batch": 9}),
        ("claim-not-in-batch", {"batch": 1, "claim_no": "none"}),
        ("request-conflicts", objection),
        ("objection-unknown", {"number": 3, "last": 1} | line),
        ("line-not-free", {"batch": 1, "claim_no": "C2", "state": "waiting"}),
        ("request-conflicts", {"verb": "batch resolve"} | upheld),
        ("request-conflicts", {"verb": "batch resolve"} | dismissed),
        ("no-objection", {"batch": 1, "claim_no": "C1"}),
    ]
    assert office.resolve("C1", upheld=True, document="ｍ-１") == 0
    assert office.object_to("C1") == 0


def test_a_batch_that_is_not_paid_says_until_when_or_who_stands_in_the_way() -> None:
    office, batch = published()
    again, paid_batch = published()
    again.pay()
    unpublished = Office(1, 1_500_000)
    unpublished.compute("C1")
    approved = {"claim_no": "C1", "approved_by": "clerk", "paid_by": "Clerk (x)"}
    office.enterprise.claims["C1"].approved_login = None

    assert [
        refused(lambda: terms_of(Batch(9))),
        refused(unpublished.pay),
        refused(lambda: office.pay(on=date(2022, 11, 7))),
        refused(lambda: again.pay(receipt="R9")),
        refused(lambda: office.pay(by="Clerk")),
    ] == [
        ("batch-unknown", {"batch": 9}),
        ("batch-not-published", {"batch": 1}),
        ("notice-not-over", {"batch": 1, "ends": "2022-11-07"}),
        ("nothing-free", {"batch": 1}),
        ("approver-cannot-pay", approved),
    ]
    office.enterprise.claims["C2"].raised_by = (Actor("first", "f"), Actor("second", "s"))
    assert refused(lambda: office.pay(by="second")) == (
        "approver-cannot-pay",
        {"claim_no": "C2", "approved_by": "second (s)", "paid_by": "second (x)"},
    )
    assert [line.state.value for line in batch.lines.values()] == ["free", "free"]
    assert [line.state.value for line in paid_batch.lines.values()] == ["paid", "paid"]


def test_a_login_counts_only_once_logins_are_separated() -> None:
    office, _ = published(1)
    claim = office.enterprise.claims["C1"]
    claim.approved_by, claim.approved_login = "officer", "shared"
    other, _ = published(1)
    account = AccountNamed(account_id="A", commitment="x")
    evolve_enterprise(other.enterprise, account, "namer", "desk-7")
    by_login = {"claim_no": "C1", "approved_by": "officer (shared)", "paid_by": "payer (shared)"}
    by_desk = {"claim_no": "C1", "named_by": "namer (desk-7)", "paid_by": "payer (desk-7)"}
    by_name = {"claim_no": "C1", "named_by": "namer (desk-7)", "paid_by": "Namer"}

    assert [
        refused(lambda: office.paying(Actor("payer", "shared"), separate_logins=True)),
        refused(lambda: other.paying(Actor("payer", "desk-7"), separate_logins=True)),
        refused(lambda: other.paying(Actor("Namer", None), separate_logins=False)),
    ] == [
        ("approver-cannot-pay", by_login),
        ("account-namer-cannot-pay", by_desk),
        ("account-namer-cannot-pay", by_name),
    ]
    assert office.paying(Actor("payer", "shared"), separate_logins=False)
    assert other.paying(Actor("payer", "desk-7"), separate_logins=False)


def test_a_payment_that_cannot_fail_and_money_that_cannot_come_back_say_what_was_paid() -> None:
    office, _ = published()
    unpaid, _ = published()
    office.pay()
    office.revoke("C1")
    office.take_in(recover("C1", USCC, 1, "B", PAYDAY, office.enterprise))
    office.take_in(office.fail("C2"))
    conflict = {"verb": "batch fail", "batch": 1, "claim_no": "C2", "words": "no account"}
    more = {"claim_no": "C1", "amount_fen": 1_500_000, "owed_fen": 1_499_999}
    dated = {"claim_no": "C1", "paid_on": "2022-11-20"}

    def back(claim_no: str, fen: int, on: date = PAYDAY) -> list[StreamEvent]:
        return recover(claim_no, USCC, fen, "B", on, office.enterprise)

    assert [
        refused(lambda: unpaid.fail("C1")),
        refused(lambda: office.fail("C1")),
        refused(lambda: office.fail("C2", words="others")),
        refused(lambda: back("none", 1)),
        refused(lambda: back("C2", 1)),
        refused(lambda: back("C1", 1_500_000)),
        refused(lambda: back("C1", 1, date(2022, 11, 19))),
    ] == [
        ("line-not-paid", {"batch": 1, "claim_no": "C1", "state": "free"}),
        ("payment-recovered", {"claim_no": "C1", "batch": 1}),
        ("request-conflicts", conflict),
        ("claim-unknown", {"claim_no": "none"}),
        ("nothing-owed-back", {"claim_no": "C2"}),
        ("more-than-owed-back", more),
        ("repaid-before-paid", dated),
    ]
    assert office.fail("C2") == []
