"""Commands about policy versions: what they say, how they differ, and recording another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from adapters.ledger.backfill import must_be_files
from adapters.policy.answers import numbered, policy_details, reading_choices
from adapters.policy.readings import reading_notes
from adapters.policy.text.check import check as check_text
from adapters.policy.text.check import read_text
from adapters.wording.policy import policies
from adapters.wording.policy.page.readings import readings_report
from adapters.wording.policy.tried import tried_report
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands.policy import AmendPolicy, PublishPolicy
from domain.policy.names import bare
from domain.refusals import Refusal
from scripts.cli.doors import counting
from scripts.cli.many import ALONE, Many
from scripts.cli.options import COMMON, READING, WRITING, Common, Reading, Writing
from scripts.cli.values import MANY, OfPolicy, day, flag, text, value, whole
from scripts.policy.proposed import record
from scripts.policy.settings import Settings, by_path
from scripts.policy.written import Subject, looks, policy, policy_of

if TYPE_CHECKING:
    from adapters.ledger.look import Look
    from projections.policy_versions import ReadingCost

FirstDay = Annotated[date, value(day, "DATE", N_("the first day it governs"))]
LastDay = Annotated[date, value(day, "DATE", N_("the last day it governs"))]
Announced = Annotated[date, value(day, "DATE", N_("the day it was announced"))]
Behind = Annotated[str, value(text, "TEXT", N_("the document behind it"))]
Version = value(whole, "VERSION", N_("number of a policy version"))


@policy.command(name="list", help=N_("List the versions: the days each governs, when recorded."))
def list_versions(*, policy: OfPolicy = None, at: Reading = READING) -> None:
    with at.look() as look:
        answer, book = look.policy_versions(policy), look.book
    at.tell(answer, lambda: policies.versions_report(answer, book))


@policy.command(
    help=N_("Show a version, measure by measure: the last, or the shipped without a store.")
)
def show(
    version: Annotated[int | None, Version] = None,
    /,
    *,
    policy: OfPolicy = None,
    at: Reading = READING,
) -> None:
    if version is None and policy is None and not looks(at):
        from adapters.policy.file.files import shipped_policy  # not needed by a server

        shown = shipped_policy()
        answer = policy_details(shown, None, None)
    else:
        with at.look() as look:
            answer = look.policy_version(version, policy)
            shown = numbered(look.book, answer.version).policy
    at.tell(answer, lambda: policies.policy_report(answer, shown))


@policy.command(help=N_("Record a version from a file; nothing when it is the last recorded."))
def publish(
    file: Annotated[Path, value(Path, "FILE", N_("a policy file"))],
    /,
    *,
    text: Annotated[Path | None, value(Path, "FILE", N_("the official text"))] = None,
    unchecked: Annotated[bool, flag(N_("record it though figures are left over"))] = False,
    at: Writing = WRITING,
) -> None:
    must_be_files([file])
    from adapters.policy.file.cases import must_agree
    from adapters.policy.file.files import read_policy_file

    policy = read_policy_file(file)
    must_agree(policy, file)
    if text is not None:
        checked = check_text(policy, read_text(text))
        if not checked.clean and not unchecked:
            left = (*checked.text_only, *checked.file_only)
            first = left[0]
            raise Refusal(
                "policy-text-differs",
                file=file.name,
                left=len(left),
                article=first.article,
                printed=first.printed or first.note,
            )
    record(PublishPolicy(policy=policy), {}, at)


@policy.command(
    help=N_("Record the version that governs the first day, with values set, for the days given.")
)
def amend(
    *,
    settings: Settings = (),
    end: Annotated[
        tuple[str, ...], value(text, "MEASURE", N_("measures that pay nothing from then on")), MANY
    ] = (),
    first_day: FirstDay,
    last_day: LastDay,
    announced_on: Announced,
    document: Behind,
    policy: OfPolicy = None,
    at: Writing = WRITING,
) -> None:
    given = by_path(settings)
    command = AmendPolicy(
        settings=tuple(given.items()),
        ended=end,
        first_day=first_day,
        last_day=last_day,
        announced_on=announced_on,
        document=document,
        policy=policy,
    )
    ended = {f"measures.{bare(measure)}.ended": "true" for measure in end}
    record(command, given | ended, at)


@policy.command(
    help=N_("Record that a policy is repealed: nothing is paid for matters of the days given.")
)
def repeal(
    *,
    first_day: FirstDay,
    last_day: LastDay,
    announced_on: Announced,
    document: Behind,
    policy: OfPolicy = None,
    at: Writing = WRITING,
) -> None:
    command = AmendPolicy(
        settings=(),
        first_day=first_day,
        last_day=last_day,
        announced_on=announced_on,
        document=document,
        policy=policy,
        repealed=True,
    )
    record(command, {"repealed": "true"}, at)


@policy.command(help=N_("Show what a version sets otherwise than another, with the article."))
def diff(
    a: Annotated[int, value(whole, "A", N_("number of a policy version"))],
    b: Annotated[int, value(whole, "B", N_("number of the version to compare with it"))],
    /,
    *,
    policy: OfPolicy = None,
    at: Reading = READING,
) -> None:
    with at.look() as look:
        answer, book = look.policy_difference(a, b, policy), look.book
    at.tell(answer, lambda: policies.difference_report(answer, book))


@policy.command(help=N_("Show every reading where the text is silent, and its rivals."))
def readings(
    *,
    cost: Annotated[bool, flag(N_("what each rival would change on this ledger"))] = False,
    policy: OfPolicy = None,
    many: Many = ALONE,
    at: Reading = READING,
) -> None:
    if many.ledgers is not None:
        from scripts.policy import together  # not needed otherwise

        together.readings(many, at, policy)
        return
    from adapters.policy.file.files import shipped_policy

    shipped = read = shipped_policy()
    answer = reading_choices(reading_notes(shipped), shipped, {})
    if cost or policy is not None or looks(at):
        with at.look() as look:
            read = numbered(look.book, None, policy).policy if look.book.versions else shipped
            costs = _costs(look, policy) if cost else {}
            answer = reading_choices(reading_notes(read), read, costs)
    at.tell(answer, lambda: readings_report(answer, read))


def _costs(look: Look, policy: str | None) -> Mapping[tuple[str, str], ReadingCost]:
    with counting(_("rehearse")) as count:
        return look.reading_costs(policy, count)


@policy.command(
    help=N_(
        "Prove that every figure of a policy stands in its article of the official text. Exit code "
        "1: something is left over on either side."
    )
)
def check(
    subject: Subject = None,
    /,
    *,
    text: Annotated[Path, value(Path, "FILE", N_("the official text"))],
    policy: OfPolicy = None,
    at: Reading = READING,
) -> int:
    answer = check_text(policy_of(subject, policy, at), read_text(text))
    at.tell(answer, lambda: policies.check_report(answer))
    return 0 if answer.clean else 1


@policy.command(
    name="try",
    help=N_(
        "Make claims around each figure of a policy and show what they would get, and claims one "
        "after another under each cap; run the cases beside the file. Exit code 1: a case comes "
        "out otherwise."
    ),
)
def try_(
    file: Annotated[Path, value(Path, "FILE", N_("a policy file"))], /, *, at: Common = COMMON
) -> int:
    must_be_files([file])
    from adapters.policy.file.cases import cases_beside, worked
    from adapters.policy.file.files import read_policy_file
    from adapters.policy.file.trying.boundaries import boundary_claims
    from adapters.policy.file.trying.cap_series import cap_series

    tried = read_policy_file(file)
    beside = cases_beside(file)
    cases = worked(tried, beside) if beside.exists() else []
    claims = list(boundary_claims(tried))
    series = list(cap_series(tried, claims))
    answer = {
        "claims": claims,
        "caps": series,
        "cases": [{**asdict(case), "agrees": case.agrees} for case in cases],
    }
    at.tell(answer, lambda: tried_report(claims, series, cases, tried))
    return 0 if all(case.agrees for case in cases) else 1
