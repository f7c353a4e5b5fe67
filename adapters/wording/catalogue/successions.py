"""What refusals say of a code that another carries on, or is to carry on."""

from __future__ import annotations

from adapters.wording.translation import N_

SUCCESSION_REFUSALS: dict[str, str] = {
    "enterprise-succeeded": N_(
        "{uscc} was carried on by {successor} from {on} (document {document}): nothing new is "
        "recorded under it. Record this under {successor}, also where the matter is of before."
    ),
    "succession-of-itself": N_("{uscc} cannot carry on itself: give two different codes."),
    "succession-out-of-order": N_(
        "{other} was carried on from {before}, and this succession would be of {on}, before it. "
        "Record successions in the order of their days; check the day on the document."
    ),
    "transfer-ordered": N_(
        "The transfer of claim {claim_no} is ordered in batch {batch} and not made: the order names "
        "the account of {uscc}. Pay the batch, or take the order back by withdrawing the notice, "
        "then record the succession."
    ),
    "request-conflicts/succeed": N_(
        "Document {document} already recorded a succession of {uscc} otherwise; nothing was "
        "recorded. See `subsidy enterprise show {uscc}`."
    ),
}
