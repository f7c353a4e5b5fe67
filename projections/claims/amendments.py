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
    was, is_now = _values(before, kind), _values(now, kind)
    for path in dict.fromkeys((*was, *is_now)):
        (name, old), (_name, new) = was.get(path, _NONE), is_now.get(path, _NONE)
        if old != new:
            name = name or _name
            yield RestatedValue(path=path, before=_text(name, old), after=_text(name, new))


def stated_texts(stated: ClaimSubmitted, kind: Kind | None) -> dict[str, str]:
    """Return what a claim states, as a file states it, by key path."""
    return {path: _text(*value) for path, value in _values(stated, kind).items()}


_NONE = "", None


def _values(stated: ClaimSubmitted, kind: Kind | None) -> dict[str, tuple[str, object]]:
    """Return each value with the name that it is recorded under, by its key path in files."""
    names = {} if kind is None else {each.recorded: name for name, each in kind.facts.items()}
    return {
        "occurred_on": ("occurred_on", stated.occurred_on),
        "filed_on": ("filed_on", stated.filed_on),
        **{f"facts.{names.get(name, name)}": (name, fact) for name, fact in stated.facts.items()},
        "invoices": ("invoices", stated.invoices),
        "other_support": ("other_support_fen", stated.other_support_fen),
    }


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
