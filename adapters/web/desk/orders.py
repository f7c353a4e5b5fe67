"""What a job is asked, and what came of it, as the text that its row keeps.

A verb that is called in another process is handed the same values, files by their place in the
spool, and signs as who asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from adapters.web.desk.job_rows import Job, Spooled
from adapters.web.desk.spool import Spool
from adapters.web.verbs.handed_in import as_handed_in
from adapters.web.verbs.verb import Parameter, Verb
from adapters.wording.table import Cell, Column, Report, Table
from adapters.wording.translation import worded
from domain.refusals import Refusal

PIECE = 1 << 20  # bytes of a file at a time
LINES = (".jsonl", ".ndjson", ".json")


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """How a verb is called by a job.

    values: without files. files: by the name of a parameter, numbers of the job's files. digests:
    the SHA-256 of each file, in hexadecimal. outs: what the verb writes, by the name of a
    parameter. login: what is recorded beside the owner; None for a verb that records nothing.
    places, key: paths that the server's settings give. total: how much there is to do; None where
    that is not known.
    """

    values: dict[str, Any]
    language: str
    login: str | None
    files: dict[str, list[int]] = {}
    digests: list[str] = []
    outs: dict[str, str] = {}
    position: int | None = None
    known_at: str | None = None
    places: dict[str, str] = {}
    key: str | None = None
    total: int | None = None

    @property
    def rehearses(self) -> bool:
        """Whether nothing is recorded by what records else."""
        return self.values.get("dry_run") is True

    def as_json(self) -> dict[str, Any]:
        built: dict[str, Any] = msgspec.to_builtins(self)
        return built


class _Day(msgspec.Struct, frozen=True):
    day: date


class _Table(msgspec.Struct, frozen=True):
    title: str
    columns: list[tuple[str, str]]
    rows: list[list[str | int | _Day | None]]
    position: int | None
    totals: int = 0


class Kept(msgspec.Struct, frozen=True):
    """What came of a job beside its answer: what people read, and files to be had."""

    title: str = ""
    parts: list[str | _Table] = []
    notes: list[str] = []
    files: list[Spooled] = []

    @property
    def report(self) -> Report:
        """What people read."""
        parts = (part if isinstance(part, str) else _shown(part) for part in self.parts)
        return Report(title=self.title, parts=tuple(parts))


def kept(report: Report, notes: Iterable[str], files: Iterable[Spooled]) -> str:
    """Return what came of a job as its row keeps it."""
    parts = [part if isinstance(part, str) else _stored(part) for part in report.parts]
    whole = Kept(title=report.title, parts=parts, notes=list(notes), files=list(files))
    return msgspec.json.encode(whole).decode()


def order_of(job: Job) -> Order:
    """Return how a job calls its verb."""
    return msgspec.convert(job.values, Order)


def shown_of(job: Job) -> Kept:
    """Return what is kept of a job as the medium of this context says it.

    Its process knew no page: what it kept is said as at a terminal.
    """
    kept = kept_of(job)
    parts = [worded(part) if isinstance(part, str) else part for part in kept.parts]
    return msgspec.structs.replace(kept, parts=parts, notes=list(map(worded, kept.notes)))


def kept_of(job: Job) -> Kept:
    """Return what came of a job; nothing where it has not ended well."""
    return msgspec.json.decode(job.report, type=Kept) if job.report else Kept()


def spooled(
    verb: Verb, values: Mapping[str, Any], spool: Spool, order: Order
) -> tuple[Order, list[Spooled]]:
    """Return an order with the files that it names, which are kept in the spool."""
    every: list[Spooled] = []
    numbers: dict[str, list[int]] = {}
    digests: list[str] = []
    plain: dict[str, Any] = {}
    for name, value in values.items():
        if verb.parameter(name).kind != "file":
            plain[name] = value
            continue
        for path in value if isinstance(value, list) else [value]:
            numbers.setdefault(name, []).append(len(every))
            with path.open("rb") as file:
                every.append(spool.keep(iter(lambda: file.read(PIECE), b""), path.name))
            digests.append(digest_of(spool.path(every[-1])))
    outs = {each.name: _out(each, every) for each in verb.parameters if each.kind == "out"}
    whole = msgspec.structs.replace(order, values=plain, files=numbers, digests=digests, outs=outs)
    return whole, every


@contextmanager
def laid_out(verb: Verb, job: Job, spool: Spool) -> Iterator[tuple[dict[str, Any], list[Path]]]:
    """Give the values that a verb is called with, and where it writes files.

    Each file has the name that it was handed in by. Raises Refusal `job-file-changed`.
    """
    order = order_of(job)
    with TemporaryDirectory(prefix="subsidy-job-") as folder:
        values: dict[str, Any] = dict(order.values)
        for name, numbers in order.files.items():
            paths = []
            for number in numbers:
                file, path = job.files[number], Path(folder, str(number), job.files[number].shown)
                lies = spool.path(file)
                if not lies.exists() or digest_of(lies) != order.digests[number]:
                    raise Refusal("job-file-changed", file=file.shown)
                path.parent.mkdir()
                path.symlink_to(lies)
                paths.append(path)
            values[name] = paths if verb.parameter(name).many else paths[-1]
        outs = {name: Path(folder, shown) for name, shown in order.outs.items()}
        with as_handed_in(Path(folder)):
            yield values | outs, list(outs.values())


def kept_files(paths: Iterable[Path], spool: Spool) -> list[Spooled]:
    """Keep what a verb has written."""
    every = []
    for path in paths:
        if path.exists():
            with path.open("rb") as file:
                every.append(spool.keep(iter(lambda: file.read(PIECE), b""), path.name))
    return every


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _out(parameter: Parameter, files: Sequence[Spooled]) -> str:
    """Return what a written file is called; rows that are sent back have the form they came in."""
    suffix = Path(parameter.metavar).suffix
    if not suffix:
        lines = all(Path(file.shown).suffix.lower() in LINES for file in files)
        suffix = ".jsonl" if lines else ".xlsx"
    stem = Path(files[0].shown).stem if files else ""
    return f"{stem[:60]}-{parameter.name}{suffix}" if stem else f"{parameter.name}{suffix}"


def _stored(table: Table) -> _Table:
    rows = [[_Day(cell) if isinstance(cell, date) else cell for cell in row] for row in table.rows]
    return _Table(
        title=table.title,
        columns=list(table.columns),
        rows=rows,
        position=table.position,
        totals=table.totals,
    )


def _shown(table: _Table) -> Table:
    columns = tuple(Column(header, holds) for header, holds in table.columns)  # type: ignore[arg-type]
    rows: list[tuple[Cell, ...]] = [
        tuple(cell.day if isinstance(cell, _Day) else cell for cell in row) for row in table.rows
    ]
    return Table(
        title=table.title,
        columns=columns,
        rows=rows,
        position=table.position,
        totals=table.totals,
    )
