"""What documents changed of a claim after it was submitted: what it said before, and what since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.calendar import clock_text
from domain.enterprise.amended.amendments import restated
from domain.events import claims
from domain.events.claims import ClaimSubmitted
from domain.money import yuan
from domain.value import value
from projections.claims.register import ClaimAnswer

if TYPE_CHECKING:
    from domain.events.log import Recorded
    from domain.policy.book import PolicyBook
    from domain.policy.kinds import Kind
    from projections.reassessment.differences import Reassessment

_MONEY = ("_fen", "_cents")


@value
class RestatedValue:
    """A value that changed, by its key path in files, as a file states it before and after."""

    path: str
    before: str
    after: str


@value
class ClaimAmendment:
    """What a document changed. what: `corrected`, `redecided` or `reopened`.

    changed: of a correction. reduced_to_fen: the ceiling of a redecision; None without one. kind:
    of a reopening.
    """

    what: str
    position: int
    recorded_at: str
    by: str
    document: str
    words: str
    changed: tuple[RestatedValue, ...] = ()
    reduced_to_fen: int | None = None
    kind: str | None = None


@value
class AmendedClaim(ClaimAnswer):
    """A claim as it stands after it was amended. differences: in decisions, its own and others'."""

    differences: Reassessment


@value
class CorrectedClaim(AmendedClaim):
    """A claim as it stands after it was corrected. changed: the values that are others now."""

    changed: tuple[RestatedValue, ...]


def amendments_of(
    history: Iterable[Recorded], claim_no: str, book: PolicyBook
) -> Iterator[ClaimAmendment]:
    """Yield what documents changed of a claim, in order."""
    stated: ClaimSubmitted | None = None
    for recorded in history:
        event = recorded.event
        if getattr(event, "claim_no", None) != claim_no:
            continue
        if isinstance(event, ClaimSubmitted):
            stated = event
        if isinstance(event, claims.AmendingEvent):
            assert stated is not None, f"amended before it was submitted: {recorded}"
            yield _amendment(recorded, event, stated, book)
        if isinstance(event, claims.ClaimCorrected) and stated is not None:
            stated = restated(stated, event)


def _amendment(
    recorded: Recorded, event: claims.AmendingEvent, stated: ClaimSubmitted, book: PolicyBook
) -> ClaimAmendment:
    match event:
        case claims.ClaimCorrected():
            now = restated(stated, event)
            changed = tuple(restated_values(stated, now, book.kind(now.facts.kind)))
            return _said("corrected", recorded, event, changed=changed)
        case claims.ClaimRedecided():
            return _said("redecided", recorded, event, reduced_to_fen=event.reduced_to_fen)
        case claims.ClaimReopened():
            return _said("reopened", recorded, event, kind=event.kind)


def _said(
    what: str, recorded: Recorded, event: claims.AmendingEvent, **more: Any
) -> ClaimAmendment:
    return ClaimAmendment(
        what=what,
        position=recorded.position,
        recorded_at=clock_text(recorded.recorded_at),
        by=recorded.by,
        document=event.document,
        words=event.words,
        **more,
    )


def restated_values(
    before: ClaimSubmitted, now: ClaimSubmitted, kind: Kind | None
) -> Iterator[RestatedValue]:
    """Yield the values that differ, in the order in which a file states them."""
    names = {} if kind is None else {each.recorded: name for name, each in kind.facts.items()}
    pairs: list[tuple[str, str, object, object]] = [
        (name, name, getattr(before, name), getattr(now, name))
        for name in ("occurred_on", "filed_on")
    ]
    pairs += [
        (f"facts.{names.get(name, name)}", name, before.facts.get(name), now.facts.get(name))
        for name in dict.fromkeys((*before.facts, *now.facts))
    ]
    pairs.append(("invoices", "invoices", before.invoices, now.invoices))
    support = before.other_support_fen, now.other_support_fen
    pairs.append(("other_support", "other_support_fen", *support))
    for path, name, was, is_now in pairs:
        if was != is_now:
            yield RestatedValue(path=path, before=_text(name, was), after=_text(name, is_now))


def _text(name: str, content: object) -> str:
    """Return a value as a file states it; empty for nothing."""
    if content is None:
        return ""
    if isinstance(content, tuple):
        return ";".join(_text(name, each) for each in content)
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, int) and name.endswith(_MONEY):
        return yuan(content).replace(",", "")
    return content.isoformat() if isinstance(content, date) else str(content)
