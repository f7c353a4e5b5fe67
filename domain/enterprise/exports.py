"""A year's exports of an enterprise."""

from __future__ import annotations

from domain.value import value


@value
class Exports:
    """A year's exports in US cents, to either market."""

    us_usd_cents: int
    rcep_usd_cents: int
