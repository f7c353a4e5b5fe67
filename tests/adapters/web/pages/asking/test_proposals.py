"""A version proposed by one approver in the browser, and confirmed or declined by another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.web.served import Counties, Served, entered, served
from tests.support.command import asked

RATE = "measures.overseas-trademark.rate"
RECORD = {
    "policy": "yueqing-foreign-trade", "set": f"{RATE}=60%", "document": "乐政发〔2023〕2号",
    "announced_on": "2023-01-05", "first_day": "2023-01-01", "last_day": "2023-12-31",
    "year": "2023", "step": "send",
}  # fmt: skip
PAGE, API = "/policy/proposals/1", "/api/v1/policies/proposals/1"


@pytest.fixture
def office(counties: Counties, tmp_path: Path) -> Iterator[Served]:
    """A ledger of separated hands, served to two approvers and the others."""
    store = counties(tmp_path / "ledger.db")
    asked(store, "store", "prepare", "--separate-hands", "--by", "chief")
    with served(store) as web:
        web.server.people.accounts.add("second", "Second", ["approver"], None, by="tests")
        web.tokens["second"] = entered(web.server.people, "second")
        yield web


def versions(web: Served) -> int:
    return len(web.get("/api/v1/policies").json())


def test_a_draft_ends_in_a_proposal_that_another_approver_confirms(office: Served) -> None:
    form = office.get(f"/policy/draft/record?set={RATE}=60%25&lang=en", "approver").text
    done = office.post("/policy/draft/record", "approver", data=RECORD)

    assert "Propose as a version" in form
    assert 'href="/policy/proposals/1"' in done.text
    assert versions(office) == 1

    own, others = office.get(PAGE, "approver").text, office.get(PAGE, "second").text
    action = 'action="/policy/proposals/1/confirm"'
    assert (action in own, action in others) == (False, True)
    assert (action in office.get(PAGE, "auditor").text) is False
    for page in (own, others):
        assert "境外商标注册费用 · 比例" in page
        assert RATE not in page
        assert "60%" in page
        assert "/do/policy-decline?proposal=1" in page

    wrong = office.post(f"{PAGE}/confirm", "second", data={"year": "2022"})
    empty = office.post(f"{PAGE}/confirm", "second")
    stranger = office.post(f"{PAGE}/confirm", "finance", data={"year": "2023"})
    mine = office.post(f"{PAGE}/confirm", "approver", data={"year": "2023"})
    codes = [each.status_code for each in (wrong, empty, stranger, mine)]
    assert codes == [422, 422, 403, 409]
    assert 'href="#field-year"' in wrong.text
    assert versions(office) == 1

    confirmed = office.post(f"{PAGE}/confirm", "second", data={"year": "2023"})

    assert confirmed.status_code == 200
    assert "“申报所填的其他补助如何计算”" in confirmed.text
    assert "settings." not in confirmed.text
    shown = office.get("/api/v1/policies").json()[-1]
    assert (shown["version"], shown["by"], versions(office)) == (2, "second", 2)
    assert action not in office.get(PAGE, "second").text
    then = office.get(f"{PAGE}?position={shown['position'] - 2}", "second").text
    assert action not in then  # of now alone, though it waited then


def test_waiting_proposals_stand_on_the_first_page_and_on_that_of_the_policy(
    office: Served,
) -> None:
    office.post("/policy/draft/record", "approver", data=RECORD)

    tasks = {who: _tasks(office, who) for who in ("approver", "second", "finance", "clerk")}

    assert [PAGE in tasks[who] for who in tasks] == [True, True, False, False]
    assert "waits for another approver" in tasks["approver"]
    assert "proposed by approver" in tasks["second"]
    for who in ("approver", "second", "auditor"):
        assert f'href="{PAGE}"' in office.get("/policy?lang=en", who).text

    office.post(f"{API}/refusal", "second", json={"reason": "文号有误"})

    assert PAGE not in _tasks(office, "second")
    assert f'href="{PAGE}"' not in office.get("/policy", "second").text
    assert f'href="{PAGE}"' in office.get("/policy/proposals", "auditor").text
    assert "文号有误" in office.get(PAGE, "auditor").text


def _tasks(web: Served, who: str) -> str:
    page: str = web.get("/?lang=en", who).text
    return page[page.index('id="next"') : page.index("</section>")]


def test_over_http_a_version_is_proposed_confirmed_declined_and_refused(office: Served) -> None:
    amendment = {each: RECORD[each] for each in RECORD if each not in ("year", "step")}
    sent = {**amendment, "set": [RECORD["set"]]}

    first = office.post("/api/v1/policies/amendments", "approver", json=sent)
    again = office.post("/api/v1/policies/amendments", "second", json=sent)
    own = office.post(f"{API}/confirmation", "approver")
    by_others = [office.post(f"{API}/confirmation", who) for who in ("clerk", "finance", "auditor")]
    done = [office.post(f"{API}/confirmation", "second") for _twice in range(2)]
    late = office.post(f"{API}/refusal", "second", json={"reason": "x"})
    unknown = office.post("/api/v1/policies/proposals/2/confirmation", "second")

    assert first.json() == again.json() == {"version": None, "proposal": 1}
    assert (own.status_code, own.json()["code"]) == (403, "proposer-cannot-confirm")
    assert own.json()["facts"] == {"proposal": 1}
    assert {each.status_code for each in by_others} == {403}
    assert [each.json()["version"] for each in done] == [2, 2]
    assert (late.status_code, late.json()["code"]) == (409, "proposal-confirmed")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "proposal-unknown")
    listed = office.get("/api/v1/policies/proposals", "auditor").json()
    assert [(each["state"], each["by"], each["ended_by"]) for each in listed] == [
        ("confirmed", "approver", "second")
    ]


def test_what_a_proposal_would_change_is_worked_out_for_who_may_try(
    office: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.post("/policy/draft/record", "approver", data=RECORD)
    before = office.server.rooms.head()
    expected = office.post("/api/v1/rehearsals", "auditor", json={"proposal": 1}).json()

    page = office.get(f"{PAGE}/changes", "second")
    refused = office.get(f"{PAGE}/changes", "clerk")
    unknown = office.get("/policy/proposals/7", "second")
    unread = office.get("/policy/proposals/x", "second")
    monkeypatch.setattr("adapters.web.server.CLAIMS_MAX", 0)
    job = office.get(f"{PAGE}/changes", "second")

    assert page.status_code == 200
    assert all(each["claim_no"] in page.text for each in expected["changes"])
    assert [each.status_code for each in (refused, unknown, unread)] == [403, 404, 422]
    assert (job.status_code, job.headers["location"].startswith("/jobs/")) == (303, True)
    assert office.server.rooms.head() == before
