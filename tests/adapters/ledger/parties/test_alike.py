"""An invoice is paid once and a claim number is one claim's, however they are spelled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from eventsourcing.persistence import IntegrityError

from adapters.ledger.handling.units import Request
from adapters.log.drafts import Append, ClaimNumber
from adapters.stores.sqlite.tables import SKELETONS
from domain.refusals import Refusal
from tests.adapters.intake.files import jsonl, line, row_of, workbook
from tests.domain.given import submission, trademark
from tests.support.by_hand import by_hand
from tests.support.command import asked, subsidy
from tests.support.ledgers import CLERK, OTHER_USCC, claimed, do, opened
from tests.support.money_desk import CASHIER, approved, case, computed, money, past


@pytest.mark.parametrize("spelled", ["ＹＱ－１", "yq—1", "Yq - 1", "ꓬQ-1", "YQ-१", "ＹＱ-۱"])
def test_a_number_that_looks_like_anothers_is_refused(tmp_path: Path, spelled: str) -> None:
    claim = submission("YQ-1", trademark("10"))
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, claim)

        for uscc in (claim.uscc, OTHER_USCC):
            other = replace(claim, claim_no=spelled, uscc=uscc)
            with pytest.raises(Refusal) as refused:
                store.handler.carry_out(Request(uscc, (other,)), CLERK)

            assert refused.value.code == "claim-number-alike"
            assert refused.value.facts == {"claim_no": spelled, "other": "YQ-1"}


@pytest.mark.parametrize(
    ("spelled", "code"),
    [("２４３３２００１", "duplicate-invoice"), ("2433\u200b2001", "bad-character")],
)
def test_an_invoice_in_another_spelling_is_not_paid_twice(
    tmp_path: Path, spelled: str, code: str
) -> None:
    store = tmp_path / "ledger.db"
    first = jsonl(tmp_path / "a.jsonl", line(claim_no="YQ-1", invoices=["24332001"]))
    again = jsonl(tmp_path / "b.jsonl", line(claim_no="YQ-2", invoices=[spelled]))
    row = row_of("线上展会") | {"申报编号": "YQ-3", "发票号码": spelled}
    sheet = workbook(tmp_path / "c.xlsx", "线上展会", row)
    options = ("--approve", "--store", store, "--json", "--by", "clerk")
    assert subsidy("backfill", first, *options).code == 0

    for path in (again, sheet):
        answer = subsidy("backfill", path, *options)

        assert [reject["code"] for reject in answer.json["rejects"]] == [code]
    assert [claim["claim_no"] for claim in asked(store, "claims")] == ["YQ-1"]


@pytest.mark.sqlite
def test_a_ledger_of_an_earlier_version_is_rehearsed_and_its_numbers_compared(
    tmp_path: Path,
) -> None:
    store = tmp_path / "ledger.db"
    asked(store, "backfill", jsonl(tmp_path / "one.jsonl", line(claim_no="YQ-1")))
    with by_hand(store) as hand:
        hand(f"DROP TABLE {SKELETONS}")
    lines = (line(claim_no="ＹＱ－1", invoices=[]), line(claim_no="YQ-2", invoices=[]))
    again = jsonl(tmp_path / "again.jsonl", *lines)

    rehearsed = subsidy("backfill", again, "--dry-run", "--store", store, "--json")
    recorded = subsidy("backfill", again, "--store", store, "--json")

    for ran in (rehearsed, recorded):
        assert [reject["code"] for reject in ran.json["rejects"]] == ["claim-number-alike"]
        assert ran.json["accepted"] == 1


def test_a_number_that_another_writer_took_in_another_spelling_fails_the_append(
    tmp_path: Path,
) -> None:
    number = ClaimNumber(claim_no="ＹＱ－1", uscc=OTHER_USCC, digest="")
    append = Append(book_position=1, claim_numbers=[number])
    with opened(tmp_path / "ledger.db") as store:
        do(store.handler, submission("YQ-1", trademark("10")))

        with pytest.raises(IntegrityError):
            store.handler.recorder.append([claimed("ＹＱ－1", OTHER_USCC, 1)], append)

        assert store.handler.position() == 2


def test_a_repayment_said_again_with_its_receipt_in_another_spelling_is_not_recorded_twice(
    tmp_path: Path,
) -> None:
    store = tmp_path / "ledger.db"
    approved(store, case("I1", "10"))
    money(store, "100")
    number = str(computed(store)["batch"])
    asked(store, "batch", "publish", number, *past("2022-11-01"), *CASHIER)
    asked(
        store,
        "batch",
        "pay",
        number,
        *past("2022-11-20"),
        "--receipt",
        "R-1",
        *CASHIER,
    )
    asked(store, "revoke", "I1", "--reason", "x", "--document", "D")
    recovery = (
        "recovery",
        "record",
        "I1",
        "--amount",
        "4",
        *past("2022-12-01"),
        "--receipt",
    )
    asked(store, *recovery, "PZ-7", *CASHIER)
    end = asked(store, "totals")["position"]

    asked(store, *recovery, "ｐｚ–７", *CASHIER)

    assert asked(store, "totals")["position"] == end
