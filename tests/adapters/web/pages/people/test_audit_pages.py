"""Audits on one page, long ones as jobs, and whether a paper is genuine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.web.pages.people.auditing import AUDITS, LONG
from tests.adapters.web.served import Served, served
from tests.support.command import subsidy
from tests.support.few_claims import ONE

SECONDS_MAX = 120


@pytest.fixture(scope="module")
def web(county: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("audited")
    key, seal = folder / "bureau.key", folder / "seal"
    assert subsidy("key", "new", "--key", key, "--name", "bureau").code == 0
    assert subsidy("seal", seal, "--key", key, "--store", county).code == 0
    with served(county, seal=seal, seal_key=key) as web:
        yield web


SEND = {"step": "send"}


def ended(web: Served, path: str, by: str = "auditor") -> Any:
    """Wait until the job of a page has ended; return the page."""
    end = time.monotonic() + SECONDS_MAX
    while "data-events" in (page := web.get(path, by)).text:
        assert time.monotonic() < end
        time.sleep(0.1)
    return page


@pytest.mark.parametrize("role", ["auditor", "approver", "finance"])
def test_every_audit_is_named_with_what_it_is_for_and_leads_to_its_page(
    role: str, web: Served
) -> None:
    page = web.get("/audit", role)

    assert page.status_code == 200
    for path, *_words in AUDITS:
        assert f'href="{path}"' in page.text
        assert web.get(path, role).status_code == 200
    assert ('action="/do/reperform"' in page.text) is (role == "auditor")


def test_every_decision_is_worked_out_again_by_a_job_and_seen_by_auditors(web: Served) -> None:
    begun = web.post("/do/reperform", "auditor", data=SEND)

    assert begun.status_code == 303
    where = begun.headers["location"]
    page = ended(web, where)
    assert page.status_code == 200
    assert 'class="done"' in page.text
    assert where in web.get("/audit", "auditor").text
    assert web.get(where, "clerk").status_code == 404
    assert web.post(f"{where}/cancel", "clerk").status_code == 404


def test_each_who_asked_the_same_takes_back_their_own_asking(
    web: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web.server.jobs, "_running_max", 0)  # it waits
    web.server.people.accounts.add("second", "Second", ["auditor"], None, by="tests")
    web.tokens["second"] = web.server.people.entrance.let_in(
        web.server.people.accounts.get("second"), "web:second", "tests", address="-"
    ).token
    asked = {"data": SEND | {"uscc": ONE}}
    first, second = (web.post("/do/reperform", by, **asked) for by in ("auditor", "second"))
    where = first.headers["location"]

    assert second.headers["location"] == where
    assert f"{where}/cancel" in web.get(where, "second").text
    cancelled = web.post(f"{where}/cancel", "auditor")

    assert cancelled.headers["location"] == "/audit"
    assert where not in web.get("/audit", "auditor").text
    assert f"{where}/cancel" not in web.get(where, "auditor").text  # an auditor sees others'
    assert f"{where}/cancel" in web.get(where, "second").text
    api = web.ask("DELETE", f"/api/v1{where}", "second")
    assert (api.status_code, api.json()["state"]) == (202, "cancelled")


def test_what_an_amendment_changes_is_recorded_by_a_job_that_the_policy_begins(
    web: Served,
) -> None:
    assert 'href="/do/reassess?' in web.get("/policy", "approver").text
    assert "/do/reassess" not in web.get("/policy", "finance").text
    asked = web.get("/do/reassess", "approver")
    assert asked.status_code == 200

    begun = web.post("/do/reassess", "approver", data=SEND)

    assert begun.status_code == 303
    assert 'class="done"' in ended(web, begun.headers["location"], "approver").text
    assert web.post("/do/reassess", "finance", data=SEND).status_code == 403
    wrong = web.post("/do/reassess", "approver", data=SEND | {"uscc": "123"})
    assert wrong.status_code == 422


def test_a_pack_is_made_by_a_job_and_can_be_had(web: Served) -> None:
    page = ended(web, web.post("/do/audit-pack", "auditor", data=SEND).headers["location"])

    assert "subsidy-job-" not in page.text  # the folder of a process that has ended
    (path,) = [part.split('"')[0] for part in page.text.split('href="') if "/files/" in part][:1]
    assert web.get(path, "auditor").content.startswith(b"PK")


def test_without_a_seal_there_is_no_pack_and_the_page_says_why(
    web: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsealed = replace(web.server.settings, seal=None, seal_key=None)
    monkeypatch.setattr(web.server, "settings", unsealed)
    assert 'action="/do/audit-pack"' not in web.get("/audit", "auditor").text

    tried = web.post("/do/audit-pack", "auditor", data=SEND)

    assert tried.status_code == 409
    assert 'role="alert"' in tried.text


def test_a_proof_of_a_claim_is_had_from_its_page(web: Served) -> None:
    with web.server.rooms.look() as look:
        number = look.claims()[0].claim_no
    page = web.get(f"/claims/{number}/proof", "clerk")

    path = f"/api/v1/proofs/{number}.txt"
    assert f'href="{path}"' in page.text
    proof = web.get(path, "clerk")
    assert proof.status_code == 200, proof.text
    assert "c2sp.org/tlog-proof" in proof.text


def test_a_paper_of_the_ledger_is_genuine_and_one_that_was_changed_is_not(
    web: Served,
) -> None:
    with web.server.rooms.look() as look:
        code = look.claims()[0].uscc
    paper = web.get(f"/api/v1/papers/statement/{code}.csv", "clerk")
    assert paper.status_code == 200, paper.text

    right = web.post("/papers/check", "clerk", files={"file": ("a.csv", paper.content)})
    changed = paper.content.replace(code.encode(), code[::-1].encode(), 1)
    wrong = web.post("/papers/check", "clerk", files={"file": ("a.csv", changed)})

    assert (right.status_code, 'class="done"' in right.text) == (200, True)
    assert 'class="done"' not in wrong.text
    assert wrong.status_code in (200, 422)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"data": {"code": "no code at all"}},
        {"files": {"file": ("a.exe", b"MZ")}},
        {"files": {"file": ("a.pdf", b"%PDF-")}},
        {"files": {"file": ("a.xlsx", b"PK")}, "data": {"code": "x"}},
    ],
)
def test_what_is_not_a_paper_is_said_at_the_form(sent: dict[str, Any], web: Served) -> None:
    answer = web.post("/papers/check", "finance", **sent)

    assert answer.status_code in (409, 422)
    assert 'role="alert"' in answer.text


def test_long_work_is_the_auditors(web: Served) -> None:
    for verb, *_words in LONG:
        for role in ("clerk", "approver", "finance", "cashier", "admin"):
            assert web.post(f"/do/{verb}", role, data=SEND).status_code == 403
