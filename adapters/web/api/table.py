"""Which verb answers under which path, and for whom. Nothing else says what the API has.

A name in braces is a parameter of the verb; everything else of it is asked in the query of a GET,
and in the body of anything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote

PREFIX = "/api/v1"
Method = Literal["GET", "POST", "PUT", "DELETE"]
Role = Literal["clerk", "approver", "finance", "cashier", "auditor", "admin"]

C, A, F, T, U, S = (
    frozenset[Role]({role})
    for role in ("clerk", "approver", "finance", "cashier", "auditor", "admin")
)
STAFF = C | A | F | T | U

_BESIDE = frozenset({"new"})  # pages that lie where those of claims do


def part(name: str) -> str:
    """Return a name as one part of a path, whatever it holds: nothing of it is read as the path's.

    A point is encoded for the suffixes of files, a word of a path by its first letter.
    """
    sent = quote(name, safe="").replace(".", "%2E")
    return f"%{ord(sent[0]):02X}{sent[1:]}" if name in _BESIDE else sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A path and the verb that answers there.

    roles: one of them is needed. job: it takes long, so a process of its own carries it out and
    the answer is where to ask for it. settings: parameters that the server's settings give. fixed:
    parameters that the path stands for. journalled: who asks is kept. long: of what it takes a
    process of its own where the ledger has many. needs: the roles that a
    parameter takes beside, where something is recorded.
    """

    method: Method
    path: str
    verb: str
    roles: frozenset[Role]
    job: bool = False
    settings: tuple[str, ...] = ()
    fixed: Mapping[str, object] = field(default_factory=dict)
    journalled: bool = False
    long: Literal["events", "claims"] | None = None
    needs: Mapping[str, frozenset[Role]] = field(default_factory=dict)


def _get(path: str, verb: str, roles: frozenset[Role] = STAFF) -> Endpoint:
    return Endpoint(method="GET", path=path, verb=verb, roles=roles)


def _file(path: str, verb: str, roles: frozenset[Role] = STAFF) -> Endpoint:
    return Endpoint(method="GET", path=path, verb=verb, roles=roles, journalled=True)


def _post(path: str, verb: str, roles: frozenset[Role]) -> Endpoint:
    return Endpoint(method="POST", path=path, verb=verb, roles=roles)


def _put(path: str, verb: str, roles: frozenset[Role]) -> Endpoint:
    return Endpoint(method="PUT", path=path, verb=verb, roles=roles)


def _job(path: str, verb: str, roles: frozenset[Role], *settings: str) -> Endpoint:
    return Endpoint(
        method="POST", path=path, verb=verb, roles=roles, job=True, settings=settings,
        journalled=True,
    )  # fmt: skip


CLAIMS = (
    _get("/claims", "claims"),
    _get("/queue", "queue", A),
    _get("/claims/{claim}", "explain"),
    _get("/claims/{claim}/late", "late"),
    _get("/claims/{subject}/history", "history"),
    _post("/decisions", "approve", A),
    _post("/claims/{claim}/rejection", "reject", A),
    _post("/claims/{claim}/withdrawal", "withdraw", C),
    _post("/claims/{claim}/revocation", "revoke", A),
    _post("/claims/{claim}/correction", "correct", A),
    _post("/claims/{claim}/redecision", "redecide", A),
    _post("/claims/{claim}/reopening", "reopen", A),
    _get("/claims/{claim}/attachments", "attachment list"),
    _post("/claims/{claim}/attachments", "attach", C),
    Endpoint(
        method="DELETE",
        path="/claims/{claim}/attachments/{digest}",
        verb="attachment erase",
        roles=A,
    ),
    _get("/attachment-checks", "attachment check"),
    _file("/attachments/{digest}", "attachment show"),
    Endpoint(
        method="POST", path="/imports", verb="backfill", roles=C, job=True, needs={"approve": A}
    ),
    _file("/templates/claims", "template"),
)
QUESTIONS = (
    _get("/totals", "totals"),
    _get("/overview", "overview"),
    _get("/waiting", "waiting"),
    _get("/caps", "caps"),
    _get("/history/{subject}", "history"),
)
ENTERPRISES = (
    _get("/enterprises", "enterprise list"),
    _post("/enterprises", "enterprise register", C),
    _get("/enterprises/{uscc}", "enterprise show"),
    _get("/enterprises/{uscc}/allowances", "remaining"),
    _get("/enterprises/{uscc}/statement", "statement"),
    _get("/enterprises/{subject}/history", "history"),
    _post("/enterprises/{uscc}/names", "enterprise rename", C),
    _put("/enterprises/{uscc}/account", "enterprise account", C),
    _post("/enterprises/{uscc}/account/confirmation", "enterprise confirm-account", C | F),
    Endpoint(method="DELETE", path="/enterprises/{uscc}/account", verb="enterprise erase", roles=F),
    _post("/account-sheets", "enterprise accounts", C),
    _get("/account-checks", "enterprise check", U | F | T),
    _put("/enterprises/{uscc}/exports/{year}", "exports", C),
    _put("/enterprises/{uscc}/records/{name}/{year}", "record", C),
    _post("/enterprises/{uscc}/orders", "reorder", A),
    _post("/enterprises/{uscc}/holds", "hold", F),
    _post("/enterprises/{uscc}/releases", "release", F),
    _post("/hold-lists", "hold-list", F),
    _post("/enterprises/{old}/succession", "succeed", A),
    _post("/enterprises/{uscc}/transfer-out", "transfer-out", A),
    _post("/enterprises/{uscc}/transfer-annulment", "enterprise annul-transfer", A),
    _post("/enterprises/{uscc}/pack", "enterprise hand-over", A),
    _post("/transfers-in", "transfer-in", A),
)
POLICIES = (
    _get("/policies", "policy list"),
    _get("/policies/words", "policy words"),
    _get("/policies/page", "policy page"),
    _get("/policies/last", "policy show"),
    _get("/policies/readings", "policy readings"),
    _get("/policies/proposals", "policy proposals"),
    _get("/policies/proposals/{proposal}", "policy proposal"),
    _post("/policies/proposals/{proposal}/confirmation", "policy confirm", A),
    _post("/policies/proposals/{proposal}/refusal", "policy decline", A),
    _get("/policies/{version}", "policy show"),
    _get("/policies/{a}/diff/{b}", "policy diff"),
    _post("/policies", "policy publish", A),
    _post("/policies/amendments", "policy amend", A),
    _post("/policies/repeals", "policy repeal", A),
    _post("/policies/checks", "policy check", A | U),
    _post("/policies/trials", "policy try", A | U),
    Endpoint(method="POST", path="/rehearsals", verb="rehearse", roles=A | F | U, long="claims"),
    _job("/reassessments", "reassess", A),
)
MONEY = (
    _get("/budgets", "budget list"),
    _get("/budgets/{year}", "budget show"),
    _get("/budgets/{year}/sources", "budget sources"),
    _post("/budgets/{year}/lines", "budget line", F),
    _put("/budgets/{year}/lines/{line}/title", "budget rename", F),
    _put("/budgets/{year}/lines/{line}/measures", "budget regroup", F),
    _post("/budgets/{year}/appropriations", "budget appropriate", F),
    _post("/budgets/{year}/supplements", "budget supplement", F),
    _post("/budgets/{year}/returns", "budget return", F),
    _post("/budgets/{year}/transfers", "budget transfer", F),
    _post("/budgets/{year}/carry-over", "budget carry-over", F),
    _post("/budgets/{year}/reopening", "budget reopen", F),
    _post("/budget-entries/{position}/correction", "budget correct", F),
    _get("/batches", "batch list"),
    _get("/batches/{number}", "batch show"),
    _post("/batches", "batch compute", F),
    _post("/batches/{number}/publication", "batch publish", F),
    _post("/batches/{number}/notice-withdrawal", "batch withdraw-notice", F),
    _post("/batches/{number}/cancellation", "batch cancel", F),
    _post("/batches/{number}/objections/{claim}", "batch object", C | A),
    _post("/batches/{number}/objections/{claim}/resolution", "batch resolve", A),
    _post("/batches/{number}/orders", "batch order", T),
    _post("/batches/{number}/payments", "batch pay", T),
    _post("/batches/{number}/failures/{claim}", "batch fail", T),
    _post("/batches/{number}/results", "batch results", T),
    _post("/batch-entries/{position}/correction", "batch correct", T),
    _post("/recoveries", "recovery record", T),
    _post("/recovery-entries/{position}/correction", "recovery correct", T),
)
# Papers with accounts in full are recorded, so they are not asked for by a GET.
PAPERS = (
    _file("/papers/decision", "paper decision"),
    _file("/papers/refusal", "paper refusal"),
    _file("/papers/recovery/{uscc}", "paper recovery"),
    _file("/papers/summary/{month}", "paper summary"),
    _file("/papers/template/{kind}", "paper template"),
    _file("/papers/notice/{batch}", "paper notice"),
    _file("/papers/statement/{uscc}", "paper statement"),
    _file("/papers/budget/{year}", "paper budget"),
    _post("/papers/payments/{batch}", "paper payments", T),
    _post("/papers/payment-list/{batch}", "paper payment-list", T),
    _post("/batches/{number}/bank-file", "batch bank-file", T),
    _post("/papers/checks", "paper check", STAFF),
)
AUDITS = (
    _get("/audit/duplicates", "audit duplicates", U | A | F),
    _post("/audit/comparisons", "audit duplicates", U | A | F),
    Endpoint(
        method="GET", path="/audit/delays", verb="audit delays", roles=U | A | F, long="events"
    ),
    _get("/audit/sample", "audit sample", U | A | F),
    Endpoint(
        method="GET",
        path="/audit/separation",
        verb="audit separation",
        roles=U | A | F,
        long="events",
    ),
    _get("/audit/exceptions", "audit exceptions", U | A | F),
    _job("/audit/reperformances", "reperform", U),
    _job("/audit/packs", "audit-pack", U, "seal", "key"),
    Endpoint(
        method="GET",
        path="/proofs/{of}",
        verb="proof",
        roles=STAFF,
        settings=("seal", "key"),
        journalled=True,
    ),
    _post("/proofs/checks", "proof check", STAFF),
    _get("/rules", "store rules"),
    _put("/rules", "store set-rules", F),
)
EVERY = (*CLAIMS, *QUESTIONS, *ENTERPRISES, *POLICIES, *MONEY, *PAPERS, *AUDITS)


def roles_of(verb: str) -> frozenset[str]:
    """Return the roles of which one is needed to ask for a verb, by any path."""
    return frozenset[str]().union(*(each.roles for each in EVERY if each.verb == verb))


# What takes the machine itself, or needs no ledger.
NOT_SERVED = frozenset(
    {
        "account add", "account disable", "account enable", "account journal", "account link",
        "account list", "account password", "account revoke-token", "account roles",
        "account token", "account totp", "account unlink",
        "audit-pack check", "export segments", "export verify", "key accounts", "key new",
        "key show", "rebuild", "seal", "serve", "store prepare", "store recover", "verify",
    }
)  # fmt: skip
