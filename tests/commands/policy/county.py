"""A county with four policies at once: two of its own, a town's, and the successor of the first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.commands.policy.several.test_other_policies import WUDI

HERE = Path(__file__)
SHIPPED = WUDI.parents[1] / "yueqing-foreign-trade.toml"
TOWN = HERE.parents[2] / "golden" / "policies" / "town-fairs.toml"
CITY, AWARDS, FAIRS, NEXT = (
    "yueqing-foreign-trade",
    "wudi-foreign-trade",
    "town-fairs",
    "yueqing-foreign-trade-2025",
)
USCC = "91330382MA0000023T"
HEADERS = (
    "申报编号", "企业名称", "统一社会信用代码", "展会名称", "展会结束日期", "展位费", "申报日期",
)  # fmt: skip
AS_THE_CITY = {"exhibition": "汉诺威", "country": "DE", "key": True, "booth_fees": ["20000"] * 2}


def successor() -> str:
    """The city's policy as written again for three more years; AEO is still awarded once only."""
    text = SHIPPED.read_text(encoding="utf-8")
    for old, new in (
        (f'id = "{CITY}"', f'id = "{NEXT}"'),
        (
            'title_zh = "乐清市外贸稳定增长扶持政策"',
            'title_zh = "乐清市外贸稳定增长扶持政策（2025）"',
        ),
        ("announced_on = 2022-09-01", "announced_on = 2025-06-01"),
        ("first_day = 2022-01-01", "first_day = 2025-01-01"),
        ("last_day = 2024-12-31", "last_day = 2027-12-31"),
        ('printed = "2024年12月31日"', 'printed = "2027年12月31日"'),
        ('printed = "2022年1月1日"', 'printed = "2025年1月1日"'),
        ("[caps.aeo-once]\n", f'[caps.aeo-once]\ncounts = ["{CITY}/aeo-advanced"]\n'),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def claim(number: str, kind: str, facts: dict[str, Any], **more: Any) -> dict[str, Any]:
    said = {"claim_no": number, "uscc": USCC, "enterprise": "示例公司", "kind": kind}
    days = {"occurred_on": "2023-05-01", "filed_on": "2025-08-01"}
    return said | days | {"facts": facts} | more


CLAIMS = [
    claim("A-1", "exhibition", AS_THE_CITY, policy=CITY, invoices=["F-1"]),
    claim(
        "B-1",
        "exhibition",
        {"exhibition": "汉诺威", "fee": "40000"},
        policy=FAIRS,
        invoices=["F-1"],
    ),
    claim("B-2", f"{FAIRS}/exhibition", {"exhibition": "广交会", "fee": "40000"}),
    claim("X-1", "exhibition", {"exhibition": "广交会", "fee": "40000"}),
    claim("X-2", "exhibition", {"exhibition": "广交会", "fee": "40000"}, policy="town"),
    claim("X-3", f"{FAIRS}/exhibition", {"exhibition": "广交会", "fee": "40000"}, policy=CITY),
    claim("A-2", "aeo", {}, policy=CITY),
    claim("C-1", "aeo", {}, policy=NEXT, occurred_on="2025-02-01"),
    claim("W-1", "title", {"grade": "national"}),
]
