"""What refusals say of who decides on a claim, and of the grant that was seen."""

from __future__ import annotations

from adapters.wording.translation import N_

DECISION_REFUSALS: dict[str, str] = {
    "submitter-cannot-approve": N_(
        "Claim {claim_no} was submitted or corrected by {submitted_by} and cannot be granted by "
        "{approved_by}: hands are separated in this ledger. Have another person decide; saying no "
        "to a claim of one's own, and withdrawing it, stay possible."
    ),
    "submitter-cannot-approve/correct": N_(
        "Claim {claim_no} was decided by {approved_by}; corrected by {corrected_by} it would be "
        "granted more: hands are separated in this ledger. Have another person correct it."
    ),
    "submitter-cannot-approve/backfill": N_(
        "Nothing was recorded: in this ledger who submits a claim may not approve it, and "
        "`--approve` would do both as {submitted_by}. Leave `--approve` out, and have another "
        "person decide with `subsidy approve --pending`."
    ),
    "grant-differs": N_(
        "Claim {claim_no} was seen at {expected_fen} {currency} and would be granted "
        "{granted_fen} by now: nothing was recorded of it. Look again with `subsidy approve "
        "{claim_no} --dry-run`, and decide on that figure."
    ),
    "grant-differs/approved": N_(
        "Claim {claim_no} was seen at {expected_fen} {currency}, and is decided already at "
        "{granted_fen}: nothing was recorded now. See `subsidy explain {claim_no}`."
    ),
}
