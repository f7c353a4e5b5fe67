"""What a policy calls itself, its measures and caps, in the current language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from adapters.wording.policy.labels import label
from adapters.wording.table import Column, Columns
from adapters.wording.translation import N_, as_typed, headed, language, listed, pgettext
from adapters.wording.translation import gettext as _
from domain.payments.budget import ALL
from domain.policy.names import bare

if TYPE_CHECKING:
    from domain.policy.book import PolicyBook
    from domain.policy.measures import Cap


class OfAPolicy(Protocol):
    """What is of a policy, by its id."""

    @property
    def policy(self) -> str | None: ...


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
    title = own_title(measure, book)
    if measure is None or not book.has_several:
        return title
    return headed(policy_title(book.policy_of(measure), book), title)


def line_title(title: str) -> str:
    """Return what a budget line is called: that of every measure has no title of its own."""
    return as_typed(ALL, N_("all measures")) if title == ALL else title


def line_called(title: str) -> str:
    """Return the budget line that is meant by what it is called; any other by its own name."""
    return ALL if title == line_title(ALL) else title


def measure_titles(book: PolicyBook) -> dict[str, str]:
    """Return what every measure of a book's versions is called, by its name."""
    names = {name: None for version in book.versions for name in version.policy.measures}
    return {name: measure_title(name, book) for name in names}


def own_title(measure: str | None, book: PolicyBook) -> str:
    """Return a measure's title without its policy's; for tables that have `policy_column`."""
    if measure is None:
        return ""
    versions = book.of(measure).versions
    known = versions[-1].policy.measures.get(measure) if versions else None
    return measure if known is None else title_of(known)


def policy_column(book: PolicyBook) -> Columns[OfAPolicy]:
    """Return the column that says which policy a row is of; none in a ledger of one policy."""
    if not book.has_several:
        return ()
    return ((Column(pgettext("column", "policy")), lambda row: policy_title(row.policy, book)),)


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


def policy_titles(policies: Sequence[str] | None, book: PolicyBook) -> str:
    """Return the titles of policies, listed; empty for None."""
    return listed(policy_title(policy, book) for policy in policies or ())
