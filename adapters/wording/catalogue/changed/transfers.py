"""What refusals say of enterprises that move, or that others carry on."""

from __future__ import annotations

from adapters.wording.translation import N_

TRANSFER_REFUSALS: dict[str, str] = {
    "enterprise-transferred": N_(
        "Claim {claim_no} is of a matter of {day}, and from {on} on the enterprise is {to}'s "
        "(document {document}): it is filed and decided there. Check the day; reject or withdraw a "
        "claim recorded before. Where the transfer was recorded by mistake, `subsidy enterprise "
        "annul-transfer` it first."
    ),
    "already-transferred": N_(
        "{uscc} was transferred to {to} from {on} on already, by document {document}; nothing was "
        "recorded. Where that was a mistake, `subsidy enterprise annul-transfer` it first."
    ),
    "enterprise-not-transferred": N_(
        "{uscc} was not transferred to another county, so there is nothing to hand over. Record it "
        "first with `subsidy transfer-out`."
    ),
    "request-conflicts/transfer": N_(
        "Document {document} already recorded another transfer of {uscc}, or another annulment; "
        "nothing was recorded. Look at `subsidy enterprise show {uscc}`; what was wrong is annulled, "
        "and recorded by another document."
    ),
    "transfer-annulled": N_(
        "The transfer of {uscc} by document {document} was annulled by document {by}. To record it "
        "again takes another document."
    ),
    "transfer-unknown": N_(
        "No transfer of {uscc} was recorded by document {document}. Those recorded: {known}."
    ),
    "pack-known": N_(
        "This pack of {uscc} was read in by document {document} and counts; nothing was recorded."
    ),
    "pack-false": N_(
        "{file} is not the pack of an enterprise as a ledger wrote it ({problem}); nothing of it was "
        "read in. Ask the other county for the file again."
    ),
    "pack-not-sealed": N_(
        "{file} does not prove under the key given that its events are in the other county's sealed "
        "log ({problem}); nothing of it was read in. Ask for a pack written with --seal and --key, "
        "or check the key."
    ),
    "enterprise-succeeded": N_(
        "{uscc} was carried on by {successor} from {on} (document {document}): nothing new is "
        "recorded under it. Record this under {successor}, also where the matter is of before."
    ),
    "split-shares": N_(
        "The shares of the parts of {uscc} add up to {together}, not to 1, or one is 0. Give each part "
        "its share as the document states it: 60% and 40%, or 1/3 and 2/3."
    ),
    "split-parts": N_(
        "{uscc} would be split into {number} parts: give 2 to {most}, each code once."
    ),
    "split-keeps-code": N_(
        "{uscc} cannot be one of its own parts. A firm that keeps its code when a part of it becomes "
        "another keeps all that it was granted and has used: record no split."
    ),
    "split-claims-to": N_(
        "{successor} is not a part of {uscc}. Name one of the parts after --to with --claims-to."
    ),
    "claims-undecided": N_(
        "{number} claims of {uscc} wait for a decision, such as {claim_no}. Decide or withdraw them, "
        "then record the split: it divides what was granted."
    ),
    "succession-of-itself": N_("{uscc} cannot carry on itself: give two different codes."),
    "succession-out-of-order": N_(
        "{other} was carried on from {before}, and this succession would be of {on}, before it. "
        "Record successions in the order of their days; check the day on the document."
    ),
    "succession-and-transfer": N_(
        "{uscc} carries on another code, or moved between counties: the two are not recorded together, "
        "for a pack holds the events of one code alone. Where the move was recorded by mistake, "
        "`subsidy enterprise annul-transfer` it first."
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
