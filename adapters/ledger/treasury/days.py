"""The days of batches, each read when first asked for, without its lines."""

from __future__ import annotations

from adapters.ledger.treasury.treasury import Treasury
from adapters.log.codec import decode
from adapters.log.upcasts import UPCASTS, word
from domain.events.streams import batch_stream
from projections.money.dated import WITH_DAYS, BatchDays, days_of

_OF = {shape.TOPIC for shape in WITH_DAYS}
_TOPICS = sorted(_OF | {topic for topic in UPCASTS if word(topic) in map(word, _OF)})


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
