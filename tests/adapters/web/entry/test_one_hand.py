"""Hands stay apart whichever door each comes in by, and however a name is spelled."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.adapters.web.served import FIRST, PASSWORD, Served, served
from tests.support.command import asked, subsidy, write_lines
from tests.support.few_claims import OTHER, few_claims, trademark

PEOPLE = ("chen", "wang", "zhao")
SPELLED = {
    "chen": ("chen", "Chen", "ＣＨＥＮ", " chen"),
    "wang": ("wang", "WANG"),
    "zhao": ("zhao", "Ｚhao"),
}
_numbers = count(1)

SUBMITTERS = st.sampled_from([name for names in SPELLED.values() for name in names])
TRIES = st.lists(st.tuples(st.sampled_from(["http", "shell"]), st.sampled_from(PEOPLE)), min_size=1)


def same_name(name: str, other: str) -> bool:
    plain = [unicodedata.normalize("NFKC", each).strip().casefold() for each in (name, other)]
    return plain[0] == plain[1]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    store = few_claims(tmp_path_factory.mktemp("hands"))
    assert subsidy("store", "prepare", "--separate-hands", "--store", store).code == 0
    with served(store, []) as web:
        people = web.server.people
        for name in PEOPLE:
            people.accounts.add(name, name, ["clerk", "approver"], FIRST, by="tests")
            people.accounts.change_password(name, FIRST, PASSWORD)
            account = people.accounts.get(name)
            entered = people.entrance.let_in(account, f"web:{name}", "tests", address="-")
            web.tokens[name] = entered.token
        yield web


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(submitter=SUBMITTERS, tries=TRIES)
def test_no_claim_is_approved_by_who_submitted_it(
    desk: Served, tmp_path: Path, submitter: str, tries: list[tuple[str, str]]
) -> None:
    store, number = desk.server.settings.address, f"H-{next(_numbers)}"
    rows = [trademark(number, "2022-07-01", "1000", OTHER)]
    asked(store, "backfill", write_lines(tmp_path / "h.jsonl", rows), "--by", submitter)

    for door, person in tries:
        if door == "http":
            desk.post("/api/v1/decisions", person, json={"claims": [number]})
        else:
            for name in SPELLED[person]:
                subsidy("approve", number, "--by", name, "--store", store)

    history = asked(store, "history", number)
    by = {each["type"]: each["by"] for each in history}
    others = [person for door, person in tries if not same_name(person, submitter)]
    assert same_name(by["claim-submitted"], submitter)
    if "claim-approved" in by:
        assert not same_name(by["claim-approved"], submitter)
        assert others
    over_http = any(door == "http" and not same_name(person, submitter) for door, person in tries)
    assert ("claim-approved" in by) or not over_http
