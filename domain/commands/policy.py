"""What can be asked of the policy book, and of the keys that seal a ledger. Imperative mood."""

from __future__ import annotations

from datetime import date

from domain.policy.measures import Policy
from domain.value import value


@value
class PublishPolicy:
    """Record a policy version (登记一版政策); nothing when it is already the last recorded."""

    policy: Policy


@value
class AmendPolicy:
    """Record the version governing `first_day` with values set; it governs first to last day.

    settings: (path, value) as an officer writes them. policy: its id; None where the ledger has one
    only. ended: measures that pay nothing from then on. repealed: nothing is paid in these days.
    """

    settings: tuple[tuple[str, str], ...]
    first_day: date
    last_day: date
    announced_on: date
    document: str
    policy: str | None = None
    ended: tuple[str, ...] = ()
    repealed: bool = False


@value
class ConfirmVersion:
    """Have a version that another hand put forward enter the book (确认登记)."""

    proposal: int


@value
class DeclineVersion:
    """Have a version that was put forward not enter the book (退回, 撤回). words: why."""

    proposal: int
    words: str


@value
class NameKey:
    """Record that a verifier key follows another.

    vouched: see `KeyNamed`. lost: see `OldKeyLost.reason`; None where the old key is at hand.
    """

    key: str
    replaces: str
    vouched: str | None
    lost: str | None


PolicyCommand = PublishPolicy | AmendPolicy | ConfirmVersion | DeclineVersion
