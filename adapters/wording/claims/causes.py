"""Why a claim was reassessed, and orders of decision, in words."""

from __future__ import annotations

from domain.events.claims import ClaimReassessed

CAUSES = {
    "exclusion": ("线下补助排除", "exclusion"),
    "version": ("政策版本", "version"),
    "exports": ("出口额", "exports"),
    "order": ("次序", "order"),
    "room": ("额度变动", "room"),
}
ORDERS = {
    "decided": ("核定先后", "by decision"),
    "matter": ("事项日期先后", "by day of the matter"),
    "best": ("对企业最有利", "best for the enterprise"),
}


def cause(event: ClaimReassessed, lang: str) -> str:
    """Return why a claim was reassessed, in words."""
    en = lang == "en"
    told = ": ".join(filter(None, (CAUSES[event.cause][en], event.because_of)))
    if event.through is None:
        return told
    return f"{told}, through {event.through}" if en else f"{told}，经由 {event.through}"
