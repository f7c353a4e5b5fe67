"""Forms of several policies: sheets have names that a workbook can hold, whatever their titles."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.intake.forms import Forms
from adapters.intake.workbook.headers import AT
from domain.policy.compiling.policy import compiled
from domain.policy.measures import Policy
from tests.domain.policy.small import document


def policy(id_: str, sheet: str) -> Policy:
    said: dict[str, Any] = document([{"of": "fee"}], id=id_, title_zh=id_, title_en=id_)
    said["kinds"]["work"] |= {"zh": sheet, "en": sheet, "day": "日期"}
    return compiled(said | ({} if id_ == "one" else {"qualified": True}))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("展会", "展会"),
        ("Fair", "fair"),
        ("很" * 31, "很" * 31),
        ("很" * 30, "很" * 30),
        ("展会", "商标"),
    ],
)
@pytest.mark.parametrize("id_", ["two", "2", "a-very-long-name-of-a-policy-of-a-county"])
def test_each_kind_has_a_sheet_of_its_own_that_leads_back_to_its_policy(
    first: str, second: str, id_: str
) -> None:
    forms = Forms([policy("one", first), policy(id_, second)])
    names = list(forms.sheets.values())

    assert len({name.casefold() for name in names}) == 2
    assert max(map(len, names)) <= 31
    for name, owner in zip(names, ("one", id_), strict=True):
        marked = AT.search(name)
        assert (marked is None) == (first.casefold() != second.casefold())
        assert marked is None or forms.policy_called(marked[1]) == owner


def test_a_title_that_two_policies_share_names_neither() -> None:
    alike = [policy(id_, "展会") for id_ in ("one", "two")]
    renamed = [compiled({**each.source, "title_zh": "展会资助"}) for each in alike]

    assert Forms(renamed).policy_called("展会资助") is None
    assert [Forms(renamed).policy_called(name) for name in ("one", "two", "2", "第2")] == [
        "one",
        "two",
        None,
        "two",
    ]
