"""The log as Parquet files by enterprise: whole, incremental, and altered by nobody unseen."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from hashlib import sha256
from itertools import count
from pathlib import Path

import duckdb
import pytest

from adapters.cluster.segments import writing
from adapters.cluster.segments.manifest import MANIFEST, part_name, part_of, read_manifest
from adapters.cluster.segments.reading import rows_of
from adapters.log.entries import RowValues
from domain.events.streams import of_enterprise
from domain.refusals import Refusal
from tests.adapters.cluster.made import exported, random_ledger, rows_in
from tests.support.command import ROOT, subsidy, write_lines
from tests.support.few_claims import trademark
from tests.support.stores import address

MORE = "91330382MA0000023T"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_ledger(tmp_path_factory.mktemp("made") / "ledger.db", 5, 80)


def grown(ledger: Path, folder: Path) -> None:
    """Record two more events."""
    claims = [trademark(f"N-{next(NUMBERS)}", "2022-05-01", "1000", MORE)]
    more = write_lines(folder / "more.jsonl", claims)
    assert subsidy("backfill", more, "--by", "clerk", "--approve", "--store", ledger).code == 0


NUMBERS = count(1)


def content(folder: Path) -> list[RowValues]:
    """Return every row of a folder, as the manifest lists its files."""
    manifest = read_manifest(folder)
    parts = {file.part for file in manifest.files}
    rows = [row for part in parts for row in rows_of(folder, manifest.of_part(part))]
    return sorted(rows, key=lambda row: row[1:3])


def code_of(folder: Path, ledger: Path, **others: int) -> str:
    with pytest.raises(Refusal) as refused:
        exported(ledger, folder, **others)  # type: ignore[arg-type]
    return refused.value.code


@pytest.mark.parametrize("parts", [1, 2, 7, 64])
def test_segments_have_every_row_as_stored_in_the_part_of_its_enterprise(
    ledger: Path, tmp_path: Path, parts: int
) -> None:
    answer = exported(ledger, tmp_path / "s", parts=parts)

    manifest = read_manifest(tmp_path / "s")
    assert content(tmp_path / "s") == rows_in(ledger)
    assert answer.events == answer.position == sum(file.rows for file in manifest.files)
    for file in manifest.files:
        rows = list(rows_of(tmp_path / "s", [file]))
        assert rows == sorted(rows, key=lambda row: row[1:3])
        assert sha256((tmp_path / "s" / file.name).read_bytes()).hexdigest() == file.sha256
        if file.part.isdigit():
            assert {part_name(part_of(row[1], parts)) for row in rows} == {file.part}
        else:
            assert not any(of_enterprise(row[1]) for row in rows)


@pytest.mark.parametrize("compact", [False, True])
def test_what_is_new_is_appended_and_merged_only_where_that_is_asked_for(
    ledger: Path, tmp_path: Path, compact: bool
) -> None:
    folder = tmp_path / "s"
    first = exported(ledger, folder, parts=3, range_events=100)
    before = {path.name: path.read_bytes() for path in folder.glob("*.parquet")}
    grown(ledger, tmp_path)

    answer = exported(ledger, folder, compact=compact)

    assert answer.events == answer.position - first.position > 0
    assert content(folder) == rows_in(ledger)
    after = {path.name: path.read_bytes() for path in folder.glob("*.parquet")}
    if compact:
        assert len(after) == len({name.split("-")[0] for name in after})
    else:
        assert before.items() < after.items()


def test_an_export_with_nothing_new_writes_nothing(ledger: Path, tmp_path: Path) -> None:
    exported(ledger, tmp_path / "s", parts=3)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "s").iterdir()}

    answer = exported(ledger, tmp_path / "s", parts=3)

    assert answer.events == 0
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "s").iterdir()} == before


KILLED = """
import os, signal, sys
from pathlib import Path
from adapters.cluster.segments import writing
from adapters.ledger.ledger import Ledger
left, write = int(sys.argv[3]), writing.write_unsynced

def once_less(path, content):
    global left
    if left == 0:
        path.write_bytes(content[:100])
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    write(path, content)

writing.write_unsynced = once_less
with Ledger(sys.argv[1]) as ledger, ledger.open_store() as opened:
    writing.export(opened, Path(sys.argv[2]), compact=True, range_events=60)
"""


@pytest.mark.parametrize("files", [0, 1, 3])
def test_an_export_that_is_killed_leaves_the_former_one_and_the_next_ends_it(
    ledger: Path, tmp_path: Path, files: int
) -> None:
    folder = tmp_path / "s"
    exported(ledger, folder, parts=4, range_events=60)
    before = content(folder)
    for _ in range(3):
        grown(ledger, tmp_path)

    ran = subprocess.run(
        [sys.executable, "-c", KILLED, address(ledger), folder, str(files)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )

    assert ran.returncode == -signal.SIGKILL
    assert content(folder) == before
    exported(ledger, folder, range_events=60)
    assert content(folder) == rows_in(ledger)
    named = {file.name for file in read_manifest(folder).files}
    assert {path.name for path in folder.iterdir()} == {*named, MANIFEST, writing.LOCK}


def test_a_folder_that_is_another_s_is_not_written_to(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "letter.txt").write_text("dear")
    (tmp_path / "file").write_text("dear")

    assert code_of(tmp_path / "theirs", ledger) == "segments-folder-taken"
    assert code_of(tmp_path / "file", ledger) == "segments-folder-taken"
    assert [path.name for path in (tmp_path / "theirs").iterdir()] == ["letter.txt"]


def test_segments_of_another_ledger_or_number_of_parts_are_not_appended_to(
    ledger: Path, tmp_path: Path
) -> None:
    exported(ledger, tmp_path / "s", parts=3)
    other = random_ledger(tmp_path / "other.db", 6, 20)

    assert code_of(tmp_path / "s", other) == "segments-other-ledger"
    assert code_of(tmp_path / "s", ledger, parts=4) == "segments-parts-differ"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (b"{", "segments-unreadable"),
        (b'{"format": 2, "other": 1}', "segments-newer"),
        (b'{"format": 1}', "segments-unreadable"),
        (b"\xff", "segments-unreadable"),
    ],
)
def test_a_manifest_that_is_not_one_is_refused(tmp_path: Path, written: bytes, code: str) -> None:
    (tmp_path / MANIFEST).write_bytes(written)

    with pytest.raises(Refusal) as refused:
        read_manifest(tmp_path)

    assert refused.value.code == code


def test_a_manifest_cannot_name_a_file_elsewhere(ledger: Path, tmp_path: Path) -> None:
    exported(ledger, tmp_path / "s", parts=1)
    manifest = json.loads((tmp_path / "s" / MANIFEST).read_bytes())
    manifest["files"][0]["name"] = "../other.parquet"
    (tmp_path / "s" / MANIFEST).write_text(json.dumps(manifest))

    with pytest.raises(Refusal, match="segments-unreadable"):
        read_manifest(tmp_path / "s")


def test_a_segment_with_one_bit_changed_is_refused(ledger: Path, tmp_path: Path) -> None:
    exported(ledger, tmp_path / "s", parts=2)
    file = tmp_path / "s" / read_manifest(tmp_path / "s").files[0].name
    spoilt = bytearray(file.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    file.write_bytes(spoilt)

    with pytest.raises(Refusal, match="segment-altered"):
        content(tmp_path / "s")


def test_others_read_segments_by_sql(ledger: Path, tmp_path: Path) -> None:
    exported(ledger, tmp_path / "s", parts=3, range_events=70)

    with duckdb.connect() as sql:
        files = str(tmp_path / "s" / "*.parquet")
        read = sql.execute(
            "SELECT position, stream, version, topic, state FROM read_parquet(?) "
            "ORDER BY stream, version",
            [files],
        ).fetchall()

    assert read == rows_in(ledger)
