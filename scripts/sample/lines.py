"""Claims as JSON Lines, at any size, in one pass; and what goes wrong in a line where it is to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from adapters.intake.workbook.cells import yuan_text
from scripts.sample.county.claims import Claim, filed_claim
from scripts.sample.county.county import County, MixedOrder
from scripts.sample.county.enterprises import Enterprise, with_wrong_check
from scripts.sample.county.facts import NOT_A_COUNTRY

EXPORTS_PERCENT = 2  # an exports record after one claim of fifty
DIRT_PERCENT = 2  # one claim of fifty, where dirt is asked for
YEARS = (2022, 2023, 2024)

_encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode

Record = dict[str, object]
# A way changes the record and returns the column at fault, "" for none; None: not this record.
_Way = Callable[[Random, Record, Record | None], str | None]

_FEES = ("fee", "premium", "guarantee_fee")
_BAD_DATES = ("2023-02-30", "2022-13-05", "2022.13.45", "待定")
_WORDS = ("organiser", "title", "grade", "key", "pool", "self_export")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line without its end; `fault` is what is wrong with it, by column and code."""

    text: str
    is_claim: bool
    fault: Fault | None


def lines(seed: int, claims: int, *, exports: bool, dirt: bool) -> Iterator[Line]:
    """Yield `claims` claims in mixed order; exports records come on top of them.

    Neither exports nor dirt changes the other lines.
    """
    rng, dirt_rng, exports_rng = (Random(f"{seed}/{use}") for use in ("lines", "dirt", "exports"))
    county, order = County(seed, claims), MixedOrder(seed, claims)
    spoiler = Spoiler(dirt_rng)
    for number in range(1, claims + 1):
        filer, rank = county.owner(order[number - 1])
        record = claim_record(filed_claim(rng, seed, number, filer, rank))
        if dirt and dirt_rng.random() * 100 < DIRT_PERCENT:
            text, fault = spoiler.spoil(record)
            yield Line(text=text, is_claim=True, fault=fault)
        else:
            spoiler.saw(record)
            yield Line(text=_encode(record), is_claim=True, fault=None)
        if exports and exports_rng.random() * 100 < EXPORTS_PERCENT:
            exporter = county.enterprise(exports_rng.randrange(len(county)))
            text = _encode(_exports_record(exports_rng, exporter))
            yield Line(text=text, is_claim=False, fault=None)


def claim_record(claim: Claim) -> dict[str, object]:
    """Return the claim as files state it; what may be left out is, for a kind without a cost."""
    record: dict[str, object] = {
        "claim_no": claim.claim_no,
        "uscc": claim.enterprise.uscc,
        "enterprise": claim.enterprise.name,
        "kind": claim.kind,
        "occurred_on": claim.occurred_on.isoformat(),
        "filed_on": claim.filed_on.isoformat(),
        "facts": claim.facts,
    }
    if claim.fee_fen is not None:
        record["invoices"] = list(claim.invoices)
        record["other_support"] = yuan_text(claim.other_support_fen)
    return record


def export_figures(rng: Random) -> tuple[int, int]:
    """Return exports in dollars to the United States and to the members of RCEP.

    Often at the threshold of ten million, or a dollar below.
    """
    us_usd = rng.choice((0, 3_000_000, 9_999_999, 10_000_000, 25_000_000))
    return us_usd, rng.choice((0, 2_000_000, 9_999_999, 10_000_000))


def _exports_record(rng: Random, exporter: Enterprise) -> dict[str, object]:
    us_usd, rcep_usd = export_figures(rng)
    return {
        "record": "exports",
        "uscc": exporter.uscc,
        "year": rng.choice(YEARS),
        "us_usd": str(us_usd),
        "rcep_usd": str(rcep_usd),
    }


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
