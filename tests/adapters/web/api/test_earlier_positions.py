"""Every path that is asked by a GET answers as of an earlier position what it answered then.

What has only now refuses to answer for then; so do the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from adapters.attached.shelf import VARIABLE
from adapters.web.api import table
from adapters.web.api.table import Endpoint
from adapters.web.guard import Entry
from tests.adapters.web.api.parity.county import (
    answers_files_alone,
    asked_with,
    first_days,
    later_days,
    path_of,
)
from tests.adapters.web.entry.test_route_roles import routes
from tests.adapters.web.served import Served, served

GETS = [endpoint for endpoint in table.EVERY if endpoint.method == "GET"]
LETTERS = ("paper decision", "paper refusal", "paper recovery", "paper summary", "paper template")
OF_NOW = {  # and why
    "/queue": "claims are decided now, whatever waited then",
    "/templates/claims": "a sheet to fill in is of the policy in force",
    "/policies/words": "the words are the program's",
    "/papers/template/{kind}": "the template is the program's",
    "/proofs/{of}": "a proof is of the last seal",
}
SAME = {"/attachments/{digest}": "the bytes of a digest are those bytes, whenever it is asked"}
NOTHING_THERE = {"/papers/recovery/{uscc}": "nobody owes back what was never paid"}
UNTOUCHED = (  # by what is recorded later
    "/policies/{version}", "/policies/{a}/diff/{b}", "/policies/page", "/policies/readings",
    "/rules",
)  # fmt: skip
PAGES_OF_THEN = {  # with the path that each is asked at
    "/": "/",
    "/claims": "/claims",
    "/claims/{claim:path}": "/claims/T-1",
    "/claims/{claim:path}/history": "/claims/T-1/history",
    "/claims/{claim:path}/late": "/claims/February/late",
    "/claims/{claim:path}/papers": "/claims/T-1/papers",
    "/enterprises": "/enterprises",
    "/enterprises/{uscc}": "/enterprises/91330382MA0000023T",
    "/enterprises/{uscc}/step": "/enterprises/91330382MA0000023T/step",
    "/batches/{number:number}": "/batches/1",
    "/budget": "/budget",
    "/budget/{year}": "/budget/2022",
    "/budget/{year}/sources": "/budget/2022/sources",
    "/batches": "/batches",
    "/caps": "/caps?year=2022",
    "/policy": "/policy",
    "/policy/readings": "/policy/readings",
    "/policy/proposals": "/policy/proposals",
    "/policy/proposals/{proposal}": "/policy/proposals/1",
    "/policy/{version}": "/policy/1",
    "/policy/{a}/diff/{b}": "/policy/1/diff/1",
    "/waiting": "/waiting",
    "/account-checks": "/account-checks",
    "/attachment-checks": "/attachment-checks",
    "/audit/duplicates": "/audit/duplicates",
    "/audit/delays": "/audit/delays",
    "/audit/sample": "/audit/sample?size=3&seed=s",
    "/audit/separation": "/audit/separation",
    "/audit/exceptions": "/audit/exceptions",
    "/rules": "/rules",
    "/history/{subject}": "/history/policy-book",
    "/totals": "/totals",
}
LEADING_ON = ("/search", "/policy/article/{article:path}", "/attachments/{digest}")


@dataclass(slots=True, kw_only=True)
class Asked:
    """What was answered before more was recorded, by path; and the server after it."""

    web: Served
    position: int
    values: dict[str, dict[str, Any]]
    then: dict[str, tuple[int, bytes]] = field(default_factory=dict)


def answered(web: Served, endpoint: Endpoint, values: dict[str, Any], **more: Any) -> Any:
    (by, *_others) = sorted(endpoint.roles & {"auditor", "approver", "cashier"})
    suffix = ""
    if answers_files_alone(endpoint):
        suffix = ".xml" if "digest" in values else ".csv"
        suffix = ".xlsx" if endpoint.verb == "template" else suffix
        suffix = ".docx" if endpoint.verb in LETTERS else suffix
    return web.get(path_of(endpoint, values, suffix, lang="en", **more), by)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    folder = tmp_path_factory.mktemp("county")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(VARIABLE, str(folder / "ledger.db.files"))  # a database needs it
        patched.chdir(folder)  # where a ledger in a database has the bureau's details
        store = first_days(folder)
        values = asked_with(store)
        with served(store) as web:
            known = Asked(web=web, position=web.server.rooms.head(), values=values)
            for endpoint in GETS:
                if endpoint.path not in OF_NOW:
                    answer = answered(web, endpoint, values[endpoint.path])
                    known.then[endpoint.path] = answer.status_code, answer.content
            later_days(Path(store))
            yield known


@pytest.mark.parametrize("endpoint", GETS, ids=lambda each: each.path)
def test_a_path_answers_at_an_earlier_position_what_it_answered_then(
    endpoint: Endpoint, asked: Asked
) -> None:
    values = asked.values.get(endpoint.path, {"of": "T-1"})

    answer = answered(asked.web, endpoint, values, position=asked.position)

    if endpoint.path in OF_NOW:
        assert (answer.status_code, answer.json()["code"]) == (422, "of-now-only")
        assert answered(asked.web, endpoint, values, known_at="2100-01-01").status_code == 422
        return
    status, content = asked.then[endpoint.path]
    assert status == (422 if endpoint.path in NOTHING_THERE else 200), content
    assert (answer.status_code, answer.content) == (status, content)


def test_more_was_recorded_and_is_answered_now(asked: Asked) -> None:
    same = {
        endpoint.path
        for endpoint in GETS
        if endpoint.path not in OF_NOW
        and answered(asked.web, endpoint, asked.values[endpoint.path]).content
        == asked.then[endpoint.path][1]
    }

    assert same <= {*SAME, *NOTHING_THERE, *UNTOUCHED}


@pytest.mark.parametrize(
    "path",
    [
        "/me", "/me/filters", "/jobs", "/jobs/1", "/jobs/1/answer", "/jobs/1/events",
        "/claims/T-1/receipt-code",
    ],
)  # fmt: skip
def test_what_is_the_web_s_own_is_of_now(path: str, asked: Asked) -> None:
    answer = asked.web.get(f"/api/v1{path}?position={asked.position}", "auditor")

    assert (answer.status_code, answer.json()["code"]) == (422, "of-now-only")


def test_every_page_answers_as_of_then_or_refuses(asked: Asked) -> None:
    wrong: list[tuple[str, int]] = []
    for route in routes(asked.web):
        is_page = isinstance(route, Entry) and "GET" in (route.methods or ())
        if not is_page or route.path.startswith("/api/") or route.path in LEADING_ON:
            continue
        if not route.roles or re.match(r"/(do|checkpoint|tile|robots)", route.path):
            continue
        (by, *_others) = sorted(route.roles - {"admin"}) or ["admin"]
        there = PAGES_OF_THEN.get(route.path)
        path = there or re.sub(
            r"\{\w+:number\}", "1", re.sub(r"\{\w+(:path)?\}", "T-1", route.path)
        )
        join = "&" if "?" in path else "?"
        answer = asked.web.get(f"{path}{join}position={asked.position}", by)
        if there is None:
            wrong += [] if "of-now-only" in answer.text else [(route.path, answer.status_code)]
            continue
        recorded_later = re.search(r"\bL-[12]\b|改名企业", answer.text)
        if answer.status_code != 200 or recorded_later or str(asked.position) not in answer.text:
            wrong.append((route.path, answer.status_code))

    assert not wrong, wrong
