"""What refusals say of holds on an enterprise's money, and what the reasons of holds are called."""

from __future__ import annotations

from adapters.wording.translation import N_, pgettext

HOLD_REFUSALS: dict[str, str] = {
    "enterprise-held": N_(
        "Claim {claim_no} in batch {batch} is not paid that day: {uscc} is held by {document} "
        "({reason}), from {first_day}. Leave it out of `--only`, or record the release first with "
        "`subsidy release {uscc}`."
    ),
    "enterprise-held/answered": N_(
        "The bank paid claim {claim_no} of batch {batch} on {on}, while {uscc} was held by {document} "
        "({reason}), from {first_day}; nothing of its answer was recorded. Where a document lets this "
        "payment stand, record it as the release of that hold with `subsidy release {uscc} --on "
        "{on}`, take the answer again, and hold again from the next day; otherwise have the bank "
        "bring the money back, and take the answer with that line as failed."
    ),
    "nothing-unpaid/left-out": N_(
        "All approved, unpaid claims of line {line} of {year} outside a batch ({claims}) are of "
        "enterprises that are held today. See `subsidy enterprise show USCC`."
    ),
    "order-outdated/set-off": N_(
        "Claim {claim_no} in batch {batch} is ordered with {ordered_fen} {currency} to set off, and "
        "a hold made these debts open again: it is not paid so. Order it again with `subsidy batch "
        "order {batch}` and another document."
    ),
    "hold-ends-early": N_(
        "The hold would end on {last}, before it begins on {first}. Correct one of the days."
    ),
    "hold-unknown": N_(
        "No hold on {uscc} is by document {document}. `subsidy enterprise show {uscc}` lists them."
    ),
    "not-held": N_(
        "On {on} no hold keeps money from {uscc}: nothing is to be released. `subsidy enterprise "
        "show {uscc}` lists its holds."
    ),
    "hold-not-named": N_(
        "Several holds keep money from {uscc}: {documents}. Say with `--of` which one is released."
    ),
    "released-before-held": N_(
        "The hold on {uscc} by {document} begins on {first}, after {on}. Correct the day; a hold "
        "recorded by mistake is released from its first day on."
    ),
    "listed-twice": N_(
        "{uscc} stands on the list twice, in row {row} too: an edition has an enterprise once. Leave "
        "one of the rows out, or hold it by `subsidy hold`."
    ),
    "list-header-missing": N_(
        "{file} has no headers of such a list in its first ten rows. Name its columns {columns}."
    ),
    "request-conflicts/hold": N_(
        "Document {document} already holds {uscc} ({reason}) from {on}, not as asked now; nothing "
        "was recorded. Release that hold, or name another document."
    ),
    "request-conflicts/release": N_(
        "The hold on {uscc} by {of} was released by {document} from {on}, not as asked now; "
        "nothing was recorded. To hold the enterprise again, name another document."
    ),
}

LIST_NOTICES: dict[str, str] = {
    "list-name-differs": N_(
        "{place} row {row}: the list calls {uscc} “{name}”, this ledger {known}. Held all the same; "
        "check that it is the same enterprise."
    ),
    "removal-to-come": N_(
        "{place} row {row}: {uscc} is to leave the list on {on}, which is yet to come. It is held "
        "until a release is recorded."
    ),
    "nobody-released": N_(
        "{place}: some rows were not read, so nobody was released for being on the list no longer. "
        "Correct them and read the list again."
    ),
}


def hold_words() -> dict[str, str]:
    """Return what each reason of a hold is called."""
    return {
        "freeze": pgettext("hold", "frozen by a court"),
        "credit": pgettext("hold", "on a list of the dishonest"),
        "investigation": pgettext("hold", "under investigation"),
    }
