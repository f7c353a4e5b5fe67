"""Rows of another program about who carries on whom, and about codes that are carried on."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from domain.events.streams import SUCCESSIONS_STREAM
from tests.adapters.stores.attacks.test_postgres_followers import refused_for, spelt, submitted
from tests.adapters.stores.attacks.test_postgres_rows import INSERT, USCC, next_row
from tests.support.command import asked
from tests.support.postgres_server import PostgresServer, as_role, by_psql


def test_no_claim_is_filed_under_a_code_that_another_carries_on(
    own_server: PostgresServer, begun: str
) -> None:
    ended = own_server.copy_ledger(begun, "ended")
    other = "91330382MA0001018G"
    words = ("--kind", "merger", "--on", "2024-01-01", "--document", "D")
    filed = submitted(ended, "YQ-9")

    asked(ended, "succeed", USCC, other, *words)

    refused_for(ended, "or has ended", filed)
    own_server.drop_database("ended")


def test_a_succession_is_not_entered_where_either_end_has_no_event_of_it(clerk: str) -> None:
    other = "91330382MA0001018G"
    said = {"kind": "merger", "on": "2024-01-01", "document": "D"}
    entered = {"kind": "merger", "predecessor": USCC, "successor": other} | said
    ends = {"kind": "merger", "predecessor": USCC} | said
    ended = {"kind": "merger", "successor": other} | said

    def row(topic: str, stream: str, event: dict[str, str]) -> list[Any]:
        query = f"SELECT count(*) FROM stored_events WHERE originator_id = '{stream}'"
        ((length,),) = by_psql(clerk, query)
        body = spelt(event)
        return next_row(clerk, topic=topic, stream=stream, version=length + 1, body=body)

    def refused(*of: Any) -> None:
        with pytest.raises(psycopg.Error, match="before it"):
            by_psql(clerk, INSERT, *row(*of))

    listed = "succession-entered", SUCCESSIONS_STREAM, entered
    refused(*listed)
    refused("enterprise-succeeds", other, ends)
    by_psql(clerk, INSERT, *row("enterprise-succeeded", USCC, ended))
    refused(*listed)
    by_psql(clerk, INSERT, *row("enterprise-succeeds", other, ends))
    by_psql(clerk, INSERT, *row(*listed))

    assert asked(clerk, "verify")["faults"] == []
    assert asked(clerk, "claims")


PARTS = [
    {"uscc": "91330382MA0001018G", "share": "1/2"},
    {"uscc": "91330382MA0002015M", "share": "1/2"},
]
SAID = {"on": "2024-01-01", "document": "D"}
CODES = {"predecessor": USCC, "successor": "91330382MA0001018G"}
ROWS: dict[str, tuple[str, dict[str, Any]]] = {
    "enterprise-succeeded": (USCC, {"kind": "merger", "successor": CODES["successor"], **SAID}),
    "enterprise-succeeds": (
        CODES["successor"], {"kind": "merger", "predecessor": USCC, **SAID},
    ),
    "succession-entered": (SUCCESSIONS_STREAM, {"kind": "merger", **CODES, **SAID}),
    "enterprise-divided": (USCC, {"parts": PARTS, "successor": CODES["successor"], **SAID}),
    "enterprise-takes-part": (
        CODES["successor"],
        {"predecessor": USCC, "parts": PARTS, "place": 0, "successor": CODES["successor"], **SAID},
    ),
    "division-entered": (
        SUCCESSIONS_STREAM,
        {"predecessor": USCC, "parts": PARTS, "successor": CODES["successor"], **SAID},
    ),
}  # fmt: skip


def of_succession(
    clerk: str, topic: str, stream: str | None = None, login: str = "clerk_li", **changed: Any
) -> list[Any]:
    """Return the row that would be next of a succession's event."""
    of, event = ROWS[topic]
    of = stream or of
    query = f"SELECT count(*) FROM stored_events WHERE originator_id = '{of}'"
    ((length,),) = by_psql(clerk, query)
    said: dict[str, Any] = {"stream": of, "version": length + 1, "body": spelt(event | changed)}
    return next_row(clerk, topic=topic, login=login, **said)


@pytest.mark.parametrize("topic", ROWS)
@pytest.mark.parametrize("login", ["submitter_wu", "cashier_qian"])
def test_a_succession_is_let_in_only_from_who_may_decide_it(
    login: str, topic: str, clerk: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="may not record"):
        by_psql(as_role(clerk, login), INSERT, *of_succession(clerk, topic, login=login))


def test_a_split_is_not_entered_before_the_code_and_every_part_say_so(clerk: str) -> None:
    def refused(topic: str) -> None:
        with pytest.raises(psycopg.Error, match="before it"):
            by_psql(clerk, INSERT, *of_succession(clerk, topic))

    refused("enterprise-takes-part")
    refused("division-entered")
    by_psql(clerk, INSERT, *of_succession(clerk, "enterprise-divided"))
    refused("division-entered")
    by_psql(clerk, INSERT, *of_succession(clerk, "enterprise-takes-part"))
    refused("division-entered")
    second = PARTS[1]["uscc"]
    by_psql(clerk, INSERT, *of_succession(clerk, "enterprise-takes-part", second, place=1))
    by_psql(clerk, INSERT, *of_succession(clerk, "division-entered"))

    assert asked(clerk, "verify")["faults"] == []
    assert asked(clerk, "reperform")["false_rows"] == []
