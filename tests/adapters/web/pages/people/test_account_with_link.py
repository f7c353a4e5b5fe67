"""An account and the link of its owner are made together, or neither is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.adapters.web.served import Served, served
from tests.support.few_claims import few_claims
from tests.support.stores import ON_POSTGRES

FULL = (
    "CREATE TRIGGER full BEFORE INSERT ON web_password_links"
    " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
)

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="the trigger is SQLite's")


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Served]:
    with served(few_claims(tmp_path), ("admin",)) as web:
        yield web


@pytest.mark.parametrize("path", ["/accounts", "/api/v1/accounts"])
def test_an_account_whose_link_cannot_be_made_can_be_made_again(path: str, web: Served) -> None:
    row = {"account": "li", "shown": "Li", "roles": ["clerk"]}
    sent = {"json": row} if path.startswith("/api") else {"data": row}
    with web.server.people.database.begin() as connection:
        connection.execute(sa.text(FULL))

    failed = web.post(path, "admin", **sent)
    names = {each.name for each in web.server.people.accounts.all()}
    with web.server.people.database.begin() as connection:
        connection.execute(sa.text("DROP TRIGGER full"))
    again = web.post(path, "admin", **sent)

    assert failed.status_code >= 400
    assert names == {"admin"}
    assert again.status_code == 200
    assert "/password-link/" in again.text
