"""The description of the API is whole, and says of each answer what it has."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator
from starlette.routing import Route
from starlette.testclient import TestClient

from adapters.web.api import table
from adapters.web.application import application
from adapters.web.application import served as served_by
from adapters.web.guard import EVERYBODY, Entry
from adapters.web.who import Who
from tests.adapters.web.api.parity.county import must_be_of_its_type, proposed
from tests.adapters.web.served import Served, served
from tests.support.command import ROOT, subsidy
from tests.support.few_claims import few_claims

JSON = "application/json"
PATIENCE_SECONDS = 90.0
ASKED = {
    "year": "2023", "size": "5", "seed": "x", "q": "乐清", "subject": "policy-book",
    "proposal": "1",
}  # fmt: skip
FAILED = {"400", "401", "403", "404", "409", "413", "422", "429", "500", "503"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county's ledger with claims of every state, money, a batch under notice, and a paper."""
    folder = tmp_path_factory.mktemp("described")
    store = folder / "ledger.db"
    sheet = ROOT / "scripts" / "sample" / "county-2022.xlsx"
    paper = folder / "invoice.png"
    paper.write_bytes(bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763"
        "f8cfc000000301010018dd8db00000000049454e44ae426082"
    ))  # fmt: skip
    said = ("--by", "tests", "--store", store)
    document, day = ("--document", "财预〔2023〕8号"), ("--on", "2023-02-10")
    subsidy("backfill", sheet, *said)
    waiting = subsidy("claims", "--pending", "--json", "--store", store).json
    numbers = [claim["claim_no"] for claim in waiting]
    for words in (
        ("approve", *numbers[:-30]),
        ("attach", numbers[0], paper, "--kind", "other"),
        ("budget", "appropriate", "2023", "--amount", "300万", *document, *day),
        ("batch", "compute", "--budget-year", "2023"),
        ("batch", "publish", "1", "--on", "2023-03-01", "--backdated", "财预〔2023〕9号"),
    ):
        ran = subsidy(*words, *said)
        assert ran.code in (0, 1), ran.err
    proposed(store)
    return store


@pytest.fixture(scope="module")
def web(store: Path) -> Iterator[Served]:
    with served(store) as web:
        yield web


def description_of(web: Served) -> dict[str, Any]:
    document = web.get("/api/v1/openapi.json?lang=en", None).json()
    assert isinstance(document, dict)
    return document


@pytest.fixture(scope="module")
def described(web: Served) -> dict[str, Any]:
    return description_of(web)


def test_every_path_is_described_with_its_roles_and_the_shape_of_its_answer(
    web: Served, described: dict[str, Any]
) -> None:
    must_be_of_its_routes(web, described)


def test_where_a_proxy_says_who_asks_no_path_of_passwords_is_described(tmp_path: Path) -> None:
    store = few_claims(tmp_path)
    with served(store, ["admin"], proxy_header="x-user", trusted=("127.0.0.1",)) as web:
        described = description_of(web)
        must_be_of_its_routes(web, described)
        sent = {"account": "zhou", "roles": ["clerk"]}
        proxied = TestClient(
            served_by(web.server), base_url="http://testserver", client=("127.0.0.1", 1)
        )
        headers = {"x-user": "admin", "sec-fetch-site": "same-origin"}
        with proxied:
            made = proxied.post("/api/v1/accounts", json=sent, headers=headers)
        assert made.status_code == 200, made.text
        must_fit(made, "/api/v1/accounts", "post", described, whole=True)
    assert "password_link" not in made.json()


def must_be_of_its_routes(web: Served, described: dict[str, Any]) -> None:
    """Fail where another path is described than is there, or otherwise."""
    routes = application(web.server, Who(web.server.people)).routes
    known = set()
    for route in routes:
        if not isinstance(route, Route) or route.path_format == "/robots.txt":
            continue
        assert isinstance(route, Entry), route.path
        for method in (route.methods or set()) - {"HEAD"}:
            said = described["paths"][route.path_format][method.lower()]
            known.add((route.path_format, method.lower()))
            assert said["x-roles"] == sorted(route.roles), route.path
            assert (said.get("security") == []) == (route.roles == EVERYBODY), route.path
            done = said["responses"].keys() - FAILED
            assert done in ({"200"}, {"202"}, {"204"}, {"200", "202"}, {"202", "204"}), route.path
            for status, answer in said["responses"].items():
                for media in answer.get("content", {}).values():
                    assert media["schema"], (route.path, status)
                if status == "202":  # it goes on: this is how far, whatever comes of it
                    assert answer["content"].keys() == {JSON}, route.path
                assert "content" in answer or status == "204", (route.path, status)
            named = {each["name"] for each in said["parameters"] if each.get("in") == "path"}
            assert named == set(route.param_convertors), route.path
    every = {(path, method) for path, methods in described["paths"].items() for method in methods}
    assert every == known, "described, and not there"


def test_what_is_described_is_named_once(described: dict[str, Any]) -> None:
    operations = [each for methods in described["paths"].values() for each in methods.values()]
    names = [each["operationId"] for each in operations]

    assert len(names) == len(set(names))
    for schema in described["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def must_fit(
    answer: Any, path: str, method: str, described: dict[str, Any], *, whole: bool = False
) -> None:
    """Fail where an answer is not one that is described. whole: nor has a key that is not."""
    said = described["paths"][path][method]["responses"][str(answer.status_code)]
    schema = {**said["content"][JSON]["schema"], "components": described["components"]}
    if whole:
        schema["unevaluatedProperties"] = False
    faults = [
        f"{'/'.join(map(str, fault.absolute_path))}: {fault.message[:200]}"
        for fault in Draft202012Validator(schema).iter_errors(answer.json())
    ]
    assert faults == [], (path, faults[:5])


def test_every_question_is_answered_as_it_is_described(
    web: Served, described: dict[str, Any]
) -> None:
    claims = web.get("/api/v1/claims?status=approved", "auditor").json()
    first, claim = claims[0], quote(claims[0]["claim_no"])
    known = {"claim": claim, "uscc": first["uscc"], "year": "2023", "version": "1", "a": "1"} | {
        "b": "1", "number": "1", "subject": claim, "path": "", "name": "clerk", "proposal": "1"
    }  # fmt: skip
    web.post("/api/v1/me/filters", "auditor", json={"name": "a", "path": "/claims", "query": ""})
    asked = set()
    for path, methods in described["paths"].items():
        said = methods.get("get")
        if said is None or JSON not in said["responses"].get("200", {}).get("content", {}):
            continue
        is_file = said["responses"]["200"]["content"][JSON]["schema"].get("format") == "binary"
        if is_file or path.startswith("/api/v1/jobs/"):
            continue  # of a job: below
        words = [each for each in said["parameters"] if each.get("required")]
        where = path
        for name in [each["name"] for each in words if each["in"] == "path"]:
            where = where.replace(f"{{{name}}}", known[name])
        if path.startswith("/api/v1/enterprises/{subject}"):
            where = where.replace(claim, first["uscc"])
        query = "&".join(
            f"{each['name']}={ASKED[each['name']]}" for each in words if each["in"] == "query"
        )
        roles = said["x-roles"]
        role = next((each for each in ("approver", "admin") if roles and each in roles), "auditor")
        answer = web.get(f"{where}?{query}", role)
        assert answer.status_code == 200, (where, answer.text)
        must_fit(answer, path, "get", described)
        if "x-command" in said:
            must_be_of_its_type(said["x-command"].removeprefix("subsidy "), answer.text)
        asked.add(path)
        refused = web.get(f"{where}?{query}", None)
        if said.get("security") != []:
            assert refused.status_code == 401
            must_fit(refused, path, "get", described)
    gets = {endpoint.path for endpoint in table.EVERY if endpoint.method == "GET"}
    left = {each for each in gets if f"/api/v1{each}" not in asked}
    assert all(each.startswith(("/papers", "/templates", "/attachments", "/proofs"))
               for each in left), left  # fmt: skip


def test_what_is_done_about_an_account_is_answered_as_it_is_described(
    web: Served, described: dict[str, Any]
) -> None:
    path = "/api/v1/accounts"
    made = web.post(path, "admin", json={"account": "wu", "shown": "吴某", "roles": ["clerk"]})
    assert made.status_code == 200, made.text
    must_fit(made, path, "post", described, whole=True)
    acts = [each for each in described["paths"] if each.startswith(f"{path}/{{name}}/")]
    done = set()
    for act in acts:
        if "post" in described["paths"][act]:
            sent = {"roles": ["auditor"]} if act.endswith("/roles") else {}
            answer = web.post(act.replace("{name}", "wu"), "admin", json=sent)
            assert answer.status_code == 200, answer.text
            must_fit(answer, act, "post", described, whole=True)
            done.add(act)
    web.server.people.tokens.make("wu", ["auditor"], 5, "tests")
    number = web.server.people.tokens.of_account("wu")[0].id
    ended = f"{path}/{{name}}/tokens/{{id}}"
    answer = web.ask("DELETE", f"{path}/wu/tokens/{number}", "admin")
    must_fit(answer, ended, "delete", described, whole=True)
    assert {*done, ended} == set(acts)


def test_a_job_is_answered_as_it_is_described(web: Served, described: dict[str, Any]) -> None:
    begun = web.post("/api/v1/audit/reperformances", "auditor", json={})
    must_fit(begun, "/api/v1/audit/reperformances", "post", described)
    where = begun.json()["job"]
    end = time.monotonic() + PATIENCE_SECONDS
    while (shown := web.get(where, "auditor")).json()["state"] in ("waiting", "running"):
        must_fit(shown, "/api/v1/jobs/{id}", "get", described)
        assert time.monotonic() < end
        time.sleep(0.2)
    assert shown.json()["state"] == "done", shown.text
    must_fit(shown, "/api/v1/jobs/{id}", "get", described)
    answer = web.get(f"{where}/answer", "auditor")
    must_fit(answer, "/api/v1/jobs/{id}/answer", "get", described)
    shape = {**described["components"]["schemas"]["ReperformanceDetails"]}
    Draft202012Validator(shape | {"components": described["components"]}).validate(answer.json())
    must_fit(web.get("/api/v1/jobs", "auditor"), "/api/v1/jobs", "get", described)
