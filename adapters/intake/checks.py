"""One row of named values to one command, or every fault in it. The hot path of the intake."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.intake import values
from adapters.intake.items import shortened
from adapters.intake.values import MISSING, Check, Fault, fault
from domain.commands.enterprise import RecordExports, SubmitClaim
from domain.policy.facts import KINDS, Facts

Row = Mapping[str, object]
Faults = list[tuple[str, Fault]]  # key path and fault, in canonical order

EXPORTS = "exports"
HEAD_KEYS = ("claim_no", "uscc", "enterprise", "kind", "occurred_on", "filed_on")
TAIL_KEYS = ("invoices", "other_support")
CLAIM_KEYS = frozenset({*HEAD_KEYS, "facts", *TAIL_KEYS})
EXPORTS_KEYS = ("record", "uscc", "year", "us_usd", "rcep_usd")
_REQUIRED = len(CLAIM_KEYS) - len(TAIL_KEYS)
_EXPORTS_KEYS = frozenset(EXPORTS_KEYS)


_FACTS: dict[str, dict[str, Check]] = {
    "exhibition": {
        "exhibition": values.text,
        "country": values.country,
        "key": values.boolean,
        "booth_fees": values.booth_fees,
    },
    "online-exhibition": {
        "exhibition": values.text,
        "organiser": values.one_of("city", "other"),
        "fee": values.amount,
    },
    "brand": {"title": values.one_of("zhejiang", "wenzhou")},
    "certification": {
        "certificate_no": values.text,
        "country": values.country,
        "fee": values.amount,
        "self_export": values.boolean,
    },
    "trademark": {
        "registration_no": values.text,
        "country": values.country,
        "fee": values.amount,
        "self_export": values.boolean,
    },
    "outsourcing": {"executed_usd": values.amount_or_zero},
    "service-platform": {},
    "overseas-warehouse": {"warehouse": values.text, "country": values.country},
    "credit-insurance": {
        "insurance_policy_no": values.text,
        "premium": values.amount,
        "pool": values.boolean,
    },
    "warning-point": {
        "grade": values.one_of(
            "province-excellent", "province-qualified", "wenzhou-excellent", "wenzhou-qualified"
        )
    },
    "trade-remedy": {"case_no": values.text, "fee": values.amount},
    "monitoring-point": {},
    "fx-guarantee": {"guaranteed_amount": values.amount, "guarantee_fee": values.amount},
    "aeo": {},
    "case-by-case": {
        "article": values.article,
        "decision_no": values.text,
        "amount": values.amount,
    },
}

_WITH_UNIT = {"executed_usd": "executed_usd_cents"} | {
    name: f"{name}_fen"
    for name in ("booth_fees", "fee", "premium", "guaranteed_amount", "guarantee_fee", "amount")
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How the facts of one kind are checked and built."""

    shape: Callable[..., Facts]
    attributes: tuple[str, ...]
    checks: tuple[tuple[str, Check], ...]
    names: frozenset[str]


TABLE: dict[str, Kind] = {
    kind: Kind(
        shape=KINDS[kind],
        attributes=tuple(_WITH_UNIT.get(name, name) for name in facts),
        checks=tuple(facts.items()),
        names=frozenset(facts),
    )
    for kind, facts in _FACTS.items()
}


def claim(row: Row) -> SubmitClaim | Faults:
    """Return the claim a row states, or every fault in it."""
    get = row.get
    facts: Any = get("facts")
    head: tuple[Any, ...] = (
        values.text(get("claim_no")),
        values.uscc(get("uscc")),
        values.text(get("enterprise")),
        values.day(get("occurred_on")),
        values.day(get("filed_on")),
        values.invoices(get("invoices")),
        values.other_support(get("other_support")),
    )
    name: Any = get("kind")
    kind = TABLE.get(name) if name.__class__ is str else None
    if kind is None or facts.__class__ is not dict:
        return _faults(row, facts, kind, head, ())
    stated: list[Any] = [check(facts.get(key)) for key, check in kind.checks]
    known = _REQUIRED + ("invoices" in row) + ("other_support" in row)
    if (
        len(row) != known
        or len(facts) != len(stated)
        or Fault in map(type, head)
        or Fault in map(type, stated)
    ):
        return _faults(row, facts, kind, head, stated)
    claim_no, uscc, enterprise, occurred_on, filed_on, invoices, other_support_fen = head
    return SubmitClaim(
        claim_no=claim_no,
        uscc=uscc,
        enterprise=enterprise,
        facts=kind.shape(**dict(zip(kind.attributes, stated, strict=True))),
        occurred_on=occurred_on,
        filed_on=filed_on,
        invoices=invoices,
        other_support_fen=other_support_fen,
    )


def exports(row: Row) -> RecordExports | Faults:
    """Return the year's exports a row states, or every fault in it."""
    checked: dict[str, Any] = {
        "record": EXPORTS if row.get("record") == EXPORTS else fault("unknown-kind", row["record"]),
        "uscc": values.uscc(row.get("uscc")),
        "year": values.year(row.get("year")),
        "us_usd": values.amount_or_zero(row.get("us_usd")),
        "rcep_usd": values.amount_or_zero(row.get("rcep_usd")),
    }
    faults = [(key, value) for key, value in checked.items() if isinstance(value, Fault)]
    faults += _unknown(row, _EXPORTS_KEYS, "")
    if faults:
        return faults
    return RecordExports(
        uscc=checked["uscc"],
        year=checked["year"],
        us_usd_cents=checked["us_usd"],
        rcep_usd_cents=checked["rcep_usd"],
        once_ever=True,
    )


def paths(row: Row) -> list[str]:
    """Return the key paths that such a row should state, in the order they are written."""
    if "record" in row:
        return list(EXPORTS_KEYS)
    name: Any = row.get("kind")
    kind = TABLE.get(name) if name.__class__ is str else None
    facts = [f"facts.{key}" for key, _ in kind.checks] if kind is not None else []
    return [*HEAD_KEYS, "facts", *facts, *TAIL_KEYS]


def claim_no_of(row: Row) -> str | None:
    """Return the claim's number when that much of a bad row is readable."""
    number = values.text(row.get("claim_no"))
    return number if isinstance(number, str) else None


def _faults(row: Row, facts: Any, kind: Kind | None, head: tuple[Any, ...], stated: Any) -> Faults:
    """Return every fault of a row, in the order in which a JSON line is written."""
    claim_no, uscc, enterprise, occurred_on, filed_on, invoices, other_support = head
    checked = [("claim_no", claim_no), ("uscc", uscc), ("enterprise", enterprise)]
    if kind is None:
        name = row.get("kind")
        blank = name is None or name == ""
        unknown = name if isinstance(name, Fault) else fault("unknown-kind", name)
        checked.append(("kind", MISSING if blank else unknown))
    checked += [("occurred_on", occurred_on), ("filed_on", filed_on)]
    if facts.__class__ is not dict:
        checked.append(("facts", MISSING if facts is None else fault("bad-value", facts)))
    elif kind is not None:
        checked += [
            (f"facts.{key}", value) for (key, _), value in zip(kind.checks, stated, strict=True)
        ]
    checked += [("invoices", invoices), ("other_support", other_support)]
    faults = [(key, value) for key, value in checked if isinstance(value, Fault)]
    if isinstance(facts, dict) and kind is not None:
        faults += _unknown(facts, kind.names, "facts.")
    return faults + _unknown(row, CLAIM_KEYS, "")


def _unknown(row: Row, known: frozenset[str], prefix: str) -> Faults:
    return [(prefix + shortened(key), fault("unknown-key", key)) for key in row if key not in known]
