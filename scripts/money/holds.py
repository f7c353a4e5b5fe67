"""Commands that hold an enterprise's money back for a time, and release it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from cyclopts import Parameter

from adapters.wording.enterprises.parties import enterprise_report
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands.enterprise import HoldCommand, HoldEnterprise, ReleaseEnterprise
from domain.events.holds import Reason
from projections.parties import recorded
from scripts.cli.options import WRITING, Writing
from scripts.cli.values import DOCUMENT, USCC, day, text, value

Code = Annotated[str, USCC]
Why = Annotated[
    Reason,
    Parameter(help=N_("a court's freeze, a list of the dishonest, an investigation")),
]


def hold(
    uscc: Code,
    /,
    *,
    from_: Annotated[
        date, value(day, "DATE", N_("first day on which nothing is paid")), Parameter(name="--from")
    ],
    to: Annotated[
        date | None, value(day, "DATE", N_("last such day; until released if left out"))
    ] = None,
    document: Annotated[str, DOCUMENT],
    reason: Why,
    at: Writing = WRITING,
) -> None:
    command = HoldEnterprise(
        uscc=uscc, document=document, reason=reason, first_day=from_, last_day=to
    )
    _carry_out(command, at)


def release(
    uscc: Code,
    /,
    *,
    on: Annotated[date, value(day, "DATE", N_("first day on which it is paid again"))],
    document: Annotated[str, DOCUMENT],
    of: Annotated[
        str | None,
        value(text, "NO", N_("document of the hold that ends; the only one if left out")),
    ] = None,
    at: Writing = WRITING,
) -> None:
    _carry_out(ReleaseEnterprise(uscc=uscc, document=document, on=on, of=of), at)


def _carry_out(command: HoldCommand, at: Writing) -> None:
    """Carry out a command about one enterprise's holds, and print the enterprise as it is now."""
    with at.carry_out(command) as (outcome, look):
        answer, appended = look.enterprise(command.uscc), len(outcome.events)
    before = () if appended else (_("Recorded before; nothing recorded now"),)
    at.tell(recorded(answer, appended), lambda: enterprise_report(answer).after(*before))
