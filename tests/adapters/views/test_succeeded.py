"""Budgets of a ledger where one enterprise carries on another: by the views as by a whole fold."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import cast

from adapters.ledger.enterprises import histories
from adapters.ledger.look import Look
from adapters.ledger.snapshot import Snapshot
from adapters.ledger.store import Store
from adapters.ledger.treasury.days import DaysOfBatches
from adapters.ledger.treasury.treasury import Treasury
from adapters.views import dues
from domain.enterprise.dues import parts_of
from domain.enterprise.state import Status, granted_fen
from domain.events.budget import BudgetAppropriated
from projections.money.dated import Dated
from tests.support.command import asked
from tests.support.ledgers import opened
from tests.support.money_desk import (
    OFFICER,
    OTHER,
    USCC,
    approved,
    case,
    code,
    computed,
    money,
    paid,
    past,
    submit,
)

THIRD = code(7)
DAYS = None, date(2022, 10, 31), date(2022, 11, 10), date(2022, 11, 30), date(2022, 12, 31)
PARTS = "approved_unpaid_fen", "in_publicity_fen", "lapsed_fen", "under_review_fen"


def merged(store: Path) -> None:
    """Record two mergers, the first between two batches, the second while another is noticed."""
    approved(store, case("A", "100"), case("B", "50"), case("C", "70", OTHER))
    submit(store, [case("P", "20")])
    money(store, "200")
    computed(store, "--shortage", "pro-rata", "--remainder", "lapse")
    paid(store, 1)
    approved(store, case("D", "40"), case("E", "30", OTHER))
    asked(store, "budget", "supplement", "2022", "--line", "all", "--amount", "500",
          "--document", "S", "--on", "2022-01-11")  # fmt: skip
    _succeed(store, USCC, OTHER)
    computed(store)
    asked(store, "revoke", "A", "--reason", "x", "--document", "R", *OFFICER)
    paid(store, 2, on="2022-12-05")
    asked(store, "recovery", "record", "A", "--amount", "10", "--receipt", "B",
          *past("2022-12-10"))  # fmt: skip
    approved(store, case("F", "60", OTHER), case("G", "80", THIRD))
    asked(store, "approve", "P", *OFFICER)
    submit(store, [case("Q", "25", OTHER)])
    computed(store)
    asked(store, "batch", "publish", "3", "--days", "7", *past("2022-11-01"))
    _succeed(store, OTHER, THIRD)
    asked(store, "enterprise", "confirm-account", THIRD, "--document", "K", *OFFICER)
    asked(store, "batch", "fail", "2", "E", "--reason", "closed", *past("2022-12-20"))
    paid(store, 3, on="2022-12-28")


def _succeed(store: Path, old: str, new: str) -> None:
    words = "--kind", "merger", "--on", "2022-11-25", "--document", f"M-{old}"
    asked(store, "succeed", old, new, *words, *OFFICER)


def folded(store: Store, position: int, day: date | None) -> dict[str, int]:
    """Return what all grants come to on a day, by every enterprise's own events."""
    sums, days = Counter[str](), DaysOfBatches(Treasury(store.handler, position))
    for _, history in histories(store.handler.recorder, position):
        every = list(history)
        dated = Dated(day, days, every)
        for recorded in every:
            dated.take_in(recorded)
        for claim in dated.enterprise.claims.values():
            parts = parts_of(granted_fen(claim), dated.dues(claim))
            sums["approved_unpaid_fen"] += parts.unpaid_fen
            sums["in_publicity_fen"] += parts.allotted_fen
            sums["lapsed_fen"] += parts.lapsed_fen
            if claim.status is Status.SUBMITTED:  # of the kind that is granted what it asks for
                sums["under_review_fen"] += cast(int, claim.submitted.facts["amount_fen"])
    return {part: sums[part] for part in PARTS}


def _ends(store: Store, head: int) -> list[int]:
    """Return where each act ended, from when the year had money on."""
    begun = store.handler.recorder.first_of("budget:2022", BudgetAppropriated.TOPIC)
    assert begun is not None
    time_of = store.handler.recorder.time_of  # one for all that an act recorded
    return [at for at in range(begun, head) if time_of(at) != time_of(at + 1)]


def test_a_budget_is_the_same_by_the_views_and_by_a_fold_at_every_position_and_day(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.db"
    merged(path)

    with opened(path) as store:
        store.catch_up()
        head, live = store.position(), store.views.digest()
        with store.views.reading() as reader:
            for at in [*_ends(store, head), None]:
                look = Look(Snapshot(store, reader, at))
                for day in DAYS:
                    line = look.budget(2022, day).lines["all"]
                    answered = {part: getattr(line, part) for part in PARTS}
                    assert answered == folded(store, look.position, day), (at, day)
            assert dues.with_money(reader) == {THIRD}
        store.rebuild()
        assert store.views.digest() == live
    assert asked(path, "verify")["faults"] == []
    assert asked(path, "reperform")["false_payments"] == []


def test_events_of_a_claim_stay_in_the_stream_that_it_was_filed_in(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    merged(path)

    of_old = {each.get("claim_no") for each in asked(path, "history", USCC)} - {None}
    of_new = {each.get("claim_no") for each in asked(path, "history", THIRD)} - {None}
    payees = {line["uscc"] for line in asked(path, "batch", "show", "3")["lines"]}

    assert of_old == {"A", "B", "D", "P"}
    assert of_new == {"G"}
    assert payees == {THIRD}


def test_statements_of_a_day_are_those_of_all_that_a_code_carries_on(tmp_path: Path) -> None:
    path, then = tmp_path / "ledger.db", ("--as-of", "2022-11-30")
    merged(path)

    of = {uscc: asked(path, "statement", uscc, *then) for uscc in (USCC, OTHER, THIRD)}
    budget = asked(path, "budget", "show", "2022", *then)["lines"]["all"]

    own = {entry["claim_no"] for entry in of[USCC]["entries"]}
    assert own == {"A", "B", "D", "P"}
    assert 0 < of[USCC]["paid_fen"] < of[OTHER]["paid_fen"] == of[THIRD]["paid_fen"]
    assert of[THIRD]["paid_fen"] == budget["paid_fen"]
    assert of[USCC]["recovered_fen"] == 0  # repaid later
