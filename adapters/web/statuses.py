"""The status that a refusal is answered with over HTTP: every code has its line here."""

from __future__ import annotations

# Nobody is logged in.
UNAUTHENTICATED = frozenset(
    {
        "code-needed", "login-refused", "not-logged-in", "provider-refused",
    }
)  # fmt: skip
# The account may not, or another must.
FORBIDDEN = frozenset(
    {
        "account-disabled", "account-namer-cannot-confirm", "account-namer-cannot-pay",
        "approver-cannot-pay", "cross-origin", "identity-unknown", "login-may-rewrite",
        "proposer-cannot-confirm", "role-missing", "server-read-only", "store-read-only",
        "submitter-cannot-approve",
    }
)  # fmt: skip
# What is asked about does not exist.
UNKNOWN = frozenset(
    {
        "account-unknown", "attachment-erased", "attachment-missing",
        "bank-template-unknown", "batch-unknown", "budget-line-unknown", "budget-unknown",
        "cap-unknown", "claim-not-in-batch", "claim-unknown", "engine-unknown",
        "enterprise-unknown", "file-not-found", "hold-unknown", "job-unknown", "link-over",
        "measure-unknown", "no-cap", "no-objection", "objection-unknown", "policy-unknown",
        "position-unknown", "proposal-unknown", "receipt-not-matched", "record-unknown",
        "segments-not-found", "source-unknown", "template-unknown", "token-unknown",
        "transfer-unknown", "version-unknown",
    }
)  # fmt: skip
TOO_LARGE = frozenset(
    {
        "attachment-too-large", "file-too-large",
    }
)  # fmt: skip
ELSEWHERE = frozenset(
    {
        "host-unknown",
    }
)  # fmt: skip
# What was sent cannot be read, or says too little.
UNREADABLE = frozenset(
    {
        "account-cell-empty", "account-cell-long", "account-cell-unreadable",
        "account-document-needed", "account-file-unreadable", "account-named-twice",
        "account-row-hidden", "attachment-bomb", "attachment-damaged", "attachment-empty",
        "attachment-picture-size", "attachment-too-slow", "attachment-type",
        "attachment-unknown", "bad-account", "bad-bank-no", "bad-character", "bad-decision",
        "bad-header", "bad-iban", "bad-limit", "bad-time", "bad-uscc", "bank-file-text",
        "bank-results-unreadable", "bank-template-invalid", "cap-has-no-year",
        "cap-needs-year", "cap-not-of-year", "claim-path-fixed", "claim-path-unknown",
        "damaged-workbook", "day-to-come", "document-needed", "empty-file",
        "file-truncated", "file-unreadable", "hold-not-named", "key-invalid",
        "key-name-invalid", "layout-differs", "ledgers-unreadable", "letter-format",
        "list-header-missing", "listed-twice", "measure-ambiguous", "no-accounts", "no-known-sheet",
        "not-a-code", "not-a-paper", "not-a-workbook", "objection-not-named", "of-now-only",
        "office-rules-invalid", "output-of-another-kind", "pack-differs", "pack-false",
        "pack-unreadable", "paper-format", "paper-unreadable", "paper-without-source",
        "passwords-differ", "policy-cases-invalid", "policy-file-invalid",
        "policy-id-differs", "policy-not-named", "policy-path-unknown",
        "policy-text-differs", "policy-value-invalid", "receipt-unreadable",
        "rejects-format", "results-differ", "role-unknown", "row-changed",
        "segments-unreadable", "sort-unknown", "split-claims-to", "split-keeps-code",
        "split-parts", "split-shares", "template-broken", "template-of-nothing",
        "template-unbound", "template-unreadable", "text-unreadable",
        "timestamp-roots-unreadable", "token-invalid", "unknown-format", "wrong-encoding",
    }
)  # fmt: skip
TOO_OFTEN = frozenset(
    {
        "own-jobs-full", "too-many-tries",
    }
)  # fmt: skip
# The machine must be put right.
OF_SERVER = frozenset(
    {
        "address-taken", "address-unusable", "attachment-altered", "client-secret-unusable",
        "clock-jumped", "files-not-named", "files-unusable", "key-exposed",
        "key-memory-unreadable", "key-misplaced", "key-unreadable", "key-unwritable",
        "login-may-not-serve", "login-reserved", "output-unwritable", "output-would-replace",
        "password-in-address", "processes-one", "rejects-over-source", "rejects-unwritable",
        "roles-not-granted", "seal-not-found", "seal-unreadable", "seal-unwritable",
        "segments-unwritable", "server-unreachable", "store-forbidden", "store-linked",
        "store-newer", "store-not-a-file",
        "store-not-found", "store-not-supported", "store-unreadable", "token-missing",
        "verb-not-served", "views-differ", "web-exposed", "web-forbidden", "web-newer",
        "web-unreadable",
    }
)  # fmt: skip
# Asked later, it may be answered.
NOT_NOW = frozenset(
    {
        "accounts-key-differs", "accounts-key-missing", "docket-closed", "docket-full",
        "engine-unreachable", "files-busy", "jobs-full", "private-unreadable",
        "provider-unavailable", "recorded-unseen", "seal-busy", "server-stopped", "store-busy",
        "server-full", "store-unavailable", "timestamp-unreachable", "too-busy", "views-emptied",
        "witness-unreachable", "worker-lost",
    }
)  # fmt: skip
# A rule of the ledger says no; or the bureau has not provided what this takes.
RULES = frozenset(
    {
        "account-changed", "account-differs", "account-name", "account-not-here",
        "account-shown", "account-taken", "account-unconfirmed", "accounts-full",
        "accounts-not-shown", "admin-alone", "algorithm-missing", "already-ordered",
        "already-reversed", "already-transferred", "attachments-too-many",
        "bank-file-incomplete", "batch-cancelled", "batch-not-published", "batch-open",
        "batch-partly-paid", "budget-closed", "budget-line-all", "budget-line-taken",
        "budget-not-closed", "budget-same-line", "budget-short", "bureau-details",
        "bureau-details-missing", "calendar-missing", "extra-missing", "font-missing",
        "setting-missing",
        "cap-of-all", "carried-money-spent", "carry-over-before-movement",
        "carry-over-early", "claim-conflicts", "claim-ended", "claim-in-batch",
        "claim-not-decided", "claim-not-pending", "claim-not-sealed", "claim-number-alike",
        "claim-number-dots",
        "claim-numbers-differ", "claim-revoked", "claim-stands", "claims-of-several",
        "claims-undecided", "code-wrong", "correction-key", "day-before-ground",
        "day-outside-year", "debt-ordered", "debt-settled-since", "differs-elsewhere",
        "duplicate-invoice", "enterprise-held", "enterprise-not-transferred",
        "enterprise-succeeded", "enterprise-transferred", "entry-elsewhere",
        "entry-not-correctable", "event-refused", "factor-in-force", "failed-before-paid",
        "filters-full", "font-lacks", "grant-differs", "hold-ends-early",
        "identity-malformed", "identity-taken", "job-file-changed", "key-exists",
        "key-kinds", "key-memory-missing", "key-not-vouched", "line-not-free",
        "line-not-paid", "line-not-payable", "measure-taken", "mixed-books",
        "mixed-versions", "money-spent-since", "more-than-owed-back", "no-account",
        "no-account-to-confirm", "no-account-to-pay", "no-decisions",
        "no-money", "no-next-year", "no-policy", "no-policy-on-day", "not-held",
        "not-sealed", "nothing-free", "nothing-ordered", "nothing-owed-back",
        "nothing-sealed", "nothing-to-cancel", "nothing-to-carry", "nothing-to-publish",
        "nothing-unpaid", "notice-not-over", "notice-too-late", "notice-too-short",
        "order-outdated", "order-partial", "own-account", "pack-known", "pack-not-sealed",
        "paper-unwritable", "password-missing", "password-weak", "payment-recovered",
        "policy-cases-differ", "policy-conflicts", "policy-currency-differs",
        "policy-not-first", "proposal-confirmed", "proposal-declined", "proposal-stale",
        "record-differs",
        "recovery-too-small", "released-before-held", "reopened-before-closed",
        "repaid-before-paid", "request-conflicts", "revocation-annulled", "seal-fork",
        "seal-inconsistent", "seal-origin-differs", "segment-altered",
        "segments-folder-taken", "segments-incomplete", "segments-newer",
        "segments-other-ledger", "segments-parts-differ", "size-not-sealed", "store-full",
        "succession-and-transfer", "succession-of-itself", "succession-out-of-order",
        "timestamp-false", "timestamp-refused", "token-days", "token-pin-missing",
        "token-roles", "token-unusable", "tokens-full", "transfer-annulled",
        "transfer-ordered", "witness-ahead", "witness-quorum", "witness-refused",
    }
)  # fmt: skip

STATUS = {
    code: status
    for status, codes in (
        (401, UNAUTHENTICATED),
        (403, FORBIDDEN),
        (404, UNKNOWN),
        (413, TOO_LARGE),
        (421, ELSEWHERE),
        (422, UNREADABLE),
        (429, TOO_OFTEN),
        (500, OF_SERVER),
        (503, NOT_NOW),
        (409, RULES),
    )
    for code in codes
}
RETRY_AFTER_SECONDS = 1  # of what is not answered now
