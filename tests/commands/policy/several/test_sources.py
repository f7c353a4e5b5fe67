"""Money of several sources: who gave it, and who bears what was paid, to the fen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from projections.money.years import split
from tests.support.command import asked, subsidy
from tests.support.money_desk import (
    CASHIER,
    CLOSED,
    OFFICER,
    OTHER,
    USCC,
    approved,
    case,
    past,
    position_of,
    refused,
    with_accounts,
)

pytestmark = pytest.mark.sqlite

SHIPPED = Path("domain/policy/policies/yueqing-foreign-trade.toml")
SOURCES = """
[sources.city]
zh = "市级财政"
en = "the city"
[sources.county]
zh = "县级财政"
en = "the county"
[funding.case-by-case]
article = "三（一）"
measures = ["case-by-case"]
shares = { city = "1/3", county = "2/3" }
[funding.others]
article = "三（一）"
shares = { county = "100%" }
[[inferred]]
article = "三（一）"
paths = [
    "funding.case-by-case.shares.city", "funding.case-by-case.shares.county",
    "funding.others.shares.county",
]
note_zh = "由市、县财政约定。"
note_en = "Agreed between the treasuries."
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    file = tmp_path / "policy.toml"
    root = Path(__file__).parents[4]
    file.write_text((root / SHIPPED).read_text(encoding="utf-8") + SOURCES, encoding="utf-8")
    place = tmp_path / "ledger.db"
    asked(place, "store", "prepare", "--policy", file)
    return place


def gave(store: Path, amount: str, document: str, *source: str) -> Any:
    return asked(store, "budget", "appropriate", "2022", "--amount", amount, "--document", document,
                 "--on", "2022-01-10", *source)  # fmt: skip


def figures(store: Path, *at: str) -> dict[Any, tuple[int, ...]]:
    rows = asked(store, "budget", "sources", "2022", *at)
    names = ("received_fen", "paid_fen", "in_publicity_fen", "left_fen")
    return {row["source"]: tuple(row[name] for name in names) for row in rows}


def carried(store: Path, year: int) -> dict[tuple[str, Any], tuple[int, int]]:
    rows = asked(store, "budget", "sources", str(year))
    return {(row["line"], row["source"]): (row["carried_fen"], row["left_fen"]) for row in rows}


def test_who_bears_a_payment_is_known_to_the_fen(store: Path) -> None:
    gave(store, "100", "D-1", "--source", "市级财政")
    gave(store, "200", "D-2", "--source", "county")
    approved(store, case("A", "0.10"), case("B", "0.20", OTHER))
    asked(store, "batch", "compute", "--budget-year", "2022", "--document", "B-1", *OFFICER)

    assert figures(store) == {
        "city": (10_000, 0, 3 + 7, 9_990),  # 10/3 and 20/3 fen: the larger remainder up
        "county": (20_000, 0, 7 + 13, 19_980),
    }
    before = asked(store, "totals")["position"]
    asked(store, "batch", "publish", "1", *past("2022-10-09"))
    asked(store, "batch", "pay", "1", *past("2022-11-01"), "--receipt", "R", *CASHIER)
    assert figures(store) == {
        "city": (10_000, 10, 0, 9_990),
        "county": (20_000, 20, 0, 19_980),
    }
    assert figures(store, "--position", str(before))["city"] == (10_000, 0, 10, 9_990)
    asked(store, "batch", "fail", "1", "B", "--reason", "退汇")
    assert figures(store)["city"] == (10_000, 3, 0, 9_997)


def test_a_source_is_named_once_also_after_the_money_came(store: Path) -> None:
    gave(store, "100", "D-1")
    assert figures(store) == {None: (10_000, 0, 0, 10_000)}

    gave(store, "100", "D-1", "--source", "the city")
    before = asked(store, "totals")["position"]
    gave(store, "100", "D-1", "--source", "市级 财政")

    assert figures(store) == {"city": (10_000, 0, 0, 10_000)}
    assert asked(store, "totals")["position"] == before
    words = ("budget", "appropriate", "2022", "--amount", "100", "--document", "D-1",
             "--on", "2022-01-10")  # fmt: skip
    assert "request-conflicts" in refused(store, *words, "--source", "county")
    assert "source-unknown" in refused(store, *words, "--source", "state")
    for language in ("zh", "en"):
        ran = subsidy("budget", "sources", "2022", "--store", store, "--lang", language)
        assert ran.code == 0
        assert ("市级财政" if language == "zh" else "the city") in ran.out


def test_what_goes_back_goes_back_to_its_source(store: Path) -> None:
    gave(store, "100", "D-1", "--source", "city")
    asked(store, "budget", "return", "2022", "--amount", "30", "--document", "D-9",
          "--on", "2022-06-10", "--source", "city")  # fmt: skip

    assert figures(store) == {"city": (7_000, 0, 0, 7_000)}


@pytest.mark.parametrize("fen", [0, 1, 2, 3, 100, 10**15 - 1])
def test_shares_of_an_amount_are_that_amount(fen: int) -> None:
    from fractions import Fraction

    sevenths = {f"s{number}": Fraction(10_000 * number, 28) for number in range(1, 8)}

    assert sum(split(fen, sevenths).values()) == fen
    assert split(fen, {}) == {None: fen}


def test_a_movement_put_right_stays_of_its_source_and_one_reversed_has_none(store: Path) -> None:
    gave(store, "100", "D-1", "--source", "city")
    gave(store, "200", "D-2", "--source", "county")
    first, second = (
        position_of(store, "budget:2022", "budget-appropriated", document)
        for document in ("D-1", "D-2")
    )
    by = ("--document", "K", "--reason", "typed wrongly")

    asked(store, "budget", "correct", str(first), "--set", "amount=150", "document=D-9", *by)
    asked(store, "budget", "correct", str(second), "--void", *by)
    gave(store, "7", "D-2")

    received = {source: row[0] for source, row in figures(store).items()}
    assert received == {"city": 15_000, None: 700}


def test_what_is_left_of_a_source_goes_with_it_into_the_next_year(store: Path) -> None:
    gave(store, "100", "D-1", "--source", "city")
    gave(store, "200", "D-2", "--source", "county")
    gave(store, "5", "D-3")
    approved(store, case("A", "90"))
    asked(store, "batch", "compute", "--budget-year", "2022", "--document", "B-1", *OFFICER)
    asked(store, "batch", "publish", "1", *past("2022-10-09"))
    with_accounts(store, USCC)
    asked(store, "batch", "pay", "1", *past("2022-11-01"), "--receipt", "R", *CASHIER)
    asked(store, "budget", "carry-over", "2022", *CLOSED)

    old, new = carried(store, 2022), carried(store, 2023)
    assert old == {
        ("all", "city"): (-7_000, 0), ("all", "county"): (-14_000, 0), ("all", None): (-500, 0),
    }  # fmt: skip
    assert new == {
        ("all", "city"): (7_000, 7_000), ("all", "county"): (14_000, 14_000),
        ("all", None): (500, 500),
    }  # fmt: skip

    asked(store, "revoke", "A", "--reason", "x", "--document", "F")
    asked(store, "recovery", "record", "A", "--amount", "90", *past("2023-02-01"),
          "--receipt", "B")  # fmt: skip
    again = ("--on", "2023-03-01", "--document", "C-2")
    asked(store, "budget", "carry-over", "2022", *again)
    assert carried(store, 2023)["all", "city"] == (10_000, 10_000)
    assert carried(store, 2023)["all", "county"] == (20_000, 20_000)
    assert {left for _, left in carried(store, 2022).values()} == {0}


def test_a_transfer_moves_the_money_of_its_source(store: Path) -> None:
    gave(store, "100", "D-1", "--source", "city")
    asked(store, "budget", "line", "2022", "brands", "--measures", "zhejiang-export-brand")
    words = ("budget", "transfer", "2022", "--from", "all", "--to", "brands", "--amount", "30",
             "--document", "D-1", "--on", "2022-02-01")  # fmt: skip
    asked(store, *words, "--source", "city")
    before = asked(store, "totals")["position"]
    asked(store, *words, "--source", "市级财政")

    assert carried(store, 2022) == {("all", "city"): (0, 7_000), ("brands", "city"): (0, 3_000)}
    assert asked(store, "totals")["position"] == before
    assert "request-conflicts" in refused(store, *words, "--source", "county")
