"""A small pack made and checked in this process: each file altered with care, each fault whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from adapters.ledger.ledger import Ledger
from adapters.seal.notes import SignerKey, base64_text, parse_checkpoint, parse_note
from adapters.seal.pack import pack_check
from adapters.seal.pack.pack import make_pack
from adapters.seal.pack.pack_check import check_pack
from adapters.seal.tiles import bundle, entries_of
from adapters.seal.verify.answers import PackChecked, PackMade
from domain.calendar import clock_text
from domain.refusals import Refusal
from tests.adapters.seal.sealed import exports, key_in, seal
from tests.domain.given import approval, fair, submission
from tests.support.ledgers import do, opened
from tests.support.stores import address

EVENTS = 304
LONG = ("events.jsonl", "events.parquet")  # of any length
Alter = Callable[[bytes], bytes | None]


@dataclass(frozen=True, slots=True)
class Packed:
    """A ledger of one claim approved and 300 amounts, its pack, and who signed it."""

    folder: Path
    key: SignerKey
    made: PackMade
    unsealed_since: str

    @property
    def pack(self) -> Path:
        return self.folder / "pack.zip"


def page(*_: object) -> str:
    return "what people read\n"


def made(folder: Path, out: str, size: int | None = None) -> PackMade:
    ledger = Ledger(address(folder / "ledger.db"))
    return make_pack(ledger, folder / "seal", folder / "key", size, folder / out, page,
                     require=0, force=False)  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Packed:
    folder = tmp_path_factory.mktemp("small")
    key = key_in(folder)
    with opened(folder / "ledger.db") as store:
        do(store.handler, submission("YQ-1", fair("100.00")), approval("YQ-1", by="clerk"))
        exports(store, EVENTS - store.position())
        seal(store, folder / "seal", key)
        exports(store, 2)
        store.catch_up()
        since = clock_text(store.handler.recorder.time_of(EVENTS + 1))
    return Packed(folder, key, made(folder, "pack.zip"), since)


def checked(pack: Path, *trusted: SignerKey, require: int = 0) -> PackChecked:
    reached: list[int] = []
    keys = [str(key.verifier) for key in trusted]
    return check_pack(pack, keys, require, page, reached.append)


def repacked(
    small: Packed, out: Path, changes: Mapping[str, Alter], kind: int = ZIP_STORED
) -> list[tuple[int | None, str]]:
    """Return the faults of the pack after some of its files were changed or taken away."""
    with ZipFile(small.pack) as pack, ZipFile(out, "w") as other:
        assert set(changes) <= set(pack.namelist())
        for entry in pack.infolist():
            content = changes.get(entry.filename, bytes)(pack.read(entry))
            if content is None:
                continue
            again = ZipInfo(entry.filename, entry.date_time)
            again.create_system, again.external_attr = entry.create_system, entry.external_attr
            again.compress_type = kind
            with other.open(again, "w", force_zip64=entry.filename in LONG) as member:
                member.write(content)
    return [(fault.position, fault.what) for fault in checked(out).faults]


def gone(_: bytes) -> None:
    return None


def swapped(old: bytes, new: bytes) -> Alter:
    def alter(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new, 1)

    return alter


def entry_changed(at: int) -> Alter:
    """Change an entry of a bundle, whose other entries stay."""

    def alter(packed: bytes) -> bytes:
        entries = entries_of(packed)
        entries[at] = entries[at].replace(b'"by":"clerk"', b'"by":"clerc"')
        return bundle(entries)

    return alter


def test_a_pack_says_what_it_is_about_and_how_far_the_log_has_gone_on(small: Packed) -> None:
    head = parse_checkpoint(parse_note((small.folder / "seal/checkpoint").read_bytes()).text)

    assert small.made == PackMade(
        size=EVENTS,
        root=base64_text(head.root),
        file=str(small.pack),
        unsealed=2,
        unsealed_since=small.unsealed_since,
    )


def test_a_pack_left_alone_has_no_fault_and_names_its_head_and_its_key(small: Packed) -> None:
    for trusted in ((), (small.key,)):
        answer = checked(small.pack, *trusted)

        assert answer.faults == ()
        assert (answer.good, answer.events, answer.unsealed) == (EVENTS, EVENTS, 0)
        assert (answer.first_bad_position, answer.unsealed_since) == (None, None)
        assert (answer.origin, answer.size, answer.root) == (
            small.key.name, EVENTS, small.made.root,
        )  # fmt: skip
        assert (answer.decisions, answer.agreeing) == (1, 1)
        assert (answer.keys, answer.anchored) == ((str(small.key.verifier),), bool(trusted))
        assert [(line.name, line.verified) for line in answer.signatures] == [
            (small.key.name, True)
        ]
        assert (answer.unvouched, answer.timestamps) == ((), ())


@pytest.mark.parametrize(
    ("name", "alter", "reported"),
    [
        ("keys.txt", lambda _: b"x", (None, "pack-differs: keys.txt: not a key")),
        ("README.md", swapped(b"people", b"nobody"), (None, "pack-differs: README.md")),
        ("README.md", gone, (None, "pack-differs: README.md")),
        ("events.jsonl", swapped(b"clerk", b"clerc"), (None, "pack-differs: events.jsonl")),
        ("events.parquet", swapped(b"clerk", b"clerc"), (None, "pack-differs: events.parquet")),
        ("totals.json", swapped(b'"claims": 1', b'"claims": 2'),
         (None, "pack-differs: totals.json")),
        ("totals.note", gone,
         (None, "checkpoint-invalid: totals.note: no signatures under the text")),
        ("checkpoint", gone,
         (None, "checkpoint-invalid: checkpoint: no signatures under the text")),
        ("checkpoint", swapped(b"\n304\n", b"\n303\n"),
         (None, "checkpoint-invalid: checkpoint: example.org/ledger: a false signature")),
        ("tile/1/000.p/1", swapped(b"", b"x"), (None, "pack-differs: tile/1/000.p/1")),
        ("tile/0/000", lambda was: was[:-1] + bytes([was[-1] ^ 1]),
         (256, "entries-differ: tile/entries/000")),
        ("tile/0/001.p/48", lambda was: was[:64], (259, "entries-differ: tile/entries/001.p/48")),
        ("tile/0/001.p/48", lambda was: bytes([was[0] ^ 1]) + was[1:],
         (257, "entries-differ: tile/entries/001.p/48")),
        ("tile/entries/000", entry_changed(4), (5, "entries-differ: tile/entries/000")),
        ("tile/entries/001.p/48", gone, (257, "entries-differ: tile/entries/001.p/48")),
        ("tile/entries/001.p/48", lambda was: was[:-1],
         (257, "entries-differ: tile/entries/001.p/48")),
        ("tile/entries/001.p/48", lambda was: was + bytes(2),
         (304, "entries-differ: tile/entries/001.p/48")),
    ],
)  # fmt: skip
def test_a_file_altered_or_taken_away_is_named(
    name: str, alter: Alter, reported: tuple[int | None, str], small: Packed, tmp_path: Path
) -> None:
    assert reported in repacked(small, tmp_path / "altered.zip", {name: alter})


def test_a_pack_without_a_head_to_trust_answers_nothing_of_its_events(
    small: Packed, tmp_path: Path
) -> None:
    repacked(small, tmp_path / "altered.zip", {"checkpoint": gone})

    for answer in (
        checked(tmp_path / "altered.zip"),
        checked(small.pack, SignerKey(name=small.key.name, seed=bytes(32))),
    ):
        assert (answer.origin, answer.size, answer.root) == (None, None, None)
        assert (answer.good, answer.events, answer.decisions, answer.agreeing) == (0, 0, 0, 0)
        assert answer.signatures == ()
        assert [fault.code for fault in answer.faults] == ["checkpoint-invalid"]


def test_entries_that_are_not_those_signed_are_reported_beside_their_bundle(
    small: Packed, tmp_path: Path
) -> None:
    first, second = (
        repacked(small, tmp_path / f"{at}.zip", {"tile/entries/000": entry_changed(at)})
        for at in (4, 255)
    )

    root = (None, "checkpoint-differs: the root over the entries")
    assert first[0] == (5, "entries-differ: tile/entries/000")
    assert second[0] == (256, "entries-differ: tile/entries/000")
    assert root in first
    assert root in second


def test_rows_after_an_entry_that_cannot_be_read_are_not_checked(
    small: Packed, tmp_path: Path
) -> None:
    def broken(packed: bytes) -> bytes:
        entries = entries_of(packed)
        return bundle([*entries[:9], b"{", *entries[10:]])

    reported = repacked(small, tmp_path / "altered.zip", {"tile/entries/000": broken})
    answer = checked(tmp_path / "altered.zip")

    assert [(at, what.partition(": ")[0]) for at, what in reported] == [
        (10, "entries-differ"),
        (10, "row-not-canonical"),
    ]
    assert (answer.events, answer.good, answer.decisions) == (10, 9, 0)


def test_a_file_that_a_pack_lacks_or_has_beside_its_own_is_named(
    small: Packed, tmp_path: Path
) -> None:
    more, squeezed = tmp_path / "more.zip", tmp_path / "squeezed.zip"
    more.write_bytes(small.pack.read_bytes())
    with ZipFile(more, "a") as pack:
        pack.writestr("b", "x")
        pack.writestr("a", "x")

    assert [(fault.position, fault.what) for fault in checked(more).faults] == [
        (None, "file-unknown: a"),
        (None, "file-unknown: b"),
        (None, "pack-differs: more.zip"),
    ]
    assert repacked(small, squeezed, {}, ZIP_DEFLATED) == [(None, "pack-differs: squeezed.zip")]


def test_a_key_that_the_pack_names_and_the_log_does_not_is_reported(
    small: Packed, tmp_path: Path
) -> None:
    stranger = f"{SignerKey(name='example.org/other', seed=bytes(32)).verifier}\n".encode()

    reported = repacked(small, tmp_path / "a.zip", {"keys.txt": lambda was: was + stranger})

    assert reported == [(None, "key-not-named: keys.txt")]


def test_a_file_of_a_pack_longer_than_a_limit_is_as_if_it_were_missing(
    small: Packed, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ZipFile(small.pack) as pack:
        size = pack.getinfo("tile/entries/000").file_size
    for limit, faults in ((size, []), (size - 1, [(1, "entries-differ: tile/entries/000")])):
        monkeypatch.setattr(pack_check, "BUNDLE_BYTES", limit)

        reported = [(fault.position, fault.what) for fault in checked(small.pack).faults]

        assert [fault for fault in reported if fault[0]] == faults


def test_totals_signed_of_other_figures_are_reported(small: Packed, tmp_path: Path) -> None:
    def signed_again(written: bytes) -> bytes:
        text = parse_note(written).text.replace("\n304\n", "\n303\n")
        return f"{text}\n{small.key.sign(text).line}".encode()

    reported = repacked(small, tmp_path / "a.zip", {"totals.note": signed_again})

    assert reported == [(None, "totals-differ: totals.note")]


def test_a_witness_that_a_check_requires_is_missed(small: Packed) -> None:
    answer = checked(small.pack, small.key, require=1)

    assert [fault.what for fault in answer.faults] == ["witness-quorum: 0, not 1"]
    with pytest.raises(Refusal) as refused:
        make_pack(Ledger(address(small.folder / "ledger.db")), small.folder / "seal",
                  small.folder / "key", None, small.folder / "none.zip", page,
                  require=1, force=False)  # fmt: skip
    assert refused.value.code == "witness-quorum"


def test_a_pack_of_an_earlier_head_is_of_that_head(small: Packed) -> None:
    with opened(small.folder / "ledger.db") as store:
        seal(store, small.folder / "seal", small.key)
    answer = made(small.folder, "old.zip", EVENTS)

    assert (answer.size, answer.unsealed) == (EVENTS, 2)
    assert (small.folder / "old.zip").read_bytes() == small.pack.read_bytes()
