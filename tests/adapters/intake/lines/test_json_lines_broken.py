"""JSON Lines that are not an object, or not in an encoding, and files that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters.intake.items import SHOWN_MAX, AcceptedRow, At, RejectedRow
from domain.refusals import Refusal
from tests.adapters.intake.files import claim, fault, items, jsonl, line


@pytest.mark.parametrize(
    "raw",
    [
        b"[1]",
        b"7",
        b"{",
        b'{"a":NaN}',
        b"\xff\xfe{}"[2:] + b"\xff",
        b"[" * 100_000,
        b'{"claim_no":"a","claim_no":"b"}',
        b'{"a":"' + b"x" * (2 << 20) + b'"}',
    ],
)
def test_a_line_that_is_no_object_is_malformed_alone(tmp_path: Path, raw: bytes) -> None:
    path = jsonl(tmp_path / "a.jsonl", raw, b"", line())

    bad, good = items(path)

    assert isinstance(bad, RejectedRow)
    assert (bad.column, bad.code) == (None, "malformed-line")
    assert len(bad.value) <= SHOWN_MAX
    assert isinstance(good, AcceptedRow)
    assert good.at == At(file="a.jsonl", sheet=None, row=3)


def test_one_line_in_another_alphabet_is_malformed_alone(tmp_path: Path) -> None:
    plain = json.dumps(line()).encode()

    bad, good = items(jsonl(tmp_path / "a.jsonl", '{"企业": 1}'.encode("gb18030"), plain))

    assert isinstance(bad, RejectedRow)
    assert bad.code == "malformed-line"
    assert isinstance(good, AcceptedRow)


def test_a_fee_of_ten_megabytes_is_one_rejected_line(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", line(facts={"fee": "9" * 900_000}), line(claim_no=9**3000))

    first, second = items(path)

    assert isinstance(first, RejectedRow)
    assert first.code == "bad-amount"
    assert len(first.value) == SHOWN_MAX
    assert isinstance(second, RejectedRow)
    assert second.code == "bad-value"


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", line())
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    assert claim(path).claim_no == "YQ-1"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.jsonl", b"", "empty-file"),
        ("a.jsonl", b" \n\n", "empty-file"),
        ("a.jsonl", b"\xff\xfe{\x00}\x00", "wrong-encoding"),
        ("a.jsonl", '{"企业": 1}\n\n{}\n{"企业": 2}'.encode("gb18030"), "wrong-encoding"),
        ("a.txt", b"dear bureau", "unknown-format"),
        ("a.xlsx", b"dear bureau", "not-a-workbook"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not-a-workbook"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(Refusal) as refused:
        items(path)

    assert refused.value.code == code
    assert refused.value.facts["file"] == name


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "no.csv", "file-not-found"), (tmp_path, "file-unreadable")):
        with pytest.raises(Refusal) as refused:
            items(path)
        assert refused.value.code == code


def test_a_file_without_a_known_ending_is_recognised_by_its_content(tmp_path: Path) -> None:
    assert claim(jsonl(tmp_path / "claims", line())).claim_no == "YQ-1"


def test_a_key_stated_twice_is_malformed_however_it_is_spaced(tmp_path: Path) -> None:
    spaced = json.dumps(line(), ensure_ascii=False)[:-1] + ', "uscc" :"91330382MA0001018G"}'
    path = tmp_path / "a.jsonl"
    path.write_text(spaced, encoding="utf-8")

    assert fault(path) == (None, "malformed-line")
