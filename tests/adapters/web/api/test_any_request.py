"""Requests made from the description of the API: none makes the server fail, each answer fits."""

from __future__ import annotations

from pathlib import Path

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks

from adapters.web.api import table
from adapters.web.api.routes import paths
from adapters.web.api.table import PREFIX
from adapters.web.application import served as everything
from adapters.web.server import Server
from adapters.web.settings import Settings
from adapters.web.who import COOKIE
from scripts.serving.verbs import every_verb
from tests.adapters.web.served import Counties, entered
from tests.support.extent import tried
from tests.support.stores import address

EXAMPLES = tried(4, long=100)
FILES = tried(1, long=20)  # of a path with a suffix, which takes what its path of JSON does
JSON_PATHS = {f"{PREFIX}{each.path}" for each in table.EVERY}
BESIDE = {
    "/accounts/{name}", "/me", "/receipt", "/papers/check", "/jobs/{id}", "/ledger",
}  # fmt: skip
ENDLESS = "text/event-stream"
ENDS_AT_ONCE = ("-c", "")  # what works on a job here: what is searched is how it is asked for


def test_no_request_that_is_described_makes_the_server_fail(
    counties: Counties, tmp_path: Path
) -> None:
    store = counties(tmp_path / "ledger.db", decided=False)
    at = Settings(address=address(store))
    with Server(at, every_verb(), job_program=ENDS_AT_ONCE) as server:
        described = schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", everything(server))
        asked: dict[str, list[int]] = {}
        for result in described.get_all_operations():
            operation = result.ok()
            raw = operation.definition.raw
            if ENDLESS in raw["responses"].get("200", {}).get("content", {}):
                continue
            for role in tried(raw["x-roles"][:1], long=raw["x-roles"]) or [None]:
                headers = {"Sec-Fetch-Site": "same-origin"}
                if role is not None:
                    headers["Cookie"] = f"{COOKIE}={entered(server.people, role)}"
                examples = EXAMPLES if is_json(operation.path) else FILES
                statuses = _search(operation, headers, examples)
                asked.setdefault(operation.path, []).extend(statuses)
                assert all(status < 500 for status in statuses), (operation.label, statuses)
        every = {path for each in table.EVERY for path, _ in paths(each, server.verbs[each.verb])}
    assert asked.keys() >= {f"{PREFIX}{path}" for path in every | BESIDE}
    assert all(asked.values())


def is_json(path: str) -> bool:
    return path in JSON_PATHS or "." not in path


def _search(
    operation: schemathesis.schemas.APIOperation, headers: dict[str, str], examples: int
) -> list[int]:
    statuses: list[int] = []

    def ask(case: schemathesis.Case) -> None:
        answer = case.call(headers=headers)
        statuses.append(answer.status_code)
        case.validate_response(
            answer,
            checks=[
                checks.not_a_server_error,
                checks.status_code_conformance,
                checks.content_type_conformance,
                checks.response_schema_conformance,
            ],
        )

    searched = settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    given(case=operation.as_strategy())(searched(ask))()
    return statuses
