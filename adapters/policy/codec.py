"""A policy as canonical bytes: what is recorded, and what its digest is taken of.

Fields stand in the order the domain declares them, without white space, in UTF-8; amounts are
whole numbers; sets and maps of countries are sorted. One policy has one form.
"""

from __future__ import annotations

from dataclasses import fields
from hashlib import sha256
from typing import Any, get_type_hints

import msgspec

from adapters.policy.catalogue import FORMULA_NAMES, FORMULAS
from domain.policy.measures import Cap, Countries, Measure, Policy

BYTES_MAX = 40_000
POLICY_TYPES = get_type_hints(Policy) | {"measures": list[dict[str, Any]], "caps": list[Cap]}
MEASURE_TYPES = get_type_hints(Measure)


def to_json(policy: Policy) -> bytes:
    """Return the canonical bytes of a policy: from a file, always fewer than BYTES_MAX."""
    written = {field.name: getattr(policy, field.name) for field in fields(policy)}
    written["measures"] = [_measure_out(measure) for measure in policy.measures.values()]
    written["caps"] = list(policy.caps.values())
    written["countries"] = _countries_out(policy.countries)
    return msgspec.json.encode(written)


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
    written: dict[str, Any] = msgspec.to_builtins(measure)
    if "awards_fen" in written["formula"]:
        written["formula"]["awards_fen"] = dict(sorted(written["formula"]["awards_fen"].items()))
    written["formula"] = {"name": FORMULA_NAMES[type(measure.formula)]} | written["formula"]
    return written


def _countries_out(countries: Countries) -> dict[str, Any]:
    return {
        "belt_and_road": sorted(countries.belt_and_road),
        "rcep_in_force": {
            country: day.isoformat() for country, day in sorted(countries.rcep_in_force.items())
        },
    }


def _policy_in(read: dict[str, Any]) -> Policy:
    values = {name: msgspec.convert(read[name], kind) for name, kind in POLICY_TYPES.items()}
    values["measures"] = {measure["id"]: _measure_in(measure) for measure in values["measures"]}
    values["caps"] = {cap.id: cap for cap in values["caps"]}
    return Policy(**values)


def _measure_in(read: dict[str, Any]) -> Measure:
    formula = dict(read["formula"])
    types = MEASURE_TYPES | {"formula": FORMULAS[formula.pop("name")]}
    read = read | {"formula": formula}
    return Measure(**{name: msgspec.convert(read[name], kind) for name, kind in types.items()})
