"""What goes wrong in a line of JSON: one fault a line, known by column and code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from random import Random
from typing import NamedTuple

from scripts.sample.county.countries import NOT_A_COUNTRY
from scripts.sample.county.enterprises import with_wrong_check

Record = dict[str, object]
# A way changes the record and returns the column at fault, "" for none; None: not this record.
_Way = Callable[[Random, Record, Record | None], str | None]

_FEES = ("fee", "premium", "guarantee_fee")
_BAD_DATES = ("2023-02-30", "2022-13-05", "2022.13.45", "待定")
_WORDS = ("organiser", "title", "grade", "key", "pool", "self_export")


class Fault(NamedTuple):
    """Why the line is rejected, in the words of the intake; `column` is a key path."""

    column: str | None
    code: str
    claim_no: str | None


class Spoiler:
    """Spoils records, each way in turn. Remembers the last sound claim that had an invoice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._attempt = 0
        self._seen: Record | None = None

    def saw(self, record: Record) -> None:
        """Take note of a claim that stands in the file as it should."""
        if record.get("invoices"):
            self._seen = record

    def spoil(self, record: Record) -> tuple[str, Fault]:
        """Return the record's text with one fault in it, and the fault."""
        faults = (self._try_next(record) for _ in range(2 * len(_WAYS)))
        code, column = next(fault for fault in faults if fault)
        number = record.get("claim_no")
        text = json.dumps(record, ensure_ascii=False)
        if code == "malformed-line":
            text, number = text[: len(text) // 2], None
        claim_no = number if isinstance(number, str) else None
        return text, Fault(column=column, code=code, claim_no=claim_no)

    def _try_next(self, record: Record) -> tuple[str, str | None] | None:
        code, way = _WAYS[self._attempt % len(_WAYS)]
        self._attempt += 1
        column = way(self._rng, record, self._seen)
        return (code, column or None) if column is not None else None


def _facts(record: Record) -> Record:
    facts = record["facts"]
    assert isinstance(facts, dict), "every claim states facts"
    return facts


def _with(column: str, draw: Callable[[Random, Record], object]) -> _Way:
    """Return the way that writes what is drawn into a column."""

    def way(rng: Random, record: Record, _: Record | None) -> str:
        record[column] = draw(rng, record)
        return column

    return way


def _with_fact(names: Iterable[str], *bad: object) -> _Way:
    """Return the way that spoils the first of these facts that the record states."""

    def way(rng: Random, record: Record, _: Record | None) -> str | None:
        facts = _facts(record)
        name = next((name for name in names if name in facts), None)
        if name is None:
            return None
        facts[name] = rng.choice(bad) if len(bad) > 1 else bad[0]
        return f"facts.{name}"

    return way


def _missing_field(rng: Random, record: Record, _: Record | None) -> str | None:
    facts = _facts(record)
    if facts and rng.random() < 0.7:
        name = rng.choice(sorted(facts))
        del facts[name]
        return f"facts.{name}"
    name = rng.choice(("claim_no", "enterprise", "filed_on"))
    del record[name]
    return name


def _duplicate_invoice(_: Random, record: Record, seen: Record | None) -> str | None:
    if seen is None or not record.get("invoices"):
        return None
    record["uscc"], record["enterprise"] = seen["uscc"], seen["enterprise"]
    record["invoices"] = seen["invoices"]
    return "invoices"


def _claim_conflicts(_: Random, record: Record, seen: Record | None) -> str | None:
    if seen is None:
        return None
    record["claim_no"] = seen["claim_no"]
    record["uscc"], record["enterprise"] = seen["uscc"], seen["enterprise"]
    return "claim_no"


_WAYS: tuple[tuple[str, _Way], ...] = (
    ("bad-uscc", _with("uscc", lambda _, record: with_wrong_check(str(record["uscc"])))),
    ("bad-date", _with("occurred_on", lambda rng, _: rng.choice(_BAD_DATES))),
    ("bad-amount", _with_fact(_FEES, 12_000.5, "0.00", "-800.00", "1234.567", "面议")),
    ("unknown-country", _with_fact(("country",), "QQ", "XX", *NOT_A_COUNTRY)),
    ("missing-field", _missing_field),
    ("bad-value", _with_fact(_WORDS, "也许")),
    ("duplicate-invoice", _duplicate_invoice),
    ("claim-conflicts", _claim_conflicts),
    ("unknown-key", _with("bank", lambda *_: "云汀农商行")),
    ("unknown-kind", _with("kind", lambda *_: "tax-refund")),
    ("malformed-line", lambda *_: ""),
)
