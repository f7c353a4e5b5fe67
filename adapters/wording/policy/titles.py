"""What the policy calls its measures and caps, in the current language."""

from __future__ import annotations

from adapters.wording.translation import gettext as _
from adapters.wording.translation import language
from domain.policy.book import PolicyBook
from domain.policy.measures import Cap


def title_of(titled: object) -> str:
    """Return the title of a policy, a measure or a cap."""
    return str(getattr(titled, "title_en" if language() == "en" else "title_zh"))


def cap_title(cap: Cap) -> str:
    """Return the title of a cap, and that it is over all enterprises where it is."""
    if not cap.pooled:
        return title_of(cap)
    return _("{cap} (all enterprises)").format(cap=title_of(cap))


def measure_title(measure: str | None, book: PolicyBook) -> str:
    """Return a measure's title as the last version has it; empty for None.

    With its policy's where there are several.
    """
    if measure is None:
        return ""
    versions = book.of(measure).versions
    known = versions[-1].policy.measures.get(measure) if versions else None
    title = measure if known is None else title_of(known)
    return f"{policy_title(book.policy_of(measure), book)}: {title}" if book.has_several else title


def policy_title(policy: str | None, book: PolicyBook) -> str:
    """Return a policy's title as its last version has it; its id where the book lacks it."""
    versions = book.of_policy(policy or "").versions
    return title_of(versions[-1].policy) if versions else policy or ""
