"""One row of named values to one command, or its leftmost fault. The hot path of the intake."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any

from adapters.intake import values
from adapters.intake.forms import KindForm, RecordForm, forms
from adapters.intake.items import (
    AcceptedRow,
    At,
    Item,
    Notice,
    RejectedRow,
    RowFault,
    Source,
    shortened,
)
from adapters.intake.values import MISSING, Check, Fault, fault
from domain.commands.enterprise import RecordAmounts, SubmitClaim
from domain.money import yuan
from domain.policy.facts import Facts
from domain.policy.names import SEPARATOR

Row = Mapping[str, object]
Faults = list[tuple[str, Fault]]  # key path and fault, in canonical order

WHY = "退回原因"  # why a row came back; no reader minds it
CONFIRMED = "确认金额"  # 是: the amounts of this row are as meant, however small or large
RAW = "原文"  # a returned line that could not be split into named values
_OWN: dict[str, Check] = {  # what every claim states, but for its kind and facts
    "claim_no": values.text,
    "uscc": values.uscc,
    "enterprise": values.text,
    "occurred_on": values.day,
    "filed_on": values.day,
    "invoices": values.invoices,
    "other_support": values.other_support,
}
_ATTRIBUTES = (*list(_OWN)[:-1], "other_support_fen")
HEAD_KEYS = ("claim_no", "uscc", "enterprise", "kind", "occurred_on", "filed_on")
TAIL_KEYS = ("invoices", "other_support")
POLICY = "policy"  # whose kind it is; needed where several policies have kinds of one name
CLAIM_KEYS = frozenset({*HEAD_KEYS, POLICY, "facts", *TAIL_KEYS})
RECORD = "record"  # what a row is of that is not a claim
_OWN_OF_RECORDS: dict[str, Check] = {"uscc": values.uscc, "year": values.year}
RECORD_KEYS = (RECORD, *_OWN_OF_RECORDS)
_REQUIRED = len(HEAD_KEYS) + 1


def claim(row: Row) -> SubmitClaim | Faults:
    """Return the claim a row states, or every fault in it."""
    get = row.get
    facts: Any = get("facts")
    own: list[Any] = [check(get(key)) for key, check in _OWN.items()]
    kind = form_of(row)
    if kind is None or facts.__class__ is not dict:
        return _faults(row, facts, kind, own, ())
    stated: list[Any] = [check(facts.get(key)) for key, check in kind.checks.items()]
    known = _REQUIRED + ("invoices" in row) + ("other_support" in row) + (POLICY in row)
    if (
        len(row) != known
        or len(facts) != len(stated)
        or Fault in map(type, own)
        or Fault in map(type, stated)
    ):
        return _faults(row, facts, kind, own, stated)
    return SubmitClaim(
        facts=Facts(kind.id, dict(zip(kind.recorded, stated, strict=True))),
        **dict(zip(_ATTRIBUTES, own, strict=True)),
    )


def form_of(row: Row) -> KindForm | None:
    """Return how the facts of the kind that a row names are checked; None for no such kind."""
    name: Any = row.get("kind")
    if POLICY in row:
        name = _in_policy(row[POLICY], name)
    return forms().table.get(name) if name.__class__ is str else None


def support_beyond_fee(stated: Row, facts: Row) -> Faults:
    """Return a fault where far more was granted elsewhere than the fee was: its unit is wrong.

    A little more may be: travel, freight. A tenth above the fee it is sent back.
    """
    support = stated.get("other_support")
    name = forms().fee_of(str(stated.get("kind")))
    if not isinstance(support, str) or name is None or name not in facts:
        return []
    stated_fee = facts[name]
    each = stated_fee if isinstance(stated_fee, list) else [stated_fee]
    cents = [values.amount_or_zero(fee) for fee in each]
    granted = values.amount_or_zero(support)
    if isinstance(granted, Fault) or any(isinstance(fee, Fault) for fee in cents):
        return []
    fee = sum(each for each in cents if isinstance(each, int))
    suspect = Fault("suspect-unit", support, "above-fee", f"{yuan(granted)}/{yuan(fee)}")
    return [("other_support", suspect)] if 10 * granted > 11 * fee else []


def record(row: Row) -> RecordAmounts | Faults:
    """Return a year's figures that a row states, or every fault in it."""
    form = record_form_of(row)
    figures = {} if form is None else form.checks
    every = {**_OWN_OF_RECORDS, **figures}
    checked: dict[str, Any] = {key: check(row.get(key)) for key, check in every.items()}
    faults = [] if form is not None else list(_unknown_record(row).items())
    faults += [(key, value) for key, value in checked.items() if isinstance(value, Fault)]
    if form is not None:
        faults += _unknown(row, (*RECORD_KEYS, *figures, POLICY), "")
    if form is None or faults:
        return faults
    return RecordAmounts(
        uscc=checked["uscc"],
        record=form.called,
        year=checked["year"],
        amounts=tuple((name, checked[name]) for name in figures),
        once_ever=True,
    )


def record_form_of(row: Row) -> RecordForm | None:
    """Return how the figures of the record that a row names are checked; None for no such one."""
    name: Any = row.get(RECORD)
    if POLICY in row:
        name = _in_policy(row[POLICY], name)
    return forms().record_table.get(name) if isinstance(name, str) else None


def paths(row: Row) -> list[str]:
    """Return the key paths that such a row should state, in the order they are written."""
    if RECORD in row:
        form = record_form_of(row)
        return [*RECORD_KEYS, *(() if form is None else form.checks)]
    policy = [POLICY] if POLICY in row else []
    kind = form_of(row)
    facts = [f"facts.{key}" for key in kind.checks] if kind is not None else []
    return [*policy, *HEAD_KEYS, "facts", *facts, *TAIL_KEYS]


def row_result(
    checked: SubmitClaim | RecordAmounts | Faults,
    row: Row,
    at: At,
    columns: Mapping[str, str],
    source: Source,
    order: Sequence[str],
) -> tuple[Item, ...]:
    """Return an accepted row, or a rejected row that names the columns at fault, leftmost first.

    `columns`: key path to column. `order`: the file's columns.
    """
    if isinstance(checked, list):
        place = {column: index for index, column in enumerate(order)}
        by_column: dict[str, Fault] = {}
        for key, fault in checked:
            by_column.setdefault(columns.get(key, key), fault)
        named = sorted(by_column, key=lambda column: place.get(column, len(place)))
        first, *others = (_in_column(column, by_column[column]) for column in named)
        number = values.text(row.get("claim_no"))
        rejected = RejectedRow(
            at=at,
            of_claim=RECORD not in row,
            column=first.column,
            code=first.code,
            value=first.value,
            claim_no=number if isinstance(number, str) else None,
            source=source,
            check=first.check,
            limit=first.limit,
            others=tuple(others),
        )
        return (rejected,)
    good = AcceptedRow(at=at, command=checked, columns=columns, source=source)
    if isinstance(checked, SubmitClaim) and checked.occurred_on > checked.filed_on:
        return good, _filed_before(at, checked)
    return (good,)


def _filed_before(at: At, claim: SubmitClaim) -> Notice:
    facts = {
        "file": at.file,
        "sheet": at.sheet,
        "row": at.row,
        "claim_no": claim.claim_no,
        "occurred_on": claim.occurred_on.isoformat(),
        "filed_on": claim.filed_on.isoformat(),
    }
    return Notice(code="filed-before", facts=facts)


def _in_column(column: str, fault: Fault) -> RowFault:
    return RowFault(
        column=column, code=fault.code, value=fault.value, check=fault.check, limit=fault.limit
    )


def _faults(
    row: Row,
    facts: Any,
    kind: KindForm | None,
    own: list[Any],
    stated: Any,
) -> Faults:
    """Return every fault of a row, in the order in which a JSON line is written."""
    checked = dict(zip(_OWN, own, strict=True))
    if kind is None:
        checked |= _unknown_kind(row)
    if facts.__class__ is not dict:
        checked["facts"] = MISSING if facts is None else fault("bad-value", facts)
    elif kind is not None:
        checked |= {f"facts.{key}": value for key, value in zip(kind.checks, stated, strict=True)}
    faults = [(path, checked[path]) for path in paths(row) if isinstance(checked.get(path), Fault)]
    if isinstance(facts, dict) and kind is not None:
        faults += _unknown(facts, kind.checks, "facts.")
    return faults + _unknown(row, CLAIM_KEYS, "")


def _in_policy(policy: object, kind: object) -> object:
    """Return the name of a kind together with its policy, by its id or title."""
    if not isinstance(policy, str) or not isinstance(kind, str):
        return None
    known = forms().policy_called(policy)
    if SEPARATOR in kind and not kind.startswith(f"{known}{SEPARATOR}"):
        return None  # the two contradict each other
    return kind if SEPARATOR in kind else f"{known}{SEPARATOR}{kind}"


def _unknown_kind(row: Row) -> dict[str, Fault]:
    """Return what is wrong with a row whose kind no policy has, or several."""
    return _unknown_name(row, "kind", forms().table, forms().of_several)


def _unknown_record(row: Row) -> dict[str, Fault]:
    """Return what is wrong with a row whose record no policy has, or several."""
    return _unknown_name(row, RECORD, forms().record_table, forms().records_of_several)


def _unknown_name(
    row: Row, key: str, table: Container[str], of_several: Container[str]
) -> dict[str, Fault]:
    policy, name = row.get(POLICY), row.get(key)
    if POLICY in row and (not isinstance(policy, str) or forms().policy_called(policy) is None):
        return {POLICY: fault("policy-unknown", policy)}
    if isinstance(name, Fault):
        return {key: name}
    if name in (None, ""):
        return {key: MISSING}
    if isinstance(name, str) and POLICY in row and name in table and SEPARATOR in name:
        return {key: fault("policy-conflicts", name)}
    known = isinstance(name, str) and POLICY not in row and name in of_several
    return {key: fault("policy-not-named" if known else "unknown-kind", name)}


def _unknown(row: Row, known: Container[str], prefix: str) -> Faults:
    return [(prefix + shortened(key), fault("unknown-key", key)) for key in row if key not in known]
