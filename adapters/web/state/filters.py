"""Filters of tables that officers keep under a name: each one's own, on the page they belong to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa

from adapters.web.state.columns import Bytewise, Moment
from adapters.web.state.database import WebDatabase, metadata
from domain.refusals import Refusal

FILTERS_MAX = 200  # of an account
NAME_MAX, PATH_MAX, QUERY_MAX = 60, 300, 2_000  # characters
NOT_KEPT = frozenset({"page", "lang", "position", "known_at"})  # words of a query

FILTERS = sa.Table(
    "web_filters",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("account", Bytewise, nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("name", Bytewise, nullable=False),
    sa.Column("query", sa.Text, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.UniqueConstraint("account", "path", "name"),
)


class SavedFilter(NamedTuple):
    """A page with a query, under a name."""

    id: int
    name: str
    path: str
    query: str

    @property
    def where(self) -> str:
        """The path with its query."""
        return f"{self.path}?{self.query}" if self.query else self.path


class Filters:
    """The filters that the accounts of one ledger's web have kept."""

    def __init__(self, database: WebDatabase, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def of(self, account: str, path: str | None = None) -> list[SavedFilter]:
        """Return an account's filters by name; those of one page, or of all."""
        columns = FILTERS.c
        query = sa.select(columns.id, columns.name, columns.path, columns.query)
        query = query.where(columns.account == account).order_by(columns.path, columns.name)
        if path is not None:
            query = query.where(columns.path == path)
        with self._database.reading() as connection:
            return [SavedFilter(*row) for row in connection.execute(query)]

    def save(self, account: str, name: str, path: str, query: str) -> SavedFilter:
        """Keep a filter; the one of the same name on the same page is replaced.

        The words of the query that say which page of a table, or as of when, are left out. Raises
        ValueError for what is not the path of a page, or too long; Refusal `filters-full`.
        """
        name = " ".join(name.split())
        pairs = parse_qsl(query, keep_blank_values=True)
        query = urlencode([pair for pair in pairs if pair[0].rpartition(".")[2] not in NOT_KEPT])
        is_own = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
        fits = len(path) <= PATH_MAX and len(query) <= QUERY_MAX and len(name) <= NAME_MAX
        if not (name and name.isprintable() and is_own and fits and "?" not in path):
            raise ValueError(name)
        at_it = sa.and_(
            FILTERS.c.account == account, FILTERS.c.path == path, FILTERS.c.name == name
        )
        row = {"account": account, "path": path, "name": name, "query": query}
        with self._database.begin() as connection:
            connection.execute(sa.delete(FILTERS).where(at_it))
            mine = sa.select(sa.func.count()).where(FILTERS.c.account == account)
            if connection.execute(mine).scalar_one() >= FILTERS_MAX:
                raise Refusal("filters-full", most=FILTERS_MAX)
            made = connection.execute(sa.insert(FILTERS).values(row | {"made_at": self._clock()}))
            assert made.inserted_primary_key is not None, "a row has a key"
            return SavedFilter(made.inserted_primary_key[0], name, path, query)

    def remove(self, account: str, filter_id: int) -> None:
        """Remove a filter of an account; nothing where it has none of this number."""
        of_account = sa.and_(FILTERS.c.account == account, FILTERS.c.id == filter_id)
        with self._database.begin() as connection:
            connection.execute(sa.delete(FILTERS).where(of_account))
