"""What verbs answer, by their types: the shapes of answers in the description of the API.

A key that some answers have besides, where an enterprise is carried on say, is in none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

import msgspec

# Of each verb the module and the type; [type] for a list of them. Left out is what has no type, or
# one with a field whose type is imported for annotations alone.
SHAPES = {
    "attachment list": "projections.claims.attachments:ClaimAttachments",
    "attachment check": "projections.claims.attachments:AttachmentChecks",
    "queue": "projections.claims.foreseen:Queue",
    "remaining": "projections.remaining_allowances:Remaining",
    "totals": "projections.claims.register:Totals",
    "waiting": "projections.claims.figures.waiting:WaitingClaims",
    "overview": "projections.claims.figures.overview:Overview",
    "policy words": "[adapters.wording.policy.vocabulary:ExplainedWord]",
    "policy list": "[projections.policy_versions:RecordedVersion]",
    "policy show": "projections.policy_versions:PolicyDetails",
    "policy diff": "projections.policy_versions:PolicyDifference",
    "policy readings": "[projections.policy_versions:ReadingChoice]",
    "late": "projections.reassessment.late:Late",
    "budget list": "[projections.money.years:BudgetYear]",
    "budget sources": "[projections.money.years:SourceFigures]",
    "statement": "projections.money.statement:Statement",
    "enterprise list": "projections.parties:FoundEnterprises",
    "enterprise check": "projections.parties:AccountChecks",
    "audit duplicates": "projections.audit.duplicates:Duplicates",
    "audit delays": "projections.audit.delays:Delays",
    "audit sample": "projections.audit.sampling:Sample",
    "audit separation": "projections.audit.separation:Separation",
    "audit exceptions": "projections.audit.exceptions:Exceptions",
    "store rules": "projections.office_rules:OfficeRulesAnswer",
}
TEMPLATE = "#/components/schemas/{name}"
_UNSAID = ("policy", "policies", "by_policy")  # keys that a ledger of one policy leaves out


def shapes_of(verbs: Iterable[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the schema of each verb's answer, and the schemas that these refer to."""
    known = [verb for verb in verbs if verb in SHAPES]
    types = [_type(SHAPES[verb]) for verb in known]
    schemas, components = msgspec.json.schema_components(
        types, ref_template=TEMPLATE, schema_hook=_as_text
    )
    for each in components.values():
        if "required" in each:
            each["required"] = [key for key in each["required"] if key not in _UNSAID]
    return dict(zip(known, schemas, strict=True)), dict(components)


def _type(named: str) -> Any:
    match = re.fullmatch(r"(\[)?([\w.]+):(\w+)\]?", named)
    assert match is not None, f"{named} is not a module and a type"
    of = getattr(import_module(match[2]), match[3])
    return list[of] if match[1] else of  # type: ignore[valid-type]


def _as_text(_unknown: type) -> dict[str, Any]:
    """Return the schema of a type that the library has none for: its JSON is not described."""
    return {}
