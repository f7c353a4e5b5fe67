"""What a folder of segments says of itself: which log, until where, and each file's SHA-256."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import msgspec

from adapters.files.durable import open_durable, problem_text, read_regular
from domain.refusals import Refusal
from domain.value import value

MANIFEST = "manifest.json"
FORMAT = 1
POLICY, OTHER = "policy", "other"  # parts of their own, beside those of enterprises


class SegmentFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One Parquet file: the rows of a part that follow a position, until another."""

    name: str
    part: str
    after: int
    until: int
    rows: int
    sha256: str


class Sealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last checkpoint at or before the position: its size and root, and the note as signed."""

    size: int
    root: str
    note: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """first, last: the SHA-256 of the stored bytes of the first event and of the one at `position`,
    which say of which log the segments are.
    """

    format: int
    program: str
    parts: int
    position: int
    first: str
    last: str
    checkpoint: Sealed | None
    files: tuple[SegmentFile, ...]

    def of_part(self, part: str) -> tuple[SegmentFile, ...]:
        """Return the files of one part, the earliest first."""
        return tuple(file for file in self.files if file.part == part)


class _Format(msgspec.Struct):
    format: int


@value
class Exported:
    """What an export wrote. events: those appended; files: of how many the folder consists now."""

    folder: str
    position: int
    events: int
    parts: int
    files: int
    size_bytes: int
    sealed: int | None


def program() -> str:
    """Return the version of this program."""
    return version("subsidy-ledger")


def part_of(code: str, parts: int) -> int:
    """Return the part of an enterprise, from 0: the same in every export."""
    return int.from_bytes(sha256(code.encode()).digest()[:8], "big") % parts


def part_name(number: int) -> str:
    return f"{number:04d}"


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a folder.

    Raises Refusal `segments-not-found`, `segments-unreadable`, `segments-newer`.
    """
    try:
        written = read_regular(folder / MANIFEST)
    except (FileNotFoundError, NotADirectoryError):
        raise Refusal("segments-not-found", folder=str(folder)) from None
    except OSError as problem:
        raise _unreadable(folder, problem_text(problem)) from problem
    try:
        if msgspec.json.decode(written, type=_Format).format > FORMAT:
            raise Refusal("segments-newer", folder=str(folder))
        manifest = msgspec.json.decode(written, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise _unreadable(folder, str(problem)) from problem
    for file in manifest.files:
        if Path(file.name).name != file.name or not file.name.endswith(".parquet"):
            raise _unreadable(folder, file.name)
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it whole: from now on the folder is what it says. Raises OSError."""
    with open_durable(folder / MANIFEST) as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")


def names(files: Iterable[SegmentFile]) -> frozenset[str]:
    return frozenset(file.name for file in files)


def _unreadable(folder: Path, problem: str) -> Refusal:
    return Refusal("segments-unreadable", folder=str(folder), problem=problem)
