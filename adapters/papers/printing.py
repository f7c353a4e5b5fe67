"""Papers made from the ledger as it stood, and written to files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO

from adapters.files.durable import OWNER_ONLY
from adapters.files.outputs import CSV, PAPER, Kind, open_output
from adapters.ledger.handling.showing import record_showing
from adapters.ledger.handling.units import Author
from adapters.ledger.look import Look
from adapters.papers import csv_file, workbook
from adapters.papers.kinds.batch_papers import notice, payments
from adapters.papers.kinds.budget import budget
from adapters.papers.kinds.payment_list import payment_list
from adapters.papers.kinds.statement import statement
from adapters.papers.paper import OF, Content, Paper
from domain.calendar import clock
from domain.refusals import Refusal
from projections.papers import PaperKind, PaperPrinted

WRITERS: dict[str, tuple[Callable[[Paper, IO[bytes]], None], Kind]] = {
    ".xlsx": (workbook.write, PAPER),
    ".csv": (csv_file.write, CSV),
}


def paper_of(look: Look, kind: str, subject: str) -> Paper:
    """Return a paper about a batch, an enterprise or a budget year, as of the look's position.

    Raises Refusal `paper-without-source`, `account-differs`, and for a subject that is unknown.
    """
    moment = look.snapshot.store.handler.recorder.time_of(look.position)
    content = _content(look, kind, subject)
    known = f"账本截至：{clock(moment)}（北京时间）"
    content = replace(content, above=(*content.above, known))
    return Paper(kind, subject, look.position, moment, content)


def print_paper(
    look: Look,
    kind: PaperKind,
    subject: str,
    path: Path,
    *,
    author: Author,
    reason: str | None,
    force: bool,
) -> tuple[PaperPrinted, int]:
    """Write a paper to a file; return it, and how many of its cells hold no value kept here.

    That it shows accounts in full is recorded before it does. Raises Refusal as `paper_of`, `write`
    and `record_showing` do.
    """
    paper = paper_of(look, kind, subject)
    must_be_a_format(path)
    if paper.content.private and paper.unknown:
        look.snapshot.store.private.must_be_open()
    if accounts := paper.accounts_in_full:
        record_showing(look.snapshot.store, kind, subject, paper.position, accounts, reason, author)
    write(paper, path, force=force)
    printed = PaperPrinted(
        paper=kind,
        subject=subject,
        file=str(path),
        rows=len(paper.content.table.rows),
        position=paper.position,
        sha256=paper.digest,
    )
    return printed, paper.unknown


def write(paper: Paper, path: Path, *, force: bool) -> None:
    """Write a paper, whole or not at all; one that shows accounts is its owner's only.

    Raises `paper-format` for a name that is neither .xlsx nor .csv, `paper-unwritable`, and as
    `open_output` does.
    """
    must_be_a_format(path)
    writer, kind = WRITERS[path.suffix.lower()]
    mode = OWNER_ONLY if paper.content.private else None
    with open_output(path, "paper-unwritable", kind, force=force, mode=mode) as file:
        writer(paper, file)


def must_be_a_format(path: Path) -> None:
    """Raise `paper-format` for a name that is neither .xlsx nor .csv."""
    if path.suffix.lower() not in WRITERS:
        raise Refusal("paper-format", file=path.name)


def _content(look: Look, kind: str, subject: str) -> Content:
    about, _of, named = subject.partition(OF)
    policy = named or None
    if kind == "statement":
        return _restricted(look, statement(look, look.statement(about, policy)), policy)
    if not about.isdecimal() or (named and kind != "budget"):
        raise Refusal("paper-without-source", what=f"{kind} {subject}")
    if kind == "budget":
        return _restricted(look, budget(look, look.budget(int(about), policy=policy)), policy)
    batch = look.batch(int(about), on=look.recorded_on)  # the same whenever it is checked
    match kind:
        case "notice":
            return notice(look, batch)
        case "payment-list":
            return payment_list(look, batch)
        case _:
            return payments(look, batch)


def _restricted(look: Look, content: Content, policy: str | None) -> Content:
    """Return a paper that says which policy it is restricted to, by its last title and its id."""
    if policy is None:
        return content
    title = look.own(policy).versions[-1].policy.title_zh
    return replace(content, above=(f"适用政策：{title}（{policy}）", *content.above))
