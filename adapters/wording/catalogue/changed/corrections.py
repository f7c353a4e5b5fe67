"""What refusals say of entries about money that a document is to put right."""

from __future__ import annotations

from adapters.wording.translation import N_

CORRECTION_REFUSALS: dict[str, str] = {
    "repaid-before-paid/set-off": N_(
        "Claim {claim_no} was paid on {paid_on}: batch {batch} cannot settle what it owes back out "
        "of claim {against} on {on}, before that. Check the days; a wrong day of a payment is put "
        "right by `subsidy batch correct`, and other lines are paid with `--only`."
    ),
    "entry-not-correctable/payment": N_(
        "Position {position} is part of a payment. Its receipt and day are put right where the batch "
        "records it: `subsidy history` of the batch shows its position, `subsidy batch correct` takes it."
    ),
    "entry-not-correctable/recovered": N_(
        "Position {position} is what money back or a set-off credited. Money repaid is put right "
        "where its claim records it (`subsidy history CLAIM_NO`, `subsidy recovery correct`); a "
        "set-off goes with its payment."
    ),
    "entry-not-correctable/carried": N_(
        "Position {position} is a carry-over: it is what the lines had left. Correct the movement "
        "that made that wrong, after `subsidy budget reopen`."
    ),
    "entry-not-correctable/notice": N_(
        "Position {position} is a public notice: what was read is not changed. Take it back with "
        "`subsidy batch withdraw-notice`, and publish again."
    ),
    "entry-not-correctable/claim": N_(
        "Position {position} is about a claim. What it states is put right by its number with "
        "`subsidy correct CLAIM_NO`, what was decided with `subsidy redecide`, what ended it with "
        "`subsidy reopen`."
    ),
    "entry-not-correctable/done": N_(
        "Position {position} was paid or ordered, so it is not reversed. A payment that did not "
        "arrive is recorded with `subsidy batch fail`, an order is replaced by another; their "
        "number and day are put right with `--set`."
    ),
    "entry-not-correctable/failure": N_(
        "Position {position} is a failed payment. If the money did arrive, reverse it with `--void`; "
        "to put its day or receipt right, record the failure again after that."
    ),
    "entry-not-correctable": N_(
        "Position {position} is not an entry that a document puts right: movements of a budget, "
        "payments, orders, failed payments and money repaid are. See `subsidy history`."
    ),
    "entry-elsewhere": N_(
        "Position {position} is put right with `subsidy {noun} correct {position}`."
    ),
    "correction-key/amount": N_(
        "What position {position} paid or ordered is not put right as a slip. What can be set: "
        "{known}. Where the bank paid less, record `subsidy batch fail`; where it paid too much, correct the "
        "claim and record what is repaid."
    ),
    "correction-key": N_(
        "The entry at position {position} has no {key} to put right. What can be set: {known}."
    ),
    "correction-key/void": N_(
        "The entry at position {position} is to be reversed, so {key} is not set. Leave out one of "
        "the two."
    ),
    "already-reversed": N_(
        "Position {position} was put right already, by document {document}. To put it right again, "
        "give the position of the entry that stands in its place: `subsidy history` shows it."
    ),
    "already-reversed/void": N_(
        "Position {position} was reversed already, by document {document}, and nothing stands in "
        "its place. Record what is right as a new entry."
    ),
    "request-conflicts/correct-entry": N_(
        "Document {document} already put position {position} right otherwise; nothing was recorded. "
        "To put right what stands now, give its position and another document."
    ),
    "debt-settled-since": N_(
        "The payment of claim {claim_no} had set off {amount_fen} {currency} of what batch {batch} "
        "paid for claim {other}; only {owed_fen} of that payment have not come back or been ordered "
        "to be set off. Put right what was repaid since with `subsidy recovery correct`, or order "
        "again, first."
    ),
    "money-spent-since/correct": N_(
        "This correction would leave line {line} of {year} short of {short_fen} {currency}: that "
        "money was paid, is in publicity or has gone elsewhere since. Supplement that line (or the "
        "year it was carried to) first."
    ),
    "budget-closed/correct": N_(
        "{year} was carried over to {next_year}: its movements are closed. Reopen it with `subsidy "
        "budget reopen {year}` where nothing was paid of what was carried; else record a movement "
        "of {next_year} that makes up for it."
    ),
}
