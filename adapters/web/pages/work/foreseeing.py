"""What a decision that is not made yet would come to, as a part of a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.web.pages.entry import Visit
from adapters.web.pages.reading.working import working_listing
from adapters.wording.claims.foreseen import ahead_report
from adapters.wording.claims.words import reasons, statuses
from adapters.wording.policy.titles import cap_title
from adapters.wording.translation import gettext as _
from domain.money import yuan

if TYPE_CHECKING:
    from adapters.web.pages.frame import Frame
    from adapters.web.pages.tables import Listing
    from adapters.wording.table import Table
    from domain.commands.enterprise import SubmitClaim
    from domain.policy.book import PolicyBook
    from projections.claims.explanation import FilledCap
    from projections.claims.foreseen import ExplainedAhead, ForeseenClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A cap that a claim would meet: its name, how full, and the claims that have filled it."""

    title: str
    said: str
    used: int
    limit: int
    binds: bool
    filled_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """A claim as it would stand, with its working."""

    claim: ForeseenClaim
    state: str
    reason: str
    working: Table | None
    cards: list[Card]

    @property
    def is_lowered(self) -> bool:
        return self.claim.granted_fen != self.claim.assessed_fen or self.claim.granted_fen == 0

    def listing(self, frame: Frame) -> Listing:
        """Return the working as a page shows it."""
        assert self.working is not None, "there is a working"
        return working_listing(self.working, frame, _("How it is worked out"))


def foreseen_of(visit: Visit, command: SubmitClaim | str) -> Foreseen:
    """Return what a new claim, or one that waits, would come to. Raises Refusal as deciding does.

    command: the claim to be submitted, or the number of one that waits.
    """
    with visit.look() as look:
        if isinstance(command, str):
            ahead = look.foreseen_waiting(command)
        else:
            ahead = look.foreseen_new(command)
    return shown(ahead)


def shown(ahead: ExplainedAhead) -> Foreseen:
    """Return what is foreseen as pages show it."""
    claim, book = ahead.claim, ahead.book
    return Foreseen(
        claim=claim,
        state=_("Foreseen: {state}").format(state=statuses()[claim.status]),
        reason=reasons(book).get(claim.reason, claim.reason or ""),
        working=next(ahead_report(ahead).tables, None),
        cards=[_card(use, claim, book) for use in ahead.explanation.caps],
    )


def _card(use: FilledCap, claim: ForeseenClaim, book: PolicyBook) -> Card:
    cap = book.caps[use.cap]

    def figure(number: int) -> str:
        return yuan(number) if cap.unit == "fen" else f"{number:,}"

    said = _("{before} used, {applied} by this claim, of {limit}").format(
        before=figure(use.used_before), applied=figure(use.applied), limit=figure(use.limit)
    )
    return Card(
        title=cap_title(cap),
        said=said,
        used=use.used_after,
        limit=max(use.limit, 1),
        binds=use.cap in claim.caps_bound,
        filled_by=use.filled_by,
    )
