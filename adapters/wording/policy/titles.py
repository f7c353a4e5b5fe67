"""What the policy calls its measures and caps, in the current language."""

from __future__ import annotations

from adapters.wording.policy.labels import label
from adapters.wording.translation import language
from domain.policy.book import PolicyBook
from domain.policy.names import bare


def title_of(titled: object) -> str:
    """Return the title of a policy, a measure or a cap."""
    return str(getattr(titled, "title_en" if language() == "en" else "title_zh"))


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


def record_title(record: str, book: PolicyBook) -> str:
    """Return what a record of a year is called; its name where no policy of the book has it."""
    for version in reversed(book.versions):
        entry = version.policy.source.get("records", {}).get(bare(record))
        if entry is not None and record in (bare(record), version.policy.prefix + bare(record)):
            return label(entry, bare(record))
    return record


def policy_title(policy: str | None, book: PolicyBook) -> str:
    """Return a policy's title as its last version has it; its id where the book lacks it."""
    versions = book.of_policy(policy or "").versions
    return title_of(versions[-1].policy) if versions else policy or ""
