"""The journal has what left the house, and nothing that did not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.adapters.web.served import Served

WRITTEN: dict[str, tuple[Callable[[Served], int], int]] = {
    "a table": (lambda web: web.get("/api/v1/claims.csv", "auditor").status_code, 200),
    "a statement of nobody": (
        lambda web: web.get("/api/v1/papers/statement/123.xlsx", "auditor").status_code, 400),
    "a receipt without a seal": (
        lambda web: web.get("/api/v1/proofs/YT2022-1", "auditor").status_code, 400),
    "a table of no position": (
        lambda web: web.get("/api/v1/claims.csv?position=99999999", "auditor").status_code, 400),
    "a list of no batch": (
        lambda web: web.post(
            "/do/paper-payment-list", "cashier", data={"step": "send", "batch": "99", "reason": "?"}
        ).status_code, 400),
    "payments of no batch": (
        lambda web: web.post(
            "/api/v1/papers/payments/99.xlsx", "cashier", data={"reason": "?"}).status_code, 400),
    "an attachment that is not there": (
        lambda web: web.get(f"/attachments/{'0' * 64}", "auditor").status_code, 400),
    "nothing but its headers": (
        lambda web: web.ask("HEAD", "/api/v1/claims.csv", "auditor").status_code, 200),
    "a rehearsal of no setting": (
        lambda web: web.get("/policy/try.csv?set=nothing", "auditor").status_code, 400),
    "a job begun": (
        lambda web: web.post("/api/v1/audit/reperformances", "auditor", json={}).status_code, 202),
}  # fmt: skip


@pytest.mark.parametrize("what", WRITTEN)
def test_only_what_was_answered_is_written_down_as_taken_out(what: str, web: Served) -> None:
    taking, status = WRITTEN[what]
    before = exports(web)

    answered = taking(web)

    assert answered // 100 == status // 100, answered
    assert exports(web) - before == (1 if what == "a table" else 0)


def exports(web: Served) -> int:
    return sum(each.act == "export" for each in web.server.people.journal.entries())
