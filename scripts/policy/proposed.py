"""A policy version recorded, or put forward where hands are separated; and what becomes of that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from adapters.policy.notices import notices
from adapters.wording.policy.policies import proposal_report, proposals_report
from adapters.wording.reassessment.changes import differences_report
from adapters.wording.table import Report
from adapters.wording.translation import N_, listed
from adapters.wording.translation import gettext as _
from domain.commands.policy import (
    AmendPolicy,
    ConfirmVersion,
    DeclineVersion,
    PolicyCommand,
    PublishPolicy,
)
from domain.events.store import PolicyPublished, VersionProposed
from domain.policy.book import PolicyBook
from scripts.cli.options import READING, WRITING, Reading, Writing
from scripts.cli.values import text, value, whole
from scripts.policy.settings import note_extended, note_reverted, note_without_effect
from scripts.policy.written import policy

if TYPE_CHECKING:
    from adapters.ledger.look import Look

Number = Annotated[int, value(whole, "PROPOSAL", N_("number of a proposed version"))]


@policy.command(help=N_("List the versions that were proposed: by whom, and what became of each."))
def proposals(*, at: Reading = READING) -> None:
    with at.look() as look:
        answer, book = look.proposed_versions(), look.book
    at.tell(answer, lambda: proposals_report(answer, book))


@policy.command(
    help=N_("Show a proposed version: what it sets otherwise than what governs its days.")
)
def proposal(proposal: Number, /, *, at: Reading = READING) -> None:
    with at.look() as look:
        answer, book = look.proposed_changes(proposal), look.book
    at.tell(answer, lambda: proposal_report(answer, book))


@policy.command(
    help=N_("Record a proposed version: by another than its proposer where hands are separated.")
)
def confirm(proposal: Number, /, *, at: Writing = WRITING) -> None:
    record(ConfirmVersion(proposal=proposal), {}, at)


@policy.command(help=N_("Have a proposed version not recorded; one's own is withdrawn so."))
def decline(
    proposal: Number,
    /,
    *,
    reason: Annotated[str, value(text, "TEXT", N_("the reason, in words"))],
    at: Writing = WRITING,
) -> None:
    with at.carry_out(DeclineVersion(proposal=proposal, words=reason)) as (_outcome, look):
        answer, book = look.proposed_changes(proposal), look.book
    at.tell(answer, lambda: proposal_report(answer, book))


def record(command: PolicyCommand, settings: dict[str, str], at: Writing) -> None:
    """Record a version, or put it forward; say its number, and what it changed at once.

    settings: the values that an amendment sets, by path.
    """
    from adapters.ledger.handling.units import ProposalOutcome  # not needed to print help

    with at.carry_out(command) as (outcome, look):
        book, changed = look.book, look.differences(outcome.events)
        said = None
        if isinstance(outcome, ProposalOutcome):
            said = look.proposed_changes(outcome.proposal)
        before = _number_before(command, look)
    events = [event for _stream, event in outcome.events]
    version = next((each for each in events if isinstance(each, PolicyPublished)), None)
    drafts = (each for each in events if isinstance(each, PolicyPublished | VersionProposed))
    draft = next((each.policy for each in drafts), None)
    earlier = book if version is None else PolicyBook(book.versions[:-1])
    if draft is not None and isinstance(command, AmendPolicy):
        note_reverted(earlier, draft, settings)
        note_extended(earlier.of_policy(draft.id), draft)
    answer: dict[str, object] = {"version": before if version is None else version.number}
    if said is not None:
        answer = {"version": None, "proposal": said.proposal}
    if draft is not None and not isinstance(command, AmendPolicy):
        answer["notices"] = without = notices(draft, earlier if version is None else book)
        note_without_effect(without, draft)

    def tell() -> str | Report:
        if said is not None:
            return proposal_report(said, book, is_new=bool(events))
        if version is None:
            return _("Same as version {number}; nothing recorded").format(number=before)
        lines = [_("Recorded as version {number}").format(number=version.number)]
        if book.has_several:
            known = listed(book.policies)
            lines.append(_("The ledger's policies: {policies}").format(policies=known))
        if version.policy.settings.new_version != "reopen":
            return "\n".join(lines)
        return differences_report(changed, book).after(*lines)

    at.tell(answer, tell)


def _number_before(command: PolicyCommand, look: Look) -> int:
    """Return the number of the version that a command leads to, where it recorded none now."""
    match command:
        case PublishPolicy():
            known = look.book.of_policy(command.policy.id).versions
            return known[-1].number if known else len(look.book.versions)
        case ConfirmVersion():
            version = look.proposed_changes(command.proposal).version
            assert version is not None, "what is confirmed has a version"
            return version
    return len(look.book.versions)
