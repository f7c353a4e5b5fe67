"""A paper kept and its event recorded; its bytes removed and that recorded.

The bytes are on the disk before the event is, and are removed after it: where a process dies
between, `attachment check` names the file. While either goes on, no other keeps or removes one.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

from adapters.attached.kinds import examine
from adapters.attached.shelf import shelf_of
from adapters.ledger import store as stores
from adapters.ledger.asking.attachments import held_for
from adapters.ledger.handling.units import Outcome
from adapters.ledger.processes.trying import Tried
from adapters.stores.opening import existing_place
from domain.commands.enterprise import AttachFile, AttachmentCommand, EraseAttachment
from domain.events.claims import PaperKind
from domain.refusals import Refusal
from projections.claims.attachments import ErasedFile

CarryOut = Callable[[AttachmentCommand], Outcome]


def attach(
    address: str, carry_out: CarryOut, claim_no: str, stream: BinaryIO, paper: PaperKind
) -> Outcome:
    """Keep a file that is handed in as a stream, as a paper of a claim, and record it.

    carry_out: records a command and returns once that is durable; raises Refusal, or Tried, where
    it was not recorded. Bytes that are missing or altered are put right where they are handed in
    again.

    Raises Refusal as `attach` of the domain, `examine` and `Shelf` do, `store-not-found`,
    `claim-unknown`.
    """
    shelf = shelf_of(existing_place(address).file)
    with stores.existing(address) as store:
        store.handler.owner(claim_no)  # before a file is taken
    with shelf.handed_in(stream) as incoming:
        command = AttachFile(
            claim_no=claim_no,
            sha256=incoming.sha256,
            paper=paper,
            media_type=examine(incoming.path).media_type,
            size_bytes=incoming.size_bytes,
        )
        with shelf.held():
            new = shelf.keep(incoming)
            try:
                return carry_out(command)
            except (Refusal, Tried):
                with suppress(Refusal):  # where even that cannot be asked, the bytes stay
                    if new and not _holders(address, incoming.sha256):
                        shelf.remove(incoming.sha256)
                raise


def erase(address: str, carry_out: CarryOut, command: EraseAttachment) -> ErasedFile:
    """Record that a paper is erased, then remove its bytes unless another claim has them.

    Said again, it removes what a process that died had left. carry_out: as `attach` takes it.
    Raises Refusal as `erase` of the domain and `Shelf` do, `store-not-found`.
    """
    shelf, digest = shelf_of(existing_place(address).file), command.sha256
    with shelf.held():
        outcome = carry_out(command)
        kept_for = _holders(address, digest)
        removed = not kept_for and shelf.remove(digest)
    return ErasedFile(
        claim_no=command.claim_no,
        sha256=digest,
        events_appended=len(outcome.events),
        bytes_removed=removed,
        kept_for=kept_for,
    )


def _holders(address: str, digest: str) -> tuple[str, ...]:
    with stores.existing(address) as store:
        return held_for(store.handler, [digest])[digest]
