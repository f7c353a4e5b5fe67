"""Rows of another program about who carries on whom, and about codes that are carried on."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from domain.events.streams import SUCCESSIONS_STREAM
from tests.adapters.stores.attacks.test_postgres_followers import refused_for, spelt, submitted
from tests.adapters.stores.attacks.test_postgres_rows import INSERT, USCC, next_row
from tests.support.command import asked
from tests.support.postgres_server import PostgresServer, by_psql


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
