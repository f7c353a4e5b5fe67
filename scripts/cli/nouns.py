"""Every noun of the command line: what it is for, and the module that has its commands.

A module is imported when its noun is asked for.
"""

from __future__ import annotations

from functools import cache

from cyclopts import App

from adapters.wording.translation import N_

FIGURES = "scripts.claims.figures"
ASK, RECORD, WHY = "scripts.claims.ask", "scripts.claims.record", "scripts.claims.why"
MOVED = "scripts.claims.transfer"
ATTACH = "scripts.claims.attach"
FORM, YEAR, AMEND = "scripts.claims.form", "scripts.claims.year", "scripts.claims.amend"
SUCCEED = "scripts.claims.succeed"
REASSESS, VERSIONS = "scripts.policy.reassess", "scripts.policy.versions"
SEAL, AUDITS = "scripts.auditing.seal", "scripts.auditing.audits"
SERVE = "scripts.serving.serve"
STORE, HOLDS = "scripts.store", "scripts.money.holds"
PAPERS = "scripts.papers.papers"
GROUPS: dict[str, dict[str, tuple[str, str]]] = {
    N_("Claims"): {
        "template": (FORM, N_("an empty workbook to fill claims into")),
        "backfill": (RECORD, N_("read, check and record claims")),
        "approve": (RECORD, N_("decide claims")),
        "reject": (RECORD, N_("reject a claim")),
        "withdraw": (RECORD, N_("withdraw a claim at the applicant's wish")),
        "revoke": (RECORD, N_("take a grant away by a finding")),
        "correct": (AMEND, N_("put right what a claim states, by a document")),
        "redecide": (AMEND, N_("put right what an officer decided, by a document")),
        "reopen": (AMEND, N_("annul a no, a withdrawal or a revocation, by a document")),
        "attach": (ATTACH, N_("keep invoices and other papers with a claim")),
        "attachment": (ATTACH, N_("papers of a claim: list, show, check, erase")),
        "succeed": (SUCCEED, N_("others carry an enterprise on: new code, merger, split")),
        "exports": (YEAR, N_("record a year's exports")),
        "record": (YEAR, N_("record a year's amounts that a policy asks about")),
    },
    N_("Questions"): {
        "claims": (ASK, N_("list claims")),
        "queue": (ASK, N_("claims that wait for a decision, each with its foreseen grant")),
        "explain": (WHY, N_("explain one claim, step by step")),
        "remaining": (ASK, N_("what an enterprise has left under each cap")),
        "totals": (ASK, N_("what was granted")),
        "waiting": (FIGURES, N_("how many claims wait for their decision, and for how long")),
        "caps": (FIGURES, N_("which caps are full, or nearly so")),
        "overview": (FIGURES, N_("a year at a glance: granted, waiting, paid, nearly full")),
        "history": (WHY, N_("every event of an enterprise, claim, budget or batch")),
    },
    N_("Policy"): {
        "policy": (VERSIONS, N_("versions of the policy: show, publish, amend, check")),
        "rehearse": (REASSESS, N_("what a reassessment would change")),
        "reassess": (REASSESS, N_("record reassessment differences")),
        "late": (REASSESS, N_("a late claim: who gains, who gives back")),
        "reorder": (REASSESS, N_("settle who goes first under a cap")),
    },
    N_("Money"): {
        "budget": ("scripts.money.budget", N_("budget lines and what moves on them")),
        "batch": ("scripts.money.batch", N_("payment batches, from computing to paying")),
        "hold": (HOLDS, N_("pay nothing to an enterprise for a time, by a document")),
        "hold-list": ("scripts.money.hold_lists", N_("hold all who are on an edition of a list")),
        "release": (HOLDS, N_("end a hold from a day on, by a document")),
        "recovery": ("scripts.money.statement", N_("money repaid for a claim")),
        "statement": ("scripts.money.statement", N_("an enterprise's statement")),
    },
    N_("Enterprises and papers"): {
        "enterprise": ("scripts.enterprise", N_("names and accounts of an enterprise")),
        "transfer-out": (MOVED, N_("an enterprise moved to another county, by a document")),
        "transfer-in": (MOVED, N_("read in what another county granted an enterprise")),
        "paper": (PAPERS, N_("notices, payment lists, statements; and checking them")),
    },
    N_("Audit and seal"): {
        "audit": (
            "scripts.auditing.audits",
            N_("duplicates, delays, samples, separation of roles"),
        ),
        "reperform": (REASSESS, N_("work every decision out again")),
        "verify": (SEAL, N_("verify the log, the seal and the views")),
        "seal": (SEAL, N_("seal the log: tiles and a signed checkpoint")),
        "key": (SEAL, N_("keys to seal with")),
        "proof": (SEAL, N_("a receipt: proof that an event is in the log")),
        "audit-pack": (SEAL, N_("everything an auditor needs, in one file")),
    },
    N_("Ledger"): {
        "store": (STORE, N_("prepare a ledger")),
        "export": (STORE, N_("the log for other programs: Parquet files by enterprise")),
        "serve": (SERVE, N_("serve the ledger to browsers and programs")),
        "rebuild": (STORE, N_("drop the views and fold the log again")),
        "account": ("scripts.serving.account", N_("who may come in where the ledger is served")),
    },
}


def noun(name: str) -> App:
    """Return an app for the commands of a noun; help and version are the kit's own."""
    return App(name=name, help_flags=(), version_flags=())


@cache
def subsidy() -> App:
    """Return the app of every noun, none of their modules imported."""
    app = noun("subsidy")
    for nouns in GROUPS.values():
        for name, (module, purpose) in nouns.items():
            attribute = name.replace("-", "_")
            app.command(f"{module}:{attribute}", name=name, help=purpose)
    return app


def verbs() -> list[str]:
    """Return every command as it is typed; imports every module."""
    return [" ".join(words) for words in _below(subsidy(), ())]


def _below(app: App, words: tuple[str, ...]) -> list[tuple[str, ...]]:
    own = [words] if app.default_command is not None else []
    return own + [below for name in app for below in _below(app[name], (*words, name))]
