"""What a policy says of other support that has no effect is refused, or said; never silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.policy.county import SHIPPED, TOWN, WUDI
from tests.support.command import Ran, asked, subsidy

ENTRY = '[[other_policies]]\narticle = "第一条"\n'
UP_TO_COST = f'{ENTRY}rule = "up-to-cost"\n'

pytestmark = pytest.mark.sqlite


def published(tmp_path: Path, *changes: tuple[str, str], file: Path = TOWN) -> Ran:
    """Publish a copy of a file, changed, into a ledger of the shipped policy."""
    text, store = file.read_text(encoding="utf-8"), tmp_path / "ledger.db"
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    draft = tmp_path / "draft.toml"
    draft.write_text(text, encoding="utf-8")
    if not store.exists():
        subsidy("store", "prepare", "--policy", SHIPPED, "--store", store)
    return subsidy("policy", "publish", draft, "--store", store, "--json", "--lang", "en")


def test_policies_that_the_ledger_lacks_are_named_until_it_has_them(tmp_path: Path) -> None:
    store = tmp_path / "ledger.db"
    naming = f'{ENTRY}policies = ["yueqing-foreign-trade", "wudi-foreign-trade"]\nrule = "deduct"\n'

    ran = published(tmp_path, (UP_TO_COST, naming))
    (notice,) = ran.json["notices"]
    shown = subsidy("policy", "show", "--policy", "town-fairs", "--store", store, "--lang", "en")
    listed = subsidy("policy", "list", "--store", store, "--lang", "en")

    assert notice == {
        "code": "policies-not-in-ledger",
        "where": "other_policies.1.policies",
        "names": ["wudi-foreign-trade"],
    }
    for out in (ran.err, shown.out, listed.out):
        assert "this ledger does not have" in out
        assert "wudi-foreign-trade" in out
    assert [row["not_in_ledger"] for row in asked(store, "policy", "list")] == [
        [],
        ["wudi-foreign-trade"],
    ]

    assert subsidy("policy", "publish", WUDI, "--store", store).code == 0

    assert asked(store, "policy", "show", "--policy", "town-fairs")["notices"] == []
    assert [row["not_in_ledger"] for row in asked(store, "policy", "list")] == [[], [], []]


def test_kinds_that_state_no_cost_are_named_where_support_stays_within_it(tmp_path: Path) -> None:
    free = (
        '[measures.fair]',
        '[kinds.visit]\nzh = "参观"\nen = "visit"\nday = "参观日期"\n\n[measures.visit]\n'
        'article = "第一条"\ntitle_zh = "参观"\ntitle_en = "Visit"\nkind = "visit"\n'
        'pays = [{ award = "50000", name = "each" }]\n\n[measures.fair]',
    )  # fmt: skip
    printed = '{ printed = "5万元", sets = ["measures.visit.each"] }'
    figure = ("figures = [\n", f"figures = [\n{printed},\n")

    ran = published(tmp_path, free, figure)

    assert [(notice["where"], notice["names"]) for notice in ran.json["notices"]] == [
        ("other_policies.1.rule", ["visit"]),
        ("settings.other_support", ["visit"]),
    ]
    assert ran.err.count("kinds that state no cost: visit") == 2


def test_a_policy_whose_kinds_all_have_what_its_rules_ask_says_nothing(tmp_path: Path) -> None:
    ran = published(tmp_path)

    assert (ran.json["notices"], ran.err) == ([], "")


NEVER = [
    ((UP_TO_COST, UP_TO_COST * 2), "other_policies.2.policies", "never-counts"),
    (
        (UP_TO_COST, f'{ENTRY}policies = ["a"]\nrule = "ignore"\n' * 2),
        "other_policies.2.policies",
        "never-counts",
    ),
    (
        (UP_TO_COST, f'{ENTRY}policies = ["a", "a"]\nrule = "ignore"\n'),
        "other_policies.1.policies",
        "repeated",
    ),
    (('cost = "fee"\n', ""), "other_policies.1.rule", "without-a-cost"),
    (
        ('item = "exhibition"\ncost = "fee"\n', 'cost = "fee"\n'),
        "other_policies.1.same",
        "kind-without-item",
    ),
]


@pytest.mark.parametrize(("change", "where", "problem"), NEVER)
def test_a_rule_that_can_never_count_is_refused_by_its_key(
    tmp_path: Path, change: tuple[str, str], where: str, problem: str
) -> None:
    by_item = problem == "kind-without-item"
    same = (UP_TO_COST, f'{UP_TO_COST}same = "item"\n') if by_item else ("", "")

    ran = published(tmp_path, change, same)

    assert ran.code == 1
    assert ran.json["code"] == "policy-file-invalid"
    assert where in ran.err


def test_a_rule_about_all_others_after_those_about_some_counts(tmp_path: Path) -> None:
    ran = published(
        tmp_path, (UP_TO_COST, f'{ENTRY}policies = ["a-b"]\nrule = "ignore"\n{UP_TO_COST}')
    )

    assert ran.code == 0


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("yueqing-foreign-trad", "policy-unknown"),
        ("yueqing-foreign-trade-2025", ""),
        ("ruian-foreign-trade", ""),
    ],
)
def test_a_name_misspelt_is_refused_and_one_that_may_come_later_is_not(
    tmp_path: Path, named: str, code: str
) -> None:
    ran = published(tmp_path, (UP_TO_COST, f'{ENTRY}policies = ["{named}"]\nrule = "ignore"\n'))

    assert ran.json.get("code", "") == code
