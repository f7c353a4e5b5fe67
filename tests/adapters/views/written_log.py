"""A log written out in full, every field of it another, and what each view has of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from adapters.views.shape import SHAPE
from domain.events.payment import ClaimLapsed, ClaimPaid, ClaimTakenIntoBatch
from projections.claims.register import ClaimAnswer
from projections.views.entries import (
    CameIn,
    Decided,
    Entry,
    EntryDecision,
    EntryOutcome,
    Named,
    Reassessed,
    RejectedByOfficer,
    Revoked,
    Submitted,
    ViewedEvent,
    Withdrawn,
)


def submitted(claim_no: str, name: str, day: str, *invoices: str, **facts: Any) -> Submitted:
    return Submitted(
        claim_no=claim_no,
        enterprise=name,
        kind=f"kind of {claim_no}",
        occurred_on=day,
        filed_on=f"2024-12-{day[-2:]}",
        invoices=invoices,
        facts=facts,
    )


def decision(
    measure: str | None, place: str, assessed: int, granted: int, reason: str | None, version: int
) -> EntryDecision:
    article = None if measure is None else f"article of {measure}"
    return EntryDecision(
        outcome=EntryOutcome(
            version=version,
            measure=measure,
            article=article,
            place=place,
            assessed_fen=assessed,
            granted_fen=granted,
            reason=reason,
        )
    )


def taken(claim_no: str, batch: int, *, owed: int, allotted: int) -> ClaimTakenIntoBatch:
    return ClaimTakenIntoBatch(
        claim_no=claim_no, batch=batch, budget_year=2023, line="all", owed_fen=owed,
        allotted_fen=allotted, lapsed_fen=0,
    )  # fmt: skip


EVENTS: tuple[tuple[str, ViewedEvent | None], ...] = (
    ("E2", submitted("C5", "before", "2022-08-31", "I1", "I2", fee_fen=700, rent_fen=[20, 3])),
    ("E1", submitted("C3", "first", "2023-03-03", "I1", fee_fen=90, key=True, fair="a", cents=5)),
    (
        "E2",
        Decided(claim_no="C5", decision=decision("key-exhibition", "", 700, 500, "cap-reached", 1)),
    ),
    ("E1", Decided(claim_no="C3", decision=decision("overseas-warehouse", "hub", 90, 90, None, 1))),
    ("", None),
    ("E1", submitted("C4", "second", "2023-05-05", "I3")),
    ("E2", submitted("C1", "after", "2022-09-01")),
    ("E1", Decided(claim_no="C4", decision=decision("overseas-warehouse", "hub", 31, 30, None, 2))),
    ("E2", Decided(claim_no="C1", decision=decision(None, "", 0, 0, "late", 2))),
    (
        "E1",
        Reassessed(claim_no="C3", decision=decision("overseas-warehouse", "quay", 80, 1, "cut", 3)),
    ),
    ("E3", submitted("C9", "withdrawn", "2023-06-06")),
    ("E3", submitted("C8", "revoked", "2023-07-07")),
    ("E3", submitted("C7", "rejected", "2023-08-08")),
    ("E3", Decided(claim_no="C9", decision=decision("key-exhibition", "", 11, 11, None, 1))),
    ("E3", Decided(claim_no="C8", decision=decision("key-exhibition", "", 12, 12, None, 1))),
    ("E3", Withdrawn(claim_no="C9")),
    ("E3", Revoked(claim_no="C8")),
    ("E3", RejectedByOfficer(claim_no="C7")),
    ("E4", submitted("C2", "waits", "2024-01-01")),
    ("E3", submitted("C0", "waits too", "2024-02-02")),
    ("E2", taken("C5", 1, owed=500, allotted=300)),
    ("E1", taken("C4", 2, owed=30, allotted=29)),
    (
        "E2",
        ClaimPaid(
            claim_no="C5", batch=1, budget_year=2023, line="all", amount_fen=300, set_off_fen=0,
            receipt="R", on=date(2023, 2, 1),
        ),
    ),
    ("E2", ClaimLapsed(claim_no="C5", batch=1, lapsed_fen=150, above_fen=300)),
    (
        "E2",
        Reassessed(claim_no="C5", decision=decision("key-exhibition", "", 700, 480, "cut", 3)),
    ),
    ("E5", Named(name="registered")),
    ("E5", CameIn()),
)  # fmt: skip


def recorded(position: int) -> tuple[str, str]:
    """Return the day that an event was recorded, and by whom."""
    return f"2024-12-{position:02d}", f"officer {position % 2}"


LOG = [
    Entry(position, uscc, event, *recorded(position))
    for position, (uscc, event) in enumerate(EVENTS, 1)
]
END = len(LOG)
ARTICLE = "article of overseas-warehouse"
FAIR = "article of key-exhibition"
REGISTER = """
C0|E3|waits too|2024-02-02|20|submitted|None|None||None|0|None|None|None
C1|E2|after|2022-09-01|7|rejected|None|None||0|0|late|2|9
C2|E4|waits|2024-01-01|19|submitted|None|None||None|0|None|None|None
C3|E1|first|2023-03-03|2|approved|overseas-warehouse|ARTICLE|quay|80|1|cut|3|4
C4|E1|second|2023-05-05|6|approved|overseas-warehouse|ARTICLE|hub|31|30|None|2|8
C5|E2|before|2022-08-31|1|approved|key-exhibition|FAIR||700|480|cut|3|3
C7|E3|rejected|2023-08-08|13|rejected|None|None||None|0|rejected-by-officer|None|None
C8|E3|revoked|2023-07-07|12|rejected|key-exhibition|FAIR||12|0|revoked|1|15
C9|E3|withdrawn|2023-06-06|11|withdrawn|key-exhibition|FAIR||11|0|withdrawn|1|14
""".replace("ARTICLE", ARTICLE).replace("FAIR", FAIR)


def registered() -> Iterator[tuple[Any, ...]]:
    """Yield the register's rows as its table has them."""
    for line in REGISTER.strip().splitlines():
        texts = [None if text == "None" else text for text in line.split("|")]
        no, uscc, name, day, at, status, measure, article, place, *last = texts
        assessed, granted, reason, version, decided = last
        assert day is not None
        yield (
            *(no, uscc, name, f"kind of {no}", day, f"2024-12-{day[-2:]}"),
            *(int(day[:4]), int(at or 0), *recorded(int(at or 0))),
            *(status, measure, article, place),
            *(assessed and int(assessed), int(granted or 0), reason),
            *(version and int(version), decided and int(decided)),
        )


def answer_of(row: tuple[Any, ...]) -> ClaimAnswer:
    no, uscc, name, kind, day, _, year, _, _, _, status, measure, article, _, *last = row
    assessed, granted, reason, version, _ = last
    return ClaimAnswer(
        claim_no=no,
        uscc=uscc,
        enterprise=name,
        kind=kind,
        policy=None,
        occurred_on=date.fromisoformat(day),
        year=year,
        status=status,
        measure=measure,
        article=article,
        assessed_fen=assessed,
        granted_fen=granted,
        reason=reason,
        policy_version=version,
        retroactive=no == "C5",
    )


ROWS = {row[0]: row for row in registered()}
ANSWERS = {claim_no: answer_of(row) for claim_no, row in ROWS.items()}
HELD = (
    '{"allotment":{"batch":2,"budget_year":2023,"line":"all","amount_fen":29},"latest_batch":2,'
    '"lapsing":null,"lapses":{},"payments":{},"made":[],"settled":{},"ordered":{}}'
)
PAID = (
    '{"allotment":null,"latest_batch":1,"lapsing":null,"lapses":{"1":[150,300]},"payments":{"1":'
    '{"budget_year":2023,"line":"all","amount_fen":300,"on":"2023-02-01","recovered_fen":0,'
    '"ordered_fen":0}},"made":[1],"settled":{},"ordered":{}}'
)
POSTINGS = [
    (3, 1, "E2", "key-exhibition", 2022, "", "2024-12", 1, 500),
    (4, 1, "E1", "overseas-warehouse", 2023, "hub", "2024-12", 1, 90),
    (8, 1, "E1", "overseas-warehouse", 2023, "hub", "2024-12", 1, 30),
    (10, 0, "E1", "overseas-warehouse", 2023, "hub", "2024-12", -1, -90),
    (10, 1, "E1", "overseas-warehouse", 2023, "quay", "2024-12", 1, 1),
    (14, 1, "E3", "key-exhibition", 2023, "", "2024-12", 1, 11),
    (15, 1, "E3", "key-exhibition", 2023, "", "2024-12", 1, 12),
    (16, 0, "E3", "key-exhibition", 2023, "", "2024-12", -1, -11),
    (17, 0, "E3", "key-exhibition", 2023, "", "2024-12", -1, -12),
    (25, 0, "E2", "key-exhibition", 2022, "", "2024-12", -1, -500),
    (25, 1, "E2", "key-exhibition", 2022, "", "2024-12", 1, 480),
]
TABLES = {
    "claim_register": list(ROWS.values()),
    "postings": POSTINGS,
    "remaining_allowances": [
        ("E1", "overseas-warehouse", 2023, "hub", 1, 30),
        ("E1", "overseas-warehouse", 2023, "quay", 1, 1),
        ("E2", "key-exhibition", 2022, "", 1, 480),
        ("E3", "key-exhibition", 2023, "", 0, 0),
    ],
    "yearly_totals": [
        (2022, "key-exhibition", "2024-12", 1, 480),
        (2023, "key-exhibition", "2024-12", 0, 0),
        (2023, "overseas-warehouse", "2024-12", 2, 31),
    ],
    "invoice_index": [
        ("I1", "C3", "E1"),
        ("I1", "C5", "E2"),
        ("I2", "C5", "E2"),
        ("I3", "C4", "E1"),
    ],
    "dues": [
        ("C4", "E1", 1, 29, 0, 0, 0, 2, 2, "", HELD),
        ("C5", "E2", 30, 0, 300, 0, 150, 0, 1, "2023-02-01", PAID),
    ],
    "dues_postings": [
        (21, 0, "key-exhibition", "allotted", 1, "2024-12", 300),
        (22, 0, "overseas-warehouse", "allotted", 2, "2024-12", 29),
        (23, 0, "key-exhibition", "allotted", 1, "2023-02", -300),
        (23, 1, "key-exhibition", "paid", 0, "2023-02", 300),
        (24, 0, "key-exhibition", "lapsed", 1, "2024-12", 150),
    ],
    "dues_sums": [
        ("key-exhibition", "allotted", 1, "2023-02", -300),
        ("key-exhibition", "allotted", 1, "2024-12", 300),
        ("key-exhibition", "lapsed", 1, "2024-12", 150),
        ("key-exhibition", "paid", 0, "2023-02", 300),
        ("overseas-warehouse", "allotted", 2, "2024-12", 29),
    ],
    "stated_amounts": [
        ("C3", "kind of C3 fee_fen", 90),
        ("C5", "kind of C5 fee_fen", 700),
        ("C5", "kind of C5 rent_fen", 23),
    ],
    "enterprise_names": [
        ("E1", "first", 2),
        ("E1", "second", 6),
        ("E2", "after", 7),
        ("E2", "before", 1),
        ("E3", "rejected", 13),
        ("E3", "revoked", 12),
        ("E3", "waits too", 20),
        ("E3", "withdrawn", 11),
        ("E4", "waits", 19),
        ("E5", "registered", 26),
    ],
    "came_in": [("E5", 27)],
    "progress": [(SHAPE, END, "")],
}
