"""Commands that answer a page of figures: what waits, what is nearly full, a year at a glance."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from cyclopts import Parameter

from adapters.wording.claims import figures
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from scripts.cli.misuse import Misuse
from scripts.cli.options import READING, Reading
from scripts.cli.values import YEAR, OfPolicy, any_text, day, text, value, whole

SHOWN = 50  # rows, where no other number is asked for

ON = value(day, "DAY", N_("as of that day; today if left out"))
LIMIT = value(whole, "N", N_("how many at most; 0 for all"))
AFTER = value(any_text, "TEXT", N_("those after this one: `next` of the answer before"))


def waiting(
    *,
    on: Annotated[date | None, ON] = None,
    policy: OfPolicy = None,
    at: Reading = READING,
) -> None:
    with at.look() as look:
        book, answer = look.book, look.waiting(on, policy)
    at.tell(answer, lambda: figures.waiting_report(answer, book))


def caps(
    *,
    year: Annotated[int, YEAR],
    policy: OfPolicy = None,
    cap: Annotated[
        str | None, Parameter(metavar="CAP", help=N_("who has reached this cap or nearly so"))
    ] = None,
    limit: Annotated[int, LIMIT] = SHOWN,
    after: Annotated[str | None, AFTER] = None,
    at: Reading = READING,
) -> None:
    if cap is None and after is not None:
        raise Misuse(_("--after goes with --cap"))
    with at.look() as look:
        book = look.book
        if cap is None:
            every = look.fullness(year, policy)
            at.tell(every, lambda: figures.fullness_report(every, book))
            return
        own = cap if policy is None else look.own_name(cap, policy)
        answer = look.full_caps(own, year, limit, after)
    at.tell(answer, lambda: figures.full_cap_report(answer, book))


def overview(
    year: Annotated[int, YEAR],
    /,
    *,
    on: Annotated[date | None, ON] = None,
    policy: OfPolicy = None,
    at: Reading = READING,
) -> None:
    with at.look() as look:
        book, answer = look.book, look.overview(year, on, policy)
    at.tell(answer, lambda: figures.overview_report(answer, book))


def enterprises(
    part: Annotated[str, value(text, "TEXT", N_("a part of a name, or how a code begins"))] = "",
    /,
    *,
    limit: Annotated[int, LIMIT] = SHOWN,
    after: Annotated[str | None, AFTER] = None,
    at: Reading = READING,
) -> None:
    with at.look() as look:
        answer = look.enterprises(part, limit, after)
    at.tell(answer, lambda: figures.found_report(answer))
