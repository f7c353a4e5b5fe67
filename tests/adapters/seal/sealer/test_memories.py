"""What each key remembers that it signed last, in a file beside its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from adapters.seal.notes import SignerKey
from adapters.seal.sealer.memory import memories_of, memory_file, memory_of
from domain.refusals import Refusal
from tests.adapters.seal.sealed import NAME
from tests.adapters.seal.sealer.test_keys import ONE, TWO, head, refusal


def test_a_memory_holds_the_last_that_was_kept_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    key, file = tmp_path / "key", tmp_path / "key.signed"

    with memory_of(key, ONE.verifier) as memory:
        assert memory.last() is None
        for size in (3, 5):
            memory.keep(head(size).signed_by(ONE))
            assert memory.last() == head(size)
        assert (memory.file, file.stat().st_mode & 0o777) == (file, 0o600)
        with pytest.raises(Timeout):
            FileLock(f"{file}.lock").acquire(timeout=0)
    with FileLock(f"{file}.lock").acquire(timeout=0):
        assert file.is_file()
    (tmp_path / "link").symlink_to(key)
    assert memory_file(tmp_path / "link") == memory_file(key) == file


def test_a_key_knows_what_it_signed_last_in_a_folder_or_signs_no_more(tmp_path: Path) -> None:
    def known(size: int, signer: SignerKey, *, lost: bool = False) -> bool:
        note = head(size).signed_by(signer)
        try:
            memory.must_know(tmp_path, (head(size), note), lost=lost)
        except Refusal as refused:
            return refused.code != "key-memory-missing"
        return True

    with memory_of(tmp_path / "key", ONE.verifier) as memory:
        assert not known(3, ONE)
        memory.keep(head(3).signed_by(ONE))
        assert (known(3, ONE), known(4, ONE), known(9, TWO)) == (True, False, True)
        assert known(4, ONE, lost=True)


def test_a_memory_of_another_key_or_of_nothing_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "key.signed"
    for content, problem in (
        (str(head(3).signed_by(TWO)), "not signed by a trusted key"),
        (str(head(3).signed_by(ONE)).replace("\n3\n", "\n4\n"), f"{NAME}: a false signature"),
        ("", "no signatures under the text"),
        (None, "Is a directory"),
    ):
        file.unlink(missing_ok=True)
        if content is None:
            file.mkdir()
        else:
            file.write_text(content)
        with memory_of(tmp_path / "key", ONE.verifier) as memory:
            code, facts = refusal(memory.last)
        assert (code, facts["file"]) == ("key-memory-unreadable", str(file))
        assert content is None or facts["problem"] == problem


def test_a_memory_that_cannot_be_written_is_refused_before_anything_is_signed(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").touch()
    with memory_of(tmp_path / "key", ONE.verifier) as memory:
        memory.file.mkdir()
        code, facts = refusal(lambda: memory.keep(head(1).signed_by(ONE)))
    assert (code, facts["file"]) == ("key-unwritable", str(tmp_path / "key.signed"))

    with pytest.raises(Refusal) as refused, memory_of(tmp_path / "file" / "key", ONE.verifier):
        pass
    assert (refused.value.code, refused.value.facts["file"]) == (
        "key-unwritable", str(tmp_path / "file" / "key.signed"),
    )  # fmt: skip


def test_memories_are_held_in_the_order_of_their_files(tmp_path: Path) -> None:
    files = [(tmp_path / name, key.verifier) for name, key in (("b", TWO), ("a", ONE), ("c", ONE))]

    with memories_of(files) as memories:
        assert [(memory.file.name, memory.key) for memory in memories] == [
            ("a.signed", ONE.verifier), ("b.signed", TWO.verifier), ("c.signed", ONE.verifier),
        ]  # fmt: skip
    with memories_of(iter([])) as memories:
        assert memories == []
    (tmp_path / "d").symlink_to(tmp_path / "a")  # the same files by whatever link they are named
    with memories_of([(tmp_path / name, ONE.verifier) for name in "bd"]) as memories:
        assert [memory.file.name for memory in memories] == ["a.signed", "b.signed"]
