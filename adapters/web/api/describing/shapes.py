"""What verbs answer, by their types: the shapes of answers in the description of the API.

A key that some answers have besides, where an enterprise is carried on say, is in none of these.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from importlib import import_module
from typing import Any, get_args, get_type_hints

import msgspec

# Of each verb the module and the types that it may answer with; [type] for a list of them.
SHAPES = {
    "account": (
        "adapters.web.verbs.account_answers:AccountAnswer",
        "adapters.web.verbs.account_answers:NewLink",
    ),
    "approve": (
        "projections.claims.backfill:ClaimsDecided",
        "projections.claims.foreseen:ClaimsForeseen",
        "projections.claims.backfill:SheetDecided",
    ),
    "attach": ("projections.claims.attachments:AttachedFiles",),
    "attachment check": ("projections.claims.attachments:AttachmentChecks",),
    "attachment erase": ("projections.claims.attachments:ErasedFile",),
    "attachment list": ("projections.claims.attachments:ClaimAttachments",),
    "audit delays": ("projections.audit.delays:Delays",),
    "audit duplicates": (
        "projections.audit.duplicates:Duplicates",
        "projections.audit.against:Against",
    ),
    "audit exceptions": ("projections.audit.exceptions:Exceptions",),
    "audit sample": ("projections.audit.sampling:Sample",),
    "audit separation": ("projections.audit.separation:Separation",),
    "audit-pack": ("adapters.seal.verify.answers:PackMade",),
    "backfill": ("projections.claims.backfill:Backfilled",),
    "batch list": ("[projections.money.batches:BatchDetails]",),
    "batch pay": ("projections.money.batches:PaidBatchDetails",),
    "batch results": ("projections.money.transfers:BankAnswer",),
    "budget list": ("[projections.money.years:BudgetYear]",),
    "budget sources": ("[projections.money.years:SourceFigures]",),
    "caps": (
        "projections.claims.figures.fullness:Fullness",
        "projections.claims.figures.fullness:FullCap",
    ),
    "claims": ("[projections.claims.listing:ListedClaim]",),
    "correct": ("projections.claims.amendments:CorrectedClaim",),
    "enterprise accounts": ("projections.money.accounts_read:AccountsRead",),
    "enterprise annul-transfer": ("projections.transfers:Transferred",),
    "enterprise check": ("projections.parties:AccountChecks",),
    "enterprise erase": ("projections.parties:ErasedAccounts",),
    "enterprise list": ("projections.parties:FoundEnterprises",),
    "enterprise show": ("projections.parties:EnterpriseProfile",),
    "explain": ("adapters.wording.claims.working.working:ExplainedClaim",),
    "hold-list": ("projections.money.holds:HoldListRead",),
    "late": ("projections.reassessment.late:Late",),
    "overview": ("projections.claims.figures.overview:Overview",),
    "paper check": ("projections.papers:PaperChecked",),
    "policy check": ("adapters.policy.text.check:PolicyCheck",),
    "policy diff": ("projections.policy_versions:PolicyDifference",),
    "policy list": ("[projections.policy_versions:RecordedVersion]",),
    "policy decline": ("projections.policy_versions:ProposedChanges",),
    "policy proposal": ("projections.policy_versions:ProposedChanges",),
    "policy proposals": ("[projections.policy_versions:ProposedVersion]",),
    "policy readings": ("[projections.policy_versions:ReadingChoice]",),
    "policy show": ("projections.policy_versions:PolicyDetails",),
    "policy words": ("[adapters.wording.policy.vocabulary:ExplainedWord]",),
    "proof check": (
        "adapters.seal.verify.answers:ReceiptChecked",
        "adapters.seal.verify.answers:ClaimProofChecked",
    ),
    "queue": ("projections.claims.foreseen:Queue",),
    "reassess": ("projections.reassessment.differences:Differences",),
    "receipt": ("adapters.web.state.receipts:Receipt",),
    "rehearse": ("projections.reassessment.differences:Differences",),
    "remaining": ("projections.remaining_allowances:Remaining",),
    "reorder": ("projections.reassessment.differences:Differences",),
    "reperform": ("adapters.wording.reassessment.reperformance:ReperformanceDetails",),
    "succeed": (
        "projections.parties:RecordedSuccession",
        "projections.parties:RecordedDivision",
    ),
    "totals": ("projections.claims.register:Totals",),
    "transfer-in": ("projections.transfers:Transferred",),
    "transfer-out": ("projections.transfers:Transferred",),
    "waiting": ("projections.claims.figures.waiting:WaitingClaims",),
}
SHAPES |= dict.fromkeys(
    ("reject", "withdraw"), ("projections.claims.register:ClaimAnswer",)
) | dict.fromkeys(
    ("redecide", "reopen"), ("projections.claims.amendments:AmendedClaim",)
) | dict.fromkeys(
    ("recovery correct", "recovery record", "revoke", "statement"),
    ("projections.money.statement:Statement",),
) | dict.fromkeys(
    (
        "enterprise account", "enterprise confirm-account", "enterprise register",
        "enterprise rename", "hold", "release",
    ),
    ("projections.parties:RecordedEnterprise",),
) | dict.fromkeys(
    (
        "budget appropriate", "budget carry-over", "budget correct", "budget line",
        "budget regroup", "budget rename", "budget reopen", "budget return", "budget show",
        "budget supplement", "budget transfer",
    ),
    ("projections.money.budgets:BudgetFigures",),
) | dict.fromkeys(
    (
        "batch cancel", "batch compute", "batch correct", "batch fail", "batch object",
        "batch order", "batch publish", "batch resolve", "batch show", "batch withdraw-notice",
    ),
    ("projections.money.batches:BatchDetails",),
) | dict.fromkeys(
    ("store rules", "store set-rules"), ("projections.office_rules:OfficeRulesAnswer",)
)  # fmt: skip
TEMPLATE = "#/components/schemas/{name}"
_UNSAID = ("policy", "policies", "by_policy")  # keys that a ledger of one policy leaves out


def shapes_of(verbs: Iterable[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the schema of each verb's answer, and the schemas that these refer to."""
    known = [verb for verb in verbs if verb in SHAPES]
    named = {each: None for verb in known for each in SHAPES[verb]}
    types = [_type(each) for each in named]
    schemas, components = msgspec.json.schema_components(
        types, ref_template=TEMPLATE, schema_hook=_anything
    )
    for each in components.values():
        if "required" in each:
            each["required"] = [key for key in each["required"] if key not in _UNSAID]
    of_type = dict(zip(named, schemas, strict=True))
    return {verb: _any([of_type[each] for each in SHAPES[verb]]) for verb in known}, components


def _any(schemas: list[Mapping[str, Any]]) -> dict[str, Any]:
    return dict(schemas[0]) if len(schemas) == 1 else {"anyOf": schemas}


def _type(named: str) -> Any:
    module, _colon, name = named.strip("[]").partition(":")
    of = getattr(import_module(module), name)
    _let_be_read(of, set())
    return list[of] if named.startswith("[") else of  # type: ignore[valid-type]


def _let_be_read(hint: Any, known: set[Any]) -> None:
    """Import what the annotations of a type name, and those of the types that these name.

    Modules import for type checkers alone what only annotations name; the library reads those.
    """
    for part in get_args(hint):
        _let_be_read(part, known)
    if hint in known or not (is_dataclass(hint) or hasattr(hint, "_fields")):
        return
    known.add(hint)
    for each in inspect.getmro(hint):
        if each.__module__ in sys.modules and not each.__module__.startswith("builtins"):
            _complete(sys.modules[each.__module__])
    for part in get_type_hints(hint).values():
        _let_be_read(part, known)


def _complete(module: Any) -> None:
    """Give a module the names that it imports for type checkers."""
    if vars(module).get("TYPE_CHECKING") is not False:
        return
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for each in node.body:
                if isinstance(each, ast.ImportFrom):
                    _import(module, each)


def _import(module: Any, said: ast.ImportFrom) -> None:
    for name in said.names:
        if not hasattr(module, name.asname or name.name):
            meant = getattr(import_module(said.module or ""), name.name)
            setattr(module, name.asname or name.name, meant)


def _anything(_unknown: type) -> dict[str, Any]:
    """Return the schema of a type that the library has none for."""
    return {"description": "any value"}
