"""What a refusal says to the person who asked: the rule, the facts, the way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from adapters.wording.catalogue.beyond.every import BEYOND
from adapters.wording.catalogue.beyond.roles import roles_named
from adapters.wording.catalogue.changed.amendments import AMENDMENT_REFUSALS
from adapters.wording.catalogue.changed.attachments import ATTACHMENT_REFUSALS, paper_words
from adapters.wording.catalogue.changed.corrections import CORRECTION_REFUSALS
from adapters.wording.catalogue.changed.decided import DECISION_REFUSALS
from adapters.wording.catalogue.changed.holds import HOLD_REFUSALS, hold_words
from adapters.wording.catalogue.changed.transfers import TRANSFER_REFUSALS
from adapters.wording.catalogue.intake import ROWS
from adapters.wording.catalogue.intake_files import FILES
from adapters.wording.catalogue.money import MONEY_REFUSALS, money_words
from adapters.wording.catalogue.office import OFFICE_REFUSALS
from adapters.wording.catalogue.papers import PAPER_REFUSALS
from adapters.wording.catalogue.policy import POLICY_REFUSALS
from adapters.wording.catalogue.problems import refused_because
from adapters.wording.catalogue.seal import SEAL
from adapters.wording.policy.currency import currency
from adapters.wording.policy.titles import line_title
from adapters.wording.translation import N_, filled, pgettext
from adapters.wording.translation import gettext as _
from domain.money import yuan

if TYPE_CHECKING:
    from domain.refusals import Fact, Refusal

OWN: dict[str, str] = {
    "claim-unknown": N_(
        "No claim has the number {claim_no}. Check it; `subsidy claims` lists every claim."
    ),
    "claim-unknown/alike": N_(
        "No claim has the number {claim_no}. {other}, which looks like it, is recorded: if you "
        "mean that claim, write its number so."
    ),
    "claim-unknown/history": N_(
        "Nothing recorded goes by {claim_no}. Give a claim's number, an enterprise's code, "
        "budget:YEAR, batch:N, policy-book, keys, settings, accounts or successions."
    ),
    "claim-not-pending": N_(
        "Claim {claim_no} is no longer pending (it is {status}); only pending claims are "
        "decided or rejected. If the applicant changed their mind, use `subsidy withdraw`."
    ),
    "no-decisions": N_(
        "{file} is not a sheet of decisions: it has all columns of the one that "
        "`subsidy claims --pending --out FILE` writes, by their names. Fill in that one."
    ),
    "row-changed": N_(
        "Claim {claim_no} was not decided: what the row shows under {column} is not what is "
        "recorded. Write the sheet again with `subsidy claims --pending --out FILE`."
    ),
    "bad-decision": N_("“{value}” is not a decision: write yes or no; an amount stands beside it."),
    "bad-decision/amount": N_("“{value}” is not an amount with at most two decimals."),
    "bad-decision/both": N_("A claim that is not approved is not reduced: clear one of the two."),
    "bad-decision/none": N_("There is a reason but no decision: write yes or no."),
    "bad-decision/reason": N_("A reduction and a no need a reason: write it in the same row."),
    "bad-decision/long": N_("The reason is too long: at most {most} characters."),
    "bad-decision/struck": N_("The row is struck out: take the stroke away, or clear the row."),
    "bad-decision/hidden": N_("The row is hidden, so it was not decided: show it, or clear it."),
    "bad-decision/commented": N_(
        "A comment stands on a cell of this row, and comments are not read: write what it says as the "
        "reason, or remove it."
    ),
    "bad-decision/merged": N_(
        "A merged cell covers decisions of this row: take it apart and fill in each row of its own."
    ),
    "bad-decision/cells": N_(
        "The row has other cells than the header: quote each text that holds a separator."
    ),
    "request-conflicts": N_(
        "Claim {claim_no} was already handled by `{verb}` with other content; nothing was "
        "recorded. What is recorded is not rewritten: see `subsidy history {claim_no}`."
    ),
    "claim-conflicts": N_(
        "Claim number {claim_no} is already recorded with other content. Numbers are never "
        "reused: correct the line, or withdraw that claim and file under a new number."
    ),
    "claim-number-alike": N_(
        "Claim number {claim_no} looks like {other}, which is already recorded. Use that spelling "
        "for the same claim, or file under a number of its own."
    ),
    "bad-character": N_(
        "{where}: character {at} is {character}, which is not stored: it is not seen, or not the "
        "same on every machine. Type the text again without it: {text}"
    ),
    "duplicate-invoice": N_(
        "Invoice {invoice} already stands on this enterprise's claim {other}. An invoice is "
        "claimed once: check its number, or withdraw that claim first."
    ),
    "store-not-found": N_(
        "There is no ledger at {store}. Name it with --store (or SUBSIDY_STORE); the first "
        "`subsidy backfill` creates one."
    ),
    "store-not-a-file": N_(
        "The ledger's path {store} is not a file, or its folder does not exist. Name a file."
    ),
    "store-newer": N_(
        "{store} holds events that this program does not know ({event}, position {position}): a "
        "newer version recorded them. Update the program; nothing is damaged."
    ),
    "store-unreadable": N_(
        "{store} cannot be read or written as a ledger ({problem}). Check the path and "
        "permissions; restore a damaged file from its backup."
    ),
    "store-unreadable/address": N_(
        "The address of the ledger is not valid ({problem}). Write it as "
        "postgresql://host:port/name, an IPv6 address in brackets."
    ),
    "clock-jumped": N_(
        "This computer's clock says {clock}, the last event was recorded at {last} (Beijing time). "
        "No event bears a time before the last one, so a wrong clock spoils all that follows: one "
        "that is over a day from the last event is not believed, unless a time server keeps it. "
        "Set the clock right; if it is right, say so once with --clock-is-right."
    ),
    "store-read-only": N_(
        "{store} is on a read-only medium, or its permissions let this login only read: nothing "
        "was recorded. Every command that asks works on it; record in the ledger it was copied "
        "from, or in a copy that may be written."
    ),
    "store-linked": N_(
        "{file} has {links} names (hard links). A journal lies beside each name: what is recorded "
        "by one name is lost by another. Delete the other names, or put copies in their place; "
        "then run the command again."
    ),
    "store-full": N_(
        "The disk that holds {store} takes no more ({problem}): it is full, a quota is used up, or "
        "it fails. What was acknowledged is kept; nothing else was recorded. Make room, then run "
        "the same command again."
    ),
    "store-not-supported": N_(
        "Ledgers at {scheme}:// are not supported. Use a SQLite file (a path, or "
        "sqlite:///path), or a database: postgresql://…"
    ),
    "store-unavailable": N_(
        "The connection to {store} failed or was lost ({problem}). Check the address, the "
        "role and its password, or wait until the server is back. What was acknowledged is "
        "kept; running the same command again records nothing twice."
    ),
    "views-differ": N_(
        "The views of {store} differ from the log ({problem}); nothing was signed. Run "
        "`subsidy verify` with the seal first; if the log is sound, run `subsidy rebuild`, "
        "then this command again."
    ),
    "store-forbidden": N_(
        "{store} does not allow this ({problem}). Claims are submitted by members of the role "
        "subsidy_submitter, decided by those of subsidy_approver, paid by those of "
        "subsidy_cashier; those of subsidy_auditor only read, and so does everybody on a "
        "read-only replica."
    ),
    "login-may-rewrite": N_(
        "The login {login} owns the log of {store} or is a superuser, so it could rewrite what "
        "is recorded. Use it for `subsidy store prepare` and `store recover` only; for anything "
        "else use a login that is a member of subsidy_submitter, subsidy_approver, "
        "subsidy_cashier or subsidy_auditor."
    ),
    "event-refused": N_(
        "The database {store} refused an event ({problem}); nothing was recorded. Compare this "
        "computer's clock with the server's; then run `subsidy verify`."
    ),
    "claim-numbers-differ": N_(
        "The index of claim numbers ({index}) is not what the log gives ({log} claims). The "
        "owner of the ledger writes it again with `subsidy store prepare`."
    ),
    "roles-not-granted": N_(
        "The database roles were not created ({problem}); nothing was granted. Run it again "
        "as the owner of the ledger's tables who may also create roles, on PostgreSQL 17 or "
        "newer."
    ),
    "password-in-address": N_(
        "The ledger's address must not hold a password. Remove it and use a file named by "
        "PGPASSFILE."
    ),
    "store-busy": N_(
        "Others are writing to this ledger; after {attempts} tries this was not recorded. Try again."
    ),
    "bad-uscc": N_(
        "{uscc} is not a valid unified social credit code (18 characters, the last a check). "
        "Check it."
    ),
    "request-conflicts/reorder": N_(
        "Document {document} already settled the order under {cap} as `{order}`, not as asked"
        " now; nothing was recorded. To change it, record another document."
    ),
    "position-unknown": N_(
        "The log has no position {position}; its last is {last}. Give one from 0 to {last}."
    ),
    "bad-time": N_(
        "{text} is not a valid time. Write 2022-09-30 (the end of that day) or "
        "2022-09-30T17:00 (Beijing time)."
    ),
    "enterprise-unknown": N_("No claim of enterprise {uscc} is recorded. Check its code."),
    "claim-ended": N_(
        "Claim {claim_no} was ended by people (it is {status}) and takes part in no order. To"
        " claim again, file a new number; `subsidy history {claim_no}` shows what happened."
    ),
}

REFUSALS: Mapping[str, str] = (
    MONEY_REFUSALS
    | HOLD_REFUSALS
    | OFFICE_REFUSALS
    | PAPER_REFUSALS
    | POLICY_REFUSALS
    | SEAL
    | FILES
    | AMENDMENT_REFUSALS
    | ATTACHMENT_REFUSALS
    | BEYOND
    | CORRECTION_REFUSALS
    | DECISION_REFUSALS
    | TRANSFER_REFUSALS
    | OWN
)


def coded(refusal: Refusal) -> str:
    """Return a refusal as it is shown: its code, and beside it the sentence."""
    return f"{refusal.code}: {sentence(refusal)}"


def sentence(refusal: Refusal) -> str:
    """Return a refusal in the reader's language, without its code; what else is refused below."""
    return "\n".join(map(_sentence, (refusal, *refusal.others)))


def _sentence(refusal: Refusal) -> str:
    code, facts = refusal.code, refusal.facts
    if code == "bad-header":
        from adapters.wording.catalogue.intake_sentence import header_facts

        facts = header_facts(facts)
    if code == "policy-file-invalid" and facts.get("path"):
        facts = {**facts, "where": f"{facts['where']} ({facts['path']})"}
    if code not in REFUSALS or (code in ROWS and "column" in facts):
        from adapters.wording.catalogue.intake_sentence import why

        return why(code, str(facts["column"]), str(facts["value"]), facts, "csv")
    message = REFUSALS.get(f"{code}/{_variant(refusal)}") or REFUSALS[code]
    words = _words()
    shown = {
        name: (name not in _NAMES and words.get(str(fact))) or _shown(name, fact)
        for name, fact in facts.items()
    }
    for name in filter(facts.get, ("problem", "answer")):
        shown[name] = refused_because(refusal, str(facts[name]))
    return filled(message, {"currency": currency(), **shown})


_CALLED = {"line": line_title, "needed": roles_named, "roles": roles_named}
_NAMES = frozenset({"given", "wanted", "known", "found", "nearest", "figures"})  # not states


def _variant(refusal: Refusal) -> object:
    """Return what picks among the sentences of one code."""
    facts = refusal.facts
    if refusal.code == "policy-path-unknown" and facts.get("nearest") is None:
        return "none"
    if refusal.code == "claim-path-unknown" and facts.get("nearest"):
        return "nearest"
    if refusal.code == "version-unknown" and facts.get("versions") == 0:
        return "empty"
    if refusal.code == "claim-unknown" and facts.get("other"):
        return "alike"
    problem = facts.get("problem")
    if refusal.code == "policy-file-invalid":
        if facts.get("figures"):
            return "not-a-figure-alone"
        return next((name for name in ("nearest", "known", "wanted") if facts.get(name)), problem)
    return facts.get("verb") or problem


def _shown(name: str, fact: Fact) -> Fact:
    """Return an amount as people write it; the whole of a file by that name."""
    if name.endswith("_fen") and isinstance(fact, int):
        return yuan(fact)
    if name in _CALLED and isinstance(fact, str):
        return _CALLED[name](fact)
    return _("the whole") if (name, fact) == ("where", "") else "“”" if fact == "" else fact


def _words() -> dict[str, str]:
    """Return what the stored words among the facts are called."""
    own = {
        "submitted": pgettext("state", "submitted"),
        "approved": pgettext("state", "approved"),
        "rejected": pgettext("state", "rejected"),
        "withdrawn": pgettext("state", "withdrawn"),
        "approve": pgettext("verb", "approve"),
        "reject": pgettext("verb", "reject"),
        "withdraw": pgettext("verb", "withdraw"),
        "decided": pgettext("order", "decided"),
        "matter": pgettext("order", "matter"),
        "best": pgettext("order", "best"),
    }
    return own | money_words() | hold_words() | paper_words()
