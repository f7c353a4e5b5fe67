"""Commands about what is written: every word that a policy file may say, and a policy as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from adapters.ledger.backfill import must_be_files
from adapters.policy.answers import numbered
from adapters.wording.policy.page.page import policy_page
from adapters.wording.policy.vocabulary import explained, vocabulary_report
from adapters.wording.rendering.markdown import markdown
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.policy.measures import Policy
from scripts.cli.misuse import Misuse
from scripts.cli.nouns import noun
from scripts.cli.options import COMMON, READING, Common, Reading
from scripts.cli.values import OfPolicy, value

policy = noun("policy")
Subject = Annotated[
    str | None,
    value(str, "FILE|VERSION", N_("a policy file or a version's number; else the last version")),
]


@policy.command(help=N_("Print every word that a policy file may say, and what it says."))
def words(*, at: Common = COMMON) -> None:
    at.tell(explained(), lambda: vocabulary_report())


@policy.command(
    help=N_(
        "Print a policy in words, as a page in Markdown: what is paid, caps, readings, columns."
    )
)
def page(
    subject: Subject = None,
    /,
    *,
    policy: OfPolicy = None,
    at: Reading = READING,
) -> None:
    written = markdown(policy_page(policy_of(subject, policy, at)))
    at.tell({"page": written}, lambda: written.removesuffix("\n"))


def policy_of(given: str | None, policy: str | None, at: Reading) -> Policy:
    """Return the policy of a file, of a version, or the last recorded; else the shipped one.

    policy: the id of the one whose last version is meant.
    """
    if given is not None and not given.isdecimal():
        if policy is not None:
            raise Misuse(_("a file says itself which policy it is: leave out --policy"))
        path = Path(given)
        must_be_files([path])
        from adapters.policy.file.files import read_policy_file  # takes long to import

        return read_policy_file(path)
    if (given, policy) == (None, None) and not looks(at):
        from adapters.policy.file.files import shipped_policy

        return shipped_policy()
    with at.look() as look:
        return numbered(look.book, None if given is None else int(given), policy).policy


def looks(at: Reading) -> bool:
    """Say whether there is a ledger to look at, or one was asked for."""
    if (at.position, at.known_at) != (None, None):
        return True
    with at.opened() as ledger:
        return ledger.exists()
