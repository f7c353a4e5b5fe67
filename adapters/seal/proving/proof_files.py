"""Proofs in files: written of what is sealed, and checked offline by a trusted key."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from adapters.files.durable import open_regular, problem_text
from adapters.files.outputs import RECEIPT, open_output
from adapters.ledger.ledger import Ledger
from adapters.seal.folder import SealFolder
from adapters.seal.keys import read_signer, trusted_key
from adapters.seal.notes import Checkpoint
from adapters.seal.proving.claim_proof import (
    PROOF_MAX_BYTES,
    Page,
    ProvedClaim,
    check_claim_proof,
    claim_positions,
    claim_proof,
    is_claim_proof,
)
from adapters.seal.proving.receipts import (
    Receipt,
    ReceiptError,
    check_receipt,
    position_of,
    receipt,
    sealed_head,
)
from adapters.seal.sealer.succession import refuse_retired
from adapters.seal.verify.answers import ClaimProofMade, ReceiptMade
from adapters.wording.translation import N_
from domain.refusals import Refusal


def make_proof(
    ledger: Ledger,
    of: str,
    out: Path,
    seal: Path,
    key_file: Path,
    size: int | None,
    page: Page,
    *,
    whole_stream: bool,
    force: bool,
) -> ReceiptMade | ClaimProofMade:
    """Write the receipt of a log position, or the proof of all events of a claim, to a file.

    of: a position, or a claim's number. size: as sealed then; None for the last seal. whole_stream:
    show what else was recorded of the enterprise between the claim's events, so that none of them
    can have been left out. Raises as the key, the seal and the event are refused, and as
    `open_output` does.
    """
    key = read_signer([key_file], ledger.file, seal).key
    folder = SealFolder(seal)
    head = sealed_head(folder, size, key)
    answer: ReceiptMade | ClaimProofMade
    with ledger.open_store() as store:
        refuse_retired(store.handler, head[0].size, key.verifier)
        position = position_of(store.handler, of)
        if position is not None:
            text = str(receipt(store.handler, folder, position, head))
            answer = ReceiptMade(position=position, size=head[0].size, file=str(out))
        else:
            positions = claim_positions(store.handler, of, head[0].size, whole_stream=whole_stream)
            receipts = [receipt(store.handler, folder, at, head) for at in positions]
            text = claim_proof(of, receipts, head[0], page)
            answer = ClaimProofMade(
                claim_no=of, events=len(receipts), size=head[0].size, file=str(out)
            )
    with open_output(out, "output-unwritable", RECEIPT, force=force) as file:
        file.write(text.encode())
    return answer


def check_proof_file(
    path: Path, trusted: Sequence[str], page: Page
) -> tuple[Receipt, Checkpoint] | ProvedClaim | ReceiptError:
    """Return what the proof in a file shows, or why it proves nothing.

    trusted: verifier keys, or files of them. Raises `key-invalid`, `receipt-unreadable`.
    """
    keys = list(map(trusted_key, trusted))
    try:
        with open_regular(path) as file:
            content = file.read(PROOF_MAX_BYTES + 1)
        text = content.decode("utf-8", "surrogateescape")
        if len(content) > PROOF_MAX_BYTES:
            return ReceiptError("not-a-receipt", N_("too long"))
        if is_claim_proof(text):
            return check_claim_proof(text, keys, page)
        return check_receipt(text, keys)
    except ReceiptError as problem:
        return problem
    except OSError as problem:
        why = problem_text(problem)
        raise Refusal("receipt-unreadable", file=str(path), problem=why) from problem
