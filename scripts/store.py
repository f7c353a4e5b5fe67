"""Commands for the upkeep of a ledger."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from adapters.ledger.backfill import must_be_files
from adapters.seal.pack.recovery import recover as recover_log
from adapters.seal.verify.answers import Recovered
from adapters.wording.policy.office import rules_report
from adapters.wording.table import Report
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands.money import SetOfficeRules
from projections.office_rules import office_answer
from projections.upkeep import StorePrepared
from scripts.auditing.seal import Trusted, must_trust
from scripts.cli.doors import counting
from scripts.cli.many import Many, On
from scripts.cli.nouns import noun
from scripts.cli.options import COMMON, READING, WRITING, Common, Reading, Writing
from scripts.cli.values import flag, value, whole

PARTS_MAX = 4_096  # of segments

store, export = noun("store"), noun("export")


@store.command(help=N_("Make what is missing of a ledger, and the roles of those who use it."))
def prepare(
    *,
    policy: Annotated[
        Path | None, value(Path, "FILE", N_("the policy file to begin with, in a ledger without"))
    ] = None,
    separate_logins: Annotated[bool, flag(N_("logins that approve may not pay"))] = False,
    separate_hands: Annotated[
        bool, flag(N_("who submits a claim may not approve it, nor who approves it pay"))
    ] = False,
    at: Writing = WRITING,
) -> None:
    must_be_files([] if policy is None else [policy])
    first = None
    if policy is not None:
        from adapters.policy.file.cases import must_agree  # costs more than other commands
        from adapters.policy.file.files import read_policy_file

        first = read_policy_file(policy)
        must_agree(first, policy)
    with at.ledger() as (ledger, author):
        answer = ledger.prepare(
            author, separate_logins=separate_logins, separate_hands=separate_hands, policy=first
        )
    at.tell(answer, lambda: _prepared_report(answer))


@store.command(
    help=N_("Show the rules of the office: how long a notice is, time limits, working days.")
)
def rules(*, at: Reading = READING) -> None:
    with at.look() as look:
        answer = office_answer(look.office_rules(), look.position)
    at.tell(answer, lambda: rules_report(answer))


@store.command(
    help=N_("Set rules of the office by a document: notices, time limits, working days.")
)
def set_rules(
    file: Annotated[Path, value(Path, "FILE", N_("rules of the office, as TOML"))],
    /,
    *,
    at: Writing = WRITING,
) -> None:
    from adapters.policy.office_rules import read_office_rules

    with at.carry_out(SetOfficeRules(rules=read_office_rules(file))) as (_outcome, look):
        answer = office_answer(look.office_rules(), look.position)
    at.tell(answer, lambda: rules_report(answer))


@store.command(
    help=N_("Put back what an older backup lacks of what was sealed; or make the ledger from it.")
)
def recover(
    *,
    seal: Annotated[Path, value(Path, "DIR", N_("the folder of the seal"))],
    pack: Annotated[
        Path | None, value(Path, "FILE", N_("a pack that may have what the folder lacks"))
    ] = None,
    key: Annotated[
        tuple[str, ...],
        value(str, "KEY", N_("a trusted verifier key, or the file of one (SUBSIDY_VERIFIER_KEY)")),
    ] = (),
    at: Common = COMMON,
) -> None:
    with at.opened() as ledger, counting(_("recover")) as on_progress:
        answer = recover_log(ledger, seal, pack, must_trust(key), on_progress)
    at.tell(answer, lambda: _recovered(answer))


def rebuild(*, at: Common = COMMON) -> None:
    with at.opened() as ledger, counting(_("rebuild")) as on_progress:
        answer = ledger.rebuild(on_progress)
    message = _("Rebuilt the views from {events} events in {seconds} s").format(
        events=f"{answer.events:,}", seconds=answer.seconds
    )
    at.tell(answer, lambda: message)


def _recovered(answer: Recovered) -> str:
    """Return what was put back, or that nothing was missing."""
    beyond = answer.events_before - answer.size
    if beyond > 0:
        said = _("Nothing to recover: the ledger has the {size} events sealed, and {beyond} more")
    elif beyond == 0:
        said = _("Nothing to recover: the ledger has the {size} events sealed, and no more")
    else:
        said = _("Recovered {added} events; the ledger had {before}, and {size} were sealed")
    return said.format(
        added=f"{answer.events_recovered:,}",
        before=f"{answer.events_before:,}",
        size=f"{answer.size:,}",
        beyond=f"{beyond:,}",
    )


def _prepared_report(answer: StorePrepared) -> Report:
    """Return that a ledger is ready, and who may do what with it."""
    lines = [_("The store is ready")]
    if answer.separate_logins:
        lines.append(_("Logins that approve may not pay"))
    if answer.separate_hands:
        lines.append(_("Who submitted or corrected a claim may not approve it"))
    if answer.roles is not None:
        lines.append(
            _(
                "Make each login a member of the roles it works in: {submitter} submits, "
                "{approver} decides, {cashier} pays and sees accounts, {auditor} reads. {writer} "
                "does the first three where there are few people; {server} serves the ledger"
            ).format(**asdict(answer.roles))
        )
    return Report(title="", parts=tuple(lines))


def _parts(given: str) -> int:
    number = whole(given)
    if not 1 <= number <= PARTS_MAX:
        raise ValueError(_("from 1 to {most}").format(most=f"{PARTS_MAX:,}"))
    return number


@export.command(
    help=N_(
        "Write the log as Parquet files by enterprise, or what is new of it since the last time."
    )
)
def segments(
    folder: Annotated[Path, value(Path, "FOLDER", N_("the folder of the segments"))],
    /,
    *,
    parts: Annotated[int | None, value(_parts, "N", N_("of a new folder: so many parts"))] = None,
    compact: Annotated[bool, flag(N_("merge the files of each part into one"))] = False,
    seal: Annotated[
        Path | None, value(Path, "DIR", N_("name the last checkpoint of this seal"))
    ] = None,
    at: Common = COMMON,
) -> None:
    from adapters.cluster.reports import exported_report
    from adapters.cluster.segments.sealed import sealed_by
    from adapters.cluster.segments.writing import export as write

    checkpoint = None if seal is None else sealed_by(seal)
    with at.opened() as ledger, ledger.open_store() as opened, counting(_("export")) as done:
        answer = write(
            opened, folder, parts=parts, checkpoint=checkpoint, compact=compact, on_progress=done
        )
    at.tell(answer, lambda: exported_report(answer))


@export.command(
    name="verify",
    help=N_(
        "Verify segments: each row canonical, none missing, as the seal that they name says. "
        "Exit code 1: something is wrong."
    ),
)
def verify_segments(
    ledgers: Annotated[
        Path, value(Path, "FILE|FOLDER", N_("the segments, or a list of ledgers that have some"))
    ],
    /,
    *,
    key: Trusted = (),
    on: On = "processes",
    at: Common = COMMON,
) -> int:
    from scripts.policy import together  # not needed by other commands

    many = Many(ledgers=ledgers, on=on)
    return together.verify(many, Reading(json=at.json, lang=at.lang), key)
