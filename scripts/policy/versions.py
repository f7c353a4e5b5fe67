"""Commands about policy versions: what they say, how they differ, and recording another."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, cast

from adapters.ledger.backfill import must_be_files
from adapters.ledger.ledger import Ledger
from adapters.policy.answers import policy_details, reading_choices
from adapters.policy.file.files import read_policy_file, shipped_policy_file
from adapters.policy.text.check import check as check_text
from adapters.policy.text.check import read_text
from adapters.wording.policy import policies
from adapters.wording.policy.policies import readings_report
from adapters.wording.reassessment.changes import differences_report
from adapters.wording.rendering.text import show as print_report
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands.policy import AmendPolicy, PolicyCommand, PublishPolicy
from domain.events.store import PolicyPublished
from domain.policy.book import PolicyBook
from scripts.cli.nouns import noun
from scripts.cli.options import COMMON, READING, WRITING, Common, Reading, Writing
from scripts.cli.values import day, flag, text, value, whole
from scripts.policy.settings import Settings, by_path, note_extended, note_reverted

policy = noun("policy")
Version = value(whole, "VERSION", N_("number of a policy version"))


@policy.command(name="list", help=N_("List the versions: the days each governs, when recorded."))
def list_versions(*, at: Reading = READING) -> None:
    with at.look() as look:
        answer = look.policy_versions()
    at.tell(answer, lambda: print_report(policies.versions_report(answer)))


@policy.command(
    help=N_("Show a version, measure by measure: the last, or the shipped without a store.")
)
def show(version: Annotated[int | None, Version] = None, /, *, at: Reading = READING) -> None:
    if version is None and not _looks(at):
        shown = shipped_policy_file().policy
        answer = policy_details(shown, None)
    else:
        with at.look() as look:
            answer = look.policy_version(version)
            shown = look.book.versions[cast(int, answer.version) - 1].policy
    at.tell(answer, lambda: print_report(policies.policy_report(answer, shown)))


@policy.command(help=N_("Record a version from a file; nothing when it is the last recorded."))
def publish(
    file: Annotated[Path, value(Path, "FILE", N_("a policy file"))], /, *, at: Writing = WRITING
) -> None:
    must_be_files([file])
    command = PublishPolicy(policy=read_policy_file(file).policy)
    _record(command, {}, at)


@policy.command(
    help=N_("Record the version that governs the first day, with values set, for the days given.")
)
def amend(
    *,
    settings: Settings,
    first_day: Annotated[date, value(day, "DATE", N_("the first day it governs"))],
    last_day: Annotated[date, value(day, "DATE", N_("the last day it governs"))],
    announced_on: Annotated[date, value(day, "DATE", N_("the day it was announced"))],
    document: Annotated[str, value(text, "TEXT", N_("the document behind it"))],
    at: Writing = WRITING,
) -> None:
    given = by_path(settings)
    command = AmendPolicy(
        settings=tuple(given.items()),
        first_day=first_day,
        last_day=last_day,
        announced_on=announced_on,
        document=document,
    )
    _record(command, given, at)


@policy.command(help=N_("Show what a version sets otherwise than another, with the article."))
def diff(
    a: Annotated[int, value(whole, "A", N_("number of a policy version"))],
    b: Annotated[int, value(whole, "B", N_("number of the version to compare with it"))],
    /,
    *,
    at: Reading = READING,
) -> None:
    with at.look() as look:
        answer = look.policy_difference(a, b)
    at.tell(answer, lambda: print_report(policies.difference_report(answer)))


@policy.command(help=N_("Show every reading where the text is silent, and its rivals."))
def readings(
    *,
    cost: Annotated[bool, flag(N_("what each rival would change on this ledger"))] = False,
    at: Reading = READING,
) -> None:
    file = shipped_policy_file()
    answer = reading_choices(file.readings, file.policy, {})
    if cost or _looks(at):
        with at.look() as look:
            recorded = look.book.versions[-1].policy if look.book.versions else file.policy
            costs = look.reading_costs() if cost else {}
            answer = reading_choices(file.readings, recorded, costs)
    at.tell(answer, lambda: print_report(readings_report(answer)))


@policy.command(
    help=N_(
        "Prove that every figure of the shipped policy file stands in its article of the official "
        "text. Exit code 1: something is left over on either side."
    )
)
def check(
    *, text: Annotated[Path, value(Path, "FILE", N_("the official text"))], at: Common = COMMON
) -> int:
    answer = check_text(shipped_policy_file(), read_text(text))
    at.tell(answer, lambda: print_report(policies.check_report(answer)))
    return 0 if answer.clean else 1


def _looks(at: Reading) -> bool:
    """Say whether there is a ledger to look at, or one was asked for."""
    return (at.position, at.known_at) != (None, None) or Ledger(at.store).exists()


def _record(command: PolicyCommand, settings: dict[str, str], at: Writing) -> None:
    """Record a version, and print its number and what it changed at once."""
    with at.carry_out(command) as (outcome, look):
        book, changed = look.book, look.differences(outcome.events)
    recorded = (event for _stream, event in outcome.events)
    versions = (event.policy for event in recorded if isinstance(event, PolicyPublished))
    published = next(versions, None)
    if published is not None and isinstance(command, AmendPolicy):
        before = PolicyBook(book.versions[:-1])
        note_reverted(before, published, settings)
        note_extended(before, published)
    number = len(book.versions)

    def tell() -> None:
        if published is None:
            print(_("Same as version {number}; nothing recorded").format(number=number))
            return
        print(_("Recorded as version {number}").format(number=number))
        if published.readings.new_version == "reopen":
            print_report(differences_report(changed, book))

    at.tell({"version": number}, tell)
