"""The command that has others carry on what a code has: another code, a merger, a split."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from cyclopts import Parameter

from adapters.wording.enterprises.transfers import divided_text, succession_text
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands.succession import Divide, Succeed
from projections.parties import PartOf, RecordedDivision, RecordedSuccession
from scripts.cli.misuse import Misuse
from scripts.cli.options import WRITING, Writing
from scripts.cli.values import DOCUMENT, day, share, text, uscc, value

Kind = Literal["rename-code", "merger", "split"]
PART = N_("for a split: each part with its share, such as 60% or 3/5; together 1; say it again")
KEEPS = N_("for a split: the part that has the claims of before; the largest unless given")


def succeed(
    old: Annotated[str, value(uscc, "OLD_USCC", N_("the code that is carried on"))],
    new: Annotated[str | None, value(uscc, "NEW_USCC", N_("the code that carries it on"))] = None,
    /,
    *,
    kind: Annotated[
        Kind, Parameter(help=N_("another code of the same enterprise, a merger, or a split"))
    ],
    to: Annotated[tuple[str, ...], value(text, "USCC=SHARE", PART)] = (),
    claims_to: Annotated[str | None, value(uscc, "USCC", KEEPS)] = None,
    on: Annotated[date, value(day, "DATE", N_("first day of the successor"))],
    document: Annotated[str, DOCUMENT],
    at: Writing = WRITING,
) -> None:
    if kind == "split":
        if new is not None or not to:
            raise Misuse(_("A split names its parts with --to, each with its share."))
        parts = tuple(_part(each) for each in to)
        _split(
            Divide(predecessor=old, parts=parts, claims_to=claims_to, on=on, document=document), at
        )
        return
    if new is None or to or claims_to is not None:
        raise Misuse(_("Give NEW_USCC; --to and --claims-to are for a split."))
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
    at.tell(answer, lambda: succession_text(answer, names))


def _split(command: Divide, at: Writing) -> None:
    codes = (command.predecessor, *(code for code, _share in command.parts))
    with at.carry_out(command) as (outcome, look):
        having = look.successor(command.predecessor)
        answer = RecordedDivision(
            predecessor=command.predecessor,
            parts=tuple(PartOf(uscc=code, share=str(share)) for code, share in command.parts),
            claims_to=having,
            on=command.on,
            document=command.document,
            events_appended=len(outcome.events),
        )
        names = {code: look.name(code) or "" for code in codes}
    at.tell(answer, lambda: divided_text(answer, names))


def _part(given: str) -> tuple[str, Fraction]:
    """Return a part with its share. Raises Misuse, and Refusal `bad-uscc`."""
    code, _equals, stated = given.partition("=")
    try:
        return uscc(code.strip()), share(stated.strip())
    except ValueError as wrong:
        raise Misuse(f"--to: {wrong}") from None
