"""The command that has one code carry on all that another has."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from cyclopts import Parameter

from adapters.wording.enterprises.transfers import succession_text
from adapters.wording.translation import N_
from domain.commands.succession import Succeed
from projections.parties import RecordedSuccession
from scripts.cli.options import WRITING, Writing
from scripts.cli.values import DOCUMENT, day, uscc, value

Kind = Literal["rename-code", "merger"]


def succeed(
    old: Annotated[str, value(uscc, "OLD_USCC", N_("the code that is carried on"))],
    new: Annotated[str, value(uscc, "NEW_USCC", N_("the code that carries it on"))],
    /,
    *,
    kind: Annotated[Kind, Parameter(help=N_("another code of the same enterprise, or a merger"))],
    on: Annotated[date, value(day, "DATE", N_("first day of the successor"))],
    document: Annotated[str, DOCUMENT],
    at: Writing = WRITING,
) -> None:
    command = Succeed(predecessor=old, successor=new, kind=kind, on=on, document=document)
    with at.carry_out(command) as (outcome, look):
        answer = RecordedSuccession(
            predecessor=old,
            successor=new,
            kind=kind,
            on=on,
            document=document,
            events_appended=len(outcome.events),
        )
        names = {code: look.name(code) or "" for code in (old, new)}
    at.tell(answer, lambda: print(succession_text(answer, names)))
