"""How often somebody may try: after each failure a longer wait, by account and address together.

No wait is for good, and none is the account's alone: else anybody who knows an approver's name
could keep them out before a deadline.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address
from math import ceil

import sqlalchemy as sa

from adapters.web.state.columns import Moment
from adapters.web.state.database import WebDatabase, metadata
from domain.refusals import Refusal

WAIT_MAX = timedelta(seconds=60)
FORGOTTEN_AFTER = timedelta(hours=1)  # without a try
ROWS_MAX = 20_000
NETWORK_BYTES = 8  # of an IPv6 address
OWN_PASSWORD = "own password"  # instead of an address: tried in a session

TRIES = sa.Table(
    "web_tries",
    metadata,
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("until", Moment, nullable=False, index=True),
)


class Throttle:
    """The tries at one ledger's web, whichever process they come to."""

    def __init__(self, database: WebDatabase, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def begin_try(self, *what: str) -> None:
        """Count a try as failed before it is looked at: of many at once, one is looked at.

        what: the account and the address. Raises `too-many-tries`, with the seconds to wait.
        """
        try:
            self._count(_digest(what), self._clock())
        except sa.exc.IntegrityError:  # the first of another process, at the same moment
            raise Refusal("too-many-tries", seconds=1) from None

    def _count(self, digest: bytes, now: datetime) -> None:
        with self._database.begin() as connection:
            at_it = TRIES.c.digest == digest
            row = connection.execute(sa.select(TRIES).where(at_it).with_for_update()).first()
            if row is not None and _waits(row.until, now):
                raise Refusal("too-many-tries", seconds=ceil((row.until - now).total_seconds()))
            forgotten = row is None or row.until + FORGOTTEN_AFTER < now
            failures = 1 if forgotten or row is None else row.failures + 1
            kept = {"failures": failures, "until": now + wait_after(failures)}
            if row is None:
                self._make_room(connection, now)
                connection.execute(sa.insert(TRIES).values(digest=digest, **kept))
            else:
                connection.execute(sa.update(TRIES).where(at_it).values(kept))

    def count_within(self, most: int, span: timedelta, *what: str) -> None:
        """Count something that may be done so often within a span of time, right or wrong.

        Raises `too-many-tries`, with the seconds to wait.
        """
        digest, now = _digest(what), self._clock()
        try:
            with self._database.begin() as connection:
                at_it = TRIES.c.digest == digest
                row = connection.execute(sa.select(TRIES).where(at_it).with_for_update()).first()
                if row is None:
                    self._make_room(connection, now)
                    counted = {"failures": 1, "until": now + span}
                    connection.execute(sa.insert(TRIES).values(digest=digest, **counted))
                    return
                if not _waits(row.until, now, span):
                    counted = {"failures": 1, "until": now + span}
                elif row.failures >= most:
                    wait = ceil((row.until - now).total_seconds())
                    raise Refusal("too-many-tries", seconds=wait)
                else:
                    counted = {"failures": row.failures + 1, "until": row.until}
                connection.execute(sa.update(TRIES).where(at_it).values(counted))
        except sa.exc.IntegrityError:  # the first of another process, at the same moment
            raise Refusal("too-many-tries", seconds=1) from None

    def succeeded(self, *what: str) -> None:
        """Forget the failures of what has succeeded now."""
        with self._database.begin() as connection:
            connection.execute(sa.delete(TRIES).where(TRIES.c.digest == _digest(what)))

    def undo(self, *what: str) -> None:
        """Count a try as none after all: it was right as far as it went, and goes on at once."""
        with self._database.begin() as connection:
            at_it = TRIES.c.digest == _digest(what)
            none = {"failures": TRIES.c.failures - 1, "until": self._clock()}
            connection.execute(sa.update(TRIES).where(at_it).values(none))

    def is_first(self, *what: str) -> bool:
        """Say whether something happens for the first time in a while, and is worth a line."""
        digest, now = _digest(what), self._clock()
        with self._database.begin() as connection:
            at_it = TRIES.c.digest == digest
            until = connection.execute(sa.select(TRIES.c.until).where(at_it)).scalar()
            if until is not None and _waits(until, now):
                return False
            self._make_room(connection, now)
            connection.execute(sa.delete(TRIES).where(at_it))
            row = {"digest": digest, "failures": 0, "until": now + WAIT_MAX}
            connection.execute(sa.insert(TRIES).values(row))
            return True

    def _make_room(self, connection: sa.Connection, now: datetime) -> None:
        """Forget what is long ago; of too many, those who wait the least."""
        connection.execute(sa.delete(TRIES).where(TRIES.c.until < now - FORGOTTEN_AFTER))
        count = connection.execute(sa.select(sa.func.count()).select_from(TRIES)).scalar_one()
        if count >= ROWS_MAX:
            soonest = sa.select(TRIES.c.digest).order_by(TRIES.c.until).limit(ROWS_MAX // 10)
            connection.execute(sa.delete(TRIES).where(TRIES.c.digest.in_(soonest)))


def wait_after(failures: int) -> timedelta:
    """Return how long to wait after so many failures: 1, 2, 4 … 60 seconds."""
    return min(WAIT_MAX, timedelta(seconds=2 ** min(failures - 1, 6)))


def _waits(until: datetime, now: datetime, most: timedelta = WAIT_MAX) -> bool:
    """Say whether it is not time yet; longer than any wait is, it is the clock that was wrong."""
    return now < until <= now + most


def _digest(what: tuple[str, ...]) -> bytes:
    return sha256("\0".join(map(_counted, what)).encode("utf-8", "replace")).digest()


def _counted(what: str) -> str:
    """Return what a try is counted by: of an IPv6 address its network, which is one machine's."""
    try:
        address = IPv6Address(what)
    except ValueError:
        return what
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return f"{address.packed[:NETWORK_BYTES].hex()}/{8 * NETWORK_BYTES}"
