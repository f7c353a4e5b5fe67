"""A policy whose form could not be filled in, or would be read back as another, is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.intake import checks
from adapters.intake.forms import Forms, in_force
from adapters.intake.items import BESIDE as KEYS_BESIDE
from adapters.intake.workbook.form import template
from adapters.intake.workbook.sheets.table import BESIDE, IGNORED, sheets
from adapters.policy.codec import from_json, to_json
from adapters.policy.file.files import read_policy_file
from adapters.policy.file.sheets import OWN_HEADERS, OWN_KEYS, OWN_SHEETS
from domain.policy.compiling.policy import compiled
from domain.refusals import Refusal
from tests.domain.policy.small import document

REFUSED: list[tuple[str, str, str, str, str]] = [
    ('zh = "房租"', 'zh = "' + "房" * 32 + '"', "kinds.rent.zh", "sheet-too-long", "房" * 32),
    ('zh = "房租"', 'zh = "房/租"', "kinds.rent.zh", "sheet-malformed", "房/租"),
    ('en = "rent"', 'en = "rent"\nsheet = "a：b"', "kinds.rent.sheet", "sheet-malformed", "a：b"),
    ('zh = "房租"', 'zh = "房租@1"', "kinds.rent.zh", "sheet-malformed", "房租@1"),
    ('zh = "房租"', 'zh = "选项"', "kinds.rent.zh", "taken-by-the-program", "选项"),
    ('zh = "房租"', 'zh = "History"', "kinds.rent.zh", "taken-by-the-program", "History"),
    ('zh = "房租"', 'zh = "差旅"', "kinds.rent.category", "sheet-shared", "差旅"),
    ('zh = "费用"', 'zh = "日期"', "kinds.rent.facts.fee.zh", "header-repeated", "日期"),
    ('zh = "费用"', 'zh = "地 点"', "kinds.rent.facts.place.zh", "header-repeated", "地点"),
    ('zh = "费用"', 'zh = "备注"', "kinds.rent.facts.fee.zh", "taken-by-the-program", "备注"),
    ('zh = "费用"', 'zh = "电 话"', "kinds.rent.facts.fee.zh", "taken-by-the-program", "电 话"),
    ('day = "日期"', 'day = "申报日期"', "kinds.rent.day", "taken-by-the-program", "申报日期"),
    ("facts.place =", "facts.kind =", "kinds.rent.facts.kind", "taken-by-the-program", "kind"),
    ('en = "costs"', 'en = "costs", split = "日期"', "kinds.trip.facts.costs.split",
     "header-repeated", "日期"),
    ('en = "place"', 'en = "place", split = "项数"', "kinds.rent.facts.place.split",
     "not-allowed", "项数"),
    ('currency = "CNY"', 'currency = "RMB"', "currency", "not-a-currency", "RMB"),
    ("announced_on = 2024-01-01", "announced_on = 2032-01-01", "announced_on",
     "announced-years-later", "2032-01-01"),
]  # fmt: skip
POLICY = """
id = "fund"
title_zh = "资金"
title_en = "Fund"
document = "文"
announced_on = 2024-01-01
first_day = 2024-01-01
last_day = 2026-12-31
currency = "CNY"

[kinds.rent]
zh = "房租"
en = "rent"
day = "日期"
facts.fee = { is = "amount", zh = "费用", en = "fee" }
facts.place = { is = "text", zh = "地点", en = "place" }

[kinds.trip]
zh = "差旅"
en = "trip"
day = "日期"
facts.costs = { is = "amounts", zh = "费用", en = "costs" }

[measures.rent]
article = "一"
title_zh = "房租"
title_en = "Rent"
kind = "rent"
pays = [{ of = "fee" }]

[measures.trip]
article = "一"
title_zh = "差旅"
title_en = "Trip"
kind = "trip"
pays = [{ of = "costs" }]

[[article]]
id = "一"
figures = []

[[inferred]]
article = "一"
paths = ["measures.rent", "measures.trip", "first_day", "last_day", "announced_on"]
note_zh = "注"
note_en = "note"
"""
ON_ONE = '\nsheet = "综合"\ncategory = "类别"'
SHARED = (
    POLICY.replace('en = "rent"', f'en = "rent"{ON_ONE}')
    .replace('en = "trip"', f'en = "trip"{ON_ONE}')
    .replace('zh = "费用", en = "costs"', 'zh = "差旅费", en = "costs"')
)
OF_SHARED = [
    ('en = "trip"\nsheet = "综合"\ncategory = "类别"', 'en = "trip"\nsheet = "综合"',
     "kinds.trip.category", "sheet-shared"),
    ('category = "类别"\nday = "日期"\nfacts.costs', 'category = "种类"\nday = "日期"\nfacts.costs',
     "kinds.trip.category", "sheet-shared"),
    ('day = "日期"\nfacts.costs', 'day = "结束日期"\nfacts.costs',
     "kinds.trip.day", "sheet-shared"),
    ('zh = "差旅费"', 'zh = "费用"', "kinds.trip.facts.costs.zh", "header-repeated"),
    ("facts.costs =", 'facts.place = { is = "text", zh = "地方" }\nfacts.costs =',
     "kinds.trip.facts.place", "sheet-shared"),
    ('zh = "差旅"', 'zh = "房 租"', "kinds.trip.zh", "category-repeated"),
    ("facts.costs =", 'facts.class = { is = "word", words = { a = "房租" } }\nfacts.costs =',
     "kinds.trip.facts.class.words.a", "category-repeated"),
]  # fmt: skip


def refused(path: Path, said: str) -> dict[str, object]:
    path.write_text(said, encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        read_policy_file(path)
    return dict(refusal.value.facts)


@pytest.mark.parametrize(("old", "new", "where", "problem", "shown"), REFUSED)
def test_a_form_that_could_not_be_filled_in_is_refused_by_the_key(
    old: str, new: str, where: str, problem: str, shown: str, tmp_path: Path
) -> None:
    assert old in POLICY

    facts = refused(tmp_path / "fund.toml", POLICY.replace(old, new, 1))

    assert (facts["where"], facts["problem"], facts["found"]) == (where, problem, shown)


@pytest.mark.parametrize(("old", "new", "where", "problem"), OF_SHARED)
def test_kinds_of_one_sheet_differ_by_category_and_call_their_columns_alike(
    old: str, new: str, where: str, problem: str, tmp_path: Path
) -> None:
    assert old in SHARED

    facts = refused(tmp_path / "fund.toml", SHARED.replace(old, new, 1))

    assert (facts["where"], facts["problem"]) == (where, problem)


@pytest.mark.parametrize("said", [POLICY, SHARED])
def test_a_form_that_can_be_filled_in_is_taken(said: str, tmp_path: Path) -> None:
    path = tmp_path / "fund.toml"
    path.write_text(said, encoding="utf-8")

    policy = read_policy_file(path)

    with in_force(Forms([policy])):
        headers = [[column.header for column in sheet.columns] for sheet in sheets().values()]
    assert all(len(set(each)) == len(each) for each in headers)


def test_a_currency_is_offered_for_what_people_call_it(tmp_path: Path) -> None:
    path, said = tmp_path / "fund.toml", POLICY.replace('"CNY"', '"RMB"')

    assert refused(path, said)["nearest"] == "CNY"
    of_fact = POLICY.replace('zh = "费用", en = "fee"', 'currency = "XXX", zh = "费用", en = "fee"')
    assert refused(path, of_fact)["where"] == "kinds.rent.facts.fee.currency"


def test_a_policy_may_be_published_within_the_year_after_its_days(tmp_path: Path) -> None:
    path = tmp_path / "fund.toml"
    said = POLICY.replace("announced_on = 2024-01-01", "announced_on = 2027-12-31")
    path.write_text(said, encoding="utf-8")

    assert read_policy_file(path).announced_on.year == 2027


@pytest.mark.parametrize("measures", ['["rent"]', '["rent", "rent"]'])
def test_one_measure_does_not_stand_together(measures: str, tmp_path: Path) -> None:
    entry = f'\n[[together]]\narticle = "一"\nmeasures = {measures}\npays = "both"\n'

    assert refused(tmp_path / "fund.toml", POLICY + entry)["where"] == "together.一.measures"


def test_a_version_recorded_before_such_a_check_is_read_for_ever() -> None:
    said = document([{"of": "fee"}], currency="RMB", announced_on="2032-01-01")
    said["kinds"]["work"] |= {"zh": "a/b" * 20, "en": "w", "day": "备注"}
    policy = compiled(said)

    assert from_json(to_json(policy)).id == "small"


def test_what_the_program_calls_its_own_is_known_to_the_check() -> None:
    claims = next(iter(sheets().values())).columns
    own = {each.header for each in claims if not each.key.startswith(("facts.", "occurred_on"))}
    taken = own | IGNORED | frozenset().union(*BESIDE.values()) | {checks.RAW}

    assert taken - {"标准展位数"} <= OWN_HEADERS
    assert {*checks.HEAD_KEYS, *checks.TAIL_KEYS, *KEYS_BESIDE, checks.POLICY} <= OWN_KEYS
    assert {template.ABOUT, template.LISTS, "退回行"} <= OWN_SHEETS
