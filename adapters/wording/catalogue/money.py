"""What a refusal about budgets, batches and payments says: the rule, the facts, the way out."""

from __future__ import annotations

from adapters.wording.translation import N_, pgettext

MONEY_REFUSALS: dict[str, str] = {
    "claim-in-batch": N_(
        "Claim {claim_no} is in payment batch {batch}, or was paid by it, and cannot be "
        "withdrawn. If it should not stand, use `subsidy revoke`; to give the batch up, "
        "`subsidy batch cancel {batch}`."
    ),
    "claim-revoked": N_(
        "Claim {claim_no} was revoked by {document} and cannot be withdrawn. See `subsidy "
        "history {claim_no}`."
    ),
    "claim-not-decided": N_(
        "Claim {claim_no} has no decision to revoke (it is {status}). Reject a pending one "
        "with `subsidy reject`."
    ),
    "claim-not-decided/withdrawn": N_(
        "Claim {claim_no} was withdrawn: nothing is left to revoke. An objection to it ends with "
        "`subsidy batch resolve N {claim_no} --dismiss`."
    ),
    "claim-not-decided/redecide": N_(
        "Claim {claim_no} has no decision to put right (it is {status}). Decide a pending one "
        "with `subsidy approve`."
    ),
    "budget-unknown": N_(
        "There is no budget for {year}. Record one with `subsidy budget appropriate {year}`."
    ),
    "budget-closed": N_(
        "The budget of {year} was carried over and is closed. Use that of {next_year}."
    ),
    "budget-line-unknown": N_(
        "The budget of {year} has no line {line}. `subsidy budget show {year}` lists them; "
        "`subsidy budget line` names one."
    ),
    "budget-line-all": N_(
        "The line `all` always exists (in {year} too) and pays for the measures on no other "
        "line. Choose another name."
    ),
    "budget-line-taken": N_(
        "Line {line} of {year} is called {title} already. Choose another name."
    ),
    "source-unknown": N_(
        "No policy names a source of money {source} (they name: {known}). Name one of these, or add "
        "it to the policy's file under [sources] and [funding] and publish that version."
    ),
    "source-unknown/none": N_(
        "No policy names sources of money. Leave --source out, or publish a version with "
        "[sources] and [funding]."
    ),
    "budget-same-line": N_(
        "A transfer is between two lines; both are {line}. Correct one of them."
    ),
    "measure-taken": N_(
        "Measure {measure} is already on line {line} of {year}. A measure is on one line: "
        "leave it out, or take it off that line first with `subsidy budget regroup`."
    ),
    "budget-short": N_(
        "Line {line} of {year} can give away {money_fen} {currency}, not {amount_fen} (what is paid "
        "or in publicity stays). Take less, or supplement the line first."
    ),
    "batch-open": N_(
        "Batch {batch} of {year} is still open: nothing is carried over. Pay it or resolve "
        "its objections first."
    ),
    "no-next-year": N_(
        "{year} is the last budget year that the ledger takes: there is no next one to carry "
        "over to. Check the year."
    ),
    "money-spent-since": N_(
        "Undoing this set-off would leave line {line} of {year} short of {short_fen} {currency}: "
        "that money has gone elsewhere since. Supplement that line (or the year it was "
        "carried to) first."
    ),
    "day-to-come": N_(
        "{on} is yet to come: today is {today}. Record the act on its day, or correct the day."
    ),
    "day-before-ground": N_(
        "{on} lies before {ground}, the day that what this rests on was recorded. Correct the day, "
        "or name the document that allows it with `--backdated`; `subsidy audit exceptions` lists "
        "it then."
    ),
    "day-outside-year": N_(
        "{on} is neither in the budget year {year} nor in the year before or after. Correct the "
        "day or the year."
    ),
    "nothing-unpaid": N_(
        "Line {line} of {year} has no approved, unpaid claim outside a batch. See `subsidy "
        "budget show {year}`."
    ),
    "no-money": N_(
        "Line {line} of {year} has {money_fen} {currency} for {owed_fen} owed: no claim would get "
        "any, and no batch was computed. Supplement the line, or try `--shortage pro-rata` or "
        "other rounding."
    ),
    "batch-cancelled": N_(
        "Batch {batch} was cancelled. Its claims are unpaid: compute another with `subsidy batch "
        "compute`."
    ),
    "batch-partly-paid": N_(
        "Batch {batch} has paid lines already: its notice stands. To give up what it has not "
        "paid, use `subsidy batch cancel {batch}`."
    ),
    "nothing-to-cancel": N_(
        "Batch {batch} was paid and holds nothing more. To undo one of its payments, use `subsidy "
        "batch fail` or `subsidy revoke`."
    ),
    "document-needed": N_(
        "Batch {batch} was published: it is cancelled by a document. Name it with `--document`."
    ),
    "batch-unknown": N_("There is no batch {batch}. See `subsidy batch list`."),
    "claim-not-in-batch": N_(
        "Claim {claim_no} is not in batch {batch}. See `subsidy batch show {batch}`."
    ),
    "batch-not-published": N_(
        "Batch {batch} was not published and cannot be paid. Use `subsidy batch publish "
        "{batch}` first."
    ),
    "nothing-to-publish": N_(
        "Batch {batch} has no line left that is free or held: there is nothing to publish. "
        "See `subsidy batch show {batch}` and compute another."
    ),
    "notice-too-late": N_(
        "The notice of batch {batch} must be over before {last}, for it is paid later. Begin "
        "it on an earlier day or take fewer days."
    ),
    "notice-not-over": N_(
        "The notice of batch {batch} ends on {ends}; it cannot be paid until the day after. "
        "Pay it on a later day."
    ),
    "nothing-free": N_(
        "Batch {batch} has no line free to be paid (paid, held or waiting). See `subsidy "
        "batch show {batch}`."
    ),
    "line-not-payable": N_(
        "Claim {claim_no} in batch {batch} is {state} and cannot be paid now. See `subsidy batch "
        "show {batch}`, and leave it out of `--only`."
    ),
    "order-partial": N_(
        "An order of batch {batch} stands for some of its lines, not for claim {claim_no}. Order "
        "that too with `subsidy batch order {batch}`, or name what was paid with `--only`."
    ),
    "order-outdated": N_(
        "Claim {claim_no} in batch {batch} is ordered at {ordered_fen} {currency}, and {owed_fen} are "
        "owed by now: it is not paid. Order it again with `subsidy batch order {batch}` and "
        "another document."
    ),
    "debt-ordered": N_(
        "What claim {claim_no} owes back is set off by a payment order that stands. Pay that "
        "order, or order again, first."
    ),
    "approver-cannot-pay": N_(
        "Claim {claim_no} was approved (or raised) by {approved_by} and cannot be paid by "
        "{paid_by}: approval and payment are by different people. Have another person pay."
    ),
    "account-namer-cannot-pay": N_(
        "The account that claim {claim_no} is paid to was named by {named_by} and cannot be "
        "paid to by {paid_by}: naming an account and paying to it are by different people. "
        "Have another person pay."
    ),
    "claims-of-several": N_(
        "Claim {claim_no} is of another enterprise than the others: one repayment is of one "
        "enterprise. Record it apart."
    ),
    "recovery-too-small": N_(
        "{amount_fen} {currency} are used up before claim {claim_no}: nothing would be repaid for "
        "it. Leave it out, or correct the amount."
    ),
    "line-not-free": N_(
        "Claim {claim_no} in batch {batch} is {state}: no objection can hold it. If it is "
        "paid and should not stand, use `subsidy revoke`."
    ),
    "objection-unknown": N_(
        "Claim {claim_no} in batch {batch} has {last} objections, none of number {number} and "
        "none next of that number. See `subsidy batch show {batch}`."
    ),
    "objection-not-named": N_(
        "Claim {claim_no} in batch {batch} has several open objections: {numbers}. Say which one "
        "with `--objection`."
    ),
    "no-objection": N_(
        "Claim {claim_no} in batch {batch} has no objection to resolve. See `subsidy batch "
        "show {batch}`."
    ),
    "line-not-paid": N_(
        "Claim {claim_no} in batch {batch} is {state}: there is no payment to undo. See "
        "`subsidy batch show {batch}`."
    ),
    "payment-recovered": N_(
        "Part of what batch {batch} paid for claim {claim_no} came back already, so the "
        "payment cannot have failed. Check the receipts."
    ),
    "failed-before-paid": N_(
        "Claim {claim_no} was paid on {paid_on}: the money did not come back before. Check the "
        "day of the receipt."
    ),
    "nothing-owed-back": N_(
        "Nothing is owed back for claim {claim_no}. If it should not stand, use `subsidy "
        "revoke` first."
    ),
    "repaid-before-paid": N_(
        "Claim {claim_no} was paid on {paid_on}: nothing of it came back before. Check the "
        "day of the receipt."
    ),
    "more-than-owed-back": N_(
        "Claim {claim_no} owes back {owed_fen} {currency}, less than {amount_fen}. Check the "
        "receipt and return the excess."
    ),
    "request-conflicts/revoke": N_(
        "Claim {claim_no} was revoked with another reason or document; nothing was recorded. "
        "See `subsidy history {claim_no}`."
    ),
    "request-conflicts/budget": N_(
        "Document {document} already records {amount_fen} {currency} {kind} on {on}, of the same "
        "line of {year}; nothing was recorded. A mistake is put right by `subsidy budget correct "
        "POSITION` (see `subsidy history budget:{year}`); more money takes another document."
    ),
    "request-conflicts/budget line": N_(
        "Line {line} of {year} exists with other measures; nothing was recorded. Name another line."
    ),
    "request-conflicts/budget source": N_(
        "The money of document {document} in {year} is recorded as of source {source}; nothing was "
        "recorded. Where that was wrong, reverse the entry with `subsidy budget correct POSITION "
        "--void` (`subsidy history budget:{year}` has its position) and enter it again."
    ),
    "request-conflicts/batch compute": N_(
        "Document {document} already computed batch {batch} on other terms; nothing was "
        "recorded. Use another document."
    ),
    "request-conflicts/batch publish": N_(
        "Batch {batch} was published on {on} for {days} days, not as asked now; nothing was "
        "recorded. Take that notice back first with `subsidy batch withdraw-notice {batch}`."
    ),
    "request-conflicts/batch withdraw-notice": N_(
        "Document {document} already withdrew a notice of batch {batch} in other words "
        "(“{words}”); nothing was recorded. Use another document."
    ),
    "request-conflicts/batch withdraw-notice again": N_(
        "Document {document} already withdrew an earlier notice of batch {batch} (“{words}”); "
        "nothing was recorded. The notice that stands takes a document of its own."
    ),
    "request-conflicts/batch cancel": N_(
        "Batch {batch} was cancelled already (“{words}” {document}), not as asked now; nothing "
        "was recorded. See `subsidy batch show {batch}`."
    ),
    "request-conflicts/batch order": N_(
        "Document {document} already ordered lines of batch {batch} on {on}, not as asked now; "
        "nothing was recorded. Use another document."
    ),
    "request-conflicts/batch pay": N_(
        "Receipt {receipt} already paid batch {batch} on {on}, not as asked now; nothing was "
        "recorded. Check its number."
    ),
    "request-conflicts/batch object": N_(
        "Objection {number} to claim {claim_no} in batch {batch} says something else "
        "(“{words}”); nothing was recorded. Leave the number out to record a further one."
    ),
    "request-conflicts/batch resolve": N_(
        "Objection {number} to claim {claim_no} in batch {batch} was {how} by {document}, not as "
        "asked now; nothing was recorded. If the claim should not stand after all, use "
        "`subsidy revoke`."
    ),
    "request-conflicts/batch fail": N_(
        "The payment of claim {claim_no} in batch {batch} failed already (“{words}”); nothing "
        "was recorded. To pay it again, take it into a new batch with `subsidy batch compute`."
    ),
    "request-conflicts/recovery record": N_(
        "Receipt {receipt} already records money repaid for claim {of}, of another amount or "
        "day; nothing was recorded. Check its number."
    ),
}


def line_states() -> dict[str, str]:
    """Return what each state of a batch's line is called."""
    return {
        "free": pgettext("line", "free"),
        "held": pgettext("line", "held"),
        "paid": pgettext("line", "paid"),
        "failed": pgettext("line", "failed"),
        "waiting": pgettext("line", "waiting"),
        "enterprise-held": pgettext("line", "kept back"),
        "no-account-to-pay": pgettext("line", "no account"),
        "account-unconfirmed": pgettext("line", "account not confirmed"),
    }


def money_words() -> dict[str, str]:
    """Return what the stored words among the facts of a refusal about money are called."""
    return line_states() | {
        "upheld": pgettext("objection", "upheld"),
        "dismissed": pgettext("objection", "dismissed"),
        "appropriated": pgettext("movement", "appropriated"),
        "supplemented": pgettext("movement", "supplemented"),
        "returned": pgettext("movement", "returned"),
        "transferred": pgettext("movement", "transferred"),
    }
