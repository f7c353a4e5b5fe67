"""Time stamps of checkpoints: made by a foreign authority, verified offline here and by openssl."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.seal.signing import posting
from adapters.seal.signing.timestamps import StampError, read_roots, stamp_of
from domain.refusals import Refusal
from tests.adapters.seal.sealed import exports, key_in
from tests.adapters.seal.signing.authority import Authority, serving
from tests.adapters.seal.signing.machine import needs_openssl, run
from tests.support.command import Ran, asked, subsidy
from tests.support.extent import tried
from tests.support.ledgers import opened


@pytest.fixture
def place(tmp_path: Path) -> Path:
    needs_openssl()
    key_in(tmp_path)
    with opened(tmp_path / "ledger.db") as store:
        exports(store, 10)
    return tmp_path


@pytest.fixture
def authority(place: Path) -> Iterator[Authority]:
    with serving(place / "good") as server:
        yield server


def seal(place: Path, *words: str | Path) -> Ran:
    return subsidy("seal", place / "seal", "--key", place / "key", "--store",
                   place / "ledger.db", "--lang", "en", "--json", *words)  # fmt: skip


def verified(place: Path, roots: Path) -> dict[str, Any]:
    return subsidy("verify", place / "seal", "--store", place / "ledger.db", "--json",
                   "--timestamp-roots", roots).json  # fmt: skip


def codes(answer: dict[str, Any]) -> list[str]:
    return [fault["what"].split(":")[0] for fault in answer["faults"]]


def test_a_checkpoint_is_stamped_once_and_verified_here_and_by_openssl(
    place: Path, authority: Authority
) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)

    first, again = (seal(place, "--timestamp", authority.url) for _ in range(2))

    assert (first.code, again.code, first.json["timestamps"], authority.asked) == (0, 0, 1, 1)
    answer = verified(place, authority.roots)
    (stamp,) = answer["timestamps"]
    assert answer["faults"] == []
    assert (stamp["size"], stamp["verified"], stamp["authority"]) == (11, True, "CN=good stamps")
    assert before <= datetime.fromisoformat(stamp["time"]) <= datetime.now(UTC)
    reported = subsidy("verify", place / "seal", "--store", place / "ledger.db", "--lang", "en",
                   "--timestamp-roots", authority.roots)  # fmt: skip
    assert "Time stamp: 11 events were there by 20" in reported.out
    signed = (place / "seal" / "checkpoint").read_text().partition("\n\n")[0] + "\n"
    (place / "signed").write_text(signed)
    foreign = run("openssl", "ts", "-verify", "-data", place / "signed", "-in",
                  place / "seal" / stamp["file"], "-CAfile", authority.roots)  # fmt: skip
    assert b"Verification: OK" in foreign.stdout


def test_without_roots_a_stamp_is_named_as_not_verified(place: Path, authority: Authority) -> None:
    seal(place, "--timestamp", authority.url)

    (stamp,) = asked(place / "ledger.db", "verify", place / "seal")["timestamps"]

    assert (stamp["time"], stamp["verified"]) == (None, None)


def test_a_stranger_that_brings_its_own_root_is_not_believed(
    place: Path, authority: Authority
) -> None:
    with serving(place / "stranger", brings_root=True) as stranger:
        refused = seal(place, "--timestamp", stranger.url, "--timestamp-roots", authority.roots)
        assert refused.code == 1
        assert "timestamp-refused" in refused.err
        assert refused.json["size"] == 11
        assert seal(place, "--timestamp", stranger.url).code == 0  # nobody said whom to believe

        assert codes(verified(place, authority.roots)) == ["timestamp-false"]
        assert codes(verified(place, stranger.roots)) == []


def test_a_stamp_of_another_checkpoint_or_of_none_is_a_fault(
    place: Path, authority: Authority
) -> None:
    seal(place, "--timestamp", authority.url)
    (kept,) = (place / "seal" / "timestamps").iterdir()
    with opened(place / "ledger.db") as store:
        exports(store, 1)
    seal(place)

    kept.rename(kept.with_name(kept.name.replace("11-", "12-")))
    assert codes(verified(place, authority.roots)) == ["timestamp-false"]
    other = next((place / "seal" / "timestamps").iterdir())
    other.rename(other.with_name(other.name.replace("12-", "77-")))
    assert codes(verified(place, authority.roots)) == ["file-unknown"]


def test_no_altered_byte_of_a_stamp_fails_otherwise_than_as_false(
    place: Path, authority: Authority
) -> None:
    seal(place, "--timestamp", authority.url)
    (kept,) = (place / "seal" / "timestamps").iterdir()
    whole, roots = kept.read_bytes(), read_roots(authority.roots)
    signed = (place / "seal" / "checkpoint").read_bytes().partition(b"\n\n")[0] + b"\n"
    good = stamp_of(whole, signed, roots)

    for at in tried(range(0, len(whole), 7), long=range(len(whole))):
        for written in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]):
            try:
                assert stamp_of(written, signed, roots) == good, at  # what is signed is as it was
            except StampError:
                continue
    with pytest.raises(StampError):
        stamp_of(whole, signed + b"x", roots)


def test_an_authority_that_errs_refuses_or_answers_nonsense_does_not_cost_the_seal(
    place: Path, authority: Authority
) -> None:
    for status, instead in ((500, b"out of order"), (200, b"<html>"), (200, b""), (404, b"")):
        authority.status, authority.instead = status, instead

        ran = seal(place, "--timestamp", authority.url)

        assert (ran.code, ran.json["timestamps"]) == (1, 0)
        assert "timestamp-refused" in ran.err
    gone = seal(place, "--timestamp", "http://127.0.0.1:1/")
    assert (gone.code, "timestamp-unreachable" in gone.err) == (1, True)
    assert asked(place / "ledger.db", "verify", place / "seal")["unsealed"] == 0


def test_an_authority_that_hangs_is_given_up(
    place: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "SECONDS_MAX", 1)
    authority.hangs.set()

    with pytest.raises(posting.UnansweredError, match="timed out"):
        posting.post(authority.url, b"q", "application/timestamp-query")


def test_a_pack_carries_its_stamps_and_its_check_verifies_them(
    place: Path, authority: Authority
) -> None:
    seal(place, "--timestamp", authority.url)
    pack = ("audit-pack", place / "p.zip", "--seal", place / "seal", "--key", place / "key")

    with serving(place / "other") as other:
        refused = subsidy(*pack, "--store", place / "ledger.db",
                          "--timestamp-roots", other.roots)  # fmt: skip
    asked(place / "ledger.db", *pack, "--timestamp-roots", authority.roots)

    assert (refused.code, "timestamp-false" in refused.err) == (1, True)
    checked = subsidy("audit-pack", "check", place / "p.zip", "--json",
                      "--timestamp-roots", authority.roots).json  # fmt: skip
    assert checked["faults"] == []
    assert [stamp["verified"] for stamp in checked["timestamps"]] == [True]
    stranger = subsidy("audit-pack", "check", place / "p.zip", "--json",
                       "--timestamp-roots", place / "other" / "root.pem")  # fmt: skip
    assert codes(stranger.json) == ["timestamp-false"]


def test_without_its_library_a_stamp_is_refused_with_the_extra_that_brings_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)

    with pytest.raises(Refusal) as refused:
        stamp_of(b"", b"", [])

    assert (refused.value.code, refused.value.facts["extra"]) == ("extra-missing", "timestamp")
