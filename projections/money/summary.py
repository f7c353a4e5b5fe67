"""What was granted and paid in each month, by measure and town (汇总月报), with the year before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, cast

from domain.calendar import day_of
from domain.enterprise.kin.family import Family
from domain.enterprise.state import Claim, granted_fen
from domain.value import value

if TYPE_CHECKING:
    from domain.events.log import Recorded

DIVISION = slice(2, 8)  # of a code: the administrative division of the authority that registered


@value
class MonthFigures:
    """What a month did, in fen. claims: granted by then and not before, less those no longer.

    town: as the claims' sheets state it; None where they do not: then the division stands in.
    granted_fen: by the day it was recorded. paid_fen: by the day it was paid, less what came back.
    """

    measure: str
    town: str | None
    division: str
    year: int
    month: int
    claims: int
    granted_fen: int
    paid_fen: int


@value
class MonthlySummary:
    """Every month of a year until this one, and the same months of the year before."""

    year: int
    month: int
    position: int
    figures: tuple[MonthFigures, ...]


class _Key(NamedTuple):
    measure: str
    town: str
    division: str
    year: int
    month: int


class _Stand(NamedTuple):
    """What one claim comes to under its measure."""

    measure: str
    claims: int
    granted_fen: int
    kept_fen: int


class MonthSums:
    """The sums of months by measure and town, enterprise by enterprise."""

    def __init__(self, year: int, month: int) -> None:
        self.year, self.month = year, month
        self._sums: dict[_Key, list[int]] = defaultdict(lambda: [0, 0, 0])

    def add(self, uscc: str, history: Iterable[Recorded]) -> None:
        """Add what the events of one enterprise did. Raises DoesNotFollow."""
        family = Family()
        for recorded in history:
            claim_no = cast(str, getattr(recorded.event, "claim_no", ""))
            before = _stand(family.of(recorded.stream).claims.get(claim_no))
            family.take_in(recorded)
            claim = family.of(recorded.stream).claims.get(claim_no)
            after = _stand(claim)
            if claim is None or before == after:
                continue
            day = getattr(recorded.event, "on", None) or day_of(recorded.recorded_at)
            self._moved(uscc, claim, before, after, day)

    def summary(self, position: int) -> MonthlySummary:
        """Return the sums, by measure, town and month."""
        return MonthlySummary(
            year=self.year, month=self.month, position=position, figures=tuple(self._figures())
        )

    def _moved(self, uscc: str, claim: Claim, before: _Stand, after: _Stand, day: date) -> None:
        if day.year not in (self.year, self.year - 1) or day.month > self.month:
            return
        source = claim.submitted.source
        town = (source.town if source is not None else None) or ""
        division = "" if town else uscc[DIVISION]
        for stand, sign in ((before, -1), (after, 1)):
            key = _Key(stand.measure, town, division, day.year, day.month)
            moved = (stand.claims, stand.granted_fen, stand.kept_fen)
            if any(moved):
                sums = self._sums[key]
                sums[:] = [sum_ + sign * part for sum_, part in zip(sums, moved, strict=True)]

    def _figures(self) -> Iterator[MonthFigures]:
        for key in sorted(self._sums):
            claims, granted, paid = self._sums[key]
            if claims or granted or paid:
                yield MonthFigures(
                    measure=key.measure,
                    town=key.town or None,
                    division=key.division,
                    year=key.year,
                    month=key.month,
                    claims=claims,
                    granted_fen=granted,
                    paid_fen=paid,
                )


def _stand(claim: Claim | None) -> _Stand:
    if claim is None or claim.outcome is None:
        return _Stand("", 0, 0, 0)
    granted, dues = granted_fen(claim), claim.dues
    kept = 0 if dues is None else dues.kept_fen
    return _Stand(claim.outcome.measure or "", int(granted > 0), granted, kept)
