"""What to watch for in a policy, in sentences: what has no effect, what it takes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from adapters.wording.policy.labels import label
from adapters.wording.policy.page.settable import setting_called
from adapters.wording.translation import N_, listed
from adapters.wording.translation import gettext as _

if TYPE_CHECKING:
    from adapters.policy.amendment import Reverted
    from domain.policy.measures import Policy
    from projections.policy_versions import PolicyNotice

_SENTENCES = {
    "policies-not-in-ledger": N_(
        "{where} names policies that this ledger does not have; until it has them their grants do "
        "not count: {names}"
    ),
    "kinds-without-cost": N_(
        "{where}: other support does not lower claims of kinds that state no cost: {names}"
    ),
    "kinds-without-item": N_(
        "{where}: claims of kinds that have no item share none with other policies: {names}"
    ),
}


def notice_sentences(notices: Iterable[PolicyNotice], policy: Policy) -> Iterator[str]:
    """Yield what of a policy has no effect, a sentence each."""
    kinds = policy.source["kinds"]
    for notice in notices:
        called = [label(kinds.get(name, {}), name) for name in notice.names]
        where = quoted(notice.where, policy)
        yield _(_SENTENCES[notice.code]).format(where=where, names=listed(called))


def quoted(path: str, policy: Policy) -> str:
    """Return a path as a sentence has it; where it goes by words, between quotation marks."""
    called = setting_called(path, policy)
    return path if called == path else f"\u201c{called}\u201d"


def reverted_sentence(figure: Reverted, policy: Policy) -> str:
    """Say which figure of another version an amendment takes back, and on which days."""
    return _(
        "warning: on {first_day} … {last_day} version {version} sets {path} to {old}; this version "
        "takes it back to {new}. Set it too, or end earlier."
    ).format(
        first_day=figure.first_day,
        last_day=figure.last_day,
        version=figure.version,
        path=quoted(figure.path, policy),
        old=figure.old,
        new=figure.new,
    )
