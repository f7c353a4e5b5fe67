"""An invoice is paid once and a claim number is one claim's, however they are spelled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.ledger.handling.units import Request
from domain.refusals import Refusal
from tests.adapters.intake.files import jsonl, line, row_of, workbook
from tests.domain.given import submission, trademark
from tests.support.command import asked, subsidy
from tests.support.ledgers import CLERK, OTHER_USCC, do, opened


@pytest.mark.parametrize("spelled", ["ＹＱ－１", "yq—1", "Yq - 1"])
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
