"""The shipped policy, and others with some values set otherwise, made by the domain alone."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import domain.policy
from domain.money import parse_yuan
from domain.policy.measures import (
    AmountDecided,
    Award,
    AwardByGrade,
    AwardPerBlock,
    BoothShare,
    Cap,
    Commitment,
    Countries,
    FeeWithinShareOfGuaranteed,
    Measure,
    Policy,
    ShareOfFee,
    ShareOfFeeForExporters,
    WholeFee,
)
from domain.policy.readings import Readings

FILE = Path(domain.policy.__file__).parent / "policies" / "yueqing-foreign-trade.toml"
FORMULAS = {
    "booth-share": BoothShare,
    "share-of-fee": ShareOfFee,
    "share-of-fee-for-exporters": ShareOfFeeForExporters,
    "whole-fee": WholeFee,
    "award": Award,
    "award-by-grade": AwardByGrade,
    "award-per-block": AwardPerBlock,
    "fee-within-share-of-guaranteed": FeeWithinShareOfGuaranteed,
    "amount-decided": AmountDecided,
}


def shipped() -> Policy:
    """The shipped policy, of a file that is taken to be right."""
    lines = tomllib.loads(FILE.read_text(encoding="utf-8"))
    countries = lines["countries"]
    return Policy(
        **{name: lines[name] for name in ("id", "title_zh", "title_en", "document")},
        **{name: lines[name] for name in ("announced_on", "first_day", "last_day")},
        measures={name: _measure(name, entry) for name, entry in lines["measures"].items()},
        caps={name: _cap(name, entry) for name, entry in lines["caps"].items()},
        readings=Readings(**{name: entry["chosen"] for name, entry in lines["readings"].items()}),
        countries=Countries(
            belt_and_road=frozenset(countries["belt_and_road"]),
            rcep_in_force=dict(sorted(countries["rcep_in_force"].items())),
        ),
        commitments=tuple(Commitment(**entry) for entry in lines["commitment"]),
    )


def with_settings(policy: Policy, settings: dict[str, str], **days: date) -> Policy:
    """The policy with values set by path, each written as an officer writes it, and other days."""
    for path, text in settings.items():
        section, name, *rest = path.split(".")
        if section == "readings":
            policy = replace(policy, readings=replace(policy.readings, **{name: text}))
        elif section == "caps":
            cap = policy.caps[name]
            limit = parse_yuan(text) if cap.unit == "fen" else int(text)
            policy = replace(policy, caps=policy.caps | {name: replace(cap, limit=limit)})
        else:
            measure = policy.measures[name]
            measure = replace(measure, formula=_with(measure.formula, rest[-1], text))
            policy = replace(policy, measures=policy.measures | {name: measure})
    return replace(policy, **days)


def digest(policy: Policy) -> str:
    """What tells policies apart here; the log has the SHA-256 of their canonical form."""
    return sha256(repr(policy).encode()).hexdigest()


def _measure(name: str, entry: dict[str, Any]) -> Measure:
    formula = FORMULAS[entry["formula"]]
    values = {
        field.name: _value(field.name, entry[key])
        for field in fields(formula)
        if (key := field.name.removesuffix("_fen").removesuffix("_bp").removesuffix("_cents"))
        in entry
    }
    return Measure(
        id=name,
        **{key: entry[key] for key in ("article", "title_zh", "title_en")},
        formula=formula(**values),
        needs_self_export=entry.get("needs_self_export", False),
    )


def _cap(name: str, entry: dict[str, Any]) -> Cap:
    in_fen = entry["unit"] == "yuan"
    return Cap(
        id=name,
        **{key: entry[key] for key in ("article", "title_zh", "title_en", "period", "per")},
        unit="fen" if in_fen else "count",
        limit=parse_yuan(entry["limit"]) if in_fen else entry["limit"],
        measures=tuple(entry["measures"]),
    )


def _value(field: str, written: Any) -> Any:
    if isinstance(written, dict):
        return {grade: parse_yuan(award) for grade, award in written.items()}
    if field.endswith("_bp"):  # a percentage with two decimals is as many basis points
        return parse_yuan(written.removesuffix("%"))
    return parse_yuan(written) if field.endswith(("_fen", "_cents")) else int(written)


def _with(formula: Any, name: str, text: str) -> Any:
    if isinstance(formula, AwardByGrade):
        return replace(formula, awards_fen=formula.awards_fen | {name: parse_yuan(text)})
    (field,) = (
        field.name for field in fields(formula) if field.name.rpartition("_")[0] == name
        or field.name == name
    )  # fmt: skip
    return replace(formula, **{field: _value(field, text)})
