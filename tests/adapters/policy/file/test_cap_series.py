"""Claims one after another under a cap: to its limit, to its last day, and beyond."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.policy.file.trying.boundaries import boundary_claims
from adapters.policy.file.trying.cap_series import cap_series
from domain.policy.compiling.policy import compiled
from tests.adapters.policy.file.test_boundaries import capped
from tests.domain.policy.small import document

AWARD = [{"award": "100"}]


def row(pays: list[Any] = AWARD, **lines: Any) -> list[tuple[str, int]]:
    """The days of the claims under a cap, with what each is granted."""
    policy = compiled(document(pays, caps=capped(**lines)))
    return [
        (claim.on.isoformat(), claim.granted_fen)
        for claim in cap_series(policy, list(boundary_claims(policy)))
    ]


FULL = [("2022-01-01", 10_000), ("2022-01-01", 5_000)]
SPANS: list[tuple[dict[str, Any], str, str]] = [
    ({}, "2022-12-31", "2023-01-01"),
    ({"period": "fiscal", "starts": "04-01"}, "2022-03-31", "2022-04-01"),
    ({"period": "rolling", "months": 12}, "2022-12-31", "2023-01-01"),
    ({"period": "rolling", "months": 1}, "2022-01-31", "2022-02-01"),
]


@pytest.mark.parametrize(("lines", "last", "following"), SPANS)
def test_a_cap_stays_full_to_its_last_day_and_is_empty_the_day_after(
    lines: dict[str, Any], last: str, following: str
) -> None:
    assert row(limit="150", **lines) == [*FULL, (last, 0), (following, 10_000)]


def test_a_cap_of_the_whole_policy_is_full_to_the_policys_last_day() -> None:
    assert row(limit="150", period="policy") == [*FULL, ("2024-12-31", 0)]


def test_a_limit_that_is_of_a_record_holds_one_claim_and_a_half() -> None:
    limit = {"of": "trade.total:1", "rate": "1/3"}

    assert row(limit=limit) == [*FULL, ("2022-12-31", 0), ("2023-01-01", 10_000)]


def test_places_by_item_are_filled_by_claims_of_one_item() -> None:
    lines = {"unit": "count", "limit": 2, "per": "item", "period": "policy"}

    assert row(**lines) == [("2022-01-01", 10_000), ("2023-01-01", 10_000), ("2024-01-01", 0),
                            ("2024-12-31", 0)]  # fmt: skip


def test_a_cap_that_a_dozen_claims_do_not_fill_has_no_row() -> None:
    assert row(limit="1201") == []
