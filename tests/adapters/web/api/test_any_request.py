"""Requests made from the description of the API: none makes the server fail, each answer fits."""

from __future__ import annotations

from pathlib import Path

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import checks

from adapters.web.api import table
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
JSON_PATHS = {f"{PREFIX}{each.path}" for each in table.EVERY if not each.job}
SEARCH = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_no_request_that_is_described_makes_the_server_fail(
    counties: Counties, tmp_path: Path
) -> None:
    store = counties(tmp_path / "ledger.db", decided=False)
    with Server(Settings(address=address(store)), every_verb()) as server:
        described = schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", everything(server))
        asked = 0
        for result in described.get_all_operations():
            operation = result.ok()
            if operation.path not in JSON_PATHS:
                continue
            roles = operation.definition.raw["x-roles"]
            for role in tried(roles[:1], long=roles):
                token = entered(server.people, role)
                headers = {"Cookie": f"{COOKIE}={token}", "Sec-Fetch-Site": "same-origin"}
                statuses = _search(operation, headers)
                asked += len(statuses)
                assert all(status < 500 for status in statuses), (operation.label, statuses)
    assert asked >= len(JSON_PATHS)


def _search(operation: schemathesis.schemas.APIOperation, headers: dict[str, str]) -> list[int]:
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

    from hypothesis import given

    given(case=operation.as_strategy())(SEARCH(ask))()
    return statuses
