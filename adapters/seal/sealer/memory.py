"""What a key signed last, in a file beside the key: it never signs a second history.

It is durable before a signature is published: a sealer that is killed in between leaves a key that
remembers more than the folder holds, never less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from adapters.files.durable import OWNER_ONLY, open_durable, problem_text, read_regular
from adapters.files.locks import held
from adapters.seal.notes import (
    Checkpoint,
    Note,
    NoteError,
    Signer,
    VerifierKey,
    parse_checkpoint,
    parse_note,
    signers,
)
from adapters.seal.tree import Edge
from domain.refusals import Refusal

SIGNED = ".signed"


class Memory:
    """The last checkpoint that a key signed, with its signature."""

    def __init__(self, file: Path, key: VerifierKey) -> None:
        self.file, self.key = file, key

    def last(self) -> Checkpoint | None:
        """Return it; None where the memory is not there. Raises `key-memory-unreadable`."""
        try:
            note = parse_note(read_regular(self.file))
            signers(note, [self.key])
            return parse_checkpoint(note.text)
        except FileNotFoundError:
            return None
        except (OSError, NoteError) as broken:
            why = problem_text(broken)
            raise Refusal("key-memory-unreadable", file=str(self.file), problem=why) from broken

    def begin(self, key: Signer) -> None:
        """Remember of a key just made that it signed nothing. Raises `key-unwritable`."""
        nothing = Checkpoint(origin=key.name, size=0, root=Edge().root())
        self.keep(nothing.signed_by(key))

    def must_know(self, folder: Path, head: tuple[Checkpoint, Note] | None, *, lost: bool) -> None:
        """Raise `key-memory-missing` for a memory gone, or older than what the key signed.

        head: the last checkpoint in a folder. lost: somebody says that the memory is lost.
        """
        last = self.last()
        signed = head is not None and self.key.signed_any(head[1]) and head[0].size
        if not lost and (last is None or last.size < signed):
            raise Refusal("key-memory-missing", file=str(self.file), folder=str(folder))

    def keep(self, note: Note) -> None:
        """Remember a checkpoint. Raises `key-unwritable`; then nothing may be published."""
        with _written(self.file), open_durable(self.file, mode=OWNER_ONLY) as file:
            file.write(str(note).encode())


def memory_file(key_file: Path) -> Path:
    """Return the file of a key's memory: one, by whatever link the key is named."""
    return Path(f"{key_file.resolve()}{SIGNED}")


@contextmanager
def memories_of(files: Iterable[tuple[Path, VerifierKey]]) -> Iterator[list[Memory]]:
    """Yield what each key remembers, as `memory_of` does. files: the keys' own."""
    with ExitStack() as stack:
        # In the order of the files: two sealers with the same keys never wait for each other.
        ordered = sorted(files, key=lambda of: memory_file(of[0]))
        yield [stack.enter_context(memory_of(file, key)) for file, key in ordered]


@contextmanager
def memory_of(key_file: Path, key: VerifierKey) -> Iterator[Memory]:
    """Yield what a key remembers, and hold it against other sealers with this key.

    Raises `key-unwritable`, `seal-busy`.
    """
    file = memory_file(key_file)
    with ExitStack() as stack:
        with _written(file):
            stack.enter_context(held(Path(f"{file}.lock")))
        yield Memory(file, key)


@contextmanager
def _written(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise Refusal("key-unwritable", file=str(file), problem=problem_text(problem)) from problem
