"""What the check of a receipt says, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.log.codec import CodecError, columns, decode
from adapters.log.entries import Row
from adapters.seal.notes import Checkpoint, base64_text
from adapters.seal.proving.claim_proof import ProvedClaim
from adapters.seal.proving.receipts import Receipt, ReceiptError
from adapters.seal.verify.answers import ClaimProofChecked, ReceiptChecked
from adapters.wording.as_json import event_as_json
from adapters.wording.audit.claim_proof import claim_answer, claim_report
from adapters.wording.catalogue.problems import problem_words
from adapters.wording.history.words import event_word
from adapters.wording.table import Cell, Column, Report, Table
from adapters.wording.translation import N_, pgettext
from adapters.wording.translation import gettext as _
from domain.calendar import clock

if TYPE_CHECKING:
    from domain.events.log import Recorded

PROBLEMS = {
    "not-a-receipt": N_("it is not a receipt, or was altered"),
    "signature-untrusted": N_("no trusted key signed it: it is of another ledger, or was altered"),
    "proof-incomplete": N_("its events are not the whole story of one claim"),
    "page-differs": N_("what it says for people is not what its events say"),
    "proof-false": N_("the event is not in the log that was signed"),
}


Proof = tuple[Receipt, Checkpoint] | ProvedClaim | ReceiptError


def answer(proof: Proof) -> ReceiptChecked | ClaimProofChecked:
    """Return what a receipt proves, or why it proves nothing."""
    if isinstance(proof, ProvedClaim):
        return claim_answer(proof)
    if isinstance(proof, ReceiptError):
        return ReceiptChecked(sound=False, problem=proof.code, detail=str(proof))
    receipt, checkpoint = proof
    recorded = _event(receipt)
    return ReceiptChecked(
        sound=True,
        position=receipt.position,
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=base64_text(checkpoint.root),
        event=None if recorded is None else event_as_json(recorded),
    )


def report(proof: Proof) -> Report:
    """Return what a receipt proves, or why it proves nothing."""
    if isinstance(proof, ProvedClaim):
        return claim_report(proof)
    if isinstance(proof, ReceiptError):
        nothing = _("The receipt proves nothing: {why} ({problem}).")
        why = _(PROBLEMS[proof.code])
        return Report(title="", parts=(nothing.format(why=why, problem=problem_words(str(proof))),))
    receipt, checkpoint = proof
    proved = _(
        "The receipt is sound: position {position} is in the sealed log of {size} events."
    ).format(position=f"{receipt.position:,}", size=f"{checkpoint.size:,}")
    rows: list[tuple[Cell, ...]] = [
        (pgettext("sealed", "origin"), checkpoint.origin),
        (pgettext("sealed", "root"), base64_text(checkpoint.root)),
    ]
    recorded = _event(receipt)
    if recorded is not None:
        rows += [
            (pgettext("sealed", "stream"), recorded.stream),
            (pgettext("sealed", "event"), event_word(recorded.event)),
            (pgettext("sealed", "claim"), getattr(recorded.event, "claim_no", None)),
            (pgettext("sealed", "recorded"), clock(recorded.recorded_at)),
            (pgettext("sealed", "by"), recorded.by),
        ]
    shown = [row for row in rows if row[1]]
    table = Table(title="", columns=(Column(""), Column("")), rows=shown)
    return Report(title="", parts=(proved, table))


def _event(receipt: Receipt) -> Recorded | None:
    """Return the event of a receipt; None for an entry that this version cannot read."""
    try:
        row = Row(receipt.position, *columns(receipt.entry), receipt.entry)
        return decode(receipt.position, row)
    except CodecError:
        return None
