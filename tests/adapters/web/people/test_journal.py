"""The journal: only added to, by the page, without a number or a secret."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from adapters.web.people.journal import JOURNAL
from adapters.web.people.people import People
from tests.adapters.web.people.officers import officer


def test_lines_are_never_changed_or_removed(people: People) -> None:
    officer(people, "chen")

    for change in (sa.update(JOURNAL).values(by="x"), sa.delete(JOURNAL)):
        with pytest.raises(sa.exc.IntegrityError), people.database.begin() as connection:
            connection.execute(change)


def test_an_export_says_what_left_and_how_much_without_an_accounts_number(people: People) -> None:
    people.journal.exported(
        "chen", "/claims.csv?q=6222021234567890123&x=\x1b[2J", rows=12, position=345
    )

    entry = people.journal.entries()[0]
    assert (entry.act, entry.by, entry.account) == ("export", "chen", "chen")
    assert entry.facts == {"what": "/claims.csv?q=…&x=?[2J", "rows": 12, "position": 345}


def test_lines_are_read_by_the_page_and_by_account(people: People) -> None:
    for number in range(5):
        people.journal.exported(f"a{number % 2}", "x" * 1_000, rows=number, position=1)

    page = people.journal.entries(most=2)
    rest = people.journal.entries(before=page[-1].id)

    assert [entry.facts["rows"] for entry in page + rest] == [4, 3, 2, 1, 0]
    assert [entry.facts["rows"] for entry in people.journal.entries(account="a1")] == [3, 1]
    assert len(str(page[0].facts["what"])) == 200


def test_a_fact_that_the_journal_does_not_know_is_a_bug(people: People) -> None:
    with pytest.raises(AssertionError), people.database.begin() as connection:
        people.journal.write(connection, "login", by="x", password="secret")  # type: ignore[arg-type]
