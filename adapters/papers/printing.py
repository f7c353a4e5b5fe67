"""Papers made from the ledger as it stood, and written to files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO

from adapters.files.durable import OWNER_ONLY, open_output
from adapters.ledger.snapshot import Snapshot
from adapters.papers import csv_file, workbook
from adapters.papers.kinds.batch_papers import notice, payments
from adapters.papers.kinds.budget import budget
from adapters.papers.kinds.statement import statement
from adapters.papers.paper import Content, Paper
from adapters.papers.sources import Answer, Sources
from domain.calendar import clock
from domain.refusals import Refusal

WRITERS: dict[str, Callable[[Paper, IO[bytes]], None]] = {
    ".xlsx": workbook.write,
    ".csv": csv_file.write,
}


def derived(look: Snapshot, kind: str, subject: str, sources: Sources) -> Paper:
    """Return a paper as the ledger prints it at the position looked at. Raises Refusal."""
    moment = look.store.handler.recorder.time_of(look.position)
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
    mode = OWNER_ONLY if paper.content.private else None
    with open_output(path, "paper-unwritable", mode) as file:
        writer(paper, file)


def _answer(look: Snapshot, kind: str, subject: str, sources: Sources) -> Answer:
    if kind == "statement":
        return sources.statement(look, subject)
    if not subject.isdecimal():
        raise Refusal("paper-without-source", what=f"{kind} {subject}")
    ask = sources.budget if kind == "budget" else sources.batch
    return ask(look, int(subject))


_CONTENTS: dict[str, Callable[[Snapshot, Answer], Content]] = {
    "notice": notice,
    "payments": payments,
    "statement": statement,
    "budget": budget,
}
