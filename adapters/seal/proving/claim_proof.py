"""The proof of a claim: every event of it in one file, each with a receipt of its own.

The file begins with a page for people, which is worked out from the events that follow and from
nothing else: `check` makes it again and compares. Then stand the receipts, each as C2SP tlog-proof
says, for any verifier. That no event was left out cannot be proved by receipts; what contradicts
the events shown is refused, and the versions of the stream that are not shown are named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from adapters.ledger.handling.handler import CommandHandler
from adapters.log.codec import CodecError, columns, decode
from adapters.log.entries import Row
from adapters.seal.notes import Checkpoint, VerifierKey
from adapters.seal.proving.receipts import (
    FIRST_LINE,
    RECEIPT_MAX_BYTES,
    Receipt,
    ReceiptError,
    check_receipt,
)
from adapters.wording.translation import N_
from domain.events.claims import ClaimApproved, ClaimReassessed, ClaimSubmitted, ClaimWithdrawn
from domain.events.log import Recorded
from domain.events.payment import ClaimRevoked
from domain.refusals import Refusal
from domain.value import value

CLAIM_LINE = "subsidy-ledger/claim-proof@v1 "
EVENTS_MAX = 1_000
PROOF_MAX_BYTES = 2 * EVENTS_MAX * RECEIPT_MAX_BYTES // 10
_BETWEEN = f"\n\n{FIRST_LINE}\n"


@value
class ProvedClaim:
    """What a proof shows of a claim, as of the size sealed.

    events: in order; of the claim alone, or of its stream without a gap. hidden: the versions of
    the stream between the first and the last that are not shown, as first and last of each run.
    """

    claim_no: str
    checkpoint: Checkpoint
    events: tuple[Recorded, ...]
    entries: tuple[bytes, ...]

    @property
    def own(self) -> list[Recorded]:
        """The claim's own events."""
        return [event for event in self.events if _is_of(event, self.claim_no)]

    @property
    def granted_fen(self) -> int:
        """What the claim was granted by the last event shown."""
        return _granted(self.own, self.claim_no)

    @property
    def hidden(self) -> list[tuple[int, int]]:
        pairs = pairwise(self.events)
        return [(a.version + 1, b.version - 1) for a, b in pairs if b.version > a.version + 1]


Page = Callable[[ProvedClaim], str]


def claim_positions(
    ledger: CommandHandler, claim_no: str, until: int, *, whole_stream: bool
) -> list[int]:
    """Return the positions of a claim's events that are sealed; or of its stream between them too.

    Raises `claim-unknown`, `claim-not-sealed`.
    """
    stream = list(ledger.stream(ledger.owner(claim_no), until))
    own = [event.position for event in stream if _is_of(event, claim_no)]
    if not own:
        raise Refusal("claim-not-sealed", claim_no=claim_no, size=until)
    if not whole_stream:
        return own
    return [event.position for event in stream if own[0] <= event.position <= own[-1]]


def claim_proof(claim_no: str, receipts: Sequence[Receipt], head: Checkpoint, page: Page) -> str:
    """Return the text of a proof."""
    proved = _proved(claim_no, receipts, head)
    return f"{CLAIM_LINE}{claim_no}\n{page(proved)}\n" + "\n".join(map(str, receipts))


def check_claim_proof(text: str, keys: Sequence[VerifierKey], page: Page) -> ProvedClaim:
    """Return what a proof shows. Raises ReceiptError when it proves nothing."""
    head, *rest = text.split(_BETWEEN)
    first, _, shown = head.partition("\n")
    if not first.startswith(CLAIM_LINE) or not 1 <= len(rest) <= EVENTS_MAX:
        raise ReceiptError("not-a-receipt", N_("not a receipt"))
    receipts, checkpoints = [], []
    for number, part in enumerate(rest, start=1):
        whole = f"{FIRST_LINE}\n{part}" + ("" if number == len(rest) else "\n")
        receipt, checkpoint = check_receipt(whole, keys)
        receipts.append(receipt)
        checkpoints.append(checkpoint)
    if any(checkpoint != checkpoints[0] for checkpoint in checkpoints):
        raise ReceiptError("proof-incomplete", N_("receipts of several seals"))
    proved = _proved(first.removeprefix(CLAIM_LINE), receipts, checkpoints[0])
    if page(proved) != f"{shown}\n":
        raise ReceiptError("page-differs", N_("the page is not that of the events"))
    return proved


def _proved(claim_no: str, receipts: Sequence[Receipt], head: Checkpoint) -> ProvedClaim:
    """Return what receipts show of a claim. Raises ReceiptError where that is not its story."""
    try:
        events = tuple(
            decode(receipt.position, Row(receipt.position, *columns(receipt.entry), receipt.entry))
            for receipt in receipts
        )
    except CodecError as broken:
        raise ReceiptError("proof-incomplete", str(broken)) from broken
    proved = ProvedClaim(
        claim_no=claim_no,
        checkpoint=head,
        events=events,
        entries=tuple(receipt.entry for receipt in receipts),
    )
    places = [(event.position, event.version) for event in events]
    in_order = all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(places))
    if not in_order or len({event.stream for event in events}) != 1:
        raise ReceiptError("proof-incomplete", N_("events of several streams, or out of order"))
    own = proved.own
    if not own or events[0] != own[0] or events[-1] != own[-1]:
        raise ReceiptError("proof-incomplete", N_("events of another claim"))
    if len(own) != len(events) and proved.hidden:
        raise ReceiptError("proof-incomplete", N_("events of another claim"))
    _granted(own, claim_no)
    return proved


def _granted(own: Sequence[Recorded], claim_no: str) -> int:
    """Return what a claim's events leave granted.

    Raises ReceiptError where the first is not its submission, or one follows an amount that none
    before it granted.
    """
    if not isinstance(own[0].event, ClaimSubmitted):
        raise ReceiptError("proof-incomplete", f"{claim_no}: " + N_("its submission is left out"))
    granted = 0
    for recorded in own:
        event = recorded.event
        if isinstance(event, ClaimReassessed | ClaimWithdrawn | ClaimRevoked):
            if event.previous_fen != granted:
                problem = N_("an event before it is left out")
                raise ReceiptError("proof-incomplete", f"position {recorded.position}: {problem}")
            granted = 0
        if isinstance(event, ClaimApproved | ClaimReassessed):
            granted = event.decision.outcome.granted_fen
    return granted


def _is_of(recorded: Recorded, claim_no: str) -> bool:
    return getattr(recorded.event, "claim_no", None) == claim_no


def is_claim_proof(text: str) -> bool:
    """Say whether a text is to be the proof of a claim; otherwise a receipt of one event."""
    return text.startswith(CLAIM_LINE)
