"""An exclusion gives a reason by the policy's own code: every list, paper and history shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import asked, subsidy, write_lines

pytestmark = pytest.mark.sqlite

USCC = "91330382MA0000023T"
POLICY = """
id = "fund"
title_zh = "资金"
title_en = "Fund"
document = "文"
announced_on = 2024-01-01
first_day = 2024-01-01
last_day = 2026-12-31
currency = "CNY"

[kinds.project]
zh = "项目"
en = "project"
day = "日期"
item = "name"
facts.name = { is = "text", zh = "名称", en = "name" }
facts.whole = { is = "yes-no", zh = "是否整体", en = "whole" }
facts.fee = { is = "amount", zh = "费用", en = "fee" }

[measures.whole]
article = "一"
title_zh = "整体"
title_en = "Whole"
kind = "project"
when = ["whole"]
pays = [{ of = "fee" }]

[measures.part]
article = "一"
title_zh = "部分"
title_en = "Part"
kind = "project"
pays = [{ of = "fee" }]

[[exclusions]]
article = "一"
measure = "part"
by = ["whole"]
on = "item"
way = "two-way"
code = "funded-as-project"

[words.funded-as-project]
zh = "已按整体项目补助"
en = "funded as a project"

[[article]]
id = "一"
figures = []

[[inferred]]
article = "一"
paths = ["measures.whole", "measures.part", "first_day", "last_day", "announced_on"]
note_zh = "注"
note_en = "note"
"""


def line(number: str, *, whole: bool) -> dict[str, object]:
    return {
        "claim_no": number,
        "uscc": USCC,
        "enterprise": "示例公司",
        "kind": "project",
        "occurred_on": "2024-05-01",
        "filed_on": "2024-06-01",
        "facts": {"name": "A", "whole": whole, "fee": "1000"},
    }


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fund")
    path, policy = folder / "ledger.db", folder / "fund.toml"
    policy.write_text(POLICY, encoding="utf-8")
    assert subsidy("store", "prepare", "--policy", policy, "--store", path).code == 0
    lines = [line("P-0", whole=False), line("P-1", whole=True), line("P-2", whole=False)]
    claims = write_lines(folder / "c.jsonl", lines)
    assert subsidy("backfill", claims, "--approve", "--store", path).code == 0
    return path


@pytest.mark.parametrize(
    "words",
    [
        ("claims",),
        ("claims", "--status", "rejected"),
        ("explain", "P-0"),
        ("explain", "P-2"),
        ("history", USCC),
        ("reperform",),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_answer_shows_a_claim_excluded_by_the_policys_own_code(
    words: tuple[str, ...], language: str, store: Path
) -> None:
    ran = subsidy(*words, "--store", store, "--lang", language)

    assert ran.code == 0, ran.err


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_list_of_claims_is_written_with_such_a_reason(
    form: str, store: Path, tmp_path: Path
) -> None:
    ran = subsidy("claims", "--out", tmp_path / f"claims.{form}", "--store", store)

    assert ran.code == 0, ran.err
    reasons = {claim["claim_no"]: claim["reason"] for claim in asked(store, "claims")}
    assert reasons == {"P-0": "funded-as-project", "P-1": None, "P-2": "funded-as-project"}
