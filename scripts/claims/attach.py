"""Commands about the papers of a claim: attach, list, show, check, erase."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Annotated, BinaryIO

from cyclopts import Parameter

from adapters.files.durable import open_regular, problem_text
from adapters.files.outputs import NEW, open_output
from adapters.ledger.processes.attaching import attach as attach_file
from adapters.ledger.processes.attaching import erase as erase_file
from adapters.wording.catalogue.refusals import coded
from adapters.wording.claims.attachments import (
    attached_report,
    attachments_report,
    checks_report,
    erased_lines,
)
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands.enterprise import EraseAttachment
from domain.events.claims import PaperKind
from domain.refusals import Refusal
from projections.claims.attachments import AttachedFiles, ShownFile
from scripts.claims.record import Claim, Document, Reason
from scripts.cli.doors import note
from scripts.cli.misuse import Misuse
from scripts.cli.nouns import noun
from scripts.cli.options import PRINTING, READING, WRITING, Printing, Reading, Writing
from scripts.cli.values import CLAIM_NO, any_text, value

attachment = noun("attachment")

Digest = Annotated[str, value(any_text, "SHA256", N_("the file, by the SHA-256 of its bytes"))]


def attach(
    claim: Claim,
    files: Annotated[tuple[Path, ...], value(Path, "FILE", N_("PDF, PNG, JPEG, OFD or XML"))] = (),
    /,
    *,
    kind: Annotated[PaperKind, Parameter(help=N_("what kind of paper they are"))],
    at: Writing = WRITING,
) -> int:
    if not files:
        raise Misuse(_("give one file or more"))
    appended, refused = 0, 0
    with at.ledger() as (ledger, author):
        carry_out = partial(ledger.carry_out, author=author)
        for path in files:
            try:
                with _opened(path) as stream:
                    outcome = attach_file(ledger.address, carry_out, claim, stream, kind)
                    appended += len(outcome.events)
            except Refusal as refusal:
                if not refusal.code.startswith(("attachment", "file-")) or len(files) == 1:
                    raise
                refused += 1
                note(f"{path.name}: {coded(refusal)}")
        with ledger.look() as look:
            checks = look.attachment_checks(claim)
    answer = AttachedFiles(claim_no=claim, events_appended=appended, checks=checks)
    at.tell(answer, lambda: attached_report(answer))
    return 1 if refused else 0


@attachment.command(name="list", help=N_("List the papers of a claim."))
def list_papers(claim: Claim, /, *, at: Reading = READING) -> None:
    with at.look() as look:
        answer = look.attachments(claim)
    at.tell(answer, lambda: attachments_report(answer))


@attachment.command(help=N_("Write the bytes of a paper to a file, once they have its digest."))
def show(
    digest: Digest,
    /,
    *,
    out: Annotated[Path, value(Path, "FILE", N_("the file to write"))],
    at: Printing = PRINTING,
) -> None:
    with at.look() as look, closing(look.open_attachment(digest)) as kept:
        data = kept.read()
    if sha256(data).hexdigest() != digest:
        raise Refusal("attachment-altered", sha256=digest)
    with open_output(out, "output-unwritable", NEW, force=at.force) as file:
        file.write(data)
    answer = ShownFile(sha256=digest, file=str(out), size_bytes=len(data))
    at.tell(answer, lambda: _("Written to {file}").format(file=out))


@attachment.command(
    help=N_(
        "Check that the bytes of every paper are there as attached; of one claim, compare its "
        "invoices with it too. Exit code 1: a file is missing, altered or not erased; 0: none is."
    )
)
def check(claim: Annotated[str | None, CLAIM_NO] = None, /, *, at: Reading = READING) -> int:
    with at.look() as look:
        answer = look.attachment_checks(claim)
    at.tell(answer, lambda: checks_report(answer))
    return 1 if answer.wrong else 0


@attachment.command(help=N_("Remove the bytes of a paper for good, by a document."))
def erase(
    claim: Claim, digest: Digest, /, *, document: Document, reason: Reason, at: Writing = WRITING
) -> None:
    command = EraseAttachment(claim_no=claim, sha256=digest, document=document, words=reason)
    with at.ledger() as (ledger, author):
        carry_out = partial(ledger.carry_out, author=author)
        answer = erase_file(ledger.address, carry_out, command)
    at.tell(answer, lambda: "\n".join(erased_lines(answer)))


def _opened(path: Path) -> BinaryIO:
    try:
        return open_regular(path)
    except (FileNotFoundError, NotADirectoryError):
        raise Refusal("file-not-found", file=path.name) from None
    except OSError as problem:
        raise Refusal("file-unreadable", file=path.name, problem=problem_text(problem)) from None
