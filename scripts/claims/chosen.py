"""Which claims a command is about: the options that say so, and what the ledger is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from adapters.wording.translation import N_
from adapters.wording.translation import gettext as _
from domain.policy.book import PolicyBook
from domain.policy.names import bare, prefix_of
from domain.refusals import Refusal
from projections.claims.listing import Wanted
from scripts.cli.misuse import Misuse
from scripts.cli.values import USCC, YEAR, OfPolicy, amount, day, flag, text, value

if TYPE_CHECKING:
    from adapters.ledger.look import Look

Status = Literal["submitted", "approved", "rejected", "withdrawn"]


def kinds_of(book: PolicyBook) -> dict[str, None]:
    return {kind: None for version in book.versions for kind in version.policy.kinds}


def measures_of(book: PolicyBook) -> dict[str, None]:
    return {name: None for version in book.versions for name in version.policy.measures}


def of_one_policy(
    given: str | None, names: Iterable[str], prefix: str | None, book: PolicyBook
) -> str | None:
    """Return a name as it is recorded: itself, or the only one that a policy calls so.

    Raises Refusal `policy-not-named` where several policies have it.
    """
    if given is None or bare(given) != given:
        return given
    having = [name for name in names if bare(name) == given and prefix in (None, prefix_of(name))]
    if len(having) > 1:
        raise Refusal("policy-not-named", known=", ".join(book.policies))
    return having[0] if having else given


def must_be_of(policy: str | None, names: Iterable[str | None], look: Look) -> None:
    """Raise Refusal `policy-conflicts` for a kind or a measure that is another policy's."""
    for name in names:
        if name is not None and policy is not None:
            look.own_name(name, policy)


def must_be_kind(given: str | None, book: PolicyBook) -> None:
    """Raise Misuse for a kind that no policy of the ledger has."""
    kinds = kinds_of(book)
    if given is not None and kinds and given not in (*kinds, *map(bare, kinds)):
        known = ", ".join(kinds)
        raise Misuse(_("not a kind: {given}; there are {kinds}").format(given=given, kinds=known))


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which claims a command is about; left out stands for any."""

    uscc: Annotated[str | None, USCC] = None
    name: Annotated[str | None, value(text, "TEXT", N_("a part of the enterprise's name"))] = None
    year: Annotated[int | None, YEAR] = None
    policy: OfPolicy = None
    kind: Annotated[str | None, value(text, "KIND", N_("of a kind"))] = None
    measure: Annotated[str | None, Parameter(metavar="MEASURE", help=N_("of a measure"))] = None
    status: Annotated[Status | None, Parameter(help=N_("how far they are"))] = None
    pending: Annotated[
        bool, flag(N_("not yet decided; with --out: the sheet to decide on, see approve --from"))
    ] = False
    since: Annotated[date | None, value(day, "DAY", N_("of this day of the matter or later"))] = (
        None
    )
    until: Annotated[date | None, value(day, "DAY", N_("of this day or earlier"))] = None
    recorded_since: Annotated[date | None, value(day, "DAY", N_("recorded since"))] = None
    recorded_until: Annotated[date | None, value(day, "DAY", N_("recorded until"))] = None
    least: Annotated[
        int | None,
        Parameter(name="--min"),
        value(amount, "AMOUNT", N_("granted this or more; while pending, declared")),
    ] = None
    most: Annotated[
        int | None, Parameter(name="--max"), value(amount, "AMOUNT", N_("this or less"))
    ] = None
    town: Annotated[str | None, value(text, "TEXT", N_("of a town, or part of its name"))] = None
    officer: Annotated[str | None, value(text, "NAME", N_("submitted or decided by"))] = None
    search: Annotated[
        str | None,
        value(text, "TEXT", N_("a part of its number, of the enterprise's code or name")),
    ] = None

    def __post_init__(self) -> None:
        if self.pending and self.status not in (None, "submitted"):
            raise Misuse(_("--pending and --status exclude each other"))

    def wanted(self, look: Look) -> Wanted:
        """Return what the ledger is asked for. Raises `policy-unknown`, `policy-conflicts`."""
        prefix = look.prefix(self.policy)
        must_be_of(self.policy, (self.kind, self.measure), look)
        return Wanted(
            prefix=prefix,
            uscc=self.uscc,
            name=self.name,
            year=self.year,
            kind=of_one_policy(self.kind, kinds_of(look.book), prefix, look.book),
            measure=of_one_policy(self.measure, measures_of(look.book), prefix, look.book),
            status="submitted" if self.pending else self.status,
            since=self.since,
            until=self.until,
            recorded_since=self.recorded_since,
            recorded_until=self.recorded_until,
            least_fen=self.least,
            most_fen=self.most,
            officer=self.officer,
            town=self.town,
            search=self.search,
        )


ALL = Chosen()
