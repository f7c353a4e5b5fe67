"""Papers made from the ledger as it stood, and written to files."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from adapters.papers import csv_file, workbook
from adapters.papers.batch_papers import notice, payments
from adapters.papers.budget import budget
from adapters.papers.paper import Content, Paper
from adapters.papers.sources import Answer, Sources
from adapters.papers.statement import statement
from adapters.recall import Look
from domain.calendar import clock
from domain.refusals import Refusal

WRITERS: dict[str, Callable[[Paper, IO[bytes]], None]] = {
    ".xlsx": workbook.write,
    ".csv": csv_file.write,
}
OPEN_TO_READ = 0o644
OWNER_ONLY = 0o600


def derived(look: Look, kind: str, subject: str, sources: Sources) -> Paper:
    """Return a paper as the ledger prints it at the position looked at. Raises Refusal."""
    moment = look.store.ledger.recorder.time_of(look.position)
    content = _CONTENTS[kind](look, _answer(look, kind, subject, sources))
    known = f"账本截至：{clock(moment)}（北京时间）"
    content = replace(content, above=(*content.above, known))
    return Paper(kind, subject, look.position, moment, content)


def write(paper: Paper, path: Path) -> None:
    """Write a paper, whole or not at all; one that shows accounts is its owner's only.

    Raises `paper-format` for a name that is neither .xlsx nor .csv, `paper-unwritable`.
    """
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise Refusal("paper-format", file=path.name)
    try:
        file = NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False)  # noqa: SIM115 - closed below
        half = Path(file.name)
        try:
            with file:
                writer(paper, file)
                file.flush()
                os.fsync(file.fileno())
            half.chmod(OWNER_ONLY if paper.content.private else OPEN_TO_READ & ~_umask())
            half.replace(path)  # once it is closed: Windows renames no file that is open
        except BaseException:
            half.unlink(missing_ok=True)
            raise
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise Refusal("paper-unwritable", file=str(path), problem=reason) from problem


def _answer(look: Look, kind: str, subject: str, sources: Sources) -> Answer:
    if kind == "statement":
        return sources.statement(look, subject)
    if not subject.isdecimal():
        raise Refusal("paper-without-source", what=f"{kind} {subject}")
    ask = sources.budget if kind == "budget" else sources.batch
    return ask(look, int(subject))


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


_CONTENTS: dict[str, Callable[[Look, Answer], Content]] = {
    "notice": notice,
    "payments": payments,
    "statement": statement,
    "budget": budget,
}
