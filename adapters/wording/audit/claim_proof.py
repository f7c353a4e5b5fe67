"""The page of a claim's proof, and what checking one says, for people."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from adapters.seal.notes import base64_text
from adapters.seal.verify.answers import ClaimProofChecked
from adapters.wording.as_json import event_as_json
from adapters.wording.claims.working.steps import step_text
from adapters.wording.history.words import event_word
from adapters.wording.table import Report
from adapters.wording.translation import gettext as _
from adapters.wording.translation import speaking
from domain.calendar import clock
from domain.enterprise.registered.names import with_masks
from domain.events.claims import ClaimApproved, ClaimReassessed, ClaimRejected, ClaimSubmitted
from domain.money import yuan

if TYPE_CHECKING:
    from adapters.seal.proving.claim_proof import ProvedClaim
    from domain.events.log import Recorded


def claim_page(proved: ProvedClaim) -> str:
    """Return the page at the head of a proof: in Chinese, in English, then the events as stored."""
    lines: list[str] = []
    for lang in ("zh", "en"):
        with speaking(lang):
            lines += ["", *_sentences(proved)]
    entries = [entry.decode() for entry in proved.entries]
    return "\n".join([*lines, "", *entries]) + "\n"


def claim_answer(proved: ProvedClaim) -> ClaimProofChecked:
    """Return what the proof of a claim shows."""
    return ClaimProofChecked(
        sound=True,
        claim_no=proved.claim_no,
        granted_fen=proved.granted_fen,
        origin=proved.checkpoint.origin,
        size=proved.checkpoint.size,
        root=base64_text(proved.checkpoint.root),
        hidden_versions=tuple(proved.hidden),
        events=tuple(event_as_json(event) for event in proved.events),
    )


def claim_report(proved: ProvedClaim) -> Report:
    """Return what the proof of a claim shows."""
    sound = _("The proof is sound: its {events} events are in the sealed log of {size} events.")
    sound = sound.format(events=len(proved.events), size=f"{proved.checkpoint.size:,}")
    return Report(title="", parts=(sound, *_sentences(proved)))


def _sentences(proved: ProvedClaim) -> Iterator[str]:
    first = proved.own[0]
    assert isinstance(first.event, ClaimSubmitted), "checked where it is proved"
    yield _("Claim {claim_no} of {enterprise}, {uscc}").format(
        claim_no=proved.claim_no,
        enterprise=with_masks(first.event.enterprise, first.stream),
        uscc=first.stream,
    )
    yield _("Granted as of {size} events sealed in {origin}: {yuan} yuan").format(
        size=proved.checkpoint.size,
        origin=proved.checkpoint.origin,
        yuan=yuan(proved.granted_fen),
    )
    for recorded in proved.own:
        yield from _event(recorded)
    hidden = ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in proved.hidden)
    if hidden:
        yield _(
            "Versions of the enterprise's stream that are not shown: {hidden}. They may be of "
            "other claims; that none is of this claim, this file does not prove."
        ).format(hidden=hidden)
    else:
        yield _("No version of the enterprise's stream is left out between these events.")
    yield _(
        "That nothing was recorded after the last event shown, this file does not prove: ask for "
        "the proof as of the newest seal, or for the audit pack."
    )


def _event(recorded: Recorded) -> Iterator[str]:
    yield _("Position {position}, version {version}, {moment}, {event}, by {by} ({login})").format(
        position=recorded.position,
        version=recorded.version,
        moment=clock(recorded.recorded_at),
        event=event_word(recorded.event),
        by=recorded.by,
        login=recorded.login,
    )
    event = recorded.event
    if isinstance(event, ClaimApproved | ClaimRejected | ClaimReassessed):
        for step in event.decision.steps:
            amount = yuan(floor(Fraction(step.fen)))
            text = step_text(step, event.decision, None)  # titles are in the policy, not in events
            yield f"    {text}  = {amount}"
        yield "    " + _("granted {yuan} yuan").format(
            yuan=yuan(event.decision.outcome.granted_fen)
        )
