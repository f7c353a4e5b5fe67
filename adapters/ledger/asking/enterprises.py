"""Enterprises that are looked for, with what they claimed."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.ledger.asking.claims import committed_like, rows_of
from adapters.ledger.enterprises import GROUP
from adapters.ledger.parties import names_of
from adapters.ledger.snapshot import Snapshot, mending
from adapters.views.asking import enterprises as asked
from domain.enterprise.state import Status, granted_fen
from projections.parties import FoundEnterprise, FoundEnterprises

NO_CLAIMS = 0, 0, 0


@mending
def matching(snapshot: Snapshot, part: str, limit: int, after: str | None) -> FoundEnterprises:
    """Return some of those with a part in any of their names, or whose code begins so.

    One that another carries on appears as that one. limit: `ALL` for all. Raises Refusal
    `bad-limit`.
    """
    limit = rows_of(limit)
    names = committed_like(snapshot, part) if part else []
    rows = asked.named(snapshot.connection, part, names, snapshot.position)
    by_code: dict[str, dict[str, None]] = {}
    for uscc, name in rows:
        heir = snapshot.successions.heir(uscc)
        known = by_code.setdefault(heir, {})
        known[name] = None
        if uscc != heir:
            known[uscc] = None
    codes = sorted(code for code in by_code if after is None or code > after)
    shown, more = codes[:limit], len(codes) > limit
    called, counted = names_of(snapshot, shown), _counts(snapshot, shown)
    every = [(code, name) for code in shown for name in by_code[code]]
    spelt = snapshot.shown_names(every)
    return FoundEnterprises(
        position=snapshot.position,
        total=len(by_code),
        enterprises=tuple(
            _listed(
                code, called.get(code), [spelt.get(name, name) for name in by_code[code]], counts
            )
            for code in shown
            for counts in (counted.get(code, NO_CLAIMS),)
        ),
        next=shown[-1] if more else None,
    )


def _listed(
    code: str, name: str | None, by: Sequence[str], counts: tuple[int, int, int]
) -> FoundEnterprise:
    claims, granted, pending = counts
    also = tuple(each for each in dict.fromkeys(by) if each != name)
    return FoundEnterprise(
        uscc=code, name=name, also=also, claims=claims, granted_fen=granted, pending=pending
    )


def _counts(snapshot: Snapshot, codes: Sequence[str]) -> dict[str, tuple[int, int, int]]:
    reader = snapshot.connection if snapshot.at is None else None
    if reader is None and len(codes) > GROUP:
        reader = snapshot.viewed()
    if reader is not None:
        return asked.counts(reader, codes)
    if len(codes) > GROUP:
        snapshot.everything()
    counted = {}
    for code in codes:
        claims = snapshot.enterprise(code).claims.values()
        pending = sum(claim.status is Status.SUBMITTED for claim in claims)
        counted[code] = len(claims), sum(map(granted_fen, claims)), pending
    return counted
