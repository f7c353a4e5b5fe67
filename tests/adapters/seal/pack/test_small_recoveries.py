"""A small ledger recovered in this process: from where each bundle is taken, and what is named."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.ledger.ledger import Ledger
from adapters.seal.notes import Checkpoint, SignerKey, base64_text
from adapters.seal.pack import recovery
from adapters.seal.pack.pack import make_pack
from adapters.seal.pack.recovery import recover
from adapters.seal.tiles import bundle, entries_of
from adapters.seal.tree import Edge, leaf_hash
from adapters.seal.verify.answers import Recovered
from domain.refusals import Refusal
from tests.adapters.seal.sealed import exports, key_in, seal
from tests.domain.given import fair, submission
from tests.support.by_hand import by_hand, claim_numbers, copied, replace_bytes, rows
from tests.support.ledgers import do, opened

pytestmark = pytest.mark.sqlite
EVENTS = 620  # two full bundles and one of 108
NO_EVENT = (  # an envelope as it should be, of an event without what it says
    b'{"stream":"91330382MA0000023T","version":1,"topic":"cap-reached",'
    b'"recorded_at":"2022-10-08T01:30:00.123456Z","by":"clerk","login":"clerk","event":{}}'
)
FIRST, SECOND, LAST = "tile/entries/000", "tile/entries/001", "tile/entries/002.p/108"


@dataclass(frozen=True, slots=True)
class Sealed:
    """Where a sealed ledger lies, with a pack and an older copy of its log."""

    folder: Path
    key: SignerKey
    root: str
    seal: Path  # a copy that a test may spoil

    def recover(self, store: Path, pack: Path | None = None) -> tuple[Recovered, list[int]]:
        reached: list[int] = []
        with Ledger(str(store)) as ledger:
            answer = recover(ledger, self.seal, pack, [str(self.key.verifier)], reached.append)
        return answer, reached

    def refusal(self, store: Path, pack: Path | None = None) -> tuple[str, dict[str, object]]:
        with pytest.raises(Refusal) as refused:
            self.recover(store, pack)
        return refused.value.code, dict(refused.value.facts)

    def unreadable(self, store: Path, pack: Path | None = None) -> str:
        code, facts = self.refusal(store, pack)
        assert (code, facts["folder"]) == ("seal-unreadable", str(self.seal))
        return str(facts["problem"])

    def alter(self, name: str, at: int) -> None:
        """Change an entry of a bundle in the folder."""
        file = self.seal / name
        entries = entries_of(file.read_bytes())
        entries[at] = entries[at].replace(b'"by":"clerk"', b'"by":"clerc"')
        file.write_bytes(bundle(entries))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    folder = tmp_path_factory.mktemp("original")
    key, store_at = key_in(folder), folder / "ledger.db"
    with opened(store_at) as store:
        do(store.handler, submission("YQ-1", fair("100.00")))
        exports(store, 300 - store.position())
        copied(store_at, folder / "old.db")
        do(store.handler, submission("YQ-2", fair("100.00")))
        exports(store, EVENTS - store.position())
        head = seal(store, folder / "seal", key)
        store.catch_up()
    make_pack(Ledger(str(store_at)), folder / "seal", folder / "key", None, folder / "pack.zip",
              lambda *_: "page\n", require=0, force=False)  # fmt: skip
    return Sealed(folder, key, head.root, folder / "seal")


@pytest.fixture
def sealed(original: Sealed, tmp_path: Path) -> Sealed:
    shutil.copytree(original.folder / "seal", tmp_path / "seal")
    shutil.copy(original.folder / "old.db", tmp_path / "old.db")
    return Sealed(original.folder, original.key, original.root, tmp_path / "seal")


def is_whole(store: Path, sealed: Sealed) -> bool:
    whole = sealed.folder / "ledger.db"
    return rows(store) == rows(whole) and claim_numbers(store) == claim_numbers(whole)


def test_a_bundle_filled_since_stands_for_the_one_that_was_not_full(
    sealed: Sealed, tmp_path: Path
) -> None:
    last = entries_of((sealed.seal / LAST).read_bytes())
    shutil.rmtree((sealed.seal / LAST).parent)
    (sealed.seal / "tile/entries/002").write_bytes(bundle([*last, *[b"later"] * 148]))
    (sealed.seal / ".sealing").write_bytes(b"%d\n" % EVENTS)  # as a sealer leaves it when killed

    sealed.recover(tmp_path / "new.db")

    assert is_whole(tmp_path / "new.db", sealed)


def test_where_no_hashes_are_left_the_narrowest_copy_of_a_bundle_is_taken(
    sealed: Sealed, tmp_path: Path
) -> None:
    last = entries_of((sealed.seal / LAST).read_bytes())
    shutil.rmtree(sealed.seal / "tile/0/002.p")
    (sealed.seal / "tile/entries/002").write_bytes(bundle([b"other", *last[1:], *[b"x"] * 148]))
    (sealed.seal / ".sealing").write_bytes(b"%d\n" % EVENTS)

    sealed.recover(tmp_path / "new.db")

    assert is_whole(tmp_path / "new.db", sealed)


def test_a_ledger_that_is_missing_is_made_and_one_that_is_older_brought_on(
    sealed: Sealed, tmp_path: Path
) -> None:
    for name, before in (("new.db", 0), ("old.db", 300)):
        answer, reached = sealed.recover(tmp_path / name)

        assert answer == Recovered(
            origin=sealed.key.name,
            size=EVENTS,
            root=sealed.root,
            events_before=before,
            events_recovered=EVENTS - before,
        )
        assert reached == [EVENTS]
        assert is_whole(tmp_path / name, sealed)
    assert sealed.recover(tmp_path / "old.db")[0].events_recovered == 0


def test_bundles_are_put_back_so_many_at_a_time(
    sealed: Sealed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert recovery.TOGETHER == 32
    monkeypatch.setattr(recovery, "TOGETHER", 1)

    assert sealed.recover(tmp_path / "new.db")[1] == [256, 512, EVENTS]
    assert sealed.recover(tmp_path / "old.db")[1] == [EVENTS]  # 212 of the second bundle first
    assert is_whole(tmp_path / "new.db", sealed)
    assert is_whole(tmp_path / "old.db", sealed)
    with opened(tmp_path / "new.db") as store, store.views.examining() as views:
        stood = store.views.stand(views)
    assert stood is not None
    assert stood.position == EVENTS


def test_a_ledger_further_than_its_seal_stays_as_it_is(sealed: Sealed, tmp_path: Path) -> None:
    copied(sealed.folder / "ledger.db", tmp_path / "more.db")
    with opened(tmp_path / "more.db") as store:
        exports(store, 2)
    before = rows(tmp_path / "more.db")

    answer, reached = sealed.recover(tmp_path / "more.db")

    assert (answer.events_before, answer.events_recovered, reached) == (EVENTS + 2, 0, [])
    assert rows(tmp_path / "more.db") == before


def test_a_bundle_is_taken_from_the_pack_or_from_a_fuller_one(
    sealed: Sealed, tmp_path: Path
) -> None:
    pack, new = sealed.folder / "pack.zip", tmp_path / "new.db"
    (sealed.seal / LAST).rename(sealed.seal / "tile/entries/002")
    (sealed.seal / ".sealing").write_bytes(b"%d\n" % EVENTS)  # as a sealer leaves it when killed
    (sealed.seal / SECOND).write_bytes(b"\0")
    assert sealed.unreadable(new) == f"{SECOND}: missing or cut short"

    assert sealed.recover(new, pack)[0].events_recovered == EVENTS
    assert is_whole(new, sealed)
    assert is_whole(tmp_path / "old.db", sealed) is False


def test_an_altered_bundle_is_taken_from_the_pack_and_else_the_first_is_named(
    sealed: Sealed, tmp_path: Path
) -> None:
    new, problem = tmp_path / "new.db", "the entries are not those of the checkpoint"
    sealed.alter(SECOND, 7)
    sealed.alter(LAST, 3)
    before = rows(tmp_path / "old.db")

    assert sealed.unreadable(tmp_path / "old.db") == f"{SECOND}: {problem}"
    assert rows(tmp_path / "old.db") == before
    assert sealed.unreadable(new) == f"{SECOND}: {problem}"
    assert sealed.recover(new, sealed.folder / "pack.zip")[0].events_before == 0
    assert is_whole(new, sealed)
    for entries, hashes in ((SECOND, "tile/0/001"), (LAST, "tile/0/002.p/108")):
        altered = entries_of((sealed.seal / entries).read_bytes())
        (sealed.seal / hashes).write_bytes(b"".join(map(leaf_hash, altered)))
    assert sealed.unreadable(tmp_path / "old.db") == f"checkpoint: {problem}"
    assert sealed.recover(tmp_path / "old.db", sealed.folder / "pack.zip")[0].size == EVENTS
    assert is_whole(tmp_path / "old.db", sealed)


@pytest.mark.parametrize("hashes", [None, b"", bytes(32 * 256)])
def test_an_altered_bundle_without_its_hashes_is_taken_from_the_pack(
    sealed: Sealed, tmp_path: Path, hashes: bytes | None
) -> None:
    sealed.alter(SECOND, 7)
    (sealed.seal / "tile/0/001").unlink()
    if hashes is not None:
        (sealed.seal / "tile/0/001").write_bytes(hashes)

    sealed.recover(tmp_path / "old.db", sealed.folder / "pack.zip")

    assert is_whole(tmp_path / "old.db", sealed)


def test_a_pack_that_has_not_the_bundle_or_a_damaged_one_does_not_help(
    sealed: Sealed, tmp_path: Path
) -> None:
    (sealed.seal / SECOND).unlink()
    whole = (sealed.folder / "pack.zip").read_bytes()
    at = whole.index(b'"year":2022', whole.index(SECOND.encode()))
    damaged, other, none = (tmp_path / f"{name}.zip" for name in ("damaged", "other", "none"))
    damaged.write_bytes(whole[:at] + b"#" + whole[at + 1 :])
    other.write_bytes(b"PK\x05\x06" + bytes(18))

    for pack in (damaged, other):
        assert sealed.unreadable(tmp_path / "old.db", pack) == f"{SECOND}: missing or cut short"
    code, facts = sealed.refusal(tmp_path / "old.db", none)
    assert (code, facts["file"]) == ("pack-unreadable", str(none))
    none.write_bytes(b"x")
    assert sealed.refusal(tmp_path / "old.db", none)[0] == "pack-unreadable"


def test_a_copy_that_is_not_the_ledger_sealed_is_refused_at_its_first_difference(
    sealed: Sealed, tmp_path: Path
) -> None:
    for at in (300, 257, 30):
        with by_hand(tmp_path / "old.db", guarded=False) as hand:
            replace_bytes(hand, at, b"clerk", b"clerc")
        before = rows(tmp_path / "old.db")

        assert sealed.refusal(tmp_path / "old.db") == (
            "seal-inconsistent",
            {"verb": "recover", "folder": str(sealed.seal), "position": at},
        )
        assert rows(tmp_path / "old.db") == before


def test_only_the_last_checkpoint_signed_by_a_trusted_key_is_recovered_to(
    sealed: Sealed, tmp_path: Path
) -> None:
    new, checkpoint = tmp_path / "new.db", sealed.seal / "checkpoint"
    written = checkpoint.read_text()
    (sealed.seal / "checkpoints/000000000620-000000000621").touch()
    assert sealed.unreadable(new) == (
        "checkpoint: older than a checkpoint that is kept, or missing"
    )
    checkpoint.write_text(written.replace("\n620\n", "\n300\n"))
    assert sealed.unreadable(new) == f"checkpoint: {sealed.key.name}: a false signature"
    checkpoint.unlink()
    assert sealed.refusal(new) == ("nothing-sealed", {"folder": str(sealed.seal)})
    shutil.rmtree(sealed.seal)
    assert sealed.refusal(new) == ("seal-not-found", {"folder": str(sealed.seal)})
    assert not new.exists()


def test_a_bundle_that_became_another_since_it_was_checked_is_not_put_back(
    sealed: Sealed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery, "TOGETHER", 1)

    def meddle(_: int) -> None:
        sealed.alter(SECOND, 7)
        altered = entries_of((sealed.seal / SECOND).read_bytes())
        (sealed.seal / "tile/0/001").write_bytes(b"".join(map(leaf_hash, altered)))

    keys = [str(sealed.key.verifier)]
    with Ledger(str(tmp_path / "new.db")) as ledger, pytest.raises(Refusal) as refused:
        recover(ledger, sealed.seal, None, keys, meddle)

    assert refused.value.facts["problem"] == f"{SECOND}: missing or cut short"
    assert len(rows(tmp_path / "new.db")) == 256


@pytest.mark.parametrize("entry", [b"{}", NO_EVENT])
def test_entries_signed_that_are_no_events_are_not_put_back(entry: bytes, tmp_path: Path) -> None:
    key, edge = SignerKey(name="example.org/log", seed=bytes(32)), Edge()
    edge.add(leaf_hash(entry))
    head = Checkpoint(origin=key.name, size=1, root=edge.root())
    (tmp_path / "seal/tile/entries/000.p").mkdir(parents=True)
    (tmp_path / "seal/tile/entries/000.p/1").write_bytes(bundle([entry]))
    (tmp_path / "seal/checkpoint").write_text(str(head.signed_by(key)))
    forged = Sealed(tmp_path, key, base64_text(head.root), tmp_path / "seal")

    assert forged.unreadable(tmp_path / "new.db")
    assert rows(tmp_path / "new.db") == []
