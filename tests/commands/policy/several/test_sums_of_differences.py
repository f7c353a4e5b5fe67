"""What `rehearse` and `reassess` add up is of the changed claims, at every door.

`before_fen` and `after_fen` are sums of these claims alone, `delta_fen` is their difference, and
each grouping adds up to the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.commands.policy.county import CITY, FAIRS, TOWN, USCC
from tests.commands.policy.test_amended_claims import amended, given, trademark
from tests.support.command import asked, subsidy

pytestmark = pytest.mark.sqlite

DAYS = ("--first-day", "2023-01-01", "--last-day", "2023-12-31")
RECORDED = ("--announced-on", "2023-02-01", "--document", "补1号")
RATES = ("measures.key-exhibition.rate=50%", "measures.key-exhibition.per_booth=10000")
GROUPS = ("by_measure", "by_year", "by_enterprise")


def adds_up(answer: dict[str, Any], *claims: str) -> dict[str, Any]:
    """Check that sums are of these claims alone, in every grouping."""
    changes = answer["changes"]
    assert [each["claim_no"] for each in changes] == sorted(claims)
    sums = {name: sum(each[name] for each in changes) for name in ("before_fen", "after_fen")}
    assert {name: answer[name] for name in sums} == sums
    assert answer["claims_changed"] == len(claims)
    assert answer["delta_fen"] == sums["after_fen"] - sums["before_fen"]
    for group in (*GROUPS, *(["by_policy"] if "by_policy" in answer else [])):
        shares = answer[group].values()
        for name in (*sums, "delta_fen"):
            assert sum(share[name] for share in shares) == answer[name], group
        assert sum(share["claims"] for share in shares) == len(claims), group
        assert all(each["after_fen"] - each["before_fen"] == each["delta_fen"] for each in shares)
    return answer


def test_of_several_policies_by_each_door_and_of_one_of_them(own: Path) -> None:
    draft = ("rehearse", "--policy", CITY, "--set", *RATES, *DAYS)
    rehearsed = adds_up(asked(own, *draft), "A-1", "B-1")
    before = asked(own, "totals")["granted_fen"]
    of_one = asked(own, "rehearse", "--uscc", USCC, "--policy", CITY, "--set", *RATES, *DAYS)
    assert adds_up(of_one, "A-1", "B-1") == rehearsed
    adds_up(asked(own, "rehearse"))
    adds_up(asked(own, "rehearse", "--policy", FAIRS))

    asked(own, "policy", "amend", "--policy", CITY, "--set", *RATES, *DAYS, *RECORDED)

    adds_up(asked(own, "rehearse", "--policy", CITY), "A-1")
    adds_up(asked(own, "rehearse", "--policy", FAIRS), "B-1")
    adds_up(asked(own, "rehearse", "--uscc", USCC), "A-1", "B-1")
    refused = subsidy("reassess", "--policy", CITY, "--store", own, "--json")
    assert "differs-elsewhere" in refused.err
    changed = adds_up(asked(own, "reassess"), "A-1", "B-1")
    assert changed == rehearsed
    assert asked(own, "totals")["granted_fen"] == before + changed["delta_fen"]
    adds_up(asked(own, "reassess"))


def test_of_a_draft_file_and_as_people_read_it(own: Path, tmp_path: Path) -> None:
    file = tmp_path / "draft.toml"
    file.write_text(TOWN.read_text(encoding="utf-8").replace('"40%"', '"30%"'), encoding="utf-8")

    answer = adds_up(asked(own, "rehearse", "--policy", file), "B-1", "B-2")

    shown = subsidy("rehearse", "--policy", file, "--store", own, "--lang", "en").out
    for name in ("before_fen", "after_fen"):
        assert f"{answer[name] // 100:,}.00" in shown


def test_of_one_policy_and_of_what_a_document_changed(tmp_path: Path) -> None:
    claims = (trademark("T-1", "80000"), trademark("T-2", "20000"), trademark("T-3", "1000"))
    store = given(tmp_path, *claims)
    rate = ("--set", "measures.overseas-trademark.rate=40%")
    days = ("--first-day", "2022-01-01", "--last-day", "2024-12-31")

    # The first fills the cap as it did, but is assessed at less: it is among those that change.
    same = adds_up(asked(store, "rehearse", *rate, *days), "T-1", "T-2", "T-3")
    assert (same["before_fen"], same["after_fen"]) == (3_000_000, 3_000_000)
    adds_up(amended(store, "correct", "T-1", "--set", "facts.fee=30000")["differences"],
            "T-1", "T-2", "T-3")  # fmt: skip
    adds_up(amended(store, "redecide", "T-1", "--reduced-to", "100")["differences"], "T-1")
    adds_up(asked(store, "rehearse", *rate, *days), "T-1", "T-2", "T-3")
    asked(store, "policy", "amend", *rate, *days, *RECORDED)
    adds_up(asked(store, "rehearse", "--uscc", USCC), "T-1", "T-2", "T-3")
    adds_up(asked(store, "reassess", "--uscc", USCC), "T-1", "T-2", "T-3")
    adds_up(asked(store, "reassess"))


def test_a_claim_that_goes_to_another_measure_counts_where_it_is_now(tmp_path: Path) -> None:
    facts = {"insurance_policy_no": "P-1", "premium": "100000.00", "pool": False}
    line = trademark("I-1", "1") | {"kind": "credit-insurance", "facts": facts}
    store = given(tmp_path, line)
    asked(store, "exports", USCC, "2023", "--us-usd", "12000000", "--rcep-usd", "0")

    answer = adds_up(asked(store, "reassess"), "I-1")

    assert {name: (each["claims"], each["before_fen"], each["after_fen"])
            for name, each in answer["by_measure"].items()} == {
        "export-credit-insurance": (0, 5_000_000, 0),
        "key-export-credit-insurance": (1, 0, 8_000_000),
    }  # fmt: skip
