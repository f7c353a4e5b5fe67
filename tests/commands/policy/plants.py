"""A policy that asks about a year of an enterprise: taxes, exports, headcount and energy."""

from __future__ import annotations

from pathlib import Path

from tests.commands.policy.county import USCC

POLICY = """
id = "plants"
title_zh = "工厂补助"
title_en = "Plants"
document = "D"
announced_on = 2022-01-01
first_day = 2022-01-01
last_day = 2026-12-31
currency = "CNY"

[kinds.plant]
zh = "工厂"
en = "plant"
day = "开工日期"
facts.area = { is = "quantity", zh = "面积", en = "area" }

[records.firm]
zh = "企业情况"
en = "figures of the firm"
sheet = "企业年报"
year = "年份"
plausible = "100000000"
facts.taxes = { is = "amount", zh = "纳税额", en = "taxes" }
facts.sold_usd = { is = "amount", currency = "USD", zero = true, zh = "出口额", en = "exports" }
facts.headcount = { is = "count", zh = "职工人数", en = "headcount" }
facts.energy = { is = "quantity", zh = "用电量", en = "energy" }

[measures.plant]
article = "一"
title_zh = "工厂"
title_en = "Plant"
kind = "plant"
needs = [
    { record = "firm", field = "headcount", at_least = 10, code = "too-small" },
    { record = "firm", field = "energy", below = "2.5", code = "too-hungry" },
]
pays = [{ of = "firm.taxes" }, { rate = "10%" }]

[[article]]
id = "一"
figures = []

[[inferred]]
article = "一"
paths = [
    "measures.plant.rate", "measures.plant.needs.1.at_least", "measures.plant.needs.2.below",
    "first_day", "last_day", "announced_on", "kinds.plant", "records.firm",
]
note_zh = "试"
note_en = "test"
"""
HEADERS = ("统一社会信用代码", "年份", "纳税额", "出口额（美元）", "职工人数", "用电量")
FIGURES = {"taxes": "200000.00", "sold_usd": "0", "headcount": 12, "energy": "2.25"}
RECORDED = {"taxes_fen": 20_000_000, "sold_usd_cents": 0, "headcount": 12, "energy": "2.25"}
LINE = {"record": "firm", "uscc": USCC, "year": 2023, **FIGURES}
CLAIM = {
    "claim_no": "P-1", "uscc": USCC, "enterprise": "示例公司", "kind": "plant",
    "occurred_on": "2023-05-01", "filed_on": "2023-06-01", "facts": {"area": "100"},
}  # fmt: skip


def policy_file(folder: Path, currency: str = "CNY") -> Path:
    path = folder / "plants.toml"
    path.write_text(POLICY.replace('"CNY"', f'"{currency}"'), encoding="utf-8")
    return path
