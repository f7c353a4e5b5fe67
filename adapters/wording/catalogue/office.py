"""Refusals by the rules of the office, its docket and desk, of pages of figures, closed years."""

from __future__ import annotations

from adapters.wording.translation import N_

OFFICE_REFUSALS: dict[str, str] = {
    "sort-unknown": N_("Claims are not sorted by “{sort}”. Name one of: {known}."),
    "bad-limit": N_("A page has 1 to {most} rows; {limit} were asked for."),
    "cap-not-of-year": N_(
        "No cap {cap} counts in {year}. `subsidy caps --year {year}` lists those that do."
    ),
    "docket-full": N_(
        "{waiting} commands wait to be recorded; this one was not taken. Try again in a moment."
    ),
    "docket-closed": N_(
        "This ledger is being closed; this was not recorded. Try again when it is open again."
    ),
    "views-emptied": N_(
        "What answers are read from is being made again from the log; nothing recorded is lost. "
        "Ask again in a moment."
    ),
    "too-busy": N_(
        "As many questions that take long are being answered as can be at a time. Ask again in a "
        "moment."
    ),
    "recorded-unseen": N_(
        "What could be recorded is recorded, and cannot be shown at the moment. Look again shortly; "
        "the same sent once more is recorded once."
    ),
    "job-unknown": N_(
        "There is no work under {job}, or it is another's, or it ended more than {days} days ago."
    ),
    "office-rules-invalid": N_(
        "Rules of the office {file}: “{found}” is not accepted at {where}. Correct it as "
        "docs/manuals/finance.md says."
    ),
    "notice-too-short": N_(
        "A notice has at least {minimum} days ({source}); {days} were asked for batch {batch}. "
        "Leave `--days` out, or name the document that allows fewer with `--shortened`."
    ),
    "calendar-missing": N_(
        "There is no official calendar of {year}, so working days cannot be counted. Set it from "
        "the notice of the State Council with `subsidy store set-rules FILE`."
    ),
    "carry-over-early": N_(
        "The budget of {year} runs until 31 December and was to be carried over on {on}. Date it "
        "that day or later; where a document closes the year before, add `--early`."
    ),
    "carry-over-before-movement": N_(
        "Something moved in that year on {latest}, after {on}. Date the carry-over that day or "
        "later; one that takes along what came back since has a document of its own."
    ),
    "nothing-to-carry": N_(
        "The budget of {year} is closed and has nothing left to carry over to {next_year}. See "
        "`subsidy budget show {year}`."
    ),
    "budget-not-closed": N_(
        "The budget of {year} is not closed: there is nothing to open again. See `subsidy budget "
        "show {year}`."
    ),
    "reopened-before-closed": N_(
        "The year was closed, or something moved in it, on {latest}, after {on}. Date the "
        "reopening that day or later."
    ),
    "carried-money-spent": N_(
        "Of what {year} carried over, line {line} of {next_year} lacks {short_fen} {currency}: it "
        "was allotted, paid or moved. Give that up first, or supplement that line."
    ),
    "request-conflicts/budget carry-over": N_(
        "Document {document} already carried the budget of {year} over, on {on}; nothing was "
        "recorded. Use another document."
    ),
    "request-conflicts/budget reopen": N_(
        "Document {document} already opened the budget of {year} again; nothing was recorded. Use "
        "another document."
    ),
}
