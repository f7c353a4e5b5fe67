"""What a policy gives to claims made from its own figures, and to cases worked by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from adapters.policy.amendment import with_draft
from adapters.policy.file.trying.cap_series import CLAIMS_MAX, CapClaim
from adapters.wording.claims.words import reasons
from adapters.wording.policy.labels import (
    Document,
    amount_text,
    before_text,
    currency_after,
    label,
    word_text,
)
from adapters.wording.policy.titles import title_of
from adapters.wording.table import Column, Columns, Report, Table, table_of
from adapters.wording.translation import gettext as _
from adapters.wording.translation import listed, pgettext
from domain.money import yuan
from domain.policy.book import PolicyBook

if TYPE_CHECKING:
    from adapters.policy.file.cases import WorkedClaim
    from adapters.policy.file.trying.boundaries import BoundaryClaim
    from domain.policy.facts import StatedFact
    from domain.policy.measures import Policy


def tried_report(
    claims: Sequence[BoundaryClaim],
    series: Sequence[CapClaim],
    cases: Sequence[WorkedClaim],
    policy: Policy,
) -> Report:
    """Return a row a claim, then the claims under each cap, then a row a case."""
    kinds = policy.source["kinds"]
    reason = reasons(with_draft(PolicyBook(), policy))
    of_claims: Columns[BoundaryClaim] = (
        (Column(pgettext("column", "kind")), lambda claim: label(kinds[claim.kind], claim.kind)),
        (Column(pgettext("column", "states")), lambda claim: _stated(claim, policy)),
        (Column(pgettext("column", "measure")), lambda claim: _measure(claim.measure, policy)),
        (Column(pgettext("column", "granted"), "figure"), lambda claim: yuan(claim.granted_fen)),
        (Column(pgettext("column", "reason")), lambda claim: reason.get(claim.reason)),
    )
    of_series: Columns[CapClaim] = (
        (Column(pgettext("column", "cap")), lambda claim: title_of(policy.caps[claim.cap])),
        (Column(pgettext("column", "claim"), "count"), lambda claim: claim.claim),
        (Column(pgettext("column", "occurred")), lambda claim: claim.on),
        (Column(pgettext("column", "measure")), lambda claim: _measure(claim.measure, policy)),
        (Column(pgettext("column", "granted"), "figure"), lambda claim: yuan(claim.granted_fen)),
        (Column(pgettext("column", "reason")), lambda claim: reason.get(claim.reason)),
    )
    of_cases: Columns[WorkedClaim] = (
        (Column(pgettext("column", "case")), lambda claim: claim.case),
        (Column(pgettext("column", "claim"), "count"), lambda claim: claim.claim),
        (Column(pgettext("column", "measure")), lambda claim: _measure(claim.measure, policy)),
        (Column(pgettext("column", "expected"), "figure"), lambda claim: yuan(claim.expected_fen)),
        (Column(pgettext("column", "granted"), "figure"), lambda claim: yuan(claim.granted_fen)),
        (Column(pgettext("column", "reason")), lambda claim: reason.get(claim.reason)),
        (Column(""), lambda claim: "" if claim.agrees else _("differs")),
    )
    parts: list[str | Table] = [_("Claims around each figure"), table_of(claims, of_claims)]
    untried = [cap.id for cap in policy.caps.values() if cap.id not in {row.cap for row in series}]
    if untried:
        named = listed(title_of(policy.caps[cap]) for cap in untried)
        parts += [
            "",
            _("Caps that {count} such claims do not fill: {caps}").format(
                count=CLAIMS_MAX, caps=named
            ),
        ]
    if series:
        parts += ["", _("Claims one after another under each cap"), table_of(series, of_series)]
    if cases:
        parts += ["", _("Cases worked by hand"), table_of(cases, of_cases)]
    return Report(title=title_of(policy), parts=tuple(parts))


def _stated(claim: BoundaryClaim, policy: Policy) -> str:
    facts = policy.source["kinds"][claim.kind].get("facts", {})
    said = [_said(name, value, facts, policy) for name, value in claim.facts.items()]
    for name, value in claim.records.items():
        record, _dot, rest = name.partition(".")
        entry = policy.source["records"][record]
        named = {
            fact: {"zh": entry["zh"], "en": entry["en"]} | of for fact, of in entry["facts"].items()
        }
        said.append(_said(rest, value, named, policy))
    if claim.filed_after_days:
        said.append(_("filed {days} days after").format(days=claim.filed_after_days))
    return listed(said)


def _said(name: str, value: StatedFact, facts: Mapping[str, Document], policy: Policy) -> str:
    """Return what is stated, by what it is called."""
    name, _colon, back = name.partition(":")
    spelt = name.removesuffix("_fen").removesuffix("_cents")
    fact = facts.get(spelt, {})
    called = before_text(label(fact, spelt), int(back or 0))
    if isinstance(value, bool):
        return called if value else _("not: {fact}").format(fact=called)
    if isinstance(value, tuple):
        shown = "; ".join(amount_text(name, each) for each in value)
    elif fact.get("is") == "word":
        shown = word_text(str(value), fact, policy)
    else:
        shown = amount_text(name, value)
    return f"{called} {shown}{currency_after(fact, policy)}"


def _measure(measure: str, policy: Policy) -> str:
    return title_of(policy.measures[measure]) if measure in policy.measures else measure
