"""What keeps an enterprise's money back for a time: a freeze, a list it stands on, an inquiry."""

from __future__ import annotations

from datetime import date
from typing import Literal

from domain.value import Recordable, value

Reason = Literal["freeze", "credit", "investigation"]


@value
class EnterpriseHeld(Recordable, topic="enterprise-held"):
    """Nothing is paid to the enterprise on these days (暂停拨付), by a document.

    reason: `freeze` of a court, `credit` of a list of the dishonest, `investigation`. last_day:
    None where no end is set. of_list: the list that the document is an edition of, if any.
    """

    document: str
    reason: Reason
    first_day: date
    last_day: date | None
    of_list: str | None


@value
class EnterpriseReleased(Recordable, topic="enterprise-released"):
    """A hold ended (解除暂停): from a day on it keeps no money back. of: the hold's document."""

    of: str
    document: str
    on: date


HoldEvent = EnterpriseHeld | EnterpriseReleased
