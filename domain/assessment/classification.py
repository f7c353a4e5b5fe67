"""Which measure a claim falls under, the place it takes there, and whether it is eligible at all.

Source: the table of kinds, article by article; see docs/measures.md."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from domain.enterprise.account import Exports
from domain.events.claims import Operand
from domain.policy import facts as kinds
from domain.policy.facts import Facts
from domain.policy.measures import Policy, ShareOfFeeForExporters


@dataclass(slots=True)
class Classification:
    """The measure a claim falls under and why: what decided it, as operands of a step."""

    measure: str
    because: dict[str, Operand]


def classify(
    facts: Facts, occurred_on: date, policy: Policy, exports: Mapping[int, Exports]
) -> Classification:
    """Return the measure the claim falls under by the policy's own lists and thresholds."""
    match facts:
        case kinds.Exhibition():
            return _exhibition(facts, occurred_on, policy)
        case kinds.OnlineExhibition():
            measure = "city-online-fair" if facts.organiser == "city" else "other-online-exhibition"
            return Classification(measure, {"organiser": facts.organiser})
        case kinds.Brand():
            return Classification(f"{facts.title}-export-brand", {"title": facts.title})
        case kinds.Certification():
            since = rcep_since(policy, facts.country, occurred_on)
            measure = "product-certification" if since is None else "rcep-certification"
            return Classification(measure, _membership(facts.country, since))
        case kinds.Trademark():
            return Classification("overseas-trademark", {"country": facts.country})
        case kinds.Outsourcing():
            return Classification("offshore-outsourcing", {})
        case kinds.ServicePlatform():
            return Classification("trade-service-platform", {})
        case kinds.OverseasWarehouse():
            along = facts.country in policy.countries.belt_and_road
            measure = "belt-road-overseas-warehouse" if along else "overseas-warehouse"
            return Classification(measure, {"country": facts.country, "belt_and_road": int(along)})
        case kinds.CreditInsurance():
            return _insurance(facts, occurred_on, policy, exports)
        case kinds.WarningPoint():
            return Classification("trade-warning-point", {"grade": facts.grade})
        case kinds.TradeRemedy():
            return Classification("trade-remedy-defence", {})
        case kinds.MonitoringPoint():
            return Classification("monitoring-point", {})
        case kinds.FxGuarantee():
            return Classification("fx-guarantee-fee", {})
        case kinds.Aeo():
            return Classification("aeo-advanced", {})
        case kinds.CaseByCase():
            return Classification("case-by-case", {"decision_no": facts.decision_no})
        case _:
            assert_never(facts)


def item_of(facts: Facts) -> str:
    """Return the name a claim's place goes by; empty where the kind has none."""
    match facts:
        case kinds.Exhibition() | kinds.OnlineExhibition():
            return _item(facts.exhibition)
        case kinds.Certification():
            return _item(facts.certificate_no)
        case kinds.OverseasWarehouse():
            return _item(facts.warehouse)
        case kinds.TradeRemedy():
            return _item(facts.case_no)
        case _:
            return ""


def _item(name: str) -> str:
    """Return a name as it is recorded; `skeleton` compares."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def unmet_need(facts: Facts, needs_self_export: bool) -> str | None:
    """Return the need that is not met: `abroad` or `self-export`; None when all are.

    Hong Kong, Macao and Taiwan count as abroad: they have codes of their own.
    """
    if getattr(facts, "country", None) == "CN":
        return "abroad"
    match facts:
        case kinds.Certification() | kinds.Trademark() if needs_self_export:
            return None if facts.self_export else "self-export"
        case _:
            return None


def rcep_since(policy: Policy, country: str, day: date) -> date | None:
    """Return since when the country counts as an RCEP market on `day`; None when it does not."""
    in_force = policy.countries.rcep_in_force.get(country)
    if in_force is None:
        return None
    since = policy.first_day if policy.readings.rcep_membership == "signed" else in_force
    return since if since <= day else None


def _exhibition(facts: kinds.Exhibition, occurred_on: date, policy: Policy) -> Classification:
    if facts.key:
        return Classification("key-exhibition", {"country": facts.country, "key": 1})
    along = facts.country in policy.countries.belt_and_road
    since = rcep_since(policy, facts.country, occurred_on)
    because = _membership(facts.country, since) | {"key": 0, "belt_and_road": int(along)}
    measure = "belt-road-rcep-exhibition" if along or since is not None else "other-exhibition"
    return Classification(measure, because)


def _insurance(
    facts: kinds.CreditInsurance, occurred_on: date, policy: Policy, exports: Mapping[int, Exports]
) -> Classification:
    if facts.pool:
        return Classification("small-exporter-insurance-pool", {"pool": 1})
    year = occurred_on.year - (policy.readings.insurance_export_year == "previous")
    recorded = exports.get(year)
    because: dict[str, Operand] = {"pool": 0, "exports_year": year}
    if recorded is None:
        return Classification("export-credit-insurance", because)
    because |= {"us_usd_cents": recorded.us_usd_cents, "rcep_usd_cents": recorded.rcep_usd_cents}
    formula = policy.measures["key-export-credit-insurance"].formula
    assert isinstance(formula, ShareOfFeeForExporters), f"no threshold in {formula!r}"
    reached = max(recorded.us_usd_cents, recorded.rcep_usd_cents) >= formula.from_usd_cents
    because["from_usd_cents"] = formula.from_usd_cents
    return Classification(
        "key-export-credit-insurance" if reached else "export-credit-insurance", because
    )


def _membership(country: str, since: date | None) -> dict[str, Operand]:
    operands: dict[str, Operand] = {"country": country}
    if since is not None:
        operands["rcep_since"] = since.isoformat()
    return operands
