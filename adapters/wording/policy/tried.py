"""What a policy gives to claims made from its own figures, and to cases worked by hand."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.policy.file.boundaries import BoundaryClaim
from adapters.policy.file.cases import WorkedClaim
from adapters.wording.claims.words import reasons
from adapters.wording.policy.labels import amount_text, label
from adapters.wording.policy.titles import title_of
from adapters.wording.table import Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import pgettext
from domain.money import yuan
from domain.policy.facts import StatedFact
from domain.policy.measures import Policy


def tried_report(
    claims: Sequence[BoundaryClaim], cases: Sequence[WorkedClaim], policy: Policy
) -> Report:
    """Return a row a claim, then a row a case."""
    kinds = policy.source["kinds"]
    of_claims: Columns[BoundaryClaim] = (
        (Column(pgettext("column", "kind")), lambda claim: label(kinds[claim.kind], claim.kind)),
        (Column(pgettext("column", "states")), _stated),
        (Column(pgettext("column", "measure")), lambda claim: _measure(claim.measure, policy)),
        (Column(pgettext("column", "granted"), "figure"), lambda claim: yuan(claim.granted_fen)),
        (Column(pgettext("column", "reason")), lambda claim: _reason(claim.reason)),
    )
    of_cases: Columns[WorkedClaim] = (
        (Column(pgettext("column", "case")), lambda claim: claim.case),
        (Column(pgettext("column", "claim"), "count"), lambda claim: claim.claim),
        (Column(pgettext("column", "measure")), lambda claim: _measure(claim.measure, policy)),
        (Column(pgettext("column", "expected"), "figure"), lambda claim: yuan(claim.expected_fen)),
        (Column(pgettext("column", "granted"), "figure"), lambda claim: yuan(claim.granted_fen)),
        (Column(pgettext("column", "reason")), lambda claim: _reason(claim.reason)),
        (Column(""), lambda claim: "" if claim.agrees else _("differs")),
    )
    parts: list[str | Table] = [_("Claims around each figure"), table_of(claims, of_claims)]
    if cases:
        parts += ["", _("Cases worked by hand"), table_of(cases, of_cases)]
    return Report(title=title_of(policy), parts=tuple(parts))


def _stated(claim: BoundaryClaim) -> str:
    stated: dict[str, StatedFact] = {**claim.facts, **claim.records}
    return ", ".join(f"{name} {_value(name, value)}" for name, value in stated.items())


def _value(name: str, value: StatedFact) -> str:
    if isinstance(value, tuple):
        return "; ".join(amount_text(name, each) for each in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return amount_text(name, value)


def _measure(measure: str, policy: Policy) -> str:
    return title_of(policy.measures[measure]) if measure in policy.measures else measure


def _reason(reason: str | None) -> str:
    return reasons().get(reason) or reason or ""
