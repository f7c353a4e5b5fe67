"""What refusals say of claims that a document is to change."""

from __future__ import annotations

from adapters.wording.translation import N_

AMENDMENT_REFUSALS: dict[str, str] = {
    "claim-ended/correct": N_(
        "Claim {claim_no} was ended by people (it is {status}), so nothing of it is corrected. Where "
        "that is annulled, `subsidy reopen {claim_no}` first."
    ),
    "claim-ended/redecide": N_(
        "Claim {claim_no} was ended by people (it is {status}), so it is not decided again. Where "
        "that is annulled, `subsidy reopen {claim_no}`."
    ),
    "claim-stands": N_(
        "Claim {claim_no} stands (it is {status}): nothing that ended it is to be annulled. "
        "`subsidy correct` puts right what it states, `subsidy redecide` what an officer decided."
    ),
    "claim-path-unknown": N_(
        "A claim of its kind states no {path}. What can be corrected: {known}."
    ),
    "claim-path-unknown/nearest": N_(
        "A claim of its kind states no {path} (the nearest is {nearest}). What can be corrected: "
        "{known}."
    ),
    "claim-path-fixed": N_(
        "{path} of a claim is not corrected: it says which claim it is. Withdraw the claim, and "
        "file it under a new number."
    ),
    "claim-path-fixed/enterprise": N_(
        "The name is the enterprise's, not the claim's: `subsidy enterprise rename` it."
    ),
    "revocation-annulled": N_(
        "Claim {claim_no} was revoked by document {document} before, and document {by} annulled "
        "that. To revoke it again takes another document."
    ),
    "request-conflicts/correct": N_(
        "Document {document} already corrected claim {claim_no} otherwise; nothing was recorded. A "
        "document corrects a claim once: give all it says in one command, or another document."
    ),
    "request-conflicts/redecide": N_(
        "Document {document} already redecided claim {claim_no} otherwise; nothing was recorded. To "
        "change that, record another document."
    ),
    "request-conflicts/reopen": N_(
        "Document {document} already reopened claim {claim_no} with other content; nothing was "
        "recorded. To reopen it again takes another document."
    ),
}
