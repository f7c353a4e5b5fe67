"""The page of a claim: what became of it, its working, its caps, its history, its late orders."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.adapters.web.served import Served
from tests.support.command import asked

LATE = "YQ2022-0700019"  # the second under a cap that is shared by two


def first(web: Served, status: str) -> dict[str, Any]:
    claims: list[dict[str, Any]] = web.get(f"/api/v1/claims?status={status}").json()
    return claims[0]


def test_a_claim_says_what_it_was_granted_and_by_which_article(web: Served) -> None:
    claim = first(web, "approved")
    page = web.get(f"/claims/{claim['claim_no']}")

    assert page.status_code == 200
    granted = f"{claim['granted_fen'] // 100:,}.{claim['granted_fen'] % 100:02d}"
    assert granted in page.text
    assert f'href="/enterprises/{claim["uscc"]}"' in page.text
    assert f'href="/policy/article/{quote(claim["article"], safe="")}"' in page.text


def test_a_cap_names_the_claims_that_had_filled_it_as_links(web: Served, county: Path) -> None:
    answer = asked(county, "explain", LATE)
    filled = {number for cap in answer["caps"] for number in cap["filled_by"]}
    page = web.get(f"/claims/{LATE}").text

    assert filled
    assert all(f'href="/claims/{number}"' in page for number in filled)


@pytest.mark.parametrize(
    ("role", "verbs"),
    [
        ("approver", {"revoke", "redecide", "correct"}),
        ("clerk", {"withdraw", "attach"}),
        ("auditor", set()),
    ],
)
def test_buttons_are_those_that_the_role_may_press(web: Served, role: str, verbs: set[str]) -> None:
    claim = first(web, "approved")
    page = web.get(f"/claims/{claim['claim_no']}", by=role).text

    assert set(re.findall(r'href="/do/([a-z-]+)\?', page)) == verbs


def test_nobody_who_keeps_accounts_sees_a_claim(web: Served) -> None:
    assert web.get(f"/claims/{LATE}", by="admin").status_code == 403
    assert web.get(f"/claims/{LATE}/history", by="admin").status_code == 403


def test_a_claim_that_is_not_there_is_a_page_that_says_so(web: Served) -> None:
    page = web.get("/claims/NO-SUCH-CLAIM")

    assert page.status_code == 404
    assert "NO-SUCH-CLAIM" in page.text


def test_a_history_leads_to_the_claim_as_it_stood(web: Served, county: Path) -> None:
    events = asked(county, "history", LATE)
    before = events[0]["position"]
    page = web.get(f"/claims/{LATE}/history").text

    assert all(f'href="/claims/{LATE}?position={each["position"]}"' in page for each in events)
    assert "尚未核定" in web.get(f"/claims/{LATE}?position={before}").text
    assert "尚未核定" not in web.get(f"/claims/{LATE}").text


def test_late_orders_stand_beside_each_other_and_lead_to_a_check(web: Served, county: Path) -> None:
    answer = asked(county, "late", LATE)
    page = web.get(f"/claims/{LATE}/late", by="approver").text

    assert re.findall(r'name="order" value="(\w+)"', page) == list(answer["orders"])
    assert "document" not in re.findall(r'name="(\w+)"', web.get(f"/claims/{LATE}/late").text)
    sent = {
        "uscc": first(web, "approved")["uscc"], "cap": answer["cap"], "year": str(answer["year"]),
        "order": "matter", "document": "1 号", "next": f"/claims/{LATE}", "step": "check",
    }  # fmt: skip
    checked = web.post("/do/reorder", by="approver", data=sent)
    assert checked.status_code == 200
    assert "1 号" in checked.text


def test_a_history_repeats_its_claim_in_no_row_unless_the_column_is_chosen(
    web: Served, county: Path
) -> None:
    number = str(asked(county, "claims")[0]["claim_no"])
    for path in (f"/claims/{number}/history", f"/history/{number}"):
        key = "claim" if path.startswith("/claims") else "5"
        shown, *_of_keys = re.findall(r"<tbody>(.*?)</tbody>", web.get(path).text, re.S)
        chosen, *_of_keys = re.findall(
            r"<tbody>(.*?)</tbody>", web.get(f"{path}?cols={key}").text, re.S
        )

        assert f">{number}<" not in shown
        assert f">{number}<" in chosen
        assert number in web.get(f"{path}?export=csv").text
