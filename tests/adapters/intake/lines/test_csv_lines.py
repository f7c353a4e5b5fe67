"""Claims and exports as CSV."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.intake.items import AcceptedRow, At, RejectedRow, SheetTotal
from domain.commands.enterprise import RecordAmounts, SubmitClaim
from domain.refusals import Refusal
from tests.adapters.intake.files import USCC, claim, fault, items, only
from tests.domain.facts import Exhibition, OnlineExhibition

HEAD = "claim_no,uscc,enterprise,kind,occurred_on,filed_on"
START = f"YQ-1,{USCC},乐清市长城电气有限公司"


def csv(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("\r\n".join((*lines, "")).encode(encoding))
    return path


def online(path: Path, fee: str = "8000.00", **kwargs: str) -> Path:
    header = f"{HEAD},exhibition,organiser,fee"
    row = f"{START},online-exhibition,2022-03-07,2022-10-08,线上展,other,{fee}"
    return csv(path, header, row, **kwargs)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_claim_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    accepted = claim(online(tmp_path / "a.csv", encoding=encoding))

    assert accepted.enterprise == "乐清市长城电气有限公司"
    assert accepted.facts == OnlineExhibition(
        exhibition="线上展", organiser="other", fee_fen=800_000
    )
    assert accepted.invoices == ()
    assert accepted.other_support_fen == 0


@pytest.mark.parametrize(
    ("word", "key"), [("true", True), ("FALSE", False), ("是", True), ("否", False)]
)
def test_lists_and_booleans_are_cells_too(tmp_path: Path, word: str, key: bool) -> None:
    path = csv(
        tmp_path / "a.csv",
        f"{HEAD},exhibition,country,facts.key,booth_fees,invoices,other_support",
        f"{START},exhibition,2022-03-07,2022-10-08,展,DE,{word},25000; 30000.00,7;8,1250.5",
    )

    accepted = claim(path)

    assert accepted.facts == Exhibition(
        exhibition="展", country="DE", key=key, booth_fees_fen=(2_500_000, 3_000_000)
    )
    assert accepted.invoices == ("7", "8")
    assert accepted.other_support_fen == 125_050


def test_claims_and_exports_may_share_a_file(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "a.csv",
        f"record,{HEAD},year,us_usd,rcep_usd",
        f"exports,,{USCC},,,,,2022,1.00,0",
        f",{START},aeo,2022-03-07,2022-10-08,,,",
    )

    first, second = items(path)

    assert isinstance(first, AcceptedRow)
    assert isinstance(first.command, RecordAmounts)
    assert isinstance(second, AcceptedRow)
    assert isinstance(second.command, SubmitClaim)
    assert second.at == At(file="a.csv", sheet=None, row=3)


@pytest.mark.parametrize(
    ("fee", "column", "code"),
    [
        ("", "facts.fee", "missing-field"),
        ("x", "facts.fee", "bad-amount"),
        ("250.5", None, None),
        ("8000.00,7", None, "malformed-line"),
        ('"8000.00"x', None, "malformed-line"),
    ],
)
def test_a_fault_is_named_by_key_path_and_code(
    tmp_path: Path, fee: str, column: str | None, code: str | None
) -> None:
    path = online(tmp_path / "a.csv", fee)

    if code is None:
        assert isinstance(only(path), AcceptedRow)
    else:
        assert fault(path) == (column, code)


def test_a_fact_of_another_kind_is_an_unknown_key(tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", f"{HEAD},fee", f"{START},aeo,2022-03-07,2022-10-08,5.00")

    assert fault(path) == ("facts.fee", "unknown-key")


def test_the_leftmost_column_of_the_file_is_the_one_named(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "a.csv",
        "filed_on,colour,claim_no,uscc,enterprise,kind,occurred_on",
        "2022-10-08,red,YQ-1,x,e,aeo,2022-03-07",
    )

    assert fault(path) == ("colour", "unknown-key")


def test_a_missing_column_that_every_kind_needs_refuses_the_file(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        items(csv(tmp_path / "a.csv", "claim_no,uscc,kind,occurred_on", "YQ-1,x,aeo,2022-03-07"))

    assert refused.value.code == "bad-header"
    assert refused.value.facts["missing"] == "enterprise、filed_on"


def test_a_column_stated_twice_refuses_the_file(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        items(csv(tmp_path / "a.csv", f"{HEAD},fee,facts.fee", ""))

    assert refused.value.facts["doubled"] == "facts.fee"


def test_a_quoted_cell_may_span_lines_and_rows_count_physical_lines(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "a.csv",
        HEAD,
        f'YQ-1,{USCC},"two',
        'lines",aeo,2022-03-07,2022-10-08',
        f"{START},aeo,2022-03-07,2022-10-08",
    )

    first, second = items(path)

    assert isinstance(first, AcceptedRow)
    assert isinstance(first.command, SubmitClaim)
    assert (first.command.enterprise, first.at.row) == ("two lines", 2)
    assert isinstance(second, AcceptedRow)
    assert second.at.row == 4


def test_a_quote_that_never_closes_costs_its_own_line(tmp_path: Path) -> None:
    good = f"{START},aeo,2022-03-07,2022-10-08"
    path = csv(tmp_path / "a.csv", HEAD, f'"{good}', *[good] * 150)

    entries = items(path)

    assert [type(item) for item in entries] == [RejectedRow, *[AcceptedRow] * 150]
    assert [item.at.row for item in entries if not isinstance(item, SheetTotal)][:3] == [2, 3, 4]  # type: ignore[union-attr]


def test_one_broken_line_does_not_turn_the_others_into_another_alphabet(tmp_path: Path) -> None:
    path = online(tmp_path / "a.csv")
    line = path.read_bytes().splitlines(keepends=True)[1]
    path.write_bytes(path.read_bytes() + line * 3 + line.replace("清".encode(), b"\xe6\xb8"))

    entries = items(path)

    assert [type(item) for item in entries] == [AcceptedRow] * 4 + [RejectedRow]
    assert isinstance(entries[-1], RejectedRow)
    assert entries[-1].code == "malformed-line"


def test_one_line_in_no_alphabet_among_plain_ones_is_malformed_alone(tmp_path: Path) -> None:
    good = f"YQ-1,{USCC},Great Wall Ltd,aeo,2022-03-07,2022-10-08"
    path = csv(tmp_path / "a.csv", HEAD, good, good)
    path.write_bytes(path.read_bytes() + b"YQ-2,\xff\xff\xff\n")

    entries = items(path)

    assert [type(item) for item in entries] == [AcceptedRow, AcceptedRow, RejectedRow]
    assert isinstance(entries[-1], RejectedRow)
    assert (entries[-1].code, entries[-1].at.row) == ("malformed-line", 4)


def test_bytes_in_no_alphabet_refuse_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(HEAD.encode() + b"\n" + b"\xff\xff\xff\n" * 9)

    with pytest.raises(Refusal) as refused:
        items(tmp_path / "a.csv")

    assert refused.value.code == "wrong-encoding"


def test_a_line_of_ten_megabytes_is_one_rejected_line(tmp_path: Path) -> None:
    good = f"{START},aeo,2022-03-07,2022-10-08"
    path = csv(tmp_path / "a.csv", HEAD, "x" * 10_000_000, good)

    first, second = items(path)

    assert isinstance(first, RejectedRow)
    assert first.code == "malformed-line"
    assert len(first.value) <= 60
    assert isinstance(second, AcceptedRow)
