"""Commands that record a year's figures of an enterprise; `exports` is an old spelling of one."""

from __future__ import annotations

from typing import Annotated

from adapters.wording.policy.records import record_title
from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.commands.enterprise import RecordAmounts
from domain.enterprise.records import read_figure, record_called
from domain.money import yuan
from domain.policy.book import PolicyBook
from domain.policy.facts import RecordedValue
from domain.policy.kinds import FactType
from domain.policy.names import SEPARATOR, bare
from scripts.cli.doors import note
from scripts.cli.misuse import Misuse
from scripts.cli.options import WRITING, Writing
from scripts.cli.values import USCC, YEAR, OfPolicy, dollars, name_and_figure, text, value

_EXPORTS = "exports"


def record(
    name: Annotated[str, value(text, "RECORD", N_("the record, as the policy calls it"))],
    uscc: Annotated[str, USCC],
    year: Annotated[int, YEAR],
    amounts: Annotated[
        tuple[str, ...], value(text, "NAME=AMOUNT", N_("each amount of the record"))
    ] = (),
    /,
    *,
    policy: OfPolicy = None,
    at: Writing = WRITING,
) -> None:
    try:
        stated = tuple(map(name_and_figure, amounts))
    except ValueError as problem:
        raise Misuse(str(problem)) from None
    at.own_name(name, policy)  # refused where it is another policy's
    record = name if policy is None else f"{policy}{SEPARATOR}{bare(name)}"
    appended, called = _record(record, uscc, year, stated, at)
    answer = {"uscc": uscc, "record": name, "year": year, "events_appended": appended}
    message = (
        _("Recorded {record} of {year}")
        if appended
        else _("Same as the latest record; nothing recorded")
    )
    at.tell(answer, lambda: message.format(record=called, year=year))


def exports(
    uscc: Annotated[str, USCC],
    year: Annotated[int, YEAR],
    /,
    *,
    us_usd: Annotated[int, value(dollars, "N", N_("exports to the United States, in USD"))],
    rcep_usd: Annotated[int, value(dollars, "N", N_("exports to RCEP countries, in USD"))],
    at: Writing = WRITING,
) -> None:
    us, rcep = (yuan(cents).replace(",", "") for cents in (us_usd, rcep_usd))
    stated = (("us_usd", us), ("rcep_usd", rcep))
    appended, _called = _record(_EXPORTS, uscc, year, stated, at)
    message = _("Same as the latest record; nothing recorded")
    if appended:
        message = _("Recorded exports of {year}: US {us}, RCEP {rcep} USD")
    at.tell(
        {"uscc": uscc, "year": year, "us_usd": us, "rcep_usd": rcep, "events_appended": appended},
        lambda: message.format(year=year, us=us, rcep=rcep),
    )


def _record(
    name: str, uscc: str, year: int, stated: tuple[tuple[str, str], ...], at: Writing
) -> tuple[int, str]:
    """Record a year's figures; return how many events that took, and what the record is called.

    Raises Misuse for a figure that is not one of its type, and Refusal as `record_called` does.
    """
    with at.ledger() as (ledger, author):
        with ledger.look() as look:
            book: PolicyBook = look.book
        of = record_called(name, book)
        read = tuple((each, _read(of.facts.get(each), figure)) for each, figure in stated)
        command = RecordAmounts(uscc=uscc, record=name, year=year, amounts=read, once_ever=False)
        appended = len(ledger.carry_out(command, author).events)
    if book.of(of.id).governing_year(year) is None:
        note(_("{year} is not a year of the policy: check it").format(year=year))
    return appended, record_title(of.id, book)


def _read(fact: FactType | None, given: str) -> RecordedValue:
    """Return a figure as it is recorded; of a name that is not known, as it is given.

    Raises Misuse.
    """
    if fact is None:
        return given
    try:
        return read_figure(fact, given)
    except ValueError:
        raise Misuse(_not_one(fact).format(name=fact.name, given=given)) from None


def _not_one(fact: FactType) -> str:
    match fact.type:
        case "count":
            return _("{name}: not a whole number: {given}")
        case "quantity":
            return _("{name}: not a number with at most six decimals: {given}")
        case _:
            return _("{name}: not an amount with at most two decimals: {given}")
