"""What a form calls its fields and their choices: in words, where a terminal takes codes."""

from __future__ import annotations

from adapters.wording.catalogue.changed.attachments import paper_words
from adapters.wording.catalogue.changed.holds import hold_words
from adapters.wording.claims.words import orders, reopenings, statuses
from adapters.wording.enterprises.transfers import kind_words
from adapters.wording.translation import N_, pgettext

# What a parameter's help says to who types a command, and what a form says instead.
IN_A_FORM = {
    "with the papers of claims (`attachment`)": N_("with the papers attached to claims"),
    "of a policy file, or of one policy of the ledger": N_(
        "of one policy of the ledger, by its id"
    ),
    "as filled in: the sheet of claims --pending --out": N_("the sheet of decisions, filled in"),
    "not yet decided; with --out: the sheet to decide on, see approve --from": N_(
        "not yet decided"
    ),
    "a policy file or a version's number; else the last version": N_(
        "number of a policy version; the last if left out"
    ),
    "a draft policy file, or the policy that values are of": N_(
        "the policy that the values are of, by its id"
    ),
    "the measures, also separated by commas; with --policy, all its own": N_(
        "the measures, also separated by commas; all of the policy if left out"
    ),
    "a shipped layout, or the file of your own (.toml)": N_("the bank's layout"),
    "in cash or offset, as a document says: the claims of --only": N_(
        "in cash or offset, as a document says; the claims are named above"
    ),
    "number of the document; with --without-account": N_(
        "number of the document; for what is paid in cash or offset"
    ),
    "from which day, with --release-missing": N_(
        "from which day; for those whom this edition does not have"
    ),
    "log position of the entry, see `history`": N_(
        "log position of the entry, as the history shows it"
    ),
    "its number; the shell's history keeps it": N_("number of the account"),
    "a verifier key of the other county, or the file of one": N_(
        "a verifier key of the other county"
    ),
    "a trusted verifier key, or the file of one (SUBSIDY_VERIFIER_KEY)": N_(
        "a trusted verifier key"
    ),
    "a log position, or the number of a claim": N_("number of a claim, or a log position"),
    "those after this one: `next` of the answer before": N_(
        "those after this one, the last that was shown"
    ),
    "with --limit: those after this one, the last there was": N_(
        "those after this one, the last that was shown"
    ),
    "with --limit: by this field of a claim; -FIELD: the last first": N_(
        "by this field of a claim; with a minus before it, the last first"
    ),
    "a kind of letter, or `bureau` for its details": N_(
        "a kind of letter, or bureau for the bureau's details"
    ),
    "whose events": N_("a claim, an enterprise, a batch or a budget year"),
    "its name": N_("name of the enterprise"),
    "the bank": N_("name of the bank"),
    "why": N_("the reason, in the officer's words"),
}


def choice_names(parameter: str) -> dict[str, str]:
    """Return what each choice of a parameter is called; a code that no form offers may be there."""
    names = {
        "kind": lambda: reopenings() | kind_words() | paper_words(),
        "status": statuses,
        "order": orders,
        "reason": hold_words,
        "by": _totalled,
        "shortage": _shortages,
        "round_down_to": _units,
        "remainder": _remainders,
        "template": _layouts,
    }
    return names[parameter]() if parameter in names else {}


def _totalled() -> dict[str, str]:
    return {
        "measure": pgettext("totals", "by measure"),
        "enterprise": pgettext("totals", "by enterprise"),
        "year": pgettext("totals", "by year"),
        "policy": pgettext("totals", "by policy"),
    }


def _shortages() -> dict[str, str]:
    return {
        "queue": pgettext("shortage", "in order of decision, until the money is spent"),
        "pro-rata": pgettext("shortage", "a share each"),
    }


def _units() -> dict[str, str]:
    return {
        "yuan": pgettext("unit of a share", "whole yuan"),
        "wan": pgettext("unit of a share", "whole ten thousands of yuan"),
    }


def _remainders() -> dict[str, str]:
    return {
        "owed": pgettext("remainder", "owed still"),
        "lapse": pgettext("remainder", "lapsed"),
    }


def _layouts() -> dict[str, str]:
    return {
        "payout-text": pgettext("layout", "many payees at one bank: text between bars, in fen"),
        "transfer-csv": pgettext("layout", "transfers one by one: a table with headers, in yuan"),
    }
