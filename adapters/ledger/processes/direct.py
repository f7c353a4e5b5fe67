"""Who writes to the log by itself: loads no processes, which who asks does not need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from adapters.log.codec import CodecError
from adapters.log.drafts import Append, Draft
from adapters.log.problems import LogUnreadable
from adapters.log.recorder import Log
from adapters.views.problems import ViewsUnreadable

# The log or the views cannot be read or written: the disk is full, the server gone.
AWAY = (LogUnreadable, ViewsUnreadable, CodecError)


class Writer(Protocol):
    """Appends one batch at a time: `send` it, then `receive` what became of it."""

    def send(self, drafts: Sequence[Draft], append: Append) -> None: ...

    def receive(self) -> range:
        """Return the positions of the batch sent. Raises what the append raised."""


class DirectWriter:
    """Writes by itself, when asked what became of it."""

    def __init__(self, recorder: Log) -> None:
        self.recorder = recorder
        self.sent: tuple[Sequence[Draft], Append] | None = None

    def send(self, drafts: Sequence[Draft], append: Append) -> None:
        self.sent = drafts, append

    def receive(self) -> range:
        assert self.sent is not None, "nothing was sent"
        drafts, append = self.sent
        self.sent = None
        return self.recorder.append(drafts, append)
