"""Signature lines of unknown kinds and lengths stay where a note is written again."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.seal.folder import SealFolder
from adapters.seal.keys import read_key
from adapters.seal.notes import (
    Checkpoint,
    Note,
    NoteError,
    Signature,
    merged,
    parse_note,
)
from adapters.seal.sealing import add_signatures
from tests.adapters.seal.sealed import exports, key_in, seal
from tests.support.command import asked, subsidy
from tests.support.ledgers import opened

STRANGE = [
    Signature(name=f"strange.example/{size}", key_id=bytes([250, 0, 0, 1]), signature=bytes(size))
    for size in (1, 63, 65, 2428, 4627)
]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A sealed folder whose checkpoint has lines of unknown kinds and lengths."""
    key = key_in(tmp_path)
    with opened(tmp_path / "ledger.db") as store:
        exports(store, 10)
        seal(store, tmp_path / "seal", key)
    head = SealFolder(tmp_path / "seal").checkpoint()
    assert head is not None
    add_signatures(tmp_path / "seal", head[0], STRANGE, [])
    return tmp_path


def lines(place: Path) -> list[Signature]:
    return list(parse_note((place / "seal" / "checkpoint").read_bytes()).signatures)


def test_verify_names_every_line_that_it_cannot_check(place: Path) -> None:
    ran = subsidy("verify", place / "seal", "--store", place / "ledger.db", "--lang", "en")
    answer = asked(place / "ledger.db", "verify", place / "seal")

    assert [
        (signature["name"], signature["bytes"], signature["verified"])
        for signature in answer["signatures"][1:]
    ] == [(line.name, len(line.signature), None) for line in STRANGE]
    assert ran.code == 0
    assert all(f"of {line.name}, key fa000001" in ran.out for line in STRANGE)


def test_sealing_again_and_another_cosignature_keep_every_line(place: Path) -> None:
    head = SealFolder(place / "seal").checkpoint()
    assert head is not None
    before = lines(place)

    with opened(place / "ledger.db") as store:
        seal(store, place / "seal", read_key(place / "key"))
    add_signatures(place / "seal", head[0], [_line("another.example")], [])

    assert lines(place) == [*before, _line("another.example")]
    kept = (place / "seal" / "checkpoints" / "000000000000-000000000011").read_bytes()
    assert list(parse_note(kept).signatures) == [*before, _line("another.example")]


def test_receipt_and_pack_carry_every_line(place: Path) -> None:
    at = ("--seal", place / "seal", "--key", place / "key")

    asked(place / "ledger.db", "proof", "7", "--out", place / "receipt", *at)

    assert all(line.line in (place / "receipt").read_text() for line in STRANGE)


def test_a_line_takes_the_place_of_its_own_key_alone() -> None:
    note = Note(text="a\n", signatures=(_line("a", 1), _line("b", 1)))

    assert merged(note, [_line("a", 2)]).signatures == (_line("b", 1), _line("a", 2))


def test_a_note_takes_no_more_lines_than_can_be_read_again() -> None:
    note = Note(text="a\n", signatures=tuple(_line(f"n{number}") for number in range(100)))

    with pytest.raises(NoteError, match="too many signatures"):
        merged(note, [_line("another")])


def test_a_checkpoint_of_another_root_gets_no_line(place: Path) -> None:
    before = lines(place)

    add_signatures(
        place / "seal", Checkpoint(origin="o", size=11, root=bytes(32)), [_line("another")], []
    )

    assert lines(place) == before


def _line(name: str, number: int = 0) -> Signature:
    return Signature(name=name, key_id=bytes(4), signature=bytes([number]))
