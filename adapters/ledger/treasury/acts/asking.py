"""What money commands ask besides streams: views of now, and what is recorded of enterprises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter
from typing import cast, get_args

from adapters.ledger.store import Store
from adapters.ledger.treasury.treasury import Treasury
from adapters.log.codec import decode
from adapters.views.backend import Reader
from domain.enterprise.registered.registration import Registration, evolve
from domain.events.registration import RegistrationEvent
from domain.identity import Actor

_OF_REGISTRATION = sorted(shape.TOPIC for shape in get_args(RegistrationEvent))


@contextmanager
def views_of_now(store: Store) -> Iterator[Reader]:
    """Open a look at views that were just brought to the end of the log."""
    store.catch_up()
    with store.views.reading() as reader:
        yield reader


def registrations_of(
    treasury: Treasury, codes: Iterable[str]
) -> Iterator[tuple[str, Registration]]:
    """Yield what is recorded of these enterprises themselves, holds too, where anything is.

    Of one that carries on others or is a part of one, with the holds that it took over.
    """
    asked = set(codes)
    kindred = {code for code in asked if treasury.successions.is_kin(code)}
    for uscc, held in treasury.enterprises(sorted(kindred)).items():
        yield uscc, held.enterprise.registration
    rows = treasury.handler.recorder.select_streams(sorted(asked - kindred), _OF_REGISTRATION)
    known = (row for row in rows if row.id <= treasury.until)
    for uscc, mine in groupby(known, key=attrgetter("originator_id")):
        registration = Registration()
        for recorded in (decode(row.id, row) for row in mine):
            event = cast(RegistrationEvent, recorded.event)
            evolve(registration, event, Actor(recorded.by, recorded.login))
        yield uscc, registration
