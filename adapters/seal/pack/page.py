"""The page in an audit pack: how a stranger checks it, in Chinese and in English."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from math import floor

from adapters.ledger.snapshot import Snapshot
from adapters.log.codec import encode_event
from adapters.seal.checkpoints import Checkpoint, hash_text
from adapters.seal.notes import VerifierKey
from adapters.seal.pack.page_words import EXAMPLE, TEXT
from adapters.wording.claims.working import working_lines
from domain.events.claims import ClaimApproved, ClaimSubmitted
from domain.events.log import Recorded
from domain.money import yuan
from projections.explanation import explain


def page(look: Snapshot, checkpoint: Checkpoint, keys: Sequence[VerifierKey]) -> str:
    """Return the page: what is in the pack, three foreign tools, and one decision by hand."""
    known = {
        "origin": checkpoint.origin,
        "size": str(checkpoint.size),
        "root": hash_text(checkpoint.root),
        "first": str(keys[0]),
        "keys": "\n".join(f"    {key}" for key in keys),
    }
    example = _first_grant(look)
    parts = []
    for lang in ("zh", "en"):
        text = TEXT[lang]
        for name, value in known.items():
            text = text.replace("{" + name + "}", value)
        parts.append(text + ("" if example is None else _example(look, example, lang)))
    return "\n".join(parts)


def _first_grant(look: Snapshot) -> Recorded | None:
    for recorded in look.store.handler.entries():
        if recorded.position > look.position:
            return None
        if isinstance(recorded.event, ClaimApproved):
            return recorded
    return None


def _example(look: Snapshot, recorded: Recorded, lang: str) -> str:
    """Tell the first grant of the log from its facts to its amount."""
    event = recorded.event
    assert isinstance(event, ClaimApproved), f"no grant: {event!r}"
    stream = [
        earlier for earlier in look.stream(recorded.stream) if earlier.position <= recorded.position
    ]
    explanation = explain(stream, look.book.until(recorded.position), event.claim_no)
    submitted = explanation.submitted.event
    assert isinstance(submitted, ClaimSubmitted), f"no claim: {submitted!r}"
    facts = json.loads(encode_event(submitted))["facts"]
    lines = [
        f"    {line['article']}  {line['text']}  = {yuan(line['amount_fen'])}"
        for line in working_lines(explanation, look.book, lang)
    ]
    caps = [
        f"    {use.cap}: {use.used_before} + {use.applied} = {use.used_after} (≤ {use.limit})"
        for use in event.decision.outcome.caps
    ]
    return EXAMPLE[lang].format(
        claim_no=event.claim_no,
        submitted=explanation.submitted.position,
        decided=recorded.position,
        facts=json.dumps(facts, ensure_ascii=False),
        occurred_on=submitted.occurred_on.isoformat(),
        version=event.decision.outcome.version,
        digest=event.decision.digest,
        article=event.decision.outcome.article,
        lines="\n".join(lines),
        caps="\n".join(caps) or "    –",
        granted=yuan(event.decision.outcome.granted_fen),
        granted_fen=floor(Fraction(event.decision.outcome.granted_fen)),
    )
