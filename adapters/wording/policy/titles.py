"""What the policy calls its measures and caps, in the current language."""

from __future__ import annotations

from adapters.wording.translation import language
from domain.policy.book import PolicyBook
from domain.policy.measures import Cap


def title_of(titled: object) -> str:
    """Return the title of a policy, a measure or a cap."""
    return str(getattr(titled, "title_en" if language() == "en" else "title_zh"))


def measure_title(measure: str | None, book: PolicyBook) -> str:
    """Return a measure's title as the last version has it; empty for None."""
    if measure is None:
        return ""
    known = book.versions[-1].policy.measures.get(measure)
    return measure if known is None else title_of(known)


def caps_by_id(book: PolicyBook) -> dict[str, Cap]:
    """Return every cap of a book, as the last version that has it."""
    return {cap.id: cap for version in book.versions for cap in version.policy.caps.values()}
