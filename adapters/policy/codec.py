"""A policy as canonical bytes: what is recorded, and what its digest is taken of.

Fields stand in the order the domain declares them, without white space, in UTF-8; amounts are
whole numbers; sets and maps of countries are sorted. One policy has one form.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

import msgspec

from adapters.policy.catalogue import FORMULA_NAMES, FORMULAS
from domain.policy.measures import Cap, Commitment, Countries, Measure, Policy
from domain.policy.readings import Readings

BYTES_MAX = 40_000


def to_json(policy: Policy) -> bytes:
    """Return the canonical bytes of a policy: from a file, always fewer than BYTES_MAX."""
    return msgspec.json.encode(
        {
            "id": policy.id,
            "title_zh": policy.title_zh,
            "title_en": policy.title_en,
            "document": policy.document,
            "announced_on": policy.announced_on,
            "first_day": policy.first_day,
            "last_day": policy.last_day,
            "measures": [_measure_out(measure) for measure in policy.measures.values()],
            "caps": list(policy.caps.values()),
            "readings": policy.readings,
            "countries": _countries_out(policy.countries),
            "commitments": policy.commitments,
        }
    )


def from_json(encoded: bytes) -> Policy:
    """Return the policy that these bytes are the canonical form of.

    Raises ValueError when they are not a policy's canonical form.
    """
    if len(encoded) >= BYTES_MAX:
        raise ValueError("too long for a policy")
    try:
        policy = _policy_in(msgspec.json.decode(encoded))
    except (KeyError, TypeError, AttributeError, RecursionError, msgspec.MsgspecError) as problem:
        raise ValueError(f"not a policy: {problem}") from problem
    if to_json(policy) != encoded:
        raise ValueError("not the canonical form of a policy")
    return policy


def digest(policy: Policy) -> str:
    """Return the SHA-256 of a policy's canonical bytes, in hexadecimal."""
    return sha256(to_json(policy)).hexdigest()


def _measure_out(measure: Measure) -> dict[str, Any]:
    formula = measure.formula
    values = msgspec.to_builtins(formula)
    if "awards_fen" in values:
        values["awards_fen"] = dict(sorted(values["awards_fen"].items()))
    return {
        "id": measure.id,
        "article": measure.article,
        "title_zh": measure.title_zh,
        "title_en": measure.title_en,
        "formula": {"name": FORMULA_NAMES[type(formula)]} | values,
        "needs_self_export": measure.needs_self_export,
    }


def _countries_out(countries: Countries) -> dict[str, Any]:
    return {
        "belt_and_road": sorted(countries.belt_and_road),
        "rcep_in_force": {
            country: day.isoformat() for country, day in sorted(countries.rcep_in_force.items())
        },
    }


def _policy_in(read: dict[str, Any]) -> Policy:
    return Policy(
        id=msgspec.convert(read["id"], str),
        title_zh=msgspec.convert(read["title_zh"], str),
        title_en=msgspec.convert(read["title_en"], str),
        document=msgspec.convert(read["document"], str),
        announced_on=msgspec.convert(read["announced_on"], date),
        first_day=msgspec.convert(read["first_day"], date),
        last_day=msgspec.convert(read["last_day"], date),
        measures={measure["id"]: _measure_in(measure) for measure in read["measures"]},
        caps={cap.id: cap for cap in msgspec.convert(read["caps"], list[Cap])},
        readings=msgspec.convert(read["readings"], Readings),
        countries=msgspec.convert(read["countries"], Countries),
        commitments=msgspec.convert(read["commitments"], tuple[Commitment, ...]),
    )


def _measure_in(read: dict[str, Any]) -> Measure:
    values = dict(read["formula"])
    formula = FORMULAS[values.pop("name")]
    return Measure(
        id=msgspec.convert(read["id"], str),
        article=msgspec.convert(read["article"], str),
        title_zh=msgspec.convert(read["title_zh"], str),
        title_en=msgspec.convert(read["title_en"], str),
        formula=msgspec.convert(values, formula),
        needs_self_export=msgspec.convert(read["needs_self_export"], bool),
    )
