"""A sample is the same for everybody, and every stratum has its share."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.audit.sampling import Sample, SampledGrant, draw_sample
from tests.support.command import asked, subsidy
from tests.support.money_desk import approved, case, code, submit
from tests.support.stores import made_once

CLAIMS = st.lists(
    st.builds(
        SampledGrant,
        policy=st.none(),
        claim_no=st.text("0123456789", min_size=1, max_size=6),
        uscc=st.just("u"),
        measure=st.sampled_from(("a", "b", "c")),
        granted_fen=st.integers(1, 40_000_000),
    ),
    unique_by=lambda each: each.claim_no,
    max_size=40,
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return begun(tmp_path)


@made_once
def begun(folder: Path) -> Path:
    """A ledger with twelve claims granted 1,000 yuan and three granted 300,000."""
    made = folder / "ledger.db"
    small = [case(f"S{n:02d}", "1000", code(n)) for n in range(12)]
    approved(made, *small, *(case(f"L{n}", "300000", code(20 + n)) for n in range(3)))
    return made


def drawn(store: Path, size: int = 6, seed: str = "2024", *words: str) -> Any:
    return asked(store, "audit", "sample", "--size", str(size), "--seed", seed, *words)


def numbers(sample: Any) -> list[str]:
    return [claim["claim_no"] for claim in sample["claims"]]


def test_every_stratum_has_one_first_and_then_the_money_decides(store: Path) -> None:
    sample = drawn(store)

    rows = [(part["from_fen"], part["below_fen"], part["claims"], part["drawn"]) for part in
            sample["strata"]]  # fmt: skip
    assert rows == [(0, 1_000_000, 12, 3), (20_000_000, None, 3, 3)]
    assert (sample["drawn"], sample["claims_in_all"]) == (6, 15)


def test_the_draw_can_be_repeated_with_any_tool_that_has_sha_256(store: Path) -> None:
    sample = drawn(store)

    position = sample["position"]
    ranks = {
        sha256(f"2024:{position}:S{n:02d}".encode()).hexdigest(): f"S{n:02d}" for n in range(12)
    }
    assert [number for number in numbers(sample) if number[0] == "S"] == [
        ranks[rank] for rank in sorted(ranks)[:3]
    ]
    assert {row["rank"]: row["claim_no"] for row in sample["claims"] if row["claim_no"][0] == "S"} \
        .items() <= ranks.items()  # fmt: skip


def test_the_same_seed_and_position_give_the_same_sample_whatever_came_later(store: Path) -> None:
    first = drawn(store)
    approved(store, *(case(f"M{n}", "700000", code(40 + n)) for n in range(5)))

    again = drawn(store, 6, "2024", "--position", str(first["position"]))

    assert again == first
    assert numbers(drawn(store)) != numbers(first)


def test_another_seed_draws_others(store: Path) -> None:
    assert numbers(drawn(store, 6, "a")) != numbers(drawn(store, 6, "b"))


def test_only_what_was_granted_is_drawn(store: Path) -> None:
    submit(store, [case("PENDING", "500000")])
    asked(store, "withdraw", "L1", "--reason", "a mistake")

    claims = numbers(drawn(store, 100))

    assert len(claims) == 14
    assert not {"PENDING", "L1"} & set(claims)


@pytest.mark.parametrize("size", ["0", "-1", "x", "1.5"])
def test_a_size_is_a_whole_number_above_nothing(size: str, store: Path) -> None:
    ran = subsidy("audit", "sample", f"--size={size}", "--seed", "s", "--store", store)

    assert ran.code == 2


def test_further_claims_go_where_the_money_per_claim_drawn_is_highest() -> None:
    claims = [
        grant(f"{measure}{n}", measure, fen)
        for measure, fen in (("a", 60), ("b", 40))
        for n in range(10)
    ]

    sample = drawn_from(claims, 5, "s")

    assert [stratum.drawn for stratum in sample.strata] == [3, 2]


@given(CLAIMS, st.integers(1, 50), st.text(max_size=5))
def test_a_sample_is_as_large_as_asked_or_everything(
    claims: list[SampledGrant], size: int, seed: str
) -> None:
    sample = drawn_from(claims, size, seed)

    assert len({claim.claim_no for claim in sample.claims}) == min(size, len(claims))
    assert len(sample.claims) == sample.drawn == sum(each.drawn for each in sample.strata)
    assert sum(stratum.claims for stratum in sample.strata) == len(claims)
    if size >= len(sample.strata):
        assert all(stratum.drawn for stratum in sample.strata)
    assert drawn_from(list(reversed(claims)), size, seed) == sample


def test_the_money_of_a_stratum_is_divided_by_odd_numbers_as_sainte_lague_does() -> None:
    claims = [
        grant(f"{measure}{n}", measure, fen)
        for measure, fen in (("a", 100_000), ("b", 63_000))
        for n in range(10)
    ]

    sample = drawn_from(claims, 4, "2024")

    assert [stratum.drawn for stratum in sample.strata] == [2, 2]  # [3, 1] by 1, 2, 3


def drawn_from(claims: list[SampledGrant], size: int, seed: str) -> Sample:
    return draw_sample(claims, size, seed, 7, None, None)


def grant(claim_no: str, measure: str, fen: int) -> SampledGrant:
    return SampledGrant(claim_no=claim_no, uscc="u", policy=None, measure=measure, granted_fen=fen)
