"""The table of paths: every verb has one or a reason why not, and each is for somebody."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.web.api import table
from adapters.web.api.routes import PREFIX, api_routes, paths
from adapters.web.statuses import STATUS
from adapters.wording.catalogue.refusals import REFUSALS
from scripts.serving.verbs import every_verb
from tests.adapters.web.served import Served


def test_every_command_answers_under_a_path_or_is_for_the_machine_alone() -> None:
    served = {endpoint.verb for endpoint in table.EVERY}

    assert served.isdisjoint(table.NOT_SERVED)
    assert served | table.NOT_SERVED == set(every_verb())


def test_no_two_endpoints_have_the_same_method_and_path() -> None:
    named = [
        (endpoint.method, path)
        for endpoint in table.EVERY
        for path, _suffix in paths(endpoint, every_verb()[endpoint.verb])
    ]

    assert len(named) == len(set(named))


def test_every_endpoint_is_for_some_role_and_none_for_the_administrator() -> None:
    for endpoint in table.EVERY:
        assert endpoint.roles, endpoint.path
        assert "admin" not in endpoint.roles, endpoint.path


def test_a_name_in_a_path_is_a_parameter_of_its_verb() -> None:
    for endpoint in table.EVERY:
        verb = every_verb()[endpoint.verb]
        named = [part[1:-1] for part in endpoint.path.split("/") if part.startswith("{")]
        assert {each.name for each in verb.parameters} >= set(named), endpoint.path


def test_what_records_is_never_asked_for_by_a_get() -> None:
    for endpoint in table.EVERY:
        if every_verb()[endpoint.verb].records:
            assert endpoint.method != "GET", endpoint.path


def test_every_code_of_a_refusal_has_a_status() -> None:
    codes = {code.partition("/")[0] for code in REFUSALS}

    assert codes - set(STATUS) == set()
    assert set(STATUS) - codes == set(), "no longer a code"


@pytest.mark.parametrize("endpoint", table.EVERY, ids=lambda each: f"{each.method} {each.path}")
def test_an_endpoint_is_closed_to_every_role_that_it_does_not_name(
    endpoint: table.Endpoint, web: Served
) -> None:
    (named, _suffix), *_others = paths(endpoint, every_verb()[endpoint.verb])
    path = PREFIX + named.translate(str.maketrans("{}", "xx"))
    for role in web.tokens:
        answer = web.ask(endpoint.method, f"{path}?unheard=of", role)
        if role in endpoint.roles:
            assert answer.status_code == 422, (role, answer.text)  # nothing was carried out
        else:
            assert answer.status_code == 403, (role, answer.text)
            assert answer.json()["code"] == "role-missing"
    assert web.ask(endpoint.method, path, None).status_code == 401


def test_every_route_of_the_api_is_of_the_table(web: Served) -> None:
    assert {route.path for route in api_routes(web.server)} == {
        PREFIX + path
        for endpoint in table.EVERY
        for path, _suffix in paths(endpoint, every_verb()[endpoint.verb])
    }


def test_a_path_of_the_machine_is_not_there(web: Served, county: Path) -> None:
    before = county.read_bytes() if county.exists() else b""

    answer = web.post("/api/v1/rebuild", "auditor")

    assert answer.status_code == 404
    assert answer.json()["code"] == "path-unknown"
    assert before == (county.read_bytes() if county.exists() else b"")
