"""What refusals say of who decides on a claim or a version, and of the grant that was seen."""

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
    "proposal-unknown": N_(
        "There is no proposed version {proposal}; there are {proposals}. See `subsidy policy "
        "proposals`."
    ),
    "proposer-cannot-confirm": N_(
        "Proposal {proposal} is {proposed_by}'s and cannot be confirmed by {confirmed_by}: hands "
        "are separated in this ledger. Have another person confirm it, or withdraw it with "
        "`subsidy policy decline {proposal}`."
    ),
    "proposal-stale": N_(
        "Proposal {proposal} was made when the last version was {base}; by now it is {version}, "
        "so what it was tried on is no longer so. Propose it again, and decline this one."
    ),
    "proposal-declined": N_(
        "Proposal {proposal} was declined: {words}. Propose the version again if that no longer "
        "holds."
    ),
    "proposal-confirmed": N_(
        "Proposal {proposal} is recorded as version {version}: nothing takes that back. Amend it "
        "by another version."
    ),
    "request-conflicts/policy decline": N_(
        "Proposal {proposal} was declined before for another reason; nothing was recorded. See "
        "`subsidy policy proposal {proposal}`."
    ),
}
