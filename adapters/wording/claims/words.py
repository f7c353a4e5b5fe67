"""What codes about claims are called: kinds, states, reasons, causes and orders of decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.wording.claims.working.barring import measures_text
from adapters.wording.policy.labels import label, words_of
from adapters.wording.policy.records import record_title
from adapters.wording.translation import gettext as _
from adapters.wording.translation import headed, pgettext, speaking

if TYPE_CHECKING:
    from domain.events.claims import ClaimReassessed, ClaimSource
    from domain.policy.book import PolicyBook


class _Names(dict[str, str]):
    """What words are called; a word of another policy is called as it is."""

    def __missing__(self, word: str) -> str:
        return word


def kinds(book: PolicyBook) -> dict[str, str]:
    """Return what each kind of claim is called by the last version that has it."""
    return _Names(
        {
            version.policy.prefix + kind: label(document, kind)
            for version in book.versions
            for kind, document in version.policy.source["kinds"].items()
        }
    )


def kind_names(book: PolicyBook) -> dict[str, set[str]]:
    """Return what each kind of claim is called in every language."""
    names: dict[str, set[str]] = {}
    for language in ("zh", "en"):
        with speaking(language):
            for kind, name in kinds(book).items():
                names.setdefault(kind, set()).add(name)
    return names


def source_text(source: ClaimSource) -> str:
    """Return where a claim was read."""
    where = " ".join(filter(None, (source.file, source.sheet)))
    return _("{where}, row {row}").format(where=where, row=source.row)


def statuses() -> dict[str, str]:
    """Return what each status of a claim is called."""
    return {
        "submitted": pgettext("status", "submitted"),
        "approved": pgettext("status", "approved"),
        "rejected": pgettext("status", "rejected"),
        "withdrawn": pgettext("status", "withdrawn"),
    }


def reasons(book: PolicyBook | None = None) -> dict[str | None, str]:
    """Return why a claim was granted less than it could be; empty for None.

    book: whose policies may have reasons of their own: what their exclusions are called.
    """
    return _of_exclusions(book) | _reasons()


def _of_exclusions(book: PolicyBook | None) -> dict[str | None, str]:
    return {
        exclusion.code: words_of(exclusion.code, version.policy)
        or _("granted under {measures}").format(measures=measures_text(exclusion, version.policy))
        for version in (() if book is None else book.versions)
        for exclusion in version.policy.exclusions
    }


def _reasons() -> dict[str | None, str]:
    return {
        None: "",
        "no-policy-in-force": pgettext("reason", "no policy in force"),
        "not-in-policy": pgettext("reason", "not in the policy"),
        "policy-repealed": pgettext("reason", "policy repealed"),
        "measure-ended": pgettext("reason", "measure ended"),
        "covered-by-other-policy": pgettext("reason", "granted under another policy"),
        "not-eligible": pgettext("reason", "not eligible"),
        "already-subsidised-offline": pgettext("reason", "already subsidised offline"),
        "item-used": pgettext("reason", "item used"),
        "nothing-to-grant": pgettext("reason", "nothing to grant"),
        "covered-by-other-support": pgettext("reason", "covered by other support"),
        "cap-reached": pgettext("reason", "cap reached"),
        "reduced": pgettext("reason", "reduced"),
        "rejected-by-officer": pgettext("reason", "rejected by officer"),
        "withdrawn": pgettext("reason", "withdrawn"),
        "revoked": pgettext("reason", "revoked"),
    }


def orders() -> dict[str, str]:
    """Return what each order of decision is called."""
    return {
        "decided": pgettext("order", "by decision"),
        "matter": pgettext("order", "by day of the matter"),
        "best": pgettext("order", "best for the enterprise"),
    }


def reopenings() -> dict[str, str]:
    """Return what may annul that a claim ended."""
    return {
        "review": pgettext("reopening", "administrative review"),
        "court": pgettext("reopening", "court"),
        "error": pgettext("reopening", "error"),
    }


def cause(event: ClaimReassessed, book: PolicyBook) -> str:
    """Return why a claim was reassessed."""
    return because(event.cause, event.because_of, event.through, book)


def because(code: str, because_of: str | None, through: str | None, book: PolicyBook) -> str:
    """Return a cause, what lies behind it, and the claim it came through.

    A record is called as the policies of the book call it.
    """
    word = {
        "exclusion": pgettext("cause", "exclusion"),
        "version": pgettext("cause", "version"),
        "order": pgettext("cause", "order"),
        "room": pgettext("cause", "room"),
        "correction": pgettext("cause", "correction"),
        "redecision": pgettext("cause", "redecision"),
        "reopening": pgettext("cause", "reopening"),
        "transfer": pgettext("cause", "transfer between counties"),
    }.get(code) or record_title(code, book)
    whole = headed(word, because_of) if because_of else word
    if through is None:
        return whole
    return _("{because}, through {claim}").format(because=whole, claim=through)
