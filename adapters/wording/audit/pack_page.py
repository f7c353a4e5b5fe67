"""The page in an audit pack: how a stranger checks it, in Chinese and in English."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.ledger.enterprises import family_events
from adapters.log.codec import encode_event
from adapters.seal.notes import Checkpoint, VerifierKey, base64_text
from adapters.wording.claims.working.working import working_lines
from adapters.wording.translation import language, speaking
from domain.events.claims import ClaimApproved, ClaimSubmitted
from domain.money import yuan
from projections.claims.explanation import explain

if TYPE_CHECKING:
    from adapters.ledger.snapshot import Snapshot
    from domain.events.log import Recorded

TEXTS = Path(__file__).with_name("pack_page")


def pack_page(look: Snapshot, checkpoint: Checkpoint, keys: Sequence[VerifierKey]) -> str:
    """Return the page: what is in the pack, three foreign tools, and one decision by hand."""
    values = {
        "check_py": _text("check_py.txt"),
        "check_go": _text("check_go.txt"),
        "origin": checkpoint.origin,
        "size": str(checkpoint.size),
        "root": base64_text(checkpoint.root),
        "first": str(keys[0]),
        "keys": "\n".join(f"    {key}" for key in keys),
    }
    grant = _first_grant(look)
    parts = []
    for lang in ("zh", "en"):
        with speaking(lang):
            example = "" if grant is None else _example(look, grant)
            parts.append(_filled(_text(f"page.{lang}.md"), values) + example)
    return "\n".join(parts)


def _first_grant(look: Snapshot) -> Recorded | None:
    for recorded in look.store.handler.entries():
        if recorded.position > look.position:
            return None
        if isinstance(recorded.event, ClaimApproved):
            return recorded
    return None


def _example(look: Snapshot, recorded: Recorded) -> str:
    """Return the first grant of the log, from its facts to its amount."""
    event = recorded.event
    assert isinstance(event, ClaimApproved), f"not a grant: {event!r}"
    known = look.store.handler.successions(recorded.position)
    uscc = known.heir(recorded.stream)
    stream = family_events(look.store.handler, known, uscc, recorded.position)
    book = look.book.until(recorded.position)
    explanation = explain(stream, book, event.claim_no, look.linked_at)
    submitted = explanation.submitted.event
    assert isinstance(submitted, ClaimSubmitted), f"not a claim: {submitted!r}"
    facts = json.loads(encode_event(submitted))["facts"]
    outcome = event.decision.outcome
    lines = [
        f"    {line.article}  {line.text}  = {yuan(line.amount_fen)}"
        for line in working_lines(explanation, look.book)
    ]
    caps = [
        f"    {use.cap}: {use.used_before} + {use.applied} = {use.used_after} (≤ {use.limit})"
        for use in outcome.caps
    ]
    values = {
        "claim_no": event.claim_no,
        "submitted": str(explanation.submitted.position),
        "decided": str(recorded.position),
        "facts": json.dumps(facts, ensure_ascii=False),
        "occurred_on": submitted.occurred_on.isoformat(),
        "version": str(outcome.version),
        "digest": str(event.decision.digest),
        "article": str(outcome.article),
        "lines": "\n".join(lines),
        "caps": "\n".join(caps) or "    –",
        "granted": yuan(outcome.granted_fen),
        "granted_fen": str(outcome.granted_fen),
    }
    return _text(f"example.{language()}.md").format(**values)


def _text(name: str) -> str:
    return (TEXTS / name).read_text(encoding="utf-8")


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its values; other braces in it are a program's."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text
