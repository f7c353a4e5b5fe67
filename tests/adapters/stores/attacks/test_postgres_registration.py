"""Rows of another program about holds and accounts: none ends or confirms what is not there."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.adapters.stores.attacks.test_postgres_followers import spelt
from tests.adapters.stores.attacks.test_postgres_rows import INSERT, USCC, next_row
from tests.support.command import asked
from tests.support.money_desk import account_of
from tests.support.postgres_server import as_role, by_psql

OTHER = "91330382MA0001018G"
HELD = ("--from", "2022-11-20", "--reason", "freeze", "--document", "法1")


def row(
    clerk: str, topic: str, event: dict[str, Any], stream: str = USCC, **others: object
) -> list[Any]:
    query = f"SELECT count(*) FROM stored_events WHERE originator_id = '{stream}'"
    ((length,),) = by_psql(clerk, query)
    said: dict[str, Any] = {"topic": topic, "stream": stream, "body": spelt(event)}
    return next_row(clerk, **said, version=length + 1, **others)


def released(clerk: str, of: str, stream: str = USCC, **others: object) -> list[Any]:
    event = {"of": of, "document": "法9", "on": "2022-12-01"}
    return row(clerk, "enterprise-released", event, stream, **others)


def confirmed(clerk: str, account: str, login: str, by: str) -> list[Any]:
    event = {"account_id": account, "document": "复核1号"}
    return row(clerk, "account-confirmed", event, login=login, by=by)


def refused(address: str, of: list[Any], rule: str = "before it") -> None:
    with pytest.raises(psycopg.Error, match=rule):
        by_psql(address, INSERT, *of)


def test_no_release_ends_a_hold_that_the_enterprise_does_not_have(clerk: str) -> None:
    asked(clerk, "enterprise", "register", OTHER, "--name", "乙公司")
    asked(clerk, "hold", OTHER, *HELD)

    refused(clerk, released(clerk, "法1"))
    refused(clerk, released(clerk, "法2", OTHER))
    refused(clerk, released(clerk, "法1", OTHER, by=" "), "names nobody")
    by_psql(clerk, INSERT, *released(clerk, "法1", OTHER))

    (hold,) = asked(clerk, "enterprise", "show", OTHER)["holds"]
    assert hold["released_by"] == "法9"
    assert asked(clerk, "verify")["faults"] == []


def test_who_carries_on_an_enterprise_is_released_of_its_holds(clerk: str) -> None:
    asked(clerk, "hold", USCC, *HELD)
    words = ("--kind", "merger", "--on", "2024-01-01", "--document", "D")
    asked(clerk, "succeed", USCC, OTHER, *words)

    refused(clerk, released(clerk, "法2", OTHER))
    asked(clerk, "release", OTHER, "--on", "2024-02-01", "--document", "法9")

    (hold,) = asked(clerk, "enterprise", "show", OTHER)["holds"]
    assert hold["released_by"] == "法9"


def test_an_account_is_confirmed_where_it_was_named_and_by_another_login(clerk: str) -> None:
    cashier, approver = as_role(clerk, "cashier_qian"), as_role(clerk, "approver_sun")
    words = ("--account", account_of(USCC), "--bank", "示例银行", "--by", "qian")
    account = asked(cashier, "enterprise", "account", USCC, *words)["account"]["account_id"]

    refused(cashier, confirmed(clerk, "another", "cashier_qian", "li"))
    refused(cashier, confirmed(clerk, account, "cashier_qian", "qian"))
    refused(cashier, confirmed(clerk, account, "cashier_qian", "li"))
    refused(approver, confirmed(clerk, account, "approver_sun", "qian"))
    refused(as_role(clerk, "submitter_wu"), confirmed(clerk, account, "submitter_wu", "wu"),
            "may not record")  # fmt: skip
    by_psql(approver, INSERT, *confirmed(clerk, account, "approver_sun", "sun"))

    answer = asked(clerk, "reperform")
    assert answer["false_rows"] == []
    assert asked(clerk, "enterprise", "show", USCC)["account"]["confirmed"] == ["复核1号"]


def test_few_people_with_one_login_confirm_by_name(clerk: str) -> None:
    words = ("--account", account_of(USCC), "--bank", "示例银行", "--by", "qian")
    account = asked(clerk, "enterprise", "account", USCC, *words)["account"]["account_id"]

    refused(clerk, confirmed(clerk, account, "clerk_li", "qian"))
    by_psql(clerk, INSERT, *confirmed(clerk, account, "clerk_li", "sun"))

    assert asked(clerk, "reperform")["false_rows"] == []
