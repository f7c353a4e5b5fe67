"""Whatever bytes arrive, the answer is a refusal or a rejected row, never a failure."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.files import archive, book
from adapters.intake.items import SHOWN_MAX, AcceptedRow, RejectedRow
from adapters.intake.read import read
from adapters.wording.catalogue.intake import ROWS
from adapters.wording.catalogue.intake_files import FILES
from domain.refusals import Refusal
from tests.adapters.intake.files import (
    DATA,
    FACTS,
    fault,
    items,
    jsonl,
    line,
    row_of,
    shared,
    workbook,
)
from tests.support.extent import tried

EXAMPLE = (DATA / "backfill-2022.xlsx").read_bytes()
many = settings(
    max_examples=tried(30, long=150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
few = settings(many, max_examples=tried(10, long=40))


def survives(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        for item in read(path):
            if isinstance(item, RejectedRow):
                assert item.code in ROWS
                assert len(item.value) <= SHOWN_MAX
    except Refusal as refused:
        code = refused.code
    else:
        return
    assert code in FILES


def repacked(content: bytes, change: dict[str, bytes]) -> bytes:
    """Return a workbook with some parts replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def refusal(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        items(path)
    size, limit = refused.value.facts.get("size"), refused.value.facts.get("limit")
    assert size is None or int(size) > int(limit or 0)
    return refused.value.code


@many
@given(st.sampled_from(["a.jsonl", "a.csv", "a.xlsx", "a"]), st.binary(max_size=400))
def test_random_bytes_do_no_harm(tmp_path: Path, name: str, content: bytes) -> None:
    survives(tmp_path / name, content)
    survives(tmp_path / name, b"PK\x03\x04" + content)


@many
@given(st.data())
def test_changed_lines_do_no_harm(tmp_path: Path, data: st.DataObject) -> None:
    base = line(data.draw(st.sampled_from(sorted(FACTS))))
    content = bytearray(jsonl(tmp_path / "a.jsonl", base).read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    survives(tmp_path / "b.jsonl", bytes(content))
    survives(tmp_path / "b.csv", bytes(content))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


@many
@given(st.data())
def test_any_value_in_any_place_is_one_row(tmp_path: Path, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(FACTS)))
    row = line(kind)
    place = data.draw(st.sampled_from([*row, "invoices", "other_support", *FACTS[kind]]))
    value = data.draw(json_values)
    if place in FACTS[kind]:
        row["facts"][place] = value
    else:
        row[place] = value

    entries = items(jsonl(tmp_path / "a.jsonl", _ascii(row)))

    assert sum(isinstance(item, (AcceptedRow, RejectedRow)) for item in entries) == 1


def _ascii(row: object) -> bytes:
    return json.dumps(row).encode()


@few
@given(st.data())
def test_a_damaged_workbook_does_no_harm(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(EXAMPLE)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    survives(tmp_path / "a.xlsx", bytes(content))


@few
@given(st.integers(4, len(EXAMPLE) - 1))
def test_a_workbook_cut_short_is_refused(tmp_path: Path, length: int) -> None:
    code = refusal(tmp_path / "a.xlsx", EXAMPLE[:length])

    assert code in ("file-truncated", "damaged-workbook")


@few
@given(st.data())
def test_changed_xml_does_no_harm(tmp_path: Path, data: st.DataObject) -> None:
    source = shared(tmp_path / "a.xlsx", row_of("境外展会")).read_bytes()
    parts = ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"]
    part = data.draw(st.sampled_from([*parts, "xl/sharedStrings.xml", "[Content_Types].xml"]))
    xml = bytearray(zipfile.ZipFile(io.BytesIO(source)).read(part))
    start = data.draw(st.integers(0, len(xml) - 1))
    xml[start : start + data.draw(st.integers(0, 9))] = data.draw(
        st.binary(max_size=6) | st.sampled_from([b"9", b'"', b"<", b"-1", b"<v>", b"e9"])
    )

    survives(tmp_path / "b.xlsx", repacked(source, {part: bytes(xml)}))


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("a.txt", "dear bureau")

    assert refusal(tmp_path / "a.xlsx", made.getvalue()) == "not-a-workbook"


def test_a_bomb_is_refused_by_the_sizes_it_declares(tmp_path: Path) -> None:
    bomb = repacked(EXAMPLE, {"xl/worksheets/sheet1.xml": b" " * (64 << 20)})

    assert refusal(tmp_path / "a.xlsx", bomb) == "file-too-large"


def test_a_bomb_that_declares_too_little_is_refused_too(tmp_path: Path) -> None:
    part = b"xl/worksheets/sheet1.xml"
    bomb = repacked(EXAMPLE, {part.decode(): b" " * (32 << 20)})
    at = bomb.rindex(b"PK\x01\x02", 0, bomb.rindex(part))
    lying = bomb[: at + 24] + (1000).to_bytes(4, "little") + bomb[at + 28 :]

    assert refusal(tmp_path / "a.xlsx", lying) == "damaged-workbook"


def test_what_is_really_inflated_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "INFLATED_MAX", 100_000)
    (tmp_path / "a.xlsx").write_bytes(EXAMPLE)

    assert refusal(tmp_path / "a.xlsx", EXAMPLE) == "file-too-large"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_bomb_of_tags_is_refused_before_it_is_built(tmp_path: Path, part: str) -> None:
    bomb = repacked(EXAMPLE, {part: b"<worksheet>" + b"<a>" * 2_000_000})

    assert refusal(tmp_path / "a.xlsx", bomb) == "file-too-large"


def test_texts_that_would_fill_the_memory_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "STRINGS_SIZE_MAX", 100)
    content = shared(tmp_path / "a.xlsx", row_of("境外展会")).read_bytes()

    assert refusal(tmp_path / "a.xlsx", content) == "file-too-large"


@pytest.mark.parametrize(
    "prolog",
    [
        b'<!DOCTYPE a [<!ENTITY x "y">]>',
        b'<?xml version="1.0" encoding="utf-16"?>',
        b'<?xml version="1.0" encoding="gb2312"?>',
        b"\xff\xfe",
    ],
)
def test_xml_that_brings_its_own_rules_is_refused(tmp_path: Path, prolog: bytes) -> None:
    part = "xl/worksheets/sheet1.xml"
    xml = zipfile.ZipFile(io.BytesIO(EXAMPLE)).read(part)
    xml = xml[xml.index(b"<worksheet") :]

    changed = repacked(EXAMPLE, {part: prolog + xml})

    assert refusal(tmp_path / "a.xlsx", changed) == "damaged-workbook"


def test_a_document_type_that_two_reads_part_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, head = "xl/worksheets/sheet1.xml", b'<?xml version="1.0"?>'
    xml = zipfile.ZipFile(io.BytesIO(EXAMPLE)).read(part)
    prolog = head + b"<!DOCTYPE worksheet>" + xml[xml.index(b"<worksheet") :]
    changed = tmp_path / "a.xlsx"
    changed.write_bytes(repacked(EXAMPLE, {part: prolog}))

    for first in range(len(head) + 1, len(head) + 9):
        monkeypatch.setattr(archive, "CHUNK", first)
        with changed.open("rb") as file, pytest.raises(Refusal, match="damaged-workbook"):
            list(archive.Archive(file, "a.xlsx").chunks(part))


def test_a_sheet_cut_short_is_refused(tmp_path: Path) -> None:
    part = "xl/worksheets/sheet1.xml"
    xml = zipfile.ZipFile(io.BytesIO(EXAMPLE)).read(part)

    changed = repacked(EXAMPLE, {part: xml[: len(xml) // 2]})

    assert refusal(tmp_path / "a.xlsx", changed) == "damaged-workbook"


def test_a_far_away_cell_costs_nothing(tmp_path: Path) -> None:
    part = "xl/worksheets/sheet1.xml"
    source = workbook(tmp_path / "a.xlsx", "贸易救济", row_of("贸易救济", 律师费="x")).read_bytes()
    xml = zipfile.ZipFile(io.BytesIO(source)).read(part)
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'

    (tmp_path / "b.xlsx").write_bytes(repacked(source, {part: xml.replace(b"</sheetData>", far)}))

    assert fault(tmp_path / "b.xlsx") == ("律师费", "bad-amount")
