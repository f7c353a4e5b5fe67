"""The same bytes attached to several claims: a paper handed in twice, whatever it is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from domain.enterprise.amended.attaching import Attached
from domain.events.claims import PaperKind
from projections.audit.duplicates import SAME_FILE, Finding, LiveClaim, finding_of

_SHARED: set[PaperKind] = {"contract", "other"}  # one of these may well be behind several claims


def findings_of_files(
    papers: Iterable[tuple[LiveClaim, Mapping[str, Attached]]],
) -> Iterator[Finding]:
    """Yield each file that several claims have; erased ones too, by the digest that stays."""
    claims: dict[str, list[LiveClaim]] = {}
    kinds: dict[str, set[PaperKind]] = {}
    for claim, attached in papers:
        for sha256, paper in attached.items():
            claims.setdefault(sha256, []).append(claim)
            kinds.setdefault(sha256, set()).add(paper.paper)
    for sha256, having in claims.items():
        if len(having) > 1:
            yield finding_of(SAME_FILE, sha256, having, usual=kinds[sha256] <= _SHARED)
