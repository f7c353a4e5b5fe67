"""What the time stamps in a folder say: each named, of which size, and set against the log."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from adapters.seal.folder import SealFolder, kept_name
from adapters.seal.notes import Checkpoint, SignerKey, base64_text
from adapters.seal.signing.timestamps import StampError, add_stamp, read_roots, stamp_of, stamps_in
from adapters.seal.verify.answers import Faults, Sealed, TimeStamp
from adapters.seal.verify.check_timestamps import (
    EARLY_MAX,
    check_timestamps,
    must_hold,
    times_of,
)
from domain.refusals import Refusal
from tests.adapters.seal.sealed import exports
from tests.adapters.seal.signing.authority import Authority, serving
from tests.adapters.seal.signing.machine import needs_openssl
from tests.support.by_hand import by_hand
from tests.support.ledgers import opened

KEY = SignerKey(name="example.org/log", seed=bytes(range(32)))
SIZES = (0, 7, 12)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    needs_openssl()
    with serving(tmp_path_factory.mktemp("authority") / "good", brings_root=True) as server:
        yield server


@pytest.fixture(scope="module")
def stamped(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> SealFolder:
    """A folder of three checkpoints, each with a time stamp."""
    path = tmp_path_factory.mktemp("stamped")
    (path / "checkpoints").mkdir()
    (path / "keys.txt").write_text(f"{KEY.verifier}\n")
    for before, size in zip((0, *SIZES), SIZES, strict=False):
        head = Checkpoint(origin=KEY.name, size=size, root=bytes([size]) * 32)
        (path / kept_name(before, size)).write_text(str(head.signed_by(KEY)))
        add_stamp(authority.url, path, sealed(head), read_roots(authority.roots))
    return SealFolder(path)


def sealed(head: Checkpoint) -> Sealed:
    return Sealed(origin=head.origin, size=head.size, root=base64_text(head.root), added=1,
                  key="", cosignatures=0, timestamps=0)  # fmt: skip


def name(authority: Authority, size: int) -> str:
    return f"timestamps/{size:012d}-{sha256(authority.url.encode()).hexdigest()[:8]}.tsr"


def reported(faults: Faults) -> list[tuple[int | None, str]]:
    return [(fault.position, fault.what) for fault in faults]


def test_stamps_are_named_by_their_sizes_and_not_opened_without_roots(
    stamped: SealFolder, authority: Authority
) -> None:
    faults = Faults()

    answer = check_timestamps(stamped, [], lambda _: None, faults)

    assert answer == tuple(
        TimeStamp(file=name(authority, size), size=size, time=None, authority=None, verified=None)
        for size in SIZES
    )
    assert reported(faults) == []
    must_hold(answer, faults)


def test_stamps_by_an_authority_that_counts_say_when_and_by_whom(
    stamped: SealFolder, authority: Authority
) -> None:
    asked, faults, roots = [], Faults(), read_roots(authority.roots)

    def recorded_at(position: int) -> None:
        asked.append(position)

    answer = check_timestamps(stamped, roots, recorded_at, faults)

    assert [(stamp.size, stamp.verified, stamp.authority) for stamp in answer] == [
        (size, True, "CN=good stamps") for size in SIZES
    ]
    assert (asked, reported(faults)) == ([7, 12], [])
    must_hold(answer, faults)


def test_an_event_recorded_long_after_its_stamp_is_reported_and_a_clock_a_little_ahead_is_not(
    stamped: SealFolder, authority: Authority
) -> None:
    roots = read_roots(authority.roots)
    first, second, third = check_timestamps(stamped, roots, lambda _: None, Faults())
    assert second.time is not None
    assert third.time is not None
    limit = {7: second.time + EARLY_MAX, 12: third.time + EARLY_MAX + timedelta(microseconds=1)}
    faults = Faults()

    again = check_timestamps(stamped, roots, limit.get, faults)

    assert again == (first, second, third)
    assert reported(faults) == [
        (12, f"timestamp-before-event: {name(authority, 12)}: {third.time.isoformat()}")
    ]
    assert timedelta(minutes=5) == EARLY_MAX


def test_a_stamp_that_is_false_or_of_no_checkpoint_is_a_fault(
    stamped: SealFolder, authority: Authority, tmp_path: Path
) -> None:
    (tmp_path / "timestamps").mkdir()
    (tmp_path / "checkpoints").mkdir()
    roots = read_roots(authority.roots)
    (tmp_path / kept_name(0, 7)).write_bytes(stamped.read(kept_name(0, 7)) or b"")
    (tmp_path / name(authority, 7)).write_bytes(stamped.read(name(authority, 12)) or b"")
    (tmp_path / name(authority, 3)).write_bytes(b"x")
    (tmp_path / "timestamps/x.tsr").write_bytes(b"x")
    faults, folder = Faults(), SealFolder(tmp_path)

    answer = check_timestamps(folder, roots, lambda _: datetime.now(UTC), faults)

    assert answer == (
        TimeStamp(file=name(authority, 7), size=7, time=None, authority=None, verified=False),
    )
    assert reported(faults) == [
        (None, f"file-unknown: {name(authority, 3)}"),
        (None, f"timestamp-false: {name(authority, 7)}: of another text"),
    ]
    assert stamps_in(folder) == {name(authority, size): size for size in (3, 7)}
    faults.add(None, "timestamp-false", "another")
    good, other = (replace(answer[0], verified=verified) for verified in (True, False))
    with pytest.raises(Refusal) as refused:
        must_hold((good, *answer, other), Faults(faults[1:]))
    assert (refused.value.code, refused.value.facts) == (
        "timestamp-false",
        {"file": name(authority, 7), "problem": f"{name(authority, 7)}: of another text"},
    )


def test_when_a_position_was_recorded_is_not_known_of_a_row_that_does_not_say(
    tmp_path: Path,
) -> None:
    with opened(tmp_path / "ledger.db") as store:
        exports(store, 2)
        times = times_of(store.handler.recorder)
        known = store.handler.recorder.time_of(2)
        with by_hand(tmp_path / "ledger.db", guarded=False) as hand:
            hand("UPDATE stored_events SET state = x'00' WHERE rowid = 3")

        assert (times(2), times(3)) == (known, None)


HEAD = Checkpoint(origin=KEY.name, size=7, root=bytes([7]) * 32)


def refusal(url: str, path: Path, roots: Path | None = None) -> dict[str, object]:
    with pytest.raises(Refusal) as refused:
        add_stamp(url, path, sealed(HEAD), read_roots(roots))
    assert not (path / "timestamps").exists()
    return {"code": refused.value.code, **refused.value.facts}


def test_what_is_not_a_stamp_of_what_was_asked_is_refused_with_the_answer(
    stamped: SealFolder, authority: Authority, tmp_path: Path
) -> None:
    earlier = stamped.read(name(authority, 7))
    other = stamped.read(name(authority, 12))
    long = b" out of order \xff" + b"x" * 300
    answers = [
        (500, long, long[:200].decode("utf-8", "replace").strip()),
        (404, b"", ""),
        (200, earlier, "the answer to another question"),
        (200, other, "of another text"),
    ]
    try:
        for status, answer, problem in answers:
            authority.status, authority.instead = status, answer
            assert refusal(authority.url, tmp_path, authority.roots) == {
                "code": "timestamp-refused",
                "url": authority.url,
                "status": status,
                "answer": problem,
            }
    finally:
        authority.status, authority.instead = 200, None
    gone = refusal("http://127.0.0.1:1/", tmp_path)
    assert (gone["code"], gone["url"]) == ("timestamp-unreachable", "http://127.0.0.1:1/")
    assert refusal("ftp://here/", tmp_path)["problem"] == "not http:// or https://"


def test_a_stamp_kept_is_enough_and_a_false_one_is_asked_for_again(
    stamped: SealFolder, authority: Authority, tmp_path: Path
) -> None:
    kept, asked, roots = tmp_path / name(authority, 7), authority.asked, authority.roots
    kept.parent.mkdir()
    for written, given, times in (
        (stamped.read(name(authority, 7)), roots, 0),
        (stamped.read(name(authority, 7)), None, 0),
        (stamped.read(name(authority, 12)), None, 1),
        (stamped.read(name(authority, 12)), roots, 2),
        (b"x", None, 3),
    ):
        kept.write_bytes(written or b"")
        add_stamp(authority.url, tmp_path, sealed(HEAD), read_roots(given))
        assert authority.asked == asked + times
        stamp_of(kept.read_bytes(), HEAD.text.encode(), read_roots(roots))


def test_without_the_library_of_time_stamps_none_is_asked_for(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)

    assert refusal(authority.url, tmp_path)["code"] == "extra-missing"


def test_only_certificates_that_lead_to_a_root_count(
    stamped: SealFolder, authority: Authority
) -> None:
    written = stamped.read(name(authority, 7)) or b""
    (root,) = read_roots(authority.roots)
    leaf = read_roots(authority.folder / "tsa.pem")

    assert root.subject.rfc4514_string().endswith("CN=good")
    with pytest.raises(StampError):
        stamp_of(written, HEAD.text.encode(), leaf)
    with pytest.raises(StampError, match="REJECTION"):
        stamp_of(authority.answer(b"no question"), HEAD.text.encode(), [root])


def test_roots_that_cannot_be_read_are_refused_with_why(tmp_path: Path) -> None:
    (tmp_path / "x.pem").write_bytes(b"x")

    assert read_roots(None) == []
    for file in (tmp_path / "x.pem", tmp_path / "none.pem"):
        with pytest.raises(Refusal) as refused:
            read_roots(file)
        assert refused.value.code == "timestamp-roots-unreadable"
        assert refused.value.facts["file"] == str(file)
