"""The days of batches, each read when first asked for, without its lines."""

from __future__ import annotations

from adapters.ledger.treasury.treasury import Treasury
from adapters.log.codec import decode
from adapters.log.upcasts import word
from domain.events.streams import batch_stream
from projections.money.dated import WITH_DAYS, BatchDays, days_of

# Former shapes too: today's topic without its number is the first of them.
_TOPICS = sorted({topic for shape in WITH_DAYS for topic in (shape.TOPIC, word(shape.TOPIC))})


class DaysOfBatches:
    """The days that each batch has, until a look's position."""

    def __init__(self, treasury: Treasury) -> None:
        self._treasury = treasury
        self._known: dict[int, BatchDays] = {}

    def __call__(self, batch: int) -> BatchDays:
        """Return the days of a batch."""
        if batch not in self._known:
            recorder, until = self._treasury.handler.recorder, self._treasury.until
            rows = recorder.select_streams([batch_stream(batch)], _TOPICS)
            known = (decode(row.id, row) for row in rows if row.id <= until)
            self._known[batch] = days_of(known)
        return self._known[batch]
