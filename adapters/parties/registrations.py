"""Names and accounts of many enterprises at once, folded from their few events alone.

A partial index over these topics finds them; a log of many claims is not read for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adapters.codec import decode
from adapters.entries import Row
from adapters.log_sqlite import LogRecorder
from adapters.log_tables import OF_REGISTRATION
from domain.registration import Registration, evolve
from domain.registration_events import REGISTRATION_EVENTS

CODES_MAX = 900  # host parameters in one statement


def registrations(
    recorder: LogRecorder, until: int, usccs: Iterable[str] | None = None
) -> dict[str, Registration]:
    """Return what was recorded of enterprises themselves until a log position, by code.

    usccs: only these; None for all. Who has no such event is not in it.
    """
    found: dict[str, Registration] = {}
    for row in _rows(recorder, usccs):
        if row.id > until:
            continue
        event = decode(row.id, row).event
        assert isinstance(event, REGISTRATION_EVENTS), f"of another topic: {event!r}"
        evolve(found.setdefault(row.originator_id, Registration()), event)
    return found


def _rows(recorder: LogRecorder, usccs: Iterable[str] | None) -> Iterator[Row]:
    every = [None] if usccs is None else _in_parts(usccs)
    for few in every:
        only = "" if few is None else f"AND originator_id IN ({','.join('?' * len(few))})"
        with recorder.datastore.transaction(commit=False) as cursor:
            cursor.execute(
                f"SELECT * FROM {recorder.events_table_name} WHERE {OF_REGISTRATION} {only} "
                "ORDER BY originator_id, originator_version",
                few or (),
            )
            rows = cursor.fetchall()
        for row in rows:
            yield Row._make(row)


def _in_parts(usccs: Iterable[str]) -> Iterator[list[str]]:
    every = list(dict.fromkeys(usccs))
    for start in range(0, len(every), CODES_MAX):
        yield every[start : start + CODES_MAX]
