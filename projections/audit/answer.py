"""What every audit answer begins with."""

from __future__ import annotations

from domain.value import value


@value
class AuditAnswer:
    """The log position that an answer rests on, and when its event was recorded.

    recorded_at: in UTC as the log spells it; None where the log had no event. policy: the id of the
    one whose claims were asked about; None for all.
    """

    position: int
    recorded_at: str | None
    policy: str | None
