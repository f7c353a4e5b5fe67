"""A folder that holds a sealed log: files written so that a kill leaves the old or the new, whole.

`checkpoint` is the last signed; `checkpoints/` keeps each, named by the size before and its
own; `keys.txt` has the verifier key of everyone who signed, `witnesses.txt` that of every witness
known by its key, `further-keys.txt` that of every key of another kind that signed too. All of it
may be served as it is.
"""

from __future__ import annotations

import errno
import os
import re
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from adapters.files.durable import (
    UNFINISHED,
    problem_text,
    read_regular,
    sync_folder,
    write_unsynced,
)
from adapters.files.locks import held
from adapters.files.outputs import CHECKPOINT, TILES
from adapters.seal.notes import (
    Checkpoint,
    Note,
    NoteError,
    VerifierKey,
    parse_checkpoint,
    parse_keys,
    parse_note,
    signers,
)
from adapters.seal.tiles import Tile, tile_named
from adapters.seal.tree import HASH_BYTES, TILE_WIDTH
from adapters.wording.translation import N_
from domain.refusals import Refusal

KEPT = "checkpoints"
KEYS = "keys.txt"
WITNESSES = "witnesses.txt"
FURTHER = "further-keys.txt"
LOCK = ".lock"
SEALING = ".sealing"  # there while tiles lie beyond the checkpoint: its size
_KEPT_NAME = re.compile(rf"{KEPT}/(?P<before>\d+)-(?P<size>\d+)")
WRITERS = 16
WAITING_MAX = 64


class SealFolder:
    """The files of one sealed log."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> bytes | None:
        """Return a file's bytes; None where there is none. Raises `seal-unreadable`."""
        try:
            return read_regular(self.path / name, follow=False)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as problem:
            raise unreadable(self.path, f"{name}: {problem.strerror}") from problem

    def tile(self, tile: Tile) -> bytes:
        """Return a tile, cut from the full tile where the partial tile is gone.

        Raises `seal-unreadable`.
        """
        content = self.read(tile.name)
        if content is None and tile.level is not None and tile.width:
            whole = self.read(tile._replace(width=TILE_WIDTH).name)
            content = None if whole is None else whole[: tile.width * HASH_BYTES]
        if content is None or (tile.level is not None and len(content) != tile.width * HASH_BYTES):
            raise unreadable(self.path, f"{tile.name}: " + N_("missing or cut short"))
        return content

    def verifiers(self) -> list[VerifierKey]:
        """Return the keys that ever signed here. Raises `seal-unreadable`."""
        return self._keys_in(KEYS)

    def witnesses(self) -> list[VerifierKey]:
        """Return the keys of witnesses that cosigned here. Raises `seal-unreadable`."""
        return self._keys_in(WITNESSES)

    def further(self) -> list[VerifierKey]:
        """Return the keys of other kinds that signed here too. Raises `seal-unreadable`."""
        return self._keys_in(FURTHER)

    def every_own(self) -> list[VerifierKey]:
        """Return the log's keys of every kind. Raises `seal-unreadable`."""
        return [*self.verifiers(), *self.further()]

    def sizes(self) -> dict[int, tuple[int, str]]:
        """Return of every size whose checkpoint is kept the size before it, and its file."""
        named = filter(None, map(_KEPT_NAME.fullmatch, self.kept_files()))
        kept = [(int(name["before"]), int(name["size"]), name.group()) for name in named]
        return {
            size: (before, name) for before, size, name in kept if name == kept_name(before, size)
        }

    def kept_files(self) -> list[str]:
        """Return what lies among the kept checkpoints, less what a killed sealer left."""
        kept = self.path / KEPT
        names = sorted(os.listdir(kept)) if kept.is_dir() else []
        return [f"{KEPT}/{name}" for name in names if not name.endswith(UNFINISHED)]

    def must_be_latest(self, size: int) -> None:
        """Raise `seal-unreadable` where a checkpoint of this size was put back: more was sealed."""
        if max(self.sizes(), default=0) > size:
            problem = N_("older than a checkpoint that is kept, or missing")
        elif self.rolled_back(size):
            problem = N_("older than the tiles that were sealed, or missing")
        else:
            return
        raise unreadable(self.path, f"{CHECKPOINT}: {problem}")

    def rolled_back(self, size: int) -> bool:
        """Say whether tiles lie beyond a checkpoint of this size that no sealer is at work on."""
        number, width = divmod(size, TILE_WIDTH)
        beyond = any(
            (self.path / tile.name).exists() or max(self.partial_widths(tile), default=0) > width
            for tile in (Tile(0, number), Tile(None, number))
        )
        return beyond and not self.sealing_from(size)

    def sealing_from(self, size: int) -> bool:
        """Say whether a sealer is at work, or was killed, that goes on from this size."""
        return self.read(SEALING) == b"%d\n" % size

    def partial_widths(self, tile: Tile) -> list[int]:
        """Return the widths of the partial tiles at a tile's place."""
        try:
            names = os.listdir(self.path / f"{tile.name}.p")
        except (FileNotFoundError, NotADirectoryError):
            return []
        tiles = [tile_named(f"{tile.name}.p/{name}") for name in names]
        return sorted(tile.width for tile in tiles if tile is not None)

    def checkpoint(self, size: int | None = None) -> tuple[Checkpoint, Note] | None:
        """Return the last checkpoint, or that of a size; None where nothing was signed yet.

        Raises `seal-unreadable` when it is not signed by a key of this folder, and
        `size-not-sealed`.
        """
        name = CHECKPOINT
        if size is not None:
            last = self.checkpoint()
            if last is not None and last[0].size == size:
                return last
            kept = self.sizes().get(size)
            if kept is None:
                latest = ", ".join(map(str, sorted(self.sizes())[-5:]))
                raise Refusal("size-not-sealed", size=size, sizes=latest or "0")
            name = kept[1]
        return self.read_checkpoint(name)

    def read_checkpoint(self, name: str) -> tuple[Checkpoint, Note] | None:
        """Return the checkpoint in a file, as `checkpoint` does."""
        written = self.read(name)
        if written is None:
            return None
        try:
            return checked(written, self.verifiers())
        except NoteError as broken:
            raise unreadable(self.path, f"{name}: {broken}") from broken

    def refuse_other_origin(self, origin: str, name: str) -> None:
        """Raise `seal-origin-differs` unless a key's name is that of the log."""
        if origin != name:
            facts = {"folder": str(self.path), "origin": origin, "name": name}
            raise Refusal("seal-origin-differs", **facts)

    def _keys_in(self, name: str) -> list[VerifierKey]:
        try:
            return parse_keys(self.read(name) or b"")
        except ValueError as broken:
            raise unreadable(self.path, f"{name}: {broken}") from broken


class Durable:
    """Writes files into a folder: under another name, to the disk, then renamed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pool = ThreadPoolExecutor(WRITERS)  # each mostly waits for the disk
        self.waiting: deque[Future[None]] = deque()
        self.touched: set[Path] = set()

    def put(self, name: str, content: bytes) -> None:
        """Begin to write a file; `settle` waits until it is durable."""
        target = self.path / name
        self._make_folder(target.parent)
        self.touched.add(target.parent)
        self.waiting.append(self.pool.submit(write_unsynced, target, content))
        if len(self.waiting) >= WAITING_MAX:
            self.waiting.popleft().result()

    def settle(self) -> None:
        """Wait until every file is durable under its name."""
        while self.waiting:
            self.waiting.popleft().result()
        for folder in sorted(self.touched):
            sync_folder(folder)
        self.touched.clear()

    def _make_folder(self, folder: Path) -> None:
        if folder in self.touched:
            return
        if folder != self.path and folder.is_symlink():
            raise OSError(errno.ELOOP, N_("a link in place of a folder"), str(folder))
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        self.touched.add(folder.parent)


@contextmanager
def sealing_alone(path: Path) -> Iterator[Durable]:
    """Make a seal folder where it is missing, and hold it against other sealers.

    Raises `seal-unwritable`, `seal-busy`. What a sealer that died left unfinished is cleared away.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        with held(path / LOCK):
            _refuse_links(path)
            for left in path.rglob(f"*{UNFINISHED}"):
                left.unlink()
            writer = Durable(path)
            with writer.pool:
                yield writer
    except OSError as problem:
        why = problem_text(problem)
        raise Refusal("seal-unwritable", folder=str(path), problem=why) from problem


def _refuse_links(path: Path) -> None:
    """Raise `seal-unreadable` for a link in a seal: it would be written through."""
    for folder in (path, path / TILES, path / KEPT):
        for entry in os.scandir(folder) if folder.is_dir() else ():
            if entry.is_symlink():
                name = Path(entry.path).relative_to(path).as_posix()
                raise unreadable(path, f"{name}: " + N_("a link"))


def is_sealer_s(name: str) -> bool:
    """Say whether a sealer writes files of this name."""
    kept = _KEPT_NAME.fullmatch(name)
    return (
        name in (CHECKPOINT, KEYS, WITNESSES, FURTHER, LOCK, SEALING)
        or tile_named(name) is not None
        or (kept is not None and name == kept_name(int(kept["before"]), int(kept["size"])))
    )


def kept_name(before: int, size: int) -> str:
    """Return the file that keeps a checkpoint, by the size before it and its own."""
    return f"{KEPT}/{before:012d}-{size:012d}"


def checked(written: bytes, keys: list[VerifierKey]) -> tuple[Checkpoint, Note]:
    """Return a checkpoint signed by one of the keys. Raises NoteError."""
    note = parse_note(written)
    checkpoint = parse_checkpoint(note.text)
    signers(note, [key for key in keys if key.name == checkpoint.origin])
    return checkpoint, note


def unreadable(path: Path, problem: str) -> Refusal:
    return Refusal("seal-unreadable", folder=str(path), problem=problem)
