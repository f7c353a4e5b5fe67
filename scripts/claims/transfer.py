"""Commands about an enterprise that moves between counties."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from adapters.files.outputs import HANDED, refuse_replacing
from adapters.ledger.handling.units import Outcome
from adapters.ledger.look import Look
from adapters.seal.pack.handover import hand_over
from adapters.seal.pack.received import read_pack
from adapters.wording.enterprises.transfers import handed_lines, transferred_report
from adapters.wording.translation import N_, listed
from adapters.wording.translation import gettext as _
from domain.commands.transfer import AnnulTransfer, TransferOut
from domain.value import fields_of
from projections.transfers import HandedOver, Transferred, TransferredAndHandedOver
from scripts.cli.misuse import Misuse
from scripts.cli.options import COMMON, FORCE, WRITING, Common, Writing
from scripts.cli.values import DOCUMENT, USCC, day, text, value

Code = Annotated[str, USCC]
Document = Annotated[str, DOCUMENT]
Out = Annotated[Path | None, value(Path, "FILE", N_("write its pack for the other county"))]
County = Annotated[
    str | None, value(text, "COUNTY", N_("whose ledger this is, as the pack names it"))
]
Seal = Annotated[Path | None, value(Path, "DIR", N_("the folder of the seal: adds receipts"))]
Key = Annotated[Path | None, value(Path, "FILE", N_("the file of the private key"))]
Force = Annotated[bool, FORCE]


def transfer_out(
    uscc: Code,
    /,
    *,
    to: Annotated[str, value(text, "COUNTY", N_("the county it moved to"))],
    on: Annotated[date, value(day, "DATE", N_("first day that it is that county's"))],
    document: Document,
    out: Out = None,
    of: County = None,
    seal: Seal = None,
    key: Key = None,
    force: Force = False,
    at: Writing = WRITING,
) -> None:
    written = None if out is None else _written_by(out, of, seal, key, force=force)
    command, pack = TransferOut(uscc=uscc, to=to, on=on, document=document), None
    with at.carry_out(command) as (outcome, look):
        if written is not None:
            with at.opened() as ledger:
                pack = hand_over(ledger, uscc, *written, force=force)
        _tell(uscc, outcome, look, at, pack)


def transfer_in(
    file: Annotated[Path, value(Path, "FILE", N_("the pack of the other county"))],
    /,
    *,
    on: Annotated[date, value(day, "DATE", N_("first day that it is this county's"))],
    document: Document,
    key: Annotated[
        tuple[str, ...],
        value(str, "KEY", N_("a verifier key of the other county, or the file of one")),
    ] = (),
    sha256: Annotated[
        str | None,
        value(text, "HEX", N_("the SHA-256 of the file, as the other county says it")),
    ] = None,
    at: Writing = WRITING,
) -> None:
    command = read_pack(file, key, on, document, sha256)
    with at.carry_out(command) as (outcome, look):
        _tell(command.uscc, outcome, look, at)


def hand_over_again(
    uscc: Code,
    /,
    *,
    out: Annotated[Path, value(Path, "FILE", N_("write its pack for the other county"))],
    of: County = None,
    seal: Seal = None,
    key: Key = None,
    force: Force = False,
    at: Common = COMMON,
) -> None:
    with at.opened() as ledger:
        answer = hand_over(ledger, uscc, *_written_by(out, of, seal, key, force=force), force=force)
    at.tell(answer, lambda: "\n".join(handed_lines(answer)))


def annul_transfer(
    uscc: Code,
    /,
    *,
    annulled: Annotated[str, value(text, "NO", N_("document of the transfer that was a mistake"))],
    document: Document,
    reason: Annotated[str, value(text, "TEXT", N_("why"))],
    at: Writing = WRITING,
) -> None:
    command = AnnulTransfer(uscc=uscc, annulled=annulled, document=document, words=reason)
    with at.carry_out(command) as (outcome, look):
        _tell(command.uscc, outcome, look, at)


def _written_by(
    out: Path, of: str | None, seal: Path | None, key: Path | None, *, force: bool
) -> tuple[str, Path, tuple[Path, Path] | None]:
    """Return what a pack is written by: whose it is, its file, the seal and the key.

    Raises Refusal where the file would take the place of another.
    """
    missing = {"--of": of is None, "--seal": seal is None and key is not None}
    missing["--key"] = key is None and seal is not None
    if of is None or any(missing.values()):
        names = listed(name for name, is_missing in missing.items() if is_missing)
        raise Misuse(_("missing: {arguments}").format(arguments=names))
    refuse_replacing(out, HANDED, force=force)
    return of, out, None if seal is None or key is None else (seal, key)


def _tell(
    uscc: str, outcome: Outcome, look: Look, at: Writing, pack: HandedOver | None = None
) -> None:
    """Print an enterprise's transfers as they are now, and the pack where one was written."""
    answer = look.transferred(uscc, len(outcome.events))
    if pack is not None:
        shared = fields_of(Transferred, answer)
        answer = TransferredAndHandedOver(**shared, pack=pack)
    before = () if outcome.events else (_("Recorded before; nothing recorded now"),)
    at.tell(answer, lambda: transferred_report(answer, pack).after(*before))
