"""What each reading statement answers, from a log whose every field differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from adapters.log.numbers import VARIABLES_MAX
from adapters.views import queries
from adapters.views.backend import Reader, Row
from adapters.views.views import Views
from domain.enterprise.pooling.uses import Use
from domain.policy.book import PolicyBook
from projections.claims.listing import Wanted
from projections.claims.register import GroupTotal, Totals
from projections.claims.retroactivity import DatedGrant
from projections.remaining_allowances import Remaining, allowances
from projections.views.entries import Entry, RejectedByOfficer
from tests.adapters.views.test_views import views_at
from tests.adapters.views.written_log import ANSWERS, END, LOG, POSTINGS, TABLES, submitted
from tests.domain.given import BOOK


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Views]:
    with views_at(tmp_path_factory.mktemp("queries") / "views") as made:
        assert made.apply(LOG) == END
        yield made


@pytest.mark.parametrize("size", [1, 3, END])
def test_every_column_of_every_view_is_what_the_log_says(size: int, tmp_path: Path) -> None:
    with views_at(tmp_path / "views") as views:
        for start in range(0, END, size):
            views.apply(LOG[start : start + size])

        with views.reading() as reader:
            tables = {
                name: sorted(reader.rows(f"SELECT * FROM {name}"), key=repr) for name in TABLES
            }

    assert tables == {name: sorted(rows, key=repr) for name, rows in TABLES.items()}


@pytest.mark.parametrize(
    ("wanted", "answers"),
    [
        ({}, "C0 C1 C2 C3 C4 C5 C7 C8 C9"),
        ({"uscc": None, "status": None}, "C0 C1 C2 C3 C4 C5 C7 C8 C9"),
        ({"uscc": "E2"}, "C1 C5"),
        ({"status": "rejected"}, "C1 C7 C8"),
        ({"status": "rejected", "uscc": "E3"}, "C7 C8"),
        ({"status": "rejected", "uscc": "E3", "year": 2023, "measure": "key-exhibition"}, "C8"),
        ({"year": 2025}, ""),
        ({"since": date(2023, 1, 1), "until": date(2023, 12, 31)}, "C3 C4 C7 C8 C9"),
        ({"kind": "kind of C4"}, "C4"),
        ({"name": "WAITS"}, "C0 C2"),
        ({"name": "f%t"}, ""),
    ],
)
def test_claims_are_chosen_by_all_their_columns_and_stand_by_number(
    wanted: dict[str, Any], answers: str, views: Views
) -> None:
    with views.reading() as reader:
        assert queries.claims(reader, BOOK, Wanted(**wanted)) == [
            ANSWERS[no] for no in answers.split()
        ]


def test_claims_stand_in_the_order_asked_for(views: Views) -> None:
    with views.reading() as reader:
        asked = ["C9", "C0", "C5"]

        assert queries.claims_in_order(reader, BOOK, asked) == [ANSWERS[no] for no in asked]
        assert queries.claims_in_order(reader, BOOK, []) == []


def test_more_claims_than_a_statement_has_values_stand_in_the_order_asked_for(
    tmp_path: Path,
) -> None:
    numbers = [f"N{number}" for number in range(2 * VARIABLES_MAX + 1)]
    log = [
        Entry(at, "E", submitted(number, "e", "2023-01-01")) for at, number in enumerate(numbers, 1)
    ]
    decided = [
        Entry(at, "E", RejectedByOfficer(claim_no=number))
        for at, number in enumerate(numbers, len(log) + 1)
    ]
    with views_at(tmp_path / "views") as views:
        views.apply(log)
        views.apply(decided)  # older claims: looked up in as many statements

        with views.reading() as reader:
            answers = queries.claims_in_order(reader, BOOK, numbers)

    assert [claim.claim_no for claim in answers] == numbers
    assert {claim.status for claim in answers} == {"rejected"}


def test_pending_claims_stand_in_the_order_of_submission(views: Views) -> None:
    with views.reading() as reader:
        waiting = queries.pending(reader)

    assert [(each.claim_no, each.uscc) for each in waiting] == [("C2", "E4"), ("C0", "E3")]
    assert waiting[0].submitted_at < waiting[1].submitted_at


def test_every_grant_is_dated_and_only_grants(views: Views) -> None:
    warehouse = "overseas-warehouse"
    with views.reading() as reader:
        rows = sorted(queries.granted(reader, BOOK))
        without_policy = sorted(queries.granted(reader, PolicyBook()))

    grants = [
        DatedGrant("key-exhibition", 2022, date(2022, 8, 31), date(2024, 12, 31), 480, True),
        DatedGrant(warehouse, 2023, date(2023, 3, 3), date(2024, 12, 3), 1, False),
        DatedGrant(warehouse, 2023, date(2023, 5, 5), date(2024, 12, 5), 30, False),
    ]
    assert rows == grants
    assert without_policy == [grant._replace(retroactive=False) for grant in grants]


@pytest.mark.parametrize(
    ("position", "names"),
    [
        (0, {}),
        (1, {"E2": "before"}),
        (2, {"E2": "before", "E1": "first"}),
        (5, {"E2": "before", "E1": "first"}),
        (6, {"E2": "before", "E1": "second"}),
        (END, {"E2": "after", "E1": "second", "E3": "waits too", "E4": "waits"}),
    ],
)
def test_enterprises_have_the_names_of_their_latest_claims(
    position: int, names: dict[str, str], views: Views
) -> None:
    with views.reading() as reader:
        assert queries.enterprise_names(reader, position) == names
        for codes in ((), ("E1",), ("E4", "E5", "E1"), [f"E{each}" for each in range(2_000)]):
            own = {code: names[code] for code in codes if code in names}
            assert queries.enterprise_names(reader, position, codes) == own


def test_names_of_many_claims_are_a_row_each_of_what_is_read(views: Views) -> None:
    with views.reading() as reader:
        claims = reader.rows("SELECT COUNT(*) FROM claim_register WHERE uscc = 'E1'")[0][0]
        read: list[Row] = []

        class Counting(Reader):
            def each(self, statement: str, values: Sequence[object] = ()) -> Iterator[Row]:
                for row in reader.each(statement, values):
                    read.append(row)
                    yield row

        names = queries.enterprise_names(Counting(None, Exception, "?"), END, ["E1"])

    assert claims > 1
    assert (names, len(read)) == ({"E1": "second"}, 1)


WHEN = (None, *range(END + 2))


def granted_at(at: int | None) -> list[tuple[Any, ...]]:
    return [posting for posting in POSTINGS if at is None or posting[0] <= at]


def totals(at: int | None, column: int, year: int | None) -> dict[str, GroupTotal]:
    """Add up the postings until a position by one of their columns."""
    sums: dict[str, list[int]] = {}
    for posting in granted_at(at):
        if year in (None, posting[4]):
            total = sums.setdefault(str(posting[column]), [0, 0])
            total[0] += posting[7]
            total[1] += posting[8]
    return {
        name: GroupTotal(claims=claims, granted_fen=fen)
        for name, (claims, fen) in sorted(sums.items())
        if claims > 0
    }


@pytest.mark.parametrize(("by", "column"), [("enterprise", 2), ("measure", 3), ("year", 4)])
@pytest.mark.parametrize("year", [None, 2022, 2023, 2024])
def test_totals_are_the_postings_added_up_and_stand_in_order(
    by: str, column: int, year: int | None, views: Views
) -> None:
    with views.reading() as reader:
        answers = {at: queries.totals_by(reader, 77, year, by, at) for at in WHEN}

    for at, answer in answers.items():
        groups = totals(at, column, year)
        claims = sum(total.claims for total in groups.values())
        fen = sum(total.granted_fen for total in groups.values())
        assert answer == Totals(position=77, claims=claims, granted_fen=fen, groups=groups), at
        assert list(answer.groups) == list(groups), at


@pytest.mark.parametrize("uscc", ["E1", "E2", "E3"])
@pytest.mark.parametrize("year", [2022, 2023])
def test_allowances_are_what_the_postings_leave(uscc: str, year: int, views: Views) -> None:
    with views.reading() as reader:
        answers = {at: queries.remaining(reader, BOOK, 78, uscc, year, at) for at in WHEN}

    for at, answer in answers.items():
        sums: dict[tuple[str, int, str], Use] = {}
        for _, _, whose, *key, claims, fen in granted_at(at):
            if whose == uscc:
                use = sums.get((scope := (key[0], key[1], key[2])), Use(claims=0, amount_fen=0))
                sums[scope] = Use(claims=use.claims + claims, amount_fen=use.amount_fen + fen)
        rows = [(*scope, use) for scope, use in sums.items()]
        caps = tuple(allowances(rows, BOOK, year))
        assert answer == Remaining(uscc=uscc, year=year, position=78, caps=caps), at
